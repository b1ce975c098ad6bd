import type {JournalLine} from '../model/cluster.js';
import {known, notOk, unknown, type Note, type Reader} from './reading.js';

/**
 * `journalctl -u UNIT --no-pager [-o short-iso]` (systemd 252). Nothing logged (`-- No entries --`) is an empty list; an
 * ordinary user, who is shown only what he may see, gets `needs-root`.
 */
export const readJournal: Reader<readonly JournalLine[]> = outcome => {
	if (/insufficient permissions|not seeing messages from other users/i.test(outcome.stderr)) {
		return unknown('needs-root', 'journalctl');
	}

	const bad = notOk(outcome);
	if (bad) return bad;
	const notes: Note[] = [];
	const lines = outcome.stdout.split('\n').flatMap(line => {
		if (line === '' || line.startsWith('-- ')) return [];
		const read = readJournalLine(line);
		if (read === undefined) notes.push({line, reason: 'not a journal line'});
		return read === undefined ? [] : [read];
	});
	return known(lines, notes);
};

const shape = /^(\d{4}-\d\d-\d\dT\S+|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d) \S+ ([^\s[:]+)(?:\[(\d+)\])?: ?(.*)$/;

/** One line, also of a stream (`journalctl -f`); undefined when it is none. */
export function readJournalLine(line: string): JournalLine | undefined {
	const match = shape.exec(line);
	if (!match) return undefined;
	const [, time = '', identifier = '', pid, text = ''] = match;
	const entry = {time, identifier, pid: pid === undefined ? null : Number(pid)};
	const fields = logfmt(text);
	const message = fields?.get('msg');
	if (fields === undefined || message === undefined) {
		return {...entry, component: null, severity: plainSeverity(text), message: text};
	}

	const component = fields.get('component') ?? null;
	const klog = /^([IWEF])\d{4} [\d:.]+\s+\d+ [^\]]+?\] (.*)$/s.exec(message);
	if (klog) return {...entry, component, severity: letters[klog[1] ?? ''] ?? 'info', message: klog[2] ?? ''};
	return {...entry, component, severity: levels[fields.get('level') ?? ''] ?? 'info', message};
}

const letters: Readonly<Record<string, JournalLine['severity']>> = {I: 'info', W: 'warning', E: 'error', F: 'fatal'};
const levels: Readonly<Record<string, JournalLine['severity']>> = {
	trace: 'debug',
	debug: 'debug',
	info: 'info',
	warn: 'warning',
	warning: 'warning',
	error: 'error',
	fatal: 'fatal',
	panic: 'fatal',
};

/** k0s's last words (`Error: …`) and systemd's own on a failed run carry no level. */
function plainSeverity(text: string): JournalLine['severity'] {
	return /^Error: |: Failed with result |: Main process exited, .*status=(?!0\/)/.test(text) ? 'error' : 'info';
}

/** `key=value key="quoted \"value\""` of logrus; undefined when the text does not begin so. */
function logfmt(text: string): ReadonlyMap<string, string> | undefined {
	if (!/^(time|level)=/.test(text)) return undefined;
	const fields = new Map<string, string>();
	for (const match of text.matchAll(/([\w.-]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g)) {
		const [, key = '', quoted, bare = ''] = match;
		fields.set(key, quoted === undefined ? bare : unquoted(quoted));
	}

	return fields;
}

const escapes: Readonly<Record<string, string>> = {n: '\n', t: '\t', r: '\r'};

function unquoted(text: string): string {
	return text.replaceAll(/\\(u([\da-fA-F]{4})|x([\da-fA-F]{2})|.)/g, (_, all: string, u?: string, x?: string) => {
		const code = u ?? x;
		if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
		return escapes[all] ?? all;
	});
}
