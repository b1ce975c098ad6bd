import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createStyleTable, plainStyle} from '../../source/terminal/styles.js';

const parameters = fc.constantFrom(
	'',
	'0',
	'1',
	'2',
	'22',
	'3',
	'23',
	'4',
	'24',
	'7',
	'27',
	'9',
	'29',
	'31',
	'39',
	'44',
	'49',
	'1;7',
	'90',
	'103',
	'38;5;12',
	'48;2;1;2;3',
	'0;32',
	'22;1',
);
const style = fc.array(parameters, {maxLength: 6});

test('the change between any two styles leads exactly there', () => {
	const table = createStyleTable({color: true});
	const folded = (list: readonly string[]) => list.reduce((current, next) => table.fold(current, next), plainStyle);
	fc.assert(
		fc.property(style, style, (from, to) => {
			const target = folded(to);
			let current = folded(from);
			for (const [, list] of table.change(current, target).matchAll(/\u001B\[([\d;]*)m/g)) {
				current = table.fold(current, list ?? '');
			}

			expect(current).toBe(target);
		}),
	);
});

test('no change costs nothing, and one flag less than a new start', () => {
	const table = createStyleTable({color: true});
	const red = table.fold(plainStyle, '31');
	const boldRed = table.fold(red, '1');
	expect(table.change(red, red)).toBe('');
	expect(table.change(red, boldRed)).toBe('\u001B[1m');
	expect(table.change(boldRed, red)).toBe('\u001B[22m');
	expect(table.change(boldRed, plainStyle)).toBe('\u001B[m');
});

test('concealed and blinking text is shown as any other', () => {
	const table = createStyleTable({color: true});
	expect(table.fold(plainStyle, '8')).toBe(plainStyle);
	expect(table.fold(plainStyle, '5')).toBe(plainStyle);
});
