import {dim, span, type Line, type Span, type Style} from './line.js';
import {cut, cutMiddle, displayWidth, pad} from './width.js';

/** A column of a list: what it shows and how it gives way when the window is narrow. */
export type Column<Row> = {
	readonly id: string;
	readonly title: string;
	readonly cell: (row: Row) => string | Span;
	readonly align?: 'left' | 'right';
	/** Columns it needs at least and takes at most. Default: as wide as its content. */
	readonly min?: number;
	readonly max?: number;
	/** Shares what is left over. */
	readonly grow?: boolean;
	/** Gives way before the others, down to its `min`: it explains what they say. */
	readonly yields?: boolean;
	/** Long names are cut in the middle. */
	readonly middle?: boolean;
	/** Dropped when the window is narrower than this. */
	readonly from?: number;
	/** Says whose row it is: it stays in sight when a wide list is moved to the left. */
	readonly stays?: true;
	/** Shown only in a list that a person made wide. */
	readonly wide?: true;
	/** What rows are sorted by (sort.ts); default: what the cell says. Null: nothing, which comes last. */
	readonly value?: (row: Row) => number | string | null;
};

const gap = 2;
/** A list is not spread over more columns than this. */
export const widestList = 120;

export const textOf = (cell: string | Span): string => (typeof cell === 'string' ? cell : cell.text);

/** Widths for the rows in the window (never for all 10,000). Columns that do not fit give way from the widest. */
export function layout<Row>(
	columns: ReadonlyArray<Column<Row>>,
	rows: readonly Row[],
	width: number,
): ReadonlyArray<{readonly column: Column<Row>; readonly width: number}> {
	const shown = columns.filter(({from = 0}) => width >= from);
	const widths = shown.map(column => {
		let longest = displayWidth(column.title);
		for (const row of rows) longest = Math.max(longest, displayWidth(textOf(column.cell(row))));
		return Math.min(Math.max(longest, column.min ?? 0), column.max ?? Number.POSITIVE_INFINITY);
	});
	let left = width - gap * (shown.length - 1) - widths.reduce((sum, each) => sum + each, 0);
	while (left < 0) {
		const giving = widestOf(shown, widths, true) ?? widestOf(shown, widths, false);
		if (giving === undefined) break;
		widths[giving] = (widths[giving] ?? 0) - 1;
		left++;
	}

	const growing = shown.findIndex(({grow}) => grow);
	// On a very wide terminal columns do not float a screen apart.
	if (growing >= 0 && left > 0)
		widths[growing] = (widths[growing] ?? 0) + Math.max(0, left - Math.max(0, width - widestList));
	return shown.map((column, index) => ({column, width: widths[index] ?? 0}));
}

/** No cell of a list that is read whole takes more of the screen than this. */
const widestCell = 60;

/** The last column is shown cut rather than counted when it has so much room. */
const leastCut = 12;

/**
 * For a list that is wider than its window and is moved to the left: titles and rows with the columns that fit as wide as
 * they are. Of those that do not, the title says how many there are: `+2→`. Three are shown however narrow it is, cut.
 */
export function wholeLines<Row>(
	columns: ReadonlyArray<Column<Row>>,
	rows: readonly Row[],
	width: number,
): {readonly header: Line; readonly rows: readonly Line[]} {
	const shown: Array<Column<Row>> = [];
	let used = 0;
	for (const column of columns) {
		let own = displayWidth(column.title);
		for (const row of rows) own = Math.max(own, displayWidth(textOf(column.cell(row))));
		own = Math.min(Math.max(own, column.min ?? 0), column.max ?? widestCell);
		const rest = columns.length - shown.length - 1;
		if (shown.length > 2 && used + own > width - (rest > 0 ? 5 : 0)) {
			const least = Math.max(displayWidth(column.title), leastCut);
			if (rest === 0 && used + least <= width) shown.push({...column, yields: true, min: least});
			break;
		}

		used += own + gap;
		shown.push({...column, max: Math.min(column.max ?? widestCell, widestCell)});
	}

	const hidden = columns.length - shown.length;
	const more = hidden > 0 ? ` +${hidden}→` : '';
	const laid = layout(shown, rows, width - more.length);
	return {
		header: [...headerLine(laid), ...(more === '' ? [] : [dim(more)])],
		rows: rows.map(row => rowLine(laid, row)),
	};
}

/** The widest column that can give way; with `yielding` only among those that do so first. */
function widestOf<Row>(
	columns: ReadonlyArray<Column<Row>>,
	widths: readonly number[],
	yielding: boolean,
): number | undefined {
	let found: number | undefined;
	for (const [index, each] of widths.entries()) {
		const column = columns[index];
		if (yielding && !column?.yields) continue;
		const least = Math.max(column?.min ?? 0, 4);
		if (each > least && (found === undefined || each > (widths[found] ?? 0))) found = index;
	}

	return found;
}

export type Laid<Row> = ReturnType<typeof layout<Row>>;

const cells = <Row>(laid: Laid<Row>, cell: (column: Column<Row>) => string | Span, style?: Style): Line =>
	laid.flatMap(({column, width}, index) => {
		const value = cell(column);
		const short = column.middle ? cutMiddle(textOf(value), width) : cut(textOf(value), width);
		const last = index === laid.length - 1;
		const text =
			(last && column.align !== 'right' ? short : pad(short, width, column.align)) + (last ? '' : ' '.repeat(gap));
		const own = typeof value === 'string' ? undefined : value.style;
		return [span(text, style || own ? {...style, ...own} : undefined)];
	});

/** The titles, dim. */
export const headerLine = <Row>(laid: Laid<Row>): Line => cells(laid, ({title}) => title, {dim: true});

/** One row, cut and aligned by display width. */
export const rowLine = <Row>(laid: Laid<Row>, row: Row): Line => cells(laid, column => column.cell(row));
