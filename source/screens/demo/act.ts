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
	const acted = actOnSteps(action, {services, session, dispatch, step, copied});
	if (acted !== 'own') return acted === 'taken' ? undefined : false;
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
			// From a rung of the pod it is the pod that sends.
			const {namespace, name} = session.answers;
			const pod = step?.id.startsWith('pod-') === true ? podOf(services, session) : undefined;
			services.reach({
				from: pod === undefined ? 'host' : `pod/${namespace}/${pod}`,
				to: step?.id === 'pod-name' ? 'svc/kube-system/kube-dns' : `svc/${namespace}/${name}`,
			});
			return undefined;
		}

		case 'demo.why':
		case 'demo.events': {
			const {namespace, name} = session.answers;
			const pod = podOf(services, session);
			const object =
				action === 'demo.events' && pod !== undefined
					? {what: 'pods', kind: 'Pod', namespace, name: pod}
					: {what: 'deployments.apps', kind: 'Deployment', namespace, name};
			services.showObject(action === 'demo.why' ? 'why' : 'events', object);
			return undefined;
		}

		default: {
			if (!state.output && state.pane === 'steps') return false;
			dispatch({type: 'back'});
			return undefined;
		}
	}
}

/** The demo's pod, as read last: of several the last one in trouble says most. */
function podOf({sources}: Services, {answers: {namespace, name}}: DemoSession): string | undefined {
	const own = sources
		.lastPods()
		?.filter(pod => pod.namespace === namespace && pod.owner?.startsWith(`ReplicaSet/${name}-`));
	return (own?.find(({ready, total}) => ready < total) ?? own?.[0])?.name;
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
