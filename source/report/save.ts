import {isFree} from '../host/free-file.js';
import {openPrivateFile} from '../host/private-file.js';
import {htmlMark} from './html.js';
import {markdownMark} from './markdown.js';
import {scriptMark} from './script.js';

/** `exists`: something that is no report of ours is there. */
export type Saved =
	{readonly kind: 'saved'} | {readonly kind: 'exists'} | {readonly kind: 'failed'; readonly why: string};

/**
 * Writes a report into a file that only its owner can read, the script one that can be run. A report of ours is written
 * anew; any other file is left as it is, unless `force` says that it may go.
 */
export async function saveReport(path: string, content: string, executable: boolean, force = false): Promise<Saved> {
	try {
		if (!force && !(await isFree(path, isReport))) return {kind: 'exists'};
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

/** Each writer has put its mark near the beginning. */
function isReport(head: string): boolean {
	const [first = '', second = ''] = head.split('\n');
	return first === markdownMark || second === scriptMark || head.includes(`\n${htmlMark}\n`);
}
