import type {Faults} from './faults.js';
import type {State} from './state.js';

/** Wall time and waiting; tests bring their own. */
export type Clock = {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Resolves after real `ms`, or at once when the signal aborts. */
	sleep(ms: number, signal: AbortSignal): Promise<void>;
};

/** The state seen at one moment: everything that a tool prints is a function of this. */
export type Moment = {
	readonly state: State;
	readonly now: number;
	readonly speed: number;
	readonly faults: Faults;
};

/** Simulated milliseconds since `at`; negative when it is yet to come. */
export function since(moment: Moment, at: number): number {
	return (moment.now - at) * moment.speed;
}

/** Wall time of something that is `after` simulated milliseconds from `at`. */
export function later(moment: {readonly speed: number}, at: number, after: number): number {
	return at + after / moment.speed;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	sleep: (ms, signal) =>
		new Promise(resolve => {
			if (signal.aborted) {
				resolve();
				return;
			}

			const done = (): void => {
				clearTimeout(timer);
				signal.removeEventListener('abort', done);
				resolve();
			};

			const timer = setTimeout(done, ms);
			signal.addEventListener('abort', done, {once: true});
		}),
};
