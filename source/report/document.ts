/**
 * A report as data: chapters of blocks, which the writers (Markdown, HTML, shell) each put down in their way. Texts hold
 * words from outside as they came: every writer makes them visible and escapes them.
 */
export type Report = {
	readonly title: string;
	/** Name and value: who and what this host is, and when it was looked at. */
	readonly facts: ReadonlyArray<readonly [string, string]>;
	/** What a reader must know first. */
	readonly notes: readonly string[];
	readonly chapters: readonly Chapter[];
	/** The journal cannot be trusted: what it records is told, and nothing of it may be run. */
	readonly untrusted?: boolean;
};

export type Chapter = {readonly id: string; readonly title: string; readonly blocks: readonly Block[]};

export type Block =
	| {readonly kind: 'heading'; readonly text: string}
	| {readonly kind: 'text'; readonly text: string}
	/** Something is not known, and why. */
	| {readonly kind: 'unknown'; readonly text: string}
	| {readonly kind: 'facts'; readonly rows: ReadonlyArray<readonly [string, string]>}
	| {readonly kind: 'table'; readonly titles: readonly string[]; readonly rows: ReadonlyArray<readonly string[]>}
	/** Lines whose columns mean something. */
	| {readonly kind: 'drawing'; readonly lines: readonly string[]}
	/** Commands that ran on this host for one reason, one after the other; several only where all ended well. */
	| {readonly kind: 'ran'; readonly why: string; readonly rans: readonly RanCommand[]}
	/** Commands that a person may type; none of them ran. `changes`: they would change the host. */
	| {readonly kind: 'typed'; readonly commands: ReadonlyArray<readonly string[]>; readonly changes: boolean};

export type RanCommand = {
	/** Without its secrets. */
	readonly argv: readonly string[];
	/** It had secrets: as it stands here it is not what ran. */
	readonly secret: boolean;
	/** Key of the reason in the catalogue; '' where an older journal does not tell. */
	readonly why: string;
	/** Milliseconds since the epoch. */
	readonly at: number;
	/** Null: it was ended by a signal, or its end is not told. */
	readonly exit: number | null;
	readonly signal: string | null;
	readonly ms: number | null;
	/** `unfinished`: begun, and its end is not told. */
	readonly state: 'ok' | 'failed' | 'unfinished';
	/** Null: an older journal does not tell. */
	readonly changes: boolean | null;
	/** Bytes that it was given on standard input, which are not kept; null: none. */
	readonly input: number | null;
	/** What it printed, abridged; null: not kept. */
	readonly printed: string | null;
	/** What it did was undone later. */
	readonly undone: boolean;
	/** The safety net of a run (folders and timers of k0s-tui itself), not what the host needs. */
	readonly own: boolean;
};

export const text = (words: string): Block => ({kind: 'text', text: words});
export const heading = (words: string): Block => ({kind: 'heading', text: words});
export const typed = (...argvs: ReadonlyArray<readonly string[]>): Block => ({
	kind: 'typed',
	commands: argvs,
	changes: false,
});
