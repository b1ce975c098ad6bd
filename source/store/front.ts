import {createListeners} from '../listeners.js';
import type {Source} from './source.js';

/** Stands for the one source that a screen shows now: whoever subscribes keeps that one going, and no other. */
export type Front = Source<unknown> & {
	/** From now on it stands for this one; without one, for its own. */
	readonly show: (source?: Source<unknown>) => void;
};

export function createFront(own: Source<unknown>): Front {
	let shown = own;
	let leave: (() => void) | undefined;
	const join = (): void => {
		const left = leave;
		leave = shown.subscribe(listeners.tell);
		// After the next one began: what both ask of one reader goes on.
		left?.();
	};
	const listeners = createListeners({
		first: join,
		last() {
			leave?.();
			leave = undefined;
		},
	});
	return {
		get: () => shown.get(),
		subscribe: listeners.add,
		refresh: async () => shown.refresh(),
		show(source = own) {
			if (source === shown) return;
			shown = source;
			if (listeners.size() > 0) join();
			listeners.tell();
		},
	};
}
