import {describe, expect, it, vi} from 'vitest';
import * as iptables from '../../../source/command/iptables.js';
import type {Outcome} from '../../../source/command/outcome.js';
import {createRecordedHost} from '../../../source/host/recorded.js';
import {createRunner} from '../../../source/host/runner.js';
import {followTarget} from '../../../source/model/service-path/service-path.js';
import {createPacer} from '../../../source/store/pacer.js';
import {createPacketFilterReader, type PacketFilter} from '../../../source/store/packet-filter/read.js';
import {createPacketFilterSource} from '../../../source/store/packet-filter/packet-filter.js';
import {inSlices} from '../../../source/store/slices.js';
import {fakeRunner} from '../../support/fake-runner.js';
import {sample} from '../../support/packet-filter.js';
import {seedRecording} from '../../support/seed-recording.js';

type Host = Record<string, Partial<Outcome> | string>;

const full: Host = {
	'nft -j list chains': sample('nft', 'full-chains.json'),
	'iptables-nft-save -c': sample('iptables', 'full.txt'),
	'ipset save': sample('ipset', 'full.txt'),
};
const readerOf = (host: Host) => {
	const runner = fakeRunner(argv => host[argv]);
	return {runner, read: createPacketFilterReader(runner)};
};

const value = async (read: ReturnType<typeof createPacketFilterReader>): Promise<PacketFilter> => {
	const reading = await read();
	if (!reading.known) throw new Error(`${reading.unknown.reason}: ${reading.unknown.detail}`);
	return reading.value;
};

const counts = ({ruleset}: PacketFilter) => {
	const chains = ruleset.tables.flatMap(table => table.chains);
	return [chains.length, chains.reduce((sum, {rules}) => sum + rules.length, 0)];
};

describe('reading the packet filter', () => {
	it('reads chains from nft and rules from iptables-save', async () => {
		const {runner, read} = readerOf(full);
		const filter = await value(read);
		expect(counts(filter)).toEqual([65, 198]);
		expect(filter.whole).toBe(true);
		expect(filter.notes).toEqual([]);
		expect(filter.ruleset.source).toEqual({chains: 'nft -j list chains', rules: 'iptables-nft-save -c'});
		expect(filter.ruleset.tables.map(({name, kind}) => `${name} ${kind}`)).toEqual([
			'mangle xtables',
			'nat xtables',
			'filter xtables',
		]);
		expect(filter.labels.chains.get('KUBE-SVC-67NZLRHBNDSAWJRO')).toEqual({kind: 'service', service: 'shop/web:http'});
		expect(filter.ipsets?.map(({name}) => name)).toContain('kube-router-node-ips');
		expect(runner.asked.sort()).toEqual(Object.keys(full).sort());
	});

	it('without ipset, policies cannot be read: it is not whole, and says so', async () => {
		const {'ipset save': _, ...rest} = full;
		const filter = await value(readerOf(rest).read);
		expect(filter).toMatchObject({whole: false, ipsets: null, notes: [{line: 'ipset', reason: 'part-tool-missing'}]});
		// Where no rule asks a set, nothing is missing.
		const plain = {'nft -j list chains': '{"nftables":[]}', 'iptables-nft-save -c': ''};
		expect(await value(readerOf(plain).read)).toMatchObject({whole: true, notes: []});
	});

	it('base chains come first, by hook and priority', async () => {
		const {ruleset} = await value(readerOf(full).read);
		for (const {chains} of ruleset.tables) {
			const lastBase = chains.findLastIndex(({hook}) => hook !== null);
			expect(chains.slice(0, lastBase + 1).every(({hook}) => hook !== null)).toBe(true);
		}

		expect(ruleset.tables[1]?.chains.slice(0, 3).map(({name}) => name)).toEqual([
			'PREROUTING',
			'OUTPUT',
			'POSTROUTING',
		]);
	});

	it('is the same object while nothing changed, and keeps what did not', async () => {
		const host = {...full};
		const {read} = readerOf(host);
		const first = await value(read);
		host['iptables-nft-save -c'] = sample('iptables', 'full.txt').replaceAll('02:33:22', '02:33:24');
		expect(await value(read)).toBe(first);
		host['iptables-nft-save -c'] = sample('iptables', 'full.txt').replace(
			'[15:900] -A KUBE-SERVICES',
			'[16:960] -A KUBE-SERVICES',
		);
		const third = await value(read);
		expect(third).not.toBe(first);
		expect(third.labels).toBe(first.labels);
		expect(third.ruleset.tables[0]).toBe(first.ruleset.tables[0]);
		expect(third.ruleset.tables[2]).toBe(first.ruleset.tables[2]);
		const services = (filter: PacketFilter) =>
			filter.ruleset.tables[1]?.chains.find(({name}) => name === 'KUBE-SERVICES');
		expect(services(third)?.rules.at(-1)?.packets).toBe(16);
		expect(services(third)?.rules[0]).toBe(services(first)?.rules[0]);
		host['iptables-nft-save -c'] = sample('iptables', 'full.txt').replace('/32 -p tcp', '/31 -p tcp');
		const fourth = await value(read);
		expect(fourth.ruleset.tables[1]?.chains).not.toBe(third.ruleset.tables[1]?.chains);
		expect(counts(fourth)).toEqual([65, 198]);
	});

	it("falls back to k0s's own iptables-save, and remembers it", async () => {
		const own = '/var/lib/k0s/bin/iptables-save -c';
		const {runner, read} = readerOf({
			...full,
			'iptables-nft-save -c': {kind: 'not-found'},
			[own]: sample('iptables', 'full.txt'),
		});
		const filter = await value(read);
		expect(filter.ruleset.source.rules).toBe(own);
		runner.asked.length = 0;
		await value(read);
		expect(runner.asked).not.toContain('iptables-nft-save -c');
		expect(iptables.saves().map(({argv}) => argv.join(' '))).toContain(own);
	});

	it('reads the tables that xtables did not make, and ip6 where there is some', async () => {
		const chains = (text: string) => (JSON.parse(text) as {nftables: object[]}).nftables;
		const heads = [
			...chains(sample('nft', 'full-chains.json')),
			...chains(sample('nft', 'firewalld.json')).filter(entry => 'chain' in entry),
			{
				chain: {
					family: 'ip6',
					table: 'filter',
					name: 'INPUT',
					handle: 1,
					type: 'filter',
					hook: 'input',
					prio: 0,
					policy: 'drop',
				},
			},
		];
		const host: Host = {
			...full,
			'nft -j list chains': JSON.stringify({nftables: heads}),
			'nft -j list table inet firewalld': sample('nft', 'firewalld.json'),
			'ip6tables-nft-save -c': '*filter\n:INPUT DROP [0:0]\n[1:80] -A INPUT -i lo -j ACCEPT\nCOMMIT\n',
		};
		const {read} = readerOf(host);
		const filter = await value(read);
		expect(filter.ruleset.tables.map(({family, name, kind, owner}) => [family, name, kind, owner])).toEqual([
			['ip', 'mangle', 'xtables', 'kubernetes'],
			['ip', 'nat', 'xtables', 'kube-proxy'],
			['ip', 'filter', 'xtables', 'kubernetes'],
			['inet', 'firewalld', 'native', 'firewalld'],
			['ip6', 'filter', 'xtables', null],
		]);
		expect(filter.ruleset.source.rules).toBe(
			'iptables-nft-save -c; ip6tables-nft-save -c; nft -j list table inet firewalld',
		);
		expect(filter.ruleset.tables[4]?.chains[0]?.rules[0]).toMatchObject({packets: 1, verdict: {kind: 'accept'}});
		expect(await value(read)).toBe(filter);

		const failing = readerOf({...host, 'nft -j list table inet firewalld': {kind: 'timed-out'}});
		const part = await value(failing.read);
		expect(part.whole).toBe(false);
		expect(part.notes).toEqual([{line: 'inet firewalld', reason: 'table-timed-out'}]);
		expect(part.ruleset.tables[3]).toMatchObject({name: 'firewalld', kind: 'unread'});
		expect(part.ruleset.tables[3]?.chains.length).toBeGreaterThan(50);
	});

	it('reads again when somebody wrote between the two reads', async () => {
		const text = sample('iptables', 'full.txt');
		const early = text.replace(':KUBE-SVL-Z6AXWOIGHHVKJ7A5 - [0:0]\n', '').replace(/\[\d+:\d+\] -A KUBE-SVL-.*\n/, '');
		let reads = 0;
		const runner = fakeRunner(argv => (argv === 'iptables-nft-save -c' ? (++reads === 1 ? early : text) : full[argv]));
		expect(counts(await value(createPacketFilterReader(runner)))).toEqual([65, 198]);
		expect(reads).toBe(2);
		const always = await value(readerOf({...full, 'iptables-nft-save -c': early}).read);
		expect(always.whole).toBe(false);
		expect(always.notes).toEqual([{line: 'ip nat KUBE-SVL-Z6AXWOIGHHVKJ7A5', reason: 'torn'}]);
	});
});

describe('when a tool is missing or refuses', () => {
	const refused = (name: string): Partial<Outcome> => ({
		kind: 'failed',
		exit: Number(sample(name.startsWith('nft') ? 'nft' : 'iptables', `${name}.rc`)),
		stderr: sample(name.startsWith('nft') ? 'nft' : 'iptables', `${name}.stderr`),
	});

	it('needs root', async () => {
		const {read} = readerOf({
			'nft -j list chains': refused('nft-not-root'),
			'iptables-nft-save -c': refused('not-root'),
		});
		expect(await read()).toMatchObject({known: false, unknown: {reason: 'needs-root'}});
	});

	it('names nft when neither tool is there', async () => {
		expect(await readerOf({}).read()).toEqual({known: false, unknown: {reason: 'tool-missing', detail: 'nft'}});
	});

	it('works without nft', async () => {
		const filter = await value(readerOf({'iptables-nft-save -c': sample('iptables', 'full.txt')}).read);
		expect(counts(filter)[1]).toBe(198);
		expect(filter.whole).toBe(false);
		expect(filter.notes).toContainEqual({line: 'nft', reason: 'part-tool-missing'});
		const nat = filter.ruleset.tables.find(({name}) => name === 'nat');
		expect(nat?.chains[0]).toMatchObject({name: 'PREROUTING', hook: 'prerouting', priority: -100, policy: 'accept'});
	});

	it("without iptables-save shows nft's text", async () => {
		const filter = await value(
			readerOf({
				'nft -j list chains': full['nft -j list chains'] ?? '',
				'nft list ruleset ip': sample('nft', 'full-ruleset.txt'),
			}).read,
		);
		expect(counts(filter)).toEqual([65, 198]);
		expect(filter.ruleset.tables.map(({kind}) => kind)).toEqual(['text', 'text', 'text']);
		expect(filter.ruleset.source.rules).toBe('nft list ruleset ip');
		expect(filter.whole).toBe(false);
	});

	it("reads the guide's host from its text alone", async () => {
		const filter = await value(readerOf({'nft list ruleset ip': sample('nft', 'guide-ruleset.txt')}).read);
		expect(counts(filter)).toEqual([41, 112]);
	});

	it("reads the guide's host from its recording", async () => {
		const runner = createRunner(createRecordedHost(seedRecording()));
		const filter = await value(createPacketFilterReader(runner));
		expect(counts(filter)).toEqual([41, 112]);
		const [dns] = followTarget(
			filter.ruleset,
			{kind: 'address', address: '10.96.0.10', port: 53, protocol: 'udp'},
			filter,
		);
		expect(dns?.endpoints).toMatchObject([{address: '10.244.0.3', port: 53, share: 1, packets: 0}]);
		await runner.close();
	});

	it('a save tool that does not work leaves the others a chance', async () => {
		const broken = {kind: 'failed', exit: 1, stderr: 'iptables-nft-save: Invalid argument'} as const;
		const filter = await value(
			readerOf({...full, 'iptables-nft-save -c': broken, 'iptables-save -c': sample('iptables', 'full.txt')}).read,
		);
		expect(filter.whole).toBe(true);
		expect(filter.ruleset.source.rules).toBe('iptables-save -c');
	});

	it('nothing there is no unknown', async () => {
		const filter = await value(
			readerOf({'nft -j list chains': sample('nft', 'nft-j-empty.stdout'), 'iptables-nft-save -c': ''}).read,
		);
		expect(filter).toMatchObject({whole: true, notes: [], ruleset: {tables: []}});
	});

	it('legacy tables are read beside the others, with a note', async () => {
		const {read} = readerOf({
			...full,
			'iptables-nft-save -c': {
				stdout: sample('iptables', 'full.txt'),
				stderr: sample('iptables', 'legacy-present.stderr'),
			},
			'iptables-legacy-save -c':
				'# Generated by iptables-save v1.8.9 on X\n*filter\n:INPUT ACCEPT [0:0]\n[1:2] -A INPUT -j DROP\nCOMMIT\n',
		});
		const filter = await value(read);
		expect(filter.ruleset.tables.at(-1)).toMatchObject({family: 'ip', name: 'filter', kind: 'legacy'});
		expect(filter.notes.map(({reason}) => reason)).toEqual(['legacy-tables']);
		expect(filter.whole).toBe(true);
	});

	it('a failed iptables-save leaves its tables unread, not empty', async () => {
		const filter = await value(
			readerOf({...full, 'iptables-nft-save -c': {kind: 'timed-out', argv: ['iptables-nft-save']}}).read,
		);
		expect(filter.whole).toBe(false);
		expect(filter.ruleset.tables.every(({kind}) => kind === 'unread')).toBe(true);
		expect(filter.notes).toEqual([{line: 'iptables-nft-save', reason: 'part-timed-out'}]);
	});

	it('a table that iptables-save leaves out is read from nft', async () => {
		const {read} = readerOf({
			...full,
			'iptables-nft-save -c': sample('iptables', 'full.txt').replace(
				/\*filter\n[\s\S]*?COMMIT\n/,
				sample('iptables', 'table-incompatible.stdout'),
			),
			'nft -j list table ip filter': sample('nft', 'full-ruleset.json'),
		});
		const filter = await value(read);
		expect(filter.ruleset.tables[2]).toMatchObject({name: 'filter', kind: 'native'});
		expect(counts(filter)).toEqual([65, 198]);
		expect(filter.notes.map(({reason}) => reason)).toEqual(['incompatible-table']);
	});
});

describe('the live source', () => {
	it('gives one reference while nothing changes', async () => {
		const pacer = createPacer();
		const source = createPacketFilterSource({runner: fakeRunner(argv => full[argv]), pacer});
		const first = (await source.refresh()).value;
		expect(first && counts(first)).toEqual([65, 198]);
		expect((await source.refresh()).value).toBe(first);
		pacer.close();
	});

	it('rests nine times as long as a read took', async () => {
		vi.useFakeTimers();
		try {
			const pacer = createPacer({interval: 1000});
			const runner = fakeRunner(argv => full[argv]);
			const slow = {
				...runner,
				run: async (...given: Parameters<typeof runner.run>) => {
					await new Promise(resolve => setTimeout(resolve, 400));
					return runner.run(...given);
				},
			};
			const leave = createPacketFilterSource({runner: slow, pacer}).subscribe(() => undefined);
			const reads = () => runner.asked.filter(argv => argv === 'nft -j list chains').length;
			await vi.advanceTimersByTimeAsync(2000);
			expect(reads()).toBe(1);
			await vi.advanceTimersByTimeAsync(4000);
			expect(reads()).toBe(1);
			await vi.advanceTimersByTimeAsync(6000);
			expect(reads()).toBe(2);
			leave();
			pacer.close();
		} finally {
			vi.useRealTimers();
		}
	});

	it('long work lets the event loop turn, and ends when aborted', async () => {
		let turns = 0;
		const ticking = setInterval(() => turns++, 1);
		const busy = function* () {
			for (let piece = 0; piece < 30; piece++) {
				const until = performance.now() + 3;
				while (performance.now() < until);
				yield;
			}

			return 'done';
		};

		expect(await inSlices(busy())).toBe('done');
		expect(turns).toBeGreaterThan(5);
		clearInterval(ticking);
		expect(await inSlices(busy(), AbortSignal.abort())).toBeUndefined();
	});
});

describe('what happens between two reads', () => {
	const withCounter = (packets: number): Host => ({
		...full,
		'iptables-nft-save -c': sample('iptables', 'full.txt').replace(
			/\[2:120\] (-A KUBE-EXTERNAL-SERVICES .* -j REJECT)/,
			`[${packets}:${packets * 60}] $1`,
		),
	});

	it('rates of what moved; when nothing moves any more they end, and then the filter stays the same', async () => {
		let host = withCounter(2);
		const read = createPacketFilterReader(fakeRunner(argv => host[argv]));
		const first = await value(read);
		expect(first.rates).toEqual({seconds: null, moved: new Map()});
		host = withCounter(12);
		const second = await value(read);
		const [[rule, rate] = []] = [...second.rates.moved];
		expect(second.rates.moved.size).toBe(1);
		expect(rule?.verdict.kind).toBe('reject');
		expect((rate?.packets ?? 0) * (second.rates.seconds ?? 0)).toBeCloseTo(10, 6);
		const third = await value(read);
		expect(third).not.toBe(second);
		expect(third.rates.moved.size).toBe(0);
		expect(await value(read)).toBe(third);
		host = withCounter(1);
		expect([...(await value(read)).rates.moved.values()]).toEqual([null]);
	});

	it("rates of nft's own tables: as the counters are read, and as they were while they are not", async () => {
		const native = (name: string, packets: number | null) => [
			{table: {family: 'inet', name, handle: 1}},
			{
				chain: {
					family: 'inet',
					table: name,
					name: 'in',
					handle: 1,
					type: 'filter',
					hook: 'input',
					prio: 0,
					policy: 'accept',
				},
			},
			{
				rule: {
					family: 'inet',
					table: name,
					chain: 'in',
					handle: 2,
					expr: [...(packets === null ? [] : [{counter: {packets, bytes: packets * 60}}]), {drop: null}],
				},
			},
		];
		const json = (entries: object[]) => JSON.stringify({nftables: entries});
		const chains = [...native('mine', 0), ...native('still', 0)].filter(entry => 'chain' in entry);
		let packets = 5;
		let asked = 0;
		const read = createPacketFilterReader(
			fakeRunner(argv => {
				if (argv === 'nft -j list chains') return json(chains);
				if (argv === 'nft -j list table inet still') asked++;
				if (argv === 'nft -j list table inet still') return json(native('still', null));
				return argv === 'nft -j list table inet mine' ? json(native('mine', packets)) : full[argv];
			}),
		);
		const first = await value(read);
		packets = 25;
		const second = await value(read);
		const [[rule, rate] = []] = [...second.rates.moved];
		expect(second.rates.moved.size).toBe(1);
		expect(rule).toMatchObject({packets: 25, verdict: {kind: 'drop'}});
		expect(rate?.packets).toBeGreaterThan(0);
		expect(rate?.bytes).toBeCloseTo((rate?.packets ?? 0) * 60, 6);
		expect(second.jumps).toBe(first.jumps);
		expect((await value(read)).rates.moved.size).toBe(0);
		expect(asked).toBe(1);
	});

	it('notices that the rules of Kubernetes were wiped, and that they came back', async () => {
		let host = full;
		const read = createPacketFilterReader(fakeRunner(argv => host[argv]));
		expect((await value(read)).loss).toBeNull();
		host = {...full, 'nft -j list chains': sample('nft', 'nft-j-empty.stdout'), 'iptables-nft-save -c': ''};
		const {loss} = await value(read);
		expect(loss?.before.services).toBeGreaterThan(50);
		expect(loss?.now).toEqual({services: 0, policies: 0, masquerade: 0, hostPorts: 0});
		expect((await value(read)).loss).toBe(loss);
		host = full;
		expect((await value(read)).loss).toBeNull();
	});

	it('rules that could not be read are not wiped', async () => {
		let host = full;
		const read = createPacketFilterReader(fakeRunner(argv => host[argv]));
		await value(read);
		host = {...full, 'iptables-nft-save -c': {kind: 'timed-out', exit: null}};
		const filter = await value(read);
		expect([filter.whole, filter.loss]).toEqual([false, null]);
	});

	it('a host without rules of Kubernetes was never wiped', async () => {
		const empty = {'nft -j list chains': sample('nft', 'nft-j-empty.stdout'), 'iptables-nft-save -c': ''};
		const read = createPacketFilterReader(fakeRunner(argv => (empty as Host)[argv]));
		await value(read);
		expect((await value(read)).loss).toBeNull();
	});

	it('many chains are shown before their rules are there', async () => {
		const chain = (at: number) => ({chain: {family: 'ip', table: 'nat', name: `KUBE-SVC-${at}`, handle: at}});
		const chains = Array.from({length: 2500}, (_, at) => chain(at));
		const host: Host = {
			'nft -j list chains': JSON.stringify({nftables: chains}),
			'iptables-nft-save -c': `*nat\n${chains.map(({chain: {name}}) => `:${name} - [0:0]`).join('\n')}\nCOMMIT\n`,
		};
		const read = createPacketFilterReader(fakeRunner(argv => host[argv]));
		const early: PacketFilter[] = [];
		const reading = await read(undefined, contents => early.push(contents));
		expect(early.map(({ruleset, whole}) => [ruleset.tables[0]?.kind, ruleset.tables[0]?.chains.length, whole])).toEqual(
			[['unread', 2500, false]],
		);
		expect(reading.known && reading.value.ruleset.tables[0]?.kind).toBe('xtables');
		await read(undefined, contents => early.push(contents));
		expect(early).toHaveLength(1);
	});
});
