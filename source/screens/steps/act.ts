import type {Approved, StepView} from '../../engine/session-view.js';
import {copyItems} from '../copies.js';
import type {Services} from '../services.js';

/** What every screen of steps answers in the same way. */
type Acting = {
	readonly services: Services;
	readonly session: {
		readonly busy: () => boolean;
		readonly refresh: () => Promise<unknown>;
		readonly stop: () => void;
	};
	readonly dispatch: (event: {readonly type: 'output' | 'focus'}) => void;
	/** The selected one. */
	readonly step: StepView | undefined;
	/** Its commands, as `C` copies them; empty: none. */
	readonly copied: () => string;
};

/** Why nothing can be run here: the step that wants root and has none. */
export const withoutRoot = (steps: readonly StepView[]): StepView | undefined =>
	steps.find(({id, state}) => id === 'privilege' && state === 'blocked');

/** What a yes agrees to: by step, the argv that was shown. */
export const approvedBy = (steps: readonly StepView[]): Approved =>
	new Map(steps.map(({id, plan}) => [id, plan.map(({argv}) => argv)]));

/**
 * Takes the actions that all screens of steps share (`SCREEN.copy` …). `own`: it is the screen's own; false: not wanted now,
 * so the frame may have it.
 */
export function actOnSteps(action: string, given: Acting): false | 'taken' | 'own' {
	const {services, session, dispatch, copied} = given;
	switch (action.slice(action.indexOf('.') + 1)) {
		case 'copy': {
			const {labels} = services.text.objects.copy;
			const {step} = given;
			services.offer(() =>
				copyItems(
					[labels.commands, copied()],
					[labels.title, step?.title],
					[labels.id, step?.id],
					[labels.found, step?.found],
				),
			);
			return 'taken';
		}

		case 'refresh': {
			if (!session.busy()) void session.refresh();
			return 'taken';
		}

		case 'output':
		case 'pane': {
			dispatch({type: action.endsWith('.pane') ? 'focus' : 'output'});
			return 'taken';
		}

		case 'stop': {
			if (!session.busy()) return false;
			session.stop();
			services.notify(services.text.install.screen.stopping);
			return 'taken';
		}

		default:
			return 'own';
	}
}
