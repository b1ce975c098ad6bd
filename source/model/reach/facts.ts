import type {Pod, Service} from '../../facts/cluster.js';
import type {EndpointSlice} from '../../facts/endpoints.js';
import type {Route, Topology} from '../../facts/network.js';
import type {NamedSet, Ruleset} from '../../facts/packet-filter.js';
import type {Reading} from '../../facts/reading.js';
import type {Labels} from '../chain-labels.js';
import type {Hop, Listeners, Packet, Walk} from '../packet-walk/facts.js';
import type {Walker} from '../packet-walk/packet-walk.js';
import type {Entry} from '../service-entry.js';

/** All that an answer to `can A reach B` rests on. What could not be read is unknown, and then the answer says so. */
export type ReachWorld = {
	readonly walker: Walker;
	readonly ruleset: Ruleset;
	/** False: a part of the packet filter could not be read. */
	readonly filterWhole: boolean;
	readonly labels: Labels;
	/** Members of the sets that rules name; null: not read. */
	readonly ipsets: readonly NamedSet[] | null;
	/** Every way into every service, by the rules. */
	readonly entries: readonly Entry[];
	readonly topology: Reading<Topology>;
	readonly pods: Reading<readonly Pod[]>;
	readonly services: Reading<readonly Service[]>;
	readonly slices: Reading<readonly EndpointSlice[]>;
	/** Who listens where; a namespace that is missing was not asked or could not be read. */
	readonly listeners: Listeners;
	readonly serviceRanges: readonly string[];
	/** What a name resolved to on this host (`getent ahosts`), by name. */
	readonly names: ReadonlyMap<string, Reading<readonly string[]>>;
};

/** Who sends. */
export type Sender = {
	/** As a person names it: `t/client`, `host`, `outside`, an address. */
	readonly label: string;
	readonly kind: 'pod' | 'host' | 'outside' | 'address';
	/** Its addresses; empty: it takes the one that this host's routes tell. */
	readonly addresses: readonly string[];
	/** By which a probe can be sent as it; undefined: from this host itself, or not at all (`canSend`). */
	readonly file: string | undefined;
	readonly canSend: boolean;
	/** Routes of its own network namespace; null: it is in this host's, or they are not known. */
	readonly routes: readonly Route[] | null;
	/** What its way depends on before the packet comes to this host. */
	readonly conditions: readonly ReachReason[];
};

/** One packet to ask about. */
export type Flow = {
	readonly sender: Sender;
	/** Where it is sent, as a person names it: `10.96.0.10:53/udp`. */
	readonly label: string;
	readonly destination: string;
	/** `tcp`, `udp`, `sctp`, `icmp`. */
	readonly protocol: string;
	readonly port: number | null;
	/** What the answer depends on beside the walk. */
	readonly conditions: readonly ReachReason[];
};

export type ReachVerdict = 'reaches' | 'blocked' | 'unknown';

/** Why it is blocked, or on what it depends. */
export type ReachReason = {
	readonly kind: ReasonKind;
	/** What the sentence is about: a chain, an address, a pod, a name. */
	readonly about: readonly string[];
	/** The rule or policy of the packet filter. */
	readonly hop?: Hop;
	/** What a person runs to see it. */
	readonly command: readonly string[] | null;
};

export type ReasonKind =
	// Blocked.
	| 'rule'
	| 'policy'
	| 'network-policy'
	| 'route'
	| 'own-route'
	| 'link-down'
	| 'sysctl'
	| 'unheard'
	/** It arrives; what keeps its answer back follows. */
	| 'way-back'
	/** It arrives and is answered; what keeps back what the sender says next follows. */
	| 'way-on'
	| 'no-endpoints'
	| 'astray'
	| 'no-service'
	| 'no-pod'
	| 'no-address'
	| 'no-such-port'
	| 'no-name'
	| 'no-sender'
	| 'no-netns'
	| 'not-running'
	| 'no-family'
	// Depends.
	| 'beyond'
	| 'elsewhere'
	| 'listeners'
	| 'unread'
	| 'queued'
	| 'too-many'
	| 'filter-part'
	| 'needs-route'
	| 'other-node'
	/** It leaves for a pod of another node: by a route to its pods, or for want of one by the default route. */
	| 'other-node-way'
	| 'other-node-default'
	| 'name-unknown'
	| 'resolver'
	| 'services-unknown'
	| 'pods-unknown'
	| 'netns-unknown'
	| 'named-port'
	/** What the walk names (`model/packet-walk/sureness.ts`): its id, and the tool's words. */
	| 'walk'
	| 'dns';

/** One end that chance may lead to. */
export type ReachEnd = {
	readonly verdict: ReachVerdict;
	readonly address: string;
	readonly port: number | null;
	/** `namespace/name`; null: no pod is known there. */
	readonly pod: string | null;
	/** The node where that pod runs, if it is another one than this host. */
	readonly node: string | null;
	readonly share: number;
	readonly reasons: readonly ReachReason[];
};

/** The answer about one packet. */
export type Reached = {
	readonly flow: Flow;
	readonly verdict: ReachVerdict;
	/** How much of it reaches, of 1: a service may spread over endpoints of which some do not answer. */
	readonly share: number;
	/** How much of it is blocked for certain. */
	readonly blockedShare: number;
	/** Of `blocked` what blocks, of `unknown` what it depends on, the first first. */
	readonly reasons: readonly ReachReason[];
	readonly ends: readonly ReachEnd[];
	/** Null: no packet could be made. */
	readonly packet: Packet | null;
	readonly walk: Walk | null;
};
