import type {Listener} from '../../facts/host.js';
import type {IpsecPolicy, PolicyRule, Route} from '../../facts/network.js';
import type {Family, NamedSet} from '../../facts/packet-filter.js';
import type {Answer} from './answer.js';
import type {Reason, Sureness} from './reason.js';

/** The packet that is walked through the rules: the first of its connection. */
export type Packet = {
	readonly source: string;
	readonly destination: string;
	/** `tcp`, `udp`, `sctp`, `icmp`, `icmpv6`. */
	readonly protocol: string;
	/** Null: any; a condition on it is then unread. */
	readonly sourcePort: number | null;
	readonly destinationPort: number | null;
	/** The interface by which it comes; null: this host makes it. */
	readonly input: string | null;
};

/** What the way depends on beside the rules. */
export type Surroundings = {
	readonly routes: readonly Route[];
	/** Addresses of this host, by interface. `master`: the bridge or VRF that holds it; missing: not known. */
	readonly links: ReadonlyArray<{
		readonly name: string;
		readonly kind: string;
		readonly addresses: readonly string[];
		readonly master?: string | null;
		/** False: it is down. Missing: not known. */
		readonly up?: boolean;
		/** An XDP program sees what comes in. */
		readonly xdp?: true;
	}>;
	/** Rules of policy routing, of both families; missing: not known. */
	readonly policies?: readonly PolicyRule[];
	/** Kernel settings by path (`net/ipv4/ip_forward`); null: this kernel has no such setting. Missing: not read. */
	readonly sysctls?: ReadonlyMap<string, string | null>;
	/** Filters of tc, with the command that shows them; missing: nobody looked. */
	readonly filters?: readonly DeviceFilter[];
	/** Missing: nobody looked. */
	readonly ipsec?: readonly IpsecPolicy[];
	/** How many security associations of IPsec there are. Missing: nobody looked. */
	readonly associations?: number;
	/** The queues (nfqueue) on which a program listens. Missing: nobody looked. */
	readonly queues?: readonly number[];
	/** By `FAMILY TABLE CHAIN`: the devices of an ingress or egress chain. Missing: not known. */
	readonly devices?: ReadonlyMap<string, readonly string[]>;
	/** Members of the sets that xtables rules name; null: not known. */
	readonly ipsets: readonly NamedSet[] | null;
	/** Who listens where packets arrive; missing: not known. */
	readonly listeners?: Listeners;
	/** Networks of which only services have addresses (`10.96.0.0/12`, k0s's spec.network.serviceCIDR); missing: not known. */
	readonly serviceRanges?: readonly string[];
};

/** Filters on the way into a device or out of it; they are not read any further. */
export type DeviceFilter = {readonly device: string; readonly way: 'in' | 'out'; readonly shown: string};

/** A socket that waits for packets (`ss -Hltnu`). */
export type Socket = Pick<Listener, 'protocol' | 'address' | 'port'>;

export type Listeners = {
	/** In this host's own network namespace; null: not known. */
	readonly host: readonly Socket[] | null;
	/** By an address of another namespace of this host (a pod's); an address that is missing is not known. */
	readonly namespaces: ReadonlyMap<string, readonly Socket[]>;
	/**
	 * What those namespaces decide themselves, by an address of them; null: it could not be read. An address that is missing
	 * is of no namespace of this host, or was not asked for.
	 */
	readonly spaces?: ReadonlyMap<string, Space | null>;
};

/** Another network namespace of this host: its own rules, routes and settings. */
export type Space = {
	/** The pod in it (`NAMESPACE/NAME`), else the file by which it is entered. */
	readonly name: string;
	/** By which it is entered (`/run/netns/NAME`, `/proc/PID/ns/net`). */
	readonly file: string;
	/** False: a part of its packet filter could not be read. */
	readonly whole: boolean;
	/** Walks a packet through what is in there; what it makes itself has no input. */
	readonly walk: (packet: Packet) => Walk;
	/** Its own device behind a device of this host; undefined: not known which. `up`: carries packets. */
	readonly deviceBehind: (output: string) => {readonly name: string; readonly up: boolean} | undefined;
	/** Whether what it sends out of that device comes to this host, or to whom it is for, by the next hop of its route. */
	readonly finds: (output: string, hop: NextHop) => boolean;
};

/** `via`: the gateway; null: the destination is asked for itself. */
export type NextHop = {readonly via: string | null; readonly destination: string};

/** A fact that a walk wanted and did not have. It is read only then. */
export type Need =
	/** `net/ipv4/conf/enp1s0/rp_filter`. */
	| {readonly kind: 'sysctl'; readonly name: string}
	/** `ip rule`, of both families. */
	| {readonly kind: 'policies'}
	/** Filters of tc on all devices. */
	| {readonly kind: 'filters'}
	/** IPsec policies. */
	| {readonly kind: 'ipsec'}
	/** How many security associations; on which queues programs listen. */
	| {readonly kind: 'associations' | 'queues'}
	/** Which devices the ingress and egress chains of a table hang on. */
	| {readonly kind: 'devices'; readonly family: Family; readonly table: string};

/**
 * What the connection tracking knows: nothing yet (before it was asked), a new connection, that it must not look, the answer
 * of a connection, what its sender says next, or a packet of which it knows no connection.
 */
export type Tracking = 'none' | 'new' | 'untracked' | 'reply' | 'established' | 'invalid';

/** There is a connection that its fields can be asked of. */
export const hasConnection = (tracking: Tracking): boolean =>
	tracking === 'new' || tracking === 'reply' || tracking === 'established';

/** What the kernel keeps of a packet that came to its end: by it the answer is turned back. */
export type Connection = {
	/** The packet as it was sent. */
	readonly asked: Packet;
	/** As it arrived. */
	readonly arrived: Packet;
	/** False: it was kept from the connection tracking. */
	readonly tracked: boolean;
	readonly mark: number | null;
	readonly dnat: boolean;
	readonly snat: boolean;
};

/**
 * The way of the answer, as far as this host walks it: back to the device by which the question came, or to the process
 * here that asked. `lost`: certain not to come back, by what is named; `open`: it depends on `reasons`.
 */
export type Back = {
	readonly verdict: 'returns' | 'lost' | 'open';
	readonly by: Hop | null;
	readonly reasons: readonly Reason[];
	/** Of `returns`: by which gateways. */
	readonly vias?: ReadonlyArray<string | null>;
	/** The answer comes back, and it is about what the sender says next (tcp): that a connection can be used. */
	readonly next?: true;
};

/** A packet on its way, as a rule sees it. */
export type Travel = Packet & {
	readonly family: 'ip' | 'ip6';
	readonly original: Packet;
	readonly output: string | null;
	/** Null: not known any more (a rule set it in a way that is not understood). */
	readonly mark: number | null;
	/** The mark of its connection; null: not known. */
	readonly connectionMark: number | null;
	/** Goes from one port of a bridge to another one. */
	readonly bridged: boolean;
	readonly tracking: Tracking;
	readonly dnat: boolean;
	readonly snat: boolean;
	/** Made here and changed since its route was looked for (address, mark): it is looked for again. */
	readonly changed: boolean;
	/** Sets that a rule on the way added something to (`TABLE NAME`). */
	readonly touched: readonly string[];
	/** The connection that this packet answers; missing: it is no answer. */
	readonly answers?: Connection;
	/** The connection in which its sender goes on after the first answer; missing: it does not. */
	readonly continues?: Connection;
	/** Of tcp: it carries data that is to be handed over at once. */
	readonly pushes?: true;
};

/** What a rule does to a packet that fits. */
export type Step =
	| {readonly kind: 'jump' | 'goto'; readonly chain: string}
	| {readonly kind: 'continue' | 'return' | 'accept' | 'drop' | 'masquerade'}
	/**
	 * To a program that listens on one of these queues, the first and the last of them; null: not told. `bypass`: where none
	 * listens it goes on, as by `accept`; else it is dropped.
	 */
	| {readonly kind: 'queue'; readonly queues: readonly [number, number] | null; readonly bypass: boolean}
	| {readonly kind: 'reject'; readonly with: string | null}
	/** Null: as it was. `unread`: the target, in the tool's words, which could not be told. */
	| {
			readonly kind: 'dnat' | 'snat';
			readonly address: string | null;
			readonly port: number | null;
			readonly unread?: string;
	  }
	| {readonly kind: 'redirect'; readonly port: number | null; readonly unread?: string}
	/** A target that is not understood, and may end the packet's way. */
	| {readonly kind: 'unknown'; readonly name: string};

/** Things taken as given, since nobody can know them beforehand: a limit not yet reached, a client not seen before. */
export type Assumption = 'limit' | 'recent' | 'first-packet' | 'one-of-range';

/** What one rule says to one packet. */
export type Ruling = {
	readonly answer: Answer;
	/** Where it leads; several, or one below 1, by chance. What is missing to 1: the rule does not apply. */
	readonly ways: ReadonlyArray<{readonly share: number; readonly step: Step}>;
	/** The mark after it; undefined: as before. */
	readonly mark?: number | null;
	/** The connection's mark after it; undefined: as before. */
	readonly connectionMark?: number | null;
	readonly untracked?: true;
	/** Sets that it adds to. */
	readonly touches?: readonly string[];
	/** What it does beside that is not followed any further: named, so that nothing behind it is certain. */
	readonly doubts?: readonly Reason[];
	/** Taken as given; with these, `answer` could be the other one. */
	readonly assumed: readonly Assumption[];
	/** Its conditions that could not be evaluated, in the tool's words. */
	readonly unread: readonly string[];
};

export const doesNotApply: Ruling = {answer: 'no', ways: [], assumed: [], unread: []};

/** One line of a packet's way; the live trace gives the same. */
export type Hop = {
	readonly kind: 'rule' | 'policy' | 'route' | 'sysctl';
	readonly hook: string;
	readonly priority: number | null;
	readonly family: Family;
	readonly table: string;
	readonly chain: string;
	/** Position in its chain, from 0; null: a policy, a route, or not known. */
	readonly index: number | null;
	readonly handle: number | null;
	/** The rule in its tool's words. */
	readonly text: string;
	/** `jump KUBE-SERVICES`, `accept`, `drop`, `reject`, `dnat 10.244.0.6:80`, `continue` … */
	readonly verdict: string;
	/** Unread: it is not known whether it applies. */
	readonly answer: Answer;
	/** Of a choice by chance how often it falls so; else 1. */
	readonly share: number;
	/** In another network namespace; missing: in this host's. */
	readonly space?: Pick<Space, 'name' | 'file'>;
};

/**
 * - delivered: somebody listens where it arrives.
 * - unheard: it arrives, and nobody listens: refused.
 * - unanswered: it arrives, and `by` keeps the answer back.
 * - arrives: on this host or in one of its namespaces; whether somebody listens is not known.
 * - leaves: this host, for an address elsewhere; what becomes of it there is not known.
 * - astray: it leaves this host for an address that only a service has: nobody answers. A fault of the rules.
 * - unreachable: no route.
 * - queued: handed to a program (nfqueue), which decides.
 * - unknown: a rule that is not understood, or chains that lead in a circle.
 */
export type WalkVerdict =
	| 'delivered'
	| 'unheard'
	| 'unanswered'
	| 'arrives'
	| 'leaves'
	| 'astray'
	| 'dropped'
	| 'rejected'
	| 'unreachable'
	| 'queued'
	| 'unknown';

export type Ending = {
	readonly verdict: WalkVerdict;
	/** The rule or policy that decided; null where nothing refused it. */
	readonly by: Hop | null;
	readonly hops: readonly Hop[];
	/** The packet at the end: to whom it goes and as whom. */
	readonly packet: Packet;
	readonly output: string | null;
	/** The gateway of its route; null: none, or it stays here. */
	readonly via: string | null;
	/** How often chance leads here, of 1. */
	readonly share: number;
	readonly assumed: readonly Assumption[];
	/** Rules on the way of which it is not known whether they apply. */
	readonly unread: readonly Hop[];
	/** What else it rests on that was not read. */
	readonly reasons: readonly Reason[];
	/** Why there is this way beside the main one: an order or a limit that could be otherwise. */
	readonly presumes: readonly Reason[];
	/** Reached only when an unread rule applies, or what was assumed is not so. */
	readonly supposed: boolean;
	readonly connection: Connection;
	/** The way of the answer; null: there is none, or it was not walked. */
	readonly back: Back | null;
};

export type Walk = {
	readonly packet: Packet;
	/** Where unread rules do not apply and every choice falls on its first. */
	readonly main: Ending;
	/** All endings, the main one first. */
	readonly endings: readonly Ending[];
	/** False: there are more endings than were followed. */
	readonly whole: boolean;
	/** Every ending has the same verdict: what was not understood does not matter. */
	readonly agreed: boolean;
	/** Agreed, and the verdict tells whether somebody answers: not of `arrives`, `leaves`, `queued` and `unknown`. */
	readonly certain: boolean;
	/** What was not known and would have been looked at. */
	readonly needs: readonly Need[];
	/** The same in full: what the verdict depends on. `certain` here and there is one thing. */
	readonly sureness: Sureness;
};
