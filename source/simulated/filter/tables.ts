import {traces} from '../cluster/view.js';
import {since, type Moment} from '../moment.js';
import type {Cluster} from '../state.js';
import {withoutDeleted} from './deleted.js';
import {dispatch, nodePorts, refusals} from './kube-proxy.js';
import {
	commonChains,
	guardedPods,
	podChains,
	policyJump,
	routerChains,
	versionOf,
	type Guarded,
} from './kube-router.js';
import {policiesFor, policyRules, type IpSet, type Policy} from './policies.js';
import {comment, jump, maker, type Maker} from './rule-maker.js';
import type {Chain, Match, Rule, Table} from './rule.js';
import {portChains} from './service-chains.js';
import {servicePorts, type Port} from './service-ports.js';
import {proxySynced, routerSynced} from './syncs.js';

/** All xtables tables of the host at one moment; none before kube-proxy wrote the first rule. */

const fresh: Match = {m: 'states', names: 'NEW'};
const marked: Match = {m: 'mark', value: 0x40_00};
const unmarked: Match = {m: 'mark', not: true, value: 0x40_00};
const empty = (name: string): Chain => ({name, hook: null, rules: []});

/** What is there, and how its rules are counted. */
type Scene = {
	ports: Port[];
	/** kube-router has written its policy chains. */
	router: boolean;
	pods: Guarded[];
	policies: Policy[];
	version: string;
	/** Somebody flushed the tables since the start: what is written only then is not there. */
	flushed: boolean;
	nfacct: boolean;
	/** Since kube-proxy's first rules, since its last sync, since kube-router's last sync. */
	rule: Maker;
	shared: Maker;
	routing: Maker;
};

function scene(moment: Moment, cluster: Cluster): Scene {
	const router = since(moment, cluster.routerRulesAt) >= 0;
	const {at} = routerSynced(moment, cluster);
	const pods = router ? guardedPods(moment, cluster) : [];
	const records = (cluster.policies ?? []).filter(policy => since(moment, policy.at) >= 0);
	return {
		ports: servicePorts(moment, cluster),
		router,
		pods,
		policies: router ? policiesFor(records, pods) : [],
		version: versionOf(at),
		flushed: cluster.flushedAt !== undefined,
		nfacct: moment.faults.nfacct ?? false,
		rule: maker(since(moment, cluster.proxyRulesAt)),
		shared: maker(since(moment, proxySynced(moment, cluster))),
		routing: maker(since(moment, at)),
	};
}

export const tables = (moment: Moment): Table[] => withoutDeleted(written(moment), moment.state);

function written(moment: Moment): Table[] {
	const cluster = traces(moment);
	if (cluster === null || since(moment, cluster.proxyRulesAt) < 0) return [];
	const all = scene(moment, cluster);
	const kubelet = all.flushed ? [] : [empty('KUBE-KUBELET-CANARY')];
	return [
		{
			name: 'mangle',
			chains: [...(all.flushed ? [] : [empty('KUBE-IPTABLES-HINT')]), ...kubelet, empty('KUBE-PROXY-CANARY')],
		},
		{name: 'nat', chains: [...kubelet, ...nat(all)]},
		{
			name: 'filter',
			chains: [
				...filterHooks(all),
				...filterChains(all, kubelet),
				...podChains(all.pods, all.policies, all.version, all.routing),
				...policyRules(all.policies, all.pods, all.version, all.routing).chains,
			],
		},
	];
}

/** kube-router's sets: the two of its masquerade, and those of the policies. They outlive a flush of the tables. */
export function ipSets(moment: Moment): IpSet[] {
	const cluster = traces(moment);
	if (cluster === null || (since(moment, cluster.routerRulesAt) < 0 && cluster.flushedAt === undefined)) return [];
	const {policies, pods, version, routing} = scene(moment, cluster);
	return [
		{name: 'kube-router-pod-subnets', type: 'hash:net', entries: ['10.244.0.0/24']},
		{name: 'kube-router-node-ips', type: 'hash:ip', entries: ['192.168.122.161']},
		...policyRules(policies, pods, version, routing).sets,
	];
}

function nat({ports, router, flushed, nfacct, rule, shared}: Scene): Chain[] {
	const all = (select: (port: Port) => number): number => ports.reduce((sum, port) => sum + select(port), 0);
	const node = ({port}: Port, count: number): number => (port.nodePort === null ? 0 : count);
	const through = all(port => node(port, port.service.nodeConnections) + port.service.clusterConnections);
	const recentNode = all(port => node(port, port.recent.node));
	const recent = recentNode + all(port => port.recent.cluster);
	const portals = comment('kubernetes service portals');
	const hook = (name: string, where: string, priority: number, word: string, rules: Rule[]): Chain => ({
		name,
		hook: {type: 'nat', hook: where, priority, word},
		rules,
	});
	const masquerade: Match[] = [
		{m: 'set', name: 'kube-router-pod-subnets', side: 'src'},
		{m: 'set', not: true, name: 'kube-router-pod-subnets', side: 'dst'},
		{m: 'set', not: true, name: 'kube-router-node-ips', side: 'dst'},
	];
	return [
		empty('KUBE-PROXY-CANARY'),
		{name: 'KUBE-SERVICES', hook: null, rules: counting(dispatch(ports, shared), recentNode)},
		hook('OUTPUT', 'output', -100, 'dstnat', [rule('nat OUTPUT 0', [portals], jump('KUBE-SERVICES'), through)]),
		hook('PREROUTING', 'prerouting', -100, 'dstnat', [rule('nat PREROUTING 0', [portals], jump('KUBE-SERVICES'))]),
		{
			name: 'KUBE-POSTROUTING',
			hook: null,
			rules: [
				shared('nat KUBE-POSTROUTING 0', [unmarked], {t: 'return'}),
				shared('', [], {t: 'mark', op: 'xor', value: 0x40_00}, recent),
				shared('', [comment('kubernetes service traffic requiring SNAT')], {t: 'masquerade'}, recent),
			],
		},
		hook('POSTROUTING', 'postrouting', 100, 'srcnat', [
			rule('nat POSTROUTING 0', [comment('kubernetes postrouting rules')], jump('KUBE-POSTROUTING'), through),
			...(router && !flushed ? [rule('nat POSTROUTING 1', masquerade, {t: 'masquerade'})] : []),
		]),
		{name: 'KUBE-NODEPORTS', hook: null, rules: nodePorts(ports, shared, nfacct)},
		{
			name: 'KUBE-MARK-MASQ',
			hook: null,
			rules: [shared('', [], {t: 'mark', op: 'or', value: 0x40_00}, recent)],
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

/** After a flush kube-router's jumps stand behind kube-proxy's; its ACCEPTs and the kubelet's jump are not there. */
function filterHooks({router, flushed, rule}: Scene): Chain[] {
	const balancer = comment('kubernetes load balancer firewall');
	const portals = comment('kubernetes service portals');
	const visible = comment('kubernetes externally-visible service portals');
	const hook = (name: 'INPUT' | 'FORWARD' | 'OUTPUT', routing: Rule[], proxy: Rule[], kubelet: Rule[]): Chain => {
		const policy = router ? [policyJump(name, rule)] : [];
		const rules = flushed ? [...proxy, ...policy] : [...policy, ...(router ? routing : []), ...proxy, ...kubelet];
		return {name, hook: {type: 'filter', hook: name.toLowerCase(), priority: 0, word: 'filter'}, rules};
	};

	const bridge = (match: Match, words: string): Rule => rule('', [match, comment(words)], {t: 'accept'});
	const uplink = 'allow outbound node port traffic on node interface with which node ip is associated';
	return [
		hook(
			'INPUT',
			[],
			[
				rule('filter INPUT 1', [fresh, balancer], jump('KUBE-PROXY-FIREWALL')),
				rule('filter INPUT 2', [comment('kubernetes health check service ports')], jump('KUBE-NODEPORTS')),
				rule('filter INPUT 3', [fresh, visible], jump('KUBE-EXTERNAL-SERVICES')),
			],
			[rule('filter INPUT 4', [], jump('KUBE-FIREWALL'))],
		),
		hook(
			'FORWARD',
			[
				bridge({m: 'out', name: 'enp1s0'}, uplink),
				bridge({m: 'out', name: 'kube-bridge'}, 'allow inbound traffic to pods'),
				bridge({m: 'in', name: 'kube-bridge'}, 'allow outbound traffic from pods'),
			],
			[
				rule('', [fresh, balancer], jump('KUBE-PROXY-FIREWALL')),
				rule('', [comment('kubernetes forwarding rules')], jump('KUBE-FORWARD')),
				rule('', [fresh, portals], jump('KUBE-SERVICES')),
				rule('', [fresh, visible], jump('KUBE-EXTERNAL-SERVICES')),
			],
			[],
		),
		hook(
			'OUTPUT',
			[],
			[
				rule('filter OUTPUT 1', [fresh, balancer], jump('KUBE-PROXY-FIREWALL')),
				rule('filter OUTPUT 2', [fresh, portals], jump('KUBE-SERVICES')),
			],
			[rule('filter OUTPUT 3', [], jump('KUBE-FIREWALL'))],
		),
	];
}

function filterChains(
	{ports, router, flushed, nfacct, pods, rule, routing}: Scene,
	kubelet: readonly Chain[],
): Chain[] {
	const {internal, external, firewall, health} = refusals(ports, rule);
	const localnet = rule(
		'',
		[
			{m: 'src', not: true, cidr: '127.0.0.0/8'},
			{m: 'dst', cidr: '127.0.0.0/8'},
			comment('block incoming localnet connections'),
			{m: 'states', not: true, names: 'RELATED,ESTABLISHED,DNAT'},
		],
		{t: 'drop'},
	);
	const invalid: Match[] = nfacct ? [{m: 'nfacct', name: 'ct_state_invalid_dropped_pkts'}] : [];
	const forward = [
		rule('', [{m: 'states', names: 'INVALID'}, ...invalid], {t: 'drop'}),
		rule('', [comment('kubernetes forwarding rules'), marked], {t: 'accept'}),
		rule('', [comment('kubernetes forwarding conntrack rule'), {m: 'states', names: 'RELATED,ESTABLISHED'}], {
			t: 'accept',
		}),
	];
	return [
		{name: 'KUBE-EXTERNAL-SERVICES', hook: null, rules: external},
		...(flushed ? [] : [{name: 'KUBE-FIREWALL', hook: null, rules: [localnet]}]),
		{name: 'KUBE-FORWARD', hook: null, rules: forward},
		...kubelet,
		{name: 'KUBE-NODEPORTS', hook: null, rules: health},
		...(router ? commonChains(routing) : []),
		empty('KUBE-PROXY-CANARY'),
		{name: 'KUBE-PROXY-FIREWALL', hook: null, rules: firewall},
		...(router ? routerChains(pods, routing) : []),
		{name: 'KUBE-SERVICES', hook: null, rules: internal},
	];
}
