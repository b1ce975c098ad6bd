import {exactly, rule, wrap} from '../../components/blocks.js';
import {bold, colored, dim, line, pressed, span, type Line, type Span} from '../../components/line.js';
import {listAt} from '../../components/list.js';
import {cutMiddle, displayWidth, pad} from '../../components/width.js';
import {verdictText} from '../../commands/reach-words.js';
import type {Answered} from '../../model/reach/answer.js';
import type {ReachVerdict} from '../../model/reach/facts.js';
import type {Matrix} from '../../model/reach/matrix.js';
import {placeText} from '../../model/reach/place.js';
import {legendLines} from './legend.js';
import type {Words} from './path-rows.js';
import {shortOf} from './places.js';

/** Where one stands: of the rows that are shown, and of all columns. */
export type MatrixPlace = {readonly row: number; readonly column: number};

export type MatrixSize = {readonly width: number; readonly height: number};

const detailRows = 5;
const signs = {
	reaches: {color: 'green'},
	blocked: {color: 'red', bold: true},
	unknown: {color: 'magenta'},
} as const satisfies Readonly<Record<ReachVerdict, Span['style']>>;

/** Rows of senders that fit. */
export const roomOf = ({height}: MatrixSize): number => Math.max(1, height - 3 - detailRows);

/** Senders of the rows: all, or those from whom something does not reach. */
export const rowsOf = ({cells}: Matrix, onlyProblems: boolean): readonly number[] =>
	cells.flatMap((row, at) => (!onlyProblems || row.some(({verdict}) => verdict === 'blocked') ? [at] : []));

const labelOf = (width: number, names: readonly string[]): number =>
	Math.min(Math.max(8, ...names.map(name => displayWidth(name))), Math.max(16, Math.floor(width * 0.4)));

/** As many as fit, with the chosen one among them and, where there is room, some beside it. */
function windowAt(chosen: number, all: number, room: number): number {
	return Math.max(0, Math.min(chosen - Math.floor(room / 2), all - room));
}

/** Rows are senders, columns targets, by number; below, what the chosen cell says. */
export function matrixLines(
	matrix: Matrix,
	place: MatrixPlace,
	{
		rows,
		changed,
		right,
	}: {
		readonly rows: readonly number[];
		/** By `row column`: the verdict it had before. */
		readonly changed: ReadonlyMap<string, ReachVerdict | null>;
		readonly right: string;
	},
	words: Words,
	size: MatrixSize,
): readonly Line[] {
	const {width, height} = size;
	const {screen} = words;
	const {senders, targets, cells} = matrix;
	const names = senders.map(from => shortOf(placeText(from)));
	const label = labelOf(width, names);
	const cell = String(targets.length).length + 1;
	const columns = Math.max(1, Math.min(targets.length, Math.floor((width - label - 1) / cell)));
	const left = windowAt(place.column, targets.length, columns);
	const room = roomOf(size);
	const top = windowAt(place.row, rows.length, room);
	const seen = targets.slice(left, left + columns);
	const count = (verdict: ReachVerdict): number => cells.flat().filter(each => each.verdict === verdict).length;
	const head = line(
		dim(pad('', label)),
		...seen.map((_, at) =>
			left + at === place.column
				? span(String(left + at + 1).padStart(cell), {bold: true})
				: dim(String(left + at + 1).padStart(cell)),
		),
	);
	const body = rows.slice(top, top + room).map((sender, at): Line => {
		const own = top + at === place.row;
		const name = pad(cutMiddle(names[sender] ?? '', label), label);
		const shown = line(
			own ? bold(name) : name,
			...(cells[sender] ?? []).slice(left, left + columns).map(({verdict}, column): Span => {
				const sign = screen.matrix.sign[verdict].padStart(cell);
				const isChanged = changed.has(`${sender} ${left + column}`);
				if (own && left + column === place.column) return span(sign, {inverse: true, bold: true});
				return span(sign, {...signs[verdict], ...(isChanged && {underline: true, bold: true})});
			}),
		);
		return pressed(shown, listAt(top + at));
	});
	const windows = [
		...(rows.length > room ? [screen.matrix.window(top + 1, Math.min(top + room, rows.length), rows.length)] : []),
		...(targets.length > columns ? [screen.matrix.window(left + 1, left + columns, targets.length)] : []),
	].join(' × ');
	const chosen = cells[rows[place.row] ?? -1]?.[place.column];
	const was = changed.get(`${rows[place.row] ?? ''} ${place.column}`);
	return exactly(
		[
			rule(screen.matrix.title, width, [right, windows].filter(Boolean).join('  ')),
			line(dim(screen.matrix.counts(count('reaches'), count('blocked'), count('unknown')))),
			head,
			...exactly(
				[
					...body,
					...legendLines(
						targets.map(target => shortOf(placeText(target))),
						place.column,
						{width, height: room - body.length},
					),
				],
				room,
			),
			...(chosen ? detail(chosen, place, was, words, width) : []),
		],
		height,
	);
}

function detail(
	answered: Answered,
	{column}: MatrixPlace,
	was: ReachVerdict | null | undefined,
	{screen, reach, text}: Words,
	width: number,
): readonly Line[] {
	const {question, verdict, reasons} = answered;
	const title = screen.matrix.cell(
		shortOf(placeText(question.from)),
		`${column + 1} ${shortOf(placeText(question.to))}`,
	);
	const before = was === undefined || was === null ? '' : screen.matrix.was(screen.matrix.sign[was]);
	const said = verdictText({verdict, reasons}, reach, text);
	return [rule(title, width, before), ...wrap(said, width).map(row => line(colored(row, signs[verdict].color)))].slice(
		0,
		detailRows,
	);
}
