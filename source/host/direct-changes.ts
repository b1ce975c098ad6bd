import fs from 'node:fs';
import path from 'node:path';
import type {DirectAnswer, DirectOptions} from './direct-answer.js';

/**
 * `inotifywait -m` without the program, and for folders that come and go: each change is a line with the path of what
 * changed. A folder that is not there is waited for in the nearest one above it that is. Ends when aborted, or with an
 * error when the kernel gives no (more) watches.
 */
export async function tellChanges(folders: readonly string[], {signal, onLine}: DirectOptions): Promise<DirectAnswer> {
	return new Promise(resolve => {
		const watchers = new Map<string, fs.FSWatcher>();
		let ended = false;
		const end = (answer: DirectAnswer): void => {
			ended = true;
			for (const watcher of watchers.values()) watcher.close();
			watchers.clear();
			signal.removeEventListener('abort', onAbort);
			resolve(answer);
		};

		const onAbort = (): void => end({exit: 130, stdout: '', stderr: ''});
		const fail = (error: unknown): void => {
			const message = error instanceof Error ? error.message : String(error);
			end({exit: 1, stdout: '', stderr: `${message}\n`});
		};

		/** Watches the folder, or the nearest one above it. `known`: it was there a moment ago. */
		const arm = (folder: string): void => {
			if (ended) return;
			watchers.get(folder)?.close();
			watchers.delete(folder);
			for (let at = folder; ; at = path.dirname(at)) {
				try {
					const next = path.relative(at, folder).split(path.sep)[0] ?? '';
					const watcher = fs.watch(at, {persistent: false}, (_, name) => {
						if (watchers.get(folder) !== watcher) return;
						// The folder itself went, or the next one on the way to it came.
						const moved = at === folder ? !isThere(at) : name === next && isThere(path.join(at, next));
						if (at === folder || moved) onLine(at === folder && name !== null ? path.join(at, name) : folder);
						if (moved) arm(folder);
					});
					watcher.on('error', fail);
					watchers.set(folder, watcher);
					// It may have come between the look above it and now.
					if (at !== folder && isThere(path.join(at, next))) continueAbove(folder, watcher);
					return;
				} catch (error) {
					const {code} = error as NodeJS.ErrnoException;
					if ((code !== 'ENOENT' && code !== 'ENOTDIR') || at === path.dirname(at)) {
						fail(error);
						return;
					}
				}
			}
		};

		const continueAbove = (folder: string, watcher: fs.FSWatcher): void => {
			watcher.close();
			setImmediate(arm, folder);
		};

		signal.addEventListener('abort', onAbort);
		if (signal.aborted) onAbort();
		else {
			for (const folder of folders) arm(folder);
			// It has begun: until something changes nothing else would tell.
			if (!ended) onLine('');
		}
	});
}

const isThere = (folder: string): boolean => {
	try {
		return fs.statSync(folder).isDirectory();
	} catch {
		return false;
	}
};
