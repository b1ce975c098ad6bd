import type {NetworkPolicy, PolicyPeer, PolicyPort, PolicyRule} from '../../facts/network-policy.js';
import {contains as holds, parseCidr} from '../cidr.js';
import {selects} from './selector.js';

/** One end of a flow. `pod` null: no pod, only its address counts. */
export type Party = {
	readonly pod: {
		readonly namespace: string;
		readonly name: string;
		readonly labels: Readonly<Record<string, string>>;
	} | null;
	readonly addresses: readonly string[];
};

export type PolicyFlow = {
	readonly from: Party;
	readonly to: Party;
	/** `tcp`, `udp`, `sctp`; `icmp` has no ports. */
	readonly protocol: string;
	/** At the receiving pod, after every NAT. */
	readonly port: number | null;
	/** Names of that port at the receiving pod; null: not known. */
	readonly portNames: readonly string[] | null;
};

export type NamespaceLabels = ReadonlyMap<string, Readonly<Record<string, string>>>;

export type Side = {
	/** Policies that select the pod and rule this direction. None: everything may pass. */
	readonly policies: readonly NetworkPolicy[];
	/** Of those the ones of which a rule lets the flow pass. */
	readonly allowedBy: readonly NetworkPolicy[];
	/** True: it may pass; null: it depends on what is not known. */
	readonly allowed: boolean | null;
};

/** Both directions, as the API defines them; what the node's own plugin adds to it is not in here. */
export const decide = (
	policies: readonly NetworkPolicy[],
	namespaces: NamespaceLabels | null,
	flow: PolicyFlow,
): {readonly ingress: Side; readonly egress: Side} => ({
	ingress: sideOf(policies, namespaces, flow, 'ingress'),
	egress: sideOf(policies, namespaces, flow, 'egress'),
});

function sideOf(
	policies: readonly NetworkPolicy[],
	namespaces: NamespaceLabels | null,
	flow: PolicyFlow,
	side: 'ingress' | 'egress',
): Side {
	const {pod} = side === 'ingress' ? flow.to : flow.from;
	if (!pod) return {policies: [], allowedBy: [], allowed: true};
	const mine = policies.filter(
		policy =>
			policy[side] !== null && policy.namespace === pod.namespace && selects(policy.podSelector, pod.labels) !== false,
	);
	const unsure = mine.some(({podSelector}) => selects(podSelector, pod.labels) === null);
	if (mine.length === 0) return {policies: [], allowedBy: [], allowed: true};
	const other = side === 'ingress' ? flow.from : flow.to;
	const told = mine.map(policy => ({
		policy,
		answer: any((policy[side] ?? []).map(rule => allows(rule, policy.namespace, namespaces, other, flow))),
	}));
	const allowedBy = told.filter(({answer}) => answer === true).map(({policy}) => policy);
	const allowed = allowedBy.length > 0 ? true : unsure || told.some(({answer}) => answer === null) ? null : false;
	return {policies: mine, allowedBy, allowed};
}

type Told = boolean | null;

const any = (answers: readonly Told[]): Told => (answers.includes(true) ? true : answers.includes(null) ? null : false);
const both = (a: Told, b: Told): Told => (a === false || b === false ? false : a === null || b === null ? null : true);

function allows(
	{peers, ports}: PolicyRule,
	own: string,
	namespaces: NamespaceLabels | null,
	other: Party,
	flow: PolicyFlow,
): Told {
	const who = peers === null ? true : any(peers.map(peer => isPeer(peer, own, namespaces, other)));
	return both(who, ports === null ? true : any(ports.map(port => isPort(port, flow))));
}

function isPeer(peer: PolicyPeer, own: string, namespaces: NamespaceLabels | null, {pod, addresses}: Party): Told {
	if (peer.kind === 'unread') return null;
	if (peer.kind === 'block') {
		const inside = (cidr: string): boolean => addresses.some(address => contains(cidr, address));
		return inside(peer.cidr) && !peer.except.some(inside);
	}

	if (!pod) return false;
	const labels = namespaces?.get(pod.namespace);
	const there =
		peer.namespaces === null
			? pod.namespace === own
			: peer.namespaces.length === 0
				? true
				: labels
					? selects(peer.namespaces, labels)
					: null;
	return both(there, peer.pods === null ? true : selects(peer.pods, pod.labels));
}

function contains(cidr: string, address: string): boolean {
	const network = parseCidr(cidr);
	const own = parseCidr(address);
	return network !== undefined && own !== undefined && holds(network, own);
}

function isPort({protocol, port, endPort}: PolicyPort, flow: PolicyFlow): Told {
	if (protocol.toLowerCase() !== flow.protocol) return false;
	if (port === null) return true;
	if (typeof port === 'string') return flow.portNames === null ? null : flow.portNames.includes(port);
	if (flow.port === null) return null;
	return endPort === null ? flow.port === port : flow.port >= port && flow.port <= endPort;
}
