import {isDeepStrictEqual} from 'node:util';
import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import type {Runner} from '../host/runner.js';
import type {Part} from '../facts/cluster.js';
import {unknown, type Reading, type Unknown} from '../facts/reading.js';

/** One question that is asked again only when its answer is old, and that keeps its last good answer. */
export interface Asked<T> {
	/** Asks the host, unless the last answer is younger than `period` milliseconds. */
	ask(period: number, signal: AbortSignal): Promise<Part<T>>;
	/** Says without asking why it is not known; `keep`: the last good value may still be of use. */
	skip(why: Unknown, keep: boolean): Part<T>;
	/** What it holds now; `aborted` as long as nobody asked. */
	get(): Part<T>;
	/** The next `ask` asks, however young the answer is. */
	forget(): void;
}

/** `read` may join several outcomes of its own; an equal answer keeps its reference. */
export function createAsked<T>(read: (signal: AbortSignal) => Promise<Reading<T>>): Asked<T> {
	let part: Part<T> = unknown('aborted');
	/** On the clock of `performance.now()`; undefined: never, or forgotten. */
	let askedAt: number | undefined;
	/** When `part` was last known, milliseconds since the epoch. */
	let knownAt = 0;

	const take = (reading: Reading<T>, keep: boolean): Part<T> => {
		const last = part.known ? {value: part.value, at: knownAt} : part.last;
		const next: Part<T> = !reading.known && keep && last ? {...reading, last} : reading;
		if (!isDeepStrictEqual(part, next)) part = next;
		return part;
	};

	return {
		async ask(period, signal) {
			if (askedAt !== undefined && performance.now() - askedAt < period) return part;
			const began = performance.now();
			const reading = await read(signal);
			// Nobody waited for the answer: it says nothing about the host.
			if (signal.aborted || (!reading.known && reading.unknown.reason === 'aborted')) return part;
			askedAt = began;
			take(reading, true);
			if (reading.known) knownAt = Date.now();
			return part;
		},
		skip(why, keep) {
			askedAt = undefined;
			return take({known: false, unknown: why}, keep);
		},
		get: () => part,
		forget() {
			askedAt = undefined;
		},
	};
}

/**
 * The usual question: one command, one reader. `instead`: what a person would have run, for a recording that does not
 * hold the first.
 */
export function askedOf<T>(
	runner: Runner,
	command: Command,
	read: (outcome: Outcome) => Reading<T>,
	instead?: Command,
): Asked<T> {
	return createAsked(async signal => read(await runEither(runner, command, instead, signal)));
}

/** Runs the first; only a recorded host that does not hold it is asked the second. */
export async function runEither(
	runner: Pick<Runner, 'run'> & {readonly kind?: Runner['kind']},
	command: Command,
	instead: Command | undefined,
	signal: AbortSignal,
): Promise<Outcome> {
	const outcome = await runner.run(command, {signal});
	if (runner.kind !== 'recorded' || outcome.kind !== 'failed' || instead === undefined) return outcome;
	const second = await runner.run(instead, {signal});
	return second.kind === 'ok' ? second : outcome;
}
