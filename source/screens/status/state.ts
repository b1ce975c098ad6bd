import {emptyFilter, reduceFilter, type FilterEvent, type FilterState} from '../../components/filter.js';
import {emptyList, moveList, scrollBy, settle, type ListState} from '../../components/list.js';

export const sectionIds = ['pods', 'services', 'workloads', 'containers', 'images'] as const;
export type SectionId = (typeof sectionIds)[number];

/** A pane that takes the list's place: a row's details, or what the tools themselves print. */
export type Pane = {readonly kind: 'details'; readonly key: string} | {readonly kind: 'raw'};

export type StatusState = {
	readonly section: SectionId;
	/** Each list keeps its place. */
	readonly lists: Readonly<Record<SectionId, ListState>>;
	readonly filter: FilterState;
	readonly pane: Pane | null;
	/** Where the pane is scrolled to: first line, first column. */
	readonly top: number;
	readonly left: number;
};

export const initialStatus: StatusState = {
	section: 'pods',
	lists: {pods: emptyList, services: emptyList, workloads: emptyList, containers: emptyList, images: emptyList},
	filter: emptyFilter,
	pane: null,
	top: 0,
	left: 0,
};

export type StatusEvent =
	| FilterEvent
	| {readonly type: 'section'; readonly by: 1 | -1}
	| {readonly type: 'move'; readonly action: string; readonly keys: readonly string[]; readonly height: number}
	| {readonly type: 'open'; readonly keys: readonly string[]; readonly height: number}
	| {readonly type: 'raw'}
	| {readonly type: 'scroll'; readonly action: string; readonly length: number; readonly height: number}
	| {readonly type: 'shift'; readonly by: number}
	| {readonly type: 'close'};

export function reduceStatus(state: StatusState, event: StatusEvent): StatusState {
	switch (event.type) {
		case 'section': {
			const index = sectionIds.indexOf(state.section) + event.by;
			const section = sectionIds.at(index % sectionIds.length) ?? 'pods';
			// What is filtered in one list means nothing in the next.
			return {...state, section, filter: emptyFilter, pane: null, top: 0, left: 0};
		}

		case 'move': {
			return withList(state, moveList(state.lists[state.section], event.action, event.keys, event.height));
		}

		case 'open': {
			const list = settle(state.lists[state.section], event.keys, event.height);
			if (list.selected === null) return state;
			return {...withList(state, list), pane: {kind: 'details', key: list.selected}, top: 0, left: 0};
		}

		case 'raw': {
			return {...state, pane: state.pane?.kind === 'raw' ? null : {kind: 'raw'}, top: 0, left: 0};
		}

		case 'scroll': {
			return {...state, top: scrollBy(state.top, event.action, event.length, event.height)};
		}

		case 'shift': {
			return {...state, left: Math.max(0, state.left + event.by)};
		}

		case 'close': {
			if (state.pane) return {...state, pane: null, top: 0, left: 0};
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
