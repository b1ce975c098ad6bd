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
	readonly mtu: number;
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
	readonly bridgePort: {readonly state: string; readonly hairpin: boolean} | null;
	readonly addresses: readonly Address[];
	/** Null: this listing has no counters (text without -s). */
	readonly rx: Counters | null;
	readonly tx: Counters | null;
};

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

/** How a namespace was tied to its pod: the most exact source that could be read. */
export type PodSource = 'containerd' | 'cni-cache' | 'pod-ip' | 'rule-comment';

export type PodRef = {readonly namespace: string; readonly name: string; readonly source: PodSource};

/**
 * One network namespace. `state`:
 * live: has processes · empty: named but nothing runs in it · stale: a leftover file, no namespace behind it ·
 * unread: exists, its inside was not read (`unread` says why) · unnamed: known by its processes or a peer only.
 */
export type Namespace = {
	readonly name: string | null;
	readonly id: number | null;
	readonly inode: number | null;
	readonly state: 'live' | 'empty' | 'stale' | 'unread' | 'unnamed';
	readonly links: readonly LinkWithPeer[];
	readonly routes: readonly Route[];
	/** Null: not known (an ordinary user cannot see them); [] is really none. */
	readonly processes: readonly Process[] | null;
	readonly pod: PodRef | null;
	readonly containers: ReadonlyArray<{readonly id: string; readonly name: string | null; readonly pid: number}>;
	/** The host's end of its veth. */
	readonly peer: {readonly name: string; readonly index: number; readonly bridge: string | null} | null;
	/** Why the inside is not known, as a reading's reason; null when it is. */
	readonly unread: {readonly reason: string; readonly detail: string} | null;
};

export type LinkWithPeer = Link & {readonly peer: Peer | null};

/** The whole picture of one host's network at one moment. */
export type Topology = {
	readonly links: readonly LinkWithPeer[];
	readonly routes: readonly Route[];
	readonly namespaces: readonly Namespace[];
};
