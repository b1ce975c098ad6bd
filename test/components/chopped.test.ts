import fc from 'fast-check';
import {expect, test} from 'vitest';
import {chopped, displayWidth} from '../../source/components/width.js';

test.each([
	['', 4, ['']],
	['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
	['abcd', 4, ['abcd']],
	['ポッド名', 5, ['ポッ', 'ド名']],
	['aポッド', 4, ['aポ', 'ッド']],
])('%s in pieces of %d columns', (text, width, pieces) => {
	expect(chopped(text, width)).toEqual(pieces);
});

test('nothing is lost, nothing is too wide', () => {
	fc.assert(
		fc.property(fc.string({unit: fc.constantFrom(...'ab-漢かカ')}), fc.integer({min: 2, max: 20}), (text, width) => {
			const pieces = chopped(text, width);
			expect(pieces.join('')).toBe(text);
			expect(pieces.every(piece => displayWidth(piece) <= width)).toBe(true);
		}),
	);
});
