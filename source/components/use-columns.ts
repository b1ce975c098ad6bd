import type {Binding} from '../keys/binding.js';
import {level} from '../keys/layers.js';
import type {Text} from '../text/text.js';
import {exactly, rule} from './blocks.js';
import {dim, line, restyled, type Line} from './line.js';
import {plainLook, type ListLook, type Sorter} from './sort.js';
import {useLayer} from './use-layer.js';
import {useScreenState} from './use-screen-state.js';

/** A list with columns has these in its table. `>` as in htop, `ctrl+w` as in k9s; left and right move a wide list. */
export const columnBindings = [
	{action: 'columns.sort', keys: ['>'], footer: 8},
	{action: 'columns.wide', keys: ['ctrl+w']},
	{action: 'columns.left', keys: ['left']},
	{action: 'columns.right', keys: ['right']},
] as const satisfies readonly Binding[];

const [{footer: _, ...sort}, ...others] = columnBindings;
/** The same, where the footer has no room for it. */
export const unshownColumnBindings = [sort, ...others] as const;

export type ColumnAction = (typeof columnBindings)[number]['action'];

/** While one chooses the column. */
export const sortBindings = [
	{action: 'list.down', keys: ['j', 'down'], footer: 2},
	{action: 'list.up', keys: ['k', 'up']},
	{action: 'list.top', keys: ['g', 'home']},
	{action: 'list.bottom', keys: ['G', 'end']},
	{action: 'columns.choose', keys: ['enter'], footer: 1},
	{action: 'columns.close', keys: ['escape', 'q', 'backspace', '>'], footer: 3},
] as const satisfies readonly Binding[];

/** Of all lists, by their names: kept as long as the program runs. */
export type ColumnsState = {
	readonly looks: Readonly<Record<string, ListLook>>;
	/** The line that is chosen in the menu; undefined: it is closed. The first one is "as listed". */
	readonly menu: number | undefined;
};

export const initialColumns: ColumnsState = {looks: {}, menu: undefined};

export type ColumnsEvent =
	| {readonly type: 'wide'; readonly list: string}
	/** By so many columns of a wide list; `most`: of how many. */
	| {readonly type: 'shift'; readonly list: string; readonly by: 1 | -1; readonly most: number}
	| {readonly type: 'open'; readonly list: string; readonly sorters: readonly Sorter[]}
	| {readonly type: 'move'; readonly to: 'up' | 'down' | 'top' | 'bottom'; readonly count: number}
	| {readonly type: 'choose'; readonly list: string; readonly sorters: readonly Sorter[]}
	| {readonly type: 'close'};

export function reduceColumns(state: ColumnsState, event: ColumnsEvent): ColumnsState {
	const lookNow = (list: string): ListLook => state.looks[list] ?? plainLook;
	switch (event.type) {
		case 'wide': {
			const look = lookNow(event.list);
			return {...state, looks: {...state.looks, [event.list]: {...look, wide: !look.wide, moved: 0}}};
		}

		case 'shift': {
			const look = lookNow(event.list);
			const moved = Math.min(Math.max(look.moved + event.by, 0), Math.max(0, event.most));
			return !look.wide || moved === look.moved
				? state
				: {...state, looks: {...state.looks, [event.list]: {...look, moved}}};
		}

		case 'open': {
			const {sort} = lookNow(event.list);
			return {...state, menu: event.sorters.findIndex(({id}) => id === sort?.column) + 1};
		}

		case 'move': {
			const {to, count} = event;
			if (state.menu === undefined) return state;
			const by = to === 'up' ? -1 : 1;
			const menu = to === 'top' ? 0 : to === 'bottom' ? count - 1 : (state.menu + by + count) % count;
			return {...state, menu};
		}

		case 'choose': {
			if (state.menu === undefined) return state;
			const look = lookNow(event.list);
			const sorter = event.sorters[state.menu - 1];
			const again = sorter !== undefined && look.sort?.column === sorter.id;
			// The same column once more turns the direction.
			const down = again ? look.sort?.down !== true : (sorter?.largestFirst ?? false);
			const sort = sorter === undefined ? null : {column: sorter.id, down};
			return {menu: undefined, looks: {...state.looks, [event.list]: {...look, sort}}};
		}

		case 'close': {
			return state.menu === undefined ? state : {...state, menu: undefined};
		}
	}
}

/** `── Sort by ─── esc: back ──` and a line for each column, over the lower end of the body. */
function covered(
	body: readonly Line[],
	sorters: readonly Sorter[],
	look: ListLook,
	menu: number,
	width: number,
	text: Text,
): readonly Line[] {
	const {columns} = text.common;
	const mark = (id: string | undefined): string =>
		look.sort?.column === id ? (id === undefined ? '•' : look.sort?.down ? '↓' : '↑') : ' ';
	const lines = [
		rule(columns.sortBy, width, columns.close),
		...[{id: undefined, title: columns.asListed}, ...sorters].map(({id, title}, at) => {
			const words = line(' ', dim(mark(id)), ` ${title}`);
			return at === menu ? restyled(words, {inverse: true}) : words;
		}),
	];
	const room = Math.max(1, body.length);
	const from = Math.max(0, Math.min(menu + 1 - (room - 2), lines.length - room));
	const block = [...lines.slice(0, 1), ...lines.slice(1 + from)].slice(0, room);
	return exactly([...body.slice(0, body.length - block.length), ...block], body.length);
}

/** The columns of one list: how they are now, the two keys that change them, and the menu while it is open. */
export function useColumns(list: string, sorters: readonly Sorter[], text: Text) {
	const [state, dispatch] = useScreenState('columns', reduceColumns, initialColumns);
	const look = state.looks[list] ?? plainLook;
	const {menu} = state;
	const isOpen = menu !== undefined && sorters.length > 0;
	useLayer(
		{
			level: level.dialog,
			bindings: sortBindings,
			modal: true,
			onAction(action) {
				if (action === 'columns.close') return dispatch({type: 'close'});
				if (action === 'columns.choose') return dispatch({type: 'choose', list, sorters});
				const to = action.slice('list.'.length) as 'up' | 'down' | 'top' | 'bottom';
				return dispatch({type: 'move', to, count: sorters.length + 1});
			},
		},
		isOpen,
	);
	return {
		look,
		/** What `columnBindings` do here. */
		act(action: ColumnAction): void {
			if (action === 'columns.left') dispatch({type: 'shift', list, by: -1, most: sorters.length - 2});
			else if (action === 'columns.right') dispatch({type: 'shift', list, by: 1, most: sorters.length - 2});
			else if (action === 'columns.wide') dispatch({type: 'wide', list});
			else if (sorters.length > 0) dispatch({type: 'open', list, sorters});
		},
		cover: (body: readonly Line[], width: number): readonly Line[] =>
			isOpen ? covered(body, sorters, look, menu, width, text) : body,
	};
}
