import type {Pod} from '../facts/cluster.js';

/** A pod that runs on another node than this host. */
export type AwayPod = {
	/** `namespace/name`. */
	readonly pod: string;
	readonly node: string;
	/** The node's own address, as a pod in its network tells; null: none does. */
	readonly address: string | null;
};

/** What tells which node this host is: the pods of the API, this host's addresses, and the pods that were found on it. */
export type PodsAround = {
	readonly pods: readonly Pod[];
	readonly isLocal: (address: string) => boolean;
	/** Of `namespace/name`: it has a network namespace here. */
	readonly isFound: (pod: string) => boolean;
};

export const fullName = ({namespace, name}: Pick<Pod, 'namespace' | 'name'>): string => `${namespace}/${name}`;

/** A pod of another node. */
export type FarPod = AwayPod & {readonly ips: readonly string[]; readonly hostNetwork: boolean};

/**
 * Which of the nodes that pods run on are other ones. A node is this host if one of its pods was found here, or one in its
 * network has an address of this host; it is another one if this host is known to be a node, or its own address is not one of
 * this host (a controller alone is no node). `unclear`: neither tells.
 */
function nodesOf({pods, isLocal, isFound}: PodsAround): {
	readonly away: ReadonlySet<string>;
	readonly unclear: ReadonlySet<string>;
	readonly addresses: ReadonlyMap<string, string>;
} {
	const all = new Set(pods.flatMap(({node}) => node ?? []));
	const own = new Set(
		pods
			.filter(pod => isFound(fullName(pod)) || (pod.hostNetwork && pod.ips.some(ip => isLocal(ip))))
			.flatMap(({node}) => node ?? []),
	);
	const addresses = new Map(
		pods.flatMap(({hostNetwork, node, ips}) => (hostNetwork && node !== null && ips[0] ? [[node, ips[0]]] : [])),
	);
	const others = [...all].filter(node => !own.has(node));
	const away = new Set(others.filter(node => own.size > 0 || addresses.has(node)));
	return {away, unclear: new Set(others.filter(node => !away.has(node))), addresses};
}

/** The pods of other nodes. Of a node that cannot be told from this host, none is said to be elsewhere. */
export function awayPods(around: PodsAround): readonly FarPod[] {
	const {away, addresses} = nodesOf(around);
	return around.pods.flatMap(pod =>
		pod.node === null || !away.has(pod.node)
			? []
			: [
					{
						...{pod: fullName(pod), node: pod.node, address: addresses.get(pod.node) ?? null},
						...{ips: pod.ips, hostNetwork: pod.hostNetwork},
					},
				],
	);
}

/** Whether some node can neither be told to be this host nor another one. */
export const isUnclear = (around: PodsAround): boolean => nodesOf(around).unclear.size > 0;

/** The same question asked there: `k0s-tui on ADDRESS …`. */
export const onNode = (
	{node, address}: Pick<AwayPod, 'node' | 'address'>,
	argv: readonly string[],
): readonly string[] => ['k0s-tui', 'on', address ?? node, ...argv];
