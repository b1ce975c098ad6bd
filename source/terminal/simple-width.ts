/** Width of a character that stands for itself alone and on which all terminals agree; 0: look closer. */
export function simpleWidth(code: number): 0 | 1 | 2 {
	if (code < 0x7f) return code >= 0x20 ? 1 : 0;
	if (code < 0xa1) return 0;
	if (code < 0x300) return code === 0xad ? 0 : 1;
	if (code >= 0x3a3 && code <= 0x481) return 1; // Greek, Cyrillic
	if (code >= 0x2010 && code <= 0x2027) return 1; // dashes, quotes, dots
	if (code >= 0x2190 && code <= 0x21ff) return 1; // arrows
	if (code >= 0x2500 && code <= 0x25fc) return 1; // box drawing, blocks, shapes
	if (code >= 0x2713 && code <= 0x2718) return 1; // check marks
	if (code >= 0x3001 && code <= 0x3029) return 2; // Japanese punctuation
	if (code >= 0x3041 && code <= 0x3096) return 2; // hiragana
	if (code >= 0x30a1 && code <= 0x30fe) return 2; // katakana
	if (code >= 0x4e00 && code <= 0x9fff) return 2; // Han
	if (code >= 0xac00 && code <= 0xd7a3) return 2; // Hangul
	if (code >= 0xff01 && code <= 0xff60) return 2; // full-width forms
	return 0;
}

const escape = 0x1b;

/**
 * Columns of a text of such characters and SGR sequences only; -1 when anything else is in it and has to be measured
 * with care. Nearly every text on the screen is simple, and this is a hundred times cheaper than looking at graphemes.
 */
export function simpleTextWidth(text: string): number {
	let columns = 0;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code === escape) {
			index = endOfSgr(text, index);
			if (index < 0) return -1;
			continue;
		}

		const width = simpleWidth(code);
		if (width === 0) return -1;
		columns += width;
	}

	return columns;
}

/** Index of the `m` of the SGR sequence that begins at `start`; -1 when it is no such sequence. */
function endOfSgr(text: string, start: number): number {
	if (text.charAt(start + 1) !== '[') return -1;
	for (let index = start + 2; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code === 0x6d) return index;
		if (code < 0x30 || code > 0x3b) return -1;
	}

	return -1;
}
