import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {matrixLines, roomOf, rowsOf} from '../../../source/app/reach/matrix-rows.js';
import {plain} from '../../../source/components/line.js';
import type {Answered} from '../../../source/model/reach/answer.js';
import type {Matrix} from '../../../source/model/reach/matrix.js';
import {parsePlace, type Place} from '../../../source/model/reach/place.js';
import {en} from '../../../source/text/en/index.js';
import {reach} from '../../../source/text/en/reach.js';
import {reachScreen} from '../../../source/text/en/reach-screen.js';

const words = {screen: reachScreen, reach, text: en};
const place = (text: string): Place => parsePlace(text) ?? {kind: 'host', port: null};
const pods = Array.from({length: 30}, (_, at) => place(`pod/shop/web-7d9c8b6f5-x${at}`));

/** Every third sender is kept out of everything. */
const matrix: Matrix = {
	...{senders: pods, targets: pods, leftOut: 0},
	cells: pods.map((from, row) =>
		pods.map(
			to =>
				({
					question: {from, to, port: null, protocol: null},
					verdict: row % 3 === 0 ? 'blocked' : 'reaches',
					reasons: row % 3 === 0 ? [{kind: 'route', about: ['10.244.0.9'], command: null}] : [],
				}) as unknown as Answered,
		),
	),
};

const all = rowsOf(matrix, false);

test.each([
	[80, 20],
	[120, 36],
	[60, 11],
])('30 by 30 in %i x %i: the chosen cell is always in the window', (width, height) => {
	for (const [row, column] of [
		[0, 0],
		[29, 29],
		[15, 3],
	] as const) {
		const lines = matrixLines(matrix, {row, column}, {rows: all, changed: new Map(), right: ''}, words, {
			width,
			height,
		});
		expect(lines).toHaveLength(height);
		for (const each of lines) expect(stringWidth(plain(each))).toBeLessThanOrEqual(width);
		expect(lines.flat().filter(({style}) => style?.inverse)).toHaveLength(1);
		expect(lines.map(each => plain(each)).join('\n')).toContain(
			`x${row} → ${column + 1} shop/web-7d9c8b6f5-x${column}`,
		);
	}
});

test('says why, what it was before, and shows only senders that are kept out', () => {
	const changed = new Map([['0 1', 'reaches'] as const]);
	const lines = matrixLines(matrix, {row: 0, column: 1}, {rows: all, changed, right: ''}, words, {
		width: 80,
		height: 20,
	});
	const text = lines.map(each => plain(each)).join('\n');
	expect(text).toContain('before: +');
	expect(text).toContain('this host has no route to 10.244.0.9');
	expect(rowsOf(matrix, true)).toHaveLength(10);
	expect(roomOf({width: 80, height: 20})).toBe(12);
});
