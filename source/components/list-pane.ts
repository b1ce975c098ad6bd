import {exactly} from './blocks.js';
import {line, dim, pressed, restyled, type Line} from './line.js';
import {listAt, type ListState} from './list.js';

/** The window of a list: its titles, its rows with the selected one marked, and the filter below. Pure. */
export type ListShown = {
	/** As `settle` gives it. */
	readonly list: ListState;
	/** Rows of the window, titles and filter not counted. */
	readonly rows: number;
	/** How many rows there are in all. */
	readonly total: number;
	/** The rows `from` up to `to`, with their titles if they have any. */
	readonly lines: (from: number, to: number) => {readonly header?: Line | undefined; readonly rows: readonly Line[]};
	/** Something else on the screen has the keys: the selected row is marked, but not as a bar. */
	readonly rests?: boolean;
	/** In the place of the rows when there are none. */
	readonly empty: string | readonly Line[];
	readonly filter?: Line | undefined;
};

/** A row as it stands in every list: the selected one is marked over its whole width, and a click on any selects it. */
export const listRow = (row: Line, index: number, selected: boolean, rests = false): Line =>
	pressed(selected ? restyled(row, rests ? {bold: true, underline: true} : {inverse: true}) : row, listAt(index));

/** Titles, exactly `rows` rows, the filter's line. */
export function listPane({list, rows, total, lines, rests = false, empty, filter}: ListShown): Line[] {
	const {header, rows: window} = lines(list.offset, Math.min(total, list.offset + rows));
	const body =
		total === 0
			? typeof empty === 'string'
				? [line(dim(empty))]
				: empty
			: window.map((content, at) => {
					const index = list.offset + at;
					return listRow(content, index, index === list.index, rests);
				});
	return [...(header ? [header] : []), ...exactly(body, rows), ...(filter ? [filter] : [])];
}
