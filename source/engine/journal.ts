import {createHash} from 'node:crypto';
import {readJournalLine, recordVersion, type JournalEntry, type JournalRecord} from './journal-record.js';

export type {Json, JournalEntry, JournalEvent, JournalRecord} from './journal-record.js';

export type JournalReading = {
	readonly records: readonly JournalRecord[];
	/** A last line that was cut while it was written; left out, never fatal. */
	readonly torn: string | null;
	/** The `seq` at which the chain no longer holds: what follows was edited, lost, or is no record. */
	readonly brokenAt: number | null;
	/** The first record that a newer k0s-tui wrote. It is not among `records`, and nobody may act as if it were not there. */
	readonly newer: {readonly seq: number; readonly version: number} | null;
};

export interface Journal {
	/** Resolves when the record is safe (on disk, if there is one). */
	append(entry: JournalEntry): Promise<JournalRecord>;
	read(): Promise<JournalReading>;
}

const genesis = '0'.repeat(64);

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The line of a record, and the record: its `prevSha` is the digest of the line before. */
export function chained(
	entry: JournalEntry,
	last: LastLine | undefined,
): {readonly record: JournalRecord; readonly line: string} {
	const record: JournalRecord = {
		v: recordVersion,
		...entry,
		seq: (last?.seq ?? 0) + 1,
		prevSha: last === undefined ? genesis : sha256(last.line),
	};
	return {record, line: JSON.stringify(record)};
}

/** The last line of a journal, whatever wrote it: the next record goes on from it. */
export type LastLine = {readonly line: string; readonly seq: number};

/** Reads a journal's text: tolerant of a torn last line, exact about the chain. */
export function readJournal(text: string): JournalReading & {readonly last: LastLine | undefined} {
	const lines = text.split('\n');
	const tail = lines.pop() ?? '';
	const records: JournalRecord[] = [];
	let brokenAt: number | null = null;
	let newer: JournalReading['newer'] = null;
	let last: LastLine | undefined;
	for (const line of lines) {
		const read = readJournalLine(line);
		const seq = (last?.seq ?? 0) + 1;
		const link = read.kind === 'record' ? read.record : read.kind === 'newer' ? read : undefined;
		const expected = last === undefined ? genesis : sha256(last.line);
		if (link?.prevSha !== expected || link.seq !== seq) brokenAt ??= seq;
		if (read.kind === 'record') records.push(read.record);
		if (read.kind === 'newer') newer ??= {seq, version: read.version};
		last = {line, seq: link?.seq ?? seq};
	}

	return {records, torn: tail === '' ? null : tail, brokenAt, newer, last};
}

/** One line of a journal; undefined: it is none that we understand. */
export function readRecord(line: string): JournalRecord | undefined {
	const read = readJournalLine(line);
	return read.kind === 'record' ? read.record : undefined;
}

/** Lives as long as the process: the simulated host's. */
export function createMemoryJournal(): Journal {
	const lines: string[] = [];
	return {
		async append(entry) {
			const last = lines.at(-1);
			const {record, line} = chained(entry, last === undefined ? undefined : {line: last, seq: lines.length});
			lines.push(line);
			return record;
		},
		async read() {
			const {last: _, ...reading} = readJournal(lines.map(line => `${line}\n`).join(''));
			return reading;
		},
	};
}
