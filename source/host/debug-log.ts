import {jsonText} from '../terminal/json-text.js';
import type {LogEntry} from './command-log.js';
import {redact} from '../redact/redact.js';

/** A file that begins as ours do. */
export const isDebugLog = (head: string): boolean => head.startsWith('{"program":');

/**
 * What `--debug FILE` holds, one JSON object a line: the program first, then every command with how it ended, without
 * what it printed (`--record` keeps that), and an error that ended the program.
 */
export function debugLog(
	program: Readonly<Record<string, string>>,
	entries: readonly LogEntry[],
	error?: Error | undefined,
): string {
	const lines: readonly unknown[] = [
		program,
		...entries.map(({argv, why, changes, startedAt, ms, kind, exit, bytes}) => ({
			...{at: new Date(startedAt).toISOString(), argv, why, changes, ms, kind, exit, bytes},
		})),
		...(error ? [{error: error.name, message: redact(error.message), stack: redact(error.stack ?? '') || null}] : []),
	];
	return lines.map(line => `${jsonText(line)}\n`).join('');
}
