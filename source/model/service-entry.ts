import type {Family} from '../facts/packet-filter.js';

/** Words of a service's path through the packet filter, the same in every mode of kube-proxy. */

/** How kube-proxy works, told by what it left in the packet filter. */
export type ProxyMode = 'iptables' | 'nftables' | 'ipvs';

export type EntryKind = 'cluster-ip' | 'external-ip' | 'load-balancer' | 'node-port';

/** A rule on the way. `rule` is its index in the chain, from 0; packets are null where nothing counts. */
export type Hop = {
	readonly family: Family;
	readonly table: string;
	readonly chain: string;
	readonly rule: number;
	readonly text: string;
	readonly comment: string | null;
	readonly packets: number | null;
};

/** A way into a service: an address (null: every address of this node) and port that some rule asks for. */
export type Entry = {
	readonly kind: EntryKind;
	/** `namespace/name:portName`, when a comment or the API tells. */
	readonly service: string | null;
	readonly address: string | null;
	/** Of a node port the only addresses of this node that it answers on (nftables mode's `nodeport-ips`); left out: all. */
	readonly addresses?: readonly string[];
	readonly port: number;
	readonly protocol: string;
	/** The rules up to and with the one that asks for it. */
	readonly hops: readonly Hop[];
	/** The chain that it leads to; null when it is refused. */
	readonly chain: string | null;
	readonly refusal: 'reject' | 'drop' | null;
	/** Connections (nat counts first packets); null where nothing counts. */
	readonly packets: number | null;
	readonly family: Family;
};

export type PathEndpoint = {
	readonly address: string;
	readonly port: number | null;
	/** Share of new connections, 0 to 1. */
	readonly share: number;
	readonly chain: string;
	/** Null: not known, or no pod (a process of the node itself). */
	readonly pod: string | null;
	readonly namespace: string | null;
	/** Connections sent there since the rule was written. */
	readonly packets: number | null;
};

export type TrafficPolicy = 'Cluster' | 'Local';

/** Something about the rules that does not fit what kube-proxy writes. */
export type PathFlag =
	/** Shares differ: stale or edited by hand. */
	| 'uneven-shares'
	/** The endpoint chain's name is not the hash of service and address. */
	| 'hash-mismatch'
	/** Policy Local, and no endpoint of the service runs on this node. */
	| 'no-local-endpoint'
	/** A rule refuses it, but kube-router accepts what pods send before that rule is asked: their packets go astray. */
	| 'pods-pass-refusal';

export type ServicePath = {
	readonly entry: Entry;
	/** All ways into the same port of the service. */
	readonly entries: readonly Entry[];
	readonly hops: readonly Hop[];
	readonly endpoints: readonly PathEndpoint[];
	readonly verdict: 'dnat' | 'reject' | 'drop' | 'none';
	readonly affinity: 'ClientIP' | 'None' | null;
	readonly affinitySeconds: number | null;
	/** Null: no way in from outside. */
	readonly externalTrafficPolicy: TrafficPolicy | null;
	/** Source ranges that may use the load balancer; empty: all. */
	readonly sourceRanges: readonly string[];
	readonly flags: readonly PathFlag[];
};

/** `namespace/name:port` in its parts. */
export function serviceParts(key: string): {namespace: string; name: string; port: string | null} | null {
	const [, namespace, name, port = null] = /^([^/]+)\/([^:]+)(?::(.*))?$/.exec(key) ?? [];
	return namespace === undefined || name === undefined ? null : {namespace, name, port};
}

/** `10.244.0.3:80` and `[fd00::3]:80` in their parts. */
export function addressParts(text: string): {address: string; port: number | null} {
	const [, host = text, port] = /^(.*):(\d+)$/.exec(text) ?? [];
	return {address: host.replace(/^\[|\]$/g, ''), port: port === undefined ? null : Number(port)};
}

/** Endpoint without the pod, as a chain names it. */
export function endpointAt(
	target: string,
	given: {readonly share: number; readonly chain: string; readonly packets: number | null},
	pods: ReadonlyMap<string, string>,
): PathEndpoint {
	const {address, port} = addressParts(target);
	const [namespace = null, pod = null] = pods.get(address)?.split('/') ?? [];
	return {address, port, ...given, pod, namespace};
}

export const evenShares = (shares: readonly number[]): boolean =>
	shares.every(share => Math.abs(share - 1 / shares.length) < 1e-6);
