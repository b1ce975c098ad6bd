import {matcher} from '../../../components/filter.js';
import {span, type Line, type Span} from '../../../components/line.js';
import {displayWidth} from '../../../components/width.js';
import {wholeLines, type Column} from '../../../components/columns.js';
import {lookOf, plainLook, type SortOrder} from '../../../components/sort.js';
import type {ServerRow, ServerTable} from '../../../facts/browse.js';
import {ageOf} from '../../../model/age.js';
import {phaseSpan} from '../phase.js';
import {askedBy, type Place} from './state.js';

/** The rows that the filter leaves: of one owner, by words in any cell, or (`!`) those without them. */
export function rowsShown(table: ServerTable, filter: string, owner: string | null): readonly ServerRow[] {
	const {text, inverse} = askedBy(filter);
	if (text === '' && owner === null) return table.rows;
	const matches = matcher({text, open: false});
	return table.rows.filter(
		row =>
			(owner === null || row.owners.includes(owner)) &&
			(text === '' || matches([row.namespace ?? '', row.name, ...row.cells].join(' ')) !== inverse),
	);
}

/** Columns that stay at the left edge, however far one scrolls: who it is. Events have their name last, as kubectl prints it. */
const namesFirst = (columns: ReadonlyArray<{readonly title: string}>): number => {
	const other = columns.findIndex(({title}) => title !== 'NAMESPACE' && title !== 'NAME');
	return other === -1 ? columns.length : other;
};

/** The server's columns in its order, AGE counted on from the moment of creation. */
export function columnsOf(table: ServerTable, everywhere: boolean, now: number): ReadonlyArray<Column<ServerRow>> {
	return [
		...(everywhere ? [{id: 'NAMESPACE', title: 'NAMESPACE', cell: (row: ServerRow) => row.namespace ?? ''}] : []),
		...table.columns.map(({title, number}, at): Column<ServerRow> => ({
			id: String(at),
			title,
			...(number && {align: 'right'}),
			...(title === 'NAME' && {middle: true}),
			cell(row) {
				const cell = row.cells[at] ?? '';
				if (title === 'AGE') return ageOf(row.createdAt, now) ?? cell;
				return title === 'STATUS' ? statusSpan(cell) : cell;
			},
		})),
	];
}

const statusSpan = (cell: string): Span | string => (/^\S+$/.test(cell) ? phaseSpan(cell) : cell);

const withSort = (
	columns: ReadonlyArray<Column<ServerRow>>,
	sort: SortOrder | null,
): ReadonlyArray<Column<ServerRow>> => lookOf(columns, {...plainLook, sort});

/** How many columns can be scrolled out. */
export const mostLeft = ({columns}: ServerTable): number => columns.length - namesFirst(columns) - 1;

/**
 * Titles and the rows of a window. Columns that do not fit are left out at the right, with how many there are; `left` of
 * them are scrolled out behind the name.
 */
export function browseLines(
	table: ServerTable,
	rows: readonly ServerRow[],
	given: {
		readonly everywhere: boolean;
		readonly left: number;
		readonly width: number;
		readonly now: number;
		readonly sort: SortOrder | null;
	},
): {readonly header: Line; readonly rows: readonly Line[]} {
	const {width, left} = given;
	const plain = columnsOf(table, given.everywhere, given.now);
	const fixed = namesFirst(plain);
	const all = withSort(plain, given.sort);
	return wholeLines([...all.slice(0, fixed), ...all.slice(fixed + left)], rows, width);
}

/** `pods`, `pods kube-system`, `pods of ReplicaSet coredns-7656c59669`. */
export function nameOf(place: Place, all: string): string {
	switch (place.type) {
		case 'named':
			return place.name;
		case 'containers':
			return place.name;
		case 'object':
			return place.key.replace(/^\//, '');
		case 'act':
			return place.object.name;
		case 'shown':
			return place.container ?? place.object.name;
		case 'kind': {
			const {kind, namespace, owner, fields} = place;
			if (owner) return `${kind.plural} (${owner.name})`;
			if (fields !== '') return `${kind.plural} (${fields})`;
			return kind.namespaced ? `${kind.plural} (${namespace ?? all})` : kind.plural;
		}
	}
}

/** `deployments ▸ replicasets (Deployment web)`; where that is too long the first steps go: `… ▸ pods (ReplicaSet web-1)`. */
export function wayTo(steps: readonly string[], width: number): string {
	for (let from = 0; from < steps.length - 1; from++) {
		const way = [...(from > 0 ? ['…'] : []), ...steps.slice(from)].join(' ▸ ');
		if (displayWidth(way) <= width) return way;
	}

	return steps.length > 1 ? `… ▸ ${steps.at(-1)}` : (steps[0] ?? '');
}

/** All that the server told of a row, a line each. */
export const objectFacts = (
	{columns}: ServerTable,
	row: ServerRow,
	now: number,
): ReadonlyArray<readonly [string, string | Line]> => [
	...columns.map(({title}, at): readonly [string, string | Line] => [
		title,
		title === 'AGE'
			? `${ageOf(row.createdAt, now) ?? row.cells[at] ?? ''}  ${row.createdAt ?? ''}`
			: [span(row.cells[at] ?? '')],
	]),
	...Object.entries(row.labels).map(([name, value], at): readonly [string, string] => [
		at === 0 ? 'LABELS' : '',
		`${name}=${value}`,
	]),
];
