import fs, {type FileHandle} from 'node:fs/promises';
import {constants} from 'node:fs';
import process from 'node:process';

const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Opens a file to be written anew, readable by its owner only. Refuses what somebody else may have laid there: a link
 * (symbolic or hard), a pipe or device, another user's file. Rejects with a sentence for people.
 */
export async function openPrivateFile(path: string): Promise<FileHandle> {
	const file = await fs.open(path, flags, 0o600);
	try {
		const stats = await file.stat();
		if (!stats.isFile()) throw new Error(`${path} is not a regular file`);
		if (stats.nlink > 1) throw new Error(`${path} has other names (hard links)`);
		if (stats.uid !== process.geteuid?.()) throw new Error(`${path} belongs to another user`);
		await file.chmod(0o600);
		await file.truncate(0);
		return file;
	} catch (error) {
		await file.close();
		throw error;
	}
}

/** Writes a whole file that only its owner can read; why it could not be written, for people; undefined: it was. */
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
		return error instanceof Error ? error.message : String(error);
	}
}
