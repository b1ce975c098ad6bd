/** What a person did with the mouse. Columns and rows from 0, as the frame counts them. */
export type MouseEvent =
	| {readonly kind: 'click'; readonly column: number; readonly row: number}
	| {readonly kind: 'wheel'; readonly by: 1 | -1; readonly column: number; readonly row: number};

/** Milliseconds that the start of a report is held back: so long escape waits while the mouse is on. */
export const mouseWait = 50;

/**
 * Reports of xterm's three forms (1006, 1015, and the first of all, whose numbers are bytes), and the marks of a paste.
 * Only the first is asked for; a program that died before us may have left the terminal with another.
 */
const report =
	/\u001B\[<(\d{1,5});(\d{1,5});(\d{1,5})([Mm])|\u001B\[(\d{1,5});(\d{1,5});(\d{1,5})M|\u001B\[M([\s\S])([\s\S])([\s\S])|\u001B\[20([01])~/g;
/** A report whose end has not come, from its third byte on: no key begins like it. */
const begun = /\u001B\[(?:<[\d;]{0,18}|\d{1,5};\d{1,5};\d{0,5}|M[\s\S]{0,2})$/;
/** It may be a report or the mark of a paste, or escape, or the start of another key. */
const maybe = /\u001B(?:\[(?:2(?:0[01]?)?)?)?$/;

/**
 * Takes every report of the mouse out of what a terminal sends, so that none is read as keys, nor as text where a line is
 * typed or pasted; what is left goes to `push`. `on`: the terminal was asked for reports, and their starts are waited for.
 */
export function createMouseReader(given: {
	readonly on: boolean;
	readonly push: (bytes: Buffer) => void;
	/** Not told of reports within a paste: those are text of somebody, or came in between. */
	readonly tell?: ((event: MouseEvent) => void) | undefined;
	readonly wait?: number;
}) {
	const {on, push, tell, wait = mouseWait} = given;
	let held = '';
	let isPasting = false;
	/** What went on although the rest of a report may still come. */
	let gone = '';
	let timer: NodeJS.Timeout | undefined;

	const letGo = (): void => {
		const text = held;
		held = '';
		// Of a report that is certain nothing is passed on, however late its end is.
		gone = text;
		if (text !== '' && !begun.test(text)) push(Buffer.from(text, 'latin1'));
	};

	return {
		/** Bytes as they come. */
		push(bytes: Buffer): void {
			if (held === '' && gone === '' && !bytes.includes(0x1b)) {
				push(bytes);
				return;
			}

			clearTimeout(timer);
			let text = held + bytes.toString('latin1');
			if (gone !== '') {
				// The start was let go: is this the rest of it?
				const late = gone + text;
				const rest = new RegExp(`^(?:${report.source})`).exec(late)?.[0];
				if (rest !== undefined && rest.length > gone.length) text = late.slice(rest.length);
				else if (begun.test(late)) text = late;
			}

			gone = '';
			const start = (begun.exec(text) ?? (on ? maybe.exec(text) : null))?.index ?? text.length;
			held = text.slice(start);
			const kept = text.slice(0, start).replaceAll(report, (whole: string, ...groups: string[]) => {
				const [b1, x1, y1, end, b2, x2, y2, b3, x3, y3, mark] = groups as Array<string | undefined>;
				if (mark !== undefined) {
					isPasting = mark === '0';
					return whole;
				}

				const number = (byte: string | undefined): number => (byte?.charCodeAt(0) ?? 32) - 32;
				const [button, column, row] =
					b1 !== undefined
						? [Number(b1), Number(x1), Number(y1)]
						: b2 !== undefined
							? [Number(b2) - 32, Number(x2), Number(y2)]
							: [number(b3), number(x3), number(y3)];
				const event = end === 'm' || isPasting || !on ? undefined : eventOf(button, column - 1, row - 1);
				if (event !== undefined) tell?.(event);
				return '';
			});
			if (kept !== '') push(Buffer.from(kept, 'latin1'));
			if (held !== '') {
				timer = setTimeout(letGo, wait);
				timer.unref();
			}
		},
	};
}

/** The button's number: its two lowest bits, 64 for the wheel; 4, 8 and 16 are shift, alt and ctrl, 32 a move. */
function eventOf(button: number, column: number, row: number): MouseEvent | undefined {
	if (column < 0 || row < 0 || (button & 32) !== 0) return undefined;
	if (button === 64 || button === 65) return {kind: 'wheel', by: button === 65 ? 1 : -1, column, row};
	// With a key held it is the terminal's, or means something else elsewhere.
	return button === 0 ? {kind: 'click', column, row} : undefined;
}
