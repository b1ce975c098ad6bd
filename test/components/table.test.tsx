import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import type {Look} from '../../source/components/look.js';
import {span} from '../../source/components/line.js';
import {ResultTable} from '../../source/components/result-table.js';
import {columnWidths, tableHeight, type TableOf} from '../../source/components/table.js';
import {draw} from '../support/draw.js';

const plainLook: Look = {color: false, ascii: false};

function rowsOf(table: TableOf, width: number, look = plainLook): readonly string[] {
	const widths = columnWidths(table, width);
	if (!widths) return [];
	return draw(() => <ResultTable table={table} widths={widths} />, {look}).rows();
}

const of = (...rows: ReadonlyArray<readonly string[]>): TableOf => ({
	columns: [{title: '手順'}, {title: 'TIME', align: 'right'}, {title: 'RESULT'}],
	rows: rows.map(row => row.map(text => span(text))),
});

describe('a table of results', () => {
	test('is closed, and wide characters stand in line with narrow ones', () => {
		const table = of(['Pod を待つ', '7.8 s', '10.244.0.12'], ['expose', '0.4 s', 'サービス']);
		expect(rowsOf(table, 80)).toEqual([
			'┌────────────┬───────┬─────────────┐',
			'│ 手順       │  TIME │ RESULT      │',
			'├────────────┼───────┼─────────────┤',
			'│ Pod を待つ │ 7.8 s │ 10.244.0.12 │',
			'├────────────┼───────┼─────────────┤',
			'│ expose     │ 0.4 s │ サービス    │',
			'└────────────┴───────┴─────────────┘',
		]);
	});

	test('takes the lines that it says', () => {
		const table = of(['a', 'b', 'c'], ['d', 'e', 'f'], ['g', 'h', 'i']);
		expect(rowsOf(table, 80)).toHaveLength(tableHeight(table));
	});

	test.each([60, 48, 47])('cuts the last column to a window of %i columns', width => {
		const rows = rowsOf(of(['Wait for the pod', '7.8 s', 'x日本'.repeat(30)]), width);
		expect(rows).toHaveLength(5);
		for (const row of rows) expect(stringWidth(row)).toBe(width);
		expect(rows[3]).toContain('…');
	});

	test('is not drawn where its last column would tell nothing', () => {
		const table = of(['Wait for the pod', '7.8 s', 'x'.repeat(90)]);
		expect(columnWidths(table, 47)).toEqual([16, 5, 16]);
		expect(columnWidths(table, 46)).toBeUndefined();
	});

	test('has an ASCII form, and shows what a host sent as harmless text', () => {
		const rows = rowsOf(of(['a\u001B[2Jb', '1', '“é”']), 60, {color: false, ascii: true});
		expect(rows[0]).toMatch(/^\+-+\+-+\+-+\+$/);
		expect(rows.join('\n')).toMatch(/^[\u0000-\u007F]*$/);
		expect(rows.join('\n')).not.toContain('\u001B');
	});
});
