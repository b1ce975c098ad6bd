import type {RecordingFault} from './host-fault.js';
import {createHash} from 'node:crypto';
import type {Command} from '../command/command.js';
import type {Outcome, OutcomeKind} from '../command/outcome.js';
import type {Host} from './host.js';
import {jsonText} from '../terminal/json-text.js';
import {isFree} from './free-file.js';
import {HostFault} from './host-fault.js';
import {faultCode, openPrivateFile} from './private-file.js';
import {redactArgv, redactPrinted, type Hidden} from '../redact/redact.js';
import {Tally} from '../redact/tally.js';
import type {Recorder} from './runner.js';

/**
 * A recording is the command log with outputs, as JSON lines: a header, then one line an outcome in the order in which
 * the commands ended. Secrets are taken out before it is written.
 */
export const recordingKind = 'k0s-tui-recording';
export const recordingVersion = 1;

export type RecordingHeader = {
	readonly v: number;
	readonly kind: typeof recordingKind;
	/** Milliseconds since the epoch. */
	readonly at: number;
	/** Kind of the host that was recorded. */
	readonly host: string;
};

export type RecordedOutcome = {
	readonly argv: readonly string[];
	/** SHA-256 of standard input, hexadecimal; left out when there was none. */
	readonly input?: string;
	readonly why: string;
	readonly changes: boolean;
	readonly kind: OutcomeKind;
	readonly exit: number | null;
	readonly signal: string | null;
	readonly stdout: string;
	readonly stderr: string;
	readonly stdoutCut: number;
	readonly stderrCut: number;
	/** It ran as root. */
	readonly asRoot?: true;
	/** Wall-clock start, milliseconds since the epoch. */
	readonly at: number;
	readonly ms: number;
	/** How many secrets were hidden in it, by kind; left out where there was none. */
	readonly hidden?: Hidden;
};

export type Recording = {
	readonly header: RecordingHeader;
	readonly outcomes: readonly RecordedOutcome[];
	/** Lines in the middle that could not be read. A torn last line, of a program that was ended, is not counted. */
	readonly skipped: number;
};

export type ParsedRecording =
	{readonly ok: true; readonly recording: Recording} | {readonly ok: false; readonly fault: RecordingFault};

export function headerOf(host: string, at = Date.now()): RecordingHeader {
	return {v: recordingVersion, kind: recordingKind, at, host};
}

/** What is written of one command: everything but its secrets. */
export function recordedOf(command: Command, outcome: Outcome, total = new Tally()): RecordedOutcome {
	const tally = new Tally();
	const {kind, exit, signal, stdout, stderr, stdoutCut, stderrCut, asRoot, startedAt, ms} = outcome;
	const clean = {
		argv: redactArgv(command.argv, tally),
		stdout: redactPrinted(stdout, stdoutCut, tally),
		stderr: redactPrinted(stderr, stderrCut, tally),
	};
	total.add(tally);
	return {
		argv: clean.argv,
		...(command.input !== undefined && {input: createHash('sha256').update(command.input).digest('hex')}),
		why: command.why,
		changes: command.changes,
		kind,
		exit,
		signal,
		stdout: clean.stdout,
		stderr: clean.stderr,
		stdoutCut,
		stderrCut,
		...(asRoot && {asRoot}),
		at: startedAt,
		ms,
		...(tally.total > 0 && {hidden: tally.hidden}),
	};
}

/** A file that begins as ours do. */
const isRecording = (head: string): boolean => {
	const header = parseLine(head.split('\n')[0] ?? '');
	return isRecord(header) && header['kind'] === recordingKind;
};

/**
 * Writes a recording into a file that only its owner can read. A foreign file stays as it is unless `force` is given.
 * Rejects when the file cannot be opened.
 */
export async function createRecorder(path: string, host: Pick<Host, 'kind'>, force = false): Promise<Recorder> {
	if (!force && !(await isFree(path, isRecording))) throw new HostFault({kind: 'exists', path});
	const file = await openPrivateFile(path).catch((error: unknown) => {
		throw new HostFault({kind: 'unwritable', path, code: faultCode(error)});
	});
	let failure: Error | undefined;
	let written = Promise.resolve();
	const total = new Tally();
	const append = (line: unknown): void => {
		written = written.then(async () => {
			if (failure) return;
			try {
				await file.appendFile(`${jsonText(line)}\n`);
			} catch (error) {
				failure = error instanceof Error ? error : new Error(String(error));
			}
		});
	};

	append(headerOf(host.kind));
	return {
		record(command, outcome) {
			// What nobody waited for says nothing about the host.
			if (outcome.kind !== 'aborted') append(recordedOf(command, outcome, total));
		},
		hidden: () => total.hidden,
		async settled() {
			await written;
			return failure;
		},
		async close() {
			await written;
			await file.close();
		},
	};
}

/** Never throws: a newer version, or another kind of file, is a value. */
export function parseRecording(text: string): ParsedRecording {
	const lines = text.split('\n');
	const header = parseLine(lines[0] ?? '');
	if (!isRecord(header) || header['kind'] !== recordingKind || typeof header['v'] !== 'number') {
		return {ok: false, fault: {kind: 'not-ours'}};
	}

	if (header['v'] > recordingVersion) {
		return {ok: false, fault: {kind: 'newer', version: header['v'], reads: recordingVersion}};
	}

	const outcomes: RecordedOutcome[] = [];
	let skipped = 0;
	for (const [index, line] of lines.entries()) {
		if (index === 0 || line === '') continue;
		const outcome = outcomeFrom(parseLine(line));
		if (outcome) outcomes.push(outcome);
		else if (index < lines.length - 1) skipped++;
	}

	const {at, host} = header;
	return {
		ok: true,
		recording: {
			header: {...headerOf(typeof host === 'string' ? host : '', typeof at === 'number' ? at : 0), v: header['v']},
			outcomes,
			skipped,
		},
	};
}

function parseLine(line: string): unknown {
	try {
		return JSON.parse(line) as unknown;
	} catch {
		return undefined;
	}
}

const kinds: ReadonlySet<unknown> = new Set<OutcomeKind>([
	'ok',
	'failed',
	'timed-out',
	'not-found',
	'not-permitted',
	'killed',
	'aborted',
]);

/** Undefined when what must be there is not. */
function outcomeFrom(line: unknown): RecordedOutcome | undefined {
	if (!isRecord(line)) return undefined;
	const {argv, kind} = line;
	if (!Array.isArray(argv) || argv.length === 0 || !argv.every(word => typeof word === 'string')) return undefined;
	if (!kinds.has(kind)) return undefined;
	const text = (key: string): string => (typeof line[key] === 'string' ? line[key] : '');
	const number = (key: string): number => (typeof line[key] === 'number' ? line[key] : 0);
	return {
		argv,
		...(typeof line['input'] === 'string' && {input: line['input']}),
		why: text('why'),
		changes: line['changes'] === true,
		kind: kind as OutcomeKind,
		exit: typeof line['exit'] === 'number' ? line['exit'] : null,
		signal: typeof line['signal'] === 'string' ? line['signal'] : null,
		stdout: text('stdout'),
		stderr: text('stderr'),
		stdoutCut: number('stdoutCut'),
		stderrCut: number('stderrCut'),
		...(line['asRoot'] === true && {asRoot: true}),
		at: number('at'),
		ms: number('ms'),
		...(isRecord(line['hidden']) && {hidden: line['hidden'] as Hidden}),
	};
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
