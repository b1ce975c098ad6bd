import stringWidth from 'string-width';
import {visible} from './sanitise.js';

/**
 * A plain table for a terminal or a file: titles over left-aligned columns, two blanks between, by display width. Cells may
 * come from outside: they are made visible here. Nothing is cut: a script's reader has `--json`, a person a wide window.
 */
export function textColumns(titles: readonly string[], rows: ReadonlyArray<readonly string[]>): readonly string[] {
	const table = [titles, ...rows].map(row => row.map(visible));
	const widths = titles.map((_, column) => Math.max(...table.map(row => stringWidth(row[column] ?? ''))));
	return table.map(row =>
		row
			.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)))
			.join('  ')
			.trimEnd(),
	);
}
