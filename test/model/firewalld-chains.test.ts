import {describe, expect, test} from 'vitest';
import type {Ruleset, Table} from '../../source/facts/packet-filter.js';
import {noLabels} from '../../source/model/chain-labels.js';
import {tableOwner} from '../../source/model/kube-chains.js';
import {builtin} from '../../source/model/xtables-chains.js';
import {walkedAnswer} from '../../source/model/pod-reach/walked.js';
import {meaningAt, meaningText, refusals} from '../../source/model/refusals.js';
import {readIptablesSave} from '../../source/read/iptables/save.js';
import {readNftTables} from '../../source/read/nft/table.js';
import {catalogue} from '../../source/text/text.js';
import {must} from '../support/cluster.js';
import {outcomeOf, sample} from '../support/samples.js';

const en = catalogue('en');

/** firewalld 1.3.3, 2.3.1 and 2.5.2 name the same decisions in three ways. */

const native = (json: string): Ruleset => ({
	source: {rules: '', chains: ''},
	tables: must(readNftTables(outcomeOf({stdout: json}))).map(table => ({
		...table,
		owner: tableOwner(
			'inet',
			table.name,
			table.chains.map(({name}) => name),
		),
		kind: 'native',
	})),
});
const recorded = (path: string): Ruleset =>
	native((JSON.parse(sample(`firewalld-pods/${path}`)) as {readonly table: string}).table);
const newer = (version: string): Ruleset => native(sample(`newer/nft/${version}/firewalld-table.json`));

/** Chain and meaning of every rule that can refuse. */
const meanings = (ruleset: Ruleset): string[] =>
	refusals(ruleset, noLabels).map(
		({chain, meaning}) => `${chain.name}: ${meaningText(meaning, en.nftables.live.refusals)}`,
	);

describe('whose rule refuses', () => {
	test('2.5.2: the zone, where it does not let to, the policy', () => {
		expect(meanings(newer('1.1.7'))).toEqual(
			expect.arrayContaining([
				'filter_IN_public_to_HOST: firewalld: zone public does not allow it',
				'filter_FWD_public_to_pods: firewalld: zone public does not let it into zone pods',
				'filter_FWD_public_to_public: firewalld: zone public does not let it into zone public',
				'filter_IN_public_deny: firewalld: zone public does not allow it',
				'filter_IN_policy_deny-in_deny: firewalld: policy deny-in refuses it',
				'filter_INPUT: firewalld: no zone accepted it',
			]),
		);
	});

	test('2.3.1: the target in filter_INPUT_POLICIES is that of the zone that was asked before', () => {
		const said = meanings(newer('1.1.3'));
		expect(said).toEqual(
			expect.arrayContaining([
				'filter_INPUT_POLICIES: firewalld: zone public does not allow it',
				'filter_FORWARD_POLICIES: firewalld: zone public does not allow it',
				'filter_IN_policy_deny-in_deny: firewalld: policy deny-in refuses it',
				'filter_INPUT: firewalld: no zone accepted it',
			]),
		);
		expect(said.filter(each => each.startsWith('filter_INPUT_POLICIES: firewalld: no zone'))).toEqual([]);
	});

	test.each(['1.3.3', '2.3.1'])('%s: a policy that refuses is no zone of that name', version => {
		const said = [...meanings(recorded(`${version}/policy-deny.json`)), ...meanings(recorded(`${version}/drop.json`))];
		expect(said.filter(each => /zone policy_/.test(each))).toEqual([]);
		expect(said.some(each => /: firewalld: policy \S+ refuses it$/.test(each))).toBe(true);
		expect(said.some(each => /: firewalld: zone drop does not allow it$/.test(each))).toBe(true);
	});

	test('2.3.1: StrictForwardPorts', () => {
		expect(meanings(recorded('2.3.1/strict.json'))).toContain(
			'filter_FORWARD_dnat: firewalld: StrictForwardPorts=yes refuses DNAT made by others',
		);
	});

	test('each meaning has its sentence in both languages', async () => {
		const ja = await catalogue('ja');
		const all = ['1.1.3', '1.1.7'].flatMap(version => refusals(newer(version), noLabels));
		for (const {meaning} of all) {
			expect(meaningText(meaning, en.nftables.live.refusals)).not.toBe('');
			expect(meaningText(meaning, ja.nftables.live.refusals)).toMatch(
				meaning.id === 'invalid' ? /INVALID/ : /^firewalld: /,
			);
		}
	});

	test('a zone whose name holds the words of a chain is found by its own chains', () => {
		const base = (name: string): string[] =>
			['', '_pre', '_log', '_deny', '_allow', '_post'].map(end => `${name}${end}`);
		const chain = (name: string): unknown => ({chain: {family: 'inet', table: 'firewalld', name, handle: 1}});
		const names = [...base('filter_FWD_lan_to_go'), ...base('filter_FWD_deny'), 'filter_FWD_lan_to_go_to_deny'];
		const reject = (name: string): unknown => ({
			rule: {family: 'inet', table: 'firewalld', chain: name, handle: 2, expr: [{reject: null}]},
		});
		const json = JSON.stringify({
			nftables: [
				{table: {family: 'inet', name: 'firewalld', handle: 1}},
				...names.map(chain),
				...['filter_FWD_lan_to_go_to_deny', 'filter_FWD_deny', 'filter_FWD_lan_to_go_deny'].map(reject),
			],
		});
		expect(meanings(native(json)).toSorted()).toEqual([
			'filter_FWD_deny: firewalld: zone deny does not allow it',
			'filter_FWD_lan_to_go_deny: firewalld: zone lan_to_go does not allow it',
			'filter_FWD_lan_to_go_to_deny: firewalld: zone lan_to_go does not let it into zone deny',
		]);
	});
});

describe('the back end iptables', () => {
	const zone = (name: string): string[] =>
		['pre', 'log', 'deny', 'allow', 'post'].map(part => `:${name}_${part} - [0:0]`);
	const saved = (lines: readonly string[]): Ruleset => ({
		source: {rules: '', chains: ''},
		tables: must(readIptablesSave(outcomeOf({stdout: ['*filter', ...lines, 'COMMIT', ''].join('\n')}))).tables.map(
			({name, chains}): Table => ({
				...{family: 'ip', name, owner: null, kind: 'xtables', sets: []},
				chains: chains.values().map(chain => ({...builtin(name, chain), rules: chain.rules})),
			}),
		),
	});
	const rules = [
		...[':INPUT ACCEPT [0:0]', ':INPUT_POLICIES - [0:0]', ':IN_public - [0:0]'],
		'-A INPUT -j INPUT_POLICIES',
		'-A INPUT_POLICIES -i eth0 -j IN_public',
		'-A INPUT_POLICIES -i eth0 -m pkttype --pkt-type unicast -j LOG --log-prefix "filter_IN_public_REJECT: "',
		'-A INPUT_POLICIES -i eth0 -j REJECT --reject-with icmp-port-unreachable',
	];

	test('a zone with all its parts is told; LogDenied between does not hide it', () => {
		const lines = [...rules.slice(0, 3), ...zone('IN_public'), ...rules.slice(3)];
		expect(meanings(saved(lines))).toEqual(['INPUT_POLICIES: firewalld: zone public does not allow it']);
	});

	test('chains of these names that somebody else made are nobody’s', () => {
		expect(meanings(saved(rules))).toEqual(['INPUT_POLICIES: ']);
	});
});

test('what refuses a packet from a pod is named by the rules alone', () => {
	const pods = {cidr: '10.244.0.0/24', bridge: 'kube-bridge', outward: 'enp1s0'};
	const links = [{name: 'enp1s0', kind: '', addresses: [{local: '192.168.122.161', prefixlen: 24}]}];
	const walk = (ruleset: Ruleset) =>
		walkedAnswer(ruleset.tables, {links: links as never, routes: []}, pods, ['10.244.0.9'], {
			kind: 'port',
			port: '6443/tcp',
		});
	for (const version of ['1.1.3', '1.1.7'])
		expect(walk(newer(version))).toEqual({answer: 'no', by: {kind: 'policy', name: 'deny-in'}});
	expect(walk(recorded('2.3.1/stock.json'))).toEqual({answer: 'no', by: {kind: 'zone', name: 'public'}});
	expect(walk(recorded('1.3.3/stock.json'))).toEqual({answer: 'no', by: {kind: 'zone', name: 'public'}});
});

test('a hop that refuses has a meaning, one that only leads on has none', () => {
	const ruleset = newer('1.1.7');
	const hop = (chain: string, index: number | null) =>
		meaningAt(ruleset, {family: 'inet', table: 'firewalld', chain, index}, noLabels);
	expect(hop('filter_IN_public_to_HOST', 3)).toEqual({id: 'zone', who: 'public'});
	expect(hop('filter_IN_public_to_HOST', 0)).toBeUndefined();
	expect(hop('filter_INPUT', null)).toBeUndefined();
});
