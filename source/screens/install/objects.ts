import type {ScreenObjects} from '../objects.js';
import {onStep, stepObjects} from '../steps/objects.js';
import {choicesState} from './choices/state.js';
import {upkeepState} from '../upkeep/state.js';
import {resetState} from './reset/state.js';
import {initialInstall, type InstallState} from './state.js';

/** The steps of the install. */
export const installObjects: ScreenObjects = {
	from: ({sessions}) => [sessions.install.get()],
	*list({sessions}) {
		yield;
		return {objects: stepObjects('step', sessions.install.get().steps), unread: []};
	},
	select({key}, states) {
		states.set('install', onStep((states.get('install') as InstallState | undefined) ?? initialInstall, key));
		// They stand in the place of the steps.
		states.delete(choicesState);
		states.delete(resetState);
		states.delete(upkeepState);
	},
};
