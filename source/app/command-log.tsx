import {useMemo, useState, useSyncExternalStore} from 'react';
import {shown as shownArgv} from '../command/command.js';
import {exactly, rule} from '../components/blocks.js';
import {headerLine, layout, rowLine, type Column} from '../components/columns.js';
import {highlighted} from '../components/find.js';
import {blank, bold, dim, line, span, type Line} from '../components/line.js';
import {Lines} from '../components/lines.js';
import {emptyList, moveList, selectKey, settle} from '../components/list.js';
import {listPane} from '../components/list-pane.js';
import type {Rows} from '../components/rows.js';
import {
	emptyPane,
	isSearching,
	reducePane,
	searchLine,
	textBindings,
	type PaneEvent,
	type Shown,
} from '../components/text-pane.js';
import {useLayer} from '../components/use-layer.js';
import {usePane} from '../components/use-pane.js';
import {isListAction, type Binding} from '../keys/binding.js';
import {level} from '../keys/layers.js';
import type {CommandLog, LogEntry} from '../host/command-log.js';
import type {Text} from '../text/text.js';

export const logBindings = [
	...textBindings,
	{action: 'log.copy', keys: ['C'], footer: 2},
	{action: 'log.close', keys: ['escape', 'backspace', 'q', '@'], footer: 3},
] as const satisfies readonly Binding[];

const clock = (at: number): string => new Date(at).toTimeString().slice(0, 8);

function columns(text: Text): ReadonlyArray<Column<LogEntry>> {
	const titles = text.app.log.columns;
	return [
		{id: 'time', title: titles.time, cell: entry => clock(entry.startedAt), from: 60},
		{
			id: 'ms',
			title: titles.ms,
			align: 'right',
			min: 5,
			cell: entry => (entry.ms === null ? text.app.log.running : String(Math.round(entry.ms))),
		},
		{
			id: 'exit',
			title: titles.exit,
			align: 'right',
			cell: entry =>
				entry.kind === null
					? ''
					: entry.kind === 'ok'
						? span('0', {color: 'green'})
						: span(entry.exit === null ? entry.kind : String(entry.exit), {color: 'yellow'}),
		},
		{id: 'bytes', title: titles.bytes, align: 'right', cell: entry => String(entry.bytes), from: 100},
		{
			id: 'command',
			title: titles.command,
			grow: true,
			cell: entry => (entry.changes ? bold(shownArgv(entry.argv)) : shownArgv(entry.argv)),
		},
	];
}

const whyOf = ({why, direct}: LogEntry, text: Text): string =>
	[text.why[why] ?? why, ...(direct ? [text.app.log.direct] : [])].join(' ');

/** The `@` panel: every command that ran, newest first, and why. */
export function CommandLogView(props: {
	readonly log: CommandLog;
	readonly text: Text;
	readonly width: number;
	readonly height: number;
	readonly onCopy: (command: string) => void;
	readonly onClose: () => void;
}) {
	const {log, text, width, height} = props;
	const entries = useSyncExternalStore(log.subscribe, log.get, log.get);
	const [list, setList] = useState(emptyList);
	const [pane, setPane] = useState(emptyPane);
	const newest = useMemo(() => entries.toReversed(), [entries]);
	const keys = newest.map(entry => String(entry.id));
	const searches = isSearching(pane);
	const room = Math.max(1, height - 5 - (searches ? 1 : 0));
	const now = settle(list, keys, room);
	const selected = newest[now.index];
	const content = useMemo(() => wordsOf(newest, text), [newest, text]);
	const shown: Shown = {content, width, height: room, bare: true};
	/** The selection goes to the match. */
	const search = (event: PaneEvent): void => {
		// From the selected row on, not from where the last search stood.
		const next = reducePane({...pane, current: now.index}, event);
		setPane(next);
		const key = next.search.text === '' || next.current === null ? undefined : keys[next.current];
		if (key !== undefined) setList(before => selectKey(before, key, keys, room));
	};

	useLayer({
		level: level.overlay,
		bindings: logBindings,
		modal: true,
		onAction(action) {
			if (action === 'log.close') {
				if (searches) setPane(emptyPane);
				else props.onClose();
			} else if (action === 'log.copy') {
				if (selected) props.onCopy(shownArgv(selected.argv));
			} else if (isListAction(action)) setList(before => moveList(before, action, keys, room));
			else search({type: 'pane', action, ...shown});
		},
	});
	usePane(pane, shown, search, level.overlay + 1);
	const window = listPane({
		list: now,
		rows: room,
		total: newest.length,
		lines(from, to) {
			const visible = newest.slice(from, to);
			const laid = layout(columns(text), visible, width);
			const rows = visible.map((entry, at) =>
				highlighted(rowLine(laid, entry), pane.search.text, searches && from + at === now.index),
			);
			return {header: headerLine(laid), rows};
		},
		empty: text.app.log.empty,
		...(searches && {filter: searchLine({...pane, current: now.index}, content, text.common.noMatch)}),
	});
	const lines: Line[] = [
		line(bold(text.app.log.title), dim(`  ${newest.length}  ·  ${text.app.log.hint}`)),
		...window,
		rule('', width),
		highlighted(line(dim(selected ? whyOf(selected, text) : '')), pane.search.text, searches),
		highlighted(line(selected ? shownArgv(selected.argv) : ''), pane.search.text, searches),
	];
	return <Lines width={width} lines={exactly(lines, height)} />;
}

/** What a search looks through: the columns that are always there, and why it ran. */
const wordsOf = (entries: readonly LogEntry[], text: Text): Rows => ({
	length: entries.length,
	at(row) {
		const entry = entries[row];
		return entry
			? line(`${clock(entry.startedAt)} ${entry.kind ?? ''} ${shownArgv(entry.argv)} ${whyOf(entry, text)}`)
			: blank;
	},
});
