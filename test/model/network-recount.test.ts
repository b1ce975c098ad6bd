import fs from 'node:fs';
import process from 'node:process';
import {describe, expect, test} from 'vitest';
import type {LinkWithPeer, Topology} from '../../source/facts/network.js';
import {recounted, shapeOf, type LinkCounters} from '../../source/model/network-recount.js';
import {surges} from '../../source/model/network-rates.js';
import {readCollected} from '../../source/read/collector/collector.js';
import {readNetDev} from '../../source/read/net-dev.js';
import {topologyOf} from '../../source/model/topology/topology.js';
import {outcomeOf, sample} from '../support/samples.js';

const text = sample('collector/iproute2-6.1.0/four-pods.txt');
const outcome = outcomeOf({argv: ['sh', '-s', '--', 'TOKEN', '50'], stdout: text});

const topology = (): Topology => {
	const facts = readCollected(outcome);
	if (!facts.known) throw new Error(facts.unknown.detail);
	const joined = topologyOf(facts.value, {});
	if (!joined.known) throw new Error(joined.unknown.detail);
	return joined.value;
};

/** What /proc/net/dev would say of these links, `more` bytes later. */
const counters = (links: readonly LinkWithPeer[], more = 0, drops = 0): LinkCounters =>
	new Map(
		links.map(({name, rx, tx}) => {
			if (!rx || !tx) throw new Error(`${name} has no counters`);
			const grown = {bytes: rx.bytes + more, packets: rx.packets + more / 100, drops: rx.drops + drops};
			return [name, {rx: grown, tx: {...tx, drops: tx.drops + drops}}];
		}),
	);

describe('counters without reading all', () => {
	test("the host's links, and the inside of a pod from the host's end", () => {
		const before = topology();
		const now = recounted(before, counters(before.links), counters(before.links, 1000));
		const host = now?.links.find(({name}) => name === 'vethafa19b66');
		const old = before.links.find(({name}) => name === 'vethafa19b66');
		expect(host?.rx?.bytes).toBe((old?.rx?.bytes ?? 0) + 1000);
		const pod = now?.namespaces
			.flatMap(({links}) => links)
			.find(({peer}) => peer?.index === host?.index && peer?.verified);
		expect(pod?.tx).toEqual({...host?.rx, drops: pod?.tx?.drops});
		expect(now && shapeOf(now)).toEqual(shapeOf(before));
	});

	test('nothing moved: the same objects', () => {
		const before = topology();
		const first = recounted(before, counters(before.links), counters(before.links));
		const again = first && recounted(first, counters(first.links), counters(first.links));
		expect(again?.links).toBe(first?.links);
		expect(again?.namespaces).toBe(first?.namespaces);
	});

	test('what the card missed before is no drop of now', () => {
		const before = topology();
		const base = counters(before.links, 0, 7);
		const drops = (now: Topology | undefined): number[] => (now?.links ?? []).map(({rx}) => rx?.drops ?? -1);
		expect(drops(recounted(before, base, base))).toEqual(before.links.map(({rx}) => rx?.drops));
		const later = counters(before.links, 0, 9);
		expect(drops(recounted(before, base, later))).toEqual(before.links.map(({rx}) => (rx?.drops ?? 0) + 2));
	});

	test('another link, or one less, and all must be read', () => {
		const before = topology();
		const base = counters(before.links);
		const [[name, one] = ['', undefined]] = base;
		const renamed = new Map([...base].map(([key, value]) => [key === name ? 'other0' : key, value]));
		expect(recounted(before, base, renamed)).toBeUndefined();
		expect(recounted(before, base, new Map([...base, ...(one ? [['new0', one] as const] : [])]))).toBeUndefined();
		expect(recounted(before, base, new Map([...base].slice(1)))).toBeUndefined();
	});

	test('an address more is another shape, a neighbour is not', () => {
		const one = topology();
		expect(shapeOf({...one, neighbours: null})).toEqual(shapeOf(one));
		const [first, ...rest] = one.links;
		expect(first && shapeOf({...one, links: [{...first, addresses: []}, ...rest]})).not.toEqual(shapeOf(one));
	});
});

describe('/proc/net/dev', () => {
	test("this machine's", () => {
		const reading = readNetDev(outcomeOf({stdout: fs.readFileSync('/proc/net/dev', 'utf8')}));
		expect(reading.known && reading.value.has('lo')).toBe(process.platform === 'linux');
	});

	test('numbers by their columns, names as long as they may be', () => {
		const stdout = `Inter-|   Receive  |  Transmit\n face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs drop\n vethafa19b66abc:1310      15    1    2    0     0          0         0     4000      44    3    4    0     0       0          0\n`;
		expect(readNetDev(outcomeOf({stdout}))).toMatchObject({
			value: new Map([
				['vethafa19b66abc', {rx: {bytes: 1310, packets: 15, drops: 2}, tx: {bytes: 4000, packets: 44, drops: 4}}],
			]),
		});
		expect(readNetDev(outcomeOf({stdout: 'nothing\n'}))).toMatchObject({known: false});
	});
});

describe('traffic that comes or goes', () => {
	const rate = (bytes: number) =>
		new Map([
			[
				'/host 2 eth0',
				{rx: {bytes, packets: 1}, tx: {bytes: 0, packets: 0}, dropped: 0, perMinute: 0, share: 0, since: null},
			],
		]);

	test.each([
		[100, 15_000, false],
		[15_000, 100_000, true],
		[100_000, 120_000, false],
		[100_000, 500, true],
	])('%i to %i bytes a second: %s', (then, now, surging) => {
		expect(surges(rate(then), rate(now))).toBe(surging);
	});
});
