import v8 from 'node:v8';

/** Bytes of an answer from which on what is made of it stays for long. */
const much = 2 ** 21;

/**
 * Before an answer of so many bytes is read: the engine would give new objects up to 128 MB, to move them out of there
 * later. Those of a large host stay anyway. A key lets the room grow again, to a bound (terminal/memory.ts).
 */
export function expectMuch(size: number): void {
	if (size > much) v8.setFlagsFromString('--semi-space-growth-factor=1');
}
