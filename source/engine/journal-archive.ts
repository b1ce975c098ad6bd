import {link, lstat, open, rename, rm} from 'node:fs/promises';
import type {JournalFault} from './journal-fault.js';
import {chained, type JournalEntry, type JournalRecord} from './journal.js';

/**
 * Puts a journal that cannot be acted on aside, and begins a new one in its place, whose first record tells where the old
 * one lies and why. Nothing of the old one is changed, and at no moment is there none. Resolves with the archive's path.
 *
 * @throws what the file system throws, EEXIST too: an archive is never replaced.
 */
export async function archiveJournal(path: string, entry: JournalEntry, fault: JournalFault): Promise<string> {
	const stats = await lstat(path);
	if (!stats.isFile()) throw new Error(`${path}: not a regular file`);
	const archive = archiveName(path, entry.t_wall);
	await link(path, archive);
	const part = `${path}.part`;
	await rm(part, {force: true});
	const file = await open(part, 'wx', 0o600);
	try {
		const {line} = chained({...entry, ev: 'archived', after: {path: archive, ...fault}}, undefined);
		await file.writeFile(`${line}\n`);
		await file.datasync();
	} finally {
		await file.close();
	}

	await rename(part, path);
	return archive;
}

/** `journal-20261130T061951Z.jsonl`, beside it. `at`: milliseconds since the epoch. */
export const archiveName = (path: string, at: number): string =>
	`${path.replace(/\.jsonl$/, '')}-${new Date(at).toISOString().replaceAll(/[:-]|\.\d+/g, '')}.jsonl`;

/** Where the journal lies that this one took the place of; undefined: it is the first. */
export function archiveOf([first]: readonly JournalRecord[]): string | undefined {
	if (first?.ev !== 'archived') return undefined;
	const {path} = (first.after ?? {}) as {readonly path?: unknown};
	return typeof path === 'string' ? path : undefined;
}
