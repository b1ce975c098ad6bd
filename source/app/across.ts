import type {ObjectName} from '../command/kubectl.js';
import type {NamedObject, States} from '../screens/objects.js';
import {browseState, levelAt} from '../screens/status/browse/state.js';
import {screens} from '../screens/screens.js';
import type {ScreenId, Services} from '../screens/services.js';
import {inSlices} from '../store/slices.js';

/**
 * To an object on another screen, as `:` would find it there; what the screen knows is read first where nobody has looked at
 * it yet. False: it has no such object.
 */
export async function goAcross(
	{
		services,
		jump,
	}: {
		readonly services: Services;
		readonly jump: (screen: ScreenId, select: (states: States) => void) => void;
	},
	screen: ScreenId,
	wanted: (object: NamedObject) => boolean,
): Promise<boolean> {
	const target = screens.find(({id}) => id === screen);
	if (!target) return false;
	const source = (target.objectsFrom ?? target.source)(services.sources);
	const objects = await target.objects();
	const find = async (): Promise<NamedObject | undefined> => {
		const list = await inSlices(objects.list(services), new AbortController().signal);
		return list?.objects.find(each => wanted(each));
	};

	let found = await find();
	if (!found && source) {
		// Nobody looked there yet, or not since it came.
		await source.refresh();
		found = await find();
	}

	if (!found) return false;
	jump(screen, states => objects.select(found, states, services));
	return true;
}

/** Status with what is known of one object, in the place of its lists. */
export const objectOnStatus =
	(show: 'why' | 'events', object: ObjectName) =>
	(states: States): void =>
		void states.set(browseState, {trail: [levelAt({type: 'shown', show, object})]});
