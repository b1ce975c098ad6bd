/** Why a fact is not known. Shown as such; never turned into "none" or "OK". */
export type UnknownReason =
	| 'needs-root'
	| 'tool-missing'
	| 'timed-out'
	| 'failed'
	| 'unreadable'
	| 'cut'
	| 'aborted'
	| 'not-running'
	| 'not-installed';

export type Unknown = {
	readonly reason: UnknownReason;
	/** The tool (`nft`), or the line that could not be read. Text from outside: sanitise before showing. */
	readonly detail: string;
};

/** Something odd that did not stop the reading: the line and what was made of it. */
export type Note = {readonly line: string; readonly reason: string};

export type Reading<T> =
	| {readonly known: true; readonly value: T; readonly notes: readonly Note[]}
	| {readonly known: false; readonly unknown: Unknown};

/**
 * A part of many facts: known, or why not; then with the last value that was known, and when (milliseconds since the
 * epoch), as long as it can still be of use (not after k0s was stopped).
 */
export type Part<T> = Reading<T> & {readonly last?: {readonly value: T; readonly at: number} | undefined};

export function known<T>(value: T, notes: readonly Note[] = []): Reading<T> {
	return {known: true, value, notes};
}

export function unknown(reason: UnknownReason, detail = ''): {readonly known: false; readonly unknown: Unknown} {
	return {known: false, unknown: {reason, detail}};
}

/** Applies a pure derivation to a reading's value. */
export function mapReading<A, B>(reading: Reading<A>, derive: (value: A) => B): Reading<B> {
	return reading.known ? known(derive(reading.value), reading.notes) : reading;
}
