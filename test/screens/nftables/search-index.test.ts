import {describe, expect, it} from 'vitest';
import {finish} from '../../../source/read/sliced.js';
import {rowsOf, viewOf} from '../../../source/screens/nftables/list-rows.js';
import {createSearch} from '../../../source/screens/nftables/search.js';
import {searchIndex} from '../../../source/screens/nftables/search-index.js';
import {initialNftables, type NftablesState} from '../../../source/screens/nftables/state.js';
import {rulesetOf} from '../../support/packet-filter.js';
import {full, viewFor} from './views.js';

describe('the search index', () => {
	const index = finish(searchIndex(full.filter));
	const search = (words: string, state: NftablesState = initialNftables, within?: typeof index) =>
		rowsOf(full, {kind: 'chains'}, state, createSearch(words), undefined, within);

	it.each([
		'KUBE',
		'kube-svc demo',
		'30094',
		'reject',
		'Shop/Web',
		'nat postrouting',
		'no such words',
		'-j kube-mark-masq',
	])('%s finds what looking at each rule finds', words => {
		for (const state of [initialNftables, {...initialNftables, hideZero: true}]) {
			const found = search(words, state, index);
			const expected = search(words, state);
			expect(found.keys).toEqual(expected.keys);
			expect(found.rows).toEqual(expected.rows);
			expect([found.zeros, found.total]).toEqual([expected.zeros, expected.total]);
		}
	});

	it('differs from that only for words in a mixture of cases', () => {
		expect(search('kUbE-SePaRaTe', initialNftables, index).keys).toEqual([]);
		expect(search('sHoP/wEb', initialNftables, index).keys.length).toBeGreaterThan(0);
	});

	it('a huge host waits for it, with the list as it was', () => {
		const [table] = full.filter.ruleset.tables;
		const [chain] = table?.chains ?? [];
		if (!table || !chain) throw new Error('no chain');
		const chains = Array.from({length: 6000}, (_, at) => ({...chain, name: `MANY-${at}`, rules: []}));
		const view = viewOf({...full.filter, ruleset: {...full.filter.ruleset, tables: [{...table, chains}]}});
		const rows = (search: string | undefined, within?: typeof index) =>
			rowsOf(view, {kind: 'chains'}, initialNftables, search ? createSearch(search) : undefined, undefined, within);
		expect(rows('many-59').keys).toEqual(rows(undefined).keys);
		expect(rows('many-59', finish(searchIndex(view.filter))).keys).toHaveLength(111);
	});

	it('is not used for rules that it was not made of', () => {
		const other = viewFor(rulesetOf('seed'));
		const rows = rowsOf(other, {kind: 'chains'}, initialNftables, createSearch('shop'), undefined, index);
		expect(rows.keys).toEqual([]);
	});
});
