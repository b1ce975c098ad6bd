import type {Reading, UnknownReason} from './reading.js';

/** Facts of the network, named and shaped as iproute2 names them. Bytes are numbers, indexes are ifindexes. */

export type Counters = {readonly bytes: number; readonly packets: number; readonly drops: number};

/** An interface's address: `local/prefixlen` with what `ip addr` says of it. */
export type Address = {
	readonly family: 'inet' | 'inet6';
	readonly local: string;
	readonly prefixlen: number;
	readonly scope: string;
	readonly broadcast: string | null;
	/** True when a lease gave it (DHCP, router advertisement). */
	readonly dynamic: boolean;
};

/** One link as seen from inside the namespace that holds it (`ip -d link`, `ip addr`). */
export type Link = {
	readonly index: number;
	readonly name: string;
	/** linkinfo kind: veth, bridge, dummy ...; `loopback` and `ether` by link type where there is no kind. */
	readonly kind: string;
	readonly mac: string | null;
	/** Null: this listing does not tell (/proc). */
	readonly mtu: number | null;
	/** operstate: UP, DOWN, UNKNOWN, LOWERLAYERDOWN ... */
	readonly state: string;
	readonly flags: readonly string[];
	readonly qdisc: string | null;
	readonly altnames: readonly string[];
	/** The bridge (or bond) that it belongs to. */
	readonly master: string | null;
	/** The peer's ifindex in the peer's namespace (`@ifN`), and that namespace's id as seen from here. */
	readonly linkIndex: number | null;
	readonly linkNetnsid: number | null;
	/** Name given by text output (`link-netns cni-…`); JSON prints only the id. */
	readonly linkNetns: string | null;
	/** An XDP program sees what comes in by it. Missing: none does, or this listing does not tell. */
	readonly xdp?: true;
	readonly bridgePort: {readonly state: string; readonly hairpin: boolean} | null;
	readonly addresses: readonly Address[];
	/** Null: this listing has no counters (text without -s). */
	readonly rx: Counters | null;
	readonly tx: Counters | null;
};

/** An IPsec policy (`ip xfrm policy`): which packets it is for. */
export type IpsecPolicy = {readonly source: string; readonly destination: string};

export type Route = {
	/** `default` or a prefix. */
	readonly to: string;
	readonly type: string;
	readonly via: string | null;
	readonly dev: string | null;
	readonly source: string | null;
	readonly table: string;
	readonly protocol: string | null;
	readonly scope: string | null;
	readonly metric: number | null;
	/** Null: this listing does not tell (`default` without a gateway, in text). */
	readonly family?: 4 | 6 | null;
	/** What else it asks or does, in ip's words: `tos 0x10`, `from fd00::/64`, `encap ip`, `dead`. Missing: nothing. */
	readonly odd?: readonly string[];
};

/**
 * A rule of policy routing, taken apart (`ip -j rule show`). Null: it does not ask for that. `unread`: what it asks for
 * beside these (`tos`, `uidrange`, `l3mdev`, `tun_id` …).
 */
export type PolicyRule = {
	readonly family: 4 | 6;
	readonly priority: number;
	/** Turned round: it applies where its selectors do not fit. */
	readonly not: boolean;
	readonly from: string | null;
	readonly to: string | null;
	readonly input: string | null;
	readonly output: string | null;
	readonly mark: {readonly value: number; readonly mask: number} | null;
	readonly protocol: string | null;
	readonly sourcePorts: readonly [low: number, high: number] | null;
	readonly destinationPorts: readonly [low: number, high: number] | null;
	readonly action:
		| {readonly kind: 'lookup'; readonly table: string}
		| {readonly kind: 'goto'; readonly priority: number}
		/** `unreachable`, `blackhole`, `prohibit`. */
		| {readonly kind: 'refuse'; readonly type: string}
		| {readonly kind: 'nothing'};
	/** A route with so long a prefix or a shorter one does not count. */
	readonly suppressPrefix: number | null;
	/** `uidrange`; left out: any user. */
	readonly users?: readonly [low: number, high: number];
	readonly unread: readonly string[];
};

/** Who was last seen under which address on a link. */
export type Neighbour = {
	readonly address: string;
	readonly dev: string;
	readonly mac: string | null;
	/** REACHABLE, STALE, FAILED, PERMANENT ... */
	readonly state: readonly string[];
};

/** The other end of a veth, found by joining both sides. `verified`: each end names the other. */
export type Peer = {
	/** Name of the namespace, '' for the host, null when it has no name. */
	readonly namespace: string | null;
	readonly index: number;
	readonly name: string | null;
	readonly verified: boolean;
};

export type Process = {
	readonly pid: number;
	/** argv[0] or comm; null when it could not be read. */
	readonly command: string | null;
	/** 64 hex digits from its cgroup, when a container holds it. */
	readonly container: string | null;
	readonly podUid: string | null;
};

/**
 * How a namespace was tied to its pod: the most exact source that could be read.
 * containerd: a container's labels · cni-cache: what the CNI plugin was called with · pod-uid: a process's cgroup names the
 * uid or container of a pod of the API · pod-ip: an address of the API's pod stands in it · rule-comment: kube-router's
 * rule for an address in it names the pod (works with the API down).
 */
export type PodSource = 'containerd' | 'cni-cache' | 'pod-uid' | 'pod-ip' | 'rule-comment';

/** A pod and an address of it, from the comment of a KUBE-ROUTER-* rule. */
export type PodRule = {readonly ip: string; readonly namespace: string; readonly name: string};

/** What a CNI plugin was called with for a namespace (`/var/lib/cni/results`). */
export type CniResult = {readonly netns: string; readonly namespace: string; readonly name: string};

export type PodRef = {readonly namespace: string; readonly name: string; readonly source: PodSource};

/**
 * One network namespace. `state`:
 * live: has processes, or they are not known · empty: named but nothing runs in it · stale: a leftover file, no namespace behind it ·
 * unread: exists, its inside was not read (`unread` says why) · unnamed: known by its processes or a peer only.
 */
export type Namespace = {
	readonly name: string | null;
	readonly id: number | null;
	readonly inode: number | null;
	readonly state: 'live' | 'empty' | 'stale' | 'unread' | 'unnamed';
	readonly links: readonly LinkWithPeer[];
	readonly routes: readonly Route[];
	/** Null: not known. */
	readonly neighbours: readonly Neighbour[] | null;
	/** It could not be entered: known is what a process of this user sees in it. */
	readonly through?: 'process';
	/** Null: not known (an ordinary user cannot see them); [] is really none. */
	readonly processes: readonly Process[] | null;
	/** Several sources may agree; this is the most exact. Null: no source that could be read names one. */
	readonly pod: PodRef | null;
	readonly containers: ReadonlyArray<{readonly id: string; readonly name: string | null; readonly pid: number}>;
	/** The host's end of its veth. */
	readonly peer: {readonly name: string; readonly index: number; readonly bridge: string | null} | null;
	/** Why the inside (links and routes, then empty) is not known; null when it is. */
	readonly unread: Unread | null;
};

/**
 * Why something was not read: a reading's reason, or
 * not-asked: there are many namespaces and this one is not looked at · no-handle: known by a peer only, no process or name
 * to enter it by · partly: the rest is known, this (`detail`) is not.
 */
export type Unread = {readonly reason: UnknownReason | 'not-asked' | 'no-handle' | 'partly'; readonly detail: string};

export type LinkWithPeer = Link & {readonly peer: Peer | null};

/** A rule of policy routing, in the words of `ip rule`: `from 10.244.0.0/24 lookup 77`. The lowest priority is asked first. */
export type RoutingRule = {readonly family: 4 | 6; readonly priority: number; readonly rule: string};

/** A route by which packets leave for pods of another node, in ip's words. */
export type NodeWay = {
	/** `default` or a prefix; the address itself where no route leads there. */
	readonly to: string;
	/** `unicast`, `unreachable`, `blackhole` …; `none`: this host has no route to it. */
	readonly type: string;
	readonly via: string | null;
	readonly dev: string | null;
	readonly protocol: string | null;
	/** What its link is (`ipip`, `vxlan`, `ether`); null: not known. */
	readonly kind: string | null;
	/** Null: the table main's. Else the rule of policy routing that chooses it for some packets: `from 10.244.0.0/24 lookup 77`. */
	readonly rule: string | null;
};

/** Another node of the cluster, as far as it is known here. */
export type OtherNode = {
	readonly name: string;
	/** Its own address, as a pod in its network tells; null: none does. */
	readonly address: string | null;
	/** Its pods with a network of their own: `namespace/name`, and their addresses. */
	readonly pods: ReadonlyArray<{readonly pod: string; readonly ips: readonly string[]}>;
	/** How this host's packets to these pods leave (without pods: those to the node). Null: the routes are not known. */
	readonly ways: ReadonlyArray<NodeWay & {readonly pods: readonly string[]}> | null;
};

/** The whole picture of one host's network at one moment. */
export type Topology = {
	readonly links: readonly LinkWithPeer[];
	readonly routes: readonly Route[];
	/** Null: not known. */
	readonly neighbours: readonly Neighbour[] | null;
	/** Of both families; null: not known. */
	readonly rules: readonly RoutingRule[] | null;
	/** The number in `net:[…]` of the host's own namespace. */
	readonly inode: number | null;
	/** Those in the host's namespace; null: not known. */
	readonly processes: readonly Process[] | null;
	readonly namespaces: readonly Namespace[];
	/** The nodes of the API's pods that are not this host. Null or left out: the pods, or which node this is, are not known. */
	readonly nodes?: readonly OtherNode[] | null;
	/** What of the host could not be read; its list is then empty, which is not "none". */
	readonly unread: ReadonlyArray<Unread & {readonly part: 'routes' | 'rules' | 'namespaces' | 'processes'}>;
};

/** A named namespace; `id` as seen from here, null when none was ever assigned. */
export type NamespaceName = {readonly name: string; readonly id: number | null};

/** Which id a namespace, told by its inode, has as seen from here; null: none was assigned. */
export type NamespaceId = {readonly inode: number; readonly id: number | null};

/** A file in /run/netns; `namespace` false: a leftover with no namespace behind it. */
export type NamespaceFile = {readonly name: string; readonly inode: number; readonly namespace: boolean};

/** A process with the inode of its network namespace. */
export type ProcessRow = Process & {readonly inode: number};

/** What a namespace shows from within. */
export type Inside = {
	readonly links: readonly Link[];
	readonly routes: readonly Route[];
	/** Null: not asked. */
	readonly neighbours: readonly Neighbour[] | null;
	/** It was not entered: this is what a process of the user's own sees in it. */
	readonly through?: 'process';
};

/** Everything that was read about a host's network, part by part, not yet joined. */
export type NetworkFacts = {
	readonly links: Reading<readonly Link[]>;
	readonly routes: Reading<readonly Route[]>;
	readonly names: Reading<readonly NamespaceName[]>;
	readonly files: Reading<readonly NamespaceFile[]>;
	readonly ids: Reading<readonly NamespaceId[]>;
	readonly neighbours: Reading<readonly Neighbour[]>;
	/** Undefined: not asked. */
	readonly rules?: Reading<readonly RoutingRule[]>;
	/** All processes of the host, or unknown: a part of them is not given out as all. */
	readonly processes: Reading<readonly ProcessRow[]>;
	/** False: nobody looked for processes, so that their being unknown is nothing to tell. */
	readonly walked: boolean;
	/** True: links and names only, what else is unknown was not asked for yet. */
	readonly overview: boolean;
	readonly cni: Reading<readonly CniResult[]>;
	/** Inode of the namespace that we stand in. */
	readonly inode: number | null;
	/** By name; a name that is missing was not asked for. */
	readonly insides: ReadonlyMap<string, Reading<Inside>>;
	/** Namespaces without a name, by inode. */
	readonly unnamed: ReadonlyMap<number, Reading<Inside>>;
	/** Processes of named namespaces, where they were asked for by name (`ip netns pids`) and not by a walk. */
	readonly pids: ReadonlyMap<string, Reading<readonly number[]>>;
};
