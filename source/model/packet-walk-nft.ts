import {asList, asNumber, asObject, asText} from '../read/json-value.js';
import {expressionText} from '../read/nft-expression.js';
import {statementText, verdictOfStatement} from '../read/nft-statement.js';
import type {NamedSet, Verdict} from './packet-filter.js';
import {
	and,
	doesNotApply,
	not,
	when,
	type Answer,
	type Assumption,
	type Ruling,
	type Step,
	type Travel,
} from './packet-walk-facts.js';
import {leftOf, markValue, sameWord, type Left} from './packet-walk-nft-values.js';
import type {Routing} from './packet-walk-route.js';
import {fits, lookUp, type NftIndex, type Value} from './packet-walk-sets.js';

/** Rules of native tables (`nft -j`, nft 1.0.x and newer), statement by statement. */

export type NftWorld = {
	readonly routing: Routing;
	/** A named set or map of the rule's own table. */
	readonly set: (name: string) => {readonly set: NamedSet; readonly index: NftIndex} | undefined;
};

type Draft = {
	answer: Answer;
	ways: Array<{share: number; step: Step}>;
	mark?: number | null;
	untracked?: true;
	readonly assumed: Assumption[];
	readonly unread: string[];
};

export function nftRuling(statements: readonly unknown[], travel: Travel, world: NftWorld): Ruling {
	const draft: Draft = {answer: 'yes', ways: [], assumed: [], unread: []};
	let here = travel;
	for (const statement of statements) {
		const [key, inner] = Object.entries(asObject(statement))[0] ?? [];
		if (key === undefined) continue;
		const answer = take(key, asObject(inner), statement, here, world, draft);
		if (answer === 'unread') draft.unread.push(statementText(statement));
		draft.answer = and(draft.answer, answer);
		if (draft.answer === 'no') return doesNotApply;
		if (draft.mark !== undefined) here = {...here, mark: draft.mark};
		if (draft.ways.length > 0) break;
	}

	if (draft.ways.length === 0) draft.ways.push({share: 1, step: {kind: 'continue'}});
	return draft;
}

/** Statements that neither match nor change the packet's way. */
const harmless = new Set([
	'counter',
	'log',
	'set',
	'dup',
	'flow',
	'meter',
	'secmark',
	'ct helper',
	'ct timeout',
	'comment',
]);

function take(
	key: string,
	parts: Readonly<Record<string, unknown>>,
	statement: unknown,
	travel: Travel,
	world: NftWorld,
	draft: Draft,
): Answer {
	const end = (step: Step): Answer => {
		draft.ways.push({share: 1, step});
		return 'yes';
	};

	if (harmless.has(key)) return 'yes';
	switch (key) {
		case 'match':
			return match(parts, travel, world);
		case 'accept':
		case 'drop':
		case 'return':
		case 'continue':
		case 'queue':
			return end({kind: key});
		case 'jump':
		case 'goto':
			return end({kind: key, chain: asText(parts['target']) ?? ''});
		case 'reject': {
			const verdict = verdictOfStatement(statement);
			return end({kind: 'reject', with: verdict?.kind === 'reject' ? verdict.with : null});
		}

		case 'dnat':
		case 'snat':
			return end({kind: key, address: plainAddress(parts['addr'], draft), port: plainPort(parts['port'], draft)});
		case 'masquerade':
			return end({kind: 'masquerade'});
		case 'redirect':
			return end({kind: 'redirect', port: plainPort(parts['port'], draft)});
		case 'mangle':
			if (asText(asObject(asObject(parts['key'])['meta'])['key']) === 'mark') {
				draft.mark = markValue(parts['value'], travel, world.routing);
			}

			return 'yes';
		case 'vmap':
			return verdictMap(parts, travel, world, draft);
		case 'limit':
		case 'ct count':
			draft.assumed.push('limit');
			return when(parts['inv'] !== true);
		case 'notrack':
			draft.untracked = true;
			return 'yes';
		case 'xt':
			return parts['type'] === 'target' ? end({kind: 'unknown', name: asText(parts['name']) ?? '?'}) : 'unread';
		case 'synproxy':
		case 'tproxy':
		case 'fwd':
			return end({kind: 'unknown', name: key});
		default:
			return 'unread';
	}
}

/** Where a map or a range chooses the address, it is not known. */
function plainAddress(value: unknown, draft: Draft): string | null {
	const range = asList(asObject(value)['range']);
	if (range.length > 0) draft.assumed.push('one-of-range');
	return asText(range[0] ?? value);
}

function plainPort(value: unknown, draft: Draft): number | null {
	const range = asList(asObject(value)['range']);
	if (range.length > 0) draft.assumed.push('one-of-range');
	return asNumber(range[0] ?? value);
}

function match({op, left, right}: Readonly<Record<string, unknown>>, travel: Travel, world: NftWorld): Answer {
	const actual = leftOf(left, travel, world.routing);
	if (actual.kind === 'absent') return 'no';
	if (actual.kind === 'unread') return 'unread';
	if (op === '<' || op === '>' || op === '<=' || op === '>=') return compare(op, actual, right);
	const answer = equals(actual, right, world);
	return op === '!=' ? not(answer) : op === '==' || op === 'in' ? answer : 'unread';
}

function compare(op: string, actual: Left, right: unknown): Answer {
	const wanted = asNumber(right);
	if (actual.kind !== 'value' || typeof actual.value !== 'number' || wanted === null) return 'unread';
	const {value} = actual;
	if (op === '<') return when(value < wanted);
	if (op === '>') return when(value > wanted);
	return when(op === '<=' ? value <= wanted : value >= wanted);
}

function valuesOf(actual: Left): Value[] {
	const all = actual.kind === 'list' ? actual.values : [actual];
	return all.map(each => (each.kind === 'value' ? (typeof each.value === 'boolean' ? null : each.value) : null));
}

const hasAbsent = (actual: Left): boolean =>
	actual.kind === 'absent' || (actual.kind === 'list' && actual.values.some(({kind}) => kind === 'absent'));

function equals(actual: Left, right: unknown, world: NftWorld): Answer {
	if (hasAbsent(actual)) return 'no';
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
			const parts = asList(asObject(asObject(right)['elem'])['val'] ?? asObject(right)['concat']);
			const wanted = parts.length > 0 ? parts : asList(asObject(asObject(asObject(right)['elem'])['val'])['concat']);
			if (wanted.length !== actual.values.length) return 'unread';
			return actual.values.map((value, at) => equals(value, wanted[at], world)).reduce<Answer>(and, 'yes');
		}

		case 'value':
			return plainEquals(actual.value, right);
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

const tcpFlag: Readonly<Record<string, number>> = {fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ecn: 64, cwr: 128};

function plainEquals(actual: string | number | boolean, right: unknown): Answer {
	if (typeof right === 'boolean' || typeof actual === 'boolean') return when(actual === right);
	if (typeof right === 'number') return when(actual === right);
	const wanted = typeof right === 'string' ? right : rangeText(right);
	if (wanted === undefined) return 'unread';
	if (typeof actual === 'number' && typeof right === 'string') {
		const named = services[right] ?? tcpFlag[right];
		return named === undefined ? 'unread' : when(named === actual);
	}

	return when(fits(actual, wanted) || sameWord(wanted, String(actual)));
}

/** `{prefix}` and `{range}` in the words that `fits` takes. */
function rangeText(right: unknown): string | undefined {
	const object = asObject(right);
	const element = asObject(object['elem'])['val'];
	if (element !== undefined) return typeof element === 'string' ? element : rangeText(element);
	return 'prefix' in object || 'range' in object ? expressionText(right) : undefined;
}

function verdictMap(
	{key, data}: Readonly<Record<string, unknown>>,
	travel: Travel,
	world: NftWorld,
	draft: Draft,
): Answer {
	const inline = asList(asObject(data)['set']).map(pair => asList(pair));
	const modulus = chanceOf(key);
	if (modulus !== undefined) {
		for (const [at, statement] of inline) {
			draft.ways.push({share: spanOf(at) / modulus, step: stepOf(verdictOfStatement(statement))});
		}

		return draft.ways.length > 0 ? 'yes' : 'unread';
	}

	const actual = leftOf(key, travel, world.routing);
	if (hasAbsent(actual)) return 'no';
	if (actual.kind === 'unread') return giveUp(draft, expressionText(key));
	if (typeof data === 'string') {
		const named = world.set(data.replace(/^@/, ''));
		const found = named ? lookUp(named.index, valuesOf(actual)) : 'unread';
		if (found === 'unread') return giveUp(draft, data);
		return found === null ? 'no' : step(draft, found.verdict);
	}

	for (const [element, statement] of inline) {
		const answer = equals(actual, element, world);
		if (answer === 'unread') return giveUp(draft, expressionText(element));
		if (answer === 'yes') return step(draft, verdictOfStatement(statement));
	}

	return 'no';
}

function step(draft: Draft, verdict: Verdict | null | undefined): Answer {
	draft.ways.push({share: 1, step: stepOf(verdict)});
	return 'yes';
}

function giveUp(draft: Draft, name: string): Answer {
	draft.ways.push({share: 1, step: {kind: 'unknown', name}});
	return 'unread';
}

/** `numgen random mod N`, `jhash … mod N`: N; undefined: no choice by chance. */
function chanceOf(key: unknown): number | undefined {
	const object = asObject(key);
	const modulus = asNumber(asObject(object['numgen'] ?? object['jhash'] ?? object['symhash'])['mod']);
	return modulus !== null && modulus > 0 ? modulus : undefined;
}

/** How many numbers an element of such a map stands for. */
function spanOf(at: unknown): number {
	const [low, high] = asList(asObject(at)['range']).map(asNumber);
	return typeof low === 'number' && typeof high === 'number' && high >= low ? high - low + 1 : 1;
}

function stepOf(verdict: Verdict | null | undefined): Step {
	switch (verdict?.kind) {
		case 'jump':
		case 'goto':
			return {kind: verdict.kind, chain: verdict.chain};
		case 'accept':
		case 'drop':
		case 'return':
		case 'continue':
		case 'queue':
			return {kind: verdict.kind};
		default:
			return {kind: 'unknown', name: verdict?.kind ?? '?'};
	}
}
