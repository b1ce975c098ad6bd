import {describe, expect, it} from 'vitest';
import {plain} from '../../../source/components/line.js';
import {labelChains} from '../../../source/model/chain-labels.js';
import {indexJumps} from '../../../source/model/chain-use.js';
import type {Rule, Ruleset} from '../../../source/facts/packet-filter.js';
import {ruleRates} from '../../../source/model/rule-rates.js';
import {finish} from '../../../source/read/sliced.js';
import {follow} from '../../../source/screens/nftables/follow.js';
import {rowsOf, viewOf} from '../../../source/screens/nftables/list-rows.js';
import type {Row, View} from '../../../source/screens/nftables/row.js';
import {listLines} from '../../../source/screens/nftables/columns.js';
import {initialNftables, type Place} from '../../../source/screens/nftables/state.js';
import {nativeRuleset} from '../../support/packet-filter.js';
import {counted, full, savedRuleset, shown, text, viewFor} from './views.js';

describe('counters live', () => {
	const before = full.filter;
	const chainRow = (view: View, name: string): Row | undefined =>
		rowsOf(view, {kind: 'chains'}, initialNftables, undefined).rows.find(
			row => row.kind === 'chain' && row.chain.name === name,
		);

	const isReject = (rule: Rule, chain: string): boolean => chain === 'KUBE-EXTERNAL-SERVICES' && rule.index === 0;
	const rates = (after: Ruleset, seconds = 2) => {
		const labels = finish(labelChains(after));
		return finish(ruleRates(before, {ruleset: after, labels}, seconds));
	};

	it('a rate is the difference over the seconds; what stands still has none', () => {
		const after = counted(before.ruleset, (rule, chain) => (isReject(rule, chain) ? 12 : undefined));
		const {moved} = rates(after);
		expect([...moved.values()]).toEqual([{packets: 5, bytes: 300}]);
		expect([...moved.keys()][0]?.text).toContain('shop/empty:http has no endpoints');
	});

	it('a counter that went back has no rate this time', () => {
		const {moved} = rates(counted(before.ruleset, (rule, chain) => (isReject(rule, chain) ? 1 : undefined)));
		expect([...moved.values()]).toEqual([null]);
	});

	it('rules that were moved and chains that were renamed keep theirs', () => {
		const fresh = savedRuleset(words =>
			words
				.replaceAll('KUBE-POD-FW-XKXCG3TXAGICGOCN', 'KUBE-POD-FW-AAAAAAAAAAAAAAAA')
				.replace(
					'[2:120] -A KUBE-EXTERNAL-SERVICES',
					'[0:0] -A KUBE-EXTERNAL-SERVICES -j RETURN\n[4:240] -A KUBE-EXTERNAL-SERVICES',
				)
				.replace(/\[2:120\] (-A KUBE-POD-FW-AAAAAAAAAAAAAAAA .* -j REJECT)/, '[8:480] $1'),
		);
		const {moved} = rates(fresh);
		expect([...moved].map(([{verdict}, rate]) => [verdict.kind, rate?.packets])).toEqual([
			['reject', 1],
			['reject', 3],
		]);
	});

	it('a selection follows a chain that kube-router renamed', () => {
		const pod = 'KUBE-POD-FW-XKXCG3TXAGICGOCN';
		const fresh = savedRuleset(words => words.replaceAll(pod, 'KUBE-POD-FW-AAAAAAAAAAAAAAAA'));
		for (const kind of ['chains', 'drops', 'hot'] as const) {
			const [old, now] = [before.ruleset, fresh].map(ruleset =>
				rowsOf(viewFor(ruleset), {kind}, initialNftables, undefined).keys.toSorted(),
			);
			expect(now).toEqual(old);
		}

		const place = follow(chainRow(viewFor(before.ruleset), pod), viewFor(before.ruleset), {keys: [], height: 10});
		if (place?.type !== 'open') throw new Error('not opened');
		expect(rowsOf(viewFor(fresh), place.place, initialNftables, undefined).found).toMatchObject({
			kind: 'chain',
			chain: {name: 'KUBE-POD-FW-AAAAAAAAAAAAAAAA'},
		});
	});

	it('drops and rejects: moving ones first, in words', () => {
		const after = counted(before.ruleset, (rule, chain) => (isReject(rule, chain) ? 12 : undefined));
		const view = viewFor(after, {rates: rates(after)});
		const lines = shown(view, {kind: 'drops'}, {height: 30});
		expect(lines[0]).toMatch(/10 rules can refuse packets, 1 did just now$/);
		expect(lines[2]).toMatch(/^ +12 +5\.0\/s {2}no endpoints: shop\/empty:http/);
		expect(lines.join('\n')).toContain('no network policy allows it: pod default/demo-68c6d5bdd8-tvplj');
	});

	it('says what each of firewalld and of nftables mode refuses', () => {
		const both = viewFor(nativeRuleset('firewalld', 'kube-proxy'));
		const rows = rowsOf(both, {kind: 'drops'}, initialNftables, undefined);
		const meanings = rows.rows.map(row =>
			row.kind === 'refusal' ? `${row.refusal.meaning.id} ${row.refusal.meaning.who}` : '',
		);
		expect(new Set(meanings)).toEqual(
			new Set([
				'reverse-path ',
				'invalid ',
				'firewalld-rest ',
				'reserved-address ',
				'zone public',
				'no-endpoints shop/empty:http',
				'source-range shop/lb:http',
				'cluster-ip-unused ',
				'reject-chain ',
			]),
		);
	});

	it('the busiest rules of the host, and of a chain', () => {
		const after = counted(before.ruleset, (rule, chain) => (isReject(rule, chain) ? 12 : undefined));
		const view = viewFor(after, {rates: rates(after)});
		const [first, second] = rowsOf(view, {kind: 'hot'}, initialNftables, undefined).rows;
		expect(first?.kind === 'rule' && first.chain.name).toBe('KUBE-EXTERNAL-SERVICES');
		expect(second?.kind === 'rule' && second.rule.packets).toBe(357);
		const place: Place = {kind: 'chain', table: 'ip nat', chain: 'KUBE-SERVICES', stable: 'KUBE-SERVICES'};
		const {rows} = rowsOf(view, place, {...initialNftables, hotFirst: true}, undefined);
		const packets = rows.map(row => (row.kind === 'rule' ? row.rule.packets : null));
		expect(packets).toEqual(packets.toSorted((a, b) => (b ?? 0) - (a ?? 0)));
		expect(packets[0]).toBeGreaterThan(0);
		const {header} = listLines(
			rowsOf(view, place, initialNftables, undefined),
			view,
			{from: 0, to: 3, width: 80},
			text,
		);
		expect(plain(header)).toContain('RATE');
	});

	it('a wiped ruleset is explained above every list', () => {
		const before = {services: 175, policies: 60, masquerade: 1, hostPorts: 6};
		const none = {services: 0, policies: 0, masquerade: 0, hostPorts: 0};
		const said = (now: typeof none): string =>
			shown(viewFor(nativeRuleset('firewalld'), {loss: {before, now}}), {kind: 'chains'})
				.map(line => line.replace(/^! /, ''))
				.join(' ')
				.replaceAll(/\s+/g, ' ');
		expect(said(none)).toContain('All 242 Kubernetes rules were flushed while this screen was open');
		expect(said({...none, services: 175})).toContain('had 242 rules');
		expect(said({...none, services: 175})).toContain('systemctl restart k0scontroller');
		expect(said({...none, services: 175})).toContain('host ports of pods (CNI)');
	});
});

describe('the keys of rules', () => {
	const {ruleset} = full.filter;
	const view = full;
	const [table, chain] = ruleset.tables
		.flatMap(each => each.chains.map(one => [each, one] as const))
		.reduce((most, next) => (next[1].rules.length > most[1].rules.length ? next : most));

	it('are made once while only counters move', () => {
		const moved = viewOf({...view.filter, ruleset: {...ruleset}}, view.ports, view);
		expect(moved.ruleKeys(table, chain)).toBe(view.ruleKeys(table, chain));
		const rewritten = viewOf({...view.filter, jumps: finish(indexJumps(ruleset))}, view.ports, view);
		expect(rewritten.ruleKeys(table, chain)).not.toBe(view.ruleKeys(table, chain));
		expect(rewritten.ruleKeys(table, chain)).toEqual(view.ruleKeys(table, chain));
	});

	it('tell equal rules of a chain apart', () => {
		const twice = {...chain, name: 'TWICE', rules: [...chain.rules, ...chain.rules]};
		const keys = view.ruleKeys(table, twice);
		expect(keys).toHaveLength(twice.rules.length);
		expect(new Set(keys).size).toBe(keys.length);
	});
});
