import type {OtherNode, Topology} from '../facts/network.js';

/** Who has an address: another node, or on this host one of its network namespaces, or (`namespace` null) the host itself. */
export type Home = {
	readonly namespace: string | null;
	/** `namespace/name`; null: no pod is known to be in it. */
	readonly pod: string | null;
	/** Another node that has it. */
	readonly node?: OtherNode;
};

export type Homes = ReadonlyMap<string, Home>;

/** By address, as the network was read. Loopback addresses are everywhere and tell nothing. */
export function homesOf({links, namespaces, nodes}: Pick<Topology, 'links' | 'namespaces' | 'nodes'>): Homes {
	const homes = new Map<string, Home>();
	const put = (of: Topology['links'], home: Home): void => {
		for (const {addresses} of of) {
			for (const {local, scope} of addresses) if (scope !== 'host' && !homes.has(local)) homes.set(local, home);
		}
	};

	put(links, {namespace: null, pod: null});
	for (const {name, inode, links: inside, pod} of namespaces) {
		put(inside, {
			namespace: name ?? (inode === null ? '?' : `net:[${inode}]`),
			pod: pod && `${pod.namespace}/${pod.name}`,
		});
	}

	for (const node of nodes ?? []) {
		for (const {pod, ips} of node.pods) {
			for (const ip of ips) if (!homes.has(ip)) homes.set(ip, {namespace: null, pod, node});
		}

		if (node.address !== null && !homes.has(node.address)) homes.set(node.address, {namespace: null, pod: null, node});
	}

	return homes;
}
