import type {Verdict} from '../../facts/packet-filter.js';
import {asList, asNumber, asObject, asText} from '../json-value.js';
import {besideOf, expressionText, isInfix, words} from './expression.js';

/** Statements of `nft -j` (nft 1.0.x and newer) as nft's text, and the verdict that they come to. */

/** The words of one statement without counters; '' for a counter. */
export function statementText(statement: unknown): string {
	const [key, value] = Object.entries(asObject(statement))[0] ?? [];
	if (key === undefined) return JSON.stringify(statement) ?? '';
	const parts = asObject(value);
	switch (key) {
		case 'counter':
			return typeof value === 'string' ? `counter name "${value}"` : '';
		case 'match':
			return matchText(parts);
		case 'jump':
		case 'goto':
			return `${key} ${asText(parts['target']) ?? '?'}`;
		case 'accept':
		case 'drop':
		case 'return':
		case 'continue':
		case 'notrack':
			return key;
		case 'reject':
			return withWord(key, rejectText(parts));
		case 'dnat':
		case 'snat':
			return natText(key, parts);
		case 'masquerade':
		case 'redirect':
			return [key, portText(parts), ...words(parts['flags'])].filter(Boolean).join(' ');
		case 'mangle':
			return `${expressionText(parts['key'])} set ${expressionText(parts['value'], besideOf(parts['key']))}`;
		case 'vmap':
			return `${expressionText(parts['key'])} vmap ${mapText(parts['data'])}`;
		case 'limit':
			return typeof value === 'string' ? `limit name "${value}"` : limitText(parts);
		case 'log':
			return logText(parts);
		case 'queue':
			return [
				key,
				...(parts['flags'] === undefined ? [] : [`flags ${words(parts['flags']).join(',')}`]),
				...(parts['num'] === undefined ? [] : [`num ${expressionText(parts['num'])}`]),
			].join(' ');
		case 'quota':
			return typeof value === 'string' ? `quota name "${value}"` : quotaText(parts);
		case 'set':
			return dynamicText(parts, parts['elem']);
		case 'map':
			return dynamicText({...parts, set: parts['map']}, parts['elem'], parts['data']);
		case 'xt':
			return `xt ${asText(parts['type']) ?? '?'} "${asText(parts['name']) ?? '?'}"`;
		default:
			return value === null ? key : `${key} ${JSON.stringify(value)}`;
	}
}

/** `add @s { ip saddr timeout 30 limit rate over 5/second }`: what is asked of an element decides, too. */
function dynamicText(parts: Readonly<Record<string, unknown>>, element: unknown, data?: unknown): string {
	const timeout = asNumber(asObject(asObject(element)['elem'])['timeout']);
	const inner = [
		expressionText(element),
		...(timeout === null ? [] : [`timeout ${timeout}s`]),
		...asList(parts['stmt']).map(statementText).filter(Boolean),
		...(data === undefined ? [] : [':', expressionText(data)]),
	];
	return `${asText(parts['op']) ?? '?'} ${asText(parts['set']) ?? '?'} { ${inner.join(' ')} }`;
}

const withWord = (key: string, rest: string): string => (rest === '' ? key : `${key} ${rest}`);

function matchText(parts: Readonly<Record<string, unknown>>): string {
	const {left, right} = parts;
	const op = asText(parts['op']) ?? '==';
	const shown = (op === '==' || op === 'in') && !isInfix(left) ? '' : ` ${op === 'in' ? '==' : op}`;
	return `${expressionText(left)}${shown} ${expressionText(right, besideOf(left))}`;
}

function rejectText(parts: Readonly<Record<string, unknown>>): string {
	const type = asText(parts['type']);
	const what = parts['expr'] === undefined ? '' : expressionText(parts['expr']);
	// nft leaves out the code that is the default.
	if (type === null || ((type === 'icmp' || type === 'icmpx') && what === 'port-unreachable')) return '';
	return withWord(`with ${type === 'tcp reset' ? 'tcp reset' : type}`, what);
}

/** `10.244.0.3:53`, `[fd00::3]:53`, `:8080`; '' when there is neither. */
export function natTarget(parts: Readonly<Record<string, unknown>>): string {
	const address = parts['addr'] === undefined ? '' : expressionText(parts['addr']);
	const port = parts['port'] === undefined ? '' : `:${expressionText(parts['port'])}`;
	return `${address.includes(':') && port !== '' && /^[\da-f:.]+$/i.test(address) ? `[${address}]` : address}${port}`;
}

/** How the target is to be taken, where it is more than an address: `dnat ip addr . port to`, `dnat ip prefix to`. */
const natForms: Readonly<Record<string, string>> = {concat: 'addr . port', prefix: 'prefix', interval: 'interval'};

function natText(key: string, parts: Readonly<Record<string, unknown>>): string {
	const forms = words(parts['type_flags']);
	// Of a prefix nft says the interval too.
	const form = ['concat', 'prefix', 'interval'].find(each => forms.includes(each));
	const how = form === undefined ? null : (natForms[form] ?? null);
	const flags = words(parts['flags']).filter(flag => flag !== 'netmap');
	return [key, asText(parts['family']), how, 'to', natTarget(parts), ...flags].filter(Boolean).join(' ');
}

const portText = (parts: Readonly<Record<string, unknown>>): string =>
	parts['port'] === undefined ? '' : `to :${expressionText(parts['port'])}`;

function mapText(data: unknown): string {
	if (typeof data === 'string') return data;
	const pairs = asList(asObject(data)['set']).map(pair => {
		const [key, value] = asList(pair);
		return `${expressionText(key)} : ${statementText(value)}`;
	});
	return `{ ${pairs.join(', ')} }`;
}

function limitText(parts: Readonly<Record<string, unknown>>): string {
	const burst = asNumber(parts['burst']);
	const over = parts['inv'] === true ? 'over ' : '';
	const unit = asText(parts['rate_unit']);
	const rate = `${asNumber(parts['rate']) ?? '?'}${unit === null || unit === 'packets' ? '' : ` ${unit}`}`;
	const tail = burst ? ` burst ${burst} ${asText(parts['burst_unit']) ?? 'packets'}` : '';
	return `limit rate ${over}${rate}/${asText(parts['per']) ?? 'second'}${tail}`;
}

/** Without what was used of it: that changes with each packet. */
const quotaText = (parts: Readonly<Record<string, unknown>>): string =>
	`quota ${parts['inv'] === true ? 'over ' : ''}${asNumber(parts['val']) ?? '?'} ${asText(parts['val_unit']) ?? 'bytes'}`;

function logText(parts: Readonly<Record<string, unknown>>): string {
	const pieces = ['log'];
	for (const [name, value] of Object.entries(parts)) {
		if (typeof value === 'number' || name === 'level') pieces.push(`${name} ${expressionText(value)}`);
		else if (name === 'flags') pieces.push(`flags ${words(value).join(',')}`);
		else pieces.push(`${name} "${expressionText(value)}"`);
	}

	return pieces.join(' ');
}

const ends = new Set(['accept', 'drop', 'return', 'continue']);

/** What a rule's statements come to: the last one that decides, else what it does by the way. */
export function verdictOfStatements(statements: readonly unknown[]): Verdict {
	let aside: Verdict = {kind: 'none'};
	for (const statement of [...statements].reverse()) {
		const verdict = verdictOfStatement(statement);
		if (!verdict) continue;
		if (verdict.kind !== 'mark' && verdict.kind !== 'log' && verdict.kind !== 'other') return verdict;
		if (aside.kind === 'none') aside = verdict;
	}

	return aside;
}

/** Undefined: this statement matches or counts. */
export function verdictOfStatement(statement: unknown): Verdict | undefined {
	const [key, value] = Object.entries(asObject(statement))[0] ?? [];
	if (key === undefined) return undefined;
	const parts = asObject(value);
	if (ends.has(key)) return {kind: key as 'accept' | 'drop' | 'return' | 'continue'};
	switch (key) {
		case 'jump':
		case 'goto':
			return {kind: key, chain: asText(parts['target']) ?? ''};
		case 'reject':
			return {kind: 'reject', with: rejectText(parts).replace(/^with /, '') || null};
		case 'dnat':
		case 'snat':
			return {kind: key, to: natTarget(parts) || null};
		case 'masquerade':
			return {kind: 'masquerade'};
		case 'queue':
			return {kind: 'queue'};
		case 'vmap':
			return {kind: 'vmap', ...mapOf(parts['data'])};
		case 'mangle':
			return {kind: 'mark', text: statementText(statement)};
		case 'log':
			return {kind: 'log', text: statementText(statement)};
		case 'xt': {
			const name = asText(parts['name']) ?? '?';
			return parts['type'] === 'target' ? {kind: 'other', name} : undefined;
		}

		case 'redirect':
		case 'tproxy':
		case 'fwd':
		case 'dup':
		case 'notrack':
			return {kind: 'other', name: key};
		default:
			return undefined;
	}
}

function mapOf(data: unknown): {map: string | null; chains: string[]} {
	if (typeof data === 'string') return {map: data.replace(/^@/, ''), chains: []};
	const chains = asList(asObject(data)['set']).flatMap(pair => {
		const verdict = verdictOfStatement(asList(pair)[1]);
		return verdict && 'chain' in verdict ? [verdict.chain] : [];
	});
	return {map: null, chains};
}
