import {shown} from '../../command/command.js';
import type {InstallSession} from '../../install/session.js';
import {trialView} from '../../install/trial.js';
import {journalWords} from '../../engine/journal-fault.js';
import type {StepView} from '../../engine/session-view.js';
import {idText, says} from '../../text/ids.js';
import type {Services} from '../services.js';
import {actOnSteps, withoutRoot} from '../steps/act.js';
import type {InstallAction} from './keys.js';
import {chooseBy} from './choices/choose.js';
import type {ChoicesEvent} from './choices/state.js';
import {fixLine} from './fix-line.js';
import {openSteps, questionOf} from './question.js';
import type {ResetEvent} from './reset/state.js';
import {opening} from '../upkeep/open.js';
import type {UpkeepEvent} from '../upkeep/state.js';
import type {Asks, InstallEvent, InstallState} from './state.js';
import {forbidden} from '../forbidden.js';

export type Acting = {
	readonly services: Services;
	readonly session: InstallSession;
	readonly state: InstallState;
	readonly step: StepView | undefined;
	/** What keeps a trial, to be typed in another login. */
	readonly confirm: readonly string[];
	readonly dispatch: (event: InstallEvent) => void;
	readonly choices: (event: ChoicesEvent) => void;
	readonly reset: (event: ResetEvent) => void;
	readonly upkeep: (event: UpkeepEvent) => void;
};

const asking: Readonly<Partial<Record<InstallAction, Asks>>> = {
	'install.run': 'one',
	'install.all': 'all',
	'install.undo': 'undo-last',
	'install.undo-here': 'undo-here',
	'install.undo-all': 'undo-all',
};

/** What a key does here; false: not wanted now, so the frame may have it. */
export function act(action: InstallAction, given: Acting): false | undefined {
	const {services, session, state, dispatch} = given;
	const {text, notify} = services;
	const words = text.install.screen;
	if (action === 'install.run' && given.step?.choice !== undefined && session.refuses === undefined) {
		if (session.busy()) notify(words.busy);
		else given.choices({type: 'field', field: 'hostname', option: null, types: false});
		return undefined;
	}

	const asks = asking[action];
	if (asks !== undefined) {
		const refused = asks === 'one' || asks === 'all' ? whyNotRun(asks, given) : whyNotUndo(asks, given);
		// Asked before the host is read (the status line says so): the question comes once it is.
		if (refused === undefined || refused.reason === 'reading') dispatch({type: 'ask', what: asks});
		else notify(refused.told);
		return undefined;
	}

	if (chooseBy(action, {services, session, dispatch: given.choices})) return undefined;
	const acted = actOnSteps(action, {services, session, dispatch, step: given.step, copied: () => copied(given)});
	if (acted !== 'own') return acted === 'taken' ? undefined : false;
	switch (action) {
		case 'install.choices': {
			if (session.busy()) notify(words.busy);
			else given.choices({type: 'open'});
			return undefined;
		}

		case 'install.actions':
		case 'install.upgrade':
		case 'install.backup':
		case 'install.restore': {
			given.upkeep(opening(action, services.sessions.upkeep.get()));
			return undefined;
		}

		case 'install.reset': {
			if (session.busy()) notify(words.busy);
			else given.reset({type: 'open'});
			return undefined;
		}

		default: {
			if (state.asks !== undefined) dispatch({type: 'answered'});
			else if (!state.output && state.pane === 'steps') return false;
			else dispatch({type: 'back'});
			return undefined;
		}
	}
}

/** While a trial waits, what confirms it; of a refused plan what would let it pass; else the selected step's commands. */
function copied({session, step, confirm}: Acting): string {
	const {steps} = session.get();
	const waits = steps.some(each => trialView(each) !== undefined || says(each.said.hint, idText.guard.howToConfirm));
	if (waits) return shown(confirm);
	return (step && fixLine(step)) ?? step?.commands.map(({command}) => shown(command.argv)).join('\n') ?? '';
}

/** Why something cannot be done now. `reading`: the host is not read yet. */
type Refused = {readonly reason: 'reading' | 'other'; readonly told: string};

const because = (told: string): Refused => ({reason: 'other', told});

/** Why these steps cannot be run now; undefined: they can. */
export function whyNotRun(
	asks: 'one' | 'all',
	{services, session, step}: Pick<Acting, 'services' | 'session' | 'step'>,
): Refused | undefined {
	const {text} = services;
	const words = text.install.screen;
	const steps = asks === 'all' ? openSteps(session.get()) : step ? [step] : [];
	if (session.refuses !== undefined) return because(forbidden(services));
	if (session.busy()) return because(words.busy);
	const [first] = steps;
	if (!first) return because(words.allDone);
	if (steps.some(({state}) => state === 'unread')) return {reason: 'reading', told: words.reading};
	if (first.state === 'done' || first.state === 'skipped') return because(words.alreadyDone(first.title));
	const blocked =
		withoutRoot(session.get().steps) ?? steps.find(({state, ran}) => state === 'blocked' && ran === undefined);
	return blocked && because([blocked.found, blocked.hint].filter(Boolean).join(' '));
}

/** Why nothing can be undone now. */
function whyNotUndo(asks: Asks, {services, session, step}: Acting): Refused | undefined {
	const {text} = services;
	const words = text.install.screen;
	if (session.refuses !== undefined) return because(forbidden(services));
	if (session.busy()) return because(words.busy);
	const root = withoutRoot(session.get().steps);
	if (root) return because(root.hint ?? root.found);
	const {fault} = session.get().journal;
	if (fault !== undefined) return because(Object.values(journalWords(fault, text)).join(' '));
	if (questionOf(asks, session.get(), step, text) !== undefined) return undefined;
	return because(asks === 'undo-here' ? words.nothingToUndo(step?.title ?? '') : words.nothingToUndoAtAll);
}
