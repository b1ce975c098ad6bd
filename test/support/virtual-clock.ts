import type {Clock as HostClock} from '../../source/simulated/moment.js';
import type {Clock} from '../../source/engine/clock.js';

/** Milliseconds since the epoch at which a virtual clock begins. */
export const epoch = Date.UTC(2025, 9, 9, 12, 0, 0);

/**
 * One time for a simulated host and for what works on it, which passes only while somebody sleeps: nothing comes too late
 * because the machine is busy.
 */
export function virtualClock(start: number): {readonly host: HostClock; readonly engine: Clock} {
	let now = start;
	const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
		// A turn of the loop, so that whoever aborts it is heard.
		await new Promise(resolve => setImmediate(resolve));
		if (!signal?.aborted) now += ms;
	};

	return {host: {now: () => now, sleep}, engine: {mono: () => now, wall: () => now, sleep}};
}
