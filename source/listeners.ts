/** Who wants to know of a change of one live value. */
export type Listeners = {
	/** Adds a listener; the returned function takes that one away, and does nothing the second time. */
	readonly add: (listener: () => void) => () => void;
	/** Calls all that listen now. One that leaves or comes meanwhile changes nothing of this round. */
	readonly tell: () => void;
	readonly size: () => number;
};

/**
 * `first`: called after somebody began to listen where nobody did; `last`: after the last one left. The same function may
 * listen twice: each has its own place.
 */
export function createListeners({
	first,
	last,
}: {readonly first?: () => void; readonly last?: () => void} = {}): Listeners {
	const all = new Set<{readonly call: () => void}>();
	return {
		add(listener) {
			const entry = {call: listener};
			all.add(entry);
			if (all.size === 1) first?.();
			return () => {
				if (all.delete(entry) && all.size === 0) last?.();
			};
		},
		tell() {
			for (const {call} of [...all]) call();
		},
		size: () => all.size,
	};
}
