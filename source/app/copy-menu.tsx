import {useEffect, useState} from 'react';
import {exactly, rule} from '../components/blocks.js';
import {bold, dim, line, restyled, type Line} from '../components/line.js';
import {Lines} from '../components/lines.js';
import {emptyList, moveList, settle} from '../components/list.js';
import {useLayer} from '../components/use-layer.js';
import {cut, displayWidth, pad} from '../components/width.js';
import type {Binding} from '../keys/binding.js';
import {level} from '../keys/layers.js';
import type {CopyItem} from '../screens/copies.js';
import type {Text} from '../text/text.js';

export const copyBindings = [
	{action: 'copy.choose', keys: ['enter'], footer: 1},
	{action: 'copy.close', keys: ['escape', 'C', 'q'], footer: 2},
	{action: 'list.down', keys: ['down', 'j', 'tab'], footer: 60},
	{action: 'list.up', keys: ['up', 'k', 'shift+tab']},
] as const satisfies readonly Binding[];

/** Lines of it, at most; what does not fit is scrolled. */
const most = 12;
export const copyHeight = (items: readonly CopyItem[] | undefined, height: number): number =>
	Math.min((items?.length ?? 1) + 1, most, Math.max(3, height - 4));

/**
 * What can be copied of the selected row, below its screen, which has less room as long as it is open. It has the keys from the moment on in which it
 * is asked for. A single thing is copied at once; where there is nothing that is said.
 */
export function CopyMenu(props: {
	/** Undefined: not made yet. */
	readonly items: readonly CopyItem[] | undefined;
	readonly text: Text;
	readonly width: number;
	readonly height: number;
	readonly onCopy: (what: string) => void;
	readonly onNone: () => void;
	readonly onClose: () => void;
}) {
	const {items, text, width, height, onCopy, onNone, onClose} = props;
	const [list, setList] = useState(emptyList);
	const keys = (items ?? []).map((_, at) => String(at));
	const rows = height - 1;
	const now = settle(list, keys, rows);
	const copy = (item: CopyItem | undefined): void => {
		onClose();
		if (item) onCopy(item.value);
	};

	useEffect(() => {
		if (!items || items.length > 1) return;
		if (items[0]) copy(items[0]);
		else {
			onClose();
			onNone();
		}
	});
	useLayer({
		level: level.dialog,
		bindings: copyBindings,
		modal: true,
		onAction(action) {
			if (action === 'copy.close') onClose();
			else if (action === 'copy.choose') {
				if (items) copy(items[now.index]);
			} else setList(before => moveList(before, action, keys, rows));
		},
	});
	const widest = Math.max(0, ...(items ?? []).map(({name}) => displayWidth(name)));
	const window = (items ?? []).slice(now.offset, now.offset + rows).map(({name, value}, at): Line => {
		const first = value.split('\n', 1)[0] ?? '';
		const more = value.length > first.length ? ` ${text.objects.copy.lines(value.split('\n').length)}` : '';
		const room = Math.max(8, width - widest - 3 - displayWidth(more));
		const shown = line(dim(pad(` ${name}`, widest + 3)), cut(first, room), dim(more));
		return now.offset + at === now.index ? restyled(shown, {inverse: true}) : shown;
	});
	const title = `${text.objects.copy.title}${(items?.length ?? 0) > rows ? ` ${now.index + 1}/${items?.length ?? 0}` : ''}`;
	return (
		<Lines width={width} lines={exactly([[bold(''), ...rule(title, width)], ...window], height)} height={height} />
	);
}
