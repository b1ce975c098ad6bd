import {useState} from 'react';
import {edited, emptyField, fieldSpans} from '../components/field.js';
import {bold, dim, line, restyled, blank, type Line} from '../components/line.js';
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

/** A searchable list of things to do: the help and the palette are the same list in two orders. */
export function Finder(props: {
	readonly title: string;
	readonly hint: string;
	readonly entries: readonly Entry[];
	readonly none: (text: string) => string;
	readonly width: number;
	readonly height: number;
	readonly onRun: (id: string) => void;
	readonly onClose: () => void;
}) {
	const {entries, width, height} = props;
	const [field, setField] = useState(emptyField);
	const query = field.text;
	const [list, setList] = useState(emptyList);
	const words = query.toLowerCase().split(' ').filter(Boolean);
	const found = entries.filter(entry =>
		words.every(word => `${entry.group} ${entry.keys} ${entry.name}`.toLowerCase().includes(word)),
	);
	const ids = found.map(entry => entry.id);
	const room = Math.max(1, height - 3);
	const now = settle(list, ids, room);
	useField({
		level: level.overlay,
		bindings: finderBindings,
		onEdit: edit => setField(before => edited(before, edit)),
		onAction(action) {
			if (action === 'finder.close') props.onClose();
			else if (action === 'finder.run') {
				if (now.selected !== null) props.onRun(now.selected);
			} else setList(before => moveList(before, action, ids, room));
		},
	});
	const keysWidth = Math.max(0, ...entries.map(entry => displayWidth(entry.keys)));
	const groupWidth = Math.max(0, ...entries.map(entry => displayWidth(entry.group)));
	const rows = found.slice(now.offset, now.offset + room).map((entry): Line => {
		const row = line(pad(` ${entry.keys}`, keysWidth + 3), dim(pad(entry.group, groupWidth + 2)), entry.name);
		return entry.id === now.selected ? restyled(row, {inverse: true}) : row;
	});
	const lines: Line[] = [
		line(bold(props.title), dim(`  ${props.hint}`)),
		[bold(':'), ...fieldSpans(field, 48), dim(`  ${found.length}/${entries.length}`)],
		blank,
		...(found.length === 0 ? [line(dim(props.none(query)))] : rows),
	];
	return <Lines width={width} lines={exactly(lines, height)} />;
}
