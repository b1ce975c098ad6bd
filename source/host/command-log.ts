import type {OutcomeKind} from '../command/outcome.js';

/** One line of the command log (the `@` panel). argv is already redacted. */
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
};

/** Newest last; at most `capacity` (2,000) entries; `get` returns the same reference while nothing changed. */
export interface CommandLog {
	get(): readonly LogEntry[];
	subscribe(listener: () => void): () => void;
	/** How many commands with `changes` ended well in this process: the line printed at exit. */
	readonly changed: number;
}
