import type {Chain, Rule, Table} from '../../facts/packet-filter.js';
import type {Ruling, Travel, WalkVerdict} from './facts.js';
import {leads, type Routing} from './route.js';

/** What a packet walks through: this host's routes and rules. */
export type Terrain = {
	readonly routing: Routing;
	/** What it means that no rule keeps a packet from where it goes: to this host itself (`output` null), or out of it. */
	readonly arrival: (travel: Travel) => WalkVerdict;
	readonly rule: (table: Table, rule: Rule, travel: Travel) => Ruling;
	readonly basesOf: (hook: Hook, family: 'ip' | 'ip6') => readonly Base[];
	readonly chainOf: (table: Table, name: string) => Chain | undefined;
};

/** A base chain in its table. */
export type Base = {readonly table: Table; readonly chain: Chain};

export type Hook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';

/** The interface that leads there: `lo` for this host itself, null without a route. */
export function outputFor(destination: string, routing: Routing): string | null {
	if (routing.isLocal(destination)) return 'lo';
	const route = routing.routeTo(destination);
	return leads(route) ? route.dev : null;
}
