import {createHash} from 'node:crypto';

/**
 * The journal: the append-only truth of what was begun on a host and how it ended. One JSON object a line; `begin` is on
 * disk before the command runs. `prevSha` chains the lines, so that a torn or edited tail is found.
 */
export type JournalEvent =
	| 'plan'
	| 'begin'
	| 'out'
	| 'end'
	| 'verify'
	| 'undo-begin'
	| 'undo-end'
	| 'guard-armed'
	| 'confirmed'
	| 'rolled-back'
	| 'aborted';

/** What a writer knows; the journal adds `v`, `seq` and `prevSha`. Times: `t_mono` milliseconds since boot or start, `t_wall` since the epoch. */
export type JournalEntry = {
	readonly run: string;
	readonly boot_id: string | null;
	readonly t_mono: number;
	readonly t_wall: number;
	readonly uid: number | null;
	readonly sudo_user: string | null;
	readonly tty: string | null;
	/** Null: of the run as a whole. */
	readonly step: string | null;
	readonly ev: JournalEvent;
	readonly argv: readonly string[] | null;
	readonly cwd: string | null;
	/** Names only: values may be secrets. */
	readonly envKeys: readonly string[];
	readonly before: Json;
	readonly after: Json;
	readonly exit: number | null;
	readonly sig: string | null;
	readonly ms: number | null;
	readonly outSha: string | null;
};

export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

export type JournalRecord = JournalEntry & {readonly v: 1; readonly seq: number; readonly prevSha: string};

export type JournalReading = {
	readonly records: readonly JournalRecord[];
	/** A last line that was cut while it was written; left out, never fatal. */
	readonly torn: string | null;
	/** The `seq` at which the chain no longer holds: what follows was edited or lost. */
	readonly brokenAt: number | null;
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
	last: {readonly line: string; readonly seq: number} | undefined,
): {readonly record: JournalRecord; readonly line: string} {
	const record: JournalRecord = {
		v: 1,
		...entry,
		seq: (last?.seq ?? 0) + 1,
		prevSha: last === undefined ? genesis : sha256(last.line),
	};
	return {record, line: JSON.stringify(record)};
}

/** Reads a journal's text: tolerant of a torn last line, exact about the chain. */
export function readJournal(text: string): JournalReading & {readonly lastLine: string | undefined} {
	const lines = text.split('\n');
	const tail = lines.pop() ?? '';
	const records: JournalRecord[] = [];
	let brokenAt: number | null = null;
	let lastLine: string | undefined;
	for (const line of lines) {
		const record = readRecord(line);
		const seq = (records.at(-1)?.seq ?? 0) + 1;
		const expected = lastLine === undefined ? genesis : sha256(lastLine);
		if (record === undefined || record.prevSha !== expected || record.seq !== seq) brokenAt ??= seq;
		if (record !== undefined) records.push(record);
		lastLine = line;
	}

	return {records, torn: tail === '' ? null : tail, brokenAt, lastLine};
}

/** One line of a journal; undefined: it is none. */
export function readRecord(line: string): JournalRecord | undefined {
	try {
		const value = JSON.parse(line) as JournalRecord;
		return value.v === 1 && typeof value.run === 'string' && typeof value.ev === 'string' ? value : undefined;
	} catch {
		return undefined;
	}
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
			const {records, torn, brokenAt} = readJournal(lines.map(line => `${line}\n`).join(''));
			return {records, torn, brokenAt};
		},
	};
}
