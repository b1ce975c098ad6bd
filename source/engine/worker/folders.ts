import {constants} from 'node:fs';
import {join} from 'node:path';
import {ownFolders} from '../../host/private-folder.js';

/** Where a host's state lies: `/var/lib/k0s-tui` and `/run/k0s-tui`, below `K0S_TUI_ROOT` where that is set. */
export type Folders = {
	/** Journal, runs, backups: outlive a reboot. */
	readonly state: string;
	/** Lock, holder, requests on their way: gone with the next start of the system. */
	readonly live: string;
	readonly journal: string;
	readonly lock: string;
	/** Who holds the lock. */
	readonly holder: string;
};

export function hostFolders(env: Readonly<Record<string, string | undefined>>): Folders {
	const {state, live} = ownFolders(env);
	return {
		state,
		live,
		journal: join(state, 'journal.jsonl'),
		lock: join(live, 'lock'),
		holder: join(live, 'worker.json'),
	};
}

/** Of one run: its orders, its output, requests to it. */
export type RunFolder = {
	readonly path: string;
	/** JSON, a line an event: what it printed, its progress, how it ended. */
	readonly output: string;
	/** What the worker itself says when it breaks. */
	readonly log: string;
	readonly requests: string;
	readonly order: (id: string) => string;
};

export function runFolder({state}: Folders, run: string): RunFolder {
	const path = join(state, 'runs', run);
	return {
		path,
		output: join(path, 'output.log'),
		log: join(path, 'worker.log'),
		requests: join(path, 'requests'),
		order: id => join(path, `order-${id}.json`),
	};
}

/** Names of runs and orders become parts of paths. */
export const isName = (name: string): boolean => /^[a-z][\w-]{0,80}$/.test(name);

export const {O_RDONLY, O_WRONLY, O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_TRUNC} = constants;
