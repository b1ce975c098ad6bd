import {splitOf, withAside, type Split} from '../../components/aside.js';
import {exactly, rule, wrap} from '../../components/blocks.js';
import {dim, line, plain, span, type Line} from '../../components/line.js';
import type {ListState} from '../../components/list.js';
import {rowsOf} from '../../components/rows.js';
import type {ListLook} from '../../components/sort.js';
import {displayWidth} from '../../components/width.js';
import type {Text} from '../../text/text.js';
import {detailLines} from './details.js';
import type {Rows, View} from './row.js';

/** Where the details of the selected row stand: `split`: beside the list; else so many rows below it (0: nowhere). */
export type DetailsPlace = {readonly details: number; readonly split: Split | undefined};

/** A list that a person made wide, and one that is empty, keeps the whole width. */
export function detailsPlace(
	rows: Rows,
	{width, height}: {readonly width: number; readonly height: number},
	look?: ListLook,
): DetailsPlace {
	const split = look?.wide || rows.total === 0 ? undefined : splitOf(width);
	const details = split || height < 14 ? 0 : height < 24 ? 4 : 6;
	return {details, split};
}

/** The list (or the picture) with the details of the selected row, and the filter at the foot of the list. */
export function withDetails(
	body: readonly Line[],
	{index}: ListState,
	{rows, keys}: Rows,
	{details, split}: DetailsPlace,
	given: {readonly view: View; readonly width: number; readonly text: Text; readonly filter?: Line | undefined},
): readonly Line[] {
	const {view, width, text, filter} = given;
	const place = keys.length === 0 ? '' : text.common.rowOf(index + 1, keys.length);
	const foot = filter ? [filter] : [];
	if (split) {
		const lines = detailLines(rows[index], view, split.aside, text).flatMap(each => folded(each, split.aside));
		const left = [...body, ...foot];
		return withAside(left, rowsOf(lines), {title: place}, {split, height: left.length});
	}

	if (details === 0) return [...body, ...foot];
	const lines = detailLines(rows[index], view, width, text);
	const cut =
		lines.length > details ? [...lines.slice(0, details - 1), [...(lines[details - 1] ?? []), dim(' …')]] : lines;
	return [...body, rule('', width, place), ...exactly(cut, details), ...foot];
}

/** A line that is too wide beside the list goes on below. */
const folded = (content: Line, width: number): readonly Line[] =>
	displayWidth(plain(content)) <= width
		? [content]
		: wrap(plain(content), width).map(part => line(span(part, content[0]?.style)));
