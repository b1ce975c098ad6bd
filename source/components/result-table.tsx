import {Text} from 'ink';
import {Table} from 'ink-table';
import {useMemo, type PropsWithChildren} from 'react';
import {compose} from './compose.js';
import {useUi} from './context.js';
import {dim, type Line, type Span} from './line.js';
import type {TableOf} from './table.js';
import {pad} from './width.js';

type CellProps = PropsWithChildren<{readonly column?: number}>;

/**
 * ink-table with our widths: it counts the characters of a text, and Japanese takes two columns each. So it lays out the
 * rows, and every cell is composed here, to exactly the columns that `columnWidths` gives (`widths`). A screen imports this
 * file late: ink-table loads Node's cryptography.
 */
export function ResultTable({table, widths}: {readonly table: TableOf; readonly widths: readonly number[]}) {
	const {look} = useUi();
	const parts = useMemo(() => {
		const text = (content: Line, width: number) => <Text wrap="truncate">{compose(content, width, look)}</Text>;
		const inside = (column: number, {text: content, style}: Span) => {
			const width = widths[column] ?? 0;
			const aligned = pad(content, width, table.columns[column]?.align);
			return text([{text: ' '}, style ? {text: aligned, style} : {text: aligned}, {text: ' '}], width + 2);
		};

		return {
			/** Borders: a corner or a cross stands alone, a rule is as wide as its column. */
			skeleton({column, children}: CellProps) {
				const glyph = String(children).slice(0, 1);
				const width = column === undefined ? 1 : (widths[column] ?? 0) + 2;
				return text([dim(glyph.repeat(width))], width);
			},
			header: ({column = 0}: CellProps) => inside(column, dim(table.columns[column]?.title ?? '')),
			/** What ink-table gives a cell is where it stands in its row: the name of that cell. */
			cell({children}: CellProps) {
				const [row = 0, column = 0] = String(children).trim().split(':').map(Number);
				return inside(column, table.rows[row]?.[column] ?? {text: ''});
			},
		};
	}, [table, widths, look]);
	// ink-table keeps the cells of its first drawing: another content is another table.
	const content = JSON.stringify([widths, table, look]);
	const data = table.rows.map((_, row) =>
		Object.fromEntries(table.columns.map((__, at) => [`c${at}`, `${row}:${at}`])),
	);
	return (
		<Table
			key={content}
			data={data}
			columns={table.columns.map((_, at) => `c${at}`)}
			header={parts.header}
			cell={parts.cell}
			skeleton={parts.skeleton}
		/>
	);
}
