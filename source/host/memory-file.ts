import {randomUUID} from 'node:crypto';
import {closeSync, fstatSync, openSync, read, unlinkSync} from 'node:fs';
import {promisify} from 'node:util';

/** A file in memory that has no name: where a child puts an output of many megabytes. */
export interface MemoryFile {
	readonly fd: number;
	readonly size: number;
	/** Its first bytes, as many as there is room for; how many were read. */
	readInto(room: Uint8Array): Promise<number>;
	close(): void;
}

/** The one folder that every Linux keeps in memory; it is the system's, with the sticky bit. */
const folder = '/dev/shm';

/**
 * Undefined where there is no such folder, or it may not be written. A pipe of Node hands over 4 KiB at a time: for 18 MB
 * that are 4,000 turns of the event loop, between which keys have to wait; a file is read at once.
 */
export function createMemoryFile(): MemoryFile | undefined {
	const path = `${folder}/k0s-tui-${randomUUID()}`;
	let fd: number;
	try {
		// "x": never a file, or a link to one, that somebody else put there.
		fd = openSync(path, 'wx+', 0o600);
		unlinkSync(path);
	} catch {
		return undefined;
	}

	return {
		fd,
		get size() {
			return fstatSync(fd).size;
		},
		async readInto(room) {
			let filled = 0;
			while (filled < room.length) {
				const {bytesRead} = await readAsync(fd, room, filled, room.length - filled, filled);
				if (bytesRead === 0) break;
				filled += bytesRead;
			}

			return filled;
		},
		close() {
			closeSync(fd);
		},
	};
}

const readAsync = promisify(read);
