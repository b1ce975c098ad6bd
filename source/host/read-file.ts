import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs';

/** What was read, or why not: the system's own code, `not-a-file` (a pipe, a device, a folder), or `too-large`. */
export type ReadFile = {readonly ok: true; readonly text: string} | {readonly ok: false; readonly code: string};

/**
 * A file that a person names: a regular one of at most `most` bytes. A pipe would make the program wait for ever, and
 * `/dev/zero` would fill the memory.
 */
export function readRegularFile(path: string, most: number): ReadFile {
	let file: number | undefined;
	try {
		file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
		const stats = fstatSync(file);
		if (!stats.isFile()) return {ok: false, code: 'not-a-file'};
		if (stats.size > most) return {ok: false, code: 'too-large'};
		// Files of /proc say that they are empty, and a file may grow while it is read.
		let buffer = Buffer.alloc(Math.min(most, Math.max(stats.size, 65_536)) + 1);
		let length = 0;
		for (;;) {
			if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(most + 1, length * 2));
			const read = readSync(file, buffer, length, buffer.length - length, null);
			length += read;
			if (read === 0 || length > most) break;
		}

		return length > most ? {ok: false, code: 'too-large'} : {ok: true, text: buffer.toString('utf8', 0, length)};
	} catch (error) {
		return {ok: false, code: (error as NodeJS.ErrnoException).code ?? String(error)};
	} finally {
		if (file !== undefined) closeSync(file);
	}
}
