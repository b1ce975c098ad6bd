import type {Counters, LinkWithPeer, Topology} from '../facts/network.js';
import {hostKey, linkKey, namespaceKey} from './network-keys.js';

/** What a link receives and sends, bytes and packets a second. */
export type Rate = {readonly bytes: number; readonly packets: number};
export type LinkRate = {
	readonly rx: Rate;
	readonly tx: Rate;
	/** Packets that it dropped since its counters were first read here. Those of before say little: a link drops some as it comes up. */
	readonly dropped: number;
	/** Packets dropped a minute, over the last one or two minutes, and their share of all that came by meanwhile. */
	readonly perMinute: number;
	readonly share: number;
	/** When the first of `dropped` was seen, milliseconds since the epoch; null: none was. */
	readonly since: number | null;
};

/** So many dropped packets a minute are worth a mark: one now and then is what every link has. */
export const manyDrops = 10;
/** Of a quiet link fewer are, where they are a good part of its packets. */
const fewDrops = 3;
const largeShare = 0.1;

export const isDropping = ({perMinute, share}: Pick<LinkRate, 'perMinute' | 'share'>): boolean =>
	perMinute >= manyDrops || (perMinute >= fewDrops && share >= largeShare);

/** Counters of one link with the time they were read at, milliseconds of a monotonic clock. */
type Reading = {
	readonly at: number;
	readonly rx: Counters;
	readonly tx: Counters;
	/** Drops when it was first read. */
	readonly from: number;
	/** Where the time begins over which drops are counted: each a window long, the one before it too. */
	readonly marks: readonly [Mark, Mark];
	readonly since: number | null;
};

type Mark = {readonly at: number; readonly drops: number; readonly packets: number};

/** Milliseconds. */
const dropWindow = 60_000;

/** All counters of one read, by link key. */
export type CounterSample = ReadonlyMap<string, Reading>;

/** `at`: when a namespace's inside was read, by its key; undefined leaves its links out. `before`: the sample before this. */
export function counterSample(
	topology: Topology,
	at: (key: string) => number | undefined,
	before: CounterSample = new Map(),
	/** Milliseconds since the epoch. */
	now = Date.now(),
): CounterSample {
	const sample = new Map<string, Reading>();
	const add = (key: string, links: readonly LinkWithPeer[]): void => {
		const time = at(key);
		if (time === undefined) return;
		for (const link of links) {
			const {rx, tx} = link;
			if (!rx || !tx) continue;
			const name = linkKey(key, link);
			const drops = rx.drops + tx.drops;
			// Fewer than before: another link of that name and number.
			const then = before.get(name);
			const same = then !== undefined && drops >= then.rx.drops + then.tx.drops;
			const from = same ? then.from : drops;
			const mark: Mark = {at: time, drops, packets: rx.packets + tx.packets};
			const marks: Reading['marks'] = !same
				? [mark, mark]
				: time - then.marks[1].at < dropWindow
					? then.marks
					: [then.marks[1], mark];
			sample.set(name, {
				at: time,
				rx,
				tx,
				from,
				marks,
				since: drops > from ? ((same ? then.since : null) ?? now) : null,
			});
		}
	};

	add(hostKey, topology.links);
	for (const namespace of topology.namespaces) add(namespaceKey(namespace), namespace.links);
	return sample;
}

/**
 * Rates between two samples. The inside of a veth pair is taken from the host's end, mirrored: the same numbers without
 * entering the namespace, and always fresh. A link that was not there before, or whose counters fell, has no rate.
 */
export function ratesOf(
	before: CounterSample,
	after: CounterSample,
	topology: Topology,
): ReadonlyMap<string, LinkRate> {
	const rates = new Map<string, LinkRate>();
	for (const [key, now] of after) {
		const then = before.get(key);
		const rate = then && rateOf(then, now);
		if (rate) rates.set(key, rate);
	}

	const hostLinks = new Map(topology.links.map(link => [link.index, link]));
	for (const namespace of topology.namespaces) {
		const key = namespaceKey(namespace);
		for (const link of namespace.links) {
			if (link.peer?.namespace !== '' || !link.peer.verified) continue;
			const end = hostLinks.get(link.peer.index);
			const mirrored = end && rates.get(linkKey(hostKey, end));
			if (mirrored) rates.set(linkKey(key, link), {...mirrored, rx: mirrored.tx, tx: mirrored.rx});
		}
	}

	return rates;
}

/** Bytes a second below which traffic is what every host has. */
const quiet = 20_000;

/** Much more or much less passes some link than before: worth another look soon. */
export function surges(before: ReadonlyMap<string, LinkRate>, after: ReadonlyMap<string, LinkRate>): boolean {
	const total = (rate: LinkRate | undefined): number => (rate ? rate.rx.bytes + rate.tx.bytes : 0);
	return [...new Set([...before.keys(), ...after.keys()])].some(key => {
		const [then, now] = [total(before.get(key)), total(after.get(key))];
		return Math.max(then, now) > quiet && Math.max(then, now) > 4 * Math.min(then, now);
	});
}

function rateOf(then: Reading, now: Reading): LinkRate | undefined {
	const seconds = (now.at - then.at) / 1000;
	if (seconds <= 0) return undefined;
	const rx = difference(then.rx, now.rx, seconds);
	const tx = difference(then.tx, now.tx, seconds);
	if (!rx || !tx) return undefined;
	const drops = now.rx.drops + now.tx.drops;
	const [mark] = now.marks;
	const lost = drops - mark.drops;
	// In less than a minute so many are that many a minute at least.
	const perMinute = lost / Math.max(1, (now.at - mark.at) / dropWindow);
	const passed = now.rx.packets + now.tx.packets - mark.packets;
	return {
		rx,
		tx,
		dropped: drops - now.from,
		perMinute,
		share: lost === 0 ? 0 : lost / (lost + passed),
		since: now.since,
	};
}

function difference(then: Counters, now: Counters, seconds: number): Rate | undefined {
	const bytes = now.bytes - then.bytes;
	const packets = now.packets - then.packets;
	return bytes < 0 || packets < 0 ? undefined : {bytes: bytes / seconds, packets: packets / seconds};
}
