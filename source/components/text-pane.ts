import {listBindings, type ActionOf, type Binding} from '../keys/binding.js';
import {exactly, rule} from './blocks.js';
import {edited, emptyField, fieldSpans, type Field, type FieldEdit} from './field.js';
import {found, highlighted} from './find.js';
import {bold, dim, line, plain, restyled, type Line} from './line.js';
import {scrollBy} from './list.js';
import {between, rowsOf, type Rows} from './rows.js';
import {chopped, displayWidth} from './width.js';

/**
 * A text that people read and search: details, raw output, logs. This is the only scroll state of the product. Pure: the
 * text stays outside; it comes in with each event, with the size of the pane.
 */
export type PaneState = {
	/** First row in the window; `end`: the last rows, whatever comes. */
	readonly top: number | 'end';
	/** A text that grows: at its end it is followed. */
	readonly grows: boolean;
	/** Columns that the text is moved to the left. */
	readonly left: number;
	/** Long rows go on in the next row. */
	readonly wraps: boolean;
	/** What is looked for; `open`: it is being typed. */
	readonly search: Field & {readonly open: boolean};
	/** The row that the search stands on; null: it found none. */
	readonly current: number | null;
};

export const emptyPane: PaneState = {
	top: 0,
	grows: false,
	left: 0,
	wraps: false,
	search: {...emptyField, open: false},
	current: null,
};

/** A text that grows: it shows its end until somebody scrolls up. */
export const growingPane: PaneState = {...emptyPane, top: 'end', grows: true};

/** Scroll and search: what every text pane takes. */
export const textBindings = [
	...listBindings,
	{action: 'pane.search', keys: ['/'], footer: 20},
	{action: 'pane.next', keys: ['n'], footer: 24},
	{action: 'pane.previous', keys: ['N']},
] as const satisfies readonly Binding[];

/** What a pane takes whose rows may be wider than it. */
export const rawBindings = [
	...textBindings,
	{action: 'pane.left', keys: ['left']},
	{action: 'pane.right', keys: ['right'], footer: 22},
	{action: 'pane.wrap', keys: ['w'], footer: 23},
] as const satisfies readonly Binding[];

export type PaneAction = ActionOf<typeof rawBindings>;

export const isPaneAction = (action: string): action is PaneAction =>
	action.startsWith('list.') || action.startsWith('pane.');

/** The text in a pane, and the room that it has: title and search line included. `bare`: it has no title. */
export type Shown = {
	readonly content: Rows;
	readonly width: number;
	readonly height: number;
	readonly bare?: boolean;
};

/** What the line of the search says while it is typed. */
export type SearchEvent =
	({readonly type: 'pane-edit'; readonly edit: FieldEdit} & Shown) | {readonly type: 'pane-keep' | 'pane-clear'};

export type PaneEvent = SearchEvent | ({readonly type: 'pane'; readonly action: PaneAction} & Shown);

const step = 20;

/** The rows as they stand in the pane, folded where that was chosen. */
export function rowsIn(pane: PaneState, {content, width}: Shown): Rows {
	return pane.wraps ? folded(content, width) : content;
}

/** Rows of the window: below the title, above the line of the search. */
const windowHeight = (pane: PaneState, {height, bare}: Pick<Shown, 'height' | 'bare'>): number =>
	Math.max(1, height - (bare ? 0 : 1) - (isSearching(pane) ? 1 : 0));

/** The first row that is shown. */
export function topOf({top}: PaneState, length: number, height: number): number {
	const last = Math.max(0, length - height);
	return top === 'end' ? last : Math.min(top, last);
}

export function reducePane(pane: PaneState, event: PaneEvent): PaneState {
	switch (event.type) {
		case 'pane-keep':
			return {...pane, search: {...pane.search, open: false}};
		case 'pane-clear':
			return {...pane, search: emptyPane.search, current: null};
		case 'pane-edit': {
			const search = edited(pane.search, event.edit);
			if (search.text === pane.search.text) return {...pane, search};
			const next = {...pane, search};
			const rows = rowsIn(next, event);
			const from = pane.current ?? topOf(pane, rows.length, windowHeight(next, event));
			return goTo(next, event, row => row >= from);
		}

		case 'pane':
			return moved(pane, event.action, event);
	}
}

function moved(pane: PaneState, action: PaneAction, shown: Shown): PaneState {
	const rows = rowsIn(pane, shown);
	const height = windowHeight(pane, shown);
	switch (action) {
		case 'pane.search':
			return {...pane, search: {...emptyField, open: true}, current: null};
		case 'pane.next':
			return goTo(pane, shown, row => row > (pane.current ?? -1));
		case 'pane.previous':
			return goBack(pane, shown);
		case 'pane.left':
			return pane.left === 0 ? pane : {...pane, left: Math.max(0, pane.left - step)};
		case 'pane.right':
			return pane.wraps ? pane : {...pane, left: pane.left + step};
		case 'pane.wrap':
			return {...pane, wraps: !pane.wraps, left: 0, top: pane.grows ? 'end' : 0, current: null};
		default: {
			const last = Math.max(0, rows.length - height);
			const top = scrollBy(topOf(pane, rows.length, height), action, rows.length, height);
			return {...pane, top: pane.grows && top >= last ? 'end' : top};
		}
	}
}

/** To the first match that `fits`, round the end. */
function goTo(pane: PaneState, shown: Shown, fits: (row: number) => boolean): PaneState {
	const matches = found(rowsIn(pane, shown), pane.search.text);
	return standing(pane, shown, matches.find(row => fits(row)) ?? matches[0]);
}

function goBack(pane: PaneState, shown: Shown): PaneState {
	const matches = found(rowsIn(pane, shown), pane.search.text);
	const {current} = pane;
	return standing(pane, shown, matches.findLast(row => current !== null && row < current) ?? matches.at(-1));
}

/** On a match, which is brought into the window with a few rows above it. */
function standing(pane: PaneState, shown: Shown, row: number | undefined): PaneState {
	if (row === undefined) return pane.current === null ? pane : {...pane, current: null};
	const rows = rowsIn(pane, shown);
	const height = windowHeight(pane, shown);
	const top = topOf(pane, rows.length, height);
	const isSeen = row >= top && row < top + height;
	return {...pane, current: row, top: isSeen ? top : Math.max(0, row - Math.floor(height / 3))};
}

/** Whether `back` has something of the pane itself to undo: a search. */
export const isSearching = ({search}: PaneState): boolean => search.open || search.text !== '';

/** What stands around the text. */
export type PaneFrame = {
	readonly title: string;
	/** At the right end of the title, before the place. */
	readonly right?: string;
	/** It has the keys, and something else on the screen could have them. */
	readonly focused?: boolean;
	/** What the search line says when nothing matches. */
	readonly none: string;
};

/** `── title ───── right 12/44 ──`, the window, the line of the search. Exactly `height` lines. */
export function paneLines(pane: PaneState, shown: Shown, frame: PaneFrame): Line[] {
	const {width, height} = shown;
	const rows = rowsIn(pane, shown);
	const room = windowHeight(pane, shown);
	const top = topOf(pane, rows.length, room);
	const place = rows.length > room ? `${Math.min(top + room, rows.length)}/${rows.length}` : '';
	const head = rule(frame.title, width, [frame.right ?? '', place].filter(Boolean).join(' '));
	const {search, current} = pane;
	const window = between(rows, top, top + room).map((content, at) =>
		shifted(search.text === '' ? content : highlighted(content, search.text, top + at === current), pane.left),
	);
	return exactly(
		[
			...(shown.bare ? [] : [frame.focused ? restyled(head, {bold: true}) : head]),
			...exactly(window, room),
			...(isSearching(pane) ? [searchLine(pane, rows, frame.none)] : []),
		],
		height,
	);
}

/** `/coredns  3/12`: which match one is on, of how many rows that match. */
export function searchLine({search, current}: PaneState, rows: Rows, none: string): Line {
	const matches = found(rows, search.text);
	const at = current === null ? 0 : matches.indexOf(current) + 1;
	const count = search.text === '' ? '' : matches.length === 0 ? none : `${at}/${matches.length}`;
	return [bold('/'), ...(search.open ? fieldSpans(search, 48) : line(search.text)), dim(`  ${count}`)];
}

/** Without its first `left` letters: as the text below a head of its own is moved. */
export function shifted(content: Line, left: number): Line {
	if (left === 0) return content;
	let gone = left;
	return content.flatMap(({text, ...rest}) => {
		if (gone === 0) return [{text, ...rest}];
		const letters = [...text];
		const kept = letters.slice(gone).join('');
		gone = Math.max(0, gone - letters.length);
		return kept === '' ? [] : [{text: kept, ...rest}];
	});
}

const folds = new WeakMap<Rows, {readonly width: number; readonly rows: Rows}>();

/** Rows that are too long go on below, letter for letter: what was printed stays as it was printed. */
function folded(content: Rows, width: number): Rows {
	const known = folds.get(content);
	if (known?.width === width) return known.rows;
	const lines: Line[] = [];
	for (let row = 0; row < content.length; row++) {
		const whole = content.at(row);
		const text = plain(whole);
		if (displayWidth(text) <= width) lines.push(whole);
		else {
			const style = whole.length === 1 ? whole[0]?.style : undefined;
			for (const part of chopped(text, width)) {
				lines.push([{text: part, ...(style && {style})}]);
			}
		}
	}

	const rows = rowsOf(lines);
	folds.set(content, {width, rows});
	return rows;
}
