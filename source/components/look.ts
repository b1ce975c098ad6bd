import type {Theme} from './theme.js';

/** How things may look here: colours or not, ASCII or more. Found once at the start (terminal/capabilities). */
export type Look = {
	readonly color: boolean;
	readonly ascii: boolean;
	/** Japanese letters are shown where else only ASCII is: they are two columns wide in every font, glyphs are not. */
	readonly letters?: boolean;
	/** The codes of the colours; of a dark background if not given. */
	readonly theme?: Theme;
};

const toAscii: ReadonlyMap<string, string> = new Map([
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
	['▁', '_'],
	['▂', '.'],
	['▃', '-'],
	['▄', '='],
	['▅', '+'],
	['▆', '*'],
	['▇', '%'],
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

/** As much of the end of a text as is at least two columns wide is left out. */
function withoutTwo(text: string, width: (text: string) => number): string {
	const letters = [...text];
	for (let columns = 0; columns < 2 && letters.length > 0;) columns += width(letters.pop() ?? '');
	return letters.join('');
}

/**
 * `…` as `...`: never `~`, which reads as a home folder. Where a text was cut, the dots take the place of what stands
 * before, so that a column stays as wide as it is; after a word of ours (` …`) they take blanks that follow, if any.
 */
function dotted(text: string, width: (text: string) => number): string {
	if (!text.includes('…')) return text;
	let out = '';
	for (let rest = text; rest !== '';) {
		const at = rest.indexOf('…');
		if (at < 0) return out + rest;
		const before = out + rest.slice(0, at);
		const after = rest.slice(at + 1);
		if (before === '' || before.endsWith(' ')) {
			out = `${before}...`;
			rest = after.startsWith('   ') ? after.slice(2) : after;
		} else {
			const kept = withoutTwo(before, width);
			out = kept + '.'.repeat(Math.min(3, 1 + width(before) - width(kept)));
			rest = after;
		}
	}

	return out;
}

/** Every glyph of ours has an ASCII form of the same width; what else is not ASCII becomes `?` a column. */
export function asciiOf(text: string, width: (text: string) => number, letters = false): string {
	return dotted(text, width).replaceAll(
		beyondAscii,
		glyph => toAscii.get(glyph) ?? (letters && letter.test(glyph) ? glyph : '?'.repeat(width(glyph))),
	);
}
