import type {Link, LinkWithPeer, Namespace, Topology} from '../facts/network.js';
import {hostKey, linkKey, namespaceKey} from './network-keys.js';

/** What leads out of the host. `gateways`: next hops of its default routes. */
export type Uplink = {
	readonly key: string;
	readonly link: LinkWithPeer;
	/** The bridge that it is a port of and that has its routes and addresses (a host of virtual machines). */
	readonly through: LinkWithPeer | null;
	readonly gateways: readonly string[];
	/** The namespace at its other end, where that is on this machine. */
	readonly beyond: Namespace | null;
};

/** One link of the host and what is at its other end. `namespace` null: nothing that is known here. */
export type Wire = {readonly key: string; readonly link: LinkWithPeer; readonly namespace: Namespace | null};

/** A bridge with its ports, or (bridge null) what hangs on the host directly. */
export type Branch = {
	readonly key: string;
	readonly bridge: LinkWithPeer | null;
	readonly wires: readonly Wire[];
};

/** A host's network as a tree: outside, uplinks, the host, its bridges, wires, namespaces. */
export type NetworkMap = {
	readonly uplinks: readonly Uplink[];
	readonly branches: readonly Branch[];
	/** Namespaces that no wire of the host leads to. */
	readonly loose: readonly Namespace[];
};

/** Links that others are ports of. */
const heads = new Set(['bridge', 'openvswitch']);

export function mapOf(topology: Topology): NetworkMap {
	const ends = endsOf(topology.namespaces);
	const namespaceOf = (link: LinkWithPeer): Namespace | null =>
		ends.byIndex.get(link.index) ?? ends.byName.get(link.peer?.namespace ?? '') ?? null;
	const uplinks = uplinksOf(topology, namespaceOf);
	const taken = new Set(uplinks.map(({link}) => link.index));
	const names = new Set(topology.links.map(({name}) => name));
	const bridges = topology.links.filter(({kind, index}) => heads.has(kind) && !taken.has(index));
	const wireOf = (link: LinkWithPeer): Wire => ({key: keyOf(link), link, namespace: namespaceOf(link)});
	const ported = new Map<string | null, LinkWithPeer[]>();
	for (const link of topology.links) {
		const ports = ported.get(link.master);
		if (ports) ports.push(link);
		else ported.set(link.master, [link]);
	}

	const wiresOf = (master: string | null): readonly Wire[] =>
		(ported.get(master) ?? [])
			.filter(({kind, index}) => kind !== 'loopback' && !taken.has(index) && (master !== null || !heads.has(kind)))
			.map(wireOf);
	const direct = wiresOf(null);
	const branches: Branch[] = [
		...bridges.map((bridge): Branch => ({key: keyOf(bridge), bridge, wires: ordered(wiresOf(bridge.name))})),
		...(direct.length > 0 ? [{key: '/direct', bridge: null, wires: ordered(direct)}] : []),
	];
	// A port whose bridge is not in this listing is still a port of something.
	const lost = topology.links.filter(({master, index}) => master !== null && !names.has(master) && !taken.has(index));
	if (lost.length > 0) branches.push({key: '/lost', bridge: null, wires: ordered(lost.map(wireOf))});
	const reached = new Set([
		...uplinks.map(({beyond}) => beyond),
		...branches.flatMap(({wires}) => wires.map(({namespace}) => namespace)),
	]);
	return {uplinks, branches, loose: topology.namespaces.filter(namespace => !reached.has(namespace))};
}

const keyOf = (link: Link): string => linkKey(hostKey, link);

/** Which namespace a link of the host leads to: by its own word, or by what a link in there says of this end. */
function endsOf(namespaces: readonly Namespace[]) {
	const byName = new Map<string, Namespace>();
	const byIndex = new Map<number, Namespace>();
	for (const namespace of namespaces) {
		if (namespace.name !== null) byName.set(namespace.name, namespace);
		if (namespace.peer) byIndex.set(namespace.peer.index, namespace);
		for (const {peer} of namespace.links) {
			if (peer?.namespace === '' && peer.verified) byIndex.set(peer.index, namespace);
		}
	}

	return {byName, byIndex};
}

/** Those with a default route first, then other hardware. A bridge with the default route is reached by its hardware. */
function uplinksOf(
	{links, routes}: Topology,
	namespaceOf: (link: LinkWithPeer) => Namespace | null,
): readonly Uplink[] {
	const gateways = new Map<string, string[]>();
	for (const {to, table, dev, via, type} of routes) {
		if (to !== 'default' || table !== 'main' || type !== 'unicast' || dev === null) continue;
		const found = gateways.get(dev) ?? [];
		if (via !== null && !found.includes(via)) found.push(via);
		gateways.set(dev, found);
	}

	const bridges = new Map(links.filter(({kind}) => heads.has(kind)).map(link => [link.name, link]));
	const uplinks = links.flatMap((link): Uplink[] => {
		const through = link.master === null ? undefined : bridges.get(link.master);
		const hardware = link.kind === 'ether';
		const own = gateways.has(link.name) && !heads.has(link.kind);
		if (!own && !(hardware && (link.master === null || through))) return [];
		return [
			{
				key: keyOf(link),
				link,
				through: through ?? null,
				gateways: gateways.get(link.name) ?? gateways.get(through?.name ?? '') ?? [],
				beyond: namespaceOf(link),
			},
		];
	});
	return uplinks.sort((a, b) => rank(a) - rank(b) || a.link.index - b.link.index);
}

const rank = ({gateways, link}: Uplink): number => (gateways.length > 0 ? 0 : link.state === 'DOWN' ? 2 : 1);

/** Pods by Kubernetes namespace and name, then other namespaces, then wires without an end; each by the link's index. */
const ordered = (wires: readonly Wire[]): readonly Wire[] =>
	wires
		.map(wire => ({wire, order: orderOf(wire)}))
		.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.wire.link.index - b.wire.link.index))
		.map(({wire}) => wire);

const orderOf = ({namespace}: Wire): string => {
	if (namespace?.pod) return `0 ${namespace.pod.namespace}/${namespace.pod.name}`;
	return namespace ? `1 ${namespace.name === null ? '' : namespaceKey(namespace)}` : '2';
};

/**
 * What is odd about a wire.
 * drops: the host's end drops packets now, more than a few · down: it leads somewhere and does not carry · unknown-peer: it has another end, and nobody knows
 * where · no-process: nothing runs in the namespace · unverified: its ends do not name each other.
 */
export type Oddity = 'drops' | 'down' | 'unknown-peer' | 'unverified' | 'no-process';

const down = new Set(['DOWN', 'LOWERLAYERDOWN', 'NOTPRESENT']);
const paired = new Set(['veth', 'netkit', 'vxcan']);

export function oddOf({link, namespace}: Wire, dropping = false): readonly Oddity[] {
	// Of an inside that was not read nothing can be said.
	const open = paired.has(link.kind) && (link.peer === null || (!namespace && link.peer.namespace !== ''));
	// What a process sees of its namespace does not tell where its links lead.
	const told = namespace?.unread === null && namespace.through === undefined;
	const crossed = told && link.peer && !link.peer.verified;
	return [
		...(dropping ? (['drops'] as const) : []),
		...(down.has(link.state) && (namespace || link.master !== null || paired.has(link.kind))
			? (['down'] as const)
			: []),
		...(open ? (['unknown-peer'] as const) : []),
		...(crossed ? (['unverified'] as const) : []),
		...(namespace?.state === 'empty' ? (['no-process'] as const) : []),
	];
}
