import type {Column} from '../../components/columns.js';
import {
	lookLines,
	plainLook,
	sortedWithKeys,
	sortersOf,
	type ListLook,
	type Sorter,
	type SortOrder,
} from '../../components/sort.js';
import {bold, dim, span, type Line, type Span} from '../../components/line.js';
import type {Text} from '../../text/text.js';
import {conditionsOf} from '../../model/rule-words.js';
import {hotColumns, portColumns, rateCell, refusalColumns, setColumns} from './host-columns.js';
import type {Found} from './places.js';
import type {Row, Rows, View} from './row.js';
import {quiet, shortNumber, thenOf, whatOf, wide} from './words.js';

/** The columns of each kind of list, and the lines of the rows in sight. */
export function listLines(
	{rows, found}: Rows,
	view: View,
	window: {readonly from: number; readonly to: number; readonly width: number},
	text: Text,
	look: ListLook = plainLook,
): {readonly header: Line; readonly lines: readonly Line[]} {
	const shown = rows.slice(window.from, window.to);
	const columns = columnsOf(found?.kind ?? 'chains', view, window.width < wide, text);
	const lines = lookLines(columns, look, shown, window.width);
	return {header: lines.header, lines: lines.rows};
}

export const sortersFor = (kind: Found['kind'] | undefined, view: View, text: Text): readonly Sorter[] =>
	kind === undefined || kind === 'service' ? [] : sortersOf(columnsOf(kind, view, false, text));

/** Sorted by a column: chains below their own table, and what has no columns as it is. */
export const sortedRows = (rows: Rows, view: View, sort: SortOrder | null, text: Text): Rows =>
	sort === null || rows.found === undefined || rows.found.kind === 'service'
		? rows
		: sortedWithKeys(rows, columnsOf(rows.found.kind, view, false, text), sort, ({kind}) => kind === 'table');

type Columns = ReadonlyArray<Column<Row>>;

function columnsOf(kind: NonNullable<Rows['found']>['kind'], view: View, short: boolean, text: Text): Columns {
	switch (kind) {
		case 'chain':
			return ruleColumns(view, short, text);
		case 'services':
			return view.ports?.mode === 'ipvs' ? setColumns(text) : portColumns(view, text);
		case 'drops':
			return refusalColumns(view, short, text);
		case 'hot':
			return hotColumns(view, short, text);
		case 'map':
			return elementColumns(view, short, text);
		default:
			return chainColumns(view, short, text);
	}
}

function chainColumns({filter: {labels}, uses}: View, short: boolean, text: Text): Columns {
	const {columns, whatTable, how, canaries, map: mapWord} = text.nftables;
	return [
		{id: 'chain', stays: true, title: columns.chain, cell: row => nameOf(row), min: 20, max: 48, middle: true},
		{id: 'rules', title: columns.rules, cell: row => rulesIn(row), value: row => rulesCount(row), align: 'right'},
		{
			id: 'packets',
			title: columns.packets,
			align: 'right',
			value: row => packetsOf(row, uses),
			cell: row => {
				const packets = packetsOf(row, uses);
				return packets === null && row.kind !== 'rule' ? '' : quiet(shortNumber(packets), packets === 0);
			},
		},
		{
			id: 'what',
			title: columns.what,
			grow: true,
			min: 20,
			cell: row => {
				switch (row.kind) {
					case 'table':
						return dim(whatTable(row.table.owner, row.table.chains.length, how[row.table.kind] ?? ''));
					case 'canaries':
						return dim(canaries(row.count));
					case 'map':
						return row.map.comment ?? mapWord(row.map.type);
					case 'rule': {
						const then = thenOf(row.rule.verdict, labels, text, short);
						return span([conditionsOf(row.rule, row.table.kind), then.text].filter(Boolean).join(' '));
					}

					case 'element':
						return row.element.value ?? '';
					case 'chain':
					case 'target':
						return whatOf(row.table, row.chain, labels, text);
					default:
						return '';
				}
			},
		},
	];
}

function nameOf(row: Row): string | Span {
	switch (row.kind) {
		case 'table':
			return bold(`${row.folded ? '▸' : '▾'} ${row.table.family} ${row.table.name}`);
		case 'canaries':
			return dim(`  ${row.folded ? '▸' : '▾'} …-CANARY`);
		case 'map':
			return `  @${row.map.name}`;
		case 'rule':
			return dim(`    ${row.chain.name} #${row.rule.index + 1}`);
		case 'element':
			return row.element.key;
		case 'target':
			return row.chain.name;
		case 'chain':
			return span(`  ${row.chain.name}`, row.chain.hook === null ? {} : {bold: true});
		default:
			return '';
	}
}

function rulesIn(row: Row): string | Span {
	switch (row.kind) {
		case 'chain':
		case 'target':
			return row.table.kind === 'unread'
				? dim('?')
				: quiet(String(row.chain.rules.length), row.chain.rules.length === 0);
		case 'map':
			return String(row.map.elements.length);
		case 'table':
			return row.table.kind === 'unread'
				? dim('?')
				: dim(String(row.table.chains.reduce((sum, {rules}) => sum + rules.length, 0)));
		default:
			return '';
	}
}

function rulesCount(row: Row): number | null {
	if (row.kind === 'map') return row.map.elements.length;
	return (row.kind === 'chain' || row.kind === 'target') && row.table.kind !== 'unread' ? row.chain.rules.length : null;
}

function packetsOf(row: Row, uses: View['uses']): number | null {
	if (row.kind === 'rule') return row.rule.packets;
	if ((row.kind !== 'chain' && row.kind !== 'target') || row.chain.hook !== null) return null;
	return uses(row.table, row.chain.name).packets;
}

function ruleColumns({filter: {labels, rates}}: View, short: boolean, text: Text): Columns {
	const {columns, anything, live} = text.nftables;
	const figure = (of: (row: Extract<Row, {kind: 'rule'}>) => number | null) => (row: Row) =>
		row.kind === 'rule' ? of(row) : null;
	const rule = (of: (row: Extract<Row, {kind: 'rule'}>) => string | Span) => (row: Row) =>
		row.kind === 'rule' ? of(row) : '';
	return [
		{
			id: 'number',
			stays: true,
			title: columns.number,
			align: 'right',
			value: figure(row => row.rule.index),
			cell: rule(row => dim(String(row.rule.index + 1))),
		},
		{
			id: 'packets',
			title: columns.packets,
			align: 'right',
			value: figure(row => row.rule.packets),
			cell: rule(row => quiet(shortNumber(row.rule.packets), row.rule.packets === 0)),
		},
		...(rates.moved.size === 0
			? []
			: [
					{
						id: 'rate',
						title: live.columns.rate,
						align: 'right' as const,
						min: 7,
						value: figure(row => rates.moved.get(row.rule)?.packets ?? null),
						cell: rule(row => rateCell(rates, row.rule, text)),
					},
				]),
		{
			id: 'bytes',
			title: columns.bytes,
			align: 'right',
			from: 100,
			value: figure(row => row.rule.bytes),
			cell: rule(row => quiet(shortNumber(row.rule.bytes), row.rule.bytes === 0)),
		},
		{
			id: 'condition',
			title: columns.condition,
			grow: true,
			min: 16,
			cell: rule(row => {
				const conditions = conditionsOf(row.rule, row.table.kind);
				return conditions === '' ? dim(anything) : conditions;
			}),
		},
		{
			id: 'target',
			title: columns.target,
			min: 24,
			max: 60,
			cell: rule(row => thenOf(row.rule.verdict, labels, text, short)),
		},
		{
			id: 'comment',
			title: columns.comment,
			from: 110,
			min: 10,
			max: 48,
			yields: true,
			// Beside a label the comment says the same again.
			cell: rule(({rule: {verdict, comment}}) =>
				dim('chain' in verdict && labels.chains.has(verdict.chain) ? '' : (comment ?? '')),
			),
		},
	];
}

function elementColumns({filter: {labels}}: View, short: boolean, text: Text): Columns {
	const {columns} = text.nftables;
	const element = (of: (row: Extract<Row, {kind: 'element'}>) => string | Span) => (row: Row) =>
		row.kind === 'element' ? of(row) : '';
	return [
		{id: 'key', stays: true, title: columns.key, min: 20, cell: element(row => row.element.key)},
		{
			id: 'target',
			title: columns.target,
			grow: true,
			cell: element(({element: {verdict, value}}) => (verdict ? thenOf(verdict, labels, text, short) : (value ?? ''))),
		},
		{id: 'comment', title: columns.comment, from: 100, cell: element(row => dim(row.element.comment ?? ''))},
	];
}
