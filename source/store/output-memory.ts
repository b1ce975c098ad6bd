import {expectMuch} from '../host/engine-room.js';

/** Memory for an output of many megabytes that is asked for again and again. */
export interface OutputMemory {
	/** For the next output. Only one at a time. */
	room(size: number): Buffer;
	/** The last output stays in use: the next one gets other memory. */
	keep(): void;
}

export function createOutputMemory(): OutputMemory {
	let spare: Buffer | undefined;
	return {
		room(size) {
			expectMuch(size);
			// Counters grow by a digit now and then.
			if (!spare || spare.length < size) spare = Buffer.allocUnsafeSlow(Math.ceil(size * 1.01));
			return spare.subarray(0, size);
		},
		keep() {
			spare = undefined;
		},
	};
}
