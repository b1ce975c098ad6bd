import {describe, expect, test} from 'vitest';
import {headerLine, layout, rowLine, type Column} from '../../source/components/columns.js';
import {plain} from '../../source/components/line.js';
import {displayWidth} from '../../source/components/width.js';

type Row = {readonly name: string; readonly count: number};

const columns: ReadonlyArray<Column<Row>> = [
	{id: 'name', title: 'NAME', cell: row => row.name, grow: true},
	{id: 'count', title: 'COUNT', cell: row => String(row.count), align: 'right'},
	{id: 'note', title: 'NOTE', cell: () => 'only when wide', from: 60},
];
const rows: readonly Row[] = [
	{name: 'coredns-7656c59669-8wwxq', count: 7},
	{name: '日本語のポッド', count: 12_345},
];

describe('columns', () => {
	test('titles and cells end in the same column, also with Japanese', () => {
		const laid = layout(columns, rows, 40);
		const lines = [headerLine(laid), ...rows.map(row => rowLine(laid, row))].map(each => plain(each));
		expect(lines.map(each => displayWidth(each))).toEqual([40, 40, 40]);
		expect(lines[0]).toMatch(/^NAME .*COUNT$/);
	});
	test('a column is dropped when the window is too narrow for it', () => {
		expect(layout(columns, rows, 50).map(({column}) => column.id)).toEqual(['name', 'count']);
		expect(layout(columns, rows, 80).map(({column}) => column.id)).toEqual(['name', 'count', 'note']);
	});
	test('the widest gives way first', () => {
		const laid = layout(columns, rows, 20);
		expect(displayWidth(plain(rowLine(laid, {name: 'coredns-7656c59669-8wwxq', count: 7})))).toBeLessThanOrEqual(20);
		expect(plain(rowLine(laid, {name: 'coredns-7656c59669-8wwxq', count: 7}))).toMatch(/…\s+7$/);
	});
});
