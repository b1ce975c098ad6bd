import type {Chain, Rule, Table} from '../../facts/packet-filter.js';
import type {Ruling, Travel, WalkVerdict} from './facts.js';
import type {Beside} from './beside.js';
import type {Routing} from './route.js';
import type {Settings} from './settings.js';

/** What a packet walks through: this host's routes, rules and settings. */
export type Terrain = {
	readonly routing: Routing;
	readonly settings: Settings;
	/** What decides beside the rules. */
	readonly beside: Beside;
	/** Whether a program takes what is handed to these queues; undefined: not known, or chance tells. */
	readonly listens: (queues: readonly [first: number, last: number] | null) => boolean | undefined;
	/** What it means that no rule keeps a packet from where it goes: to this host itself (`output` null), or out of it. */
	readonly arrival: (travel: Travel) => WalkVerdict;
	/** `hook`: of the base chain that leads to the rule. */
	readonly rule: (table: Table, rule: Rule, travel: Travel, hook: string | null) => Ruling;
	/** The first rule of a chain, from this one on, of which it takes more than its words to tell that it does not apply. */
	readonly nextRule: (table: Table, chain: Chain, from: number, travel: Travel) => number;
	/** The base chains of a hook in every order that they may have: one, or several where no listing tells. */
	readonly basesOf: (hook: Hook, travel: Travel) => readonly Order[];
	/** The base chains of the family bridge. */
	readonly bridges: readonly Base[];
	/** Ingress chains that could keep back what came in by a bridge, by the device's name. */
	readonly ingressOf: (bridge: string) => readonly Base[];
	readonly chainOf: (table: Table, name: string) => Chain | undefined;
};

/** A base chain in its table. `perhaps`: it is not known whether it sees this packet (its devices are not). */
export type Base = {readonly table: Table; readonly chain: Chain; readonly perhaps?: true};

/** `tied`: the chains of one priority that stand in this order by guess, in words. `cut`: they may have more orders than are given. */
export type Order = {readonly bases: readonly Base[]; readonly tied: string | null; readonly cut?: true};

export type Hook = 'ingress' | 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting' | 'egress';
