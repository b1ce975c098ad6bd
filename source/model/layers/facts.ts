import type {Container, Pod, Service, Workload} from '../../facts/cluster.js';
import type {LinkWithPeer, Namespace, Process, Topology} from '../../facts/network.js';
import type {NamedSet, Ruleset} from '../../facts/packet-filter.js';
import type {Reading, Unknown} from '../../facts/reading.js';
import type {Labels} from '../chain-labels.js';
import type {Refusal} from '../refusals.js';
import type {PortOfService, Ports} from '../service-ports.js';

/** Undefined: it is being read. */
export type Seen<T> = Reading<T> | undefined;

export type Filter = {
	readonly ruleset: Ruleset;
	readonly labels: Labels;
	readonly ipsets: readonly NamedSet[] | null;
	/** False: a part of it could not be read. */
	readonly whole: boolean;
};

/** What the layers of one host are made from; each part is known or not for itself. */
export type LayerFacts = {
	readonly pods: Seen<readonly Pod[]>;
	readonly services: Seen<readonly Service[]>;
	readonly workloads: Seen<readonly Workload[]>;
	readonly containers: Seen<readonly Container[]>;
	readonly topology: Seen<Topology>;
	readonly filter: Seen<Filter>;
	/** Undefined: they are being looked for in the filter. */
	readonly ports: Ports | undefined;
	/** The name of this host's node; undefined: not known. */
	readonly node: string | undefined;
};

/** From the API down to the rules. */
export const layers = [
	'pod',
	'container',
	'process',
	'netns',
	'veth',
	'address',
	'service',
	'path',
	'endpoint',
	'rules',
	'drop',
] as const;

export type Layer = (typeof layers)[number];

/** A chain, by the index of its table among all. */
export type ChainAt = {readonly table: number; readonly chain: string};

/** Something on a layer. Whoever shows it knows the place where it stands. */
export type Thing =
	/** `pod` undefined: the API's pods are not known, or have none of this name. */
	| {readonly layer: 'pod'; readonly name: string; readonly pod: Pod | undefined}
	| {readonly layer: 'container'; readonly container: Container}
	| {readonly layer: 'process'; readonly space: string; readonly process: Process; readonly container: string | null}
	/** `namespace` null: the host's. */
	| {readonly layer: 'netns'; readonly space: string; readonly namespace: Namespace | null}
	| {readonly layer: 'veth'; readonly space: string; readonly link: LinkWithPeer}
	| {readonly layer: 'address'; readonly space: string; readonly link: LinkWithPeer; readonly address: string}
	| {readonly layer: 'service'; readonly name: string; readonly service: Service | undefined}
	| {readonly layer: 'path'; readonly port: PortOfService}
	| {
			readonly layer: 'endpoint';
			readonly at: ChainAt;
			readonly address: string;
			/** `namespace/name:port`; null: no comment tells. */
			readonly service: string | null;
			readonly pod: string | null;
	  }
	| {readonly layer: 'rules'; readonly at: ChainAt; readonly family: string; readonly table: string}
	| {readonly layer: 'drop'; readonly refusal: Refusal}
	/** All that refuses on this host: `named` of them name the subject. */
	| {readonly layer: 'drop'; readonly all: number; readonly named: number};

/** Why a layer has nothing to show, or not all. */
export type Gap =
	| {readonly kind: 'reading'}
	| {readonly kind: 'unknown'; readonly why: Unknown}
	/** Read, and there is none. */
	| {readonly kind: 'none'}
	/** The pod runs on another node. */
	| {readonly kind: 'elsewhere'; readonly node: string}
	/** It was read; nothing there belongs to the subject, though something should. */
	| {readonly kind: 'not-found'}
	/** kube-proxy's ipvs mode: its ways are not in the rules. */
	| {readonly kind: 'ipvs'}
	/** Rules of which only a part was read. */
	| {readonly kind: 'partly'};

export type Row =
	| {readonly layer: Layer; readonly thing: Thing; readonly gap?: undefined}
	| {readonly layer: Layer; readonly gap: Gap; readonly thing?: undefined};
