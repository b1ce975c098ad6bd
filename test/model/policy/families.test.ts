import {expect, test} from 'vitest';
import type {Pod} from '../../../source/facts/cluster.js';
import type {NetworkPolicy} from '../../../source/facts/network-policy.js';
import {known} from '../../../source/facts/reading.js';
import {explain, type PolicyWorld} from '../../../source/model/policy/explain.js';

// kube-router 2.6.1 with two families: `ip6tables-restore` failed ("Set inet6:KUBE-SRC-… doesn't exist"), and it gave up.

const policy = {
	namespace: 'shop',
	name: 'closed',
	podSelector: [],
	ingress: [],
	egress: null,
} as unknown as NetworkPolicy;
const chain = 'KUBE-NWPLCY-AAAAAAAAAAAAAAAA';
const table = (family: 'ip' | 'ip6') => ({
	...{family, name: 'filter', kind: 'xtables', owner: null, sets: []},
	chains: [
		{name: chain, rules: []},
		{name: 'KUBE-POD-FW-B', rules: [{text: `-A X -j ${chain}`, verdict: {kind: 'jump', chain}}]},
	],
});

const world = (families: ReadonlyArray<'ip' | 'ip6'>, ips: readonly string[], filterWhole = true): PolicyWorld =>
	({
		pods: known([
			{
				namespace: 'shop',
				name: 'web',
				labels: {},
				ips,
				hostNetwork: false,
				phase: 'Running',
				containers: [],
			} as unknown as Pod,
		]),
		ruleset: {source: {rules: '', chains: ''}, tables: families.map(family => table(family))},
		labels: {chains: new Map([[chain, {kind: 'policy', policy: 'shop/closed'}]]), pods: new Map()},
		ipsets: null,
		filterWhole,
	}) as unknown as PolicyWorld;

const both = ['10.244.0.7', 'fd00::7'];
test.each([
	['both carried', world(['ip', 'ip6'], both), null],
	['IPv6 is not', world(['ip'], both), 'IPv6'],
	['IPv4 is not', world(['ip6'], both), 'IPv4'],
	['pods of IPv4 alone', world(['ip'], ['10.244.0.7']), null],
	['no rule at all: that is said in its own words', world([], both), null],
	['not all could be read', world(['ip'], both, false), null],
])('families in which rules carry a policy: %s', (_, given, bare) => {
	expect(explain(policy, given).bare).toBe(bare);
});
