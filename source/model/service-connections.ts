import {hashedChain} from './kube-chains.js';
import type {Chain, Ruleset} from '../facts/packet-filter.js';
import type {Entry} from './service-entry.js';

/**
 * How many connections a service got, iptables mode. kube-proxy (1.34) writes KUBE-SERVICES and KUBE-NODEPORTS anew at
 * every sync, with counters at zero; a service's own chains only when the service changes. So these are asked.
 */

const onward: ReadonlySet<string> = new Set(['SEP', 'SVC', 'SVL', 'EXT', 'XLB']);

/** Connections that a chain led on to a service or an endpoint; null: nothing counts. */
export function connectionsThrough({rules}: Chain): number | null {
	let sum: number | null = null;
	for (const {verdict, packets} of rules) {
		if (verdict.kind !== 'jump' && verdict.kind !== 'goto') continue;
		if (packets === null || !onward.has(hashedChain(verdict.chain)?.kind ?? '')) continue;
		sum = (sum ?? 0) + packets;
	}

	return sum;
}

/** Over all ways into one port of a service: what its chains that spread led on, those for policy Local too. */
export function connectionsOf({tables}: Ruleset, entries: readonly Entry[]): number | null {
	const wanted = new Set(
		entries.flatMap(({family, chain}) => {
			const hash = hashedChain(chain ?? '')?.hash;
			return hash === undefined ? [] : [`${family} KUBE-SVC-${hash}`, `${family} KUBE-SVL-${hash}`];
		}),
	);
	let sum: number | null = null;
	for (const {family, name, chains} of tables) {
		if (name !== 'nat' || wanted.size === 0) continue;
		for (const chain of chains) {
			const packets = wanted.has(`${family} ${chain.name}`) ? connectionsThrough(chain) : null;
			if (packets !== null) sum = (sum ?? 0) + packets;
		}
	}

	return sum;
}
