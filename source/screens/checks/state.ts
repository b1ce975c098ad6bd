import {emptyFilter, reduceFilter, type FilterEvent, type FilterState} from '../../components/filter.js';
import {emptyList, moveList, selectKey, settle, type ListState} from '../../components/list.js';
import {emptyPane, isSearching, reducePane, type PaneEvent, type PaneState} from '../../components/text-pane.js';
import type {ListAction} from '../../keys/binding.js';

export type ChecksState = {
	readonly list: ListState;
	readonly filter: FilterState;
	/** Only what failed, warned or is not known. */
	readonly problems: boolean;
	/** The details take the keys: they scroll. On a narrow window they take the list's place. */
	readonly open: boolean;
	readonly details: PaneState;
	/** The chosen line of the menu of actions; undefined: it is closed. */
	readonly menu: number | undefined;
	/** What was planned waits for a yes. */
	readonly asks: boolean;
};

export const initialChecks: ChecksState = {
	list: emptyList,
	filter: emptyFilter,
	problems: false,
	open: false,
	details: emptyPane,
	menu: undefined,
	asks: false,
};

export type ChecksEvent =
	| FilterEvent
	| PaneEvent
	| {readonly type: 'move'; readonly action: ListAction; readonly keys: readonly string[]; readonly height: number}
	/** To the next row (`by` 1) or the one before that is a problem, round the end. */
	| {
			readonly type: 'jump';
			readonly by: 1 | -1;
			readonly problems: readonly string[];
			readonly keys: readonly string[];
			readonly height: number;
	  }
	| {readonly type: 'open'; readonly keys: readonly string[]; readonly height: number}
	| {readonly type: 'toggle'}
	/** `count`: how many lines the menu has. */
	| {readonly type: 'menu-move'; readonly by: 1 | -1; readonly count: number}
	| {readonly type: 'menu-open' | 'menu-close' | 'ask' | 'answered'}
	| {readonly type: 'close'};

export function reduceChecks(state: ChecksState, event: ChecksEvent): ChecksState {
	switch (event.type) {
		case 'move': {
			const list = moveList(state.list, event.action, event.keys, event.height);
			return list === state.list ? state : {...state, list, details: emptyPane};
		}

		case 'jump': {
			const {keys, problems, by, height} = event;
			const here = settle(state.list, keys, height).index;
			const wanted = new Set(problems);
			// All other rows in the order in which they are met, this one last.
			const order = keys.map((_, step) => keys.at((here + by * (step + 1)) % keys.length) ?? '');
			const next = order.find(key => wanted.has(key));
			return next === undefined
				? state
				: {...state, list: selectKey(state.list, next, keys, height), details: emptyPane};
		}

		case 'pane':
		case 'pane-edit':
		case 'pane-keep':
		case 'pane-clear': {
			const details = reducePane(state.details, event);
			return details === state.details ? state : {...state, details};
		}

		case 'open': {
			const list = settle(state.list, event.keys, event.height);
			return list.selected === null ? state : {...state, list, open: true, details: emptyPane};
		}

		case 'toggle': {
			return {...state, problems: !state.problems, open: false, details: emptyPane};
		}

		case 'menu-open': {
			return {...state, menu: 0};
		}

		case 'menu-close': {
			return state.menu === undefined ? state : {...state, menu: undefined};
		}

		case 'menu-move': {
			const {by, count} = event;
			return state.menu === undefined || count === 0
				? state
				: {...state, menu: (Math.min(state.menu, count - 1) + by + count) % count};
		}

		case 'ask': {
			return {...state, menu: undefined, asks: true};
		}

		case 'answered': {
			return state.asks ? {...state, asks: false} : state;
		}

		case 'close': {
			if (state.open && isSearching(state.details)) return reduceChecks(state, {type: 'pane-clear'});
			if (state.open) return {...state, open: false, details: emptyPane};
			return state.filter.text === '' ? state : {...state, filter: emptyFilter};
		}

		default: {
			const filter = reduceFilter(state.filter, event);
			return filter === state.filter ? state : {...state, filter};
		}
	}
}
