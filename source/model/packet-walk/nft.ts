import {asList, asNumber, asObject, asText} from '../../read/json-value.js';
import {expressionText, words} from '../../read/nft/expression.js';
import {statementText, verdictOfStatement} from '../../read/nft/statement.js';
import type {Verdict} from '../../facts/packet-filter.js';
import {and, when, type Answer} from './answer.js';
import {doesNotApply, type Assumption, type Ruling, type Step, type Travel} from './facts.js';
import {equals, hasAbsent, match, valuesOf, type NftWorld} from './nft-match.js';
import {chanceOf, spanOf, translation} from './nft-nat.js';
import {leftOf, markValue} from './nft-values.js';
import {lookUp} from './sets.js';
import type {Reason} from './sureness.js';

/** Rules of native tables (`nft -j`, nft 1.0.x and newer), statement by statement. */

type Draft = {
	answer: Answer;
	/** What rests on an assumption (a limit not reached), apart. */
	given: Answer;
	ways: Array<{share: number; step: Step}>;
	mark?: number | null;
	connectionMark?: number | null;
	untracked?: true;
	touches?: string[];
	doubts?: Reason[];
	readonly assumed: Assumption[];
	readonly unread: string[];
};

export function nftRuling(statements: readonly unknown[], travel: Travel, world: NftWorld): Ruling {
	const draft: Draft = {answer: 'yes', given: 'yes', ways: [], assumed: [], unread: []};
	let here = travel;
	for (const statement of statements) {
		const [key, inner] = Object.entries(asObject(statement))[0] ?? [];
		if (key === undefined) continue;
		const answer = take(key, inner, statement, here, world, draft);
		if (answer === 'unread') draft.unread.push(statementText(statement));
		draft.answer = and(draft.answer, answer);
		if (draft.answer === 'no') return doesNotApply;
		here = {
			...here,
			...(draft.mark !== undefined && {mark: draft.mark}),
			...(draft.connectionMark !== undefined && {connectionMark: draft.connectionMark}),
			...(draft.touches && {touched: [...travel.touched, ...draft.touches]}),
		};
		if (draft.ways.length > 0) break;
	}

	if (draft.ways.length === 0) draft.ways.push({share: 1, step: {kind: 'continue'}});
	const {given, ...ruling} = draft;
	return {...ruling, answer: and(ruling.answer, given)};
}

/** What the sender says next may push or not: where a rule's answer to both is not one, it is not known. */
export function eitherWay(statements: readonly unknown[], travel: Travel, world: NftWorld): Ruling {
	const [plain, pushed] = [
		nftRuling(statements, travel, world),
		nftRuling(statements, {...travel, pushes: true}, world),
	];
	if (JSON.stringify(plain) === JSON.stringify(pushed)) return plain;
	const told = pushed.answer === 'no' ? plain : pushed;
	const unread = statements.map(statement => statementText(statement));
	if (plain.answer === 'no' || pushed.answer === 'no') return {...told, answer: 'unread', unread};
	return {...told, answer: 'unread', ways: [{share: 1, step: {kind: 'unknown', name: 'tcp flags'}}], unread};
}

/** Statements that neither match nor change the packet's way. */
const harmless = new Set(['counter', 'log', 'flow', 'secmark', 'ct helper', 'ct timeout', 'comment', 'last']);

function take(key: string, inner: unknown, statement: unknown, travel: Travel, world: NftWorld, draft: Draft): Answer {
	const parts = asObject(inner);
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
			return end({kind: key});
		case 'queue':
			return end({kind: key, queues: queuesOf(parts['num']), bypass: words(parts['flags']).includes('bypass')});
		case 'jump':
		case 'goto':
			return end({kind: key, chain: asText(parts['target']) ?? ''});
		case 'reject': {
			if (!rejects(asText(parts['type']), travel)) return 'no';
			const verdict = verdictOfStatement(statement);
			return end({kind: 'reject', with: verdict?.kind === 'reject' ? verdict.with : null});
		}

		case 'dnat':
		case 'snat':
		case 'redirect':
			return translation(key, parts, travel, world, draft);
		case 'masquerade':
			return end({kind: 'masquerade'});
		case 'mangle':
			mangled(parts, travel, world, draft);
			return 'yes';
		case 'set':
			return changedSet(parts, world, draft);
		case 'meter':
			return limited(asObject(parts['stmt']), draft);
		case 'vmap':
			return verdictMap(parts, travel, world, draft);
		case 'limit':
		case 'quota':
		case 'ct count':
			return limited({[key]: inner}, draft);
		case 'dup':
			// A copy goes elsewhere: it may come to whom the packet itself does not.
			draft.doubts = [...(draft.doubts ?? []), {id: 'rule', what: statementText(statement)}];
			return 'yes';
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

/** `num 3`, `num 1-3`; without one it is queue 0. One that is worked out is not told. */
function queuesOf(num: unknown): readonly [number, number] | null {
	if (num === undefined) return [0, 0];
	const [first, last = first] = typeof num === 'number' ? [num] : asList(asObject(num)['range']).map(asNumber);
	return typeof first === 'number' && typeof last === 'number' ? [first, last] : null;
}

/** In a table of both families nft does not print the condition that such an answer implies. */
const rejects = (type: string | null, {family, protocol}: Travel): boolean =>
	type === 'icmp' ? family === 'ip' : type === 'icmpv6' ? family === 'ip6' : type !== 'tcp reset' || protocol === 'tcp';

/** A rate, a quota, a number of connections: taken as not reached. By name (`limit name "x"`) it is not said which way. */
function limited(statement: Readonly<Record<string, unknown>>, draft: Draft): Answer {
	const [key, value] = Object.entries(statement)[0] ?? [];
	if (key === undefined || key === 'counter' || key === 'last') return 'yes';
	if (key !== 'limit' && key !== 'quota' && key !== 'ct count') return 'unread';
	draft.assumed.push('limit');
	if (typeof value !== 'object') return 'unread';
	draft.given = and(draft.given, when(asObject(value)['inv'] !== true));
	return 'yes';
}

/** `update @set { ip saddr limit rate over 10/second }`: what it is told about its element may not hold. */
function changedSet(parts: Readonly<Record<string, unknown>>, {table}: NftWorld, draft: Draft): Answer {
	draft.touches = [...(draft.touches ?? []), `${table} ${asText(parts['set']) ?? ''}`];
	const answers = asList(parts['stmt']).map(statement => limited(asObject(statement), draft));
	if (parts['op'] === 'delete') answers.push('unread');
	return answers.reduce<Answer>((all, each) => and(all, each), 'yes');
}

/** What a rule writes into the packet or its connection. */
function mangled({key, value}: Readonly<Record<string, unknown>>, travel: Travel, world: NftWorld, draft: Draft): void {
	const [kind, inner] = Object.entries(asObject(key))[0] ?? [];
	const word = asText(asObject(inner)['key']);
	if (kind === 'meta' && word === 'mark') draft.mark = markValue(value, travel, world);
	else if (kind === 'ct' && word === 'mark') draft.connectionMark = markValue(value, travel, world);
	else if (kind === 'meta' ? !harmlessMeta.has(word ?? '') : !harmlessWrites(kind, inner)) {
		draft.doubts = [
			...(draft.doubts ?? []),
			{id: kind === 'ct' ? 'conntrack' : 'rule', what: `${expressionText(key)} set ${expressionText(value)}`},
		];
	}
}

const harmlessMeta: ReadonlySet<string> = new Set(['priority', 'nftrace', 'secmark']);

const harmlessWrites = (kind: string | undefined, inner: unknown): boolean =>
	kind === 'tcp option' ||
	kind === 'exthdr' ||
	(kind === 'ct' && ['label', 'event', 'secmark'].includes(asText(asObject(inner)['key']) ?? '')) ||
	(kind === 'payload' && ['dscp', 'ecn'].includes(asText(asObject(inner)['field']) ?? ''));

function verdictMap(
	{key, data}: Readonly<Record<string, unknown>>,
	travel: Travel,
	world: NftWorld,
	draft: Draft,
): Answer {
	const inline = asList(asObject(data)['set']).map(pair => asList(pair));
	const modulus = chanceOf(key);
	if (modulus !== undefined && typeof data !== 'string') {
		for (const [at, statement] of inline) {
			draft.ways.push({share: spanOf(at) / modulus, step: stepOf(verdictOfStatement(statement))});
		}

		return draft.ways.length > 0 ? 'yes' : 'unread';
	}

	const actual = leftOf(key, travel, world);
	if (hasAbsent(actual)) return 'no';
	if (actual.kind === 'unread') return giveUp(draft, expressionText(key));
	if (typeof data === 'string') {
		const named = world.set(data.replace(/^@/, ''));
		const touched = travel.touched.includes(`${world.table} ${data}`);
		const found = named && !touched ? lookUp(named.index, valuesOf(actual)) : 'unread';
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

function stepOf(verdict: Verdict | null | undefined): Step {
	switch (verdict?.kind) {
		case 'jump':
		case 'goto':
			return {kind: verdict.kind, chain: verdict.chain};
		case 'accept':
		case 'drop':
		case 'return':
		case 'continue':
			return {kind: verdict.kind};
		case 'queue':
			return {kind: 'queue', queues: null, bypass: false};
		default:
			return {kind: 'unknown', name: verdict?.kind ?? '?'};
	}
}
