import type {Counters} from '../facts/network.js';
import {known, unknown} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/** Counters of each link of one network namespace, by name. */
export type NetDev = ReadonlyMap<string, {readonly rx: Counters; readonly tx: Counters}>;

/**
 * /proc/net/dev (Linux 5.10 to 6.12): two lines of titles, then `eth0: ` with eight numbers received (bytes, packets, errors,
 * drops …) and eight sent. Costs one file where `ip -s link` costs a process.
 */
export const readNetDev: Reader<NetDev> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	const links = new Map<string, {rx: Counters; tx: Counters}>();
	for (const line of outcome.stdout.split('\n').slice(2)) {
		const [, name = '', rest = ''] = /^\s*([^\s:]+):(.*)$/.exec(line) ?? [];
		const numbers = rest.trim().split(/\s+/).map(Number);
		if (name === '' || numbers.length < 12 || numbers.some(Number.isNaN)) continue;
		links.set(name, {rx: countersAt(numbers, 0), tx: countersAt(numbers, 8)});
	}

	return links.size === 0 ? unknown('unreadable', '/proc/net/dev') : known(links);
};

const countersAt = (numbers: readonly number[], at: number): Counters => ({
	bytes: numbers[at] ?? 0,
	packets: numbers[at + 1] ?? 0,
	drops: numbers[at + 3] ?? 0,
});
