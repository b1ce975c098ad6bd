import fs from 'node:fs';
import path from 'node:path';
import {systemFolders} from './environment.js';

/** Where a tool is, or why it will not be run. `reason` is for people, in the words of a tool's error. */
export type FoundTool =
	| {readonly kind: 'found'; readonly file: string}
	| {readonly kind: 'not-found'; readonly reason: string}
	/** We may not even look. */
	| {readonly kind: 'denied'; readonly reason: string}
	/** Somebody else than root could have written it. */
	| {readonly kind: 'untrusted'; readonly reason: string};

export interface ToolFinder {
	find(name: string): FoundTool;
	/** What was known of this name is no longer true (it could not be started). */
	forget(name: string): void;
	/** Something on the host was changed: what was missing may be there by now. */
	forgetMissing(): void;
}

export type ToolFinderOptions = {
	/** Folders in order, instead of the fixed list. For tests. */
	readonly folders?: readonly string[];
	/** User ids that may own a tool and its folder: root. More only in tests. */
	readonly owners?: readonly number[];
	/** Milliseconds, monotonic. */
	readonly now?: () => number;
};

/** A file that was trusted is looked at again after this; a missing one soon, because it may be installed any moment. */
const trustedFor = 10_000;
const missingFor = 500;

/** /usr/local/bin is where k0s is installed, and where people put k9s; anything else there is not ours to run. */
const foldersOf = (name: string): readonly string[] =>
	name === 'k0s' || name === 'k9s'
		? ['/usr/local/bin', ...systemFolders, '/usr/local/sbin']
		: [...systemFolders, '/usr/local/sbin'];

/**
 * Finds tools without asking $PATH: by name in a fixed list of folders, or by absolute path. A tool is run only when
 * nobody but root can change it: the file and its folder (after following links) belong to root and are writable
 * neither by group nor by others, and no folder above lets others replace the way to it.
 */
export function createToolFinder({
	folders,
	owners = [0],
	now = () => performance.now(),
}: ToolFinderOptions = {}): ToolFinder {
	const cache = new Map<string, {readonly found: FoundTool; readonly until: number}>();

	const look = (name: string): FoundTool => {
		if (name.includes('\0')) return {kind: 'not-found', reason: 'a tool name with a NUL character'};
		if (path.isAbsolute(name)) return inspect(name, owners) ?? missing(name);
		if (name === '' || name.includes('/')) {
			return {kind: 'untrusted', reason: `${name}: only a name or an absolute path is run`};
		}

		for (const folder of folders ?? foldersOf(name)) {
			const found = inspect(path.join(folder, name), owners);
			if (found) return found;
		}

		return missing(name);
	};

	return {
		find(name) {
			const cached = cache.get(name);
			if (cached && cached.until > now()) return cached.found;
			const found = look(name);
			cache.set(name, {found, until: now() + (found.kind === 'found' ? trustedFor : missingFor)});
			return found;
		},
		forget(name) {
			cache.delete(name);
		},
		forgetMissing() {
			for (const [name, {found}] of cache) if (found.kind !== 'found') cache.delete(name);
		},
	};
}

const missing = (name: string): FoundTool => ({kind: 'not-found', reason: `${name}: command not found`});

/** Undefined: nothing there that could be run. */
function inspect(file: string, owners: readonly number[]): FoundTool | undefined {
	try {
		const real = fs.realpathSync(file);
		const stats = fs.statSync(real);
		if (!stats.isFile() || (stats.mode & 0o111) === 0) return undefined;
		const distrust =
			distrustOf(real, stats, owners) ?? distrustOfFolders(real, owners) ?? distrustOfFolders(file, owners);
		return distrust === undefined ? {kind: 'found', file} : {kind: 'untrusted', reason: distrust};
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'EACCES' || code === 'EPERM') return {kind: 'denied', reason: `${file}: permission denied`};
		return undefined;
	}
}

function distrustOfFolders(file: string, owners: readonly number[]): string | undefined {
	const nearest = path.dirname(file);
	for (let folder = nearest; ; folder = path.dirname(folder)) {
		const stats = fs.statSync(folder);
		// In a sticky folder (/tmp) nobody can replace what belongs to root, but a tool that lies in it is suspect.
		const sticky = folder !== nearest && (stats.mode & 0o1000) !== 0;
		const distrust = distrustOf(folder, stats, owners, sticky);
		if (distrust !== undefined || folder === path.dirname(folder)) return distrust;
	}
}

function distrustOf(
	place: string,
	{uid, mode}: fs.Stats,
	owners: readonly number[],
	sticky = false,
): string | undefined {
	if (!owners.includes(uid)) return `${place} belongs to user ${uid}, not to root: not run`;
	if ((mode & 0o022) !== 0 && !sticky) {
		return `${place} can be changed by others than root (mode ${(mode & 0o7777).toString(8)}): not run`;
	}

	return undefined;
}
