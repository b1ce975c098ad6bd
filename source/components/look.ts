/** How things may look here: colours or not, ASCII or more. Found once at the start (terminal/capabilities). */
export type Look = {
	readonly color: boolean;
	readonly ascii: boolean;
	/** Japanese letters are shown where else only ASCII is: they are two columns wide in every font, glyphs are not. */
	readonly letters?: boolean;
};

const toAscii: ReadonlyMap<string, string> = new Map([
	['…', '~'],
	['─', '-'],
	['━', '='],
	['═', '='],
	['│', '|'],
	['║', '|'],
	['┌', '+'],
	['┐', '+'],
	['└', '+'],
	['┘', '+'],
	['├', '+'],
	['┤', '+'],
	['┬', '+'],
	['┴', '+'],
	['┼', '+'],
	['╨', '+'],
	['╥', '+'],
	['╘', '+'],
	['╞', '+'],
	['╡', '+'],
	['╭', '+'],
	['╮', '+'],
	['╰', '+'],
	['╯', '+'],
	['●', '*'],
	['○', 'o'],
	['►', '>'],
	['▸', '>'],
	['▾', 'v'],
	['█', '#'],
	['░', '.'],
	['▌', '|'],
	['↑', '^'],
	['↓', 'v'],
	['←', '<'],
	['→', '>'],
	['✓', '+'],
	['✗', 'x'],
	['·', '.'],
	['•', '*'],
	['×', 'x'],
	['“', '"'],
	['”', '"'],
	['’', "'"],
	['\uFFFD', '?'],
	['\u25AF', '?'],
]);

const beyondAscii = /[^\u0000-\u007F]/gu;

const letter = /[\u3000-\u30FF\u3400-\u9FFF\uF900-\uFAFF\uFF01-\uFF60]/;

/** Every glyph of ours has an ASCII form of the same width; what else is not ASCII becomes `?` a column. */
export function asciiOf(text: string, width: (text: string) => number, letters = false): string {
	return text.replaceAll(
		beyondAscii,
		glyph => toAscii.get(glyph) ?? (letters && letter.test(glyph) ? glyph : '?'.repeat(width(glyph))),
	);
}
