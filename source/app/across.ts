import type {ObjectName} from '../command/kubectl.js';
import type {States} from '../screens/objects.js';
import {browseState, levelAt} from '../screens/status/browse/state.js';

/** Status with what is known of one object, in the place of its lists. */
export const objectOnStatus =
	(show: 'why' | 'events', object: ObjectName) =>
	(states: States): void =>
		void states.set(browseState, {trail: [levelAt({type: 'shown', show, object})]});
