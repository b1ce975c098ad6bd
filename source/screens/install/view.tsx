import {Box} from 'ink';
import {useEffect, useMemo} from 'react';
import {useUi} from '../../components/context.js';
import {Confirm} from '../../components/dialog.js';
import {Lines} from '../../components/lines.js';
import {useScreenState} from '../../components/use-screen-state.js';
import {confirmArgv} from '../../install/confirm-line.js';
import type {SessionView} from '../../engine/session-view.js';
import {ownProgram} from '../../engine/worker/start.js';
import type {ScreenProps} from '../services.js';
import {useSession} from '../use-session.js';
import {selectedStep, sizesOf, walkLines} from '../steps/layout.js';
import {decisionLines} from '../steps/decision.js';
import {confirmLines} from '../steps/rows.js';
import {act, whyNotRun} from './act.js';
import {chosenWords} from './choices/fields.js';
import {chosenRule} from './choices/rows.js';
import {choicesState, initialChoices, reduceChoices} from './choices/state.js';
import {Choices} from './choices/view.js';
import {approvedBy} from '../steps/act.js';
import {useStepKeys} from '../steps/use-step-keys.js';
import {idleBindings, installDetail, installOutput, noBindings, runningBindings} from './keys.js';
import {installPanel} from './panel.js';
import {DownloadProgress} from './progress.js';
import {openSteps, questionOf} from './question.js';
import {initialReset, reduceReset, resetState} from './reset/state.js';
import {Reset} from './reset/view.js';
import {LateUpkeep} from '../upkeep/late.js';
import {initialUpkeep, reduceUpkeep, upkeepState} from '../upkeep/state.js';
import {installStatus} from './rows.js';
import {initialInstall, reduceInstall, type InstallState} from './state.js';

/** How that step ended in this process. */
const ranState = ({steps}: SessionView, id: string): string | undefined =>
	steps.find(step => step.id === id)?.ran?.state;

/** The steps from a bare server to a healthy cluster, run one by one or to the end. The run outlives this view. */
export function InstallView({services, width, height}: ScreenProps) {
	const {text, kind, pacer, sessions, sources} = services;
	const {states} = useUi();
	const session = sessions.install;
	const view = useSession(session, pacer);
	const output = useSession(session.output, pacer);
	const [state, dispatch] = useScreenState('install', reduceInstall, initialInstall);
	const confirm = useMemo(() => confirmArgv(kind === 'local' ? ownProgram() : undefined), [kind]);
	const [choices, choose] = useScreenState(choicesState, reduceChoices, initialChoices);
	const [reset, resetDispatch] = useScreenState(resetState, reduceReset, initialReset);
	const [upkeep, keep] = useScreenState(upkeepState, reduceUpkeep, initialUpkeep);
	const {left} = useSession(sessions.reset, pacer);
	const shown = {
		view,
		output,
		status: installStatus({view, refuses: session.refuses, waits: state.asks !== undefined && view.reading}, text),
		chosen: chosenRule(chosenWords(session.answers, text), width, text, view.running !== undefined),
		panel: installPanel({view, confirm, left}, width, text),
	};
	const sizes = sizesOf(shown, state, {width, height}, text);

	useEffect(() => {
		if (!session.busy()) void session.refresh();
	}, [session]);
	const undecided = view.steps.find(({choice}) => choice !== undefined);
	const stands = view.running ?? undecided?.id ?? openSteps(view)[0]?.id ?? view.steps.at(-1)?.id;
	// While a probe is under way (after a stop, too) a plan may be the old one: nobody is asked about that.
	const read = !view.reading && view.steps.every(({state: now}) => now !== 'unread');
	useStepKeys({
		...{name: 'install', state, sizes, dispatch, stands: read ? stands : undefined},
		// While a reset, or an upgrade, stands here its keys count alone.
		bindings:
			reset.open || upkeep.at !== 'closed'
				? noBindings
				: state.output
					? installOutput
					: state.pane === 'detail'
						? installDetail
						: view.running === undefined
							? idleBindings
							: runningBindings,
		onAction(action, now) {
			const step = selectedStep(session.get(), now);
			return act(action, {
				services,
				session,
				state: now,
				step,
				confirm,
				dispatch,
				choices: choose,
				reset: resetDispatch,
				upkeep: keep,
			});
		},
	});
	const {asks} = state;
	useEffect(() => {
		if (!read || (asks !== 'one' && asks !== 'all')) return;
		// It may have been asked before the host was read; the selection is there by now.
		const now = (states.get('install') as InstallState | undefined) ?? initialInstall;
		const refused = whyNotRun(asks, {services, session, step: selectedStep(session.get(), now)});
		if (refused === undefined) return;
		services.notify(refused.told);
		dispatch({type: 'answered'});
	}, [read, asks, services, session, states, dispatch]);
	// The header tells of this host what a step has just changed: not at the next poll, now.
	const named = ranState(view, 'hostname');
	useEffect(() => {
		if (named === 'done' || named === 'undone') void sources.identity.refresh();
	}, [named, sources]);
	const changed = ['install', 'start', 'healthy'].map(id => ranState(view, id)).join(' ');
	useEffect(() => {
		if (/\b(?:done|undone|failed)\b/.test(changed)) void sources.verdict.refresh();
	}, [changed, sources]);

	if (choices.open) {
		return <Choices services={services} width={width} height={height} state={choices} dispatch={choose} />;
	}

	if (reset.open) {
		return <Reset services={services} width={width} height={height} state={reset} dispatch={resetDispatch} />;
	}

	if (upkeep.at !== 'closed') {
		return <LateUpkeep services={services} width={width} height={height} state={upkeep} dispatch={keep} />;
	}

	const question = read && asks ? questionOf(asks, view, selectedStep(view, state), text) : undefined;
	if (question) {
		return (
			<Confirm
				text={text}
				title={question.title}
				decision={decisionLines(question, width)}
				details={confirmLines(question.steps, width, text)}
				yes={text.app.confirm.run}
				no={text.app.confirm.cancel}
				width={width}
				height={height}
				onNo={() => dispatch({type: 'answered'})}
				onYes={() => {
					dispatch({type: 'answered'});
					const begin = question.kind === 'undo' ? session.undo : session.run;
					void begin(
						question.steps.map(({id}) => id),
						approvedBy(question.steps),
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
			<DownloadProgress progress={progress} width={width} text={text} />
			<Lines lines={lines.slice(2)} width={width} height={height - 2} />
		</Box>
	);
}
