import {derivedAt, derivedIn} from './derived-files.js';
import {mountLines} from './k0s-files.js';
import type {Moment} from './moment.js';
import type {FileEntry} from './state.js';

/** The virtual file system: what the state holds, and what the kernel, k0s and the CNI would show at this moment. */

/** Follows links. Undefined: nothing there. */
export function entryAt(moment: Moment, path: string, depth = 0): FileEntry | undefined {
	const clean = path.length > 1 ? path.replace(/\/+$/, '') : path;
	const entry = moment.state.files[clean] ?? derivedAt(moment, clean);
	if (entry?.type === 'link' && depth < 8) return entryAt(moment, entry.text, depth + 1);
	return entry;
}

export function content(moment: Moment, path: string, entry: FileEntry): string {
	if (path === '/proc/self/mounts' || path === '/proc/mounts') return entry.text + mountLines(moment);
	// A binary's bytes are never asked for: what shows is that it is one.
	return entry.blob === undefined ? entry.text : '\u007FELF';
}

/** Names in a folder, sorted. */
export function childrenOf(moment: Moment, path: string): string[] {
	const prefix = path.endsWith('/') ? path : `${path}/`;
	const names = new Set<string>();
	for (const name of [...Object.keys(moment.state.files), ...derivedIn(moment, prefix)]) {
		if (name.startsWith(prefix)) names.add(name.slice(prefix.length).split('/')[0] ?? '');
	}

	return [...names].filter(name => name !== '').sort();
}
