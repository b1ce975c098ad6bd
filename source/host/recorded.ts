import {collectorToken} from '../command/collector.js';
import {spaceQuestion} from '../command/space-collector.js';
import type {Command} from '../command/command.js';
import {refusal, type Outcome} from '../command/outcome.js';
import type {ExecuteOptions, Host} from './host.js';
import {createLineSplitter} from './lines.js';
import {HostFault} from './host-fault.js';
import {readRegularFile} from './read-file.js';
import {parseRecording, type RecordedOutcome, type Recording} from './recording.js';
import {redactArgv, type Hidden} from '../redact/redact.js';

/** What the standard error of a command that was never recorded says. */
export const notRecorded = 'not in this recording';

/**
 * A host that answers what was recorded. The same argv asked again gets its next outcome, and the last one from then
 * on. Changes nothing and runs nothing.
 */
export function createRecordedHost({outcomes}: Recording): Host {
	const answers = new Map<string, RecordedOutcome[]>();
	for (const outcome of outcomes) {
		const key = keyOf(outcome.argv);
		const known = answers.get(key);
		if (known) known.push(outcome);
		else answers.set(key, [outcome]);
	}

	const asked = new Map<string, number>();
	const next = (argv: readonly string[]): RecordedOutcome | undefined => {
		const key = keyOf(redactArgv(argv));
		const known = answers.get(key);
		if (!known) return undefined;
		const turn = asked.get(key) ?? 0;
		asked.set(key, turn + 1);
		return known[Math.min(turn, known.length - 1)];
	};

	return {
		kind: 'recorded',
		readOnly: true,
		recordedAt: outcomes.reduce((latest, {at}) => Math.max(latest, at), 0),
		recordedHidden: allHidden(outcomes),
		async execute(command, options = {}) {
			const outcome = answerOf(command, options.signal, next);
			if (options.onLine) replayLines(outcome, options.onLine);
			return outcome;
		},
		async close() {
			asked.clear();
		},
	};
}

function allHidden(outcomes: readonly RecordedOutcome[]): Hidden {
	const sum: Partial<Record<string, number>> = {};
	for (const {hidden = {}} of outcomes) {
		for (const [kind, count] of Object.entries(hidden))
			if (Number.isSafeInteger(count)) sum[kind] = (sum[kind] ?? 0) + count;
	}

	return sum;
}

/** A day of a busy host; more is no recording that anybody made on purpose. Bytes. */
const mostBytes = 512 * 1024 * 1024;

/** Reads a recording from a file. Rejects with a HostFault when that cannot be done. */
export async function openRecording(path: string): Promise<Host> {
	const read = readRegularFile(path, mostBytes);
	if (!read.ok) throw new HostFault({kind: 'unread', path, code: read.code});
	const parsed = parseRecording(read.text);
	if (!parsed.ok) throw new HostFault({...parsed.fault, path});
	return createRecordedHost(parsed.recording);
}

/**
 * The collector's token is another one in each run, and which namespaces it enters differs between the screen and the
 * command line: neither is part of what was asked.
 */
function keyOf(argv: readonly string[]): string {
	const token = tokenOf(argv);
	return JSON.stringify(token === undefined ? argv : argv.slice(0, argv.indexOf(token)));
}

const tokenOf = (argv: readonly string[]): string | undefined => collectorToken(argv) ?? spaceQuestion(argv)?.token;

function answerOf(
	{argv, changes}: Command,
	signal: AbortSignal | undefined,
	next: (argv: readonly string[]) => RecordedOutcome | undefined,
): Outcome {
	const none = {argv, exit: null, signal: null, stdout: '', stdoutCut: 0, stderrCut: 0, startedAt: Date.now(), ms: 0};
	if (signal?.aborted) return {...none, kind: 'aborted', stderr: ''};
	if (changes) return {...none, kind: 'not-permitted', stderr: `${refusal}a recording is read-only`};
	const found = next(argv);
	if (!found) return {...none, kind: 'failed', stderr: notRecorded};
	const {kind, exit, signal: endedBy, stderr, stdoutCut, stderrCut, asRoot, at, ms} = found;
	const stdout = withToken(found, tokenOf(argv));
	return {
		argv,
		kind,
		exit,
		signal: endedBy,
		stdout,
		stderr,
		stdoutCut,
		stderrCut,
		...(asRoot && {asRoot}),
		startedAt: at,
		ms,
	};
}

/** The output with the token that was asked for in the place of the recorded one. */
function withToken({argv, stdout}: RecordedOutcome, asked: string | undefined): string {
	const recorded = tokenOf(argv);
	if (!recorded || asked === undefined) return stdout;
	return stdout.replaceAll(`\n@@${recorded} `, `\n@@${asked} `);
}

function replayLines({stdout, stderr}: Outcome, onLine: NonNullable<ExecuteOptions['onLine']>): void {
	for (const [stream, text] of [
		['stdout', stdout],
		['stderr', stderr],
	] as const) {
		const splitter = createLineSplitter(line => {
			onLine(line, stream);
		});
		splitter.push(Buffer.from(text));
		splitter.end();
	}
}
