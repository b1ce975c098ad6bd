import {emptyFilter, reduceFilter, type FilterEvent, type FilterState} from '../../components/filter.js';
import {emptyList, moveList, settle, type ListState} from '../../components/list.js';
import {emptyPane, isSearching, reducePane, type PaneEvent, type PaneState} from '../../components/text-pane.js';
import type {ListAction} from '../../keys/binding.js';
import type {Show} from './object/state.js';

export const sectionIds = ['pods', 'services', 'workloads', 'containers', 'images', 'nodes', 'usage'] as const;
export type SectionId = (typeof sectionIds)[number];

/** A pane that takes the list's place: a row's details, or what the tools themselves print. */
export type Pane =
	| {readonly kind: 'details'; readonly key: string}
	| {readonly kind: 'raw'}
	/** One pod or workload: why it is broken, its log, its description, YAML, events. */
	| {readonly kind: 'object'; readonly key: string; readonly show: Show};

export type StatusState = {
	readonly section: SectionId;
	/** Each list keeps its place. */
	readonly lists: Readonly<Record<SectionId, ListState>>;
	readonly filter: FilterState;
	readonly pane: Pane | null;
	/** Where one reads in it. */
	readonly text: PaneState;
};

export const initialStatus: StatusState = {
	section: 'pods',
	lists: {
		...{pods: emptyList, services: emptyList, workloads: emptyList, containers: emptyList, images: emptyList},
		...{nodes: emptyList, usage: emptyList},
	},
	filter: emptyFilter,
	pane: null,
	text: emptyPane,
};

export type StatusEvent =
	| FilterEvent
	| PaneEvent
	| {readonly type: 'section'; readonly by: 1 | -1}
	| {readonly type: 'move'; readonly action: ListAction; readonly keys: readonly string[]; readonly height: number}
	| {readonly type: 'open'; readonly keys: readonly string[]; readonly height: number}
	| {readonly type: 'raw'}
	/** `key`: the row that it is about, which is then the selected one. */
	| {readonly type: 'object'; readonly show: Show; readonly key: string; readonly section?: SectionId}
	| {readonly type: 'close'};

export function reduceStatus(state: StatusState, event: StatusEvent): StatusState {
	switch (event.type) {
		case 'section': {
			const index = sectionIds.indexOf(state.section) + event.by;
			const section = sectionIds.at(index % sectionIds.length) ?? 'pods';
			// What is filtered in one list means nothing in the next.
			return {...state, section, filter: emptyFilter, pane: null, text: emptyPane};
		}

		case 'move': {
			return withList(state, moveList(state.lists[state.section], event.action, event.keys, event.height));
		}

		case 'open': {
			const list = settle(state.lists[state.section], event.keys, event.height);
			if (list.selected === null) return state;
			return {...withList(state, list), pane: {kind: 'details', key: list.selected}, text: emptyPane};
		}

		case 'object': {
			const {show, key, section = state.section} = event;
			const there = section === state.section ? state : {...state, section, filter: emptyFilter};
			const list = {...there.lists[section], selected: key};
			return {...withList(there, list), pane: {kind: 'object', key, show}, text: emptyPane};
		}

		case 'raw': {
			return {...state, pane: state.pane?.kind === 'raw' ? null : {kind: 'raw'}, text: emptyPane};
		}

		case 'pane':
		case 'pane-edit':
		case 'pane-keep':
		case 'pane-clear': {
			return {...state, text: reducePane(state.text, event)};
		}

		case 'close': {
			if (state.pane && isSearching(state.text)) return {...state, text: reducePane(state.text, {type: 'pane-clear'})};
			if (state.pane) return {...state, pane: null, text: emptyPane};
			return state.filter.text === '' ? state : {...state, filter: emptyFilter};
		}

		default: {
			return {...state, filter: reduceFilter(state.filter, event)};
		}
	}
}

function withList(state: StatusState, list: ListState): StatusState {
	if (list === state.lists[state.section]) return state;
	return {...state, lists: {...state.lists, [state.section]: list}};
}
