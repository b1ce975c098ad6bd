import type {StepView} from '../../engine/session-view.js';
import {copyItems} from '../copies.js';
import type {Services} from '../services.js';

/** What every screen of steps answers in the same way. */
type Acting = {
	readonly services: Services;
	readonly session: {readonly busy: () => boolean; readonly refresh: () => Promise<unknown>};
	readonly dispatch: (event: {readonly type: 'output' | 'focus'}) => void;
	/** The selected one. */
	readonly step: StepView | undefined;
	/** Its commands, as `C` copies them; empty: none. */
	readonly copied: () => string;
};

/** Takes the actions that all screens of steps share (`SCREEN.copy` …); false: it is the screen's own. */
export function actOnSteps(action: string, given: Acting): boolean {
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
			return true;
		}

		case 'refresh': {
			if (!session.busy()) void session.refresh();
			return true;
		}

		case 'output':
		case 'pane': {
			dispatch({type: action.endsWith('.pane') ? 'focus' : 'output'});
			return true;
		}

		default:
			return false;
	}
}
