import {describe, expect, test} from 'vitest';
import {emptyList, moveList, scrollBy, selectKey, settle} from '../../source/components/list.js';

const keys = Array.from({length: 100}, (_, index) => `row-${index}`);

describe('a list', () => {
	test('the selection is a key: rows that come and go do not move it', () => {
		const at10 = selectKey(emptyList, 'row-10', keys, 20);
		const grown = settle(at10, ['new-1', 'new-2', ...keys], 20);
		expect([grown.selected, grown.index]).toEqual(['row-10', 12]);
		const gone = settle(
			at10,
			keys.filter(key => key !== 'row-10'),
			20,
		);
		expect([gone.selected, gone.index]).toEqual(['row-11', 10]);
		expect(settle(at10, [], 20)).toMatchObject({selected: null, index: 0, offset: 0});
	});
	test('nothing changed: the same reference', () => {
		const now = settle(emptyList, keys, 20);
		expect(settle(now, keys, 20)).toBe(now);
	});
	test.each([
		['list.down', 1, 0],
		['list.page-down', 20, 1],
		['list.half-down', 10, 0],
		['list.bottom', 99, 80],
		['list.up', 0, 0],
	])('%s', (action, index, offset) => {
		expect(moveList(emptyList, action, keys, 20)).toMatchObject({index, offset});
	});
	test('the window follows, and only as far as it must', () => {
		let list = emptyList;
		for (let count = 0; count < 25; count++) list = moveList(list, 'list.down', keys, 20);
		expect(list).toMatchObject({index: 25, offset: 6});
		for (let count = 0; count < 5; count++) list = moveList(list, 'list.up', keys, 20);
		expect(list).toMatchObject({index: 20, offset: 6});
	});
	test('a window that grows shows no empty rows below the end', () => {
		const end = moveList(emptyList, 'list.bottom', keys, 20);
		expect(settle(end, keys, 50).offset).toBe(50);
	});
	test('a text pane scrolls by the same actions and stops at its ends', () => {
		expect([
			scrollBy(0, 'list.up', 50, 20),
			scrollBy(0, 'list.bottom', 50, 20),
			scrollBy(30, 'list.down', 50, 20),
			scrollBy(0, 'list.down', 5, 20),
		]).toEqual([0, 30, 30, 0]);
	});
});
