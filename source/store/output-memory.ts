import v8 from 'node:v8';

/** What is made of an output of so many bytes stays for long. */
const much = 2 ** 21;

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
			// The engine would give new objects 128 MB, to move them out of there later: those of a large host stay anyway.
			if (size > much) v8.setFlagsFromString('--semi-space-growth-factor=1');
			// Counters grow by a digit now and then.
			if (!spare || spare.length < size) spare = Buffer.allocUnsafeSlow(Math.ceil(size * 1.01));
			return spare.subarray(0, size);
		},
		keep() {
			spare = undefined;
		},
	};
}
