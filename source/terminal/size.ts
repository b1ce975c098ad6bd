/** Columns and rows of a terminal, in cells. */
export type Size = {readonly columns: number; readonly rows: number};

/** Below this one line says what is needed instead of the screens. */
const smallest: Size = {columns: 60, rows: 15};

/** What every screen is designed for first. */
export const usual: Size = {columns: 80, rows: 24};

/** The size of a terminal stream; a terminal that does not tell (a serial line) counts as 80x24. */
export function sizeOf(stream: {readonly columns?: number; readonly rows?: number}): Size {
	return {columns: stream.columns || usual.columns, rows: stream.rows || usual.rows};
}

export const isTooSmall = ({columns, rows}: Size): boolean => columns < smallest.columns || rows < smallest.rows;
