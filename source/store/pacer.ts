import {createListeners} from '../listeners.js';

/**
 * The one pace of all live data: the pause switch, the interval between reads, and the merging of background changes,
 * so that ten sources that change within 100 ms cost one repaint.
 */
export interface Pacer {
	/** Milliseconds between reads, for polls that name none of their own. */
	readonly interval: number;
	readonly paused: boolean;
	setPaused(paused: boolean): void;
	/** Told when `paused` changes. */
	subscribe(listener: () => void): () => void;
	/** A person is here (a key): what has become slow, because nothing changed, goes at the interval again. */
	wake(): void;
	/** Told of each `wake`. */
	onWake(listener: () => void): () => void;
	/**
	 * Calls `emit` at the next tick with all others that wait for it, once however often it was asked.
	 * `atOnce`: a person waits for it (a first read, a refresh by key): called before this returns, with nothing held back.
	 */
	announce(emit: () => void, atOnce?: boolean): void;
	/** Forgets what waits and frees the timer. */
	close(): void;
}

export type PacerOptions = {
	/** Milliseconds within which background changes are merged. */
	readonly coalesce?: number;
	readonly interval?: number;
	readonly paused?: boolean;
};

export function createPacer({coalesce = 100, interval = 2000, paused: initial = false}: PacerOptions = {}): Pacer {
	const listeners = createListeners();
	const sleepers = createListeners();
	let waiting = new Set<() => void>();
	let timer: NodeJS.Timeout | undefined;
	let paused = initial;

	const tick = (): void => {
		timer = undefined;
		const due = waiting;
		waiting = new Set();
		for (const emit of due) emit();
	};

	return {
		interval,
		get paused() {
			return paused;
		},
		setPaused(next) {
			if (next === paused) return;
			paused = next;
			listeners.tell();
		},
		subscribe: listeners.add,
		wake: sleepers.tell,
		onWake: sleepers.add,
		announce(emit, atOnce = false) {
			if (atOnce) {
				waiting.delete(emit);
				emit();
				return;
			}

			waiting.add(emit);
			timer ??= setTimeout(tick, coalesce);
		},
		close() {
			clearTimeout(timer);
			timer = undefined;
			waiting.clear();
		},
	};
}
