import {expect, test} from 'vitest';
import {act} from '../../../source/screens/demo/act.js';
import {initialDemo} from '../../../source/screens/demo/state.js';
import type {Services} from '../../../source/screens/services.js';
import {defaultDemo} from '../../../source/smoke/answers.js';
import type {DemoSession} from '../../../source/smoke/session.js';
import {catalogue} from '../../../source/text/text.js';

test('R opens the way from this host to the demo’s own service, whatever it is called', () => {
	const asked: unknown[] = [];
	const services = {
		text: catalogue('en'),
		reach: (subject: unknown) => asked.push(subject),
	} as unknown as Services;
	const session = {
		get: () => ({steps: []}),
		answers: {...defaultDemo, name: 'shop', namespace: 'web'},
	} as unknown as DemoSession;
	act('demo.reach', {services, session, state: initialDemo, step: undefined, dispatch() {}});
	expect(asked).toEqual([{from: 'host', to: 'svc/web/shop'}]);
});

/** The screen's keys at a rung, with the pods that were read last. */
function at(step: string | undefined) {
	const asked: unknown[] = [];
	const pod = {namespace: 'web', name: 'shop-7d-x', owner: 'ReplicaSet/shop-7d', ready: 0, total: 1};
	const services = {
		text: catalogue('en'),
		reach: (subject: unknown) => asked.push(subject),
		showObject: (...what: readonly unknown[]) => asked.push(what),
		sources: {lastPods: () => [{...pod, name: 'other', owner: 'ReplicaSet/other-1'}, pod]},
	} as unknown as Services;
	const session = {
		get: () => ({steps: []}),
		answers: {...defaultDemo, name: 'shop', namespace: 'web'},
	} as unknown as DemoSession;
	const press = (action: Parameters<typeof act>[0]): unknown => {
		const selected =
			step === undefined ? undefined : ({id: step, commands: []} as unknown as Parameters<typeof act>[1]['step']);
		act(action, {services, session, state: initialDemo, step: selected, dispatch() {}});
		return asked.at(-1);
	};

	return press;
}

test('R at a rung from the pod asks for the way from that pod, to the DNS for the name', () => {
	const pod = 'pod/web/shop-7d-x';
	expect(at('pod-service')('demo.reach')).toEqual({from: pod, to: 'svc/web/shop'});
	expect(at('pod-node')('demo.reach')).toEqual({from: pod, to: 'svc/web/shop'});
	expect(at('pod-name')('demo.reach')).toEqual({from: pod, to: 'svc/kube-system/kube-dns'});
	expect(at('pod')('demo.reach')).toEqual({from: 'host', to: 'svc/web/shop'});
});

test('Y and e open the cause and the events where a rung failed', () => {
	const press = at('pod');
	expect(press('demo.why')).toEqual([
		'why',
		{what: 'deployments.apps', kind: 'Deployment', namespace: 'web', name: 'shop'},
	]);
	expect(press('demo.events')).toEqual(['events', {what: 'pods', kind: 'Pod', namespace: 'web', name: 'shop-7d-x'}]);
});
