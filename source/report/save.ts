import {isFree} from '../host/free-file.js';
import {faultCode, openPrivateFile, whyUnwritable} from '../host/private-file.js';
import {htmlMark} from './html.js';
import {markdownMark} from './markdown.js';
import {scriptMark} from './script.js';

/** `exists`: something that is no report of ours is there. */
export type Saved =
	{readonly kind: 'saved'} | {readonly kind: 'exists'} | {readonly kind: 'failed'; readonly code: string};

/**
 * Writes a report into a file that only its owner can read, the script one that can be run. A report of ours is written
 * anew; any other file is left as it is, unless `force` says that it may go.
 */
export async function saveReport(path: string, content: string, executable: boolean, force = false): Promise<Saved> {
	const not = await whyNoReport(path, force);
	if (not) return not;
	try {
		const file = await openPrivateFile(path);
		try {
			await file.writeFile(content);
			if (executable) await file.chmod(0o700);
		} finally {
			await file.close();
		}

		return {kind: 'saved'};
	} catch (error) {
		return {kind: 'failed', code: faultCode(error)};
	}
}

/** Asked before the host is: why a report could not be put there; undefined: it can. */
export async function whyNoReport(path: string, force: boolean): Promise<Exclude<Saved, {kind: 'saved'}> | undefined> {
	try {
		if (!force && !(await isFree(path, isReport))) return {kind: 'exists'};
		const code = await whyUnwritable(path);
		return code === undefined ? undefined : {kind: 'failed', code};
	} catch (error) {
		return {kind: 'failed', code: faultCode(error)};
	}
}

/** Each writer has put its mark near the beginning. */
function isReport(head: string): boolean {
	const [first = '', second = ''] = head.split('\n');
	return first === markdownMark || second === scriptMark || head.includes(`\n${htmlMark}\n`);
}
