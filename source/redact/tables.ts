import {isSwitch} from './names.js';
import {mark, type Tally} from './tally.js';

/**
 * Columns of tables that programs print, whose head says that secrets stand below it: in columns (`kubeadm token list`), with
 * lines (`mysql`, `psql`), as CSV. Each line below is one more row, up to one of another shape.
 */

/** Heads alone that say it: SECRET is a name, SECRETS a number, SESSION a session's number, KEY anything. */
const isSecretHead = (head: string): boolean =>
	/^(?:[\w.-]*[_. -])?(?:password|passwd|passphrase|passcode|pwd|token|api[_ -]?key|access[_ -]?key|private[_ -]?key|secret[_ -]?key|client[_ -]?secret|psk)$/i.test(
		head,
	);

const namesColumn = /^(?:user(?:name)?|login|name|e?-?mail|host|ttl|expires|role|id)$/i;

/** Words that say how it is with a secret, and numbers, are none. */
const saysState = (cell: string): boolean =>
	isSwitch(cell) || /^(?:\d{1,6}|<\w+>|-+|[a-z]{1,12}ed|set|unset|never|optional|x|!+)$/i.test(cell);

type Cell = {readonly text: string; readonly at: number};

/** Cells with where each begins. `gap`: what stands between two. */
function cellsOf(line: string, gap: RegExp): readonly Cell[] {
	const cells: Cell[] = [];
	let from = 0;
	for (const match of [...line.matchAll(gap), {0: '', index: line.length}]) {
		const raw = line.slice(from, match.index);
		const lead = /^[\s"']*/.exec(raw)?.[0].length ?? 0;
		cells.push({text: raw.slice(lead).replace(/[\s"']+$/, ''), at: from + lead});
		from = match.index + match[0].length;
	}

	return cells;
}

const blanks = ' {2,}';
const bars = /[|│┃]/g;
const name = String.raw`[A-Za-z_][\w.()/-]{0,40}`;
const forms: ReadonlyArray<{readonly head: RegExp; readonly gap: RegExp; readonly ruled?: true}> = [
	// Lines: the first of them may stand at the edges.
	{
		head: new RegExp(String.raw`^[ \t]*[|│┃]?(?:[ \t]*${name}(?: ${name}){0,2}[ \t]*[|│┃])+(?:[ \t]*${name}[ \t]*)?$`),
		gap: bars,
		ruled: true,
	},
	{head: new RegExp(String.raw`^"?${name}"?(?:,"?${name}"?)+$`), gap: /,/g},
	{head: new RegExp(String.raw`^"?${name}"?(?:;"?${name}"?)+$`), gap: /;/g},
	{head: new RegExp(String.raw`^${name}(?:\t+${name})+$`), gap: /\t+/g},
	{
		head: new RegExp(String.raw`^[ \t]*${name}(?: ${name}){0,2}(?: {2,}${name}(?: ${name}){0,2})+[ \t]*$`),
		gap: / {2,}/g,
	},
];

const rule = /^[ \t]*[-+|=: \u2500-\u257F]{3,}$/;

/** Undefined: no cell of a secret stands in this line. */
function withoutCells(
	line: string,
	gap: RegExp,
	heads: readonly Cell[],
	columns: readonly number[],
	tally: Tally,
): string | undefined {
	const cells = cellsOf(line, gap);
	if (cells.length !== heads.length) return undefined;
	let clean = line;
	for (const column of columns.toReversed()) {
		const cell = cells[column];
		if (cell === undefined || cell.text === '' || cell.text.includes(mark) || saysState(cell.text)) continue;
		const {text, at} = cell;
		// As wide as it was: the columns behind it are found again.
		const hidden = tally.hide('named', text);
		clean =
			clean.slice(0, at) +
			hidden +
			' '.repeat(gap.source === blanks ? Math.max(0, text.length - 1) : 0) +
			clean.slice(at + text.length);
	}

	return clean;
}

export function redactTables(text: string, tally: Tally): string {
	const lines = text.split('\n');
	for (let at = 0; at < lines.length - 1; at++) {
		const head = (lines[at] ?? '').replace(/\r$/, '');
		if (head.length > 1000 || !/pass|pwd|token|key|secret|psk/i.test(head)) continue;
		const form = forms.find(each => each.head.test(head));
		if (form === undefined) continue;
		// Columns that blanks alone divide have their heads in capitals: `password  x` is a row itself.
		if (form.gap.source === blanks && head !== head.toUpperCase()) continue;
		const heads = cellsOf(head, form.gap);
		// `password<tab>x` is a name with its value, unless what follows names another column.
		const first = form.gap.source === blanks || form.gap === bars || namesColumn.test(heads[1]?.text ?? '') ? 0 : 1;
		const columns = heads.flatMap((cell, column) => (column >= first && isSecretHead(cell.text) ? [column] : []));
		if (columns.length === 0) continue;
		let row = at + 1;
		for (; row < lines.length; row++) {
			const line = lines[row] ?? '';
			if (rule.test(line)) continue;
			const clean = withoutCells(line, form.gap, heads, columns, tally);
			if (clean === undefined) break;
			lines[row] = clean;
		}

		at = row - 1;
	}

	return lines.join('\n');
}
