import {classes, isHiddenBeyond, unit} from './hidden.js';

// Own names for what every character needs: an imported name is looked up each time where modules are not bundled.
const kinds = classes;
const isHiddenPoint = isHiddenBeyond;
const {
	plain: isPlain,
	combining: isCombining,
	high: isHigh,
	low: isLow,
	tab: isTab,
	escape: isEscape,
	csi: isCsi,
} = unit;

/**
 * The choke point: every text that comes from outside (names, labels, logs, outputs of tools) passes here before it
 * reaches the terminal.
 */

/** Stands for what was taken out: visible, and of width 1 in every locale (U+FFFD and U+00B7 are not). */
export const mark = '\u25AF';
/** The same where only ASCII can be shown. */
export const asciiMark = '?';

const plain = /[^ -~\u00A0-\u00AC\u00AE-\u00FF]/;
const leadingCombining = /^\p{M}/u;
/** Combining marks kept on one letter. */
const mostCombining = 4;
/** Longest control sequence taken out as a whole, in code units. */
const longestSequence = 64;

/**
 * The text on one line, with nothing in it that a terminal could take as anything but a printed character.
 *
 * - Control characters (C0, DEL, C1), invisible and formatting characters (bidi controls, zero width, variation
 *   selectors, tags), lone surrogates, U+FFFD: one mark each. An emoji joined by U+200D falls apart into its parts.
 * - A whole CSI sequence (colours) is one mark; of any other sequence only the ESC is marked, its text stays to be read.
 * - A newline is a mark (split into lines before), a tab one space.
 * - A combining mark at the start (it would change the cell before) and the fifth on one letter are marked.
 *
 * Idempotent. Text that needs nothing is returned as it is.
 */
export function visible(text: string): string {
	if (!plain.test(text)) return text;
	const first = firstToChange(text);
	return first === text.length ? text : rewritten(text, first);
}

/** `visible`, and every character beyond ASCII as `?`: for terminals that show nothing else. */
export function visibleAscii(text: string): string {
	return visible(text).replaceAll(/[^ -~]/gu, asciiMark);
}

/** Index of the first code unit that cannot stay; the length when all can. */
function firstToChange(text: string): number {
	if (leadingCombining.test(text)) return 0;
	let run = 0;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		const kind = kinds[code];
		if (kind === isPlain) {
			run = 0;
		} else if (kind === isCombining) {
			if (++run > mostCombining) return index - run + 1;
		} else if (kind === isHigh && isWholePair(text, index)) {
			run = 0;
			index++;
		} else {
			return index;
		}
	}

	return text.length;
}

/** A surrogate pair of a character that may be shown. */
function isWholePair(text: string, index: number): boolean {
	const low = text.charCodeAt(index + 1);
	return kinds[low] === isLow && !isHiddenPoint(pointOf(text.charCodeAt(index), low));
}

const pointOf = (high: number, low: number): number => 0x1_00_00 + ((high & 0x3_ff) << 10) + (low & 0x3_ff);

function rewritten(text: string, first: number): string {
	const markCode = mark.charCodeAt(0);
	const out = Buffer.allocUnsafe(text.length * 2);
	const units = new Uint16Array(out.buffer, out.byteOffset, text.length);
	let length = 0;
	let run = 0;
	for (let index = first; index < text.length; index++) {
		const code = text.charCodeAt(index);
		const kind = kinds[code];
		run = kind === isCombining ? run + 1 : 0;
		let shown = code;
		if (kind === isHigh) {
			const low = text.charCodeAt(index + 1);
			if (kinds[low] !== isLow) {
				shown = markCode;
			} else if (isHiddenPoint(pointOf(code, low))) {
				shown = markCode;
				index++;
			} else {
				units[length++] = code;
				shown = low;
				index++;
			}
		} else if (kind === isTab) {
			shown = 0x20;
		} else if (kind === isEscape || kind === isCsi) {
			shown = markCode;
			index = endOfSequence(text, index);
		} else if (kind === isCombining) {
			if (run > mostCombining) shown = markCode;
		} else if (kind !== isPlain) {
			shown = markCode;
		}

		units[length++] = shown;
	}

	const rest = out.toString('utf16le', 0, length * 2);
	if (first > 0) return text.slice(0, first) + rest;
	return leadingCombining.test(rest) ? rest.replace(leadingCombining, mark) : rest;
}

/** Index of the last code unit of the CSI sequence at `index`, or `index` when there is none that is whole. */
function endOfSequence(text: string, index: number): number {
	let at = index + 1;
	if (text.charCodeAt(index) === 0x1b) {
		if (text.charCodeAt(at) !== 0x5b) return index;
		at++;
	}

	const limit = Math.min(text.length, index + longestSequence);
	while (at < limit && isBetween(text.charCodeAt(at), 0x30, 0x3f)) at++;
	while (at < limit && isBetween(text.charCodeAt(at), 0x20, 0x2f)) at++;
	return at < limit && isBetween(text.charCodeAt(at), 0x40, 0x7e) ? at : index;
}

const isBetween = (code: number, first: number, last: number): boolean => code >= first && code <= last;
