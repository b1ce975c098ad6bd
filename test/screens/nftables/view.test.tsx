import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {nativeRuleset, rulesetOf} from '../../support/packet-filter.js';
import {filterOf, full, open, show} from './view-shown.js';

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
		expect(screen.frame()).toContain('2 canary chains, empty on purpose');
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
