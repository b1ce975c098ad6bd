import {asList, asNumber, asObject, asText} from '../json-value.js';

/**
 * Expressions of `nft -j` (libnftables JSON, nft 1.0.x and newer) written as nft's own language writes them. What is not
 * known stays visible as its JSON: never dropped, never guessed.
 */

/** Deeper than any real rule; a hostile document ends here. */
const maxDepth = 24;

const infix = new Set(['&', '|', '^', '<<', '>>']);

/** Meta keys that nft writes without `meta` before them. */
const bareMeta = new Set(['iif', 'oif', 'iifname', 'oifname', 'iifgroup', 'oifgroup', 'iiftype', 'oiftype']);

/** How values are written beside a key: names quoted, marks in hexadecimal, `fib` results as words. */
type Beside = 'name' | 'mark' | 'fib' | 'plain';

export function expressionText(value: unknown, beside: Beside = 'plain', depth = 0): string {
	if (depth > maxDepth) return '…';
	if (typeof value === 'string') return beside === 'name' && !value.startsWith('@') ? `"${value}"` : value;
	if (typeof value === 'number') return beside === 'mark' ? hexadecimal(value) : String(value);
	if (typeof value === 'boolean') return beside === 'fib' ? (value ? 'exists' : 'missing') : String(value);
	if (Array.isArray(value)) return `{ ${value.map(item => expressionText(item, beside, depth + 1)).join(', ')} }`;
	const object = asObject(value);
	const key = Object.keys(object)[0];
	if (key === undefined) return JSON.stringify(value) ?? '';
	const inner = object[key];
	const text = (part: unknown) => expressionText(part, beside, depth + 1);
	if (infix.has(key)) {
		const own = besideOf(value);
		return asList(inner)
			.map(part => expressionText(part, own, depth + 1))
			.join(` ${key} `);
	}

	const parts = asObject(inner);
	const number = (name: string) => asNumber(parts[name]);
	const word = (name: string) => asText(parts[name]) ?? '?';
	switch (key) {
		case 'payload':
			return 'base' in parts
				? `@${word('base')},${number('offset') ?? '?'},${number('len') ?? '?'}`
				: `${word('protocol')} ${word('field')}`;
		case 'meta':
			return bareMeta.has(word('key')) ? word('key') : `meta ${word('key')}`;
		case 'ct':
			return ['ct', asText(parts['dir']), asText(parts['family']), word('key')].filter(Boolean).join(' ');
		case 'rt':
			return `rt ${word('key')}`;
		case 'socket':
			return `socket ${word('key')}`;
		case 'fib':
			return `fib ${words(parts['flags']).join(' . ')} ${word('result')}`;
		case 'numgen':
			return `numgen ${word('mode')} mod ${number('mod') ?? '?'}${offsetText(number('offset'))}`;
		case 'jhash':
			return `jhash ${text(parts['expr'])} mod ${number('mod') ?? '?'}${offsetText(number('offset'))}`;
		case 'prefix':
			return `${text(parts['addr'])}/${number('len') ?? '?'}`;
		case 'range':
			return asList(inner).map(text).join('-');
		case 'set':
			return typeof inner === 'string' ? inner : `{ ${asList(inner).map(text).join(', ')} }`;
		case 'concat':
			return asList(inner)
				.map(part => expressionText(part, 'plain', depth + 1))
				.join(' . ');
		// `ip saddr map @m`, `ip saddr map { 10.0.0.1 : 0x1 }`.
		case 'map': {
			const {data} = parts;
			const pairs = asList(asObject(data)['set']).map(pair => asList(pair).map(text).join(' : '));
			return `${text(parts['key'])} map ${typeof data === 'string' ? data : `{ ${pairs.join(', ')} }`}`;
		}

		case 'elem':
			return text(parts['val']);
		case 'exthdr':
		case 'tcp option':
		case 'ip option':
			return `${key} ${word('name')}${asText(parts['field']) === null ? '' : ` ${word('field')}`}`;
		default:
			return JSON.stringify(value);
	}
}

const offsetText = (offset: number | null): string => (offset ? ` offset ${offset}` : '');

const hexadecimal = (value: number): string =>
	Number.isInteger(value) && value >= 0 ? `0x${value.toString(16).padStart(8, '0')}` : String(value);

/** A word or a list of words, as flags come. */
export function words(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return asList(value).filter((item): item is string => typeof item === 'string');
}

/** How values beside this left-hand side are written. */
export function besideOf(left: unknown, depth = 0): Beside {
	if (depth > maxDepth) return 'plain';
	const object = asObject(left);
	const meta = asText(asObject(object['meta'])['key']);
	if (meta !== null && /^[io]ifname$/.test(meta)) return 'name';
	if (meta === 'mark' || asText(asObject(object['ct'])['key']) === 'mark') return 'mark';
	if ('fib' in object) return 'fib';
	for (const key of infix) {
		const [first] = asList(object[key]);
		if (first !== undefined) return besideOf(first, depth + 1);
	}

	return 'plain';
}

/** True for `a & b`: nft then always writes the comparison. */
export const isInfix = (value: unknown): boolean => Object.keys(asObject(value)).some(key => infix.has(key));
