import type {Outcome} from '../command/outcome.js';

/** Standard output as bytes, without a copy where the host left it so. */
export function bytesOf({bytes, stdout}: Outcome): Buffer {
	return bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) : Buffer.from(stdout);
}

/** What is not UTF-8 becomes U+FFFD. */
export const textOf = (bytes: Buffer, from: number, to: number): string => bytes.toString('utf8', from, to);
