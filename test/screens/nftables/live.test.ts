import {describe, expect, it} from 'vitest';
import {plain} from '../../../source/components/line.js';
import {labelChains} from '../../../source/model/chain-labels.js';
import {indexJumps} from '../../../source/model/chain-use.js';
import type {Rule, Ruleset} from '../../../source/facts/packet-filter.js';
import {noRates, ruleRates} from '../../../source/model/rule-rates.js';
import {servicePorts} from '../../../source/model/service-ports.js';
import {finish} from '../../../source/read/sliced.js';
import {follow} from '../../../source/screens/nftables/follow.js';
import {rowsOf, viewOf} from '../../../source/screens/nftables/list-rows.js';
import type {Row, View} from '../../../source/screens/nftables/row.js';
import {listLines} from '../../../source/screens/nftables/columns.js';
import {createSearch} from '../../../source/screens/nftables/search.js';
import {searchIndex} from '../../../source/screens/nftables/search-index.js';
import {frameOf, nftablesLines} from '../../../source/screens/nftables/rows.js';
import {
	initialNftables,
	reduceNftables,
	type NftablesState,
	type Place,
} from '../../../source/screens/nftables/state.js';
import type {PacketFilter} from '../../../source/store/packet-filter/packet-filter.js';
import {catalogue} from '../../../source/text/text.js';
import {assemble, emptyParts} from '../../../source/model/ruleset.js';
import {readIptablesSave} from '../../../source/read/iptables/save.js';
import {ended, nativeRuleset, plainRule, rulesetOf, sample} from '../../support/packet-filter.js';

const text = catalogue('en');

/** The sample with other words, as a host without nft tells it. */
function savedRuleset(change: (words: string) => string): Ruleset {
	const saved = readIptablesSave(ended(change(sample('iptables', 'full.txt'))));
	if (!saved.known) throw new Error('unreadable');
	return finish(assemble({...emptyParts, saved: saved.value})).ruleset;
}

function viewFor(ruleset: Ruleset, change: Partial<PacketFilter> = {}): View {
	const labels = finish(labelChains(ruleset));
	const filter = {
		ruleset,
		labels,
		jumps: finish(indexJumps(ruleset)),
		rates: noRates,
		loss: null,
		ipsets: null,
		notes: [],
		whole: true,
		...change,
	};
	return viewOf(filter, finish(servicePorts(ruleset, labels)));
}

const at = (place: Place): NftablesState =>
	reduceNftables(initialNftables, {type: 'open', place, keys: [], height: 10});

/** The whole body for a place, as plain text without blanks at the ends. */
function shown(view: View, place: Place, {width = 80, height = 20, state = at(place)} = {}): string[] {
	const rows = rowsOf(view, place, state, undefined);
	const size = {width, height};
	const frame = frameOf(rows, state, view, undefined, size, text);
	const lines = nftablesLines(rows, frame, state, view, size, text).map(line => plain(line).trimEnd());
	expect(lines).toHaveLength(height);
	return lines;
}

const service = (view: View, name: string): Place => {
	const port = view.ports?.ports.find(each => each.service === name);
	if (!port) throw new Error(`no ${name}`);
	return {kind: 'service', port: port.key, name};
};

const full = viewFor(rulesetOf('full'));
const native = viewFor(nativeRuleset('kube-proxy'));

describe('service ports', () => {
	it.each([
		['iptables', full],
		['nftables', native],
	])('every port of %s mode with its ways in and what becomes of it', (mode, view) => {
		expect(view.ports?.mode).toBe(mode);
		const told = view.ports?.ports.map(({service: name, protocol, entries, endpoints, verdict}) =>
			[name, protocol, entries.map(({kind}) => kind).join(' '), endpoints, verdict].join(' '),
		);
		expect(told).toEqual([
			'default/demo tcp cluster-ip node-port 1 dnat',
			'default/kubernetes:https tcp cluster-ip 1 dnat',
			'kube-system/kube-dns:dns udp cluster-ip 1 dnat',
			'kube-system/kube-dns:dns-tcp tcp cluster-ip 1 dnat',
			'kube-system/kube-dns:metrics tcp cluster-ip 1 dnat',
			'kube-system/metrics-server:https tcp cluster-ip 1 dnat',
			'shop/empty:http tcp cluster-ip node-port 0 reject',
			'shop/ext:http tcp cluster-ip external-ip 1 dnat',
			'shop/lb:http tcp cluster-ip load-balancer node-port 1 dnat',
			expect.stringMatching(/^shop\/localonly:http tcp cluster-ip (?:load-balancer|external-ip) node-port 1 dnat$/),
			'shop/sticky:http tcp cluster-ip node-port 2 dnat',
			'shop/web:http tcp cluster-ip 3 dnat',
		]);
	});

	it('the list says ways in and result', () => {
		const lines = shown(full, {kind: 'services'});
		expect(lines[0]).toMatch(/Services +12 service ports, kube-proxy in iptables mode$/);
		expect(lines.find(row => row.startsWith('default/demo'))).toMatch(/10\.109\.65\.191:80 {2}\*:30094 +1 endpoint$/);
		expect(lines.find(row => row.startsWith('shop/empty:http'))).toMatch(/no endpoints$/);
	});

	it('without kube-proxy it says so', () => {
		const bare = viewFor(nativeRuleset('firewalld'));
		expect(shown(bare, {kind: 'services'}).join('\n')).toContain('nothing here leads to a service');
	});

	it('one chain of ipvs mode that was left behind changes nothing', () => {
		const ruleset = savedRuleset(words => words.replace('*nat\n', '*nat\n:KUBE-NODE-PORT - [0:0]\n'));
		const {ports} = viewFor(ruleset);
		expect(ports?.mode).toBe('iptables');
		expect(ports?.ports).toHaveLength(12);
	});

	it('ipvs mode says what it is and shows its sets', () => {
		// No rule leads to a service's own chain there: one that does outweighs a chain that was left behind.
		const ruleset = savedRuleset(words =>
			words.replaceAll('KUBE-NODEPORTS', 'KUBE-NODE-PORT').replaceAll(/KUBE-(?:SVC|SVL|EXT|FW|SEP)-/g, 'KUBE-OTHER-'),
		);
		const set = {name: 'KUBE-CLUSTER-IP', kind: 'set', type: 'hash:ip,port', comment: null, timeout: null} as const;
		const element = {key: '10.96.0.1,tcp:443', value: null, verdict: null, comment: null};
		const view = viewFor(ruleset, {ipsets: [{...set, elements: [element]}]});
		expect(view.ports).toEqual({mode: 'ipvs', ports: []});
		const said = shown(view, {kind: 'services'}).join('\n');
		expect(said).toContain('ipvs mode');
		expect(said).toMatch(/KUBE-CLUSTER-IP +hash:ip,port +1 member/);
	});
});

describe('the picture of a service', () => {
	it('entries, chains, shares, pods and their firewalls', () => {
		const lines = shown(full, service(full, 'shop/sticky:http'), {height: 36, width: 120});
		const said = lines.join('\n');
		expect(said).toMatch(/cluster address +10\.100\.10\.2:80\/tcp +\d+ {2}KUBE-SERVICES #\d+/);
		expect(said).toMatch(/node port +\*:30095\/tcp +1 {2}KUBE-NODEPORTS #2/);
		expect(said).toMatch(/► KUBE-EXT-25FJTMN2OLOPNGWS {2}from outside, policy Cluster +1$/m);
		expect(said).toMatch(/masquerades: the pod sees this node, not the client +1$/m);
		expect(said).toMatch(/spreads over 2 endpoints, sticky by client for 10800 s/);
		expect(said).toMatch(/├ +50\.0 % ██████░░░░░░ 10\.244\.0\.\d+:80 +\S+\/\S+/);
		expect(said).toMatch(/└ +50\.0 %/);
		expect(said).toContain('pod firewall: in open (default), out open (default)');
		expect(said).toContain('NAT sends a connection to one of 2 endpoints. t follows a packet there.');
	});

	it('policy Local: the chain of this node beside that of the cluster', () => {
		const said = shown(full, service(full, 'shop/localonly:http'), {height: 40, width: 120}).join('\n');
		expect(said).toContain('External traffic policy: Local.');
		expect(said).toMatch(/► KUBE-SVC-Z6AXWOIGHHVKJ7A5 {2}spreads over 1 endpoint/);
		expect(said).toMatch(/► KUBE-SVL-Z6AXWOIGHHVKJ7A5 {2}spreads over 1 endpoint on this node/);
		expect(said).toContain('in only kube-system/metrics-allow');
		expect(said).toMatch(/refused 2$/m);
	});

	it('says why it is refused', () => {
		const empty = shown(full, service(full, 'shop/empty:http'), {height: 30}).join('\n');
		expect(empty).toMatch(/KUBE-SERVICES #\d+ {2}rejected: no endpoints/);
		expect(empty).toContain('Rejected: the service has no ready endpoint.');
		const ranges = shown(full, service(full, 'shop/lb:http'), {height: 40}).join('\n');
		expect(ranges).toMatch(/► KUBE-FW-PV4EPRVIIQ32IMYP {2}only from 192\.168\.122\.0\/24/);
		expect(ranges).toContain('Sources outside 192.168.122.0/24 are dropped at the load balancer address.');
	});

	it('the same in nftables mode', () => {
		const said = shown(native, service(native, 'shop/web:http'), {height: 40, width: 120}).join('\n');
		expect(said).toMatch(/spreads over 3 endpoints/);
		expect(said.match(/33\.3 %/g)).toHaveLength(3);
		expect(said).toContain('NAT sends a connection to one of 3 endpoints. t follows a packet there.');
	});

	it.each([
		[80, 20],
		[60, 11],
		[120, 36],
	])('fits %i x %i, whatever is selected', (width, height) => {
		for (const name of ['shop/lb:http', 'shop/sticky:http', 'shop/empty:http']) {
			const place = service(full, name);
			let state = at(place);
			const {keys} = rowsOf(full, place, state, undefined);
			for (let step = 0; step < keys.length; step++) {
				shown(full, place, {width, height, state});
				const rows = rowsOf(full, place, state, undefined);
				const size = {width, height};
				const frame = frameOf(rows, state, full, undefined, size, text);
				const lines = nftablesLines(rows, frame, state, full, size, text);
				expect(lines.filter(line => line.some(({style}) => style?.inverse))).toHaveLength(1);
				state = reduceNftables(state, {type: 'move', action: 'list.down', keys, height});
			}
		}
	});
});

/** The ruleset after `change` counted on; rules that did not move stay the same objects. */
function counted(ruleset: Ruleset, change: (rule: Rule, chain: string) => number | undefined): Ruleset {
	return {
		...ruleset,
		tables: ruleset.tables.map(table => ({
			...table,
			chains: table.chains.map(chain => ({
				...chain,
				rules: chain.rules.map(rule => {
					const packets = change(rule, chain.name);
					return packets === undefined ? rule : {...plainRule(rule), packets, bytes: packets * 60};
				}),
			})),
		})),
	};
}

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
				.join(' ')
				.replaceAll(/\s+/g, ' ');
		expect(said(none)).toContain('The 242 rules of Kubernetes were flushed while we looked');
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
