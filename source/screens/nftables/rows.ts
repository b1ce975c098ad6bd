import {exactly, wrap} from '../../components/blocks.js';
import {filterLine} from '../../components/filter.js';
import {blank, bold, colored, dim, line, restyled, type Line} from '../../components/line.js';
import {settle, type ListState} from '../../components/list.js';
import {listPane} from '../../components/list-pane.js';
import type {ListLook} from '../../components/sort.js';
import {displayWidth} from '../../components/width.js';
import type {Text} from '../../text/text.js';
import {listLines} from './columns.js';
import {detailsPlace, withDetails, type DetailsPlace} from './details-pane.js';
import type {Ports} from '../../model/service-ports.js';
import {pictureLines} from './picture.js';
import type {Rows, View} from './row.js';
import {findPlace} from './places.js';
import {hereOf, isHome, type NftablesState} from './state.js';
import {chainText, ends, lossText, wide} from './words.js';

export type Size = {readonly width: number; readonly height: number};

/** How the body is divided: head lines, titles, list, a rule with details below or beside it, the filter. */
export type Frame = {
	readonly head: readonly Line[];
	readonly list: number;
	readonly filter: boolean;
} & DetailsPlace;

type Why = {readonly reason: string; readonly detail: string};

export function frameOf(
	rows: Rows,
	state: NftablesState,
	view: View,
	unknown: Why | undefined,
	{width, height}: Size,
	text: Text,
	look?: ListLook,
): Frame {
	const {filter} = hereOf(state);
	const head = [headLine(rows, state, view, width, text), ...noteLines(rows, state, view, unknown, width, text)];
	const hasFilter = filter.open || filter.text !== '';
	const {details, split} = detailsPlace(rows, {width, height}, look);
	const list = Math.max(1, height - head.length - 1 - (details > 0 ? details + 1 : 0) - (hasFilter ? 1 : 0));
	return {head, list, details, split, filter: hasFilter};
}

/** The list of the screen, exactly `height` lines. */
export function nftablesLines(
	rows: Rows,
	frame: Frame,
	state: NftablesState,
	view: View,
	{width, height}: Size,
	text: Text,
	look?: ListLook,
): Line[] {
	const here = hereOf(state);
	const list = settle(here.list, rows.keys, frame.list);
	if (rows.found?.kind === 'service') return pictureBody(rows, frame, list, view, {width, height}, text);
	const total = rows.keys.length;
	const window = listPane({
		list,
		rows: frame.list,
		total,
		lines(from, to) {
			const {header, lines} = listLines(rows, view, {from, to, width: frame.split?.list ?? width}, text, look);
			return total > 0 ? {header, rows: lines} : {header: blank, rows: []};
		},
		empty: total > 0 ? [] : emptyLines(rows, state, view, text),
	});
	const filter = frame.filter ? filterLine(here.filter, rows.keys.length, rows.total) : undefined;
	return exactly([...frame.head, ...withDetails(window, list, rows, frame, {view, width, text, filter})], height);
}

/** The picture of a service scrolls with the selection: lines that only head others come along. */
function pictureBody(rows: Rows, frame: Frame, list: ListState, view: View, {width, height}: Size, text: Text): Line[] {
	if (rows.found?.kind !== 'service') return [];
	const all = pictureLines(rows.found.picture, frame.split?.list ?? width, text, view.homes);
	const room = frame.list + 1;
	const at = all.findIndex(({key}) => key !== null && key === list.selected);
	// The end shows what becomes of a connection: the last selectable line brings it into sight.
	const isLast = list.index === rows.keys.length - 1;
	const top = isLast ? all.length - room : Math.min(at - Math.floor(room / 2), all.length - room);
	const shown = all.slice(Math.max(0, top), Math.max(0, top) + room);
	const lines = shown.map(each =>
		each.key !== null && each.key === list.selected ? restyled(each.line, {inverse: true}) : each.line,
	);
	const body = exactly(lines, room);
	return exactly([...frame.head, ...withDetails(body, list, rows, frame, {view, width, text})], height);
}

/** At home what there is in all; elsewhere the way here. */
function headLine(rows: Rows, state: NftablesState, {filter}: View, width: number, text: Text): Line {
	const words = text.nftables;
	const {tables} = filter.ruleset;
	const hidden = rows.more ? words.firstOnly(rows.rows.length) : rows.zeros > 0 ? words.hidden(rows.zeros) : '';
	if (isHome(state)) {
		const chains = tables.flatMap(table => table.chains);
		const rulesInAll = chains.reduce((sum, chain) => sum + chain.rules.length, 0);
		return ends(line(bold(words.counts(tables.length, chains.length, rulesInAll))), hidden, width);
	}

	const names = state.trail.map(({place}) => {
		switch (place.kind) {
			case 'chains':
				return words.home;
			case 'map':
				return `@${place.map}`;
			case 'targets':
				return words.ruleNumber(place.rule);
			case 'services':
			case 'drops':
			case 'hot':
				return words.live[place.kind];
			case 'service':
				return place.name;
			case 'chain': {
				const found = findPlace(filter, place);
				return chainText(found?.kind === 'chain' ? found.chain.name : place.chain, filter.labels, width < wide);
			}
		}
	});
	const last = names.pop() ?? '';
	const right = [placeNote(rows, state, filter, text), hidden].filter(Boolean).join('  ');
	return ends([...crumbs(names, width - displayWidth(last) - displayWidth(right) - 4), bold(last)], right, width);
}

/** What stands at the right edge of the head: the table, or what the list counts. */
function placeNote(
	{found, rows}: Rows,
	state: NftablesState,
	{rates}: View['filter'],
	{nftables: {live, path}}: Text,
): string {
	const {place} = hereOf(state);
	switch (place.kind) {
		case 'chains':
			return '';
		case 'services':
			return found?.kind === 'services' && found.ports?.mode
				? live.servicesCount(found.ports.ports.length, found.ports.mode)
				: '';
		case 'service':
			return found?.kind === 'service' && found.picture.externalTrafficPolicy !== null
				? path.policy(found.picture.externalTrafficPolicy)
				: '';
		case 'drops':
			return live.dropsCount(
				rows.length,
				rows.filter(
					row =>
						row.kind === 'refusal' && row.refusal.rule && !row.refusal.element && rates.moved.has(row.refusal.rule),
				).length,
			);
		case 'hot':
			return live.hotCount(rates.seconds === null ? null : Math.max(1, Math.round(rates.seconds)));
		default:
			return state.hotFirst && place.kind === 'chain' ? `${place.table}  ${live.hot}` : place.table;
	}
}

/** The steps before, the nearest ones as far as there is room. */
function crumbs(names: readonly string[], room: number): Line {
	const kept: string[] = [];
	let left = room - 4;
	for (const name of names.toReversed()) {
		left -= displayWidth(name) + 3;
		if (left < 0) break;
		kept.unshift(name);
	}

	const shown = kept.length < names.length ? ['…', ...kept] : kept;
	return shown.map(name => dim(`${name} ▸ `));
}

const maxNotes = 3;

/** What is missing or odd stands above the list. */
function noteLines(
	rows: Rows,
	state: NftablesState,
	{filter}: View,
	unknown: Why | undefined,
	width: number,
	text: Text,
): Line[] {
	const {common, nftables: words} = text;
	const lines: Line[] = [];
	if (unknown) {
		const why = [common.reason[unknown.reason] ?? unknown.reason, unknown.detail].filter(Boolean).join(': ');
		lines.push(line(colored(`! ${common.stale(why)}`, 'yellow')));
	}

	if (rows.found?.kind === 'services' && rows.found.ports?.mode === 'ipvs') {
		for (const part of wrap(words.live.ipvs, width)) lines.push(line(dim(part)));
	}

	const {notes} = filter;
	if (filter.loss) {
		for (const part of wrap(lossText(filter.loss, text), width - 2)) lines.push(line(colored(`! ${part}`, 'red')));
	}

	if (isHome(state)) {
		const shown = notes.length > maxNotes ? notes.slice(0, maxNotes - 1) : notes;
		for (const note of shown) lines.push(line(colored(`! ${words.note(note)}`, 'yellow')));
		if (shown.length < notes.length)
			lines.push(line(colored(`! ${words.moreNotes(notes.length - shown.length)}`, 'yellow')));
	}

	if (rows.found && 'table' in rows.found && rows.found.table.kind === 'text') {
		lines.push(line(dim(words.fromText)));
	}

	return lines;
}

function emptyLines({found, total, zeros}: Rows, state: NftablesState, view: View, text: Text): Line[] {
	const {common, nftables: words} = text;
	const {filter} = hereOf(state);
	if (!found) return [line(dim(hereOf(state).place.kind === 'service' ? words.live.serviceGone : words.gone))];
	if (filter.text !== '') return [line(dim(common.nothingFound(filter.text)))];
	if (zeros > 0) return [line(dim(words.allZero(zeros)))];
	if (found.kind === 'services') return noServices(found.ports, view, text);
	if (found.kind === 'drops') return [line(dim(words.live.noDrops))];
	if (found.kind === 'hot') return [line(dim(words.live.noHot))];
	if (found.kind === 'service') return [];
	if (found.kind === 'chains') return [line(bold(words.noRules)), blank, line(dim(words.noRulesWhy))];
	if (found.kind === 'map' || total > 0) return [line(dim(words.emptyMap))];
	if (found.kind === 'chain' && found.table.kind === 'unread') return [line(dim(words.unread))];
	const policy = found.chain.policy;
	return [line(dim(policy === null ? words.emptyChain : words.emptyChainPolicy(policy)))];
}

function noServices(ports: Ports | undefined, {filter: {notes}}: View, {nftables: {live}}: Text): Line[] {
	if (!ports || notes.some(({reason}) => reason === 'rules-follow')) return [line(dim(live.readingServices))];
	return [line(dim(ports.mode === 'ipvs' ? live.ipvsNoSets : live.noServices))];
}
