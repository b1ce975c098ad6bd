import {emptyFilter} from '../../components/filter.js';
import {emptyList} from '../../components/list.js';
import {labelText, stableName} from '../../model/chain-labels.js';
import {servicePorts} from '../../model/service-ports.js';
import type {PacketFilter} from '../../store/packet-filter/packet-filter.js';
import {namesOf, type NamedObject, type ScreenObjects, type States} from '../objects.js';
import {chainKey, tableKey} from './places.js';
import {whatIfState, type WhatIfState} from './what-if/state.js';
import {initialNftables, type NftablesState, type Place} from './state.js';

const perSlice = 2000;

const listIds = ['chains', 'services', 'drops', 'hot'] as const;

/** A chain is found by its name and by what it stands for (`kube-system/kube-dns:dns`). */
function chainObjects({ruleset, labels}: Pick<PacketFilter, 'ruleset' | 'labels'>, t: number): NamedObject[] {
	const table = ruleset.tables[t];
	return (table?.chains ?? []).map(({name}): NamedObject => {
		const label = labels.chains.get(name);
		return {
			kind: 'chain',
			names: namesOf(name, label && labelText(label)),
			note: table ? tableKey(table) : '',
			key: `${t} ${name}`,
		};
	});
}

/** Chains, the ports of services, and the lists over the whole host. */
export const nftablesObjects: ScreenObjects = {
	from({sources}) {
		const filter = sources.packetFilter.get().value;
		// Counters make another filter of the same rules.
		return [filter?.labels, filter?.jumps];
	},
	*list({sources, text}) {
		const filter = sources.packetFilter.get().value;
		const lists = listIds.map((id): NamedObject => ({
			kind: 'list',
			names: namesOf(text.objects.lists[id], id),
			key: id,
		}));
		if (!filter) return {objects: lists, unread: ['chain', 'path']};
		const chains: NamedObject[] = [];
		let since = 0;
		for (const [t, {chains: own}] of filter.ruleset.tables.entries()) {
			since += own.length;
			for (const object of chainObjects(filter, t)) chains.push(object);
			if (since < perSlice) continue;
			since = 0;
			yield;
		}

		const {ports} = yield* servicePorts(filter.ruleset, filter.labels);
		const paths = ports.map(({key, service, entries}): NamedObject => ({
			kind: 'path',
			names: namesOf(
				service ?? key,
				...entries.flatMap(({address, port}) => [address, `${address ?? '*'}:${port}`, String(port)]),
			),
			key,
		}));
		return {objects: [...lists, ...chains, ...paths], unread: []};
	},
	read: ({sources}) => sources.packetFilter.refresh(),
	select({kind, key, names}, states, {sources}) {
		if (kind === 'list') show(states, key === 'chains' ? undefined : {kind: key as 'services' | 'drops' | 'hot'});
		else if (kind === 'refusal') show(states, {kind: 'drops'}, null, key);
		else if (kind === 'path') show(states, {kind: 'service', port: key, name: names[0]});
		else {
			const filter = sources.packetFilter.get().value;
			const [t = '', chain = ''] = key.split(/ (.*)/s);
			const table = filter?.ruleset.tables[Number(t)];
			const found = table?.chains.find(({name}) => name === chain);
			if (!filter || !table || !found) return;
			const stable = stableName(chain, filter.labels);
			show(states, {kind: 'chain', table: tableKey(table), chain, stable}, chainKey(table, found, filter.labels));
		}
	},
};

/** On that place, one step from all tables; `from`: the row there that leads to it; `selected`: the row to be on. */
function show(
	states: States,
	place: Place | undefined,
	from: string | null = null,
	selected: string | null = null,
): void {
	const state = (states.get('nftables') as NftablesState | undefined) ?? initialNftables;
	const home = {place: {kind: 'chains'}, list: {...emptyList, selected: from}, filter: emptyFilter} as const;
	const trail = place === undefined ? [home] : [home, {place, list: {...emptyList, selected}, filter: emptyFilter}];
	states.set('nftables', {...state, trail, raw: null} satisfies NftablesState);
	const packet = states.get(whatIfState) as WhatIfState | undefined;
	if (packet?.open) states.set(whatIfState, {...packet, open: false} satisfies WhatIfState);
}
