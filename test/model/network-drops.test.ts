import {expect, test} from 'vitest';
import type {LinkWithPeer, Topology} from '../../source/facts/network.js';
import {counterSample, isDropping, ratesOf, type CounterSample} from '../../source/model/network-rates.js';

const hostWith = (packets: number, drops: number): Topology => {
	const counters = {bytes: packets * 100, packets, drops};
	const link = {index: 2, name: 'veth1', rx: counters, tx: {bytes: 0, packets: 0, drops: 0}} as unknown as LinkWithPeer;
	return {links: [link], namespaces: []} as unknown as Topology;
};

/** A link read every ten seconds: packets and drops in all. */
function seen(reads: ReadonlyArray<readonly [packets: number, drops: number]>) {
	let before: CounterSample = new Map();
	let last: ReturnType<typeof ratesOf> = new Map();
	for (const [index, [packets, drops]] of reads.entries()) {
		const topology = hostWith(packets, drops);
		const after = counterSample(topology, () => index * 10_000, before, index * 10_000);
		last = ratesOf(before, after, topology);
		before = after;
	}

	const [rate] = last.values();
	if (!rate) throw new Error('no rate');
	return rate;
}

test('drops of before, and one now and then, are not worth a mark', () => {
	expect(
		isDropping(
			seen([
				[1000, 50],
				[2000, 50],
			]),
		),
	).toBe(false);
	const one = seen([
		[1000, 0],
		[2000, 1],
		[3000, 1],
	]);
	expect(one).toMatchObject({dropped: 1, since: 10_000});
	expect(isDropping(one)).toBe(false);
});

test('ten a minute are, and three of a link that hardly gets anything', () => {
	expect(
		isDropping(
			seen([
				[100_000, 0],
				[200_000, 9],
			]),
		),
	).toBe(false);
	expect(
		isDropping(
			seen([
				[100_000, 0],
				[200_000, 10],
			]),
		),
	).toBe(true);
	expect(
		isDropping(
			seen([
				[100, 0],
				[110, 3],
			]),
		),
	).toBe(true);
	expect(
		isDropping(
			seen([
				[100, 0],
				[200, 3],
			]),
		),
	).toBe(false);
});

test('the mark goes when no more are dropped; since when is still told', () => {
	const rate = seen([[0, 0], [10, 40], ...Array.from({length: 20}, (_, at) => [10 + at, 40] as const)]);
	expect(rate).toMatchObject({dropped: 40, perMinute: 0, since: 10_000});
	expect(isDropping(rate)).toBe(false);
});
