import {describe, expect, test} from 'vitest';
import {headerLine, layout, type Column} from '../../source/components/columns.js';
import {plain} from '../../source/components/line.js';
import {lookLines, lookOf, plainLook, sortedBy, sortedWithKeys, sortersOf} from '../../source/components/sort.js';
import {initialColumns, reduceColumns, type ColumnsState} from '../../source/components/use-columns.js';

type Row = {readonly name: string; readonly size: number | null; readonly head?: boolean};

const columns: ReadonlyArray<Column<Row>> = [
	{id: 'name', title: 'NAME', cell: ({name}) => name, grow: true},
	{id: 'size', title: 'SIZE', cell: ({size}) => `${size} B`, value: ({size}) => size, align: 'right', from: 100},
	{id: 'more', title: 'MORE', cell: () => 'more', wide: true},
];
const rowOf = (name: string, size: number | null = 0): Row => ({name, size});
const names = (rows: readonly Row[]): readonly string[] => rows.map(({name}) => name);

describe('a list sorted by a column', () => {
	test('compares figures within words as numbers, and small letters like large ones', () => {
		const rows = ['pod-10', 'pod-9', 'Pod-1', '10.244.0.10', '10.244.0.9'].map(name => rowOf(name));
		expect(names(sortedBy(rows, columns, {column: 'name', down: false}))).toEqual([
			...['10.244.0.9', '10.244.0.10', 'Pod-1', 'pod-9', 'pod-10'],
		]);
	});

	test('by the value of a cell, not by its words; what is not known comes last in either direction', () => {
		const rows = [rowOf('none', null), rowOf('nine', 9), rowOf('ten', 10)];
		expect(names(sortedBy(rows, columns, {column: 'size', down: false}))).toEqual(['nine', 'ten', 'none']);
		expect(names(sortedBy(rows, columns, {column: 'size', down: true}))).toEqual(['ten', 'nine', 'none']);
	});

	test('equal rows keep their order in both directions', () => {
		const rows = ['c', 'a', 'b'].map(name => rowOf(name, 1));
		for (const down of [true, false])
			expect(names(sortedBy(rows, columns, {column: 'size', down}))).toEqual(names(rows));
	});

	test('a row that heads others keeps its place; what stands below it is sorted by itself', () => {
		const rows = [
			{...rowOf('z'), head: true},
			rowOf('b'),
			rowOf('a'),
			{...rowOf('y'), head: true},
			rowOf('d'),
			rowOf('c'),
		];
		const list = {rows, keys: names(rows)};
		const sorted = sortedWithKeys(list, columns, {column: 'name', down: false}, ({head}) => head === true);
		expect(sorted.keys).toEqual(['z', 'a', 'b', 'y', 'c', 'd']);
		expect(names(sorted.rows)).toEqual(sorted.keys);
	});

	test('without an order, or by a column that is no more, it is the very same list', () => {
		const rows = [rowOf('b'), rowOf('a')];
		expect(sortedBy(rows, columns, null)).toBe(rows);
		expect(sortedBy(rows, columns, {column: 'gone', down: true})).toBe(rows);
	});

	test('asks each of 10,000 rows for its value once', () => {
		let asked = 0;
		const counting = [{...columns[0]!, value: ({name}: Row) => (asked++, name)}];
		const rows = Array.from({length: 10_000}, (_, index) => rowOf(`pod-${(index * 7919) % 10_000}`));
		const sorted = sortedBy(rows, counting, {column: 'name', down: false});
		expect(asked).toBe(10_000);
		expect([sorted[0]?.name, sorted[9999]?.name]).toEqual(['pod-0', 'pod-9999']);
	});
});

describe('its columns', () => {
	const titles = (look: typeof plainLook, width: number): string =>
		plain(headerLine(layout(lookOf(columns, look), [rowOf('a')], width))).trim();

	test('the sorted one shows the direction', () => {
		expect(titles({...plainLook, sort: {column: 'name', down: false}}, 120)).toMatch(/^NAME↑ +SIZE$/);
		expect(titles({...plainLook, sort: {column: 'size', down: true}}, 120)).toMatch(/^NAME +SIZE↓$/);
	});

	test('a wide list has all of them at any width', () => {
		expect(titles(plainLook, 80)).toBe('NAME');
		expect(titles({...plainLook, wide: true}, 80)).toMatch(/^NAME +SIZE +MORE$/);
	});

	test('a wide list shows them whole; those that do not fit are counted in the title, and come by moving it', () => {
		const long: ReadonlyArray<Column<Row>> = [
			{id: 'name', title: 'NAME', cell: ({name}) => name, stays: true},
			...['A', 'B', 'C', 'D'].map(title => ({id: title, title, cell: () => `192.168.122.16${title}`})),
		];
		const shown = (moved: number): readonly string[] => {
			const {header, rows} = lookLines(
				long,
				{...plainLook, wide: true, moved},
				[rowOf('coredns-7656c59669-8wwxq')],
				64,
			);
			return [header, ...rows].map(each => plain(each).replaceAll(/ {2,}/g, ' | '));
		};

		expect(shown(0)).toEqual(['NAME | A | B +2→', 'coredns-7656c59669-8wwxq | 192.168.122.16A | 192.168.122.16B']);
		expect(shown(2)).toEqual(['NAME | C | D', 'coredns-7656c59669-8wwxq | 192.168.122.16C | 192.168.122.16D']);
	});

	test('are not spread over more than 120 columns of a wide terminal', () => {
		expect(titles(plainLook, 200)).toBe(titles(plainLook, 120));
	});
});

describe('the menu of columns', () => {
	const sorters = sortersOf(columns);
	const choose = (state: ColumnsState, down: number, list = 'pods'): ColumnsState => {
		let now = reduceColumns(state, {type: 'open', list, sorters});
		now = reduceColumns(now, {type: 'move', to: 'top', count: sorters.length + 1});
		for (let step = 0; step < down; step++)
			now = reduceColumns(now, {type: 'move', to: 'down', count: sorters.length + 1});
		return reduceColumns(now, {type: 'choose', list, sorters});
	};

	test('words begin with the first, figures with the largest; the same column again turns it', () => {
		const byName = choose(initialColumns, 1);
		expect(byName.looks['pods']?.sort).toEqual({column: 'name', down: false});
		expect(choose(byName, 1).looks['pods']?.sort).toEqual({column: 'name', down: true});
		expect(choose(byName, 2).looks['pods']?.sort).toEqual({column: 'size', down: true});
		expect(choose(byName, 0).looks['pods']?.sort).toBeNull();
	});

	test('opens on the column that sorts now, and each list keeps its own', () => {
		const both = choose(choose(initialColumns, 2), 1, 'images');
		expect(reduceColumns(both, {type: 'open', list: 'pods', sorters}).menu).toBe(2);
		expect(reduceColumns(both, {type: 'open', list: 'images', sorters}).menu).toBe(1);
	});

	test('more columns are a matter of that list alone, and leave its order', () => {
		const wide = reduceColumns(choose(initialColumns, 1), {type: 'wide', list: 'pods'});
		expect(wide.looks).toEqual({pods: {sort: {column: 'name', down: false}, wide: true, moved: 0}});
	});
});
