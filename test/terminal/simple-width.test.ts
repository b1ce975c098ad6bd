import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {simpleTextWidth, simpleWidth} from '../../source/terminal/simple-width.js';

test('every character that is called simple has the width that Ink lays out with', () => {
	const wrong: string[] = [];
	for (let code = 0x20; code < 0x1_0000; code++) {
		const simple = simpleWidth(code);
		if (simple > 0 && simple !== stringWidth(String.fromCharCode(code))) wrong.push(`U+${code.toString(16)}`);
	}

	expect(wrong).toEqual([]);
});

test('the glyphs of every screen are simple', () => {
	for (const glyph of '…”“’·─✓▸→○▾↓↑✗●░█│←►▌╰╯╮╭╨╡╞║═┼┴┬┤├┘└┐┌━•‘×') expect(simpleWidth(glyph.charCodeAt(0))).toBe(1);
});

test.each([
	['plain', 5],
	['\u001B[1;31mred\u001B[0m', 3],
	['日本 x', 6],
	['🙂', -1],
	['e\u0301', -1],
	['a\u001B[2J', -1],
	['a\u001B[31', -1],
	['tab\t', -1],
])('%j takes %i', (text, columns) => {
	expect(simpleTextWidth(text)).toBe(columns);
});
