import {headerLine, layout, rowLine, textOf, wholeLines, type Column} from './columns.js';
import type {Line} from './line.js';
import {displayWidth} from './width.js';

/** How a list is sorted: by which of its columns, the largest first (`down`) or last. */
export type SortOrder = {readonly column: string; readonly down: boolean};

/**
 * What a person chose for a list's columns. `wide`: all of them, as `kubectl -o wide`; `moved`: so many of them are out of
 * sight on the left.
 */
export type ListLook = {readonly sort: SortOrder | null; readonly wide: boolean; readonly moved: number};

export const plainLook: ListLook = {sort: null, wide: false, moved: 0};

/** The columns to be laid out: those of a wide list or not, the sorted one with its direction. */
export function lookOf<Row>(columns: ReadonlyArray<Column<Row>>, look: ListLook): ReadonlyArray<Column<Row>> {
	const titled = columns.map(column =>
		look.sort?.column === column.id ? {...column, title: `${column.title}${look.sort.down ? '↓' : '↑'}`} : column,
	);
	if (!look.wide) return titled.filter(({wide}) => !wide);
	const moving = titled.filter(({stays}) => !stays);
	const away = new Set(moving.slice(0, look.moved));
	// Wide columns are read whole: what does not fit is on the right, out of sight.
	return titled
		.filter(column => !away.has(column))
		.map(column => ({...column, from: 0, min: Math.max(column.min ?? 0, displayWidth(column.title))}));
}

/** Titles and rows of the window as a person chose to see them. */
export function lookLines<Row>(
	columns: ReadonlyArray<Column<Row>>,
	look: ListLook,
	rows: readonly Row[],
	width: number,
): {readonly header: Line; readonly rows: readonly Line[]} {
	if (look.wide) return wholeLines(lookOf(columns, look), rows, width);
	const laid = layout(lookOf(columns, look), rows, width);
	return {header: headerLine(laid), rows: rows.map(row => rowLine(laid, row))};
}

/** A value that is compared: numbers before words; nothing comes last in either direction. */
type Sortable = number | string | ReadonlyArray<number | string> | null;

/** `pod-10` comes after `pod-9`, 10.244.0.10 after 10.244.0.9: figures within words count as numbers. */
function sortable(value: number | string | null): Sortable {
	if (value === null || value === '') return null;
	if (typeof value === 'number') return Number.isNaN(value) ? null : value;
	const low = value.toLowerCase();
	if (!/\d/.test(low)) return low;
	return low.split(/(\d+)/).map((part, index) => (index % 2 === 1 ? Number(part) : part));
}

function compare(a: Exclude<Sortable, null>, b: Exclude<Sortable, null>): number {
	if (typeof a === 'number' || typeof b === 'number') {
		if (typeof a === typeof b) return Number(a) - Number(b);
		return typeof a === 'number' ? -1 : 1;
	}

	const [these, those] = [typeof a === 'string' ? [a] : a, typeof b === 'string' ? [b] : b];
	for (const [index, one] of these.entries()) {
		const other = those[index];
		if (other === undefined) return 1;
		if (one === other) continue;
		if (typeof one === 'number' && typeof other === 'number') return one - other;
		return String(one) < String(other) ? -1 : 1;
	}

	return these.length - those.length;
}

/**
 * The places of the rows in sorted order: equal ones stay in theirs. `fixed`: rows that head others (a table above its
 * chains) keep their place, and what stands between two of them is sorted by itself. Each row is valued once.
 */
export function sortedPlaces<Row>(
	rows: readonly Row[],
	columns: ReadonlyArray<Column<Row>>,
	order: SortOrder | null,
	fixed: (row: Row) => boolean = () => false,
): readonly number[] | undefined {
	const column = columns.find(({id}) => id === order?.column);
	if (!order || !column) return undefined;
	const valueOf = column.value ?? ((row: Row) => textOf(column.cell(row)));
	const sign = order.down ? -1 : 1;
	const places: number[] = [];
	let run: Array<{readonly index: number; readonly value: Sortable}> = [];
	const flush = (): void => {
		run.sort((a, b) => {
			if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
			return sign * compare(a.value, b.value);
		});
		for (const {index} of run) places.push(index);
		run = [];
	};

	for (const [index, row] of rows.entries()) {
		if (fixed(row)) {
			flush();
			places.push(index);
		} else run.push({index, value: sortable(valueOf(row))});
	}

	flush();
	return places;
}

const picked = <T>(all: readonly T[], places: readonly number[]): T[] => places.map(place => all[place] as T);

/** The rows in sorted order; the very same ones where nothing sorts them. */
export function sortedBy<Row>(
	rows: readonly Row[],
	columns: ReadonlyArray<Column<Row>>,
	order: SortOrder | null,
	fixed?: (row: Row) => boolean,
): readonly Row[] {
	const places = sortedPlaces(rows, columns, order, fixed);
	return places ? picked(rows, places) : rows;
}

/** Rows and the keys beside them, in sorted order. */
export function sortedWithKeys<Row, List extends {readonly rows: readonly Row[]; readonly keys: readonly string[]}>(
	list: List,
	columns: ReadonlyArray<Column<Row>>,
	order: SortOrder | null,
	fixed?: (row: Row) => boolean,
): List {
	const places = sortedPlaces(list.rows, columns, order, fixed);
	return places ? {...list, rows: picked(list.rows, places), keys: picked(list.keys, places)} : list;
}

/** The columns that a list can be sorted by. */
export type Sorter = {readonly id: string; readonly title: string; readonly largestFirst: boolean};

export const sortersOf = <Row>(columns: ReadonlyArray<Column<Row>>): readonly Sorter[] =>
	columns.filter(({title}) => title !== '').map(({id, title, align}) => ({id, title, largestFirst: align === 'right'}));
