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
