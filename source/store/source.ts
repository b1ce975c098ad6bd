import type {Unknown} from '../facts/reading.js';

/** What a Source shows at one moment. Same reference while nothing changed. */
export type Snapshot<T> = {
	/** The last good value; stays while later reads fail. */
	readonly value: T | undefined;
	/** Why the last read failed; undefined when it did not. With a value: the value is stale. */
	readonly unknown: Unknown | undefined;
	/**
	 * When the value was read or last confirmed, milliseconds since the epoch. Goes on while the reference stays: a read
	 * that finds the same value changes nothing else. Copies of the snapshot (spread) keep the moment of the copy.
	 */
	readonly at: number | undefined;
	/** True while a first read, or one that a person asked for, is under way; a poll in the background does not show. */
	readonly reading: boolean;
};

/** Live data. Runs only while somebody subscribes; never two reads at once. */
export interface Source<T> {
	get(): Snapshot<T>;
	subscribe(listener: () => void): () => void;
	/** Reads now, also when paused; resolves with the snapshot after that read. */
	refresh(): Promise<Snapshot<T>>;
}

const nothing: Snapshot<never> = {value: undefined, unknown: undefined, at: undefined, reading: false};

/** Where nothing is shown: it knows nothing and asks nothing. */
export const idleSource: Source<never> = {
	get: () => nothing,
	subscribe: () => () => undefined,
	refresh: async () => nothing,
};
