import {countersAt, linesPerSlice, type Saved, type SavedChain, type SavedTable} from './iptables-save.js';
import type {Rule} from '../model/packet-filter.js';

/**
 * The counters of a new `iptables-save -c` put into what was read before. Undefined when anything but a counter differs
 * (then it must be read anew). The same Saved when no counter moved; chains and rules that did not move stay the same
 * objects. Ten times cheaper than reading anew.
 */
export function* recount(before: Saved, text: string): Generator<void, Saved | undefined> {
	if (!before.together) return undefined;
	const walk: Walk = {text, at: 0, lines: 0, refused: 0};
	const tables: SavedTable[] = [];
	let moved = false;
	for (const table of before.tables) {
		const after = yield* recountTable(table, walk);
		if (!after) return undefined;
		moved ||= after !== table;
		tables.push(after);
	}

	skipNotes(walk);
	if (walk.at < text.length || walk.refused !== before.incompatible.length) return undefined;
	return moved ? {...before, tables} : before;
}

type Walk = {readonly text: string; at: number; lines: number; refused: number};

function* recountTable(table: SavedTable, walk: Walk): Generator<void, SavedTable | undefined> {
	const {text} = walk;
	skipNotes(walk);
	if (!take(walk, `*${table.name}`)) return undefined;
	let heads = 0;
	for (const chain of table.chains.values()) {
		if (++heads % linesPerSlice === 0) yield;
		if (!takeHead(walk, chain)) return undefined;
	}

	const changed = new Map<string, SavedChain>();
	for (const name of table.order) {
		const chain = table.chains.get(name);
		if (!chain) return undefined;
		let rules: Rule[] | undefined;
		for (const [index, rule] of chain.rules.entries()) {
			if (++walk.lines % linesPerSlice === 0) yield;
			const counters = text.charCodeAt(walk.at) === 0x5b ? countersAt(text, walk.at, text.length) : none;
			if (!counters) return undefined;
			const from = walk.at + counters.length;
			const end = from + rule.text.length;
			if (text.charCodeAt(end) !== newline || !text.startsWith(rule.text, from)) return undefined;
			walk.at = end + 1;
			if (counters.packets !== rule.packets || counters.bytes !== rule.bytes) {
				rules ??= [...chain.rules];
				rules[index] = {...rule, packets: counters.packets, bytes: counters.bytes};
			}
		}

		if (rules) changed.set(name, {...chain, rules});
	}

	if (!take(walk, 'COMMIT')) return undefined;
	if (changed.size === 0) return table;
	const chains = new Map<string, SavedChain>();
	for (const [name, chain] of table.chains) chains.set(name, changed.get(name) ?? chain);
	return {...table, chains};
}

const newline = 0x0a;
const none = {packets: null, bytes: null, length: 0};

/** Past comments and blank lines: they hold the time, and which tables were left out. */
function skipNotes(walk: Walk): void {
	const {text} = walk;
	while (walk.at < text.length && (text[walk.at] === '#' || text.charCodeAt(walk.at) === newline)) {
		if (text.startsWith('# Table ', walk.at)) walk.refused++;
		const end = text.indexOf('\n', walk.at);
		walk.at = end === -1 ? text.length : end + 1;
	}
}

function take(walk: Walk, line: string): boolean {
	const end = walk.at + line.length;
	if (!walk.text.startsWith(line, walk.at) || walk.text.charCodeAt(end) !== newline) return false;
	walk.at = end + 1;
	return true;
}

/** `:NAME POLICY [p:b]`, the policy's own counters aside. */
function takeHead(walk: Walk, chain: SavedChain): boolean {
	const {text} = walk;
	const {name, policy} = chain;
	const after = walk.at + 1 + name.length;
	if (text[walk.at] !== ':' || !text.startsWith(name, walk.at + 1) || text[after] !== ' ') return false;
	const end = text.indexOf('\n', after);
	const word = policy === null ? '-' : policy.toUpperCase();
	if (end === -1 || !text.startsWith(word, after + 1)) return false;
	const next = text[after + 1 + word.length];
	if (next !== ' ' && next !== '\n') return false;
	walk.at = end + 1;
	return true;
}
