import {asObject, asText} from './json-value.js';
import {badPlain, isCrash, isTrace} from './log-plain.js';

/**
 * The forms in which k0s and what it starts write one log entry, one inside another: k0s's logfmt (`time= level= msg=`)
 * holds a child's line in `msg`, and that line is klog (kubelet, kube-apiserver), JSON (etcd), logfmt again (containerd)
 * or plain text. Seen in the journal of k0s 1.34.1; `FATA[…]` and `panic:` in older ones; zap's console form and klog's
 * and slog's JSON where a component is set up so; etcd's own lines before 3.5 (k0s up to 1.21), Go's plain `log`.
 */
export type LogEntry = {
	/** Of k0s's outermost logfmt: etcd, kube-apiserver, kubelet …; null where it names none. */
	readonly component: string | null;
	/** The innermost form's own: k0s passes every line of a child on as `info`. */
	readonly severity: Severity;
	/** What was said, with the error it names behind it; one line. */
	readonly message: string;
	/** klog's `err=<`: the error follows in lines of their own, up to ` >`. */
	readonly opens: boolean;
	/** It continues the entry before: a tab, or klog's closing ` >`. */
	readonly continues: boolean;
	/** Go's own last words (`panic:`, `fatal error:`, a signal): a trace of goroutines follows, line by line. */
	readonly crash: boolean;
	/** A line of such a trace, if one is under way. */
	readonly trace: boolean;
};

export type Severity = 'debug' | 'info' | 'warning' | 'error' | 'fatal';

/** More than a child's form inside k0s's: containerd's shim inside containerd's inside k0s's. */
const deepest = 4;

export function readLogEntry(text: string, depth = 0): LogEntry {
	return (
		(depth < deepest
			? (logfmtEntry(text, depth) ?? klogEntry(text) ?? jsonEntry(text) ?? zapEntry(text) ?? datedEntry(text, depth))
			: undefined) ?? plainEntry(text)
	);
}

const entry = (severity: Severity, message: string, rest: Partial<LogEntry> = {}): LogEntry => ({
	component: null,
	opens: false,
	continues: false,
	crash: false,
	trace: false,
	...rest,
	severity,
	message: oneLine(message),
});

/** k0s repeats one error once a retry, each on a line of its own. */
const oneLine = (message: string): string =>
	[
		...new Set(
			message
				.split('\n')
				.map(line => line.trim())
				.filter(line => line !== ''),
		),
	].join('; ');

/** `message: error`, unless the message says it already. */
const withError = (message: string, error: string | undefined): string =>
	error === undefined || error === '' || message.includes(error) ? message : `${message.replace(/\.$/, '')}: ${error}`;

function logfmtEntry(text: string, depth: number): LogEntry | undefined {
	const fields = logfmt(text);
	if (fields === undefined) return undefined;
	const component = fields.get('component') ?? null;
	const level = severityOf(fields.get('level') ?? fields.get('lvl'));
	const message = fields.get('msg') ?? fields.get('message');
	const error = fields.get('error') ?? fields.get('err');
	if (message === undefined) return entry(level, error ?? text, {component});
	// A child's line is passed on as it came, with the stream that it came from.
	if (fields.has('stream') || level === 'info') {
		const inner = readLogEntry(message, depth + 1);
		return {...inner, component, ...(/^(\t| >)/.test(message) ? {continues: true} : {})};
	}

	const check = fields.get('pre-flight-check');
	const property = fields.get('property');
	const named = check === undefined ? message : `${message}: ${check}${property === undefined ? '' : ` (${property})`}`;
	return entry(level, withError(named, error), {component});
}

const klogHead = /^([IWEF])\d{4} [\d:.]+\s+\d+ [^\]\s]+\] (.*)$/s;

/** `E1130 01:04:55.363804 7963 run.go:72] "command failed" err="…"`; structured or plain. */
function klogEntry(text: string): LogEntry | undefined {
	const match = klogHead.exec(text);
	if (!match) return undefined;
	const [, letter = 'I', said = ''] = match;
	const severity = letters[letter] ?? 'info';
	const structured = /^"((?:[^"\\]|\\.)*)"(.*)$/s.exec(said);
	if (!structured) return entry(severity, said);
	const [, quoted = '', rest = ''] = structured;
	const error = /\berr(?:or)?=(?:"((?:[^"\\]|\\.)*)"|(\S+))/.exec(rest);
	const opens = /\berr=<$/.test(rest.trimEnd());
	const words = error === null || opens ? undefined : error[1] === undefined ? error[2] : unquoted(error[1]);
	return entry(severity, withError(unquoted(quoted), words), {opens});
}

/**
 * zap's, as etcd writes it (level, msg, error, sometimes path), and others: slog's `"level":"ERROR"`, klog's, which has no
 * level but `err` in an error and `v` in all else.
 */
function jsonEntry(text: string): LogEntry | undefined {
	if (!/^\s*\{\s*"/.test(text)) return undefined;
	let value: Readonly<Record<string, unknown>>;
	try {
		value = JSON.parse(text) as Readonly<Record<string, unknown>>;
	} catch {
		return undefined;
	}

	const word = (...keys: readonly string[]): string | undefined => {
		const found = keys.map(key => value[key]).find(each => typeof each === 'string');
		return typeof found === 'string' ? found : undefined;
	};

	// Rust's tracing keeps the words one level below.
	const inner = asObject(value['fields']);
	const message = word('msg', 'message', '@message', 'M') ?? asText(inner['message']) ?? undefined;
	const [said] = [value['error'], value['err'], inner['error']].filter(each => each !== undefined && each !== null);
	const error = said === undefined ? undefined : typeof said === 'string' ? said : JSON.stringify(said);
	if (message === undefined) return undefined;
	const level = word('level', 'severity', '@level', 'L', 'lvl');
	const severity = level === undefined && error !== undefined && !('v' in value) ? 'error' : severityOf(level);
	return entry(severity, withError(message, error));
}

/** zap's console form: `2026-11-29T21:50:03.123Z<tab>ERROR<tab>[name or file:line<tab>]message[<tab>{"error": …}]`. */
function zapEntry(text: string): LogEntry | undefined {
	const [, level = '', rest = ''] = /^\d{4}-\d\d-\d\dT\S+\t([A-Za-z]+)\t(.*)$/s.exec(text) ?? [];
	if (!(level.toLowerCase() in levels)) return undefined;
	const words = rest.split('\t');
	const fields = words.at(-1)?.startsWith('{') === true && words.length > 1 ? words.pop() : undefined;
	const error = fields === undefined ? undefined : jsonEntry(fields.replace('{', '{"msg":"",'))?.message;
	return entry(severityOf(level), withError(words.at(-1) ?? '', error?.replace(/^: /, '')));
}

/** capnslog's one letter (etcd before 3.5). */
const capnslog: Readonly<Record<string, Severity>> = {
	T: 'debug',
	D: 'debug',
	I: 'info',
	N: 'info',
	W: 'warning',
	E: 'error',
	C: 'fatal',
};

/**
 * A time, then a level or none: `2026-11-30 01:02:03.123456 C | etcdmain: …` (capnslog), `2026/11/30 01:02:03 …` (Go's `log`),
 * `2026-11-30T01:02:03Z ERROR …`, `[2026-11-30T01:02:03Z ERROR kine] …`.
 */
function datedEntry(text: string, depth: number): LogEntry | undefined {
	const old = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ ([TDINWEC]) \| (.*)$/s.exec(text);
	if (old) return entry(capnslog[old[1] ?? ''] ?? 'info', old[2] ?? '');
	const dated = /^(\[?)\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\s+(.*)$/s.exec(text);
	if (!dated) return undefined;
	const [, bracket = '', rest = ''] = dated;
	const [, level = '', words = ''] = /^\[?([A-Za-z]+)(?:\]|:|(?= ))\s*(.*)$/s.exec(rest) ?? [];
	if (!(level.toLowerCase() in levels) || level === level.toLowerCase())
		return bracket === '' ? readLogEntry(rest, depth + 1) : undefined;
	return entry(severityOf(level), bracket === '' ? words : words.replace(/^[^\]]*\]\s*/, ''));
}

/** Words without a level of their own: k0s's last (`Error: …`), a Go crash, logrus on a terminal, and systemd's. */
function plainEntry(text: string): LogEntry {
	const terminal = /^(FATA|PANI|ERRO|WARN|INFO|DEBU)\[[^\]]*\]\s*(.*)$/s.exec(text);
	if (terminal) return entry(terminalLevels[terminal[1] ?? ''] ?? 'info', terminal[2] ?? '');
	const labelled = /^\[?(FATAL|PANIC|CRITICAL|ERROR|WARNING|WARN)\]?:? (.*)$/s.exec(text);
	if (labelled) return entry(severityOf(labelled[1]), labelled[2] ?? '');
	if (isCrash(text)) return entry('fatal', text, {crash: true});
	return entry(badPlain(text) ? 'error' : 'info', text, {continues: /^(\t| >)/.test(text), trace: isTrace(text)});
}

const letters: Readonly<Record<string, Severity>> = {I: 'info', W: 'warning', E: 'error', F: 'fatal'};
const terminalLevels: Readonly<Record<string, Severity>> = {
	DEBU: 'debug',
	INFO: 'info',
	WARN: 'warning',
	ERRO: 'error',
	FATA: 'fatal',
	PANI: 'fatal',
};
const levels: Readonly<Record<string, Severity>> = {
	trace: 'debug',
	debug: 'debug',
	info: 'info',
	warn: 'warning',
	warning: 'warning',
	error: 'error',
	dpanic: 'fatal',
	fatal: 'fatal',
	panic: 'fatal',
	crit: 'fatal',
	critical: 'fatal',
	eror: 'error',
	err: 'error',
};

/** `error`, `ERROR`, slog's `ERROR+2`; what is not known is taken as information, as it is printed. */
const severityOf = (level: string | undefined): Severity =>
	levels[(level ?? '').toLowerCase().replace(/[+-]\d+$/, '')] ?? 'info';

/** `key=value key="quoted \"value\""` of logrus; undefined when the text does not begin so. */
function logfmt(text: string): ReadonlyMap<string, string> | undefined {
	if (!/^(?:time|ts|t|level|lvl|caller)=/.test(text)) return undefined;
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
