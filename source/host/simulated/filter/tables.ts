import {traces} from '../cluster/view.js';
import {since, type Moment} from '../moment.js';
import {withoutDeleted} from './deleted.js';
import {dispatch, maker, nodePorts, portChains, rejections, servicePorts, type Maker, type Port} from './kube-proxy.js';
import {guardedPods, podChains, policyChains, routerChains} from './kube-router.js';
import type {Chain, Match, Rule, Table, Target} from './rule.js';

/** All xtables tables of the host at one moment; none before kube-proxy wrote the first rule. */

const comment = (text: string): Match => ({m: 'comment', text});
const jump = (chain: string): Target => ({t: 'jump', chain});
const fresh: Match = {m: 'states', names: 'NEW'};
const marked: Match = {m: 'mark', value: 0x40_00};
const unmarked: Match = {m: 'mark', not: true, value: 0x40_00};
const empty = (name: string): Chain => ({name, hook: null, rules: []});

export const tables = (moment: Moment): Table[] => withoutDeleted(written(moment), moment.state);

function written(moment: Moment): Table[] {
	const cluster = traces(moment);
	if (cluster === null || since(moment, cluster.proxyRulesAt) < 0) return [];
	const rule = maker(since(moment, cluster.proxyRulesAt));
	const router = since(moment, cluster.routerRulesAt) >= 0;
	const routerRule = maker(since(moment, cluster.routerRulesAt));
	const ports = servicePorts(moment, cluster);
	const pods = router ? guardedPods(moment, cluster) : [];
	return [
		{
			name: 'mangle',
			chains: [empty('KUBE-IPTABLES-HINT'), empty('KUBE-KUBELET-CANARY'), empty('KUBE-PROXY-CANARY')],
		},
		{name: 'nat', chains: nat(ports, router, rule)},
		{
			name: 'filter',
			chains: [
				...filterHooks(router, rule),
				...filterChains(ports, router, rule, routerRule, routerChains(pods, routerRule)),
				...podChains(pods, routerRule),
			],
		},
	];
}

function nat(ports: readonly Port[], router: boolean, rule: Maker): Chain[] {
	const through = ports.reduce(
		(sum, {service, port}) => sum + (port.nodePort === null ? 0 : service.nodeConnections),
		0,
	);
	const inside = ports.reduce((sum, {service}) => sum + service.clusterConnections, 0);
	const portals = comment('kubernetes service portals');
	const hook = (name: string, where: string, priority: number, word: string, rules: Rule[]): Chain => ({
		name,
		hook: {type: 'nat', hook: where, priority, word},
		rules,
	});
	return [
		empty('KUBE-KUBELET-CANARY'),
		empty('KUBE-PROXY-CANARY'),
		{name: 'KUBE-SERVICES', hook: null, rules: counting(dispatch(ports, rule), through)},
		hook('OUTPUT', 'output', -100, 'dstnat', [
			rule('nat OUTPUT 0', [portals], jump('KUBE-SERVICES'), through + inside),
		]),
		hook('PREROUTING', 'prerouting', -100, 'dstnat', [rule('nat PREROUTING 0', [portals], jump('KUBE-SERVICES'))]),
		{
			name: 'KUBE-POSTROUTING',
			hook: null,
			rules: [
				rule('nat KUBE-POSTROUTING 0', [unmarked], {t: 'return'}),
				rule('', [], {t: 'mark', op: 'xor', value: 0x40_00}, through + inside),
				rule('', [comment('kubernetes service traffic requiring SNAT')], {t: 'masquerade'}, through + inside),
			],
		},
		hook('POSTROUTING', 'postrouting', 100, 'srcnat', [
			rule('nat POSTROUTING 0', [comment('kubernetes postrouting rules')], jump('KUBE-POSTROUTING'), through + inside),
			...(router
				? [
						rule(
							'nat POSTROUTING 1',
							[
								{m: 'set', name: 'kube-router-pod-subnets', side: 'src'},
								{m: 'set', not: true, name: 'kube-router-pod-subnets', side: 'dst'},
								{m: 'set', not: true, name: 'kube-router-node-ips', side: 'dst'},
							],
							{t: 'masquerade'},
						),
					]
				: []),
		]),
		{name: 'KUBE-NODEPORTS', hook: null, rules: nodePorts(ports, rule)},
		{
			name: 'KUBE-MARK-MASQ',
			hook: null,
			rules: [rule('', [], {t: 'mark', op: 'or', value: 0x40_00}, through + inside)],
		},
		...settledOrder(ports).flatMap(port => portChains(port, rule)),
	];
}

/** The last rule of KUBE-SERVICES counts what came to a node port, too. */
function counting(rules: Rule[], through: number): Rule[] {
	return rules.map((rule, index) =>
		index === rules.length - 1 ? {...rule, packets: rule.packets + through, bytes: rule.bytes + through * 60} : rule,
	);
}

/** Chains were made in the order in which the services came; the guide's three came first. */
function settledOrder(ports: readonly Port[]): Port[] {
	return [...ports].sort((a, b) => a.service.at - b.service.at);
}

function filterHooks(router: boolean, rule: Maker): Chain[] {
	const balancer = comment('kubernetes load balancer firewall');
	const portals = comment('kubernetes service portals');
	const visible = comment('kubernetes externally-visible service portals');
	const policy = (key: string, hash: string, chain: string): Rule[] =>
		router ? [rule(key, [comment(`kube-router netpol - ${hash}`)], jump(chain))] : [];
	const hook = (name: string, where: string, rules: Rule[]): Chain => ({
		name,
		hook: {type: 'filter', hook: where, priority: 0, word: 'filter'},
		rules,
	});
	const bridge = (match: Match, words: string): Rule => rule('', [match, comment(words)], {t: 'accept'});
	return [
		hook('INPUT', 'input', [
			...policy('filter INPUT 0', '4IA2OSFRMVNDXBVV', 'KUBE-ROUTER-INPUT'),
			rule('filter INPUT 1', [fresh, balancer], jump('KUBE-PROXY-FIREWALL')),
			rule('filter INPUT 2', [comment('kubernetes health check service ports')], jump('KUBE-NODEPORTS')),
			rule('filter INPUT 3', [fresh, visible], jump('KUBE-EXTERNAL-SERVICES')),
			rule('filter INPUT 4', [], jump('KUBE-FIREWALL')),
		]),
		hook('FORWARD', 'forward', [
			...policy('filter FORWARD 0', 'TEMCG2JMHZYE7H7T', 'KUBE-ROUTER-FORWARD'),
			...(router
				? [
						bridge(
							{m: 'out', name: 'enp1s0'},
							'allow outbound node port traffic on node interface with which node ip is associated',
						),
						bridge({m: 'out', name: 'kube-bridge'}, 'allow inbound traffic to pods'),
						bridge({m: 'in', name: 'kube-bridge'}, 'allow outbound traffic from pods'),
					]
				: []),
			rule('', [fresh, balancer], jump('KUBE-PROXY-FIREWALL')),
			rule('', [comment('kubernetes forwarding rules')], jump('KUBE-FORWARD')),
			rule('', [fresh, portals], jump('KUBE-SERVICES')),
			rule('', [fresh, visible], jump('KUBE-EXTERNAL-SERVICES')),
		]),
		hook('OUTPUT', 'output', [
			...policy('filter OUTPUT 0', 'VEAAIY32XVBHCSCY', 'KUBE-ROUTER-OUTPUT'),
			rule('filter OUTPUT 1', [fresh, balancer], jump('KUBE-PROXY-FIREWALL')),
			rule('filter OUTPUT 2', [fresh, portals], jump('KUBE-SERVICES')),
			rule('filter OUTPUT 3', [], jump('KUBE-FIREWALL')),
		]),
	];
}

function filterChains(
	ports: readonly Port[],
	router: boolean,
	rule: Maker,
	routerRule: Maker,
	routing: readonly Chain[],
): Chain[] {
	const {internal, external} = rejections(ports, rule);
	const firewall = rule(
		'',
		[
			{m: 'src', not: true, cidr: '127.0.0.0/8'},
			{m: 'dst', cidr: '127.0.0.0/8'},
			comment('block incoming localnet connections'),
			{m: 'states', not: true, names: 'RELATED,ESTABLISHED,DNAT'},
		],
		{t: 'drop'},
	);
	const forward = [
		rule('', [{m: 'states', names: 'INVALID'}], {t: 'drop'}),
		rule('', [comment('kubernetes forwarding rules'), marked], {t: 'accept'}),
		rule('', [comment('kubernetes forwarding conntrack rule'), {m: 'states', names: 'RELATED,ESTABLISHED'}], {
			t: 'accept',
		}),
	];
	return [
		{name: 'KUBE-EXTERNAL-SERVICES', hook: null, rules: external},
		{name: 'KUBE-FIREWALL', hook: null, rules: [firewall]},
		{name: 'KUBE-FORWARD', hook: null, rules: forward},
		empty('KUBE-KUBELET-CANARY'),
		empty('KUBE-NODEPORTS'),
		...(router ? policyChains(routerRule) : []),
		empty('KUBE-PROXY-CANARY'),
		empty('KUBE-PROXY-FIREWALL'),
		...(router ? routing : []),
		{name: 'KUBE-SERVICES', hook: null, rules: internal},
	];
}
