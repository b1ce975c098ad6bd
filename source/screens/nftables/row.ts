import {type ChainUse} from '../../model/chain-use.js';
import type {Homes} from '../../model/endpoint-homes.js';
import type {Chain, NamedSet, Rule, SetElement, Table} from '../../facts/packet-filter.js';
import type {PacketFilter} from '../../store/packet-filter/packet-filter.js';
import type {Refusal} from '../../model/refusals.js';
import type {PortOfService, Ports} from '../../model/service-ports.js';
import {type Part} from './picture.js';
import {type Found} from './places.js';

/** Rows as data: which there are and by what key they are found again. How they look is told only for those in sight. */
export type Row =
	| {readonly kind: 'table'; readonly table: Table; readonly folded: boolean}
	| {readonly kind: 'chain'; readonly table: Table; readonly chain: Chain}
	| {readonly kind: 'canaries'; readonly table: Table; readonly count: number; readonly folded: boolean}
	| {readonly kind: 'rule'; readonly table: Table; readonly chain: Chain; readonly rule: Rule}
	| {readonly kind: 'map'; readonly table: Table; readonly map: NamedSet}
	| {readonly kind: 'element'; readonly table: Table; readonly element: SetElement}
	| {readonly kind: 'port'; readonly port: PortOfService}
	/** A set of kube-proxy's ipvs mode. */
	| {readonly kind: 'set'; readonly set: NamedSet}
	| {readonly kind: 'refusal'; readonly refusal: Refusal}
	/** A line of a service's picture. */
	| {readonly kind: 'part'; readonly part: Part}
	/** A chain to which a map in a rule may lead. */
	| {readonly kind: 'target'; readonly table: Table; readonly chain: Chain};

export type Rows = {
	readonly rows: readonly Row[];
	readonly keys: readonly string[];
	/** Rows without filter and hiding. */
	readonly total: number;
	/** Left out since their counters are zero. */
	readonly zeros: number;
	/** A search found more than are listed. */
	readonly more: boolean;
	/** Undefined: the place is gone. */
	readonly found: Found | undefined;
};

export type Listed = Omit<Rows, 'found'>;

export type HandleOf = (rule: Rule) => number | undefined;

export type View = {
	readonly filter: PacketFilter;
	readonly uses: (table: Table, chain: string) => ChainUse;
	/** The keys of a chain's rules, in their order. */
	readonly ruleKeys: (table: Table, chain: Chain) => readonly string[];
	/** Undefined: not looked for, or not found yet. */
	readonly ports: Ports | undefined;
	/** Handles of the rules of the open chain, where nft was asked for them. */
	readonly handles?: HandleOf | undefined;
	/** Who has which address on this host, once it is known. */
	readonly homes?: Homes | undefined;
};
