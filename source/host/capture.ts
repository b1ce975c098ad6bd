/** What is kept of one stream. */
export type Captured = {
	readonly text: string;
	/** Bytes left out of the middle. */
	readonly cut: number;
};

export interface Capture {
	push(chunk: Uint8Array): void;
	/** Bytes that came, kept or not. */
	readonly bytes: number;
	read(): Captured;
}

const firstSize = 16 * 1024;
const newline = 0x0a;

/**
 * Keeps at most `max` bytes of a stream: all of it, or its head and its tail, each ended at a whole line where there
 * is one, so that no reader sees two halves as one line. Memory never exceeds `max`, copying is the only work a byte
 * costs, and invalid UTF-8 becomes U+FFFD once, at the end.
 */
export function createCapture(max: number): Capture {
	const headSize = Math.ceil(max / 2);
	const tailSize = max - headSize;
	let buffer = Buffer.allocUnsafe(Math.min(firstSize, max));
	let bytes = 0;

	const room = (needed: number): void => {
		if (needed <= buffer.length || buffer.length >= max) return;
		const larger = Buffer.allocUnsafe(Math.min(max, Math.max(needed, buffer.length * 2)));
		buffer.copy(larger, 0, 0, bytes);
		buffer = larger;
	};

	/** Where the stream's byte number `at` lies: the second half of the buffer is a ring once it is full. */
	const place = (at: number): number => (at < max ? at : headSize + ((at - headSize) % tailSize));

	return {
		get bytes() {
			return bytes;
		},
		push(chunk) {
			room(bytes + chunk.length);
			let from = 0;
			while (from < chunk.length) {
				if (bytes >= max && tailSize === 0) {
					bytes += chunk.length - from;
					return;
				}

				// Of a chunk longer than the ring only its end can stay.
				const surplus = bytes >= max ? chunk.length - from - tailSize : 0;
				if (surplus > 0) {
					from += surplus;
					bytes += surplus;
				}

				const at = place(bytes);
				const length = Math.min(chunk.length - from, max - at);
				buffer.set(chunk.subarray(from, from + length), at);
				from += length;
				bytes += length;
			}
		},
		read() {
			if (bytes <= max) return {text: decode(buffer.subarray(0, bytes)), cut: 0};
			const seam = tailSize === 0 ? headSize : place(bytes);
			const head = wholeLinesOfHead(buffer.subarray(0, headSize));
			const tail = wholeLinesOfTail(Buffer.concat([buffer.subarray(seam, max), buffer.subarray(headSize, seam)]));
			return {text: decode(head) + decode(tail), cut: bytes - head.length - tail.length};
		},
	};
}

const decoder = new TextDecoder('utf-8', {ignoreBOM: true});

/** Bytes as text; what is not UTF-8 becomes U+FFFD. */
export function decode(bytes: Uint8Array): string {
	return decoder.decode(bytes);
}

function wholeLinesOfHead(head: Buffer): Buffer {
	const end = head.lastIndexOf(newline);
	return head.subarray(0, end === -1 ? wholeCharacters(head, head.length) : end + 1);
}

function wholeLinesOfTail(tail: Buffer): Buffer {
	const end = tail.indexOf(newline);
	if (end !== -1 && end < tail.length - 1) return tail.subarray(end + 1);
	let start = 0;
	while (start < 3 && isContinuation(tail[start])) start++;
	return tail.subarray(start);
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** The greatest length of at most `length` that splits no character. */
export function wholeCharacters(bytes: Uint8Array, length: number): number {
	let start = length - 1;
	while (start > length - 4 && start > 0 && isContinuation(bytes[start])) start--;
	const lead = bytes[start] ?? 0;
	const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
	return start + size > length ? Math.max(start, 0) : length;
}
