import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';

/** Time for the engine. `mono` only ever grows, and is the same for all processes of a host since its start; `wall` is for people. Milliseconds. */
export interface Clock {
	mono(): number;
	wall(): number;
	/** Resolves after `ms`, or at once when the signal is aborted. Never rejects. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** `speed`: how many times as fast the host's time runs (a simulated host in tests): all times are the host's. */
export function createClock(speed = 1): Clock {
	return {
		mono: () => (Number(process.hrtime.bigint()) / 1e6) * speed,
		wall: () => Date.now(),
		async sleep(ms, signal) {
			await wait(ms / speed, undefined, signal === undefined ? {} : {signal}).catch(() => undefined);
		},
	};
}
