import {describe, expect, it} from 'vitest';
import * as iptables from '../../../source/command/iptables.js';
import type {Outcome} from '../../../source/command/outcome.js';
import {createRecordedHost} from '../../../source/host/recorded.js';
import {createRunner} from '../../../source/host/runner.js';
import {followTarget} from '../../../source/model/service-path/service-path.js';
import {createPacketFilterReader, type PacketFilter} from '../../../source/store/packet-filter/read.js';
import {fakeRunner} from '../../support/fake-runner.js';
import {sample} from '../../support/packet-filter.js';
import {seedRecording} from '../../support/seed-recording.js';
import {counts, full, type Host, readerOf, value} from './filter-host.js';

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
		const none =
			'{"nftables": [{"metainfo": {"version": "1.0.6", "release_name": "Lester Gooch #5", "json_schema_version": 1}}]}';
		const plain = {'nft -j list chains': none, 'iptables-nft-save -c': ''};
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

	it('legacy tables of IPv6, also where nft has no table of IPv6', async () => {
		const {read} = readerOf({
			'nft -j list chains': sample('nft', 'nft-j-empty.stdout'),
			'iptables-nft-save -c': {stdout: '', stderr: sample('iptables', 'legacy-present.stderr')},
			'iptables-legacy-save -c': '',
			'ip6tables-nft-save -c': {
				stdout: '',
				stderr: '# Warning: ip6tables-legacy tables present, use ip6tables-legacy-save to see them\n',
			},
			'ip6tables-legacy-save -c':
				'# Generated by ip6tables-save v1.8.9 on X\n*filter\n:INPUT ACCEPT [0:0]\n[1:2] -A INPUT -p udp -j REJECT\nCOMMIT\n',
		});
		const filter = await value(read);
		expect(filter.ruleset.tables).toMatchObject([{family: 'ip6', name: 'filter', kind: 'legacy'}]);
		expect(filter.notes.map(({reason}) => reason)).toEqual(['legacy-tables', 'legacy-tables']);
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
