import fs, {type FileHandle} from 'node:fs/promises';
import {constants, type Stats} from 'node:fs';
import {dirname} from 'node:path';
import process from 'node:process';

const {W_OK, X_OK, O_WRONLY, O_CREAT, O_NOFOLLOW, O_NONBLOCK} = constants;
const flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK;

/** Why a file is not written: a word of ours, or the system's code. `fileFaults` in the catalogue says them. */
export class FileFault extends Error {
	constructor(readonly code: string) {
		super(code);
	}
}

/**
 * Opens a file to be written anew, readable by its owner only. Refuses what somebody else may have laid there: a link
 * (symbolic or hard), a pipe or device, another user's file. Rejects with a FileFault.
 */
export async function openPrivateFile(path: string): Promise<FileHandle> {
	const file = await fs.open(path, flags, 0o600).catch(async (error: unknown) => {
		// A link and a pipe are refused by the system with codes that nobody knows.
		throw new FileFault((await whyUnwritable(path)) ?? faultCode(error));
	});
	try {
		const fault = unfit(await file.stat());
		if (fault !== undefined) throw new FileFault(fault);
		await file.chmod(0o600);
		await file.truncate(0);
		return file;
	} catch (error) {
		await file.close();
		throw error;
	}
}

/**
 * Why no file can be made or written anew there, as far as the system tells before it is tried. Undefined: it can. Asked
 * before work whose result goes into it.
 */
export async function whyUnwritable(path: string): Promise<string | undefined> {
	try {
		const fault = unfit(await fs.lstat(path));
		if (fault !== undefined) return fault;
		await fs.access(path, W_OK);
		return undefined;
	} catch (error) {
		if (faultCode(error) !== 'ENOENT') return faultCode(error);
	}

	return fs.access(dirname(path), W_OK | X_OK).then(() => undefined, faultCode);
}

function unfit(stats: Stats): string | undefined {
	if (stats.isSymbolicLink()) return 'link';
	if (!stats.isFile()) return 'not-a-file';
	if (stats.nlink > 1) return 'hard-links';
	return stats.uid === process.geteuid?.() ? undefined : 'other-user';
}

/** What a failed call says, as a word for `fileFaults`. */
export const faultCode = (error: unknown): string =>
	(error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));

/** Writes a whole file that only its owner can read; the code of why it could not be written; undefined: it was. */
export async function writePrivate(path: string, content: string): Promise<string | undefined> {
	try {
		const file = await openPrivateFile(path);
		try {
			await file.writeFile(content);
		} finally {
			await file.close();
		}

		return undefined;
	} catch (error) {
		return faultCode(error);
	}
}
