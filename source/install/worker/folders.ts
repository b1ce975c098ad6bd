import {constants} from 'node:fs';
import {lstat, mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import process from 'node:process';

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
	const root = env['K0S_TUI_ROOT'] || '/';
	const state = join(root, 'var/lib/k0s-tui');
	const live = join(root, 'run/k0s-tui');
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

/**
 * Makes a folder that only we may enter.
 * @throws when it is somebody else's, or a link.
 */
export async function makePrivate(path: string): Promise<void> {
	await mkdir(path, {recursive: true, mode: 0o700});
	const stats = await lstat(path);
	if (!stats.isDirectory()) throw new Error(`${path} is not a folder`);
	if (stats.uid !== process.geteuid?.()) throw new Error(`${path} belongs to another user`);
	if ((stats.mode & 0o077) !== 0) throw new Error(`${path} can be entered by others (mode ${octal(stats.mode)})`);
}

const octal = (mode: number): string => (mode & 0o7777).toString(8);

export const {O_RDONLY, O_WRONLY, O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_TRUNC} = constants;
