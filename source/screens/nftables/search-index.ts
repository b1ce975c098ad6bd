import {isSaved} from '../../model/rule-jump.js';
import type {PacketFilter} from '../../store/packet-filter/packet-filter.js';
import type {Sliced} from '../../store/slices.js';
import type {Listed, Row} from './row.js';
import {chainKey} from './places.js';
import {isZero, labelWords, wordsOf} from './search-rows.js';
import type {NftablesState} from './state.js';
import {createWordIndexBuilder, type WordIndex} from '../../model/word-index.js';

/** All chains and rules by their words. Holds as long as no rule but only counters change. */
export type SearchIndex = {
	readonly words: WordIndex;
	/** For each line the table's, the chain's and the rule's position; rule -1 is the chain itself. */
	readonly places: Int32Array;
	readonly jumps: PacketFilter['jumps'];
	readonly labels: PacketFilter['labels'];
};

const perSlice = 2500;

export function* searchIndex({ruleset, labels, jumps}: PacketFilter): Sliced<SearchIndex> {
	const builder = createWordIndexBuilder();
	const places: number[] = [];
	const add = (text: string | null): void => {
		const bytes = Buffer.from(text ?? '');
		builder.add(bytes, 0, bytes.length);
	};

	let count = 0;
	for (const [t, table] of ruleset.tables.entries()) {
		// iptables-save's words hold the comment.
		const inText = table.kind === 'xtables' || table.kind === 'legacy';
		for (const [c, chain] of table.chains.entries()) {
			add(wordsOf(table, chain));
			add(labelWords(chain, labels));
			builder.endLine();
			places.push(t, c, -1);
			for (const rule of chain.rules) {
				if (++count % perSlice === 0) yield;
				if (isSaved(rule)) builder.add(rule.source, rule.start, rule.end);
				else add(rule.text);
				if (!inText) add(rule.comment);
				builder.endLine();
				places.push(t, c, rule.index);
			}

			if (++count % perSlice === 0) yield;
		}
	}

	yield;
	return {words: builder.build(), places: Int32Array.from(places), jumps, labels};
}

export const indexFits = (index: SearchIndex | undefined, {jumps, labels}: PacketFilter): index is SearchIndex =>
	index?.jumps === jumps && index.labels === labels;

/** The chains and rules in which all words occur, in any case; the first `most` of them. */
export function foundIn(
	{words, places}: SearchIndex,
	{ruleset, labels}: PacketFilter,
	asked: readonly string[],
	{hideZero}: Pick<NftablesState, 'hideZero'>,
	most: number,
): Listed {
	const rows: Row[] = [];
	const keys: string[] = [];
	let zeros = 0;
	const {more} = words.find(asked, most, line => {
		const table = ruleset.tables[places[line * 3] ?? -1];
		const chain = table?.chains[places[line * 3 + 1] ?? -1];
		const ruleAt = places[line * 3 + 2] ?? -1;
		const rule = chain?.rules[ruleAt];
		if (!table || !chain || (ruleAt !== -1 && !rule)) return false;
		if (rule && hideZero && isZero(rule)) {
			zeros++;
			return false;
		}

		rows.push(rule ? {kind: 'rule', table, chain, rule} : {kind: 'chain', table, chain});
		keys.push(rule ? `${chainKey(table, chain, labels)}#${rule.index}` : chainKey(table, chain, labels));
		return true;
	});
	return {rows, keys, total: words.lines, zeros, more};
}
