import {Box} from 'ink';
import {useState} from 'react';
import {level} from '../keys/layers.js';
import type {Binding} from '../keys/binding.js';
import type {Text} from '../text/text.js';
import {bold, dim, line, span, type Line} from './line.js';
import {Lines} from './lines.js';
import {exactly, rule, windowOf} from './blocks.js';
import {scrollBy} from './list.js';
import {useLayer} from './use-layer.js';

export const dialogBindings: readonly Binding[] = [
	{action: 'dialog.yes', keys: ['y'], footer: 1},
	{action: 'dialog.cancel', keys: ['n', 'escape', 'q'], footer: 2},
	{action: 'dialog.choose', keys: ['enter'], footer: 3},
	{action: 'dialog.toggle', keys: ['tab', 'left', 'right', 'h', 'l', 'shift+tab'], footer: 4},
	{action: 'list.down', keys: ['j', 'down'], footer: 5},
	{action: 'list.up', keys: ['k', 'up']},
	{action: 'list.half-down', keys: ['ctrl+d']},
	{action: 'list.half-up', keys: ['ctrl+u']},
	{action: 'list.page-down', keys: ['space', 'f', 'page-down', 'ctrl+f']},
	{action: 'list.page-up', keys: ['b', 'page-up', 'ctrl+b']},
	{action: 'list.top', keys: ['g', 'home']},
	{action: 'list.bottom', keys: ['G', 'end']},
];

/** Title, the line that says what is below, and the buttons. */
const chrome = 3;

/** What a dialog shows, as one text to scroll in: the decision, then under a rule everything it stands for. */
export const dialogBody = (decision: readonly Line[], details: readonly Line[], width: number, text: Text): Line[] =>
	details.length === 0 ? [...decision] : [...decision, rule(text.app.dialog.details, width), ...details];

/**
 * Asks before something changes. `decision` comes first and is short enough to be seen without scrolling at 80x24: what
 * will change, what to mind, how it is undone. `details`: every command, below it. The focus is on Cancel. Takes the
 * place of the screen's body, so nothing shows through.
 */
export function Confirm(props: {
	readonly text: Text;
	readonly title: string;
	readonly decision: readonly Line[];
	readonly details?: readonly Line[];
	readonly yes: string;
	readonly no: string;
	readonly width: number;
	readonly height: number;
	readonly onYes: () => void;
	readonly onNo: () => void;
}) {
	const {text, title, decision, details = [], width, height} = props;
	const [focus, setFocus] = useState<'no' | 'yes'>('no');
	const [wanted, setOffset] = useState(0);
	const body = dialogBody(decision, details, width, text);
	const room = Math.max(1, height - chrome);
	const offset = Math.min(wanted, Math.max(0, body.length - room));
	useLayer({
		level: level.dialog,
		bindings: dialogBindings,
		modal: true,
		onAction(action) {
			if (action === 'dialog.toggle') setFocus(now => (now === 'no' ? 'yes' : 'no'));
			else if (action === 'dialog.cancel') props.onNo();
			else if (action === 'dialog.yes') props.onYes();
			else if (action === 'dialog.choose') {
				if (focus === 'yes') props.onYes();
				else props.onNo();
			} else setOffset(now => scrollBy(now, action, body.length, room));
		},
	});
	const button = (name: 'no' | 'yes', label: string) =>
		span(` ${label} `, focus === name ? {inverse: true, bold: true} : {});
	const below = body.length - offset - room;
	const more = body.length <= room ? [] : [dim(below > 0 ? text.app.dialog.more(below) : text.app.dialog.end)];
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Lines
				width={width}
				lines={exactly(
					[
						line(bold(title)),
						...windowOf(body, offset, Math.min(room, body.length)),
						line(...more),
						line('[', button('no', props.no), ']  [', button('yes', props.yes), ']'),
					],
					height,
				)}
			/>
		</Box>
	);
}
