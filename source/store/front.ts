import {createListeners} from '../listeners.js';
import {idleSource, type Source} from './source.js';

/** Stands for the one source that a screen shows now: whoever subscribes keeps that one going, and no other. It begins with none. */
export type Front = Source<unknown> & {
	/** From now on it stands for this one; without one, for none. */
	readonly show: (source?: Source<unknown>) => void;
};

export function createFront(): Front {
	let shown: Source<unknown> = idleSource;
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
		show(source = idleSource) {
			if (source === shown) return;
			shown = source;
			if (listeners.size() > 0) join();
			listeners.tell();
		},
	};
}
