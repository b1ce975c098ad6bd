/**
 * A list that people move in. The selection is a key, not an index: a refresh that adds or takes rows does not move it.
 * Pure; the rows themselves stay outside, only their keys come in.
 */
export type ListState = {
	readonly selected: string | null;
	/** Where it was last seen: if its row is gone the nearest one is taken. */
	readonly index: number;
	/** First row in the window. */
	readonly offset: number;
};

export const emptyList: ListState = {selected: null, index: 0, offset: 0};

/** The list as it must be shown now: the selected key found again, the window around it. Same reference if nothing moved. */
export function settle(list: ListState, keys: readonly string[], height: number): ListState {
	let index = list.selected !== null && keys[list.index] === list.selected ? list.index : -1;
	if (index < 0 && list.selected !== null) index = keys.indexOf(list.selected);
	if (index < 0) index = Math.max(0, Math.min(list.index, keys.length - 1));
	return at(list, index, keys, height);
}

function at(list: ListState, index: number, keys: readonly string[], height: number): ListState {
	const rows = Math.max(1, height);
	let offset = Math.min(list.offset, Math.max(0, keys.length - rows));
	if (index < offset) offset = index;
	if (index >= offset + rows) offset = index - rows + 1;
	const selected = keys[index] ?? null;
	if (selected === list.selected && index === list.index && offset === list.offset) return list;
	return {selected, index, offset};
}

/** The action that selects the row of this index: what a click on it does. */
export const listAt = (index: number): string => `list.at:${index}`;

/** Moves by an action of `listBindings`, or to the row of `listAt`; other actions leave it as it is. */
export function moveList(list: ListState, action: string, keys: readonly string[], height: number): ListState {
	const now = settle(list, keys, height);
	const last = Math.max(0, keys.length - 1);
	const half = Math.max(1, Math.floor(height / 2));
	const to: Readonly<Record<string, number>> = {
		'list.down': now.index + 1,
		'list.up': now.index - 1,
		'list.half-down': now.index + half,
		'list.half-up': now.index - half,
		'list.page-down': now.index + height,
		'list.page-up': now.index - height,
		'list.top': 0,
		'list.bottom': last,
	};
	const wanted = to[action] ?? (action.startsWith('list.at:') ? Number(action.slice(8)) : undefined);
	if (wanted === undefined) return now;
	return at(now, Math.min(Math.max(wanted, 0), last), keys, height);
}

/** Selects a row by its key. */
export function selectKey(list: ListState, key: string, keys: readonly string[], height: number): ListState {
	const index = keys.indexOf(key);
	return index < 0 ? list : at(list, index, keys, height);
}

/** Scrolls a text pane of `length` lines by the same actions. */
export function scrollBy(offset: number, action: string, length: number, height: number): number {
	const half = Math.max(1, Math.floor(height / 2));
	const by: Readonly<Record<string, number>> = {
		'list.down': 1,
		'list.up': -1,
		'list.half-down': half,
		'list.half-up': -half,
		'list.page-down': height,
		'list.page-up': -height,
		'list.top': Number.NEGATIVE_INFINITY,
		'list.bottom': Number.POSITIVE_INFINITY,
	};
	return Math.min(Math.max(offset + (by[action] ?? 0), 0), Math.max(0, length - height));
}
