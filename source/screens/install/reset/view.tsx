import {useEffect} from 'react';
import {Confirm} from '../../../components/dialog.js';
import {dim, line} from '../../../components/line.js';
import {Lines} from '../../../components/lines.js';
import {useLayer} from '../../../components/use-layer.js';
import {shown} from '../../../command/command.js';
import type {ResetSession} from '../../../install/reset/session.js';
import {level} from '../../../keys/layers.js';
import type {ScreenProps} from '../../services.js';
import {useSession} from '../../use-session.js';
import {actOnSteps, approvedBy, withoutRoot} from '../../steps/act.js';
import {selectedStep, sizesOf, walkLines} from '../../steps/layout.js';
import {decisionLines} from '../../steps/decision.js';
import {confirmLines} from '../../steps/rows.js';
import {useStepKeys} from '../../steps/use-step-keys.js';
import {resetBindings, resetDetail, resetOutput} from './keys.js';
import {openOf, resetPanel, resetStatus} from './rows.js';
import {resetState, type ResetEvent, type ResetState} from './state.js';
import {forbidden} from '../../forbidden.js';

type Props = ScreenProps & {readonly state: ResetState; readonly dispatch: (event: ResetEvent) => void};

/** Taking k0s off the host, in the place of the install's steps. It goes on when it is left. */
export function Reset(props: Props) {
	const {pacer, sessions} = props.services;
	const {session} = useSession(sessions.reset, pacer);
	useEffect(() => {
		void sessions.reset.open();
	}, [sessions]);
	return session === undefined ? <Looking {...props} /> : <ResetSteps {...props} session={session} />;
}

function Looking({services, width, height, dispatch}: Props) {
	useLayer({
		level: level.screen,
		bindings: resetBindings,
		onAction(action) {
			if (action !== 'reset.back') return false;
			dispatch({type: 'close'});
			return undefined;
		},
	});
	return <Lines lines={[line(dim(services.text.install.screen.reading))]} width={width} height={height} />;
}

function ResetSteps({services, width, height, state, dispatch, session}: Props & {readonly session: ResetSession}) {
	const {text, pacer, notify} = services;
	const view = useSession(session, pacer);
	const output = useSession(session.output, pacer);
	const words = text.install.resetScreen;
	const shownNow = {view, output, status: resetStatus(view, text), panel: resetPanel(view, width, text)};
	const sizes = sizesOf(shownNow, state, {width, height}, text);
	const read = !view.reading && view.steps.every(({state: now}) => now !== 'unread');
	const stands = view.running ?? openOf(view)[0]?.id ?? view.steps.at(-1)?.id;

	/** Why it cannot run now; undefined: it can. */
	const refused = (): string | undefined => {
		if (session.refuses !== undefined) return forbidden(services);
		if (session.busy() || services.sessions.install.busy()) return text.install.screen.busy;
		const root = withoutRoot(session.get().steps);
		if (root) return root.hint ?? root.found;
		return openOf(session.get()).length === 0 ? words.nothing : undefined;
	};

	const asks = read && state.asks !== undefined;
	useEffect(() => {
		if (!asks) return;
		const why = refused();
		if (why === undefined) return;
		if (session.refuses !== undefined || session.busy()) notify(why);
		dispatch({type: 'answered'});
		// What keeps it from running is looked at when the question comes, and not again while it stands.
		// eslint-disable-next-line react-hooks/exhaustive-deps
	}, [asks]);

	useStepKeys({
		...{name: resetState, state, sizes, dispatch, stands: read ? stands : undefined},
		bindings: state.output ? resetOutput : state.pane === 'detail' ? resetDetail : resetBindings,
		onAction(action, now) {
			const step = selectedStep(session.get(), now);
			const copied = (): string => step?.commands.map(({command}) => shown(command.argv)).join('\n') ?? '';
			const acted = actOnSteps(action, {services, session, dispatch, step, copied});
			if (acted === false) return false;
			if (acted === 'taken') return undefined;
			if (action === 'reset.run') {
				const why = refused();
				if (why === undefined) dispatch({type: 'ask', what: 'all'});
				else notify(why);
			} else if (now.output || now.pane === 'detail') dispatch({type: 'back'});
			else dispatch({type: 'close'});
			return undefined;
		},
	});

	if (asks && refused() === undefined) {
		const steps = openOf(view);
		return (
			<Confirm
				text={text}
				title={words.ask}
				decision={decisionLines({steps, warns: [text.install.reset.dataLoss], undo: []}, width)}
				details={confirmLines(
					steps.map(step => ({...step, notes: step.id === 'reset' ? [] : step.notes})),
					width,
					text,
				)}
				yes={words.yes}
				no={text.app.confirm.cancel}
				width={width}
				height={height}
				onNo={() => dispatch({type: 'answered'})}
				onYes={() => {
					dispatch({type: 'answered'});
					void session.run(
						session.get().steps.map(({id}) => id),
						approvedBy(steps),
					);
				}}
			/>
		);
	}

	return <Lines lines={walkLines(shownNow, state, {width, height}, text)} width={width} height={height} />;
}
