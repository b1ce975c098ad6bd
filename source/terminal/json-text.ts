import {classes, isHiddenBeyond, unit} from './hidden.js';

/**
 * JSON that can be printed: what a terminal could take as anything but a printed character (C1, bidi and zero-width
 * characters, tags) stands as `\uXXXX`, which is the same JSON. What JSON itself escapes (C0, lone surrogates) is escaped
 * by it.
 */
export function jsonText(value: unknown): string {
	const text = JSON.stringify(value);
	return beyond.test(text)
		? text.replaceAll(/[^ -~]/gu, character => (isShown(character) ? character : escaped(character)))
		: text;
}

const beyond = /[^ -~]/;

function isShown(character: string): boolean {
	const point = character.codePointAt(0) ?? 0;
	if (point > 0xff_ff) return !isHiddenBeyond(point);
	const kind = classes[point];
	return kind === unit.plain || kind === unit.combining;
}

const escaped = (character: string): string =>
	[...Array(character.length).keys()]
		.map(index => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
		.join('');
