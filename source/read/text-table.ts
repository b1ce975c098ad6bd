import type {Note} from '../facts/reading.js';

/** A row of a printed table: the cell under a title, trimmed; '' where it is blank or the table has no such column. */
export type TableRow = (title: string) => string;

export type TextTable = {
	readonly titles: readonly string[];
	readonly rows: readonly TableRow[];
	/** Lines whose cells do not stand under the titles. */
	readonly notes: readonly Note[];
};

/**
 * Reads a table as Go's text/tabwriter prints it (kubectl, ctr): left-aligned columns that begin where their titles do,
 * counted in characters (not in display columns, not in UTF-16 units). `gap`: how many blanks part two titles at least;
 * 2 for kubectl, whose titles hold single blanks (`NOMINATED NODE`), 1 for ctr, whose columns may stand that close.
 */
export function readTable(lines: readonly string[], gap: 1 | 2): TextTable {
	const [header = '', ...body] = lines;
	const starts: number[] = [];
	const titles: string[] = [];
	const word = gap === 2 ? /\S+(?: \S+)*/g : /\S+/g;
	for (const match of header.matchAll(word)) {
		starts.push(match.index);
		titles.push(match[0]);
	}

	const notes: Note[] = [];
	const rows: TableRow[] = [];
	for (const line of body) {
		if (line.trim() === '') continue;
		// Astral characters are rare; splitting every line into code points is not free.
		const characters = /[\uD800-\uDFFF]/.test(line) ? [...line] : line;
		if (starts.some((start, column) => column > 0 && !isBoundary(characters, start))) {
			notes.push({line, reason: 'the columns do not stand under their titles'});
			continue;
		}

		const cells = new Map(
			titles.map((title, column) => [title, cellOf(characters, starts[column] ?? 0, starts[column + 1])]),
		);
		rows.push(title => cells.get(title) ?? '');
	}

	return {titles, rows, notes};
}

const isBoundary = (line: string | readonly string[], start: number): boolean =>
	start > line.length || line[start - 1] === ' ';

function cellOf(line: string | readonly string[], start: number, end: number | undefined): string {
	const part = line.slice(start, end);
	return (typeof part === 'string' ? part : part.join('')).trim();
}

/** The tables of an output that parts them by blank lines (`kubectl get all`). */
export function splitTables(text: string): ReadonlyArray<readonly string[]> {
	return text
		.split(/\r?\n(?:[ \t]*\r?\n)+/)
		.map(block => block.split(/\r?\n/).filter(line => line.trim() !== ''))
		.filter(block => block.length > 0);
}
