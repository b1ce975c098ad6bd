/** How things may look here: colours or not, ASCII or more. Found once at the start (terminal/capabilities). */
export type Look = {readonly color: boolean; readonly ascii: boolean};

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

/** Every glyph of ours has an ASCII form of the same width; what else is not ASCII becomes `?` a column. */
export function asciiOf(text: string, width: (text: string) => number): string {
	return text.replaceAll(beyondAscii, glyph => toAscii.get(glyph) ?? '?'.repeat(width(glyph)));
}
