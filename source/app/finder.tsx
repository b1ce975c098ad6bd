import {useEffect, useMemo, useState} from 'react';
import {edited, emptyField, fieldSpans} from '../components/field.js';
import {bold, dim, line, blank, type Line} from '../components/line.js';
import {listRow} from '../components/list-pane.js';
import {Lines} from '../components/lines.js';
import {exactly} from '../components/blocks.js';
import {emptyList, moveList, settle} from '../components/list.js';
import {useField} from '../components/use-field.js';
import {displayWidth, pad} from '../components/width.js';
import {level} from '../keys/layers.js';
import {fieldBindings, type Binding} from '../keys/binding.js';

export const finderBindings = [
	{action: 'finder.run', keys: ['enter'], footer: 1},
	{action: 'finder.close', keys: ['escape'], footer: 2},
	{action: 'list.down', keys: ['down', 'tab', 'ctrl+n']},
	{action: 'list.up', keys: ['up', 'shift+tab', 'ctrl+p']},
	{action: 'list.page-down', keys: ['page-down']},
	{action: 'list.page-up', keys: ['page-up']},
	...fieldBindings,
] as const satisfies readonly Binding[];

export type Entry = {readonly id: string; readonly group: string; readonly keys: string; readonly name: string};

/** What fits the words typed so far. Rows that nobody sees are not made. */
export type Finding = {
	readonly ids: readonly string[];
	readonly row: (at: number) => Line;
	/** `12/80`. */
	readonly count: string;
};

/** Entries in their order, those in which all words occur. */
export function entrySearch(entries: readonly Entry[]): (query: string) => Finding {
	const keysWidth = Math.max(0, ...entries.map(entry => displayWidth(entry.keys)));
	const groupWidth = Math.max(0, ...entries.map(entry => displayWidth(entry.group)));
	return query => {
		const words = query.toLowerCase().split(' ').filter(Boolean);
		const found = entries.filter(entry =>
			words.every(word => `${entry.group} ${entry.keys} ${entry.name}`.toLowerCase().includes(word)),
		);
		return {
			ids: found.map(({id}) => id),
			row(at) {
				const {keys = '', group = '', name = ''} = found[at] ?? {};
				return line(pad(` ${keys}`, keysWidth + 3), dim(pad(group, groupWidth + 2)), name);
			},
			count: `${found.length}/${entries.length}`,
		};
	};
}

/** A searchable list: the keys of the help, or what `:` finds. */
export function Finder(props: {
	readonly title: string;
	readonly hint: string;
	/** Must not change while what can be found is the same. */
	readonly search: (query: string) => Finding;
	readonly none: (text: string) => string;
	/** More can be found in a moment: enter waits for it. */
	readonly pending: boolean;
	/** Below the list. */
	readonly foot: readonly Line[];
	readonly width: number;
	readonly height: number;
	readonly onRun: (id: string) => void;
	readonly onClose: () => void;
}) {
	const {search, pending, foot, width, height, onRun} = props;
	const [field, setField] = useState(emptyField);
	const query = field.text;
	const [list, setList] = useState(emptyList);
	const {ids, row, count} = useMemo(() => search(query), [search, query]);
	const room = Math.max(1, height - 3 - foot.length);
	const now = settle(list, ids, room);
	const [asked, setAsked] = useState(false);
	const {selected} = now;
	useEffect(() => {
		if (!asked || pending) return;
		setAsked(false);
		if (selected !== null) onRun(selected);
	}, [asked, pending, selected, onRun]);
	useField({
		level: level.overlay,
		bindings: finderBindings,
		onEdit(edit) {
			setField(before => edited(before, edit));
			// Other words: the best one is at the top.
			setList(emptyList);
		},
		onAction(action) {
			if (action === 'finder.close') props.onClose();
			else if (action === 'finder.run') setAsked(true);
			else setList(before => moveList(before, action, ids, room));
		},
	});
	const shown = ids.slice(now.offset, now.offset + room);
	const rows = shown.map((id, at) => listRow(row(now.offset + at), now.offset + at, id === now.selected));
	const body: Line[] = ids.length === 0 ? [line(dim(props.none(query)))] : rows;
	const lines: Line[] = [
		line(bold(props.title), dim(`  ${props.hint}`)),
		[bold(':'), ...fieldSpans(field, 48), dim(`  ${count}`)],
		blank,
		...exactly(body, room),
		...foot,
	];
	return <Lines width={width} lines={exactly(lines, height)} />;
}
