import {constants} from 'node:fs';
import {lstat, mkdir, open, readdir, realpath, stat} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import process from 'node:process';

const {O_DIRECTORY, O_NOFOLLOW, O_RDONLY} = constants;

type Environment = Readonly<Record<string, string | undefined>>;

/** `K0S_TUI_ROOT`, as an absolute path: a worker of systemd has another working folder. `/` where it is not set, or empty. */
export const rootFolder = (env: Environment): string => resolve(env['K0S_TUI_ROOT'] || '/');

/** Our folders on this host: what outlives a reboot, and what does not. */
export function ownFolders(env: Environment): {readonly state: string; readonly live: string} {
	const root = rootFolder(env);
	return {state: join(root, 'var/lib/k0s-tui'), live: join(root, 'run/k0s-tui')};
}

/**
 * Where a tool may keep what it found out. Made by us before the tool can: it would give our folder a mode of its own.
 * An ordinary user has no such folder, and one that is not safe is not used: then nothing can be kept.
 */
export async function cacheFolder(name: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
	const {live} = ownFolders(env);
	const path = join(live, name);
	try {
		await makePrivate(live);
		await makePrivate(path);
		return path;
	} catch {
		return '/dev/null';
	}
}

/**
 * Makes a folder that only we may enter, and its parents in the same way. One that is there with another mode (a child
 * process made it: `install -d` and kubectl give parents the mode of the umask) is put right, unless others could have
 * put something into it.
 *
 * @throws when it is somebody else's, a link, holds what is not ours, or lies where others could put another in its place.
 */
export async function makePrivate(path: string): Promise<void> {
	await mkdir(path, {recursive: true, mode: 0o700});
	await refuseParents(dirname(path));
	const stats = await lstat(path);
	if (!stats.isDirectory()) throw new Error(`${path} is not a folder`);
	if (stats.uid !== process.geteuid?.()) throw new Error(`${path} belongs to another user`);
	if ((stats.mode & 0o077) !== 0) await close(path, stats.mode);
}

/** Whoever can rename a folder above ours decides what is in ours. `/tmp` is safe: there, nobody renames what is another's. */
async function refuseParents(parent: string): Promise<void> {
	for (let path = await realpath(parent); ; path = dirname(path)) {
		const {uid, mode} = await stat(path);
		if (uid !== 0 && uid !== process.geteuid?.()) throw new Error(`${path} belongs to another user`);
		if ((mode & 0o1002) === 0o002) throw new Error(`${path} can be written by everybody`);
		if (path === dirname(path)) return;
	}
}

/** First nobody else can enter any more, then what they may have left is looked at. */
async function close(path: string, mode: number): Promise<void> {
	const folder = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	try {
		// The very folder that was opened: between two looks a name may come to mean another one.
		const {uid} = await folder.stat();
		if (uid !== process.geteuid?.()) throw new Error(`${path} belongs to another user`);
		const foreign = (mode & 0o022) === 0 ? undefined : await foreignIn(path, uid);
		if (foreign !== undefined) throw new Error(`${path} could be written by others and holds ${foreign}, not ours`);
		await folder.chmod(0o700);
		// Once more, now that nothing can be added: what came between is not kept.
		const late = (mode & 0o022) === 0 ? undefined : await foreignIn(path, uid);
		if (late === undefined) return;
		await folder.chmod(mode & 0o7777);
		throw new Error(`${path} could be written by others and holds ${late}, not ours`);
	} finally {
		await folder.close();
	}
}

/** The first entry that another user owns, or that others can write. */
async function foreignIn(path: string, uid: number): Promise<string | undefined> {
	for (const name of await readdir(path)) {
		const entry = await lstat(join(path, name)).catch(() => undefined);
		if (entry === undefined) continue;
		if (entry.uid !== uid || entry.isSymbolicLink() || (entry.mode & 0o022) !== 0) return name;
	}

	return undefined;
}
