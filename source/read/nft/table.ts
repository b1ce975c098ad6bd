import type {Outcome} from '../../command/outcome.js';
import type {Chain, ChainHead, Family, NamedSet, Rule, SetElement, Verdict} from '../../facts/packet-filter.js';
import {asList, asNumber, asObject, asText, type JsonObject} from '../json-value.js';
import {expressionText, words} from './expression.js';
import {asFamily, chainHeadOf, objectsOf} from './json.js';
import {statementText, verdictOfStatement, verdictOfStatements} from './statement.js';
import {known, unknown, type Note, type Reading} from '../../facts/reading.js';
import {readJson} from '../reading.js';

export type NativeTable = {
	readonly family: Family;
	readonly name: string;
	readonly chains: readonly Chain[];
	readonly sets: readonly NamedSet[];
};

/**
 * `nft -j list table FAMILY NAME` (nft 1.0.x and newer) of a table that xtables did not make. Also takes a listing of
 * several tables (`nft -j list ruleset` of a recording). Rules are written as nft writes them; a rule without a counter
 * has none (null), which is not zero.
 */
export function readNftTables(outcome: Outcome): Reading<readonly NativeTable[]> {
	const json = readJson(outcome);
	if (!json.known) return json;
	const objects = objectsOf(json.value);
	if (!objects) return unknown('unreadable', outcome.stdout.slice(0, 200));
	const notes: Note[] = [];
	const tables = new Map<string, Building>();
	const odd = (value: JsonObject) => {
		if (notes.length < 20) notes.push({line: JSON.stringify(value).slice(0, 200), reason: 'not-understood'});
	};

	const tableOf = (value: JsonObject, name: unknown): Building | undefined => {
		const family = asFamily(value['family']);
		const word = asText(name);
		if (!family || word === null) return undefined;
		const key = `${family} ${word}`;
		const table = tables.get(key) ?? {family, name: word, chains: new Map(), sets: []};
		tables.set(key, table);
		return table;
	};

	for (const [kind, value] of objects) {
		if (kind === 'table') {
			if (!tableOf(value, value['name'])) odd(value);
			continue;
		}

		if (kind !== 'chain' && kind !== 'rule' && kind !== 'set' && kind !== 'map') {
			// What this nft does not know may be what decides.
			if (!without.has(kind)) odd({[kind]: value});
			continue;
		}

		if (kind === 'rule' && !Array.isArray(value['expr'])) odd(value);
		const table = tableOf(value, value['table']);
		const head = kind === 'chain' ? chainHeadOf(value) : undefined;
		const chain = kind === 'rule' ? table?.chains.get(asText(value['chain']) ?? '') : undefined;
		if (table && head) table.chains.set(head.name, {head, rules: []});
		else if (chain) chain.rules.push(ruleOf(value, chain.rules.length));
		else if (table && (kind === 'set' || kind === 'map')) table.sets.push(setOf(kind, value));
		else odd(value);
	}

	const done = [...tables.values()].map(({family, name, chains, sets}) => ({
		family,
		name,
		chains: [...chains.values()].map(({head, rules}) => ({...head, rules})),
		sets,
	}));
	return known(done, notes);
}

/** Objects of a listing that no rule is in, of libnftables-json(5). */
const without: ReadonlySet<string> = new Set([
	'metainfo',
	'element',
	'flowtable',
	'counter',
	'quota',
	'limit',
	'secmark',
	'synproxy',
	'tunnel',
	'ct helper',
	'ct timeout',
	'ct expectation',
]);

type Building = {
	readonly family: Family;
	readonly name: string;
	readonly chains: Map<string, {readonly head: ChainHead; readonly rules: Rule[]}>;
	readonly sets: NamedSet[];
};

function ruleOf(value: JsonObject, index: number): Rule {
	// Without a list of statements nobody knows what it does: not that it does nothing.
	const statements = Array.isArray(value['expr']) ? asList(value['expr']) : [{unreadable: value['expr'] ?? null}];
	const counter = asObject(statements.map(statement => asObject(statement)['counter']).find(Boolean));
	return {
		index,
		handle: asNumber(value['handle']),
		text: statements.map(statementText).filter(Boolean).join(' '),
		comment: asText(value['comment']),
		verdict: verdictOfStatements(statements),
		packets: asNumber(counter['packets']),
		bytes: asNumber(counter['bytes']),
		statements,
	};
}

function setOf(kind: 'set' | 'map', value: JsonObject): NamedSet {
	return {
		name: asText(value['name']) ?? '',
		kind,
		type: typeText(value['type']),
		comment: asText(value['comment']),
		timeout: asNumber(value['timeout']),
		elements: asList(value['elem']).map(elementOf),
	};
}

/** `ipv4_addr`, `["ipv4_addr", "inet_service"]`; since nft 1.1.4 of a set made with typeof: `{typeof: expression}`. */
function typeText(type: unknown): string {
	const {typeof: expression} = asObject(type);
	return expression === undefined ? words(type).join(' . ') : `typeof ${expressionText(expression)}`;
}

/** A value, `{elem: {val, comment}}`, or of maps a pair of such a key and a value or verdict. */
function elementOf(element: unknown): SetElement {
	const [key, data] = Array.isArray(element) ? asList(element) : [element];
	const comment = asText(asObject(asObject(key)['elem'])['comment']);
	const verdict: Verdict | null = verdictOfStatement(data) ?? null;
	const value = data === undefined ? null : verdict ? statementText(data) : expressionText(data);
	return {key: expressionText(key), value, verdict, comment};
}
