import type {Hidden} from '../redact/tally.js';
import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';

export type HostKind = 'local' | 'simulated' | 'recorded';

export type OutputStream = 'stdout' | 'stderr';

export type ExecuteOptions = {
	readonly signal?: AbortSignal;
	/**
	 * Called with each whole line as it comes (cut at 64 KiB, invalid UTF-8 as U+FFFD). Not sanitised. A carriage return
	 * alone ends a line too: curl's progress comes so.
	 */
	readonly onLine?: (line: string, stream: OutputStream) => void;
	/** Called with standard output as it comes, byte for byte: what is no text. */
	readonly onBytes?: (chunk: Uint8Array) => void;
	/**
	 * For outputs of many megabytes: gives the memory for standard output, once its size is known (at most the command's
	 * `maxOutput`). A host that can then leaves it in `bytes` of the outcome, its beginning where there is more, and `stdout`
	 * empty; others answer as ever.
	 */
	readonly room?: (size: number) => Uint8Array;
};

/** A program with its place, its arguments and its environment. */
export type Startable = {
	readonly argv: readonly [string, ...string[]];
	readonly env: Readonly<Record<string, string>>;
};

/**
 * Where commands run. The one interface at the bottom of the house with more than one implementation; nothing outside
 * this room may know which one it talks to (`kind` is for the header's SIMULATED / RECORDED only).
 * Must settle within `command.deadline` + 1 s and must never reject.
 */
export interface Host {
	readonly kind: HostKind;
	/** True: refuses every command with `changes` (recorded hosts). */
	readonly readOnly: boolean;
	/** When the last answer of a recorded host was given: milliseconds since the epoch. */
	readonly recordedAt?: number;
	/** How many secrets were hidden in what a recorded host answers, by kind. */
	readonly recordedHidden?: Hidden;
	execute(command: Command, options?: ExecuteOptions): Promise<Outcome>;
	/**
	 * What is started when a person is given the whole terminal for it: the trusted file, its arguments and environment; else
	 * how the attempt ends. Left out: nothing of this host can have a terminal.
	 */
	interactive?(command: Command): Startable | Pick<Outcome, 'kind' | 'stderr'>;
	/** Ends what is still running and frees timers. */
	close(): Promise<void>;
}
