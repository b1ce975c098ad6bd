import {emptyFilter, reduceFilter, type FilterEvent, type FilterState} from '../../components/filter.js';
import {emptyList, moveList, type ListState} from '../../components/list.js';
import {emptyPane, isSearching, reducePane, type PaneEvent, type PaneState} from '../../components/text-pane.js';
import type {ListAction} from '../../keys/binding.js';
import {emptyMap, moveMap, type MapAction, type MapState, type Picture} from './map/state.js';

export type NetworkState = {
	/** One picture of two: the list of namespaces, or the map of the wires. */
	readonly view: 'list' | 'map';
	readonly map: MapState;
	readonly list: ListState;
	readonly filter: FilterState;
	/** Which half the moving keys move: the list, or the details below it. */
	readonly focus: 'list' | 'details';
	readonly details: PaneState;
	/** The process (`processKey`) that the details go to as soon as they show it. */
	readonly wanted: string | null;
	/** What the tools print of one namespace, in the place of both. */
	readonly raw: {readonly key: string; readonly pane: PaneState} | null;
};

export const initialNetwork: NetworkState = {
	view: 'list',
	map: emptyMap,
	list: emptyList,
	filter: emptyFilter,
	focus: 'list',
	details: emptyPane,
	raw: null,
	wanted: null,
};

export type NetworkEvent =
	| FilterEvent
	/** Of the pane that has the keys: the raw one, else the details. */
	| PaneEvent
	| {readonly type: 'move'; readonly action: ListAction; readonly keys: readonly string[]; readonly height: number}
	| {readonly type: 'focus'}
	/** To the map, or back to the list, where `space` is the key of the row that shows the same. */
	| {readonly type: 'map'; readonly space: string | null}
	| {readonly type: 'list'; readonly space: string | null}
	| {readonly type: 'map-move'; readonly action: MapAction; readonly picture: Picture}
	/** The details show the wanted process in this row. */
	| {readonly type: 'found'; readonly row: number}
	| {readonly type: 'raw'; readonly key: string}
	| {readonly type: 'back'};

export function reduceNetwork(state: NetworkState, event: NetworkEvent): NetworkState {
	switch (event.type) {
		case 'move': {
			const list = moveList(state.list, event.action, event.keys, event.height);
			if (list === state.list) return state;
			return {...state, list, details: list.selected === state.list.selected ? state.details : emptyPane};
		}

		case 'map': {
			return {...state, view: 'map', map: {...state.map, space: event.space}, focus: 'list', details: emptyPane};
		}

		case 'list': {
			return {...state, view: 'list', list: {...state.list, selected: event.space}, focus: 'list', details: emptyPane};
		}

		case 'map-move': {
			const map = moveMap(state.map, event.action, event.picture);
			const same = state.map.space === null && map.selected === state.map.selected && map.end === state.map.end;
			return same ? state : {...state, map, details: emptyPane};
		}

		case 'pane':
		case 'pane-edit':
		case 'pane-keep':
		case 'pane-clear': {
			return withPane(state, reducePane(paneOf(state), event));
		}

		case 'focus': {
			return {...state, focus: state.focus === 'list' ? 'details' : 'list'};
		}

		case 'found': {
			// Two rows above it: the titles of its columns.
			return {...state, wanted: null, details: {...state.details, top: Math.max(0, event.row - 2), current: event.row}};
		}

		case 'raw': {
			return {...state, raw: {key: event.key, pane: emptyPane}};
		}

		case 'back': {
			if (isSearching(paneOf(state))) return withPane(state, reducePane(paneOf(state), {type: 'pane-clear'}));
			if (state.raw) return {...state, raw: null};
			if (state.focus === 'details') return {...state, focus: 'list'};
			return state.filter.text === '' ? state : {...state, filter: emptyFilter};
		}

		default: {
			return {...state, filter: reduceFilter(state.filter, event)};
		}
	}
}

/** The text that has the keys when the list has not. */
export const paneOf = ({raw, details}: NetworkState): PaneState => raw?.pane ?? details;

const withPane = (state: NetworkState, pane: PaneState): NetworkState =>
	state.raw ? {...state, raw: {...state.raw, pane}} : {...state, details: pane};

/** Whether `back` would change anything. */
export const canGoBack = ({raw, focus, filter}: NetworkState): boolean =>
	raw !== null || focus === 'details' || filter.text !== '';
