import stringWidth from 'string-width';
import {visible} from './sanitise.js';

/** Filled with blanks up to `width` columns of the terminal. */
export const padded = (text: string, width: number): string =>
	text + ' '.repeat(Math.max(0, width - stringWidth(text)));

/** Columns that the widest of the texts takes. */
export const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(text => stringWidth(text)));

/**
 * A plain table for a terminal or a file: titles over left-aligned columns, two blanks between, by display width. Cells may
 * come from outside: they are made visible here. Nothing is cut: a script's reader has `--json`, a person a wide window.
 */
export function textColumns(titles: readonly string[], rows: ReadonlyArray<readonly string[]>): readonly string[] {
	const table = [titles, ...rows].map(row => row.map(visible));
	const widths = titles.map((_, column) => widest(table.map(row => row[column] ?? '')));
	return table.map(row =>
		row
			.map((cell, column) => padded(cell, widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
}
