import type {Span} from './line.js';
import {displayWidth} from './width.js';

export type TableColumn = {
	readonly title: string;
	readonly align?: 'left' | 'right';
};

/** A closed table of results (drawn by `result-table.tsx`). Each row has one cell a column. */
export type TableOf = {
	readonly columns: readonly TableColumn[];
	readonly rows: ReadonlyArray<readonly Span[]>;
};

/** Lines that a table of so many rows takes: a rule above each row, the titles, two borders. */
export const tableHeight = ({rows}: TableOf): number => 2 * rows.length + 3;

/** What borders and blanks take of the width: three columns a cell, and the last border. */
const frame = (columns: number): number => 3 * columns + 1;

/** The least that the last column is cut to; below this the table does not fit. */
const leastLast = 16;

/**
 * Terminal columns of each cell. The last column takes what is left and is cut; undefined: the window is too narrow.
 */
export function columnWidths({columns, rows}: TableOf, width: number): readonly number[] | undefined {
	const wanted = columns.map(({title}, at) =>
		Math.max(displayWidth(title), ...rows.map(row => displayWidth(row[at]?.text ?? ''))),
	);
	const others = wanted.slice(0, -1).reduce((sum, each) => sum + each, 0);
	const left = width - frame(columns.length) - others;
	const last = wanted.at(-1) ?? 0;
	return left < Math.min(last, leastLast) ? undefined : [...wanted.slice(0, -1), Math.min(last, left)];
}
