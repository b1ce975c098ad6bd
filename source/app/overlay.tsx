import {lazy, Suspense, useMemo} from 'react';
import {dim, line} from '../components/line.js';
import {Lines} from '../components/lines.js';
import {Confirm} from '../components/dialog.js';
import {useUi} from '../components/context.js';
import type {Binding} from '../keys/binding.js';
import {keyLabel} from '../keys/key.js';
import type {Layers} from '../keys/layers.js';
import type {ScreenId, Services} from '../screens/services.js';
import type {LayerSubject} from '../model/layers/subject.js';
import type {Text} from '../text/text.js';
import type {Shell} from './shell.js';
import {screens} from '../screens/screens.js';
import {CommandLogView} from './command-log.js';
import {Finder, type Entry} from './finder.js';
import {Help} from './help.js';
import type {Place} from './palette/collect.js';
import type {PacketsSubject} from './packets/watched.js';
import type {Subject} from './reach/view.js';
import {usePalette} from './palette/use-palette.js';
import {frameBindings, nameOfAction} from './screen-table.js';

const LateReach = lazy(async () => {
	const {ReachView: component} = await import('./reach/view.js');
	return {default: component};
});

const LatePackets = lazy(async () => {
	const {PacketsView: component} = await import('./packets/view.js');
	return {default: component};
});

const LateLayers = lazy(async () => {
	const {LayersView: component} = await import('./layers/view.js');
	return {default: component};
});

export type OverlayKind = 'help' | 'palette' | 'log' | 'quit' | 'reach' | 'packets' | 'layers';

const noEntries: readonly Entry[] = [];

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
	readonly services: Services;
	readonly shell: Shell;
	/** What `R` was pressed on. */
	readonly subject: Subject;
	/** What `t` was pressed on. */
	readonly watched: PacketsSubject;
	/** What `i` was pressed on. */
	readonly layered: LayerSubject | undefined;
	/** What the question before quitting says. */
	readonly running: readonly string[];
	readonly open: ScreenId;
	readonly width: number;
	readonly height: number;
	readonly onCopy: (what: string) => void;
	readonly onClose: () => void;
	readonly onGo: (screen: ScreenId) => void;
	/** To an object that was found by its name. */
	readonly onPlace: (place: Place) => void;
}) {
	const {kind, services, shell, open, width, height, onClose} = props;
	const {text} = services;
	const {layers} = useUi();
	const isPalette = kind === 'palette';
	// The names of all actions stand in the sentences of every screen: the help is drawn without.
	const entries = useMemo(
		() => (isPalette ? actionsOn(text, open, layers.rebind) : noEntries),
		[isPalette, text, open, layers],
	);
	const {take, ...found} = usePalette(services, entries, isPalette);
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

	if (kind === 'reach') {
		const {subject, onCopy} = props;
		return (
			<Suspense fallback={<Lines lines={[line(dim(text.common.reading))]} width={width} height={height} />}>
				<LateReach {...{services, shell, subject, width, height, onCopy, onClose}} />
			</Suspense>
		);
	}

	if (kind === 'packets') {
		const {watched, onCopy} = props;
		return (
			<Suspense fallback={<Lines lines={[line(dim(text.common.reading))]} width={width} height={height} />}>
				<LatePackets {...{services, shell, width, height, onCopy, onClose}} subject={watched} />
			</Suspense>
		);
	}

	if (kind === 'layers' && props.layered) {
		const {layered, onPlace} = props;
		return (
			<Suspense fallback={<Lines lines={[line(dim(text.common.reading))]} width={width} height={height} />}>
				<LateLayers
					key={JSON.stringify(layered)}
					{...{services, width, height, onPlace, onClose}}
					subject={layered}
					language={shell.language}
				/>
			</Suspense>
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

	if (kind === 'help') {
		return <Help {...{text, width, height, onClose}} language={shell.language} screen={text.app.screens[open]} />;
	}

	const run = (action: string): void => {
		const target = screens.find(({id}) => action === `app.${id}`);
		if (target) {
			props.onGo(target.id);
			return;
		}

		onClose();
		// The screen's layer is back only after it is mounted again.
		setTimeout(() => layers.act(action), 20);
	};

	const {title, hint} = text.app.palette;
	return (
		<Finder
			key={kind}
			{...{title, hint, width, height, onClose, ...found}}
			none={text.common.nothingFound}
			onRun={id => {
				const place = take(id);
				if (place === 'read') return;
				if (place) props.onPlace(place);
				else run(id);
			}}
		/>
	);
}

/** What `:` offers beside objects: the actions of the frame, then those of the open screen, with the keys that hold. */
function actionsOn(text: Text, open: ScreenId, rebind: Layers['rebind']): readonly Entry[] {
	const screen = screens.find(({id}) => id === open);
	const here = screen ? entriesOf(text, text.app.screens[screen.id], rebind(screen.bindings)) : [];
	return [...entriesOf(text, text.app.everywhere, rebind(frameBindings)), ...here];
}
