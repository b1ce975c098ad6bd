import {emptyFilter, reduceFilter, type FilterEvent, type FilterState} from '../../components/filter.js';
import {emptyList, moveList, scrollBy, type ListState} from '../../components/list.js';
import {emptyMap, moveMap, type MapState, type Picture} from './map/state.js';

export type NetworkState = {
	/** One picture of two: the list of namespaces, or the map of the wires. */
	readonly view: 'list' | 'map';
	readonly map: MapState;
	readonly list: ListState;
	readonly filter: FilterState;
	/** Which half the moving keys move: the list, or the details below it. */
	readonly focus: 'list' | 'details';
	/** First line of the details. */
	readonly top: number;
	/** What the tools print of one namespace, in the place of both; scrolled down and to the right. */
	readonly raw: {readonly key: string; readonly top: number; readonly left: number} | null;
};

export const initialNetwork: NetworkState = {
	view: 'list',
	map: emptyMap,
	list: emptyList,
	filter: emptyFilter,
	focus: 'list',
	top: 0,
	raw: null,
};

export type NetworkEvent =
	| FilterEvent
	| {readonly type: 'move'; readonly action: string; readonly keys: readonly string[]; readonly height: number}
	| {readonly type: 'scroll'; readonly action: string; readonly length: number; readonly height: number}
	| {readonly type: 'shift'; readonly by: number}
	| {readonly type: 'pane'}
	/** To the map, or back to the list, where `space` is the key of the row that shows the same. */
	| {readonly type: 'map'; readonly space: string | null}
	| {readonly type: 'list'; readonly space: string | null}
	| {readonly type: 'map-move'; readonly action: string; readonly picture: Picture}
	| {readonly type: 'raw'; readonly key: string}
	| {readonly type: 'back'};

export function reduceNetwork(state: NetworkState, event: NetworkEvent): NetworkState {
	switch (event.type) {
		case 'move': {
			const list = moveList(state.list, event.action, event.keys, event.height);
			if (list === state.list) return state;
			return {...state, list, top: list.selected === state.list.selected ? state.top : 0};
		}

		case 'map': {
			return {...state, view: 'map', map: {...state.map, space: event.space}, focus: 'list', top: 0};
		}

		case 'list': {
			return {...state, view: 'list', list: {...state.list, selected: event.space}, focus: 'list', top: 0};
		}

		case 'map-move': {
			const map = moveMap(state.map, event.action, event.picture);
			const same = state.map.space === null && map.selected === state.map.selected && map.end === state.map.end;
			return same ? state : {...state, map, top: 0};
		}

		case 'scroll': {
			if (!state.raw) return {...state, top: scrollBy(state.top, event.action, event.length, event.height)};
			return {...state, raw: {...state.raw, top: scrollBy(state.raw.top, event.action, event.length, event.height)}};
		}

		case 'shift': {
			return state.raw ? {...state, raw: {...state.raw, left: Math.max(0, state.raw.left + event.by)}} : state;
		}

		case 'pane': {
			return {...state, focus: state.focus === 'list' ? 'details' : 'list'};
		}

		case 'raw': {
			return {...state, raw: {key: event.key, top: 0, left: 0}};
		}

		case 'back': {
			if (state.raw) return {...state, raw: null};
			if (state.focus === 'details') return {...state, focus: 'list'};
			return state.filter.text === '' ? state : {...state, filter: emptyFilter};
		}

		default: {
			return {...state, filter: reduceFilter(state.filter, event)};
		}
	}
}

/** Whether `back` would change anything. */
export const canGoBack = ({raw, focus, filter}: NetworkState): boolean =>
	raw !== null || focus === 'details' || filter.text !== '';
