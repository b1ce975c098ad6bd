import {useScreenState} from '../../../components/use-screen-state.js';
import {stableName} from '../../../model/chain-labels.js';
import type {Hop} from '../../../model/packet-walk/facts.js';
import type {PacketFilter} from '../../../store/packet-filter/packet-filter.js';
import {ruleKey} from '../list-rows.js';
import {type Row, type View} from '../row.js';
import {tableKey} from '../places.js';
import type {NftablesEvent} from '../state.js';
import {anyService, fieldsFor} from './fill.js';
import {initialWhatIf, whatIfState, reduceWhatIf, type WhatIfEvent, type WhatIfState} from './state.js';

/** The what-if of screen 5: opened on the selected row, found again as it was left. */
export function useWhatIf(filter: PacketFilter): {
	readonly state: WhatIfState;
	readonly dispatch: (event: WhatIfEvent) => void;
	readonly open: (row: Row | undefined) => void;
} {
	const [state, dispatch] = useScreenState(whatIfState, reduceWhatIf, initialWhatIf);
	return {
		state,
		dispatch,
		open(row) {
			const fields = fieldsFor(row, filter) ?? (state.fields.to === '' ? anyService(filter) : undefined);
			dispatch({type: 'open', fields});
		},
	};
}

/** Where a hop's rule stands in the tree; undefined: it is gone. */
export function placeOfHop(
	{family, table: name, chain: chainName, index}: Hop,
	view: View,
	shown: {readonly keys: readonly string[]; readonly height: number},
): NftablesEvent | undefined {
	const {ruleset, labels} = view.filter;
	const table = ruleset.tables.find(each => each.family === family && each.name === name);
	const chain = table?.chains.find(each => each.name === chainName);
	if (!table || !chain) return undefined;
	const rule = index === null ? undefined : chain.rules[index];
	const select = rule && ruleKey(view, table, chain, rule);
	return {
		type: 'open',
		place: {kind: 'chain', table: tableKey(table), chain: chainName, stable: stableName(chainName, labels)},
		...(select === undefined ? {} : {select}),
		...shown,
	};
}
