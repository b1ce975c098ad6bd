import {exactly, rule, wrap} from '../../../components/blocks.js';
import {fieldSpans} from '../../../components/field.js';
import {headerLine, layout, rowLine, type Column} from '../../../components/columns.js';
import {blank, bold, colored, dim, line, span, type Line, type Span} from '../../../components/line.js';
import {listRow} from '../../../components/list-pane.js';
import {settle} from '../../../components/list.js';
import type {Labels} from '../../../model/chain-labels.js';
import type {Ruleset} from '../../../facts/packet-filter.js';
import type {Hop} from '../../../model/packet-walk/facts.js';
import {placeOf} from '../../../model/packet-walk/words.js';
import {conditionsOf} from '../../../model/rule-words.js';
import type {Text} from '../../../text/text.js';
import type {Shown, Size} from './shown.js';
import {fieldNames, type WhatIfState} from './state.js';
import {verdictLines, type Rules} from './verdict.js';
import {chainText, ends, wide} from '../words.js';

export const hopsOf = (shown: Shown): readonly Hop[] =>
	(shown.kind === 'walk' ? shown.ending.hops : shown.kind === 'live' ? (shown.trace?.hops ?? []) : []).filter(
		isTelling,
	);

/** A policy that lets through what no rule stopped tells nothing. */
const isTelling = ({kind, verdict}: Hop): boolean => kind !== 'policy' || verdict !== 'accept';

export const hopKeys = (hops: readonly Hop[]): string[] => hops.map((_, at) => String(at));

const detailHeight = (height: number): number => (height < 14 ? 0 : height < 24 ? 2 : 5);

/** Title, form, and below the list a rule, the details and the verdict's lines. */
export function listHeight(shown: Shown, {height, width}: Size, text: Text, rules: Rules): number {
	const details = detailHeight(height);
	return Math.max(1, height - 3 - (details > 0 ? details + 1 : 0) - verdictLines(shown, width, text, rules).length);
}

export function whatIfLines(
	shown: Shown,
	state: WhatIfState,
	{ruleset, labels}: Rules,
	size: Size,
	text: Text,
): Line[] {
	const {width, height} = size;
	const words = text.whatIf;
	const hops = hopsOf(shown);
	const keys = hopKeys(hops);
	const room = listHeight(shown, size, text, {ruleset, labels});
	const list = settle(state.list, keys, room);
	const visible = hops.slice(list.offset, list.offset + room);
	const laid = layout(columnsOf(hops, list.offset, visible, ruleset, labels, width, text), visible, width);
	const rows = visible.map((hop, at) => {
		const index = list.offset + at;
		return listRow(rowLine(laid, hop), index, index === list.index && state.editing === null);
	});
	const details = detailHeight(height);
	const selected = hops[list.index];
	const place = hops.length > 0 ? text.common.rowOf(list.index + 1, hops.length) : '';
	const title = shown.kind === 'live' ? words.liveTitle : words.title;
	return exactly(
		[
			ends(line(bold(title)), wayText(shown, state, text), width),
			formLine(state, text),
			...(hops.length > 0
				? [headerLine(laid), ...exactly(rows, room)]
				: exactly([blank, ...emptyLines(shown, text)], room + 1)),
			...(details > 0 ? [rule('', width, place), ...exactly(selected ? detailOf(selected, width) : [], details)] : []),
			...verdictLines(shown, width, text, {ruleset, labels}),
		],
		height,
	);
}

function wayText(shown: Shown, {ending}: WhatIfState, {whatIf: words}: Text): string {
	if (shown.kind !== 'walk' || shown.walk.endings.length < 2) return '';
	return words.way(ending, shown.walk.endings.length, shown.ending.share, !shown.walk.whole);
}

function formLine({fields, editing, cursor}: WhatIfState, {whatIf: words}: Text): Line {
	return fieldNames.flatMap((name, at): Line => {
		const value = fields[name];
		const head = dim(`${at === 0 ? '' : '  '}${words.fields[name]} `);
		if (editing !== name) return [head, value === '' ? dim(words.blank[name]) : bold(value)];
		const field = {text: value, ...(cursor !== undefined && {cursor})};
		return [head, ...fieldSpans(field).map(({text, style}) => span(text, {...style, bold: true}))];
	});
}

function emptyLines(shown: Shown, {whatIf: words}: Text): Line[] {
	switch (shown.kind) {
		case 'reading':
			return [line(dim(words.reading))];
		case 'no-world':
			return [line(words.noWorld(shown.why))];
		case 'wanted':
			return [line(words.wants[shown.field])];
		case 'live':
			return shown.failure === undefined
				? [line(dim(words.live.states[shown.state]))]
				: wrap(shown.failure, 76).map(part => line(colored(part, 'yellow')));
		case 'walk':
			return [];
	}
}

/** Chain and hook stand once, where they begin. */
function columnsOf(
	hops: readonly Hop[],
	offset: number,
	visible: readonly Hop[],
	ruleset: Ruleset,
	labels: Labels,
	width: number,
	text: Text,
): ReadonlyArray<Column<Hop>> {
	const {columns} = text.whatIf;
	const before = new Map(visible.map((hop, at) => [hop, hops[offset + at - 1]]));
	const isTop = (hop: Hop): boolean => visible[0] === hop;
	const entersHook = (hop: Hop): boolean => isTop(hop) || before.get(hop)?.hook !== hop.hook;
	return [
		{id: 'hook', title: columns.hook, cell: hop => (entersHook(hop) ? hop.hook : '')},
		{
			id: 'chain',
			title: columns.chain,
			min: width < wide ? 29 : 34,
			max: width < wide ? 34 : 46,
			middle: true,
			cell: hop => chainCell(hop, before.get(hop), ruleset, labels, width < wide, text),
		},
		{id: 'rule', title: columns.rule, align: 'right', cell: hop => (hop.index === null ? '' : `#${hop.index + 1}`)},
		{id: 'what', title: columns.what, grow: true, min: 10, cell: hop => whatCell(hop, ruleset, text)},
		{id: 'result', title: columns.result, cell: resultCell},
	];
}

/** A base chain with table and priority, one that was jumped to with its own name. */
function chainCell(
	hop: Hop,
	before: Hop | undefined,
	ruleset: Ruleset,
	labels: Labels,
	short: boolean,
	{whatIf: words}: Text,
): string | Span {
	if (hop.kind === 'route') return dim(words.route);
	if (hop.kind === 'sysctl') return dim('sysctl');
	const table = ruleset.tables.find(({family, name}) => family === hop.family && name === hop.table);
	const isBase = table?.chains.some(({name, hook}) => name === hop.chain && hook !== null);
	const same = before?.chain === hop.chain && before.table === hop.table && before.hook === hop.hook;
	if (isBase) {
		const name = `${hop.priority ?? ''} ${hop.family} ${hop.table} ${hop.chain}`;
		return same ? dim(name) : span(name);
	}

	const name = `  ${chainText(hop.chain, labels, short)}`;
	return same ? dim(name) : span(name);
}

function whatCell(hop: Hop, {tables}: Ruleset, {whatIf: words}: Text): string | Span {
	if (hop.kind === 'route' || hop.kind === 'sysctl') return hop.text;
	if (hop.kind === 'policy' || hop.index === null) return hop.kind === 'policy' ? dim(words.policy) : hop.text;
	const table = tables.find(({family, name}) => family === hop.family && name === hop.table);
	const found = table?.chains.find(({name}) => name === hop.chain)?.rules[hop.index];
	const [translated, to = ''] = hop.verdict.split(' ');
	if (translated === 'dnat' || translated === 'snat') return span(`→ ${to}`, {bold: true});
	const conditions = table && found ? conditionsOf(found, table.kind) : '';
	const chance = hop.share < 1 ? `${(hop.share * 100).toFixed(0)} %` : '';
	if (conditions !== '') return conditions;
	return chance === '' ? dim(found?.comment ?? words.always) : chance;
}

function resultCell({verdict, answer, kind}: Hop): Span {
	const [word = ''] = verdict.split(' ');
	if (answer === 'unread') return span(`? ${word}`, {color: 'magenta'});
	switch (word) {
		case 'jump':
		case 'goto':
			return dim('→');
		case 'continue':
			return dim('·');
		case 'drop':
		case 'reject':
		case 'unreachable':
			return span(word.toUpperCase(), {color: 'red', bold: true});
		case 'accept':
			return span('ACCEPT', {color: 'green'});
		case 'dnat':
		case 'snat':
		case 'masquerade':
			return span(word.toUpperCase(), {color: 'cyan'});
		default:
			return kind === 'route' ? span(`→ ${verdict}`) : span(verdict);
	}
}

const detailOf = (hop: Hop, width: number): Line[] => [
	...wrap(hop.kind === 'route' || hop.kind === 'sysctl' ? hop.text : `${placeOf(hop)}: ${hop.text}`, width).map(part =>
		line(part),
	),
];
