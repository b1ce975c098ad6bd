import {decode, wholeCharacters} from './capture.js';

/** Longest line handed on, in bytes; of a longer one the rest is left out. */
export const longestLine = 64 * 1024;

export interface LineSplitter {
	push(chunk: Uint8Array): void;
	/** Hands on what stands after the last line's end. */
	end(): void;
}

const carriageReturn = 0x0d;
const newline = 0x0a;

/**
 * Hands on whole lines as they come, without their end ("\n", "\r\n", or "\r" alone: progress meters), cut at 64 KiB
 * at a whole character. Splits bytes, not text, so that a character that arrives in two chunks stays whole.
 */
export function createLineSplitter(onLine: (line: string) => void): LineSplitter {
	let parts: Uint8Array[] = [];
	let held = 0;
	/** The chunk before ended in "\r": a "\n" that comes now belongs to it. */
	let afterReturn = false;

	const hold = (part: Uint8Array): void => {
		const room = longestLine - held;
		if (room <= 0 || part.length === 0) return;
		const kept = part.subarray(0, room);
		parts.push(kept);
		held += kept.length;
	};

	const emit = (): void => {
		const line = lineOf(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts));
		parts = [];
		held = 0;
		onLine(line);
	};

	return {
		push(chunk) {
			let from = afterReturn && chunk[0] === newline ? 1 : 0;
			if (chunk.length > 0) afterReturn = false;
			let nextNewline = chunk.indexOf(newline, from);
			let nextReturn = chunk.indexOf(carriageReturn, from);
			while (nextNewline !== -1 || nextReturn !== -1) {
				const isReturn = nextReturn !== -1 && (nextNewline === -1 || nextReturn < nextNewline);
				const end = isReturn ? nextReturn : nextNewline;
				hold(chunk.subarray(from, end));
				emit();
				from = end + 1;
				if (isReturn && from === chunk.length) afterReturn = true;
				if (isReturn && chunk[from] === newline) from++;
				if (nextNewline !== -1 && nextNewline < from) nextNewline = chunk.indexOf(newline, from);
				if (nextReturn !== -1 && nextReturn < from) nextReturn = chunk.indexOf(carriageReturn, from);
			}

			hold(chunk.subarray(from));
		},
		end() {
			if (held > 0) emit();
		},
	};
}

function lineOf(bytes: Uint8Array): string {
	return decode(bytes.length < longestLine ? bytes : bytes.subarray(0, wholeCharacters(bytes, longestLine)));
}
