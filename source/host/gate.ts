import {deferred} from './deferred.js';

export interface Gate {
	/**
	 * Resolves to true when it is this one's turn (then `leave` must follow), to false when it was aborted before. `first`:
	 * before all that wait.
	 */
	enter(signal: AbortSignal, first?: boolean): Promise<boolean>;
	leave(): void;
}

/** Lets at most `places` in at once; the rest waits in the order it came, those that go first before the others. */
export function createGate(places: number): Gate {
	const waiting = new Set<() => void>();
	const ahead = new Set<() => void>();
	let taken = 0;

	return {
		async enter(signal, first = false) {
			if (signal.aborted) return false;
			if (taken < places) {
				taken++;
				return true;
			}

			const {promise, resolve} = deferred<boolean>();
			const queue = first ? ahead : waiting;
			const take = (): void => {
				signal.removeEventListener('abort', giveUp);
				resolve(true);
			};

			const giveUp = (): void => {
				queue.delete(take);
				resolve(false);
			};

			queue.add(take);
			signal.addEventListener('abort', giveUp);
			return promise;
		},
		leave() {
			const queue = ahead.size > 0 ? ahead : waiting;
			const [next] = queue;
			if (next) {
				queue.delete(next);
				next();
			} else {
				taken--;
			}
		},
	};
}
