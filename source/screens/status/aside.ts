import {splitOf, withAside} from '../../components/aside.js';
import {belowLines, roomBelow} from '../../components/below.js';
import {continued} from '../../components/blocks.js';
import {settle} from '../../components/list.js';
import {noRows, rowsOf} from '../../components/rows.js';
import type {Line} from '../../components/line.js';
import type {ClusterFacts} from '../../model/cluster.js';
import {detailLines, isStale, listHeight, listLines} from './rows.js';
import type {Context, SectionView} from './section.js';
import type {StatusState} from './state.js';

/** From this many lines on all details are shown. */
const all = 12;

/**
 * The open list with the details of its selected row: beside it on a wide terminal, else below it where the list leaves
 * room. A list that a person made wide (`isWide`) keeps the whole width. Exactly `height` lines.
 */
export function listBody(
	facts: ClusterFacts,
	view: SectionView,
	state: StatusState,
	context: Context,
	size: {readonly width: number; readonly height: number; readonly isWide: boolean},
): Line[] {
	const {width, height, isWide} = size;
	const split = isWide || view.total === 0 ? undefined : splitOf(width);
	const rows = listHeight(height, state.filter.open || state.filter.text !== '', isStale(view));
	const {selected} = settle(state.lists[state.section], view.keys, rows);
	if (split) {
		const list = listLines(facts, view, state, context, {width: split.list, height});
		const details = selected === null ? noRows : rowsOf(detailLines(view, selected, context, split.aside));
		return withAside(list, details, {title: context.text.status.details.title}, {split, height});
	}

	const below = roomBelow(view.total, rows);
	const list = listLines(facts, view, state, context, {width, height: height - below});
	if (below === 0) return list;
	const told = selected === null ? undefined : (below < all ? view.brief : view.details)(selected);
	const lines = (told ?? []).flatMap((each, at) => (at === 0 ? [each] : continued(each, width)));
	return [...list, ...belowLines(lines, {width, height: below})];
}
