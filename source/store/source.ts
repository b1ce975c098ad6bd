import type {Unknown} from '../read/reading.js';

/** What a Source shows at one moment. Same reference while nothing changed. */
export type Snapshot<T> = {
	/** The last good value; stays while later reads fail. */
	readonly value: T | undefined;
	/** Why the last read failed; undefined when it did not. With a value: the value is stale. */
	readonly unknown: Unknown | undefined;
	/** When the value was read, milliseconds since the epoch. */
	readonly at: number | undefined;
	/** True while a read is under way. */
	readonly reading: boolean;
};

/** Live data. Runs only while somebody subscribes; never two reads at once. */
export interface Source<T> {
	get(): Snapshot<T>;
	subscribe(listener: () => void): () => void;
	/** Reads now, also when paused; resolves with the snapshot after that read. */
	refresh(): Promise<Snapshot<T>>;
}
