import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {legendLines} from '../../../source/app/reach/legend.js';
import {plain} from '../../../source/components/line.js';

const names = (count: number) => Array.from({length: count}, (_, at) => `kube-system/metrics-server-67bc669cf4-x${at}`);
const shown = (targets: readonly string[], chosen: number, width: number, height: number) =>
	legendLines(targets, chosen, {width, height}).map(each => plain(each));

describe('what the numbers of the columns stand for', () => {
	test('by columns, as ls lists', () => {
		expect(shown(['a', 'b', 'c', 'd', 'e'], 0, 16, 5)).toEqual(['', '1 a   3 c   5 e', '2 b   4 d']);
	});

	test.each([
		[80, 6],
		[120, 20],
		[40, 2],
	])('%i wide, %i high: within the room, the chosen one among them and bold', (width, height) => {
		for (const [count, chosen] of [
			[8, 0],
			[8, 7],
			[47, 23],
			[120, 119],
		] as const) {
			const lines = legendLines(names(count), chosen, {width, height});
			expect(lines.length).toBeLessThanOrEqual(height);
			for (const each of lines) expect(stringWidth(plain(each))).toBeLessThanOrEqual(width);
			const bold = lines.flatMap(each => each.filter(({style}) => style?.bold));
			expect(bold).toHaveLength(1);
			expect(lines.map(each => plain(each)).join(' ')).toMatch(new RegExp(`(?:^| )${chosen + 1} `));
		}
	});

	test('nothing where there is no room', () => {
		expect(shown(['a'], 0, 80, 1)).toEqual([]);
	});
});
