import {typed} from '../../command/command.js';
import type {StepView} from '../../engine/session-view.js';
import type {DemoSession} from '../../smoke/session.js';
import type {Services} from '../services.js';
import {actOnSteps} from '../steps/act.js';
import type {DemoAction} from './keys.js';
import type {DemoEvent, DemoState} from './state.js';
import {forbidden} from '../forbidden.js';

type Acting = {
	readonly services: Services;
	readonly session: DemoSession;
	readonly state: DemoState;
	readonly step: StepView | undefined;
	readonly dispatch: (event: DemoEvent) => void;
};

/** What a key does here; false: not wanted now, so the frame may have it. */
export function act(action: DemoAction, {services, session, state, step, dispatch}: Acting): false | undefined {
	const {text, notify} = services;
	const {steps} = session.get();
	const copied = (): string => step?.commands.map(({command}) => typed(command)).join('\n') ?? '';
	if (actOnSteps(action, {services, session, dispatch, step, copied})) return undefined;
	switch (action) {
		case 'demo.run':
		case 'demo.cleanup': {
			const what = action === 'demo.run' ? 'run' : 'cleanup';
			const refusal = whyNot(what, steps, session, services);
			if (refusal === undefined) dispatch({type: 'ask', what});
			else notify(refusal);
			return undefined;
		}

		case 'demo.keep': {
			if (session.busy()) notify(text.demo.screen.busy);
			else {
				session.setAnswers({...session.answers, keep: !session.answers.keep});
				void session.refresh();
			}

			return undefined;
		}

		case 'demo.reach': {
			// The way to the demo's port, rule by rule: what refuses it is named there, and a packet can be sent after it.
			const {namespace, name} = session.answers;
			services.reach({from: 'host', to: `svc/${namespace}/${name}`});
			return undefined;
		}

		case 'demo.stop': {
			if (!session.busy()) return false;
			session.stop();
			return undefined;
		}

		default: {
			if (!state.output && state.pane === 'steps') return false;
			dispatch({type: 'back'});
			return undefined;
		}
	}
}

function whyNot(
	what: 'run' | 'cleanup',
	steps: readonly StepView[],
	session: DemoSession,
	services: Services,
): string | undefined {
	const {text} = services;
	const words = text.demo.screen;
	if (session.refuses !== undefined) return forbidden(services);
	if (session.busy()) return words.busy;
	const cluster = steps.find(({id}) => id === 'cluster');
	if (cluster?.state === 'unread') return text.install.screen.reading;
	if (what === 'run' && cluster?.state === 'blocked') return words.noCluster;
	return undefined;
}
