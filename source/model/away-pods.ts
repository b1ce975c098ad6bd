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

/**
 * The pods of other nodes. A pod is of this node if one with the same node name was found here, or one of that node in the
 * host's network has an address of this host. Where neither tells which node this is, none is said to be elsewhere.
 */
export function awayPods({
	pods,
	isLocal,
	isFound,
}: PodsAround): readonly (AwayPod & {readonly ips: readonly string[]})[] {
	const own = new Set(
		pods
			.filter(pod => isFound(fullName(pod)) || (pod.hostNetwork && pod.ips.some(ip => isLocal(ip))))
			.flatMap(({node}) => node ?? []),
	);
	if (own.size === 0) return [];
	const addresses = new Map(
		pods.flatMap(({hostNetwork, node, ips}) => (hostNetwork && node !== null && ips[0] ? [[node, ips[0]]] : [])),
	);
	return pods.flatMap(pod =>
		pod.node === null || own.has(pod.node)
			? []
			: [{pod: fullName(pod), node: pod.node, address: addresses.get(pod.node) ?? null, ips: pod.ips}],
	);
}

/** The same question asked there: `k0s-tui on ADDRESS …`. */
export const onNode = (
	{node, address}: Pick<AwayPod, 'node' | 'address'>,
	argv: readonly string[],
): readonly string[] => ['k0s-tui', 'on', address ?? node, ...argv];
