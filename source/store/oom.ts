import {oomCounts} from '../command/oom.js';
import type {OomCount} from '../facts/oom.js';
import {readOomCounts} from '../read/kernel-oom.js';
import type {Ask} from './why.js';

/** How often the kernel killed processes of each container that runs here; undefined: it could not be read. */
export async function readKilled(ask: Ask, signal: AbortSignal): Promise<ReadonlyMap<string, OomCount> | undefined> {
	const counts = readOomCounts(await ask(oomCounts(), signal));
	return counts.known ? counts.value : undefined;
}
