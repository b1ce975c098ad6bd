import {line} from '../components/line.js';
import {Confirm} from '../components/dialog.js';
import {useUi} from '../components/context.js';
import type {Binding} from '../keys/binding.js';
import {keyLabel} from '../keys/key.js';
import type {ScreenId} from '../screens/services.js';
import type {Text} from '../text/text.js';
import type {Shell} from './shell.js';
import {screens} from '../screens/screens.js';
import {CommandLogView} from './command-log.js';
import {Finder, type Entry} from './finder.js';
import {frameBindings, nameOfAction} from './screen-table.js';

export type OverlayKind = 'help' | 'palette' | 'log' | 'quit';

function entriesOf(text: Text, group: string, bindings: readonly Binding[]): Entry[] {
	return bindings.map(({action, keys}) => ({
		id: action,
		group,
		keys: keys.map(key => keyLabel(key)).join(' '),
		name: nameOfAction(text, action),
	}));
}

/** Takes the place of the body: help, palette, command log, or the question before leaving. */
export function Overlay(props: {
	readonly kind: OverlayKind;
	readonly text: Text;
	readonly shell: Shell;
	/** What the question before quitting says. */
	readonly running: readonly string[];
	readonly open: ScreenId;
	readonly width: number;
	readonly height: number;
	readonly onCopy: (what: string) => void;
	readonly onClose: () => void;
	readonly onGo: (screen: ScreenId) => void;
}) {
	const {kind, text, shell, open, width, height, onClose} = props;
	const {layers} = useUi();
	if (kind === 'log') {
		return (
			<CommandLogView
				log={shell.log}
				text={text}
				width={width}
				height={height}
				onCopy={props.onCopy}
				onClose={onClose}
			/>
		);
	}

	if (kind === 'quit') {
		const {quit} = text.app;
		return (
			<Confirm
				text={text}
				title={quit.title}
				decision={props.running.map(each => line(each))}
				yes={quit.leave}
				no={quit.stay}
				width={width}
				height={height}
				onYes={shell.quit}
				onNo={onClose}
			/>
		);
	}

	const screen = screens.find(({id}) => id === open);
	const here = screen ? entriesOf(text, text.app.screens[screen.id], screen.bindings) : [];
	const everywhere = entriesOf(text, text.app.help.groups.app, frameBindings);
	const words = kind === 'help' ? text.app.help : text.app.palette;
	return (
		<Finder
			key={kind}
			title={words.title}
			hint={words.hint}
			entries={kind === 'help' ? [...here, ...everywhere] : [...everywhere, ...here]}
			none={text.common.nothingFound}
			width={width}
			height={height}
			onClose={onClose}
			onRun={action => {
				const target = screens.find(({id}) => action === `app.${id}`);
				if (target) {
					props.onGo(target.id);
					return;
				}

				onClose();
				// The screen's layer is back only after it is mounted again.
				setTimeout(() => layers.act(action), 20);
			}}
		/>
	);
}
