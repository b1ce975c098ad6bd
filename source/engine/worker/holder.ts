import {readFile} from 'node:fs/promises';
import type {Asker} from '../run-here.js';
import type {Folders} from './folders.js';
import {readJson} from './private-json.js';

/** A process that nobody else can be taken for: numbers are given anew, times of start are not. */
export type ProcessId = {
	readonly pid: number;
	/** Field 22 of /proc/PID/stat: clock ticks since the system's start. */
	readonly started: string;
};

/** The worker that holds the lock, as it says itself. */
export type Holder = ProcessId & {
	readonly bootId: string | null;
	/** The name of its list of steps, of its run and of its order. */
	readonly list: string;
	readonly run: string;
	readonly order: string;
	readonly asker: Asker;
	/** Milliseconds since the epoch. */
	readonly since: number;
};

/** When this process started; undefined: it has ended (a zombie has too). */
export async function startOf(pid: number): Promise<string | undefined> {
	try {
		const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
		// The name stands in parentheses and may hold any character, a parenthesis too.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
	} catch {
		return undefined;
	}
}

export const isAlive = async ({pid, started}: ProcessId): Promise<boolean> => (await startOf(pid)) === started;

/** The worker that works on this host now; undefined: none. */
export async function readHolder({holder}: Folders): Promise<Holder | undefined> {
	const found = (await readJson(holder)) as Holder | null | undefined;
	// Of a process that has ended no start is known either: without one written there it would be taken for alive.
	if (typeof found?.pid !== 'number' || typeof found.started !== 'string') return undefined;
	if (typeof found.run !== 'string' || typeof found.order !== 'string') return undefined;

	return (await isAlive(found)) ? found : undefined;
}
