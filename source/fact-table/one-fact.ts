import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import {readExisting} from '../read/file.js';
import type {Reader} from '../read/reading.js';

/** Placeholder outcome: no command ran. */
export const unasked: Outcome = {
	kind: 'aborted',
	argv: [],
	exit: null,
	signal: null,
	stdout: '',
	stderr: '',
	stdoutCut: 0,
	stderrCut: 0,
	startedAt: 0,
	ms: 0,
};

export type OneFact<V> = {
	readonly commands: () => readonly Command[];
	readonly read: (outcomes: readonly Outcome[]) => V;
};

/** A fact of one command. */
export const one = <V>(ask: Command, read: (outcome: Outcome) => V): OneFact<V> => ({
	commands: () => [ask],
	read: ([outcome]) => read(outcome ?? unasked),
});

/** The reading of a first outcome; `otherwise` where nothing was asked. */
export const first = <T>(outcomes: readonly Outcome[], read: Reader<T>, otherwise: Unread = notAsked): Reading<T> => {
	const [outcome] = outcomes;
	return outcome ? read(outcome) : otherwise;
};

/** Nothing was asked because what it follows from is not known, or not so. */
export const notAsked = unknown('aborted');

type Unread = Extract<Reading<never>, {readonly known: false}>;

/** `ls -1d` of these paths: the first of them that is there. */
export function firstThere(outcomes: readonly Outcome[], paths: readonly string[]): Reading<string> {
	const there = first(outcomes, readExisting);
	if (!there.known) return there;
	const path = paths.find(each => there.value.includes(each));
	return path === undefined ? unknown('not-installed', paths.join(', ')) : known(path);
}
