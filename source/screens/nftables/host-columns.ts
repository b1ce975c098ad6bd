import type {Column} from '../../components/columns.js';
import {colored, dim, type Span} from '../../components/line.js';
import {meaningText} from '../../model/refusals.js';
import {conditionsOf, tableText, targetOf} from '../../model/rule-words.js';
import type {Rates} from '../../model/rule-rates.js';
import type {Rule} from '../../facts/packet-filter.js';
import {connectionsOf} from '../../model/service-connections.js';
import type {Entry} from '../../model/service-entry.js';
import type {Text} from '../../text/text.js';
import type {Row, View} from './row.js';
import {doorText} from './picture.js';
import {chainText, quiet, shortNumber, thenOf} from './words.js';

type Columns = ReadonlyArray<Column<Row>>;

const of =
	<K extends Row['kind']>(kind: K, cell: (row: Extract<Row, {kind: K}>) => string | Span) =>
	(row: Row): string | Span =>
		row.kind === kind ? cell(row as Extract<Row, {kind: K}>) : '';

/** What such rows are sorted by; others come last. */
const figure =
	<K extends Row['kind']>(kind: K, value: (row: Extract<Row, {kind: K}>) => number | null) =>
	(row: Row): number | null =>
		row.kind === kind ? value(row as Extract<Row, {kind: K}>) : null;

/** The rate of a rule; '' while it stands still. */
export function rateCell({moved}: Rates, rule: Rule | null, {nftables: {live}}: Text): string | Span {
	if (!rule || !moved.has(rule)) return '';
	const rate = moved.get(rule);
	return rate ? colored(live.rate(rateText(rate.packets)), 'cyan') : dim(live.reset);
}

const rateText = (packets: number): string => (packets < 9.95 ? packets.toFixed(1) : shortNumber(Math.round(packets)));

export function portColumns({filter}: View, text: Text): Columns {
	const {live, path} = text.nftables;
	return [
		{
			id: 'service',
			stays: true,
			title: live.columns.service,
			min: 16,
			max: 44,
			middle: true,
			cell: of('port', ({port}) => port.service ?? dim(live.unknownService(port.key))),
		},
		{
			id: 'ways',
			title: live.columns.ways,
			grow: true,
			min: 20,
			cell: of('port', ({port: {entries}}) => entries.map(entry => wayText(entry, path.anyAddress)).join('  ')),
		},
		{
			id: 'connections',
			title: live.columns.connections,
			align: 'right',
			from: 100,
			value: figure('port', ({port: {entries}}) => connectionsOf(filter.ruleset, entries)),
			cell: of('port', ({port: {entries}}) => {
				const packets = connectionsOf(filter.ruleset, entries);
				return packets === null ? dim('-') : quiet(shortNumber(packets), packets === 0);
			}),
		},
		{
			id: 'verdict',
			title: live.columns.verdict,
			value: figure('port', ({port: {verdict, endpoints}}) => (verdict === 'dnat' ? endpoints : -1)),
			cell: of('port', ({port: {verdict, endpoints}}) =>
				verdict === 'dnat'
					? colored(live.endpoints(endpoints), 'green')
					: colored(live.verdicts[verdict], verdict === 'none' ? 'yellow' : 'red'),
			),
		},
	];
}

function wayText(entry: Entry, any: string): string {
	// Nearly all are TCP: only the others say so.
	return doorText(entry, any).replace(/\/tcp$/, '');
}

export function setColumns(text: Text): Columns {
	const {live} = text.nftables;
	return [
		{id: 'set', stays: true, title: live.columns.set, min: 20, cell: of('set', ({set}) => set.name)},
		{id: 'type', title: live.columns.type, cell: of('set', ({set}) => set.type)},
		{id: 'members', title: '', grow: true, cell: of('set', ({set}) => live.members(set.elements.length))},
	];
}

export function refusalColumns({filter: {rates, labels}}: View, short: boolean, text: Text): Columns {
	const {live, columns} = text.nftables;
	return [
		{
			id: 'packets',
			title: columns.packets,
			align: 'right',
			value: figure('refusal', ({refusal: {rule, element}}) => (element ? null : (rule?.packets ?? null))),
			cell: of('refusal', ({refusal: {rule, element}}) => {
				const packets = element ? null : (rule?.packets ?? null);
				return packets ? colored(shortNumber(packets), 'red') : dim(shortNumber(packets));
			}),
		},
		{
			id: 'rate',
			title: live.columns.rate,
			align: 'right',
			min: 7,
			value: figure('refusal', ({refusal: {rule, element}}) =>
				element || !rule ? null : (rates.moved.get(rule)?.packets ?? null),
			),
			cell: of('refusal', ({refusal: {rule, element}}) => (element ? '' : rateCell(rates, rule, text))),
		},
		{
			id: 'meaning',
			title: live.columns.meaning,
			grow: true,
			min: 24,
			cell: of('refusal', ({refusal: {meaning, rule, chain, table, element}}) => {
				const six = table.family === 'ip6' ? 'IPv6: ' : '';
				if (rule === null) return `${six}${live.policyDrops(chain.hook ?? chain.name)}`;
				const said = meaningText(meaning, live.refusals);
				return `${six}${said === '' ? (element?.key ?? conditionsOf(rule, table.kind)) : said}`;
			}),
		},
		{
			id: 'then',
			title: columns.target,
			from: 100,
			max: 36,
			cell: of('refusal', ({refusal: {rule, element}}) =>
				element?.verdict
					? targetOf(element.verdict)
					: rule
						? thenOf(rule.verdict, labels, text, short)
						: colored('DROP', 'red'),
			),
		},
		{
			id: 'where',
			stays: true,
			title: live.columns.where,
			from: 100,
			max: 40,
			middle: true,
			cell: of('refusal', ({refusal: {table, chain}}) => dim(`${tableText(table.family, table.name)} ${chain.name}`)),
		},
	];
}

export function hotColumns({filter: {rates, labels}}: View, short: boolean, text: Text): Columns {
	const {live, columns} = text.nftables;
	return [
		{
			id: 'packets',
			title: columns.packets,
			align: 'right',
			value: figure('rule', ({rule}) => rule.packets),
			cell: of('rule', ({rule}) => shortNumber(rule.packets)),
		},
		{
			id: 'rate',
			title: live.columns.rate,
			align: 'right',
			min: 7,
			value: figure('rule', ({rule}) => rates.moved.get(rule)?.packets ?? null),
			cell: of('rule', ({rule}) => rateCell(rates, rule, text)),
		},
		{
			id: 'where',
			stays: true,
			title: live.columns.where,
			max: short ? 26 : 48,
			min: 16,
			middle: true,
			cell: of(
				'rule',
				({table, chain, rule}) =>
					`${tableText(table.family, table.name)} ${chainText(chain.name, labels, short)} #${rule.index + 1}`,
			),
		},
		{
			id: 'condition',
			title: columns.condition,
			grow: true,
			min: 12,
			cell: of('rule', ({rule, table}) => conditionsOf(rule, table.kind) || dim(text.nftables.anything)),
		},
		{
			id: 'then',
			title: columns.target,
			min: 16,
			max: 40,
			cell: of('rule', ({rule}) => thenOf(rule.verdict, labels, text, short)),
		},
	];
}
