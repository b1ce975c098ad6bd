import {useMemo, useSyncExternalStore} from 'react';
import {shown as shownArgv} from '../command/command.js';
import {exactly, rule} from '../components/blocks.js';
import {headerLine, layout, rowLine, type Column} from '../components/columns.js';
import {highlighted} from '../components/find.js';
import {blank, bold, dim, line, span, type Line} from '../components/line.js';
import {Lines} from '../components/lines.js';
import {emptyList, moveList, selectKey, settle, type ListState} from '../components/list.js';
import {listPane} from '../components/list-pane.js';
import type {Rows} from '../components/rows.js';
import {
	emptyPane,
	isSearching,
	reducePane,
	searchLine,
	textBindings,
	type PaneEvent,
	type PaneState,
	type Shown,
} from '../components/text-pane.js';
import {useLayer} from '../components/use-layer.js';
import {useScreenState} from '../components/use-screen-state.js';
import {usePane} from '../components/use-pane.js';
import {isListAction, type Binding, type ListAction} from '../keys/binding.js';
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

type LogState = {readonly list: ListState; readonly pane: PaneState};

const emptyLog: LogState = {list: emptyList, pane: emptyPane};

type Listed = {readonly keys: readonly string[]; readonly room: number};

type LogEvent =
	| {readonly type: 'clear' | 'leave'}
	| ({readonly type: 'move'; readonly action: ListAction} & Listed)
	| ({readonly type: 'search'; readonly event: PaneEvent} & Listed);

/** A search moves the selection: from the selected row on, not from where the last search stood. */
function reduceLog(state: LogState, event: LogEvent): LogState {
	switch (event.type) {
		case 'leave':
			return emptyLog;
		case 'clear':
			return {...state, pane: emptyPane};
		case 'move':
			return {...state, list: moveList(state.list, event.action, event.keys, event.room)};
		case 'search': {
			const {keys, room} = event;
			const list = settle(state.list, keys, room);
			const pane = reducePane({...state.pane, current: list.index}, event.event);
			const key = pane.search.text === '' || pane.current === null ? undefined : keys[pane.current];
			return {list: key === undefined ? list : selectKey(list, key, keys, room), pane};
		}
	}
}

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
	const [{list, pane}, dispatch] = useScreenState('log', reduceLog, emptyLog);
	const newest = useMemo(() => entries.toReversed(), [entries]);
	const keys = newest.map(entry => String(entry.id));
	const searches = isSearching(pane);
	const room = Math.max(1, height - 5 - (searches ? 1 : 0));
	const now = settle(list, keys, room);
	const selected = newest[now.index];
	const content = useMemo(() => wordsOf(newest, text), [newest, text]);
	const shown: Shown = {content, width, height: room, bare: true};
	const search = (event: PaneEvent): void => dispatch({type: 'search', event, keys, room});
	useLayer({
		level: level.overlay,
		bindings: logBindings,
		modal: true,
		onAction(action) {
			if (action === 'log.close') {
				dispatch({type: searches ? 'clear' : 'leave'});
				if (!searches) props.onClose();
			} else if (action === 'log.copy') {
				if (selected) props.onCopy(shownArgv(selected.argv));
			} else if (isListAction(action)) dispatch({type: 'move', action, keys, room});
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
