import {emptyFilter, reduceFilter, type FilterEvent, type FilterState} from '../../components/filter.js';
import {emptyList, moveList, settle, type ListState} from '../../components/list.js';
import {emptyPane, isSearching, reducePane, type PaneEvent, type PaneState} from '../../components/text-pane.js';
import type {ListAction} from '../../keys/binding.js';

/** What a list shows: all tables with their chains, the rules of a chain, the elements of a map, where a rule may lead. */
export type Place =
	| {readonly kind: 'chains'}
	/** `stable`: finds the chain again when its maker renamed it (kube-router does so at every sync). */
	| {readonly kind: 'chain'; readonly table: string; readonly chain: string; readonly stable: string}
	| {readonly kind: 'map'; readonly table: string; readonly map: string}
	/** The ports of services, one of them with its path, and the two lists over the whole host. */
	| {readonly kind: 'services' | 'drops' | 'hot'}
	| {readonly kind: 'service'; readonly port: string; readonly name: string}
	| {readonly kind: 'targets'; readonly table: string; readonly chain: string; readonly rule: number};

/** A step of the way: where one is, and where in it. */
export type Step = {readonly place: Place; readonly list: ListState; readonly filter: FilterState};

/** `anyway`: also of a host that nft would choke on. */
export type RawPane = {readonly anyway: boolean; readonly pane: PaneState};

export type NftablesState = {
	/** The way here; the last step is shown. Never empty. */
	readonly trail: readonly Step[];
	readonly hideZero: boolean;
	/** The rules of a chain with the busiest first. */
	readonly hotFirst: boolean;
	/** Tables that are folded, and groups of canary chains that are not. */
	readonly toggled: ReadonlySet<string>;
	readonly raw: RawPane | null;
};

const home: Step = {place: {kind: 'chains'}, list: emptyList, filter: emptyFilter};

export const initialNftables: NftablesState = {
	trail: [home],
	hideZero: false,
	hotFirst: false,
	toggled: new Set(),
	raw: null,
};

type Shown = {readonly keys: readonly string[]; readonly height: number};

export type NftablesEvent =
	| FilterEvent
	| PaneEvent
	| ({readonly type: 'move'; readonly action: ListAction} & Shown)
	| ({readonly type: 'select'; readonly key: string} & Shown)
	/** Follows to a place; `at` is the row that was left, to come back to it. `select`: the row to be on there. */
	| ({readonly type: 'open'; readonly place: Place; readonly select?: string} & Shown)
	| {readonly type: 'toggle'; readonly key: string}
	| {readonly type: 'zero' | 'hot-first'}
	| {readonly type: 'back'}
	| {readonly type: 'raw'; readonly anyway: boolean};

export const hereOf = ({trail}: NftablesState): Step => trail.at(-1) ?? home;

export const isHome = (state: NftablesState): boolean => state.trail.length === 1;

export function reduceNftables(state: NftablesState, event: NftablesEvent): NftablesState {
	const here = hereOf(state);
	switch (event.type) {
		case 'move': {
			return withHere(state, {...here, list: moveList(here.list, event.action, event.keys, event.height)});
		}

		case 'select': {
			const index = event.keys.indexOf(event.key);
			// At the top of the window: what follows it is why one goes there.
			const list = index === -1 ? here.list : {selected: event.key, index, offset: index};
			return withHere(state, {...here, list: settle(list, event.keys, event.height)});
		}

		case 'open': {
			const left: Step = {...here, list: settle(here.list, event.keys, event.height)};
			const list = event.select === undefined ? emptyList : {...emptyList, selected: event.select};
			const step: Step = {place: event.place, list, filter: emptyFilter};
			return {...state, trail: [...state.trail.slice(0, -1), left, step]};
		}

		case 'toggle': {
			const toggled = new Set(state.toggled);
			if (!toggled.delete(event.key)) toggled.add(event.key);
			return {...state, toggled};
		}

		case 'zero': {
			return {...state, hideZero: !state.hideZero};
		}

		case 'hot-first': {
			return {...state, hotFirst: !state.hotFirst};
		}

		case 'back': {
			return back(state);
		}

		case 'raw': {
			if (state.raw && !(event.anyway && !state.raw.anyway)) return {...state, raw: null};
			return {...state, raw: {anyway: event.anyway, pane: emptyPane}};
		}

		case 'pane':
		case 'pane-edit':
		case 'pane-keep':
		case 'pane-clear': {
			const {raw} = state;
			return raw ? {...state, raw: {...raw, pane: reducePane(raw.pane, event)}} : state;
		}

		default: {
			return withHere(state, {...here, filter: reduceFilter(here.filter, event)});
		}
	}
}

/** Closes, clears, goes back: one thing at a time. */
function back(state: NftablesState): NftablesState {
	const here = hereOf(state);
	if (state.raw && isSearching(state.raw.pane)) return reduceNftables(state, {type: 'pane-clear'});
	if (state.raw) return {...state, raw: null};
	if (here.filter.text !== '') return withHere(state, {...here, filter: emptyFilter});
	return isHome(state) ? state : {...state, trail: state.trail.slice(0, -1)};
}

/** True when there is something to close or to go back from. */
export const canGoBack = (state: NftablesState): boolean =>
	state.raw !== null || !isHome(state) || hereOf(state).filter.text !== '';

function withHere(state: NftablesState, step: Step): NftablesState {
	const here = hereOf(state);
	if (step.list === here.list && step.filter === here.filter) return state;
	return {...state, trail: [...state.trail.slice(0, -1), step]};
}
