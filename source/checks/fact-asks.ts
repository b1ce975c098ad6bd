import type * as files from '../command/files.js';
import type {Outcome} from '../command/outcome.js';
import type {FactTable} from '../engine/step.js';
import {readExisting} from '../read/file.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import type {Reader} from '../read/reading.js';
import type {Facts} from './facts.js';
import type {CheckOptions} from './options.js';

export type Table = FactTable<Facts, CheckOptions>;

/** A fact that one command tells. */
export const one = <T>(
	command: Parameters<typeof only>[0],
	read: Reader<T>,
): {commands: () => ReturnType<typeof only>; read: (outcomes: readonly Outcome[]) => Reading<T>} => ({
	commands: () => only(command),
	read: outcomes => first(outcomes, read),
});

export const only = (command: ReturnType<typeof files.readFile>) => [command];

type Unread = Extract<Reading<never>, {readonly known: false}>;

/** Nothing was asked because what it follows from is not known, or not so. */
export const notAsked = unknown('aborted');

export const first = <T>(outcomes: readonly Outcome[], read: Reader<T>, otherwise: Unread = notAsked): Reading<T> => {
	const [outcome] = outcomes;
	return outcome ? read(outcome) : otherwise;
};

/** The first of these paths that is there. */
export const firstOf = (outcomes: readonly Outcome[], paths: readonly string[]): Reading<string> => {
	const there = first(outcomes, readExisting);
	if (!there.known) return there;
	const path = paths.find(each => there.value.includes(each));
	return path === undefined ? unknown('not-installed', paths.join(', ')) : known(path);
};

export const present = <T>(reading: Reading<T | null>, what: string): Reading<T> =>
	reading.known && reading.value === null ? unknown('not-installed', what) : (reading as Reading<T>);

export const noK0s = unknown('not-installed', 'k0s');
