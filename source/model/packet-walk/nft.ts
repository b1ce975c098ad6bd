import {asList, asNumber, asObject, asText} from '../../read/json-value.js';
import {expressionText} from '../../read/nft/expression.js';
import {statementText, verdictOfStatement} from '../../read/nft/statement.js';
import type {Verdict} from '../../facts/packet-filter.js';
import {and, doesNotApply, when, type Answer, type Assumption, type Ruling, type Step, type Travel} from './facts.js';
import {equals, hasAbsent, match, valuesOf, type NftWorld} from './nft-match.js';
import {leftOf, markValue} from './nft-values.js';
import {lookUp} from './sets.js';

/** Rules of native tables (`nft -j`, nft 1.0.x and newer), statement by statement. */

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
