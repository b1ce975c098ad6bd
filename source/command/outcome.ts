/**
 * What became of a command. Always a value, never a throw.
 * - ok: exit 0. Beware: exit 0 with nothing printed is not "none" (`ip netns pids` without root); readers decide.
 * - failed: another exit code.
 * - timed-out: ended by us at its deadline.
 * - not-found: no such tool in the trusted folders.
 * - not-permitted: the host refused to execute it, or the tool's own words say that it needs root.
 * - killed: ended by a signal that is not ours (137 = the kernel's out-of-memory killer, often).
 * - aborted: ended by us because nobody wants the answer any more.
 */
export type OutcomeKind = 'ok' | 'failed' | 'timed-out' | 'not-found' | 'not-permitted' | 'killed' | 'aborted';

/**
 * How the standard error of a `not-permitted` outcome begins when the refusal is ours (an untrusted file, read-only
 * mode), so that nobody is told to try again as root.
 */
export const refusal = 'refused: ';

export type Outcome = {
	readonly kind: OutcomeKind;
	readonly argv: readonly string[];
	readonly exit: number | null;
	readonly signal: string | null;
	readonly stdout: string;
	/** Standard output as it came, where the asker gave room for it; `stdout` is empty then. */
	readonly bytes?: Uint8Array;
	readonly stderr: string;
	/** Bytes left out of the middle of each stream (0 = whole). */
	readonly stdoutCut: number;
	readonly stderrCut: number;
	/** Wall-clock start, milliseconds since the epoch. */
	readonly startedAt: number;
	/** It ran as root: where it was refused, another user would be too. */
	readonly asRoot?: true;
	/** The host answered without starting the program (`Command.direct`). */
	readonly direct?: true;
	/** Duration in milliseconds, from a monotonic clock. */
	readonly ms: number;
};
