import {continued, exactly} from '../../components/blocks.js';
import {unknownLines} from '../../components/empty.js';
import {filterLine} from '../../components/filter.js';
import {blank, colored, dim, line, restyled, span, type Line} from '../../components/line.js';
import {settle} from '../../components/list.js';
import {listPane} from '../../components/list-pane.js';
import {displayWidth} from '../../components/width.js';
import {formatAge} from '../../model/age.js';
import type {ClusterFacts} from '../../model/cluster.js';
import type {Context, SectionView} from './section.js';
import {sections} from './sections.js';
import type {SectionId, StatusState} from './state.js';

/**
 * ` Pods 5   Services 3 …`, the open one inverse; without the air between on a narrow window, and on a very narrow one
 * without the numbers of the others. `?`: not known.
 */
export function sectionTabs(facts: ClusterFacts, open: SectionId, context: Context, width: number): Line {
	const {text} = context;
	const labels = sections.map(({id, count}) => {
		const own = count(facts, context);
		const name = text.status.sections[id];
		if (own === 'uncounted') return {id, name, label: name, trouble: ''};
		const trouble = own && own.bad > 0 ? ` ${text.status.trouble(own.bad)}` : '';
		return {id, name, label: `${name} ${own?.all ?? '?'}`, trouble};
	});
	const fits = (air: number): boolean =>
		labels.reduce((sum, {label, trouble}) => sum + displayWidth(label + trouble) + air, -1) <= width;
	const wide = fits(3);
	const counted = fits(1);
	return labels.flatMap(({id, name, label, trouble}, at) => {
		const style = id === open ? {inverse: true} : {dim: true};
		const shown = counted || id === open ? label : name;
		return [
			span(wide ? ` ${shown}` : shown, style),
			...(trouble === '' ? [] : [span(trouble, id === open ? {inverse: true, bold: true} : ({color: 'red'} as const))]),
			span(wide ? ' ' : '', style),
			...(at === labels.length - 1 ? [] : [span(' ')]),
		];
	});
}

/** Rows of the list that fit below the tabs, the titles and the filter. */
export const listHeight = (height: number, hasFilter: boolean, isStale: boolean): number =>
	Math.max(1, height - 2 - (hasFilter ? 1 : 0) - (isStale ? 1 : 0));

export const isStale = ({part}: SectionView): boolean => !part.known && part.last !== undefined;

/** How old what is shown is, and why it cannot be read now; none where it is as it stands. */
function staleLines({part}: SectionView, context: Context): readonly Line[] {
	if (part.known || !part.last) return [];
	const {staleSince} = context.text.common;
	return [line(colored(staleSince(formatAge(context.now - part.last.at), whyOf(part.unknown, context)), 'yellow'))];
}

/** The open list below its tabs: titles, the window, the filter at the foot. Exactly `height` lines. */
export function listLines(
	facts: ClusterFacts,
	view: SectionView,
	state: StatusState,
	context: Context,
	size: {readonly width: number; readonly height: number},
): Line[] {
	const {width, height} = size;
	const {text} = context;
	const tabs = sectionTabs(facts, state.section, context, width);
	const {part, keys, total} = view;
	if (!part.known && part.last === undefined)
		return exactly([tabs, blank, ...unknownLines(text, part.unknown)], height);
	const filter = filterLine(state.filter, keys.length, total);
	const rows = listHeight(height, filter !== undefined, !part.known);
	const stale = staleLines(view, context);
	const window = listPane({
		list: settle(state.lists[state.section], keys, rows),
		rows,
		total: keys.length,
		lines(from, to) {
			if (keys.length === 0) return {header: blank, rows: []};
			const shown = view.lines(from, to, width);
			return part.known ? shown : {...shown, rows: shown.rows.map(row => restyled(row, {dim: true}))};
		},
		empty: total === 0 ? text.common.empty : text.common.nothingFound(state.filter.text),
		filter,
	});
	return exactly([tabs, ...stale, ...window], height);
}

const whyOf = ({reason, detail}: {readonly reason: string; readonly detail: string}, {text}: Context): string =>
	`${text.common.reason[reason] ?? reason}${detail === '' ? '' : `: ${detail}`}`;

/** A row's details, wrapped to the width: all of them; the pane shows a window. */
export function detailLines(view: SectionView, key: string, context: Context, width: number): Line[] {
	const details = view.details(key);
	if (!details) return [line(dim(context.text.status.details.gone))];
	return [...staleLines(view, context), ...details].flatMap(content => continued(content, width));
}
