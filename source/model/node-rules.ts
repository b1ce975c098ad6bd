import {bridge} from '../command/k0s-paths.js';
import type {Route} from '../facts/network.js';
import {contains, overlaps, parseCidr} from './cidr.js';
import {accepts, knownServices, type FirewallZones, type Zone} from './firewall.js';
import {sourceOfRule, type Item, type Profile} from './firewall-items.js';
import {waysTo} from './lock-out/lock-out.js';
import {answerOf, judges} from './lock-out/zone.js';

/**
 * What other nodes must reach, by k0s's own table "Required ports and protocols" (docs.k0sproject.io, networking, 1.34):
 * etcd peers, API server, join API and konnectivity on a controller; kubelet, BGP of kube-router and VXLAN of Calico on a
 * worker. The table's `TCP 112` is left out: VRRP is an IP protocol, and only control plane load balancing uses it.
 */
const ofController = ['6443/tcp', '8132/tcp', '9443/tcp', '2380/tcp'];
const ofWorker = ['10250/tcp', '179/tcp', '4789/udp'];

/**
 * IP protocols between workers in different networks: kube-router tunnels there (`--overlay-type=subnet`), IPv4 in IPv4
 * (4) or IPv6 in IPv6 (41). By number: /etc/protocols calls 94 `ipip`, and 4 `ipencap` or `ipv4`.
 */
const tunnel = {4: '4', 6: '41'} as const;

/** What this host is to its cluster, as far as the firewall asks. */
export type NodeParts = {readonly controls: boolean; readonly works: boolean};

/** Ports that nodes must reach on a host of this role. */
export const portsOf = ({controls, works}: NodeParts): readonly string[] => [
	...(controls ? ofController : []),
	...(works ? ofWorker : []),
];

/** The rich rules that let one node, or a network of nodes, reach them: as firewalld prints them. */
export function nodeRules(node: string, parts: NodeParts): readonly string[] {
	const family = node.includes(':') ? 6 : 4;
	const from = `rule family="ipv${family}" source address="${node}"`;
	return [
		...portsOf(parts).map(each => {
			const [port = '', protocol = ''] = each.split('/');
			return `${from} port port="${port}" protocol="${protocol}" accept`;
		}),
		...(parts.works ? [`${from} protocol value="${tunnel[family]}" accept`] : []),
	];
}

/** Whether this zone lets the node do what the rule is for: by its target, by itself, or by a rule for a network around it. */
export function letsNode(zone: Zone, node: string, rule: string): 'yes' | 'no' | 'perhaps' {
	const own = parseCidr(node);
	if (own === undefined) return 'perhaps';
	if (zone.target === 'ACCEPT') return 'yes';
	const [, port, protocol] = /port port="(\d+)" protocol="(\w+)"/.exec(rule) ?? [];
	const from = {family: own.family, cidr: own};
	if (port !== undefined && protocol === 'tcp') {
		const answer = answerOf(zone, {from, to: null, port: Number(port)}, knownServices);
		return ({accept: 'yes', deny: 'no', unknown: 'perhaps'} as const)[answer];
	}

	if (port !== undefined && accepts(zone, `${port}/${protocol ?? ''}`) === 'yes') return 'yes';
	const [, number] = /protocol value="(\d+)"/.exec(rule) ?? [];
	if (number !== undefined && zone.protocols.includes(number)) return 'yes';
	const around = zone.richRules.some(other => {
		const network = parseCidr(sourceOfRule(other));
		return network !== undefined && contains(network, own) && withoutSource(other) === withoutSource(rule);
	});
	return around ? 'yes' : 'no';
}

const withoutSource = (rule: string): string => rule.replace(/source address="[^"]*" /, '');

/** The zones that judge what comes from a node, by all interfaces towards it; empty: no route leads there. */
export function zonesOfNode(
	node: string,
	firewall: FirewallZones,
	routes: readonly Route[],
	outward: string | undefined,
): readonly Zone[] {
	const cidr = parseCidr(node);
	if (cidr === undefined) return [];
	const ways = outward === undefined ? waysTo(routes, cidr, true) : [outward];
	const zones = ways.flatMap(dev => judges(firewall, {family: cidr.family, cidr}, dev));
	return zones.filter(({name}, index) => zones.findIndex(other => other.name === name) === index);
}

/** The first node that lies in a network of pods, with that network: no machine can have such an address. */
export function insidePods(
	nodes: readonly string[],
	podNetworks: readonly string[],
): readonly [node: string, network: string] | undefined {
	for (const node of nodes) {
		const network = podNetworks.find(each => {
			const [a, b] = [parseCidr(node), parseCidr(each)];
			return a !== undefined && b !== undefined && overlaps(a, b);
		});
		if (network !== undefined) return [node, network];
	}

	return undefined;
}

export type NodePlan = {
	readonly nodes: readonly string[];
	readonly parts: NodeParts;
	/** The networks of pods: other nodes send their pods' packets as they are, unless they tunnel them. */
	readonly podNetworks: readonly string[];
	/** Undefined: by the routes. */
	readonly outward: string | undefined;
};

/**
 * Pods trusted as in the profile single-node; with those of other nodes, where pods run; and the ports of the role for
 * these nodes alone, in the zones that judge them. A zone that accepts everything needs no rule. Rich rules, since a zone
 * of our own would need a reload before it could be tried, and would take these nodes' logins into it.
 */
export function nodeProfile(
	{nodes, parts, podNetworks, outward}: NodePlan,
	firewall: FirewallZones,
	routes: readonly Route[],
): Profile | {readonly unplaced: string} {
	const placed = nodes.map(node => ({node, zones: zonesOfNode(node, firewall, routes, outward)}));
	const unplaced = placed.find(({zones}) => zones.length === 0);
	if (unplaced !== undefined) return {unplaced: unplaced.node};
	const pods: readonly Item[] = [
		{kind: 'interface', zone: 'trusted', value: bridge},
		...podNetworks.map((value): Item => ({kind: 'source', zone: 'trusted', value})),
	];
	return {
		items: [
			...(parts.works ? pods : []),
			...placed.flatMap(({node, zones}) =>
				zones
					.filter(({target}) => target !== 'ACCEPT')
					.flatMap(({name}) => nodeRules(node, parts).map((value): Item => ({kind: 'rich-rule', zone: name, value}))),
			),
		],
		defaultZone: undefined,
	};
}
