import {expect, test} from 'vitest';
import {isTooSmall, sizeOf} from '../../source/terminal/size.js';

test('a terminal that does not tell its size counts as 80x24', () => {
	expect(sizeOf({columns: 120, rows: 40})).toEqual({columns: 120, rows: 40});
	expect(sizeOf({})).toEqual({columns: 80, rows: 24});
	expect(sizeOf({columns: 0, rows: 0})).toEqual({columns: 80, rows: 24});
});

test.each([
	[60, 15, false],
	[59, 15, true],
	[60, 14, true],
	[80, 24, false],
])('%ix%i', (columns, rows, tooSmall) => {
	expect(isTooSmall({columns, rows})).toBe(tooSmall);
});
