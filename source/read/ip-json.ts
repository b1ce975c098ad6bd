import type {Outcome} from '../command/outcome.js';
import {asList, asObject, type JsonObject} from './json-value.js';
import {firstLine, known, notOk, unknown, type Reading} from './reading.js';

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
export function ipDocuments(outcome: Outcome): Reading<ReadonlyArray<readonly JsonRecord[]>> {
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

		const value = parse(line);
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

function parse(line: string): unknown {
	try {
		return JSON.parse(line) as unknown;
	} catch {
		return undefined;
	}
}
