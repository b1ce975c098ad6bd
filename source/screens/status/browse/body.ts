import {splitOf, withAside} from '../../../components/aside.js';
import {belowLines, roomBelow} from '../../../components/below.js';
import {wrap} from '../../../components/blocks.js';
import {unknownLines} from '../../../components/empty.js';
import {blank, colored, dim, line, restyled, type Line} from '../../../components/line.js';
import type {ListState} from '../../../components/list.js';
import {listPane} from '../../../components/list-pane.js';
import {noRows, rowsOf} from '../../../components/rows.js';
import type {SortOrder} from '../../../components/sort.js';
import type {ServerRow, ServerTable} from '../../../facts/browse.js';
import type {Unknown} from '../../../facts/reading.js';
import {formatAge} from '../../../model/age.js';
import {rowKey} from '../../../model/server-rows.js';
import type {Snapshot} from '../../../store/source.js';
import type {Text} from '../../../text/text.js';
import {objectAside, objectPage} from './details.js';
import {emptyLines} from './empty.js';
import {browseLines} from './rows.js';
import type {Level, Place} from './state.js';

/** All that the body of a list of objects is drawn from. */
export type Drawn = {
	readonly text: Text;
	readonly here: Level;
	/** Whose rows are shown: of an object's details those of the list above. */
	readonly listed: Place | undefined;
	/** A name is looked for among the kinds: they are not there yet, or cannot be asked. */
	readonly kinds: {readonly asked: boolean; readonly why: Unknown | undefined};
	readonly snapshot: Snapshot<ServerTable>;
	readonly table: ServerTable | undefined;
	/** In their order. */
	readonly rows: readonly ServerRow[];
	/** Asked for where a namespace has none; undefined: not known. */
	readonly namespaces: readonly string[] | undefined;
	readonly list: ListState;
	readonly sort: SortOrder | null;
	readonly foot: Line | undefined;
	/** Rows of the window. */
	readonly room: number;
	readonly width: number;
	readonly now: number;
	readonly key: Parameters<typeof emptyLines>[2];
};

/** Below the title: the list, an object's details, or why there is nothing. */
export function bodyLines(drawn: Drawn): readonly Line[] {
	const {text, here, kinds, snapshot, table, width, now} = drawn;
	const {place} = here;
	const {unknown} = snapshot;
	if (place.type === 'named') {
		if (!kinds.asked && !kinds.why) return [line(dim(text.browse.asking(place.name)))];
		return kinds.why
			? unknownLines(text, kinds.why)
			: wrap(text.browse.noKind(place.name), width).map(part => line(part));
	}

	if (!table) {
		if (place.type === 'containers') return [line(dim(text.browse.noPod))];
		return unknown ? unknownLines(text, unknown) : [line(dim(text.common.reading))];
	}

	const stale = unknown
		? [
				line(
					colored(
						text.common.staleSince(
							formatAge(now - (snapshot.at ?? now)),
							`${text.common.reason[unknown.reason] ?? unknown.reason}: ${unknown.detail}`,
						),
						'yellow',
					),
				),
			]
		: [];
	if (place.type !== 'object') return [...stale, ...listLines(table, drawn)];
	const row = table.rows.find(each => rowKey(each) === place.key);
	return [...stale, ...(row ? objectPage(table, row, now, width) : [line(dim(text.status.details.gone))])];
}

function listLines(table: ServerTable, drawn: Drawn): readonly Line[] {
	const {text, here, listed, snapshot, rows, namespaces, list, sort, foot, room, width, now, key} = drawn;
	const {place, filter} = here;
	const everywhere = listed?.type === 'kind' && listed.kind.namespaced && listed.namespace === null;
	const split = table.rows.length > 0 ? splitOf(width) : undefined;
	const below = split || rows.length === 0 ? 0 : roomBelow(table.rows.length, room);
	const selected = rows[list.index];
	const pane = listPane({
		list,
		rows: room - below,
		total: rows.length,
		lines(from, to) {
			if (rows.length === 0) return {header: blank, rows: []};
			const given = {everywhere, left: here.left, width: split?.list ?? width, now, sort};
			const shown = browseLines(table, rows.slice(from, to), given);
			return snapshot.unknown ? {...shown, rows: shown.rows.map(row => restyled(row, {dim: true}))} : shown;
		},
		empty: emptyLines({place, filter: filter.text, rows: table.rows.length, namespaces}, text, key, width),
		filter: foot,
	});
	if (!split) {
		const told = selected && below > 0 ? objectAside(table, selected, now, width) : [];
		return [...pane, ...(below > 0 ? belowLines(told, {width, height: below}) : [])];
	}

	const beside = selected ? rowsOf(objectAside(table, selected, now, split.aside)) : noRows;
	const {title} = text.status.details;
	return withAside(pane, beside, {title}, {split, height: pane.length});
}
