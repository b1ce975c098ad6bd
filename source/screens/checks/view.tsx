import {useMemo} from 'react';
import type {CheckId} from '../../checks/check.js';
import type {RemedyKind} from '../../checks/remedy-session.js';
import type {CheckRow} from '../../checks/source.js';
import {exactly} from '../../components/blocks.js';
import {useUi} from '../../components/context.js';
import {Confirm} from '../../components/dialog.js';
import {matcher, useFilter} from '../../components/filter.js';
import {settle} from '../../components/list.js';
import {Lines} from '../../components/lines.js';
import {useLayer} from '../../components/use-layer.js';
import {usePane} from '../../components/use-pane.js';
import {useScreenState} from '../../components/use-screen-state.js';
import {isListAction} from '../../keys/binding.js';
import {level} from '../../keys/layers.js';
import {useSource} from '../../store/use-source.js';
import type {ScreenProps, Services} from '../services.js';
import {useSession} from '../use-session.js';
import {checkCopies, copyText, detailLines} from './details.js';
import {checksBindings, detailBindings, menuBindings} from './keys.js';
import {menuItems, safeOnes, withMenu, type MenuAction} from './menu.js';
import {planLines, remedyDecision, runLines} from './remedy-lines.js';
import {checksLines, detailShown, detailWidth, isProblem, listHeight, visibleRows} from './rows.js';
import {initialChecks, reduceChecks, type ChecksState} from './state.js';

/** Lines of a running remedy, over the lower end of the body. */
const runHeight = 8;

/** Screen 1: is this host ready for k0s, and what would make it so? */
export function ChecksView({services, width, height}: ScreenProps) {
	const {text, sources, sessions, pacer, notify} = services;
	const {value: rows = []} = useSource(sources.checks);
	const remedies = useSession(sessions.remedies, pacer);
	const output = useSession(sessions.remedies.output, pacer);
	const {states} = useUi();
	const [state, dispatch] = useScreenState('checks', reduceChecks, initialChecks);
	const shown = useMemo(() => visibleRows(rows, state, matcher(state.filter), text), [rows, state, text]);
	const keys = useMemo(() => shown.map(({id}) => id), [shown]);
	const size = {width, height};
	const list = {keys, height: listHeight(size, state)};
	const selected = shown[settle(state.list, keys, list.height).index];
	const last = remedies.session?.steps.find(({id}) => id === selected?.id);
	const items = menuItems(selected, rows, sessions.remedies, text, services.readOnlyBy);

	const reads = state.open && selected !== undefined;
	const pane = reads ? detailShown(detailLines(selected, text, detailWidth(size), last), size) : undefined;
	useFilter(state.filter, dispatch);
	usePane(state.details, pane, dispatch);
	useLayer({
		level: level.screen,
		bindings: reads ? detailBindings : checksBindings,
		onAction(action) {
			switch (action) {
				case 'checks.open': {
					return dispatch({type: 'open', ...list});
				}

				case 'checks.toggle': {
					return dispatch({type: 'toggle'});
				}

				case 'checks.menu': {
					return dispatch({type: 'menu-open'});
				}

				case 'checks.filter': {
					return dispatch({type: 'filter-open'});
				}

				case 'checks.next':
				case 'checks.previous': {
					const problems = shown.filter(isProblem).map(({id}) => id);
					return dispatch({type: 'jump', by: action === 'checks.next' ? 1 : -1, problems, ...list});
				}

				case 'checks.refresh': {
					void sources.checks.refresh();
					return undefined;
				}

				case 'checks.rerun': {
					if (selected) void sources.checks.rerun(selected.id);
					return undefined;
				}

				case 'checks.copy': {
					return selected ? services.offer(() => checkCopies(selected, text)) : notify(text.app.nothingToCopy);
				}

				case 'checks.back': {
					if (!state.open && state.filter.text === '') return false;
					return dispatch({type: 'close'});
				}

				default: {
					if (pane) return dispatch({type: 'pane', action, ...pane});
					return isListAction(action) ? dispatch({type: 'move', action, ...list}) : false;
				}
			}
		},
	});

	useLayer(
		{
			level: level.dialog,
			bindings: menuBindings,
			modal: true,
			onAction(action) {
				if (action === 'checks.close') return dispatch({type: 'menu-close'});
				if (action !== 'checks.choose') {
					return dispatch({type: 'menu-move', by: action === 'list.up' ? -1 : 1, count: items.length});
				}

				// Several keys may come in one read: what they chose by now, not what is drawn.
				const now = (states.get('checks') as ChecksState | undefined) ?? state;
				const item = items[Math.min(now.menu ?? 0, items.length - 1)];
				if (!item) return undefined;
				if (item.not !== undefined) return notify(item.not);
				dispatch({type: 'menu-close'});
				act(item.action, selected, rows, services, () => dispatch({type: 'ask'}));
				return undefined;
			},
		},
		state.menu !== undefined,
	);

	if (state.asks && remedies.plan !== undefined) {
		const {plan, kind} = remedies;
		const words = text.checks.remedies;
		return (
			<Confirm
				text={text}
				title={kind === 'undo' ? words.askBack : words.ask(plan.length)}
				decision={remedyDecision(plan, kind, width, text)}
				details={planLines(plan, kind, width, text)}
				yes={text.app.confirm.run}
				no={text.app.confirm.cancel}
				width={width}
				height={height}
				onNo={() => dispatch({type: 'answered'})}
				onYes={() => {
					dispatch({type: 'answered'});
					void run(kind, plan.length, services);
				}}
			/>
		);
	}

	const body = checksLines(rows, shown, state, text, size, last);
	if (state.menu !== undefined) {
		return <Lines lines={withMenu(body, items, state.menu, width, text)} width={width} height={height} />;
	}

	if (!remedies.busy) return <Lines lines={body} width={width} height={height} />;
	const running = exactly(runLines(remedies, output, width, runHeight, text), runHeight);
	return <Lines lines={[...body.slice(0, height - runHeight), ...running]} width={width} height={height} />;
}

/** What a line of the menu does. `ask`: shows the plan, with the focus on Cancel. */
function act(
	action: MenuAction,
	selected: CheckRow | undefined,
	rows: readonly CheckRow[],
	{text, sources, sessions, copy, notify}: Services,
	ask: () => void,
): void {
	const words = text.checks.remedies;
	const prepare = async (ids: readonly CheckId[], kind: RemedyKind): Promise<void> => {
		const {plan = [], session} = await sessions.remedies.prepare(ids, kind);
		if (plan.length > 0) ask();
		else
			notify(
				kind === 'undo'
					? words.nothingBack
					: words.nothingToRun(session?.steps[0]?.hint ?? session?.steps[0]?.found ?? ''),
			);
	};

	switch (action) {
		case 'apply': {
			if (selected) void prepare([selected.id], 'apply');
			break;
		}

		case 'apply-safe': {
			void prepare(
				safeOnes(rows).map(({id}) => id),
				'apply',
			);
			break;
		}

		case 'undo': {
			if (selected) void prepare([selected.id], 'undo');
			break;
		}

		case 'copy': {
			const commands = selected && copyText(selected);
			if (commands !== undefined) copy(commands);
			break;
		}

		case 'rerun': {
			if (selected) void sources.checks.rerun(selected.id);
			break;
		}

		case 'rerun-all': {
			void sources.checks.refresh();
			break;
		}

		case 'stop': {
			sessions.remedies.stop();
			break;
		}
	}
}

/** Runs what was agreed to, and says what became of it. */
async function run(kind: RemedyKind, count: number, {text, sessions, notify}: Services): Promise<void> {
	const words = text.checks.remedies;
	const good = await sessions.remedies.run();
	const {session} = sessions.remedies.get();
	const bad = session?.steps.find(({ran}) => ran && ran.state !== 'done' && ran.state !== 'undone');
	if (session?.fault !== undefined) notify(session.fault);
	else if (good) notify(kind === 'undo' ? words.undone : words.allMended(count));
	else if (bad?.ran) notify(words.notMended(bad.title, bad.ran.found));
}
