import type {Rule} from '../../facts/packet-filter.js';
import type {Travel} from './facts.js';

/**
 * What the words of a rule of iptables-save tell before it is taken apart: the one address that it is for, as a number, or
 * the one port; -1: not told. 10,000 services are as many rules, each for one address or one port.
 */
export type Head = {readonly destination: number; readonly port: number};

const destinationHead = /^-A \S+ (?:-s \S+ )?-d (\d+\.\d+\.\d+\.\d+)\/32 /;

export function headOf(text: string): Head {
	const address = destinationHead.exec(text)?.[1];
	if (address !== undefined) return {destination: numberOf(address), port: -1};
	const at = text.lastIndexOf(' --dport ');
	// A comment may hold these words too, and a range or a `!` is for the reader.
	if (at === -1 || text.includes('"', at) || text.charCodeAt(at - 1) === 0x21) return {destination: -1, port: -1};
	const [word = ''] = text.slice(at + 9, at + 21).split(' ');
	return {destination: -1, port: /^\d+$/.test(word) ? Number(word) : -1};
}

/** An IPv4 address as a number; -2: it is none, and no rule is for it. */
function numberOf(address: string): number {
	const parts = address.split('.');
	return parts.length === 4 ? parts.reduce((sum, part) => sum * 256 + Number(part), 0) : -2;
}

const refuses = (destination: number, port: number, address: number, to: number | null): boolean =>
	destination === -1 ? port !== -1 && to !== null && port !== to : destination !== address;

/** Whether a rule's words alone tell that it cannot apply. */
export function cannotApply(text: string, {destination, destinationPort}: Travel): boolean {
	const head = headOf(text);
	return refuses(head.destination, head.port, numberOf(destination), destinationPort);
}

/** Finds the next rule, from this one on, that its words alone do not refuse. Each rule's are looked at once. */
export function createHeads(): (rules: readonly Rule[], from: number, travel: Travel) => number {
	const known = new WeakMap<readonly Rule[], {readonly destinations: Float64Array; readonly ports: Int32Array}>();
	let last = {text: '', number: -2};
	return (rules, from, {destination, destinationPort}) => {
		let heads = known.get(rules);
		if (!heads) {
			heads = {destinations: new Float64Array(rules.length).fill(Number.NaN), ports: new Int32Array(rules.length)};
			known.set(rules, heads);
		}

		if (last.text !== destination) last = {text: destination, number: numberOf(destination)};
		const {destinations, ports} = heads;
		for (let at = from; at < rules.length; at++) {
			if (Number.isNaN(destinations[at])) {
				const head = headOf(rules[at]?.text ?? '');
				destinations[at] = head.destination;
				ports[at] = head.port;
			}

			if (!refuses(destinations[at] ?? -1, ports[at] ?? -1, last.number, destinationPort)) return at;
		}

		return rules.length;
	};
}
