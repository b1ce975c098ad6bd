import {deferred} from './deferred.js';

export interface Gate {
	/** Resolves to true when it is this one's turn (then `leave` must follow), to false when it was aborted before. */
	enter(signal: AbortSignal): Promise<boolean>;
	leave(): void;
}

/** Lets at most `places` in at once; the rest waits in the order it came. */
export function createGate(places: number): Gate {
	const waiting = new Set<() => void>();
	let taken = 0;

	return {
		async enter(signal) {
			if (signal.aborted) return false;
			if (taken < places) {
				taken++;
				return true;
			}

			const {promise, resolve} = deferred<boolean>();
			const take = (): void => {
				signal.removeEventListener('abort', giveUp);
				resolve(true);
			};

			const giveUp = (): void => {
				waiting.delete(take);
				resolve(false);
			};

			waiting.add(take);
			signal.addEventListener('abort', giveUp);
			return promise;
		},
		leave() {
			const [next] = waiting;
			if (next) {
				waiting.delete(next);
				next();
			} else {
				taken--;
			}
		},
	};
}
