import {visible} from '../../terminal/sanitise.js';

/**
 * Passes on what a server prints: as it is into a file or a pipe; on a terminal line by line, without anything that could
 * steer it. `end`: what stands after the last line feed.
 */
type Stream = {readonly isTTY: boolean; readonly write: (text: string | Uint8Array) => unknown};

export function printerTo(stream: Stream): {
	readonly write: (chunk: Uint8Array) => void;
	readonly end: () => void;
} {
	if (!stream.isTTY) return {write: chunk => void stream.write(chunk), end() {}};
	const decoder = new TextDecoder();
	let rest = '';
	return {
		write(chunk) {
			const lines = (rest + decoder.decode(chunk, {stream: true})).split('\n');
			rest = lines.pop() ?? '';
			for (const line of lines) stream.write(`${visible(line.replace(/\r$/, ''))}\n`);
		},
		end() {
			if (rest !== '') stream.write(visible(rest));
			rest = '';
		},
	};
}

/** What asks on a terminal ends without a line feed: shown at once. */
export const promptTo = (stream: Pick<Stream, 'write'>) => (chunk: Uint8Array) =>
	void stream.write(
		Buffer.from(chunk)
			.toString()
			.split(/(\r?\n)/)
			.map(part => (/^\r?\n$/.test(part) ? part : visible(part)))
			.join(''),
	);
