import {contains, parseCidr} from '../cidr.js';
import type {NamedSet, SetElement} from '../../facts/packet-filter.js';
import {when, type Answer} from './answer.js';

/** Is something a member? Of sets of nft (named or written in a rule) and of ipsets. */

/** One value of a packet: an address, a port, a name, a number in text; null: not known. */
export type Value = string | number | null;

const numeric = /^(?:0x[\da-f]+|\d+)$/i;

/** Does a value fit an element as nft or ipset write it: itself, a network, a range `1-5`, `10.0.0.1-10.0.0.9`? */
export function fits(value: string | number, element: string): boolean {
	const text = String(value);
	if (text === element) return true;
	if (element === '*') return true;
	const dash = element.indexOf('-');
	if (dash > 0) {
		const low = element.slice(0, dash);
		const high = element.slice(dash + 1);
		if (numeric.test(low) && numeric.test(high)) return between(Number(text), Number(low), Number(high));
		const [from, to, at] = [low, high, text].map(parseCidr);
		if (from && to && at) return from.family === at.family && at.base >= from.base && at.base <= to.base;
	}

	if (numeric.test(text) && numeric.test(element)) return Number(text) === Number(element);
	if (element.includes('/') || element.includes(':')) {
		const [net, at] = [parseCidr(element), parseCidr(text)];
		return net !== undefined && at !== undefined && contains(net, at);
	}

	if (element.endsWith('*') && text.startsWith(element.slice(0, -1))) return true;
	return false;
}

const between = (value: number, low: number, high: number): boolean => value >= low && value <= high;

export type NftIndex = {
	readonly exact: ReadonlyMap<string, SetElement>;
	/** Networks, ranges and wildcards. */
	readonly others: readonly SetElement[];
	/** It has elements that its listing lost: nft 1.0.6 prints a name with a wildcard as a range of nothing. */
	readonly hasLost: boolean;
};

const separator = ' . ';

/** A set is asked many times: its plain elements are found by their text. */
export function indexOf(elements: readonly SetElement[]): NftIndex {
	const exact = new Map<string, SetElement>();
	const others: SetElement[] = [];
	for (const element of elements) {
		exact.set(element.key, element);
		if (/[/*]|\d-|[\da-f]-[\da-f]/i.test(element.key)) others.push(element);
	}

	return {exact, others, hasLost: exact.has('-')};
}

/** Whether an element fits as far as the values are known. */
const couldHold = (values: readonly Value[], parts: readonly string[]): boolean =>
	parts.length === values.length && values.every((value, at) => value === null || fits(value, parts[at] ?? ''));

/** The element that holds these values; null: none; `unread`: by a value that is not known, one could. */
export function lookUp({exact, others, hasLost}: NftIndex, values: readonly Value[]): SetElement | null | 'unread' {
	if (exact.size === 0) return null;
	if (values.includes(null)) {
		const could = [...exact.keys()].some(key => couldHold(values, key.split(separator)));
		return could || hasLost ? 'unread' : null;
	}

	const known = values as ReadonlyArray<string | number>;
	const hit = exact.get(known.join(separator));
	if (hit) return hit;
	const fitting = others.find(({key}) => {
		const parts = key.split(separator);
		return parts.length === known.length && known.every((value, at) => fits(value, parts[at] ?? ''));
	});
	return fitting ?? (hasLost ? 'unread' : null);
}

/** What `--match-set NAME src,dst` asks, dimension by dimension; a name of a dimension is the set type's. */
export type SetAsker = (dimension: string, direction: 'src' | 'dst') => Value;

/** `hash:ip,port,net` … Of networks the longest decides: `nomatch` takes a part out of a larger one. */
export function inIpset(set: NamedSet, directions: readonly string[], ask: SetAsker, all: readonly NamedSet[]): Answer {
	if (set.type === 'list:set') {
		const answers = set.elements.map(({key}) => {
			const member = all.find(({name}) => name === key);
			return member && member.type !== 'list:set' ? inIpset(member, directions, ask, all) : 'unread';
		});
		return answers.includes('yes') ? 'yes' : answers.includes('unread') ? 'unread' : 'no';
	}

	const dimensions = set.type.slice(set.type.indexOf(':') + 1).split(',');
	if (set.elements.length === 0) return 'no';
	const values = dimensions.map((dimension, at) => ask(dimension, directions[at] === 'src' ? 'src' : 'dst'));
	if (values.includes(null)) {
		const could = set.elements.some(({key}) => couldHold(values, key.replace(/^! /, '').split(',')));
		return could ? 'unread' : 'no';
	}

	let best: {length: number; except: boolean} | undefined;
	for (const {key} of set.elements) {
		const except = key.startsWith('! ');
		const parts = (except ? key.slice(2) : key).split(',');
		if (parts.length !== values.length || !values.every((value, at) => fits(value ?? '', parts[at] ?? ''))) continue;
		const length = Math.max(...parts.map(part => parseCidr(part)?.length ?? 0));
		if (!best || length > best.length) best = {length, except};
	}

	return when(best !== undefined && !best.except);
}
