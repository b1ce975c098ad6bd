import fs from 'node:fs/promises';
import {constants} from 'node:fs';

/** Bytes at the beginning that tell what a file is. */
const headLength = 600;

/**
 * Whether a file may be written anew: nothing is there, it is empty, or `isOurs` knows its beginning. Anything else (a
 * foreign file, a link, a device) stays as it is. Rejects where that cannot be looked at.
 */
export async function isFree(path: string, isOurs: (head: string) => boolean): Promise<boolean> {
	const {O_RDONLY, O_NOFOLLOW, O_NONBLOCK} = constants;
	try {
		const file = await fs.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
		try {
			if (!(await file.stat()).isFile()) return false;
			const {buffer, bytesRead} = await file.read(Buffer.alloc(headLength), 0, headLength, 0);
			return bytesRead === 0 || isOurs(buffer.toString('utf8', 0, bytesRead));
		} finally {
			await file.close();
		}
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'ENOENT') return true;
		// A link: whatever it points to is not ours to write.
		if (code === 'ELOOP') return false;
		throw error;
	}
}
