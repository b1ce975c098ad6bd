import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {clashes} from '../../../source/keys/binding.js';
import {nftablesBindings} from '../../../source/screens/nftables/keys.js';
import {shortNumber} from '../../../source/screens/nftables/words.js';
import type {PacketFilter} from '../../../source/store/packet-filter/packet-filter.js';
import {counted} from '../../support/counted.js';
import {nativeRuleset, rulesetOf} from '../../support/packet-filter.js';
import {filterOf, full, open, show, text} from './view-shown.js';

describe('the frame', () => {
	it.each([
		[80, 20],
		[120, 36],
		[60, 11],
	])('is never larger than %i x %i', async (width, height) => {
		for (const filter of [full, filterOf(nativeRuleset('firewalld'))]) {
			const screen = show(filter, {width, height});
			await screen.settled();
			const fits = () => {
				expect(screen.rows().length).toBeLessThanOrEqual(height);
				for (const row of screen.rows()) expect(stringWidth(row)).toBeLessThanOrEqual(width);
			};

			fits();
			await screen.press('j', 'j', 'enter');
			fits();
			await screen.press('o');
			fits();
		}
	});

	it('has an ASCII form', async () => {
		const screen = show(full, {ascii: true});
		await screen.settled();
		await open(screen, 'KUBE-NODEPORTS');
		expect(screen.frame()).not.toMatch(/[^\u0000-\u007F]/);
	});

	it('shows a Japanese comment without moving the columns, and no control characters', async () => {
		const screen = show(
			filterOf(
				rulesetOf('full', saved => saved.replaceAll('shop/web:http cluster IP', '店/ウェブ:http\u001B[31m cluster IP')),
			),
			{width: 120},
		);
		await screen.settled();
		await open(screen, 'KUBE-SERVICES');
		for (const row of screen.rows()) expect(stringWidth(row)).toBeLessThanOrEqual(120);
		expect(screen.frame()).not.toContain('\u001B');
	});

	it('binds no key twice', () => {
		expect(clashes(nftablesBindings)).toEqual([]);
		for (const {action} of nftablesBindings) {
			const names = {...text.app.actions, ...text.whatIf.actions, ...text.nftables.actions};
			expect((names as Readonly<Record<string, string>>)[action], action).toBeDefined();
		}
	});
});

describe('numbers', () => {
	it.each([
		[null, '-'],
		[0, '0'],
		[9999, '9999'],
		[10_000, '10.0k'],
		[999_499, '999k'],
		[999_999, '1.0M'],
		[1_242_324, '1.2M'],
		[123_456_789_012, '123G'],
		[Number.MAX_SAFE_INTEGER, '9.0P'],
	])('%s is %s', (value, shown) => {
		expect(shortNumber(value)).toBe(shown);
	});
});

describe('a host with 10,000 rules in one chain', () => {
	const lines = Array.from(
		{length: 10_000},
		(_, index) =>
			`[${index}:0] -A KUBE-SERVICES -d 10.101.${index >> 8}.${index & 255}/32 -p tcp -m comment --comment "load/svc-${index}:http cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ\n`,
	).join('');
	const big = filterOf(rulesetOf('full', saved => saved.replace(/(?=\[\d+:\d+\] -A KUBE-SERVICES -d 10\.98)/, lines)));

	it('a search that finds too much shows the first, and the next letters narrow it', async () => {
		const screen = show(big, {height: 20});
		await screen.settled();
		await screen.press('/', ...'load/svc'.split(''));
		expect(screen.rows()[0]).toContain('the first 2000: type more to narrow it');
		await screen.press(...'-9999'.split(''));
		expect(screen.rows()[0]).not.toContain('narrow');
		expect(screen.frame()).toContain('10.101.39.15');
		await screen.press('backspace');
		expect(screen.frame()).toMatch(/load\/svc-999 +11\/\d+/);
	});

	it('moves like one with ten', async () => {
		/** How many rules ten keys look at. */
		const looks = async (filter: PacketFilter) => {
			const lists = filter.ruleset.tables.flatMap(({chains}) => chains).map(({rules}) => rules);
			const watched = new Map(lists.map(rules => [rules, counted(rules)]));
			const tables = filter.ruleset.tables.map(table => ({
				...table,
				chains: table.chains.map(chain => ({...chain, rules: watched.get(chain.rules)?.items ?? chain.rules})),
			}));
			const screen = show({...filter, ruleset: {...filter.ruleset, tables}});
			await screen.settled();
			await open(screen, 'KUBE-SERVICES');
			const all = (): number => [...watched.values()].reduce((sum, each) => sum + each.looks(), 0);
			const before = all();
			for (let count = 0; count < 10; count++) screen.layers.dispatch('j' as never);
			await screen.settled();
			// Opening the chain looked at its rules: the count counts.
			expect(before).toBeGreaterThan(0);
			const seen = all() - before;
			await screen.press('G');
			expect(screen.frame()).toContain('KUBE-NODEPORTS');
			return seen;
		};

		expect(await looks(big)).toBeLessThan((await looks(full)) * 10 + 100);
	});
});
