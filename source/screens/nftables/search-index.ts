import type {PacketFilter} from '../../store/packet-filter.js';
import type {Sliced} from '../../store/slices.js';
import type {Listed, Row} from './list-rows.js';
import {chainKey} from './places.js';
import {isZero, labelWords, wordsOf} from './search-rows.js';
import type {NftablesState} from './state.js';

/**
 * All chains and rules as one lower-cased text, a line each, so that a key searches 100,000 rules with a few calls of
 * `indexOf`. Holds as long as no rule but only counters change.
 */
export type SearchIndex = {
	readonly text: string;
	/** Where each line begins. */
	readonly starts: Uint32Array;
	/** For each line the table's, the chain's and the rule's position; rule -1 is the chain itself. */
	readonly places: Int32Array;
	readonly jumps: PacketFilter['jumps'];
	readonly labels: PacketFilter['labels'];
};

const perSlice = 2500;

export function* searchIndex({ruleset, labels, jumps}: PacketFilter): Sliced<SearchIndex> {
	const pieces: string[] = [];
	let lines: string[] = [];
	const places: number[] = [];
	let count = 0;
	for (const [t, table] of ruleset.tables.entries()) {
		// iptables-save's words hold the comment.
		const inText = table.kind === 'xtables' || table.kind === 'legacy';
		for (const [c, chain] of table.chains.entries()) {
			lines.push(`${wordsOf(table, chain)} ${labelWords(chain, labels) ?? ''}`);
			places.push(t, c, -1);
			for (const {text, comment, index} of chain.rules) {
				lines.push(inText || comment === null ? text : `${text} ${comment}`);
				places.push(t, c, index);
			}

			count += chain.rules.length + 1;
			if (count < perSlice) continue;
			count = 0;
			pieces.push(`${lines.join('\n').toLowerCase()}\n`);
			lines = [];
			yield;
		}
	}

	if (lines.length > 0) pieces.push(`${lines.join('\n').toLowerCase()}\n`);
	const text = pieces.join('');
	yield;
	const starts = new Uint32Array(places.length / 3);
	let at = 0;
	for (let line = 0; line < starts.length; line++) {
		starts[line] = at;
		at = text.indexOf('\n', at) + 1;
		if (line % 20_000 === 19_999) yield;
	}

	return {text, starts, places: Int32Array.from(places), jumps, labels};
}

export const indexFits = (index: SearchIndex | undefined, {jumps, labels}: PacketFilter): index is SearchIndex =>
	index?.jumps === jumps && index.labels === labels;

/** The chains and rules in which all words occur, in any case; the first `most` of them. */
export function foundIn(
	index: SearchIndex,
	{ruleset}: PacketFilter,
	words: readonly string[],
	{hideZero}: Pick<NftablesState, 'hideZero'>,
	most: number,
): Listed {
	const {text, starts, places} = index;
	// The longest word is the rarest, as a rule: the others are looked for in its lines only.
	const [first = '', ...others] = words.map(word => word.toLowerCase()).toSorted((a, b) => b.length - a.length);
	const rows: Row[] = [];
	const keys: string[] = [];
	let zeros = 0;
	let more = false;
	for (let at = text.indexOf(first); at !== -1;) {
		const line = lineAt(starts, at);
		const end = starts[line + 1] ?? text.length;
		if (others.length === 0 || holds(text, starts[line] ?? 0, end, others)) {
			const table = ruleset.tables[places[line * 3] ?? -1];
			const chain = table?.chains[places[line * 3 + 1] ?? -1];
			const ruleAt = places[line * 3 + 2] ?? -1;
			const rule = chain?.rules[ruleAt];
			if (table && chain && rule && hideZero && isZero(rule)) zeros++;
			else if (table && chain && (rule !== undefined || ruleAt === -1)) {
				rows.push(rule ? {kind: 'rule', table, chain, rule} : {kind: 'chain', table, chain});
				keys.push(rule ? `${chainKey(table, chain)}#${rule.index}` : chainKey(table, chain));
				more = rows.length >= most;
				if (more) break;
			}
		}

		at = text.indexOf(first, end);
	}

	return {rows, keys, total: starts.length, zeros, more};
}

function holds(text: string, from: number, end: number, words: readonly string[]): boolean {
	const line = text.slice(from, end);
	return words.every(word => line.includes(word));
}

/** The line that holds a position. */
function lineAt(starts: Uint32Array, position: number): number {
	let low = 0;
	let high = starts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >>> 1;
		if ((starts[middle] ?? 0) <= position) low = middle;
		else high = middle - 1;
	}

	return low;
}
