import {isFree} from '../host/free-file.js';
import {faultCode, whyUnwritable} from '../host/private-file.js';
import {readRegularFile} from '../host/read-file.js';
import type {SavedCell} from '../model/reach/matrix.js';
import {jsonText} from '../terminal/json-text.js';
import type {ReachText} from '../text/reach.js';
import type {Text} from '../text/text.js';
import {cannotRun, usage, type Answer, type Invocation} from './headless.js';
import {fileFaultWords} from './open-fault.js';
import {string, type Values} from './option.js';

/** In the first bytes of a file that we saved. */
const mark = 'k0s-tui/reach-matrix/1';
/** Bytes: a matrix of a thousand places has some 50 MB. */
const mostBytes = 128 * 1024 * 1024;

/** `before`: the cells of `--compare`. `out`: the file of `--save`, into which they can be written. */
export type MatrixFiles = {readonly before: readonly SavedCell[] | undefined; readonly out: string | undefined};

/** A matrix as it is saved, and compared later by `--compare`. */
export const savedText = (cells: readonly SavedCell[]): string =>
	jsonText({schema: mark, time: new Date().toISOString(), cells});

/** The files of a matrix, or why they cannot be used: asked before the host is. */
export async function matrixFiles(
	{settings, text}: Invocation,
	values: Values,
	words: ReachText,
): Promise<MatrixFiles | Answer> {
	const out = string(values, 'save');
	const old = string(values, 'compare');
	if (values['matrix'] !== true) {
		// Neither may be passed over: a file that is asked for and not written is missed later.
		const lonely = out === undefined ? (old === undefined ? undefined : '--compare') : '--save';
		return lonely === undefined ? {before: undefined, out} : usage(words.matrix.only(lonely));
	}

	const before = old === undefined ? undefined : readSaved(old, text);
	if (typeof before === 'string') return cannotRun('file', words.matrix.notRead(old ?? '', before));
	const unfit = out === undefined ? undefined : await whyNotSaved(out, settings.force);
	return out === undefined || unfit === undefined ? {before, out} : notSaved(out, unfit, words, text);
}

/** `exists` is a foreign file, anything else a word of `fileFaults`. Undefined: it can be saved. */
async function whyNotSaved(path: string, force: boolean): Promise<string | undefined> {
	try {
		if (!force && !(await isFree(path, head => head.includes(`"${mark}"`)))) return 'exists';
	} catch (error) {
		return faultCode(error);
	}

	return whyUnwritable(path);
}

export const notSaved = (path: string, why: string, words: ReachText, text: Text): Answer =>
	why === 'exists'
		? cannotRun('exists', words.matrix.exists(path))
		: cannotRun('file', text.cli.openFaults.unwritable(path, fileFaultWords(why, text)));

/** The cells, or why there are none. */
function readSaved(path: string, text: Text): readonly SavedCell[] | string {
	const read = readRegularFile(path, mostBytes);
	if (!read.ok) return fileFaultWords(read.code, text);
	try {
		const saved = JSON.parse(read.text) as {readonly schema?: unknown; readonly cells?: unknown};
		if (saved.schema !== mark || !Array.isArray(saved.cells)) return mark;
		return saved.cells.filter(isCell);
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

const isCell = (cell: unknown): cell is SavedCell =>
	typeof cell === 'object' &&
	cell !== null &&
	['from', 'to', 'verdict'].every(key => typeof (cell as Record<string, unknown>)[key] === 'string') &&
	Array.isArray((cell as Record<string, unknown>)['why']);
