import type {Topology} from '../facts/network.js';

/** Who has an address on this host: one of its network namespaces, or (`namespace` null) the host itself. */
export type Home = {
	readonly namespace: string | null;
	/** `namespace/name`; null: no pod is known to be in it. */
	readonly pod: string | null;
};

export type Homes = ReadonlyMap<string, Home>;

/** By address, as the network was read. Loopback addresses are everywhere and tell nothing. */
export function homesOf({links, namespaces}: Pick<Topology, 'links' | 'namespaces'>): Homes {
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

	return homes;
}
