import {contains, parseCidr} from '../cidr.js';
import type {Need, Surroundings, Travel} from './facts.js';
import type {Reason} from './reason.js';

/**
 * What decides beside the rules, and is not walked: filters of tc, XDP programs and IPsec policies. Where one is on the
 * packet's way, nothing behind it is certain.
 */
export type Beside = {
	/** On the way into a device, or out of it. */
	readonly device: (way: 'in' | 'out', name: string | null) => readonly Reason[];
	/** Where the kernel asks its policies: once it is routed, and before it is handed over. */
	readonly ipsec: (travel: Travel) => readonly Reason[];
};

/** Whether a program listens on the queue that a packet is handed to; of several the kernel chooses one. */
export function createQueues(
	{queues: heard}: Pick<Surroundings, 'queues'>,
	want: (need: Need) => void,
): (queues: readonly [number, number] | null) => boolean | undefined {
	return queues => {
		if (!heard) want({kind: 'queues'});
		if (!heard || (queues === null && heard.length > 0)) return undefined;
		const [first, last] = queues ?? [0, 0];
		const taken = heard.filter(queue => queue >= first && queue <= last).length;
		return taken === 0 ? false : taken > last - first ? true : undefined;
	};
}

export function createBeside(
	{filters, ipsec, links}: Pick<Surroundings, 'filters' | 'ipsec' | 'links'>,
	want: (need: Need) => void,
): Beside {
	const masters = new Map(links.map(({name, master}) => [name, master ?? null]));
	const programs = [
		...(filters ?? []),
		...links.flatMap(({name, xdp}) =>
			xdp ? [{device: name, way: 'in' as const, shown: `ip -d link show dev ${name}`}] : [],
		),
	];
	const selectors = (ipsec ?? []).map(({source, destination}) => [parseCidr(source), parseCidr(destination)] as const);
	return {
		device(way, name) {
			if (!filters) want({kind: 'filters'});
			if (programs.length === 0 || name === null) return [];
			// What comes by a bridge came by one of its ports; which, the packet's addresses do not tell.
			return programs
				.filter(each => each.way === way && (each.device === name || masters.get(each.device) === name))
				.map(({shown}) => ({id: 'filter', what: shown}));
		},
		ipsec({source, destination, original, input, output}) {
			if (!ipsec) want({kind: 'ipsec'});
			// Loopback asks none (disable_xfrm, disable_policy).
			if (selectors.length === 0 || input === 'lo' || output === 'lo') return [];
			// Of what is translated it asks by the addresses before (nf_nat_decode_session), of an answer turned round.
			const ends = [original.source, original.destination];
			const [froms, tos] = [
				[source, ...ends],
				[destination, ...ends],
			].map(all => all.flatMap(each => parseCidr(each) ?? []));
			const asked = selectors.some(
				([one, other]) =>
					one && other && froms?.some(each => contains(one, each)) && tos?.some(each => contains(other, each)),
			);
			return asked ? [{id: 'ipsec', what: 'ip xfrm policy'}] : [];
		},
	};
}
