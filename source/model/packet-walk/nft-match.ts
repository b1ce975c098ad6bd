import {asList, asNumber, asObject} from '../../read/json-value.js';
import {expressionText} from '../../read/nft/expression.js';
import type {Family, NamedSet} from '../../facts/packet-filter.js';
import {and, not, when, type Answer} from './answer.js';
import type {Travel} from './facts.js';
import type {Left} from './nft-left.js';
import {flagBit, leftOf, sameWord} from './nft-values.js';
import type {Never} from './never.js';
import type {Routing} from './route.js';
import {hasNumber} from './protocol.js';
import {fits, lookUp, type NftIndex, type Value} from './sets.js';

export type NftWorld = {
	readonly routing: Routing;
	readonly never?: Never;
	readonly table: string;
	readonly family: Family;
	/** Of the base chain that leads to the rule; left out: not told. */
	readonly hook?: string | null;
	/** A named set or map of the rule's own table. */
	readonly set: (name: string) => {readonly set: NamedSet; readonly index: NftIndex} | undefined;
};

/** Whether a match of a native rule (`nft -j`) applies. */
export function match({op, left, right}: Readonly<Record<string, unknown>>, travel: Travel, world: NftWorld): Answer {
	const actual = leftOf(left, travel, world);
	if (actual.kind === 'absent') return 'no';
	if (actual.kind === 'unread') return 'unread';
	if (actual.kind === 'none') return op === '==' || op === 'in' ? 'no' : op === '!=' || op === '!' ? 'yes' : 'unread';
	if (op === '<' || op === '>' || op === '<=' || op === '>=') return compare(op, actual, right);
	const bits = bitsOf(actual, right);
	if (bits !== undefined) {
		const {own, wanted} = bits;
		if (op === 'in') return when((own & wanted) !== 0);
		if (op === '!') return when((own & wanted) === 0);
		return op === '==' ? when(own === wanted) : op === '!=' ? when(own !== wanted) : 'unread';
	}

	// A list without braces: bits, of which one has no name here.
	if (Array.isArray(right) && actual.kind === 'value') return 'unread';
	const answer = unlessTouched(equals(actual, right, world), right, travel, world);
	if (op === '==' || op === 'in') return answer;
	return op === '!=' || op === '!' ? not(answer) : 'unread';
}

/**
 * A field of bits (`tcp flags`) beside bits by name, one or a list. To nft `==` and `!=` compare all of them together, `in`
 * asks for one of them and `!` for none.
 */
function bitsOf(actual: Left, right: unknown): {readonly own: number; readonly wanted: number} | undefined {
	if (actual.kind !== 'value' || typeof actual.value !== 'number') return undefined;
	const names = Array.isArray(right) ? (right as unknown[]) : [right];
	let wanted = 0;
	for (const name of names) {
		const bit = typeof name === 'string' ? flagBit(name) : undefined;
		if (bit === undefined) return undefined;
		wanted |= bit;
	}

	return {own: actual.value, wanted};
}

/** A rule on the way may have put it into that set, or taken it out. */
const unlessTouched = (answer: Answer, right: unknown, {touched}: Travel, {table}: NftWorld): Answer =>
	typeof right === 'string' && touched.includes(`${table} ${right}`) ? 'unread' : answer;

function compare(op: string, actual: Left, right: unknown): Answer {
	const wanted = asNumber(right);
	if (actual.kind !== 'value' || typeof actual.value !== 'number' || wanted === null) return 'unread';
	const {value} = actual;
	if (op === '<') return when(value < wanted);
	if (op === '>') return when(value > wanted);
	return when(op === '<=' ? value <= wanted : value >= wanted);
}

export function valuesOf(actual: Left): Value[] {
	const all = actual.kind === 'list' ? actual.values : [actual];
	return all.map(each => (each.kind === 'value' ? (typeof each.value === 'boolean' ? null : each.value) : null));
}

export const hasAbsent = (actual: Left): boolean =>
	actual.kind === 'absent' || (actual.kind === 'list' && actual.values.some(({kind}) => kind === 'absent'));

export function equals(actual: Left, right: unknown, world: NftWorld): Answer {
	if (hasAbsent(actual)) return 'no';
	// An element with a comment, a time-out or a counter.
	const element = asObject(asObject(right)['elem'])['val'];
	if (element !== undefined) return equals(actual, element, world);
	if (typeof right === 'string' && right.startsWith('@')) {
		const named = world.set(right.slice(1));
		if (!named) return 'unread';
		const found = lookUp(named.index, valuesOf(actual));
		return found === 'unread' ? 'unread' : when(found !== null);
	}

	const inner = asObject(right)['set'];
	if (inner !== undefined) {
		return anyOf(typeof inner === 'string' ? [inner] : asList(inner), actual, world);
	}

	if (Array.isArray(right)) return anyOf(right as unknown[], actual, world);
	switch (actual.kind) {
		case 'flags':
			return typeof right === 'string' ? when(actual.value.includes(right)) : 'unread';
		case 'list': {
			const wanted = asList(asObject(right)['concat']);
			if (wanted.length !== actual.values.length) return 'unread';
			return actual.values.map((value, at) => equals(value, wanted[at], world)).reduce<Answer>(and, 'yes');
		}

		case 'value':
			return plainEquals(actual.value, right);
		case 'one-of': {
			const answers = new Set(actual.values.map(value => plainEquals(value, right)));
			const [only = 'unread'] = answers;
			return answers.size === 1 ? only : 'unread';
		}

		case 'device':
			if (typeof right === 'boolean') return when((actual.value !== null) === right);
			return typeof right === 'string' ? when(actual.value === right) : 'unread';
		default:
			return 'unread';
	}
}

function anyOf(elements: readonly unknown[], actual: Left, world: NftWorld): Answer {
	const answers = elements.map(element => equals(actual, element, world));
	return answers.includes('yes') ? 'yes' : answers.includes('unread') ? 'unread' : 'no';
}

/** Names that nft may print for ports, where it is asked for names. */
const services: Readonly<Record<string, number>> = {ssh: 22, domain: 53, http: 80, https: 443};

function plainEquals(actual: string | number | boolean, right: unknown): Answer {
	if (typeof right === 'boolean' || typeof actual === 'boolean') return when(actual === right);
	if (typeof right === 'number') return typeof actual === 'number' ? when(actual === right) : byNumber(right, actual);
	const wanted = typeof right === 'string' ? right : rangeText(right);
	if (wanted === undefined) return 'unread';
	if (typeof actual === 'number' && typeof right === 'string') {
		const named = services[right] ?? flagBit(right);
		return named === undefined ? 'unread' : when(named === actual);
	}

	return when(fits(actual, wanted) || sameWord(wanted, String(actual)));
}

/** nft writes a number where it has no name: of a protocol, of an interface that is gone. */
const byNumber = (number: number, actual: string): Answer =>
	sameWord(String(number), actual) ? 'yes' : hasNumber(actual) ? 'no' : 'unread';

/** `{prefix}` and `{range}` in the words that `fits` takes. */
function rangeText(right: unknown): string | undefined {
	const object = asObject(right);
	// nft 1.0.6 prints a name with a wildcard in a set as a range of nothing.
	if (asList(object['range']).includes('')) return undefined;
	return 'prefix' in object || 'range' in object ? expressionText(right) : undefined;
}
