import {labelText, type Labels} from '../../model/chain-labels.js';
import type {Chain, Rule, Ruleset, Table} from '../../facts/packet-filter.js';
import type {PacketFilter} from '../../store/packet-filter/packet-filter.js';
import type {Listed, Row, Rows} from './row.js';
import {chainKey} from './places.js';
import type {Search} from './search.js';
import type {NftablesState} from './state.js';

export const isZero = ({packets}: Rule): boolean => packets === 0;

/** Nobody scrolls through more: another letter narrows it. */
export const mostFound = 2000;

/** With a filter: the chains and rules that fit, whatever is folded. */
export function searched(
	{ruleset, labels}: PacketFilter,
	{hideZero}: Pick<NftablesState, 'hideZero'>,
	search: Search,
): Listed {
	const rows: Row[] = [];
	const keys: string[] = [];
	let zeros = 0;
	for (const table of ruleset.tables) {
		// iptables-save's words hold the comment.
		const inText = table.kind === 'xtables' || table.kind === 'legacy';
		for (const chain of table.chains) {
			if (search(wordsOf(table, chain), labelWords(chain, labels))) {
				rows.push({kind: 'chain', table, chain});
				keys.push(chainKey(table, chain, labels));
			}

			for (const rule of chain.rules) {
				if (!search(rule.text, inText ? null : rule.comment)) continue;
				if (hideZero && isZero(rule)) {
					zeros++;
					continue;
				}

				rows.push({kind: 'rule', table, chain, rule});
				keys.push(`${chainKey(table, chain, labels)}#${rule.index}`);
				if (rows.length >= mostFound) return {rows, keys, total: sizeOf(ruleset), zeros, more: true};
			}
		}
	}

	return {rows, keys, total: sizeOf(ruleset), zeros, more: false};
}

export function narrowed(
	{rows: before, keys: beforeKeys, total, zeros}: Rows,
	{labels}: PacketFilter,
	search: Search,
): Listed {
	const rows: Row[] = [];
	const keys: string[] = [];
	for (const [index, row] of before.entries()) {
		const fits =
			row.kind === 'rule'
				? search(row.rule.text, row.rule.comment)
				: row.kind === 'chain' && search(wordsOf(row.table, row.chain), labelWords(row.chain, labels));
		if (!fits) continue;
		rows.push(row);
		keys.push(beforeKeys[index] ?? '');
	}

	return {rows, keys, total, zeros, more: false};
}

export const wordsOf = ({family, name, owner}: Table, chain: Chain): string =>
	`${family} ${name} ${chain.name} ${owner ?? ''}`;

export function labelWords(chain: Chain, {chains}: Labels): string | null {
	const label = chains.get(chain.name);
	return label ? labelText(label) : null;
}

const sizeOf = ({tables}: Ruleset): number =>
	tables.reduce((sum, {chains}) => chains.reduce((rules, chain) => rules + 1 + chain.rules.length, sum), 0);
