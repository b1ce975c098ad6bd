import stringWidth from 'string-width';
import {describe, expect, it, vi} from 'vitest';
import {clashes} from '../../../source/keys/binding.js';
import {Layers, level} from '../../../source/keys/layers.js';
import {labelChains, noLabels} from '../../../source/model/chain-labels.js';
import {indexJumps} from '../../../source/model/chain-use.js';
import type {Topology} from '../../../source/facts/network.js';
import type {Ruleset} from '../../../source/facts/packet-filter.js';
import {noRates} from '../../../source/model/rule-rates.js';
import type {Unknown} from '../../../source/facts/reading.js';
import {readIpsetSave} from '../../../source/read/ipset-save.js';
import {finish} from '../../../source/read/sliced.js';
import type {Services} from '../../../source/screens/services.js';
import {nftablesBindings} from '../../../source/screens/nftables/keys.js';
import {NftablesView} from '../../../source/screens/nftables/view.js';
import {shortNumber} from '../../../source/screens/nftables/words.js';
import type {PacketFilter} from '../../../source/store/packet-filter/packet-filter.js';
import type {Snapshot, Source} from '../../../source/store/source.js';
import {catalogue} from '../../../source/text/text.js';
import {counted} from '../../support/counted.js';
import {draw} from '../../support/draw.js';
import {ended, nativeRuleset, plainRuleset, rulesetOf, sample} from '../../support/packet-filter.js';
import {outcomeOf} from '../../support/samples.js';

const text = catalogue('en');

function filterOf(ruleset: Ruleset, change: Partial<PacketFilter> = {}): PacketFilter {
	const sets = readIpsetSave(ended(sample('ipset', 'full.txt')));
	return {
		ruleset,
		labels: finish(labelChains(ruleset)),
		jumps: finish(indexJumps(ruleset)),
		ipsets: sets.known ? sets.value : null,
		rates: noRates,
		loss: null,
		notes: [],
		whole: true,
		...change,
	};
}

const full = filterOf(rulesetOf('full'));

type Given = {
	readonly width?: number;
	readonly height?: number;
	readonly unknown?: Unknown;
	readonly raw?: Parameters<typeof outcomeOf>[0];
	readonly ascii?: boolean;
	/** Who has which address on this host. */
	readonly topology?: Pick<Topology, 'links' | 'namespaces'>;
};

/** The view on a packet filter that the test changes. */
function show(
	first: PacketFilter | undefined,
	{width = 80, height = 90, unknown, raw, ascii = false, topology}: Given = {},
) {
	let snapshot: Snapshot<PacketFilter> = {value: first, unknown, at: 0, reading: false};
	const listeners = new Set<() => void>();
	const packetFilter: Source<PacketFilter> = {
		get: () => snapshot,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		refresh: async () => snapshot,
	};
	const networkState = {value: topology && {topology, rates: new Map()}};
	let watching = 0;
	const network = {
		get: () => networkState,
		subscribe() {
			watching++;
			return () => void watching--;
		},
	};
	const asked: string[] = [];
	const layers = new Layers();
	/** Keys that the screen left to the app. */
	const left: string[] = [];
	layers.add({
		level: level.app,
		bindings: [{action: 'app.back', keys: ['escape']}],
		onAction: action => void left.push(action),
	});
	const services = {
		text,
		sources: {packetFilter, network},
		async ask({argv}: {argv: readonly string[]}) {
			asked.push(argv.join(' '));
			return outcomeOf({argv, ...raw});
		},
	} as unknown as Services;
	const screen = draw(() => <NftablesView services={services} width={width} height={height} />, {
		look: {color: false, ascii},
		layers,
	});
	const {styled, settled} = screen;
	const takesText = (): boolean => layers.tables()[0]?.some(({action}) => action === 'filter.keep') ?? false;
	return {
		...screen,
		asked,
		left,
		watching: () => watching,
		selected: () =>
			styled()
				.split('\n')
				.filter(row => /\u001B\[(?:\d+;)*7m/.test(row) && !row.startsWith('/'))
				.map(row => row.replaceAll(/\u001B\[[\d;]*m/g, '').trim())
				.join('|'),
		async press(...keys: string[]) {
			for (const key of keys) {
				layers.dispatch(key as never);
				await settled();
				if (key === '/') await vi.waitFor(() => expect(takesText()).toBe(true));
			}
		},
		async change(next: PacketFilter, why?: Unknown) {
			snapshot = {...snapshot, value: next, unknown: why};
			for (const listener of listeners) listener();
			await settled();
		},
	};
}

/** Selects the first row in sight that holds the words and opens it. */
async function open(screen: ReturnType<typeof show>, words: string) {
	await screen.press('g');
	const rows = screen.rows();
	const titles = rows.findIndex(row => /CHAIN|IF|KEY/.test(row));
	const steps = rows.findIndex((row, index) => index > titles && row.includes(words)) - titles - 1;
	for (let count = 0; count < steps; count++) screen.layers.dispatch('j' as never);
	await screen.settled();
	expect(screen.selected()).toContain(words);
	await screen.press('enter');
}

describe('tables and chains', () => {
	it('base chains first with hook, priority and policy; then the others with what stands behind them', async () => {
		const screen = show(full, {height: 60, width: 100});
		await screen.settled();
		const rows = screen.rows();
		expect(rows[0]).toBe('3 tables, 65 chains, 198 rules'.padEnd(100).trimEnd());
		const at = (words: string) => rows.findIndex(row => row.includes(words));
		expect(at('▾ ip nat')).toBeGreaterThan(0);
		expect(rows[at('▾ ip nat')]).toContain('by kube-proxy, 41 chains');
		expect(rows[at('PREROUTING')]).toContain('prerouting -100, policy accept');
		expect(at('  PREROUTING')).toBeLessThan(at('  KUBE-SERVICES'));
		expect(rows[at('KUBE-SVC-67NZLRHBNDSAWJRO')]).toContain('shop/web:http');
		expect(rows[at('KUBE-SEP-4BM33MODP4BKIE3G')]).toContain('10.244.0.6:80 default/demo-68c6d5bdd8-tvplj');
		expect(screen.frame()).not.toContain('KUBE-PROXY-CANARY');
		expect(screen.frame()).toContain('2 canary chains, empty by design');
	});

	it('canaries and tables unfold and fold', async () => {
		const screen = show(full);
		await screen.settled();
		await open(screen, '2 canary chains');
		expect(screen.frame()).toContain('KUBE-KUBELET-CANARY');
		await open(screen, 'ip nat');
		expect(screen.frame()).not.toContain('KUBE-SVC-67NZLRHBNDSAWJRO');
		expect(screen.frame()).toContain('▸ ip nat');
		await screen.press('enter');
		expect(screen.frame()).toContain('KUBE-SVC-67NZLRHBNDSAWJRO');
	});

	it('tab goes from table to table', async () => {
		const screen = show(full);
		await screen.settled();
		expect(screen.selected()).toContain('ip nat');
		await screen.press('tab');
		expect(screen.selected()).toContain('ip filter');
		await screen.press('tab', 'tab');
		expect(screen.selected()).toContain('ip nat');
		await screen.press('shift+tab');
		expect(screen.selected()).toContain('ip mangle');
	});
});

describe('following rules', () => {
	it('enter follows a jump, esc comes back to where one was', async () => {
		const screen = show(full);
		await screen.settled();
		await open(screen, 'KUBE-NODEPORTS');
		expect(screen.rows()[0]).toContain('Tables ▸ KUBE-NODEPORTS');
		await open(screen, '--dport 30094');
		expect(screen.rows()[0]).toContain('KUBE-NODEPORTS ▸ EXT default/demo');
		await screen.press('j', 'enter', 'j', 'enter');
		expect(screen.rows()[0]).toContain('SEP 10.244.0.6:80 default/demo-68c6d5bdd8-tvplj');
		expect(screen.frame()).toContain('DNAT 10.244.0.6:80');
		await screen.press('escape', 'backspace', 'escape');
		expect(screen.rows()[0]).toContain('Tables ▸ KUBE-NODEPORTS');
		expect(screen.selected()).toContain('--dport 30094');
		await screen.press('escape');
		expect(screen.selected()).toContain('KUBE-NODEPORTS');
		expect(screen.left).toEqual([]);
		await screen.press('escape');
		expect(screen.left).toEqual(['app.back']);
	});

	it('a rule that leads nowhere stays', async () => {
		const screen = show(full);
		await screen.settled();
		await open(screen, 'KUBE-MARK-MASQ');
		const before = screen.frame();
		await screen.press('enter');
		expect(screen.frame()).toBe(before);
	});

	it('tells the rule in full below, with the members of its sets', async () => {
		const screen = show(full, {width: 120});
		await screen.settled();
		await open(screen, 'POSTROUTING');
		await screen.press('G');
		expect(screen.frame()).toContain('--match-set kube-router-pod-subnets src');
		expect(screen.frame()).toContain('kube-router-node-ips: 10.244.0.1 192.168.122.161');
		expect(screen.frame()).toMatch(/rule 2: \d+ packets, \d+ bytes/);
	});

	it('follows verdict maps of native tables, named and in the rule', async () => {
		const screen = show(filterOf(nativeRuleset('kube-proxy', 'firewalld'), {ipsets: null}), {height: 120, width: 100});
		await screen.settled();
		await screen.press('/');
		screen.layers.dispatch('v' as never);
		await screen.press(...'ervices'.split(''));
		await screen.press('escape');
		await open(screen, 'nat-prerouting');
		await screen.press('enter');
		expect(screen.rows()[0]).toContain('nat-prerouting ▸ services');
		await screen.press('enter');
		expect(screen.rows()[0]).toContain('@service-ips');
		await open(screen, '10.100.10.1 . tcp . 80');
		expect(screen.rows()[0]).toContain('service-KHN6ECMT-shop/web/tcp/http');
		await screen.press('G', 'enter');
		expect(screen.frame()).toContain('endpoint-HM3RPNTB-shop/web/tcp/http__10.244.0.3/80');
		await screen.press('enter');
		expect(screen.frame()).toContain('DNAT 10.244.0.3:80');
		expect(screen.frame()).toContain('rules here have no counters');
	});
});

describe('a wide terminal', () => {
	const besideOf = (screen: ReturnType<typeof show>): string =>
		screen
			.rows()
			.filter(row => row.includes(' │ '))
			.map(row => row.slice(row.indexOf(' │ ') + 3).trimEnd())
			.join('\n');

	it('has the details of the selected row at the right of the list, and follows it', async () => {
		const screen = show(full, {width: 200, height: 46});
		await screen.settled();
		expect(besideOf(screen)).toMatch(/^── 1\/\d+ ─+\nip nat\n/);
		for (const row of screen.rows().slice(1)) expect(stringWidth(row.slice(0, row.indexOf(' │ ')))).toBe(120);
		await screen.press('j');
		expect(besideOf(screen)).toMatch(/^── 2\/\d+ ─+\nPREROUTING\nprerouting -100, policy accept\n/);
		expect(screen.asked).toEqual([]);
		await screen.press('enter');
		expect(besideOf(screen)).toMatch(/^── 1\/\d+ ─+\nrule 1: .*\n-A PREROUTING /);
		screen.fits(200, 46);
	});

	it('cuts wide text there at the edge', async () => {
		const words = `${'規則の文'.repeat(60)} ${'x'.repeat(200)} \u001B[2J`;
		const ruleset = rulesetOf('full');
		// A rule reads its parts when they are asked for.
		const tables = ruleset.tables.map(table => ({
			...table,
			chains: table.chains.map(chain => ({
				...chain,
				rules: chain.rules.map(({index, handle, comment, verdict, packets, bytes}) => ({
					...{index, handle, comment, verdict, packets, bytes},
					text: words,
				})),
			})),
		}));
		for (const width of [160, 200]) {
			const screen = show(filterOf({...ruleset, tables}), {width, height: 46});
			await screen.settled();
			await screen.press('j', 'enter');
			screen.fits(width, 46);
			expect(besideOf(screen)).toMatch(/規則の文.*\n(?:.*\n)*x+…/);
		}
	});

	it('gives all of it to a list that was made wide; at 159 columns the details stand below', async () => {
		const screen = show(full, {width: 200, height: 46});
		await screen.settled();
		await screen.press('ctrl+w');
		expect(screen.frame()).not.toContain('│');
		expect(screen.rows().find(row => / 1\/\d+ ──$/.test(row))).toHaveLength(200);
		const narrow = show(full, {width: 159, height: 46});
		await narrow.settled();
		expect(narrow.frame()).not.toContain('│');
		expect(narrow.rows().findIndex(row => / 1\/\d+ ──$/.test(row))).toBe(46 - 7);
	});
});

describe('filter and hiding', () => {
	const type = async (screen: ReturnType<typeof show>, words: string) => {
		await screen.press('/', ...[...words].map(letter => (letter === ' ' ? 'space' : letter)), 'enter');
	};

	it('finds chains and rules over all tables, and opens a rule among its neighbours', async () => {
		const screen = show(full, {width: 120});
		await screen.settled();
		await type(screen, '30094');
		expect(screen.frame()).toContain('KUBE-NODEPORTS #');
		expect(screen.frame()).toContain('/30094');
		await screen.press('enter');
		expect(screen.rows()[0]).toContain('Tables ▸ KUBE-NODEPORTS');
		expect(screen.selected()).toContain('--dport 30094');
		expect(screen.rows().filter(row => row.includes('--dport')).length).toBeGreaterThan(3);
		await screen.press('escape');
		expect(screen.frame()).toContain('/30094');
		await screen.press('escape');
		expect(screen.frame()).not.toContain('/30094');
	});

	it('any case, all words, labels too; nothing found says so', async () => {
		const screen = show(full);
		await screen.settled();
		await type(screen, 'kube-svc SHOP/WEB');
		expect(screen.frame()).toContain('KUBE-SVC-67NZLRHBNDSAWJRO');
		await screen.press('escape');
		await type(screen, 'nowhere');
		expect(screen.frame()).toContain('Nothing matches “nowhere”');
	});

	it('z hides rules with zero counters, and says how many', async () => {
		const screen = show(full);
		await screen.settled();
		await open(screen, 'KUBE-SERVICES');
		const shown = () => screen.rows().filter(row => /^\s*\d+\s+\d/.test(row)).length;
		const before = shown();
		await screen.press('z');
		expect(shown()).toBeLessThan(before);
		expect(screen.rows()[0]).toMatch(/\d+ with zero counters hidden/);
		expect(screen.rows().filter(row => /^\s*\d+\s+0\s/.test(row))).toEqual([]);
		await screen.press('z');
		expect(shown()).toBe(before);
	});
});

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
		expect(rows[at('10.244.0.4:80')]).toContain('no pod known by this address');
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
		expect(screen.frame()).toContain('! Changed while it was read: a');
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
