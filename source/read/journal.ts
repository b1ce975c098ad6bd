import type {JournalLine} from '../facts/cluster.js';
import {readLogEntry, type LogEntry} from './log-entry.js';
import {known, type Note} from '../facts/reading.js';
import {lacksRight, notOk, type Reader} from './reading.js';

/**
 * `journalctl -u UNIT --no-pager [-o short-iso]` (systemd 252). Nothing logged (`-- No entries --`) is an empty list; an
 * ordinary user, who is shown only what he may see, gets `needs-root`. An error that klog spreads over several lines is
 * one line here, and so is a Go crash with the trace of its goroutines: `panic: …`, and where.
 */
export const readJournal: Reader<readonly JournalLine[]> = outcome => {
	if (/insufficient permissions|not seeing messages from other users/i.test(outcome.stderr)) {
		return lacksRight(outcome, 'journalctl');
	}

	const bad = notOk(outcome);
	if (bad) return bad;
	const notes: Note[] = [];
	const parsed: ParsedLine[] = [];
	for (const line of outcome.stdout.split('\n')) {
		if (line === '' || line.startsWith('-- ')) continue;
		const read = parseLine(line);
		if (read === undefined) notes.push({line, reason: 'not a journal line'});
		else parsed.push(read);
	}

	return known(joinedLines(parsed), notes);
};

/** One line, also of a stream (`journalctl -f`); undefined when it is none. */
export const readJournalLine = (line: string): JournalLine | undefined => {
	const read = parseLine(line);
	return read && lineOf(read);
};

/** A line as it was printed, not yet put to those that belong to it. */
export type ParsedLine = {readonly time: string; readonly identifier: string; readonly pid: number | null} & LogEntry;

const shape = /^(\d{4}-\d\d-\d\dT\S+|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d) \S+ ([^\s[:]+)(?:\[(\d+)\])?: ?(.*)$/;

/** Undefined: it is no line of the journal. */
export function parseLine(line: string): ParsedLine | undefined {
	const match = shape.exec(line);
	if (!match) return undefined;
	const [, time = '', identifier = '', pid, text = ''] = match;
	return {time, identifier, pid: pid === undefined ? null : Number(pid), ...readLogEntry(text)};
}

const lineOf = ({time, identifier, pid, component, severity, message}: ParsedLine): JournalLine => ({
	...{time, identifier, pid, component, severity, message},
});

/** Where a crash came from: the first call that is not the runtime's, with its file and line. */
type Crash = {readonly at: number; frame: string | null; told: boolean};

/** `panic: … (main.run, /src/main.go:12)`; a second panic while the first one was handled stands behind it. */
function withFrame(message: string, line: string, crash: Crash): string {
	if (crash.told || !message.startsWith('panic: ')) return message;
	if (line.startsWith('panic: ')) return `${message}; ${line}`;
	if (crash.frame === null) {
		const call = /^(\w[^\s]*)\(.*\)$/.exec(line)?.[1];
		if (call !== undefined && !/^(?:runtime\b|panic$|testing\.)/.test(call)) crash.frame = call;
		return message;
	}

	const file = /^(\S+:\d+)\b/.exec(line)?.[1];
	crash.told = true;
	return file === undefined ? message : `${message} (${crash.frame}, ${file})`;
}

/**
 * Puts the lines of an error that klog opened with `err=<` behind it, and those of a trace to its crash; other components'
 * lines come in between.
 */
function createJoin(): {readonly add: (line: ParsedLine) => void; readonly lines: () => readonly JournalLine[]} {
	const lines: JournalLine[] = [];
	/** By component: where its open entry stands. */
	const open = new Map<string, number>();
	const crashes = new Map<string, Crash>();
	return {
		add(line) {
			const key = line.component ?? '';
			const crash = crashes.get(`${key} ${line.identifier} ${line.pid ?? ''}`);
			if (crash && (line.trace || line.crash)) {
				const first = lines[crash.at];
				if (first) lines[crash.at] = {...first, message: withFrame(first.message, line.message, crash)};
				return;
			}

			const at = open.get(key);
			const begun = at === undefined ? undefined : lines[at];
			if (line.continues && at !== undefined && begun !== undefined) {
				const closes = line.message.startsWith('>');
				// What came with the answer (its headers) explains nothing.
				if (!closes && !/^, Header: /.test(line.message)) {
					lines[at] = {...begun, message: `${begun.message}: ${line.message}`};
				}

				if (closes) open.delete(key);
				return;
			}

			open.delete(key);
			if (line.opens) open.set(key, lines.length);
			crashes.delete(`${key} ${line.identifier} ${line.pid ?? ''}`);
			if (line.crash)
				crashes.set(`${key} ${line.identifier} ${line.pid ?? ''}`, {at: lines.length, frame: null, told: false});
			lines.push(lineOf(line));
		},
		lines: () => lines,
	};
}

/** Lines with those that belong to them: an error over several lines, a crash with its trace. */
export function joinedLines(parsed: readonly ParsedLine[]): readonly JournalLine[] {
	const joined = createJoin();
	for (const line of parsed) joined.add(line);
	return joined.lines();
}
