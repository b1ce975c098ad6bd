import {describe, expect, it, vi} from 'vitest';
import {createPacer} from '../../../source/store/pacer.js';
import {createPacketFilterReader, type PacketFilter} from '../../../source/store/packet-filter/read.js';
import {createPacketFilterSource} from '../../../source/store/packet-filter/packet-filter.js';
import {inSlices} from '../../../source/store/slices.js';
import {fakeRunner} from '../../support/fake-runner.js';
import {sample} from '../../support/packet-filter.js';
import {counts, full, type Host, value} from './filter-host.js';

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
