import type {FieldAction} from '../keys/binding.js';
import {span, type Line} from './line.js';
import {displayWidth} from './width.js';

/** A line that is typed. Without `cursor` it stands at the end. Counted in code points, so that no letter is split. */
export type Field = {readonly text: string; readonly cursor?: number};

/** A key of `fieldBindings`, or letters. */
export type FieldEdit = FieldAction | {readonly insert: string};

export const emptyField: Field = {text: ''};

const isSpace = (letter: string | undefined): boolean => letter !== undefined && /\s/.test(letter);

/** Where the word before `at` begins: over the spaces, then over the letters. */
function wordLeft(letters: readonly string[], at: number): number {
	let to = at;
	while (to > 0 && isSpace(letters[to - 1])) to--;
	while (to > 0 && !isSpace(letters[to - 1])) to--;
	return to;
}

function wordRight(letters: readonly string[], at: number): number {
	let to = at;
	while (to < letters.length && isSpace(letters[to])) to++;
	while (to < letters.length && !isSpace(letters[to])) to++;
	return to;
}

/** The line after one edit. Same reference where nothing changes. `most`: letters that it holds. */
export function edited<T extends Field>(field: T, edit: FieldEdit, most = 512): T {
	const letters = [...field.text];
	const at = Math.min(field.cursor ?? letters.length, letters.length);
	const moved = (to: number): T => (to === at ? field : {...field, cursor: to});
	const without = (from: number, to: number): T =>
		from === to ? field : {...field, text: [...letters.slice(0, from), ...letters.slice(to)].join(''), cursor: from};
	if (typeof edit === 'object') {
		const fresh = [...edit.insert].slice(0, Math.max(0, most - letters.length));
		const text = [...letters.slice(0, at), ...fresh, ...letters.slice(at)].join('');
		return fresh.length === 0 ? field : {...field, text, cursor: at + fresh.length};
	}

	switch (edit) {
		case 'field.left':
			return moved(Math.max(0, at - 1));
		case 'field.right':
			return moved(Math.min(letters.length, at + 1));
		case 'field.word-left':
			return moved(wordLeft(letters, at));
		case 'field.word-right':
			return moved(wordRight(letters, at));
		case 'field.start':
			return moved(0);
		case 'field.end':
			return moved(letters.length);
		case 'field.erase':
			return without(Math.max(0, at - 1), at);
		case 'field.delete':
			return without(at, Math.min(letters.length, at + 1));
		case 'field.erase-word':
			return without(wordLeft(letters, at), at);
		case 'field.erase-start':
			return without(0, at);
		case 'field.erase-end':
			return without(at, letters.length);
	}
}

/** The line with its cursor as an inverse cell. Of a line wider than `width` the part around the cursor. */
export function fieldSpans({text, cursor}: Field, width = Number.POSITIVE_INFINITY): Line {
	const letters = [...text];
	const at = Math.min(cursor ?? letters.length, letters.length);
	const under = letters[at] ?? ' ';
	let from = 0;
	while (from < at && displayWidth(letters.slice(from, at).join('')) + displayWidth(under) > width) from++;
	return [
		span(letters.slice(from, at).join('')),
		span(under, {inverse: true}),
		...(at + 1 < letters.length ? [span(letters.slice(at + 1).join(''))] : []),
	];
}
