import type {Command} from '../command/command.js';
import {refusal, type Outcome, type OutcomeKind} from '../command/outcome.js';
import {createCommandLog, type CommandLog} from './command-log.js';
import type {ExecuteOptions, Host, HostKind, Startable} from './host.js';
import {deferred} from './deferred.js';
import {createGate} from './gate.js';
import {redactArgv, type Hidden} from '../redact/redact.js';

/**
 * The command runner service: everything the product does to a host passes through it. Adds to a Host: at most N at
 * once, the command log with redaction, recording, and the read-only switch. The rest of the house holds only this.
 */
export interface Runner {
	readonly kind: HostKind;
	/** When what is replayed was recorded: milliseconds since the epoch. */
	readonly recordedAt?: number;
	/** How many secrets were hidden in it, by kind. */
	readonly recordedHidden?: Hidden;
	readonly readOnly: boolean;
	readonly log: CommandLog;
	/**
	 * Whether commands that go on (`follow`) tell of changes here. Not of a recording, and not while one is made: what it
	 * holds are answers to questions, so that all of it must have been asked.
	 */
	readonly follows: boolean;
	/** Never rejects. A command with `changes` under `readOnly` is `not-permitted` and never reaches the host. */
	run(command: Command, options?: ExecuteOptions): Promise<Outcome>;
	/**
	 * Starts a program that a person is given the whole terminal for: `start` does it, with its trusted file and environment,
	 * and tells how it ended. In the log as any command; not at all under `readOnly` where it `changes`, and where the host
	 * cannot (a simulated or a recorded one).
	 */
	interactive(
		command: Command,
		start: (given: Startable) => Promise<Pick<Outcome, 'kind' | 'exit' | 'signal'>>,
	): Promise<Outcome>;
	/** Waits for the recording to be on disk; why a part of it is not (a full disk). Left out: none is made. */
	recorded?(): Promise<Error | undefined>;
	/** What the recording hides so far, by kind. Left out: none is made. */
	hidden?(): Hidden;
	close(): Promise<void>;
}

/** Takes down what was run (`source/host/recording.ts`). */
export interface Recorder {
	record(command: Command, outcome: Outcome): void;
	/** Waits for what was written; why not all of it was. */
	settled?(): Promise<Error | undefined>;
	/** How many secrets were hidden so far, by kind. */
	hidden?(): Hidden;
	close(): Promise<void>;
}

export type RunnerOptions = {
	/** How many commands run at once; the rest waits in the order it came. */
	readonly concurrency?: number;
	/** Refuses every command with `changes` before it reaches the host. */
	readonly readOnly?: boolean;
	readonly record?: Recorder;
	/** Takes secrets out of an argv for the log. */
	readonly redactArgv?: (argv: readonly string[]) => readonly string[];
};

/** What a host may take longer than its contract says before the runner answers in its place. */
const patience = 1500;

export function createRunner(
	host: Host,
	{concurrency = 4, readOnly = false, record, redactArgv: withoutSecrets = redactArgv}: RunnerOptions = {},
): Runner {
	const log = createCommandLog({redactArgv: withoutSecrets});
	const refusesChanges = readOnly || host.readOnly;
	const gate = createGate(concurrency);
	const underWay = new Set<AbortController>();
	let closed = false;

	const runInTurn = async (command: Command, {signal, onLine, onBytes, room}: Execution): Promise<Outcome> => {
		// What goes on for hours would take the place of what is asked now.
		const waits = !command.follow;
		if (waits && !(await gate.enter(signal, command.first))) return answer(command, 'aborted', '');
		try {
			// Closed while it waited: not even a change begins any more.
			if (closed || signal.aborted) return answer(command, 'aborted', '');
			const id = log.begin(command, Date.now());
			const outcome = await executeWithin(host, command, {signal, onLine, onBytes, room});
			log.end(id, command, outcome);
			if (!command.follow) record?.record(command, command.secret ? {...outcome, stdout: ''} : outcome);
			return outcome;
		} finally {
			if (waits) gate.leave();
		}
	};

	return {
		kind: host.kind,
		...(host.recordedAt !== undefined && {recordedAt: host.recordedAt}),
		...(host.recordedHidden !== undefined && {recordedHidden: host.recordedHidden}),
		readOnly: refusesChanges,
		log,
		follows: host.kind !== 'recorded' && !record,
		async run(command, {signal, onLine, onBytes, room} = {}) {
			if (refusesChanges && command.changes) {
				const outcome = answer(command, 'not-permitted', `${refusal}read-only`);
				log.end(log.begin(command, outcome.startedAt), command, outcome);
				return outcome;
			}

			// Not AbortSignal.any: a signal that lives as long as the program would collect one dependent a run.
			const controller = new AbortController();
			const abort = (): void => {
				controller.abort();
			};

			if (signal?.aborted) abort();
			signal?.addEventListener('abort', abort);
			if (!command.changes) underWay.add(controller);
			try {
				// What is recorded is text.
				return await runInTurn(command, {
					signal: controller.signal,
					onLine,
					onBytes,
					room: record ? undefined : room,
				});
			} finally {
				underWay.delete(controller);
				signal?.removeEventListener('abort', abort);
			}
		},
		async interactive(command, start) {
			const startedAt = Date.now();
			const began = performance.now();
			const id = log.begin(command, startedAt);
			const ended = (parts: Partial<Outcome> & Pick<Outcome, 'kind'>): Outcome => {
				const outcome = {...answer(command, parts.kind, '', startedAt, performance.now() - began), ...parts};
				log.end(id, command, outcome);
				return outcome;
			};

			if (refusesChanges && command.changes) return ended({kind: 'not-permitted', stderr: `${refusal}read-only`});
			if (!host.interactive) return ended({kind: 'not-permitted', stderr: `${refusal}${host.kind}`});
			const given = host.interactive(command);
			return ended('argv' in given ? await start(given) : given);
		},
		recorded: async () => record?.settled?.(),
		hidden: () => record?.hidden?.() ?? {},
		async close() {
			closed = true;
			for (const controller of underWay) controller.abort();
			await host.close();
			await record?.close();
		},
	};
}

/** The same runner, whose commands end with `signal` unless they bring one of their own. */
export const endingWith = (runner: Runner, signal: AbortSignal): Runner => ({
	...runner,
	run: async (command, options = {}) => runner.run(command, {signal, ...options}),
});

function answer({argv}: Command, kind: OutcomeKind, stderr: string, startedAt = Date.now(), ms = 0): Outcome {
	return {argv, kind, exit: null, signal: null, stdout: '', stderr, stdoutCut: 0, stderrCut: 0, startedAt, ms};
}

type Execution = {
	readonly signal: AbortSignal;
	readonly onLine: ExecuteOptions['onLine'];
	readonly onBytes: ExecuteOptions['onBytes'];
	readonly room: ExecuteOptions['room'];
};

/** Holds a host to its contract: it never rejects, and it answers soon after the deadline or an abort. */
async function executeWithin(
	host: Host,
	command: Command,
	{signal, onLine, onBytes, room}: Execution,
): Promise<Outcome> {
	const startedAt = Date.now();
	const began = performance.now();
	const instead = deferred<Outcome>();
	const timers: NodeJS.Timeout[] = [];
	const giveUp = (kind: OutcomeKind, why: string): void => {
		instead.resolve(answer(command, kind, why, startedAt, performance.now() - began));
	};

	if (command.deadline > 0) timers.push(setTimeout(giveUp, command.deadline + patience, 'timed-out', ''));
	const onAbort = (): void => {
		timers.push(setTimeout(giveUp, patience, 'aborted', ''));
	};

	signal.addEventListener('abort', onAbort);
	try {
		return await Promise.race([
			host.execute(command, {signal, ...(onLine && {onLine}), ...(onBytes && {onBytes}), ...(room && {room})}),
			instead.promise,
		]);
	} catch (error) {
		giveUp('failed', error instanceof Error ? error.message : String(error));
		return await instead.promise;
	} finally {
		signal.removeEventListener('abort', onAbort);
		for (const timer of timers) clearTimeout(timer);
	}
}
