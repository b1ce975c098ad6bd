import {setImmediate as turn} from 'node:timers/promises';
import type {Sliced} from '../read/sliced.js';

export {finish, type Sliced} from '../read/sliced.js';

/** Milliseconds of work between two turns of the event loop: a key waits no longer. */
const budget = 6;

/** Runs long work in slices, so that keys are answered meanwhile. Undefined when it was aborted. */
export async function inSlices<T>(work: Sliced<T>, signal?: AbortSignal): Promise<T | undefined> {
	let since = performance.now();
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
		if (performance.now() - since < budget) continue;
		await turn();
		if (signal?.aborted) return undefined;
		since = performance.now();
	}
}
