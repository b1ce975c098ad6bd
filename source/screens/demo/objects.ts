import type {ScreenObjects} from '../objects.js';
import {onStep, stepObjects} from '../steps/objects.js';
import {initialDemo, type DemoState} from './state.js';

/** The rungs of the demo. */
export const demoObjects: ScreenObjects = {
	from: ({sessions}) => [sessions.demo.get()],
	*list({sessions}) {
		yield;
		return {objects: stepObjects('rung', sessions.demo.get().steps), unread: []};
	},
	select({key}, states) {
		states.set('demo', onStep((states.get('demo') as DemoState | undefined) ?? initialDemo, key));
	},
};
