import type {Command} from '../command/command.js';
import type {Outcome, OutcomeKind} from '../command/outcome.js';
import {createListeners} from '../listeners.js';

/** One line of the command log (the `@` panel). argv is without its secrets: they are looked for when it is read. */
export type LogEntry = {
	readonly id: number;
	readonly argv: readonly string[];
	readonly why: string;
	readonly changes: boolean;
	readonly startedAt: number;
	/** Null while it runs. */
	readonly ms: number | null;
	readonly kind: OutcomeKind | null;
	readonly exit: number | null;
	readonly bytes: number;
	/** Answered without starting the program. */
	readonly direct?: true;
};

/** Newest last; at most `capacity` (2,000) entries; `get` returns the same reference while nothing changed. */
export interface CommandLog {
	get(): readonly LogEntry[];
	subscribe(listener: () => void): () => void;
	/** How many commands with `changes` ended well in this process: the line printed at exit. */
	readonly changed: number;
}

/** The side of the log that the runner writes. */
export interface WritableCommandLog extends CommandLog {
	begin(command: Command, startedAt: number): number;
	end(id: number, command: Command, outcome: Outcome): void;
}

export type CommandLogOptions = {
	readonly capacity?: number;
	/** Milliseconds within which changes are told once. */
	readonly coalesce?: number;
	readonly redactArgv: (argv: readonly string[]) => readonly string[];
};

/** `words`: what is asked when somebody reads argv. Some sixty patterns a word are too much for a log that nobody opens. */
type Kept = {readonly words: () => readonly string[]; readonly entry: LogEntry};

const entryOf = (facts: Omit<LogEntry, 'argv'>, words: Kept['words']): LogEntry => ({
	...facts,
	get argv() {
		return words();
	},
});

export function createCommandLog({capacity = 2000, coalesce = 100, redactArgv}: CommandLogOptions): WritableCommandLog {
	/** Insertion order is the order of the log. */
	const entries = new Map<number, Kept>();
	let shown: readonly LogEntry[] | undefined = [];
	let timer: NodeJS.Timeout | undefined;
	let lastId = 0;
	let changed = 0;
	const listeners = createListeners({
		last() {
			clearTimeout(timer);
			timer = undefined;
		},
	});

	const tell = (): void => {
		shown = undefined;
		// Without a listener no timer: a headless command must be able to end.
		if (listeners.size() === 0) return;
		timer ??= setTimeout(() => {
			timer = undefined;
			listeners.tell();
		}, coalesce);
	};

	return {
		get changed() {
			return changed;
		},
		get() {
			shown ??= [...entries.values()].map(({entry}) => entry);
			return shown;
		},
		subscribe: listeners.add,
		begin({argv, why, changes}, startedAt) {
			const id = ++lastId;
			const started = {id, why, changes, startedAt, ms: null, kind: null, exit: null, bytes: 0};
			let clean: readonly string[] | undefined;
			const words = (): readonly string[] => (clean ??= redactArgv(argv));
			entries.set(id, {words, entry: entryOf(started, words)});
			for (const oldest of entries.keys()) {
				if (entries.size <= capacity) break;
				entries.delete(oldest);
			}

			tell();
			return id;
		},
		end(id, command, outcome) {
			if (command.changes && outcome.kind === 'ok') changed++;
			const kept = entries.get(id);
			if (!kept) return;
			const {why, changes, startedAt} = kept.entry;
			const {ms, kind, exit} = outcome;
			const ended = {id, why, changes, startedAt, ms, kind, exit, bytes: bytesOf(outcome)};
			entries.set(id, {...kept, entry: entryOf(outcome.direct ? {...ended, direct: true} : ended, kept.words)});
			tell();
		},
	};
}

/** What it printed on both streams, with what was not kept. */
function bytesOf({stdout, bytes, stderr, stdoutCut, stderrCut}: Outcome): number {
	return (bytes?.length ?? 0) + Buffer.byteLength(stdout) + Buffer.byteLength(stderr) + stdoutCut + stderrCut;
}
