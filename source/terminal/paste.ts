/** What a terminal sends around a bracketed paste (xterm, `CSI ? 2004 h`). */
const start = '\u001B[200~';
const end = '\u001B[201~';
/** The start without its last letter: Ink waits for that one without a limit, too. */
const half = start.slice(0, -1);
const controlC = '\u0003';

/** Milliseconds without more of a paste after which its end is no longer waited for. */
export const pasteWait = 5000;
/** Fewer bytes than this at once are typed, not pasted: they do not make the wait longer. */
const pasted = 16;

/**
 * Lets no paste whose end never comes (the connection was lost in the middle of it) keep every key: its end is sent for
 * it after a while, and at once before ctrl-c. `push` passes bytes on.
 */
export function createPasteGuard(push: (bytes: Buffer) => void, wait = pasteWait) {
	let tail = '';
	let missing = '';
	let timer: NodeJS.Timeout | undefined;

	const close = (): void => {
		clearTimeout(timer);
		if (missing !== '') push(Buffer.from(missing));
		missing = '';
		tail = '';
	};

	return {
		/** Bytes as they come from the terminal. */
		push(bytes: Buffer): void {
			const text = bytes.toString('latin1');
			const known = tail + text;
			const from = known.lastIndexOf(start);
			const wasOpen = missing === end;
			const isOpen = from === -1 ? wasOpen && !known.includes(end) : from > known.lastIndexOf(end);
			// Of a paste that is open, ctrl-c is a key: terminals take control characters out of what is pasted.
			const stop = isOpen ? text.indexOf(controlC, from === -1 ? 0 : Math.max(0, from - tail.length)) : -1;
			if (stop !== -1) {
				missing = end;
				push(bytes.subarray(0, stop));
				close();
				push(bytes.subarray(stop));
				return;
			}

			push(bytes);
			tail = known.slice(1 - start.length);
			missing = isOpen && (from !== -1 || wasOpen) ? end : known.endsWith(half) ? `~${end}` : '';
			if (missing === '') clearTimeout(timer);
			else if (!wasOpen || bytes.length >= pasted) {
				clearTimeout(timer);
				timer = setTimeout(close, wait);
				timer.unref();
			}
		},
		/** Nobody reads any more. */
		stop(): void {
			clearTimeout(timer);
		},
	};
}
