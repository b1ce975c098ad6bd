import type {Shell} from './shell.js';
import {Box, useInput, usePaste, useWindowSize} from 'ink';
import {useCallback, useEffect, useRef, useState, useSyncExternalStore} from 'react';
import {shown} from '../command/command.js';
import {line, span} from '../components/line.js';
import {Lines} from '../components/lines.js';
import {rule, wrap} from '../components/blocks.js';
import {useUi} from '../components/context.js';
import {useLayer} from '../components/use-layer.js';
import {keysOf, printable, type Key} from '../keys/key.js';
import {level} from '../keys/layers.js';
import {useJobs} from '../screens/use-jobs.js';
import type {ScreenId, Services} from '../screens/services.js';
import type {Source} from '../store/source.js';
import {isTooSmall} from '../terminal/size.js';
import {CopyMenu, copyHeight} from './copy-menu.js';
import {useCopying} from './use-copying.js';
import {footerLine, hints} from './footer.js';
import {headerLine, tabsLine} from './header.js';
import {prepareHelp} from './help.js';
import {Overlay, type OverlayKind} from './overlay.js';
import type {LayerSubject} from '../model/layers/subject.js';
import type {PacketsSubject} from './packets/watched.js';
import type {Subject} from './reach/view.js';
import {screens} from '../screens/screens.js';
import {frameBindings, nameOfAction} from './screen-table.js';
import {Stage} from './stage.js';
import {stillRunning} from './still-running.js';
import {useHeaderFacts} from './use-header-facts.js';
import {usePlaces} from './use-places.js';
import {useMouse} from './use-mouse.js';
import {useNotice} from './use-notice.js';

/** Header, tabs, rule and footer. */
const chrome = 4;

export type AppProps = {
	readonly services: Omit<Services, 'go' | 'copy' | 'offer' | 'notify' | 'reach' | 'packets' | 'across' | 'showObject'>;
	readonly shell: Shell;
	readonly first: ScreenId;
	/** Said when the screen opens. */
	readonly notice?: string | undefined;
};

/** The frame: header, tabs, the open screen (or an overlay in its place), footer. */
export function App({services: given, shell, first, notice: opening}: AppProps) {
	const {columns: width, rows} = useWindowSize();
	const {text} = given;
	const {open, turn, go: show, jump, back} = usePlaces(first);
	const [overlay, setOverlay] = useState<OverlayKind | undefined>();
	const notice = useNotice(opening);
	const copy = useCallback(
		(what: string) => {
			shell.copy(what);
			notice.show(text.app.copied(what));
		},
		[shell, notice, text],
	);
	const go = useCallback(
		(screen: ScreenId) => {
			setOverlay(undefined);
			show(screen);
		},
		[show],
	);
	const {copying, offer, stop} = useCopying();
	const [subject, setSubject] = useState<Subject>({});
	const reach = useCallback((asked: Subject) => {
		setSubject(asked);
		setOverlay('reach');
	}, []);
	const [watched, setWatched] = useState<PacketsSubject>({});
	const packets = useCallback((asked: PacketsSubject) => {
		setWatched(asked);
		setOverlay('packets');
	}, []);
	const [layered, setLayered] = useState<LayerSubject>();
	/** Where `i` was pressed: esc leads back there. */
	const [below, setBelow] = useState<typeof overlay>();
	const across = (of: LayerSubject): void => {
		setBelow(overlay === 'packets' || overlay === 'reach' ? overlay : undefined);
		setLayered(of);
		setOverlay('layers');
	};

	const showObject: Services['showObject'] = (what, object) => {
		void import('./across.js').then(({objectOnStatus}) => jump('status', objectOnStatus(what, object)));
	};

	const services: Services = {...given, go, copy, offer, reach, packets, across, showObject, notify: notice.show};
	const screen = screens.find(({id}) => id === open) ?? screens[0];
	const source = screen?.source(given.sources);

	const leave = () => {
		if (stillRunning(given, shell.program, text)) setOverlay('quit');
		else shell.quit();
	};

	useAppKeys({
		awake: () => given.pacer.wake(),
		go,
		open(kind) {
			if (kind !== 'help') return setOverlay(kind);
			// Drawn empty first, it would cost a second frame.
			void prepareHelp(shell.language).then(() => setOverlay(kind));
		},
		reach: () => reach({}),
		refresh: () => void source?.refresh(),
		pause: () => given.pacer.setPaused(!given.pacer.paused),
		copyLast() {
			const last = shell.log.get().at(-1);
			if (last) copy(shown(last.argv));
			else notice.show(text.app.nothingToCopy);
		},
		async root() {
			if (shell.isRoot) notice.show(text.app.alreadyRoot);
			else {
				const refused = await shell.becomeRoot();
				if (refused !== undefined) notice.show(refused);
			}
		},
		leave: () => back() || leave(),
		back,
		twice: () => notice.show(text.app.twice),
		quit: shell.quit,
	});

	const awake = useCallback(() => given.pacer.wake(), [given.pacer]);
	useMouse(shell.onMouse, awake);
	const nameOf = useCallback((action: string) => nameOfAction(text, action), [text]);
	if (isTooSmall({columns: width, rows})) {
		return <Lines width={width} height={rows} lines={[line(text.app.tooSmall(width, rows))]} />;
	}

	/** What is told is told whole: a sentence takes the rows that it needs, up to a third of the terminal. */
	const told =
		notice.message === undefined ? [] : wrap(notice.message, width).slice(0, Math.max(1, Math.floor(rows / 3)));
	const height = rows - chrome - Math.max(0, told.length - 1);
	const menu = copying && overlay === undefined ? copyHeight(copying.items, height) : 0;
	return (
		<Box flexDirection="column" width={width} height={rows} overflow="hidden">
			<Header services={services} source={source} isRoot={shell.isRoot} open={open} width={width} />
			<Box height={height - menu} width={width} overflow="hidden">
				{overlay === undefined && screen ? (
					<Stage
						key={`${screen.id} ${turn}`}
						screen={screen}
						services={services}
						width={width}
						height={height - menu}
					/>
				) : (
					<Overlay
						kind={overlay ?? 'help'}
						services={services}
						shell={shell}
						subject={subject}
						watched={watched}
						layered={layered}
						running={overlay === 'quit' ? (stillRunning(given, shell.program, text)?.asked ?? []) : []}
						open={open}
						width={width}
						height={height}
						onCopy={copy}
						onClose={() => setOverlay(overlay === 'layers' ? below : undefined)}
						onGo={go}
						onPlace={async place => {
							if (place.kind === 'address') return across({kind: 'address', address: place.key});
							const target = screens.find(({id}) => id === place.screen);
							const objects = await target?.objects();
							setOverlay(undefined);
							jump(place.screen, states => objects?.select(place, states, services));
							notice.show(text.objects.jumped(text.app.screens[open]));
						}}
					/>
				)}
			</Box>
			{copying && menu > 0 ? (
				<CopyMenu
					{...{text, width}}
					items={copying.items}
					height={menu}
					onCopy={copy}
					onNone={() => notice.show(text.app.nothingToCopy)}
					onClose={stop}
				/>
			) : null}
			<Footer width={width} message={told} nameOf={nameOf} />
		</Box>
	);
}

/** Apart from the frame: what it tells changes with every source, and only these three lines are drawn again then. */
function Header(props: {
	readonly services: Services;
	readonly source: Source<unknown> | undefined;
	readonly isRoot: boolean;
	readonly open: ScreenId;
	readonly width: number;
}) {
	const {services, source, isRoot, open, width} = props;
	const {text} = services;
	const jobs = useJobs(services);
	const facts = useHeaderFacts(services, source, isRoot, jobs);
	const ids = screens.map(({id}) => id);
	const lines = [headerLine(text, facts, width), tabsLine(text, ids, open, width, jobs), rule('', width)];
	return <Lines width={width} lines={lines} />;
}

function Footer(props: {
	readonly width: number;
	/** Instead of the keys; empty: the keys. */
	readonly message: readonly string[];
	readonly nameOf: (action: string) => string;
}) {
	const {layers, look} = useUi();
	useSyncExternalStore(layers.subscribe, layers.version, layers.version);
	const lines =
		props.message.length === 0
			? [footerLine(hints(layers.tables(), props.nameOf, look.ascii), props.width)]
			: props.message.map(row => line(span(row, {bold: true})));
	return <Lines width={props.width} lines={lines} />;
}

type AppActions = {
	/** Told of every key: somebody is here. */
	readonly awake: () => void;
	readonly go: (screen: ScreenId) => void;
	readonly open: (overlay: OverlayKind) => void;
	readonly reach: () => void;
	readonly refresh: () => void;
	readonly pause: () => void;
	readonly copyLast: () => void;
	readonly root: () => Promise<void>;
	readonly leave: () => void;
	/** To where one jumped from. False: nobody jumped. */
	readonly back: () => boolean;
	readonly twice: () => void;
	readonly quit: () => void;
};

/** A held key, or letters, of one read cost one render; anything else must see what the keys before it did. */
const together = (previous: {readonly key: Key; readonly action: string | undefined}, key: Key): boolean =>
	previous.key === key || (previous.action === '' && printable(key) !== undefined);

/** React hands a change to its scheduler in a microtask, which renders at the next turn: ours must come after that. */
async function rendered(): Promise<void> {
	for (let turn = 0; turn < 2; turn++) await new Promise(resolve => setImmediate(resolve));
}

/** The one place where keys come in: bytes become keys, keys go to the layers, the app's own table stands below all. */
function useAppKeys(actions: AppActions): void {
	const {layers} = useUi();
	const queue = useRef<Promise<void>>(Promise.resolve());
	const last = useRef<{readonly key: Key; readonly action: string | undefined}>(undefined);
	const [armed, setArmed] = useState(false);
	useEffect(() => {
		if (!armed) return undefined;
		const timer = setTimeout(() => setArmed(false), 2000);
		return () => clearTimeout(timer);
	}, [armed]);
	useLayer({
		level: level.app,
		bindings: frameBindings,
		onAction(action) {
			const target = screens.find(({id}) => action === `app.${id}`);
			if (target) actions.go(target.id);
			else if (action === 'app.help') actions.open('help');
			else if (action === 'app.palette') actions.open('palette');
			else if (action === 'app.log') actions.open('log');
			else if (action === 'app.copy') actions.copyLast();
			else if (action === 'app.reach') actions.reach();
			else if (action === 'app.refresh') actions.refresh();
			else if (action === 'app.pause') actions.pause();
			else if (action === 'app.root') void actions.root();
			else if (action === 'app.back') actions.back();
			else if (action === 'app.quit' && !layers.back()) actions.leave();
		},
	});
	useInput((input, key) => {
		actions.awake();
		// One read after the other: what a key did is drawn before the next, whichever read brings it.
		queue.current = queue.current.then(async () => {
			for (const name of keysOf(input, key)) {
				if (name === 'ctrl+c') {
					if (armed) actions.quit();
					setArmed(true);
					actions.twice();
					continue;
				}

				if (last.current !== undefined && !together(last.current, name)) await rendered();
				last.current = {key: name, action: layers.dispatch(name)};
			}
		});
	});
	usePaste(pasted => {
		// After what was typed before it, and into the field that a key has just opened.
		queue.current = queue.current.then(async () => {
			await rendered();
			layers.paste(pasted);
		});
	});
}
