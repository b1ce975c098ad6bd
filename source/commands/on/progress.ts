import type {WriteStream} from 'node:tty';
import {visible} from '../../terminal/sanitise.js';
import type {OnText} from '../../text/on.js';
import {megabytes} from './facts.js';
import type {Progress} from './place.js';

/** Tells on a terminal how far a copy is, in one line that goes away; elsewhere what began and where it is. */
export function progressLine(
	server: string,
	text: OnText,
	stream: Pick<WriteStream, 'isTTY' | 'write'>,
): {readonly tell: (progress: Progress) => void; readonly end: (folder: string | undefined) => void} {
	let shown = '';
	let last = 0;
	let copied = false;
	return {
		tell(progress) {
			copied = true;
			const now = Date.now();
			if (progress.kind === 'sent' && now - last < 200) return;
			last = now;
			const {kind} = progress;
			const what = kind === 'sent' ? text.copying(megabytes(progress.bytes), megabytes(progress.size)) : text[kind];
			const line = visible(text.on(server, what));
			if (!stream.isTTY || line === shown) return;
			shown = line;
			stream.write(`\r\u001B[K${line}`);
		},
		end(folder) {
			if (shown !== '') stream.write('\r\u001B[K');
			if (copied && folder !== undefined) stream.write(`${visible(text.on(server, text.placed(folder, server)))}\n`);
		},
	};
}
