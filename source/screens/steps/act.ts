import type {Services} from '../services.js';

/** What every screen of steps answers in the same way. */
type Acting = {
	readonly services: Services;
	readonly session: {readonly busy: () => boolean; readonly refresh: () => Promise<unknown>};
	readonly dispatch: (event: {readonly type: 'output' | 'focus'}) => void;
	/** What `C` copies; empty: nothing. */
	readonly copied: () => string;
};

/** Takes the actions that all screens of steps share (`SCREEN.copy` …); false: it is the screen's own. */
export function actOnSteps(action: string, {services, session, dispatch, copied}: Acting): boolean {
	switch (action.slice(action.indexOf('.') + 1)) {
		case 'copy': {
			const lines = copied();
			if (lines === '') services.notify(services.text.app.nothingToCopy);
			else services.copy(lines);
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
