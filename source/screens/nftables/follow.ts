import {stableName} from '../../model/chain-labels.js';
import type {Rule, Table} from '../../facts/packet-filter.js';
import {ruleKey} from './list-rows.js';
import {type Row, type View} from './row.js';
import type {Spot} from '../../model/service-picture.js';
import {chainKey, tableKey} from './places.js';
import type {NftablesEvent, Place} from './state.js';

type Shown = {readonly keys: readonly string[]; readonly height: number};

/** What enter does on a row: goes where it leads, or folds and unfolds. Undefined: nowhere. */
export function follow(row: Row | undefined, view: View, shown: Shown): NftablesEvent | undefined {
	switch (row?.kind) {
		case 'table':
			return {type: 'toggle', key: tableKey(row.table)};
		case 'canaries':
			return {type: 'toggle', key: `${tableKey(row.table)} canaries`};
		case 'chain':
		case 'target':
			return {type: 'open', place: chainPlace(row.table, row.chain.name, view), ...shown};
		case 'map':
			return {type: 'open', place: {kind: 'map', table: tableKey(row.table), map: row.map.name}, ...shown};
		case 'element': {
			const {verdict} = row.element;
			return verdict && 'chain' in verdict ? toChain(row.table, verdict.chain, view, shown) : undefined;
		}

		case 'rule':
			return followRule(row, view, shown);
		case 'port': {
			const {key, service} = row.port;
			return {type: 'open', place: {kind: 'service', port: key, name: service ?? key}, ...shown};
		}

		case 'part':
			return toSpot(row.part.at, view, shown);
		case 'refusal': {
			const {table, chain, rule, element} = row.refusal;
			if (!element || rule?.verdict.kind !== 'vmap' || rule.verdict.map === null) {
				return toSpot({table, chain, rule}, view, shown);
			}

			const place: Place = {kind: 'map', table: tableKey(table), map: rule.verdict.map};
			return {type: 'open', place, select: element.key, ...shown};
		}

		default:
			return undefined;
	}
}

function followRule(
	{table, chain, rule}: Extract<Row, {kind: 'rule'}>,
	view: View,
	shown: Shown,
): NftablesEvent | undefined {
	// Found by a search over all tables: first show it among its neighbours.
	if (shown.keys.includes(`${chainKey(table, chain, view.filter.labels)}#${rule.index}`)) {
		return toSpot({table, chain, rule}, view, shown);
	}

	const {verdict} = rule;
	if (verdict.kind !== 'vmap') return 'chain' in verdict ? toChain(table, verdict.chain, view, shown) : undefined;
	if (verdict.map !== null) {
		return {type: 'open', place: {kind: 'map', table: tableKey(table), map: verdict.map}, ...shown};
	}

	const [only] = verdict.chains;
	if (verdict.chains.length === 1 && only !== undefined) return toChain(table, only, view, shown);
	return {type: 'open', place: targetsPlace(table, chain.name, rule), ...shown};
}

/** To the chain, with the rule selected. */
function toSpot({table, chain, rule}: Spot, view: View, shown: Shown): NftablesEvent {
	const select = rule ? ruleKey(view, table, chain, rule) : undefined;
	const place = chainPlace(table, chain.name, view);
	return {type: 'open', place, ...(select === undefined ? {} : {select}), ...shown};
}

function toChain(table: Table, chain: string, view: View, shown: Shown): NftablesEvent | undefined {
	if (!table.chains.some(({name}) => name === chain)) return undefined;
	return {type: 'open', place: chainPlace(table, chain, view), ...shown};
}

function chainPlace(table: Table, chain: string, {filter}: View): Place {
	return {kind: 'chain', table: tableKey(table), chain, stable: stableName(chain, filter.labels)};
}

const targetsPlace = (table: Table, chain: string, rule: Rule): Place => ({
	kind: 'targets',
	table: tableKey(table),
	chain,
	rule: rule.index,
});
