import {stableName, type Labels} from '../../model/chain-labels.js';
import type {Chain, NamedSet, Rule, Table} from '../../facts/packet-filter.js';
import {servicePicture, type Picture} from '../../model/service-picture.js';
import type {PortOfService, Ports} from '../../model/service-ports.js';
import type {PacketFilter} from '../../store/packet-filter/packet-filter.js';
import type {Place} from './state.js';

/** What a place is in the ruleset as it is now. */
export type Found =
	| {readonly kind: 'chains'}
	| {readonly kind: 'drops'}
	| {readonly kind: 'hot'}
	/** `ports`: undefined while they are looked for. */
	| {readonly kind: 'services'; readonly ports: Ports | undefined}
	| {readonly kind: 'service'; readonly port: PortOfService; readonly picture: Picture}
	| {readonly kind: 'chain'; readonly table: Table; readonly chain: Chain}
	| {readonly kind: 'map'; readonly table: Table; readonly map: NamedSet}
	| {readonly kind: 'targets'; readonly table: Table; readonly chain: Chain; readonly rule: Rule};

/** Two tables of one name: legacy xtables beside the kernel's nf_tables. */
export const tableKey = ({family, name, kind}: Table): string =>
	`${family} ${name}${kind === 'legacy' ? ' legacy' : ''}`;

/** Looks a place up again after every read. */
export function findPlace(filter: PacketFilter, place: Place, ports?: Ports): Found | undefined {
	const {ruleset, labels} = filter;
	switch (place.kind) {
		case 'chains':
			return {kind: 'chains'};
		case 'drops':
			return {kind: 'drops'};
		case 'hot':
			return {kind: 'hot'};
		case 'services':
			return {kind: 'services', ports};
		case 'service': {
			const port = ports?.ports.find(({key}) => key === place.port);
			return port && {kind: 'service', port, picture: servicePicture(ruleset, filter, port)};
		}

		default:
			break;
	}

	const table = ruleset.tables.find(each => tableKey(each) === place.table);
	if (!table) return undefined;
	if (place.kind === 'map') {
		const map = table.sets.find(({name}) => name === place.map);
		return map && {kind: 'map', table, map};
	}

	const chain =
		table.chains.find(({name}) => name === place.chain) ??
		(place.kind === 'chain' ? renamed(table, place.stable, labels) : undefined);
	if (!chain) return undefined;
	if (place.kind === 'chain') return {kind: 'chain', table, chain};
	const rule = chain.rules[place.rule];
	return rule && {kind: 'targets', table, chain, rule};
}

function renamed(table: Table, wanted: string, labels: Labels): Chain | undefined {
	return table.chains.find(({name}) => stableName(name, labels) === wanted);
}

/** By pod or policy where the chain is one's: its name is another one after kube-router's next sync. */
export const chainKey = (table: Table, chain: Chain, labels: Labels): string =>
	`${tableKey(table)}/${stableName(chain.name, labels)}`;
