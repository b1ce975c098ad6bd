import {groups, results, type Report, type Result} from '../../checks/check.js';
import type {CheckRow} from '../../checks/source.js';
import {beside, exactly, wrap} from '../../components/blocks.js';
import {filterLine} from '../../components/filter.js';
import {blank, bold, dim, line, type Line, type Span} from '../../components/line.js';
import {settle, type ListState} from '../../components/list.js';
import {listPane} from '../../components/list-pane.js';
import {rowsOf} from '../../components/rows.js';
import {paneLines, type Shown} from '../../components/text-pane.js';
import {marked, sign} from '../../components/marks.js';
import {cut, displayWidth, pad} from '../../components/width.js';
import type {StepView} from '../../engine/session-view.js';
import type {Text} from '../../text/text.js';
import {detailLines, shortLines} from './details.js';
import type {ChecksState} from './state.js';

/** From this width on the details stand beside the list. */
const wideFrom = 120;
/** Beside the details what was found has its place too. */
const listWidth = ({width}: Size): number => Math.max(72, Math.floor(width * 0.55));
/** Lines of the short details under the list of a narrow window, with their rule. */
const shortHeight = 8;
/** The summary and the blank line under it. */
const headHeight = 2;

export const isProblem = ({report}: CheckRow): boolean =>
	report !== null && (report.result === 'fail' || report.result === 'warn' || report.result === 'unknown');

const rank = ({report}: CheckRow): number => (report ? results.indexOf(report.result) : results.indexOf('pass'));

const failed = ({report}: CheckRow): number => (report?.result === 'fail' ? 1 : 0);

/** The rows that are shown: what failed on top, whatever its group; then by group, within a group the worst first. */
export function visibleRows(
	rows: readonly CheckRow[],
	state: ChecksState,
	matches: (text: string) => boolean,
	text: Text,
): readonly CheckRow[] {
	return rows
		.filter(row => !state.problems || isProblem(row))
		.filter(({id, group, title, report}) =>
			matches(`${id} ${text.checks.groups[group]} ${title} ${report?.found ?? ''} ${report?.result ?? ''}`),
		)
		.sort((a, b) => failed(b) - failed(a) || groups.indexOf(a.group) - groups.indexOf(b.group) || rank(a) - rank(b));
}

export type Size = {readonly width: number; readonly height: number};

export const isWide = ({width}: Size): boolean => width >= wideFrom;

/** Rows of the list. */
export function listHeight(size: Size, state: ChecksState): number {
	const filter = state.filter.open || state.filter.text !== '' ? 1 : 0;
	const below = isWide(size) || size.height < headHeight + shortHeight + 3 ? 0 : shortHeight;
	return Math.max(1, size.height - headHeight - below - filter);
}

/** The pane of the details: beside the list, or in its place with a title. */
export const detailShown = (body: readonly Line[], size: Size): Shown => ({
	content: rowsOf(body),
	width: detailWidth(size),
	height: Math.max(1, size.height - headHeight),
	bare: isWide(size),
});

export const detailWidth = (size: Size): number => (isWide(size) ? size.width - listWidth(size) - 3 : size.width);

/** The whole body of the screen: exactly `height` lines. */
export function checksLines(
	rows: readonly CheckRow[],
	shown: readonly CheckRow[],
	state: ChecksState,
	text: Text,
	size: Size,
	last?: StepView,
): readonly Line[] {
	const {width, height} = size;
	const list = settle(
		state.list,
		shown.map(({id}) => id),
		listHeight(size, state),
	);
	const selected = shown[list.index];
	const head = [summaryLine(rows, state, text, width), blank];
	const body = selected ? detailLines(selected, text, detailWidth(size), last) : [];
	if (isWide(size)) {
		const left = listBlock(rows, shown, list, state, text, {width: listWidth(size), height: height - headHeight});
		const right = paneLines(state.details, detailShown(body, size), {title: '', none: text.common.noMatch});
		return exactly([...head, ...beside(left, right, listWidth(size), height - headHeight)], height);
	}

	if (state.open && selected) {
		const frame = {title: text.checks.groups[selected.group], right: text.checks.closeHint, none: text.common.noMatch};
		return exactly([...head, ...paneLines(state.details, detailShown(body, size), frame)], height);
	}

	const room = listHeight(size, state);
	const block = listBlock(rows, shown, list, state, text, {width, height: room + filterHeight(state)});
	const rest = height - headHeight - block.length;
	const below = rest >= shortHeight && selected ? shortLines(selected, text, width, rest) : [];
	return exactly([...head, ...block, ...below], height);
}

const filterHeight = ({filter}: ChecksState): number => (filter.open || filter.text !== '' ? 1 : 0);

/** `3 failed · 4 warnings · 40 ok`, and what the list shows. */
function summaryLine(rows: readonly CheckRow[], state: ChecksState, text: Text, width: number): Line {
	const {checks} = text;
	const counts: Record<Result, number> = {pass: 0, warn: 0, fail: 0, skip: 0, unknown: 0};
	for (const {report} of rows) if (report) counts[report.result]++;
	const left = rows.filter(({asking, report}) => asking || report === null).length;
	const worst: Result = counts.fail > 0 ? 'fail' : counts.warn > 0 ? 'warn' : counts.unknown > 0 ? 'unknown' : 'pass';
	const words = `${checks.summary(counts)}${left > 0 ? ` · ${checks.stillAsking(left)}` : ''}`;
	const mode = state.problems ? checks.showsProblems : checks.showsAll;
	const gap = width - 2 - displayWidth(words) - displayWidth(mode);
	return line(sign(left > 0 ? 'running' : worst), ' ', bold(words), ...(gap > 1 ? [' '.repeat(gap), dim(mode)] : []));
}

function listBlock(
	rows: readonly CheckRow[],
	shown: readonly CheckRow[],
	list: ListState,
	state: ChecksState,
	text: Text,
	{width, height}: Size,
): readonly Line[] {
	const filter = filterLine(state.filter, shown.length, rows.length);
	const room = height - (filter ? 1 : 0);
	return listPane({
		list,
		rows: room,
		total: shown.length,
		lines: (from, to) => ({
			rows: shown.slice(from, to).map((row, at) => {
				const first = at === 0 || shown[from + at - 1]?.group !== row.group;
				return rowLine(row, first, text, width);
			}),
		}),
		empty: shown.length === 0 ? emptyLines(rows, state, text, width) : [],
		filter,
	});
}

function emptyLines(rows: readonly CheckRow[], state: ChecksState, text: Text, width: number): Line[] {
	const {checks, common} = text;
	if (state.filter.text !== '') return [line(common.nothingFound(state.filter.text))];
	if (rows.some(({report}) => report === null)) return [line(dim(checks.notYet))];
	return [...wrap(checks.noProblems, width).map(words => line(words)), blank, line(dim(checks.seeAll))];
}

const resultWidth = 11;
const longTitle = 33;
/** Where little room is left a long title gives way: what was found says more. */
const shortTitle = 27;

/** Group (once), result as sign and word, title, what was found. */
function rowLine(row: CheckRow, first: boolean, text: Text, width: number): Line {
	const {groups: titles} = text.checks;
	const groupWidth = Math.max(...groups.map(group => displayWidth(titles[group]))) + 2;
	const room = width - groupWidth - resultWidth;
	const titleWidth = room >= longTitle + 24 ? longTitle : shortTitle;
	const rest = room - titleWidth;
	const group = first ? pad(cut(titles[row.group], groupWidth - 2), groupWidth) : ' '.repeat(groupWidth);
	const title = rest >= 10 ? pad(cut(row.title, titleWidth - 2), titleWidth) : cut(row.title, titleWidth + rest);
	const found = rest >= 10 ? cut(row.report?.found ?? '', rest) : '';
	return line(dim(group), ...resultSpans(row, text, resultWidth), quiet(row.report, title), dim(found));
}

/** What is fine steps back, so that problems stand out. */
const quiet = (report: Report | null, title: string): Span =>
	report === null || report.result === 'skip' ? dim(title) : {text: title};

export function resultSpans({report, asking}: CheckRow, text: Text, width: number): readonly Span[] {
	if (report === null || asking) return [sign('running'), dim(pad(` ${text.checks.asking}`, width - 1))];
	const word = marked(report.result, text.checks.marks[report.result]);
	return [{...word, text: pad(word.text, width)}];
}
