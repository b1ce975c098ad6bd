import type {ConnectionsPlace} from '../../commands/conntrack-place.js';
import type {NoPlace, PacketsPlace} from '../../commands/packets-place.js';
import type {Unknown} from '../../facts/reading.js';

/** What `t` was pressed on, as `packets` takes it. */
export type PacketsSubject = {readonly name?: string; readonly link?: string};

/** The place that it names, or why there is none. */
export type PlaceFound = PacketsPlace | NoPlace | {readonly unknown: Unknown};

/** Whose connections are shown, or why there are none. */
export type ConnectionsFound = ConnectionsPlace | NoPlace | {readonly unknown: Unknown};

/** How a capture that is being saved stands. */
export type SavingState = {
	readonly file: string;
	readonly packets: number;
	readonly bytes: number;
	readonly running: boolean;
	/** It is as large as it may be. */
	readonly full: boolean;
	/** Why it could not be saved, in the words of the system or of tcpdump. */
	readonly fault: string | undefined;
};
