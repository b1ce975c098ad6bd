import {withoutDuplicates} from './json-duplicates.js';
import {refusal, type Outcome} from '../command/outcome.js';
import {known, unknown, type Reading, type Unknown} from '../facts/reading.js';

/** A Reader is pure, total and tolerant: it never throws and never guesses. */
export type Reader<T> = (outcome: Outcome) => Reading<T>;

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
			return lacksRight(outcome, tool);
		}

		case 'timed-out': {
			return unknown('timed-out', tool);
		}

		case 'aborted': {
			return unknown('aborted', tool);
		}

		default: {
			const words = firstLine(outcome.stderr) || firstLine(outcome.stdout);
			if (needsRoot.test(outcome.stderr)) return lacksRight(outcome, words);
			return unknown('failed', words || `exit ${outcome.exit ?? outcome.signal ?? '?'}`);
		}
	}
}

/** It may not be read: root may, unless it was root who was refused (in a container, by SELinux, on a read-only mount). */
export const lacksRight = (
	{asRoot}: Pick<Outcome, 'asRoot'>,
	detail: string,
): {readonly known: false; readonly unknown: Unknown} => unknown(asRoot ? 'failed' : 'needs-root', detail);

/** The first non-blank line of a text, trimmed. */
export function firstLine(text: string): string {
	for (const line of text.split('\n', 20)) {
		const trimmed = line.trim();
		if (trimmed !== '') return trimmed;
	}

	return '';
}

/** Characters that are looked through for doubled keys: some milliseconds. What is longer comes from nft, whose library cannot print any. */
const mostLooked = 1024 * 1024;

/**
 * JSON.parse as a reading: a cut or broken document is unknown, with its first line; so is one that says a thing twice, of
 * which JSON.parse would keep the last.
 */
export function readJson(outcome: Outcome): Reading<unknown> {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', outcome.argv[0] ?? '');
	try {
		const value: unknown = JSON.parse(outcome.stdout);
		const [twice] = outcome.stdout.length > mostLooked ? [] : withoutDuplicates(outcome.stdout).keys;
		return twice === undefined ? known(value) : unknown('unreadable', `"${twice}" twice`);
	} catch {
		return unknown('unreadable', firstLine(outcome.stdout).slice(0, 200));
	}
}
