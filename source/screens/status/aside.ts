import {splitOf, withAside} from '../../components/aside.js';
import {settle} from '../../components/list.js';
import {noRows, rowsOf} from '../../components/rows.js';
import type {Line} from '../../components/line.js';
import type {ClusterFacts} from '../../model/cluster.js';
import {detailLines, isStale, listHeight, listLines} from './rows.js';
import type {Context, SectionView} from './section.js';
import type {StatusState} from './state.js';

/**
 * The open list; on a wide terminal with the details of the selected row beside it. A list that a person made wide
 * (`isWide`) keeps the whole terminal. Exactly `height` lines.
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
	const list = listLines(facts, view, state, context, {width: split?.list ?? width, height});
	if (!split) return list;
	const rows = listHeight(height, state.filter.open || state.filter.text !== '', isStale(view));
	const {selected} = settle(state.lists[state.section], view.keys, rows);
	const details = selected === null ? noRows : rowsOf(detailLines(view, selected, context, split.aside));
	return withAside(list, details, {title: context.text.status.details.title}, {split, height});
}
