import type {Column} from '../../../components/columns.js';
import {sortedBy, sortersOf, type Sorter, type SortOrder} from '../../../components/sort.js';
import type {ServerRow, ServerTable} from '../../../facts/browse.js';
import {cellValue} from '../../../model/cell-value.js';
import {columnsOf} from './rows.js';

/** Columns as they are compared; AGE by the moment of creation, since the cell's own is that of the last event. */
const compared = (table: ServerTable, everywhere: boolean): ReadonlyArray<Column<ServerRow>> =>
	columnsOf(table, everywhere, 0).map(column => {
		const at = Number(column.id);
		if (Number.isNaN(at)) return column;
		return {
			...column,
			value({cells, createdAt}) {
				if (column.title === 'AGE' && createdAt !== null) return -Date.parse(createdAt);
				return cellValue(column.title, cells[at] ?? '');
			},
		};
	});

/** By what the list can be sorted. */
export const tableSorters = (table: ServerTable | undefined, everywhere: boolean): readonly Sorter[] =>
	table ? sortersOf(columnsOf(table, everywhere, 0)) : [];

/** The rows in the order that a person chose; the very same ones where none was. */
export const inOrder = (
	table: ServerTable,
	rows: readonly ServerRow[],
	order: SortOrder | null,
	everywhere: boolean,
): readonly ServerRow[] => (order === null ? rows : sortedBy(rows, compared(table, everywhere), order));
