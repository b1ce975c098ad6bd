import {describe, expect, it} from 'vitest';
import {noLabels} from '../../../source/model/chain-labels.js';
import type {Topology} from '../../../source/facts/network.js';
import type {Ruleset} from '../../../source/facts/packet-filter.js';
import {plainRuleset, rulesetOf, sample} from '../../support/packet-filter.js';
import {filterOf, full, open, show} from './view-shown.js';

describe('a service followed to its pods', () => {
	const address = (local: string) => ({family: 'inet', local, prefixlen: 24, scope: 'global', broadcast: null});
	const topology = {
		links: [{addresses: [address('10.244.0.5')]}],
		namespaces: [
			{
				name: 'cni-7abaad58',
				inode: 1,
				pod: {namespace: 'dns', name: 'api-name'},
				links: [{addresses: [address('10.244.0.3')]}],
			},
			{name: null, inode: 4026532676, pod: null, links: [{addresses: [address('10.244.0.4')]}]},
		],
	} as unknown as Topology;
	const unnamed = {...full, labels: noLabels};

	it('names the network namespace and the pod of each endpoint, where the host tells', async () => {
		const screen = show(unnamed, {topology, width: 100});
		await screen.settled();
		expect(screen.watching()).toBe(0);
		await screen.press('v');
		await screen.settled();
		await screen.press('/', ...'shop/web'.split(''), 'enter', 'enter');
		await screen.settled();
		expect(screen.watching()).toBe(1);
		const rows = screen.rows();
		const at = (words: string) => rows.findIndex(row => row.includes(words));
		expect(rows[at('10.244.0.3:80')]).toContain('dns/api-name');
		expect(rows[at('10.244.0.3:80') + 1]).toContain('network namespace cni-7abaad58');
		expect(rows[at('10.244.0.4:80')]).toContain('no known pod has this address');
		expect(rows[at('10.244.0.4:80') + 1]).toContain('network namespace net:[4026532676]');
		expect(rows[at('10.244.0.5:80')]).toContain('this node itself');
		await screen.press('escape');
		expect(screen.watching()).toBe(0);
	});
});

describe('live', () => {
	it('keeps place and selection while counters move and kube-router renames its chains', async () => {
		const screen = show(full);
		await screen.settled();
		await open(screen, 'KUBE-ROUTER-FORWARD');
		await open(screen, '-d 10.244.0.6');
		await screen.press('j', 'j');
		const selected = screen.selected();
		expect(screen.rows()[0]).toContain('POD-FW default/demo-68c6d5bdd8-tvplj');
		const other = JSON.parse(
			JSON.stringify(plainRuleset(full.ruleset)).replaceAll('WEIG3YGF4T3LMJIE', 'AAAABBBBCCCCDDDD'),
		) as Ruleset;
		await screen.change(filterOf(other));
		expect(screen.selected()).toBe(selected);
		expect(screen.rows()[0]).toContain('POD-FW default/demo-68c6d5bdd8-tvplj');
		const gone = {...other, tables: other.tables.filter(({name}) => name !== 'filter')};
		await screen.change(filterOf(gone));
		expect(screen.frame()).toContain('It is gone');
		await screen.press('escape', 'escape');
		expect(screen.rows()[0]).toContain('2 tables');
	});

	it('says when what it shows is old, and what is missing', async () => {
		const screen = show(full);
		await screen.settled();
		await screen.change(full, {reason: 'timed-out', detail: 'nft'});
		expect(screen.frame()).toContain('! not up to date: timed out: nft');
		await screen.change({
			...full,
			notes: [{line: 'x', reason: 'legacy-tables'}, ...['a', 'b', 'c'].map(line => ({line, reason: 'torn'}))],
		});
		expect(screen.frame()).toContain('! Legacy xtables rules exist too');
		expect(screen.frame()).toContain('! Changed during the read: a');
		expect(screen.frame()).toContain('! and 2 more');
	});
});

describe('the raw text', () => {
	it('is asked once, scrolls and closes', async () => {
		const screen = show(full, {raw: {stdout: sample('nft', 'guide-ruleset.txt')}});
		await screen.settled();
		await screen.press('o');
		expect(screen.asked).toEqual(['nft list ruleset ip']);
		expect(screen.frame()).toContain('table ip mangle {');
		await screen.press('G');
		expect(screen.rows().at(-1)?.trim()).toBe('}');
		await screen.press('escape');
		expect(screen.frame()).toContain('3 tables');
		expect(screen.left).toEqual([]);
		await screen.press('escape');
		expect(screen.left).toEqual(['app.back']);
	});

	it('is refused on a host that nft would choke on, with a way to ask all the same', async () => {
		const chain = full.ruleset.tables[0]?.chains[0];
		if (!chain) throw new Error('no chain');
		const many = Array.from({length: 5001}, (_, index) => ({...chain, name: `C${index}`}));
		const table = full.ruleset.tables[0];
		const big = {...full, ruleset: {...full.ruleset, tables: table ? [{...table, chains: many}] : []}};
		const screen = show(big, {raw: {stdout: 'table ip x {\n}\n'}});
		await screen.settled();
		await screen.press('o');
		expect(screen.asked).toEqual([]);
		expect(screen.frame()).toContain('Not read: this host has 5001 chains.');
		await screen.press('O');
		expect(screen.asked).toEqual(['nft list ruleset ip']);
		expect(screen.frame()).toContain('table ip x {');
		await screen.press('o');
		expect(screen.frame()).toContain('CHAIN');
	});

	it('names the package when nft is missing', async () => {
		const screen = show(full, {raw: {kind: 'not-found', exit: null}});
		await screen.settled();
		await screen.press('o');
		expect(screen.frame()).toContain('nft is not installed. Package: nftables.');
	});
});

describe('nothing to show', () => {
	it.each([
		[{reason: 'needs-root', detail: 'nft'}, 'This needs root.'],
		[{reason: 'tool-missing', detail: 'nft'}, 'nft is not installed. Package: nftables.'],
		[{reason: 'failed', detail: 'cache initialization failed'}, 'cache initialization failed'],
	] as const)('%o', async (unknown, words) => {
		const screen = show(undefined, {unknown});
		await screen.settled();
		expect(screen.frame()).toContain(words);
	});

	it('no rules, and not read yet', async () => {
		const none = show(filterOf({source: {rules: '', chains: ''}, tables: []}));
		await none.settled();
		expect(none.frame()).toContain('No packet rules on this host.');
		const early = show(undefined);
		await early.settled();
		expect(early.frame()).toContain('Reading');
	});

	it('an empty chain tells its policy, an unread one that it was not read', async () => {
		const empty = show(filterOf(rulesetOf('full', saved => saved.replaceAll(/\[\d+:\d+\] -A OUTPUT .*\n/g, ''))));
		await empty.settled();
		await open(empty, 'output -100');
		expect(empty.frame()).toContain('the policy accept applies');
		const {ruleset} = full;
		const unread = {
			...ruleset,
			tables: ruleset.tables.map(table => ({
				...table,
				kind: 'unread' as const,
				chains: table.chains.map(chain => ({...chain, rules: []})),
			})),
		};
		const screen = show(filterOf(unread));
		await screen.settled();
		expect(screen.frame()).toContain('rules not read');
		await open(screen, 'prerouting -100');
		expect(screen.frame()).toContain('rules not read');
	});
});
