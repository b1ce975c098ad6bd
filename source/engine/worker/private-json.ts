import {open, rename, rm} from 'node:fs/promises';
import process from 'node:process';
import {O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY} from './folders.js';

/** Written beside and renamed: nobody ever reads half of it. 0600. */
export async function writeJson(path: string, value: unknown): Promise<void> {
	const part = `${path}.${process.pid}.part`;
	await rm(part, {force: true});
	const file = await open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
	try {
		await file.writeFile(`${JSON.stringify(value)}\n`);
		await file.datasync();
	} finally {
		await file.close();
	}

	await rename(part, path);
}

/**
 * Undefined: not there, or no JSON.
 * @throws when it is not ours: another user's file would be an order from him.
 */
export async function readJson(path: string): Promise<unknown> {
	let text: string;
	try {
		const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
		try {
			const stats = await file.stat();
			// A pipe would be waited for for ever.
			if (!stats.isFile()) throw new Error(`${path} is not a file`);
			if (stats.uid !== process.geteuid?.()) throw new Error(`${path} belongs to another user`);
			if (stats.size > 1024 ** 2) throw new Error(`${path} is too big`);
			text = await file.readFile('utf8');
		} finally {
			await file.close();
		}
	} catch (error) {
		if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
		throw error;
	}

	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
