import {describe, expect, test} from 'vitest';
import {createLineSplitter, longestLine} from '../../source/host/lines.js';

/** The lines of what comes in these pieces. */
const linesOf = (...pieces: ReadonlyArray<string | Uint8Array>): string[] => {
	const lines: string[] = [];
	const splitter = createLineSplitter(line => lines.push(line));
	for (const piece of pieces) splitter.push(Buffer.from(piece));
	splitter.end();
	return lines;
};

describe('whole lines', () => {
	test.each([
		['nothing', [], []],
		['an empty piece', [''], []],
		['lines', ['a\nb\n'], ['a', 'b']],
		['a last one without its end', ['a\nb'], ['a', 'b']],
		['empty lines', ['\n\na\n\n'], ['', '', 'a', '']],
		['ends as Windows has them', ['a\r\nb\r\n'], ['a', 'b']],
		['a progress meter', ['10 %\r20 %\rdone\n'], ['10 %', '20 %', 'done']],
		['returns in a row', ['a\r\rb'], ['a', '', 'b']],
		['a return, a newline and one more', ['a\r\n\nb'], ['a', '', 'b']],
		['a newline before a return', ['a\nb\rc\n'], ['a', 'b', 'c']],
		['both kinds in turn', ['a\rb\nc\rd\r\ne\n'], ['a', 'b', 'c', 'd', 'e']],
		['one line in three pieces', ['a', 'b', 'c\n'], ['abc']],
		['an end that is split', ['a\r', '\nb\n'], ['a', 'b']],
		['a split end with nothing between', ['a\r', '', '\nb\n'], ['a', 'b']],
		['a return at the end of a piece, and no newline after it', ['a\r', 'b\n'], ['a', 'b']],
		['a newline that comes later is a line of its own', ['a\r', 'b', '\n', '\n'], ['a', 'b', '']],
		['newline, return: two ends', ['a\n\rb'], ['a', '', 'b']],
	])('%s', (_, pieces, lines) => {
		expect(linesOf(...pieces)).toEqual(lines);
	});

	test('a character that comes in two pieces stays whole', () => {
		const bytes = Buffer.from('日本\n');
		expect(linesOf(bytes.subarray(0, 2), bytes.subarray(2, 4), bytes.subarray(4))).toEqual(['日本']);
	});

	test('what is no text is marked', () => {
		expect(linesOf(Uint8Array.of(0x61, 0xff, 0x62, 0x0a))).toEqual(['a\uFFFDb']);
	});

	test('of a longer one than 64 KiB the rest is left out, at a whole character, and the next one is whole', () => {
		const exact = 'x'.repeat(longestLine);
		expect(linesOf(`${exact}\nb\n`)).toEqual([exact, 'b']);
		expect(linesOf(`${exact}yz\nb\n`)).toEqual([exact, 'b']);
		expect(linesOf('x'.repeat(40_000), 'x'.repeat(40_000), '\nb\n')).toEqual([exact, 'b']);
		const wide = `${'x'.repeat(longestLine - 1)}é`;
		expect(linesOf(`${wide}\nb\n`)).toEqual(['x'.repeat(longestLine - 1), 'b']);
	});
});
