import {Box, Text as InkText} from 'ink';
import Spinner from 'ink-spinner';
import {useEffect} from 'react';
import {shown as asTyped} from '../../command/command.js';
import {useUi} from '../../components/context.js';
import {emptyFilter, reduceFilter, type FilterState} from '../../components/filter.js';
import {Confirm} from '../../components/dialog.js';
import {Lines} from '../../components/lines.js';
import {useLayer} from '../../components/use-layer.js';
import {useScreenState} from '../../components/use-screen-state.js';
import {builtProfiles, refuseHostname} from '../../install/answers.js';
import type {InstallSession} from '../../install/session.js';
import type {StepView, WalkView} from '../../install/walk-view.js';
import {level} from '../../keys/layers.js';
import type {ScreenProps, Services} from '../services.js';
import {useSession} from '../use-session.js';
import {selectedStep, sizesOf, walkLines} from '../walk-layout.js';
import {confirmLines} from '../walk-rows.js';
import {entryBindings, idleBindings, runningBindings} from './keys.js';
import {entryLine, installStatus, progressLine} from './rows.js';
import {initialInstall, reduceInstall, type InstallEvent, type InstallState} from './state.js';

/** The steps from a bare server to a healthy cluster, run one by one or to the end. The run outlives this view. */
export function InstallView({services, width, height}: ScreenProps) {
	const {text, pacer, sessions} = services;
	const {states} = useUi();
	const session = sessions.install;
	const view = useSession(session, pacer);
	const output = useSession(session.output, pacer);
	const [state, dispatch] = useScreenState('install', reduceInstall, initialInstall);
	const {answers, refuses} = session;
	const [entry, edit] = useScreenState('install.hostname', reduceFilter, emptyFilter);
	const refusal = entry.text === '' ? undefined : refuseHostname(entry.text, text);
	const status = entry.open
		? entryLine(entry.text, refusal, text)
		: installStatus({view, profile: answers.profile, refuses}, text);
	const shown = {view, output, status};
	const sizes = sizesOf(shown, state, {width, height}, text);
	const step = selectedStep(view, state);
	const open = view.steps.filter(({state: now}) => now !== 'done' && now !== 'skipped');
	const asked =
		state.asks === 'all'
			? open
			: step && state.asks === 'one'
				? [step]
				: step && state.asks === 'undo'
					? takenBackTo(view, step)
					: [];

	useEffect(() => {
		if (!session.busy()) void session.refresh();
	}, [session]);
	const stands = view.running ?? open[0]?.id ?? view.steps.at(-1)?.id;
	const read = view.steps.every(({state: now}) => now !== 'unread');
	useEffect(() => {
		if (stands !== undefined && read) dispatch({type: 'stands', id: stands});
	}, [stands, read, dispatch]);

	useLayer({
		level: level.screen,
		bindings: view.running === undefined ? idleBindings : runningBindings,
		onAction(action) {
			if (action.startsWith('list.')) dispatch({type: 'move', action, sizes});
			else if (action === 'install.hostname' && !session.busy()) edit({type: 'filter-open'});
			else {
				const now = (states.get('install') as InstallState | undefined) ?? state;
				return act(action, {services, session, state: now, step: selectedStep(session.get(), now), open, dispatch});
			}
			return undefined;
		},
	});

	useLayer(
		{
			level: level.input,
			bindings: entryBindings,
			modal: true,
			onText: typed => edit({type: 'filter-type', text: typed}),
			onAction(action) {
				if (action === 'install.erase') edit({type: 'filter-erase'});
				else if (action === 'install.cancel') edit({type: 'filter-clear'});
				else takeName();
			},
		},
		entry.open,
	);

	/** Asks what was typed by now: enter may come in one read with the name. */
	function takeName(): void {
		const typed = (states.get('install.hostname') as FilterState | undefined)?.text ?? '';
		if (typed !== '' && refuseHostname(typed, text) !== undefined) return;
		edit({type: 'filter-keep'});
		session.setAnswers({...session.answers, hostname: typed === '' ? undefined : typed});
		void session.refresh();
	}

	if (asked.length > 0) {
		const words = text.install.screen;
		return (
			<Confirm
				title={
					state.asks === 'all'
						? words.askAll(asked.length)
						: state.asks === 'undo'
							? words.askUndo(step?.title ?? '', asked.length)
							: words.askOne(asked[0]?.title ?? '')
				}
				body={confirmLines(asked, width, text)}
				yes={text.app.confirm.run}
				no={text.app.confirm.cancel}
				width={width}
				height={height}
				onNo={() => dispatch({type: 'answered'})}
				onYes={() => {
					dispatch({type: 'answered'});
					const begin = state.asks === 'undo' ? session.undo : session.run;
					void begin(
						asked.map(({id}) => id),
						new Map(asked.map(({id, commands}) => [id, commands.map(({command}) => command.argv)])),
					);
				}}
			/>
		);
	}

	const lines = walkLines(shown, state, {width, height}, text);
	const {progress} = view;
	if (progress === undefined || state.output) return <Lines lines={lines} width={width} height={height} />;
	return (
		<Box flexDirection="column" width={width} height={height}>
			<Lines lines={lines.slice(0, 1)} width={width} />
			<Box width={width} height={1}>
				<DownloadSpinner />
				<Lines lines={[progressLine(progress, width - 2, text)]} width={width - 2} />
			</Box>
			<Lines lines={lines.slice(2)} width={width} height={height - 2} />
		</Box>
	);
}

/** The one spinner of the product: a download's figures may stand still for seconds. */
function DownloadSpinner() {
	const {look} = useUi();
	return (
		<Box width={2}>
			<InkText {...(look.color ? {color: 'cyan'} : {})}>
				<Spinner type={look.ascii ? 'line' : 'dots'} />
			</InkText>
		</Box>
	);
}

type Acting = {
	readonly services: Services;
	readonly session: InstallSession;
	readonly state: InstallState;
	readonly step: StepView | undefined;
	readonly open: readonly StepView[];
	readonly dispatch: (event: InstallEvent) => void;
};

/** What a key does here; false: not wanted now, so the frame may have it. */
function act(action: string, {services, session, state, step, open, dispatch}: Acting): false | undefined {
	const {text, notify} = services;
	const words = text.install.screen;
	switch (action) {
		case 'install.run':
		case 'install.all': {
			const refusal = whyNot(action === 'install.all' ? open : step ? [step] : [], session, services);
			if (refusal === undefined) dispatch({type: 'ask', what: action === 'install.all' ? 'all' : 'one'});
			else notify(refusal);
			return undefined;
		}

		case 'install.undo': {
			const steps = step ? takenBackTo(session.get(), step) : [];
			const root = session.get().steps.find(({id, state: now}) => id === 'privilege' && now === 'blocked');
			if (session.refuses !== undefined) notify(words.refuses[session.refuses]);
			else if (session.busy()) notify(words.busy);
			else if (root) notify(root.hint ?? root.found);
			else if (steps.length === 0) notify(words.nothingToUndo(step?.title ?? ''));
			else dispatch({type: 'ask', what: 'undo'});
			return undefined;
		}

		case 'install.stop': {
			if (!session.busy()) return false;
			session.stop();
			notify(words.stopping);
			return undefined;
		}

		case 'install.profile': {
			if (session.busy()) {
				notify(words.busy);
				return undefined;
			}

			const next = builtProfiles[(builtProfiles.indexOf(session.answers.profile) + 1) % builtProfiles.length];
			if (next) session.setAnswers({...session.answers, profile: next});
			void session.refresh();
			return undefined;
		}

		case 'install.hostname': {
			notify(words.busy);
			return undefined;
		}

		case 'install.copy': {
			const commands = step?.commands.map(({command}) => asTyped(command.argv)) ?? [];
			if (commands.length === 0) notify(text.app.nothingToCopy);
			else services.copy(commands.join('\n'));
			return undefined;
		}

		case 'install.refresh': {
			if (!session.busy()) void session.refresh();
			return undefined;
		}

		case 'install.output': {
			dispatch({type: 'output'});
			return undefined;
		}

		case 'install.pane': {
			dispatch({type: 'pane'});
			return undefined;
		}

		default: {
			if (!state.output && state.pane === 'steps') return false;
			dispatch({type: 'back'});
			return undefined;
		}
	}
}

/** What stands on a step is taken back before it: newest first, each with the commands that do it. */
function takenBackTo({steps}: WalkView, {id}: StepView): readonly StepView[] {
	const from = steps.findIndex(each => each.id === id);
	return steps
		.slice(from)
		.toReversed()
		.filter(({takeBack}) => takeBack.length > 0)
		.map(each => ({
			...each,
			notes: [],
			commands: each.takeBack.map(command => ({command, state: 'todo', exit: null, ms: null})),
		}));
}

/** Why these steps cannot be run now; undefined: they can. */
function whyNot(steps: readonly StepView[], session: InstallSession, {text}: Services): string | undefined {
	const words = text.install.screen;
	if (session.refuses !== undefined) return words.refuses[session.refuses];
	if (session.busy()) return words.busy;
	const [first] = steps;
	if (!first) return words.allDone;
	if (steps.some(({state}) => state === 'unread')) return words.reading;
	if (first.state === 'done' || first.state === 'skipped') return words.alreadyDone(first.title);
	// Without root nothing of it can be done, whatever stands first.
	const root = session.get().steps.find(({id, state}) => id === 'privilege' && state === 'blocked');
	const blocked = root ?? steps.find(({state, ran}) => state === 'blocked' && ran === undefined);
	return blocked && (blocked.hint ?? blocked.found);
}
