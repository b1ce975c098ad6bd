import {tokenise} from '../../read/iptables/rule.js';
import type {State} from '../state.js';
import type {Rule, Table} from './rule.js';
import {saveText} from './save-text.js';

/** What was deleted by hand of the rules that the cluster made, until it is started anew. */

export const chainKey = (table: string, chain: string): string => `chain ${table} ${chain}`;
export const setKey = (name: string): string => `set ${name}`;
/** `words`: the rule as iptables-save writes it, behind `-A CHAIN`. */
export const ruleKey = (table: string, chain: string, words: readonly string[]): string =>
	`rule ${table} ${chain} ${words.join('\0')}`;

export const wordsOf = (rule: Rule): string[] => tokenise(saveText(rule)).map(({text}) => text);

export function withoutDeleted(tables: Table[], {deletedRules = []}: State): Table[] {
	if (deletedRules.length === 0) return tables;
	const deleted = new Set(deletedRules);
	return tables.map(table => ({
		...table,
		chains: table.chains
			.filter(({name}) => !deleted.has(chainKey(table.name, name)))
			.map(chain => ({
				...chain,
				rules: chain.rules.filter(rule => !deleted.has(ruleKey(table.name, chain.name, wordsOf(rule)))),
			})),
	}));
}

export function markDeleted(state: State, key: string): void {
	state.deletedRules = [...(state.deletedRules ?? []), key];
}
