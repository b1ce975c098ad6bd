import {useState, useSyncExternalStore} from 'react';
import {shown} from '../command/command.js';
import {exactly, rule} from '../components/blocks.js';
import {headerLine, layout, rowLine, type Column} from '../components/columns.js';
import {bold, dim, line, restyled, span, type Line} from '../components/line.js';
import {Lines} from '../components/lines.js';
import {emptyList, moveList, settle} from '../components/list.js';
import {useLayer} from '../components/use-layer.js';
import {listBindings, type Binding} from '../keys/binding.js';
import {level} from '../keys/layers.js';
import type {CommandLog, LogEntry} from '../host/command-log.js';
import type {Text} from '../text/text.js';

export const logBindings: readonly Binding[] = [
	...listBindings,
	{action: 'log.copy', keys: ['C', 'c', 'enter'], footer: 2},
	{action: 'log.close', keys: ['escape', 'q', '@'], footer: 3},
];

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
			cell: entry => (entry.changes ? bold(shown(entry.argv)) : shown(entry.argv)),
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
	const newest = entries.toReversed();
	const keys = newest.map(entry => String(entry.id));
	const room = Math.max(1, height - 5);
	const now = settle(list, keys, room);
	const selected = newest[now.index];
	useLayer({
		level: level.overlay,
		bindings: logBindings,
		modal: true,
		onAction(action) {
			if (action === 'log.close') props.onClose();
			else if (action === 'log.copy') {
				if (selected) props.onCopy(shown(selected.argv));
			} else setList(before => moveList(before, action, keys, room));
		},
	});
	const visible = newest.slice(now.offset, now.offset + room);
	const laid = layout(columns(text), visible, width);
	const rows = visible.map((entry): Line =>
		entry.id === selected?.id ? restyled(rowLine(laid, entry), {inverse: true}) : rowLine(laid, entry),
	);
	const lines: Line[] = [
		line(bold(text.app.log.title), dim(`  ${newest.length}  ·  ${text.app.log.hint}`)),
		headerLine(laid),
		...exactly(rows.length === 0 ? [line(dim(text.app.log.empty))] : rows, room),
		rule('', width),
		line(dim(selected ? whyOf(selected, text) : '')),
		line(selected ? shown(selected.argv) : ''),
	];
	return <Lines width={width} lines={exactly(lines, height)} />;
}
