import type {Outcome} from '../../command/outcome.js';
import {asList, asObject, type JsonObject} from '../json-value.js';
import {firstLine, notOk} from '../reading.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import {withoutDuplicates} from '../json-duplicates.js';
import {finish, type Sliced} from '../sliced.js';

export type JsonRecord = JsonObject;

/** The objects of a JSON array; empty ones, which older versions print for filtered entries, are left out. */
export const recordsOf = (value: unknown): readonly JsonRecord[] =>
	asList(value)
		.map(asObject)
		.filter(item => Object.keys(item).length > 0);

/**
 * The JSON arrays that `ip -j` printed, one a line (one line for a single command, one a command for `-batch`). Other
 * lines are its messages. Nothing printed with exit 0 is one empty list: `ip -j netns list` on a host without any.
 */
export const ipDocuments = (outcome: Outcome): Reading<ReadonlyArray<readonly JsonRecord[]>> =>
	finish(ipDocumentsInPieces(outcome));

/** The same, with stops between pieces of a long document: 500 links with counters are a megabyte. */
export function* ipDocumentsInPieces(outcome: Outcome): Sliced<Reading<ReadonlyArray<readonly JsonRecord[]>>> {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', outcome.argv[0] ?? 'ip');
	const documents: Array<readonly JsonRecord[]> = [];
	const notes = [];
	for (const line of outcome.stdout.split('\n')) {
		if (line.trim() === '') continue;
		if (!line.startsWith('[')) {
			notes.push({line, reason: 'not JSON'});
			continue;
		}

		const value = yield* parseInPieces(line, key =>
			notes.push({line: key, reason: 'a key that is printed twice: the first one counts'}),
		);
		if (!Array.isArray(value)) return unknown('unreadable', line.slice(0, 200));
		documents.push(recordsOf(value));
	}

	if (documents.length === 0 && notes.length > 0) {
		return unknown('unreadable', firstLine(outcome.stdout).slice(0, 200));
	}

	return known(documents.length === 0 ? [[]] : documents, notes);
}

/** The first, and for a single command only, document. */
export function ipRecords(outcome: Outcome): Reading<readonly JsonRecord[]> {
	const documents = ipDocuments(outcome);
	return documents.known ? known(documents.value[0] ?? [], documents.notes) : documents;
}

/** Characters that are parsed without a stop: about a millisecond. */
const piece = 100_000;
/** Begins each entry of `ip addr` and `ip link` but the first. Within a string the quotes would be escaped. */
const seam = '},{"ifindex":';

function* parseInPieces(line: string, twice: (key: string) => void): Sliced<unknown> {
	if (line.length < 2 * piece) return parse(line, twice);
	const whole: unknown[] = [];
	for (let from = 0; from < line.length;) {
		const at = line.indexOf(seam, from + piece);
		const to = at < 0 ? line.length : at + 1;
		const value = parse(`${from === 0 ? '' : '['}${line.slice(from, to)}${at < 0 ? '' : ']'}`, twice);
		// Not seamed as was thought: then as a whole.
		if (!Array.isArray(value)) return parse(line, twice);
		for (const entry of value as unknown[]) whole.push(entry);
		from = to + 1;
		yield;
	}

	return whole;
}

/** `twice` is told each key that stands twice in one object. */
function parse(line: string, twice: (key: string) => void): unknown {
	const {text, keys} = withoutDuplicates(line);
	for (const key of keys) twice(key);
	return parsed(text) ?? parsed(text.replaceAll(control, character => escapeOf(character)));
}

/** iproute2 writes control characters in names (ESC) as they are, which is no JSON. Between values it writes none. */

const control = /[\u0000-\u001F]/g;
const escapeOf = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function parsed(line: string): unknown {
	try {
		return JSON.parse(line) as unknown;
	} catch {
		return undefined;
	}
}
