import {plain, type Line, type Span, type Style} from './line.js';
import type {Rows} from './rows.js';

/** The last answer for a text: what goes on from its words is looked for only among what it found. */
const last = new WeakMap<Rows, {readonly words: string; readonly found: readonly number[]}>();

/** The rows that hold `words`, in any case, in order. No words: none. */
export function found(content: Rows, words: string): readonly number[] {
	if (words === '') return [];
	const low = words.toLowerCase();
	const before = last.get(content);
	if (before?.words === low) return before.found;
	const narrows = before !== undefined && low.startsWith(before.words);
	const rows: number[] = [];
	const test = (row: number): void => {
		if (plain(content.at(row)).toLowerCase().includes(low)) rows.push(row);
	};

	if (narrows) for (const row of before.found) test(row);
	else for (let row = 0; row < content.length; row++) test(row);
	last.set(content, {words: low, found: rows});
	return rows;
}

const match: Style = {inverse: true};
const here: Style = {inverse: true, bold: true, underline: true};

/** The line with each place of `words` marked; `isCurrent`: the one that n and N went to. */
export function highlighted(content: Line, words: string, isCurrent: boolean): Line {
	const low = words.toLowerCase();
	const text = plain(content).toLowerCase();
	// Some letters change their length when lowered: then nothing can be marked by place.
	if (low === '' || !text.includes(low) || text.length !== plain(content).length) return content;
	const starts: number[] = [];
	for (let at = text.indexOf(low); at !== -1; at = text.indexOf(low, at + low.length)) starts.push(at);
	const style = isCurrent ? here : match;
	const out: Span[] = [];
	let from = 0;
	for (const {text: part, style: own} of content) {
		let at = 0;
		for (const start of starts) {
			const [a, b] = [Math.max(0, start - from), Math.min(part.length, start + low.length - from)];
			if (a >= b || a < at) continue;
			if (a > at) out.push({text: part.slice(at, a), ...(own && {style: own})});
			out.push({text: part.slice(a, b), style});
			at = b;
		}

		if (at < part.length) out.push({text: part.slice(at), ...(own && {style: own})});
		from += part.length;
	}

	return out;
}
