import type {Counters, LinkWithPeer, Topology} from '../facts/network.js';
import {hostKey, linkKey, namespaceKey} from './network-keys.js';

/** What a link receives and sends, bytes and packets a second. */
export type Rate = {readonly bytes: number; readonly packets: number};
export type LinkRate = {
	readonly rx: Rate;
	readonly tx: Rate;
	/** Packets that it dropped since its counters were first read here. Those of before say little: a link drops some as it comes up. */
	readonly dropped: number;
};

/** Counters of one link with the time they were read at, milliseconds of a monotonic clock. */
type Reading = {
	readonly at: number;
	readonly rx: Counters;
	readonly tx: Counters;
	/** Drops when it was first read. */
	readonly from: number;
};

/** All counters of one read, by link key. */
export type CounterSample = ReadonlyMap<string, Reading>;

/** `at`: when a namespace's inside was read, by its key; undefined leaves its links out. `before`: the sample before this. */
export function counterSample(
	topology: Topology,
	at: (key: string) => number | undefined,
	before: CounterSample = new Map(),
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
			sample.set(name, {at: time, rx, tx, from: Math.min(drops, before.get(name)?.from ?? drops)});
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
	return rx && tx && {rx, tx, dropped: now.rx.drops + now.tx.drops - now.from};
}

function difference(then: Counters, now: Counters, seconds: number): Rate | undefined {
	const bytes = now.bytes - then.bytes;
	const packets = now.packets - then.packets;
	return bytes < 0 || packets < 0 ? undefined : {bytes: bytes / seconds, packets: packets / seconds};
}
