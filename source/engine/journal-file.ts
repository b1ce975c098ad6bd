import {constants} from 'node:fs';
import {mkdir, open} from 'node:fs/promises';
import {dirname} from 'node:path';
import process from 'node:process';
import {chained, readJournal, type Journal, type LastLine} from './journal.js';

const makeForUs = async (folder: string): Promise<void> => {
	await mkdir(folder, {recursive: true, mode: 0o700});
};

/** Bytes. Years of runs have some megabytes. */
const mostBytes = 256 * 1024 * 1024;

/** What an undo runs as root must have been written by root: why it may not have been. */
function notOurs({uid, mode}: {readonly uid: number; readonly mode: number}): string | undefined {
	if (uid !== 0 && uid !== process.geteuid?.()) return `belongs to another user (${uid})`;
	return (mode & 0o022) === 0 ? undefined : 'can be written by other users';
}

/**
 * The journal as a file: 0600 in a folder of 0700, never through a symbolic link, each line flushed to disk before
 * `append` resolves. A torn last line is cut away by the next append.
 *
 * `makeFolder`: what makes its folder; the host's own is looked at too, one that a person named is taken as it is.
 *
 * @throws what the file system throws: without a journal nothing may run.
 */
export function createFileJournal(path: string, makeFolder = makeForUs): Journal {
	let last: LastLine | undefined;
	let loaded = false;
	let queue: Promise<unknown> = Promise.resolve();

	const bytes = async (): Promise<Buffer> => {
		try {
			const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
			try {
				// A pipe would be waited for for ever, a device would fill the memory.
				const stats = await file.stat();
				if (!stats.isFile()) throw new Error(`${path} is not a file`);
				if (stats.size > mostBytes) throw new Error(`${path} is too large (${stats.size} bytes)`);
				const fault = notOurs(stats);
				if (fault !== undefined) throw new Error(`${path} ${fault}`);
				return await file.readFile();
			} finally {
				await file.close();
			}
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
			throw error;
		}
	};

	const load = async (): Promise<void> => {
		const content = await bytes();
		const {torn, last: found} = readJournal(content.toString('utf8'));
		if (torn !== null) {
			const file = await open(path, constants.O_WRONLY | constants.O_NOFOLLOW);
			await file.truncate(content.lastIndexOf('\n') + 1);
			await file.close();
		}

		last = found;
		loaded = true;
	};

	const write = async (entry: Parameters<Journal['append']>[0]) => {
		if (!loaded) {
			await makeFolder(dirname(path));
			await load();
		}

		const {record, line} = chained(entry, last);
		const {O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK} = constants;
		const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
		try {
			// Commands stand there as they ran, with what they were given: an undo needs their very words.
			if (((await file.stat()).mode & 0o077) !== 0) await file.chmod(0o600);
			await file.appendFile(`${line}\n`);
			await file.datasync();
		} finally {
			await file.close();
		}

		last = {line, seq: record.seq};
		return record;
	};

	return {
		async append(entry) {
			const next = queue.then(async () => write(entry));
			queue = next.catch(() => undefined);
			return next;
		},
		async read() {
			await queue;
			const {last: _, ...reading} = readJournal((await bytes()).toString('utf8'));
			return reading;
		},
	};
}
