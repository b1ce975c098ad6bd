import fs from 'node:fs/promises';
import {constants} from 'node:fs';
import {openPrivateFile} from '../host/private-file.js';
import {htmlMark} from './html.js';
import {markdownMark} from './markdown.js';
import {scriptMark} from './script.js';

/** `exists`: something that is no report of ours is there. */
export type Saved =
	{readonly kind: 'saved'} | {readonly kind: 'exists'} | {readonly kind: 'failed'; readonly why: string};

/**
 * Writes a report into a file that only its owner can read, the script one that can be run. A report of ours is written
 * anew; any other file is left as it is.
 */
export async function saveReport(path: string, content: string, executable: boolean): Promise<Saved> {
	try {
		if (!(await isFree(path))) return {kind: 'exists'};
		const file = await openPrivateFile(path);
		try {
			await file.writeFile(content);
			if (executable) await file.chmod(0o700);
		} finally {
			await file.close();
		}

		return {kind: 'saved'};
	} catch (error) {
		return {kind: 'failed', why: error instanceof Error ? error.message : String(error)};
	}
}

/** Where each writer has put its mark. Bytes. */
const headLength = 600;

/** Nothing is there, an empty file, or a report of ours. */
async function isFree(path: string): Promise<boolean> {
	const {O_RDONLY, O_NOFOLLOW, O_NONBLOCK} = constants;
	try {
		const file = await fs.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
		try {
			if (!(await file.stat()).isFile()) return false;
			const {buffer, bytesRead} = await file.read(Buffer.alloc(headLength), 0, headLength, 0);
			const head = buffer.toString('utf8', 0, bytesRead);
			const [first = '', second = ''] = head.split('\n');
			return bytesRead === 0 || first === markdownMark || second === scriptMark || head.includes(`\n${htmlMark}\n`);
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
