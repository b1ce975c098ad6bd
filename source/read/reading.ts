import {refusal, type Outcome} from '../command/outcome.js';

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

/** A Reader is pure, total and tolerant: it never throws and never guesses. */
export type Reader<T> = (outcome: Outcome) => Reading<T>;

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

/** What tools say on standard error when they need root. */
export const needsRoot =
	/operation not permitted|permission denied|must be root|you must be root|authorization failed|interactive authentication required|requires root|as root/i;

/** Unknown when the command did not end well, else undefined: the first line of nearly every reader. */
export function notOk(outcome: Outcome): {readonly known: false; readonly unknown: Unknown} | undefined {
	const tool = outcome.argv[0] ?? '';
	switch (outcome.kind) {
		case 'ok': {
			return undefined;
		}

		case 'not-found': {
			return unknown('tool-missing', tool);
		}

		case 'not-permitted': {
			if (outcome.stderr.startsWith(refusal)) return unknown('failed', firstLine(outcome.stderr));
			return unknown('needs-root', tool);
		}

		case 'timed-out': {
			return unknown('timed-out', tool);
		}

		case 'aborted': {
			return unknown('aborted', tool);
		}

		default: {
			const words = firstLine(outcome.stderr) || firstLine(outcome.stdout);
			if (needsRoot.test(outcome.stderr)) return unknown('needs-root', words);
			return unknown('failed', words || `exit ${outcome.exit ?? outcome.signal ?? '?'}`);
		}
	}
}

/** The first non-blank line of a text, trimmed. */
export function firstLine(text: string): string {
	for (const line of text.split('\n', 20)) {
		const trimmed = line.trim();
		if (trimmed !== '') return trimmed;
	}

	return '';
}

/** JSON.parse as a reading: a cut or broken document is unknown, with its first line. */
export function readJson(outcome: Outcome): Reading<unknown> {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', outcome.argv[0] ?? '');
	try {
		return known(JSON.parse(outcome.stdout) as unknown);
	} catch {
		return unknown('unreadable', firstLine(outcome.stdout).slice(0, 200));
	}
}
