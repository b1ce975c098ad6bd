import {Confirm} from '../../components/dialog.js';
import {Lines} from '../../components/lines.js';
import {shown} from '../../command/command.js';
import type {UpkeepSession} from '../../install/upkeep/session.js';
import type {UpkeepKind} from '../../install/upkeep/wanted.js';
import {undoSteps} from '../../install/undo-view.js';
import type {UpkeepText} from '../../text/upkeep.js';
import {forbidden} from '../forbidden.js';
import type {ScreenProps} from '../services.js';
import {actOnSteps, approvedBy, withoutRoot} from '../steps/act.js';
import {decisionLines} from '../steps/decision.js';
import {selectedStep, sizesOf, walkLines} from '../steps/layout.js';
import {confirmLines} from '../steps/rows.js';
import {useStepKeys} from '../steps/use-step-keys.js';
import {useSession} from '../use-session.js';
import {aboutOf} from './about.js';
import {upkeepDetail, upkeepKeys, upkeepOutput} from './keys.js';
import {upkeepState, type UpkeepEvent, type UpkeepState} from './state.js';
import {askTitle, mindOf, openOf, panelOf, statusOf, returnsTo, undoable} from './told.js';

type Props = ScreenProps & {
	readonly state: UpkeepState;
	readonly dispatch: (event: UpkeepEvent) => void;
	readonly words: UpkeepText;
	readonly kind: UpkeepKind;
	readonly session: UpkeepSession;
};

/** An upgrade, a backup or a restore step by step, and the question before it runs or is taken back. */
export function UpkeepSteps({services, width, height, state, dispatch, words: all, kind, session}: Props) {
	const {text, pacer, notify} = services;
	const {screen: words} = all;
	const view = useSession(session, pacer);
	const output = useSession(session.output, pacer);
	const about = aboutOf(kind, session.answers);
	const told = {view, about, text, words: all};
	const shownNow = {view, output, status: statusOf(told), panel: panelOf(told, width)};
	const sizes = sizesOf(shownNow, state, {width, height}, text);
	const read = !view.reading && view.steps.every(({id, state: now}) => id === 'back' || now !== 'unread');
	const stands = view.running ?? openOf(view)[0]?.id ?? view.steps.at(-1)?.id;

	/** Why it cannot run now; undefined: it can. */
	const refused = (asks: 'all' | 'undo'): string | undefined => {
		if (session.refuses !== undefined) return forbidden(services);
		const {install, reset} = services.sessions;
		if (session.busy() || install.busy() || reset.get().session?.busy()) return text.install.screen.busy;
		if (!read) return words.reading;
		const now = session.get();
		const root = withoutRoot(now.steps);
		if (root) return root.hint ?? root.found;
		if (asks === 'undo') return kind !== 'upgrade' || undoable(now).length === 0 ? words.nothingToUndo : undefined;
		if (openOf(now).length === 0) return words.nothing;
		const blocked = now.steps.find(({state: is}) => is === 'blocked');
		return blocked && [blocked.found, blocked.hint].filter(Boolean).join(' ');
	};

	useStepKeys({
		...{name: upkeepState, state, sizes, dispatch, stands: read ? stands : undefined},
		bindings: state.output
			? upkeepOutput
			: state.pane === 'detail'
				? upkeepDetail
				: upkeepKeys(view.running !== undefined, kind === 'upgrade' && undoable(view).length > 0),
		onAction(action, now) {
			const step = selectedStep(session.get(), now);
			const copied = (): string => step?.commands.map(({command}) => shown(command.argv)).join('\n') ?? '';
			const acted = actOnSteps(action, {services, session, dispatch, step, copied});
			if (acted === false) return false;
			if (acted === 'taken') return undefined;
			switch (action) {
				case 'upkeep.run':
				case 'upkeep.undo': {
					const asks = action === 'upkeep.run' ? 'all' : 'undo';
					const why = refused(asks);
					if (why === undefined) dispatch({type: 'ask', what: asks});
					else notify(why);
					return undefined;
				}

				case 'upkeep.choices': {
					if (session.busy()) notify(text.install.screen.busy);
					else dispatch({type: 'choose', kind});
					return undefined;
				}

				default: {
					dispatch({type: now.output || now.pane === 'detail' ? 'back' : 'leave'});
					return undefined;
				}
			}
		},
	});

	const {asks} = state;
	if (asks !== undefined && refused(asks) === undefined) {
		const undo = asks === 'undo';
		const steps = undo ? undoSteps(undoable(view), text) : openOf(view);
		// The backup that is restored stands in what is taken back.
		const loses = steps.some(({plan}) => plan.some(({argv}) => argv[1] === 'restore'));
		return (
			<Confirm
				text={text}
				title={undo ? words.ask.undo(returnsTo(steps) ?? about.from) : askTitle(about, words)}
				decision={decisionLines(
					{
						steps,
						warns: undo ? [loses ? words.loses : words.losesNone] : mindOf(about, all),
						undo: kind === 'upgrade' && !undo ? [about.worker ? all.upgrade.ifFailsWorker : all.upgrade.ifFails] : [],
					},
					width,
				)}
				details={confirmLines(steps, width, text)}
				yes={undo ? words.yes.undo : words.yes[kind]}
				no={text.app.confirm.cancel}
				width={width}
				height={height}
				onNo={() => dispatch({type: 'answered'})}
				onYes={() => {
					dispatch({type: 'answered'});
					if (undo)
						void session.undo(
							steps.map(({id}) => id),
							approvedBy(steps),
						);
					else
						void session.run(
							view.steps.filter(({id}) => id !== 'back').map(({id}) => id),
							approvedBy(steps),
						);
				}}
			/>
		);
	}

	return <Lines lines={walkLines(shownNow, state, {width, height}, text)} width={width} height={height} />;
}
