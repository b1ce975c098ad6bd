import {Box} from 'ink';
import {useState} from 'react';
import {level} from '../keys/layers.js';
import type {Binding} from '../keys/binding.js';
import {blank, bold, line, span, type Line} from './line.js';
import {Lines} from './lines.js';
import {exactly, windowOf} from './blocks.js';
import {scrollBy} from './list.js';
import {useLayer} from './use-layer.js';

export const dialogBindings: readonly Binding[] = [
	{action: 'dialog.toggle', keys: ['tab', 'left', 'right', 'h', 'l', 'shift+tab'], footer: 2},
	{action: 'dialog.choose', keys: ['enter'], footer: 1},
	{action: 'dialog.cancel', keys: ['escape', 'q', 'n'], footer: 3},
	{action: 'list.down', keys: ['j', 'down']},
	{action: 'list.up', keys: ['k', 'up']},
	{action: 'list.page-down', keys: ['page-down', 'ctrl+d', 'ctrl+f']},
	{action: 'list.page-up', keys: ['page-up', 'ctrl+u', 'ctrl+b']},
];

/**
 * Asks before something changes: what will run stands in `body` in full (it scrolls), the focus is on Cancel. Takes the
 * place of the screen's body, so nothing shows through.
 */
export function Confirm(props: {
	readonly title: string;
	readonly body: readonly Line[];
	readonly yes: string;
	readonly no: string;
	readonly width: number;
	readonly height: number;
	readonly onYes: () => void;
	readonly onNo: () => void;
}) {
	const {title, body, width, height} = props;
	const [focus, setFocus] = useState<'no' | 'yes'>('no');
	const [offset, setOffset] = useState(0);
	const room = Math.max(1, height - 5);
	useLayer({
		level: level.dialog,
		bindings: dialogBindings,
		modal: true,
		onAction(action) {
			if (action === 'dialog.toggle') setFocus(now => (now === 'no' ? 'yes' : 'no'));
			else if (action === 'dialog.cancel') props.onNo();
			else if (action === 'dialog.choose') {
				if (focus === 'yes') props.onYes();
				else props.onNo();
			} else setOffset(now => scrollBy(now, action, body.length, room));
		},
	});
	const button = (name: 'no' | 'yes', label: string) =>
		span(` ${label} `, focus === name ? {inverse: true, bold: true} : {});
	const more = body.length > room ? `  ${Math.min(offset + room, body.length)}/${body.length}` : '';
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Lines
				width={width}
				lines={exactly(
					[
						line(bold(title), span(more, {dim: true})),
						blank,
						...windowOf(body, offset, Math.min(room, body.length)),
						blank,
						line('[', button('no', props.no), ']  [', button('yes', props.yes), ']'),
					],
					height,
				)}
			/>
		</Box>
	);
}
