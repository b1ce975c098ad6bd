import {writeSync} from 'node:fs';
import {Writable} from 'node:stream';
import type {WriteStream} from 'node:tty';
import {createCellDiffer, type CellDiffer} from './cell-differ.js';
import {sizeOf, type Size} from './size.js';

const enterSequence = '\u001B[?1049h\u001B[?25l';
const leaveSequence = '\u001B[m\u001B[r\u001B[?25h\u001B[?1049l';
const pasteOn = '\u001B[?2004h';
const pasteOff = '\u001B[?2004l';
/** Buttons and wheel (1000), with numbers that no column is too far for (1006, SGR). Moves are not asked for. */
const mouseOn = '\u001B[?1000h\u001B[?1006h';
const mouseOff = '\u001B[?1006l\u001B[?1000l';
const beginUpdate = '\u001B[?2026h';
const endUpdate = '\u001B[?2026l';

/** A repaint of this many bytes may reach the terminal in pieces; below it the marks cost more than they save. */
const worthMarking = 1024;

/** What Ink writes beside frames: cursor, synchronized update, bracketed paste, erased lines. None of it is passed on. */

const control = /\u001B\[(?:\?[\d;]+[hl]|\d*[A-GJK]|[HG]|\d+;\d+H)/g;

const leadingOsc = /^(?:\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\))+/;

export type ScreenOutput = {
	/** For Ink's `render(…, {stdout, debug: true, patchConsole: false, exitOnCtrlC: false})`: takes whole frames. */
	readonly stdout: NodeJS.WriteStream;
	size(): Size;
	/** Takes the alternate screen (when it is not taken already) and paints the newest frame whole. */
	enter(): void;
	/** Gives the normal screen back, cursor shown. False: the terminal did not take the bytes within `patience` ms. */
	leave(patience?: number): Promise<boolean>;
	/** Paints the newest frame whole: after something else wrote on the screen. */
	repaint(): void;
	/** Sends a sequence that moves nothing (OSC 52) to the terminal as it is. */
	send(sequence: string): void;
	/** The same for a program that ends this very moment: written past the queue, nothing is waited for. */
	leaveNow(): void;
	/** No byte is written from now on: the terminal is gone. */
	abandon(): void;
	/** True between enter and leave. */
	isEntered(): boolean;
	/** What was written for frames so far. */
	counted(): {readonly frames: number; readonly bytes: number};
};

export type ScreenOutputOptions = {
	/** The alternate screen was taken before (the first glyph is on it). */
	readonly entered?: boolean;
	/** False: colours are dropped, weight, underline and inverse stay. */
	readonly color?: boolean;
	/** The terminal reports the mouse while the screen is ours. */
	readonly mouse?: boolean;
	/** At least this long between two paints, in milliseconds; a frame that comes alone is painted at once. */
	readonly frameTime?: number;
};

/**
 * Stands between Ink and the terminal: Ink hands over whole frames, the terminal gets the cells that changed. At most one
 * paint in `frameTime`; while the terminal is slow only the newest frame is kept; nothing is written when nothing changed.
 */
export function createScreenOutput(
	terminal: WriteStream & {readonly fd: number},
	options: ScreenOutputOptions = {},
): ScreenOutput {
	const {color = true, mouse = false, frameTime = 16} = options;
	let entered = options.entered ?? false;
	let abandoned = false;
	let paste = false;
	let differ: CellDiffer = newDiffer();
	let newest: string | undefined;
	let waiting = false;
	let busy = false;
	let timer: NodeJS.Timeout | undefined;
	/** What gives back the modes that were set, before the screen itself. */
	const modesOff = (): string => (mouse ? mouseOff : '') + (paste ? pasteOff : '');
	let lastPaint = 0;
	let frames = 0;
	let bytes = 0;

	function newDiffer(): CellDiffer {
		return createCellDiffer({...sizeOf(terminal), color});
	}

	const write = (data: string, done?: () => void): void => {
		if (abandoned || data === '') done?.();
		else terminal.write(data, () => done?.());
	};

	const paint = (): void => {
		timer = undefined;
		if (!waiting || busy || !entered || newest === undefined || abandoned) return;
		waiting = false;
		const data = differ.paint(newest);
		if (data === '') return;
		lastPaint = performance.now();
		frames++;
		bytes += data.length;
		busy = true;
		write(data.length >= worthMarking ? beginUpdate + data + endUpdate : data, () => {
			busy = false;
			if (waiting) schedule();
		});
	};

	const schedule = (): void => {
		waiting = true;
		if (timer !== undefined || busy) return;
		const wait = lastPaint + frameTime - performance.now();
		if (wait <= 0) paint();
		else timer = setTimeout(paint, wait);
	};

	const repaint = (): void => {
		differ.forget();
		if (newest !== undefined) schedule();
	};

	const stdout = new Writable({
		decodeStrings: false,
		write(chunk: string | Buffer, _encoding, done) {
			let data = String(chunk);
			const osc = leadingOsc.exec(data)?.[0];
			if (osc) {
				write(osc);
				data = data.slice(osc.length);
			}

			if (data.includes('\u001B[?2004')) {
				paste = data.lastIndexOf(pasteOn) > data.lastIndexOf(pasteOff);
				if (entered) write(paste ? pasteOn : pasteOff);
			}

			const frame = data.replaceAll(control, '');
			if (frame !== '') {
				newest = frame;
				schedule();
			}

			done();
		},
	});

	terminal.on('resize', () => {
		differ = newDiffer();
		// Ink draws the old layout once more before the new one: neither is painted until both have come.
		lastPaint = performance.now();
		stdout.emit('resize');
		repaint();
	});

	return {
		stdout: Object.defineProperties(stdout, {
			isTTY: {value: true},
			columns: {get: () => sizeOf(terminal).columns},
			rows: {get: () => sizeOf(terminal).rows},
		}) as unknown as NodeJS.WriteStream,
		size: () => sizeOf(terminal),
		isEntered: () => entered,
		counted: () => ({frames, bytes}),
		repaint,
		send: sequence => {
			write(sequence);
		},
		enter() {
			if (!entered) write(enterSequence);
			entered = true;
			if (paste) write(pasteOn);
			if (mouse) write(mouseOn);
			setBlocking(terminal, false);
			refreshSize(terminal);
			repaint();
		},
		async leave(patience = 300) {
			if (!entered) return true;
			entered = false;
			clearTimeout(timer);
			timer = undefined;
			const taken = await new Promise<boolean>(resolve => {
				const deadline = setTimeout(resolve, patience, false);
				write(modesOff() + leaveSequence, () => {
					clearTimeout(deadline);
					resolve(true);
				});
			});
			if (taken) setBlocking(terminal, true);
			return taken && !abandoned;
		},
		leaveNow() {
			if (!entered || abandoned) return;
			entered = false;
			try {
				writeSync(terminal.fd, modesOff() + leaveSequence);
			} catch {
				// The terminal is gone: there is no screen to give back.
			}
		},
		abandon() {
			abandoned = true;
			clearTimeout(timer);
		},
	};
}

/**
 * Only the program in front is told of a new size: while we were stopped, or a shell had the terminal, it was not us. Tells
 * of it as ever (`resize`), if there is one.
 */
function refreshSize(terminal: WriteStream): void {
	const {_refreshSize: refresh} = terminal as {_refreshSize?: () => void};
	refresh?.call(terminal);
}

/**
 * Node writes to a terminal synchronously: one that is slow or stopped would stop the whole program. Non-blocking, the
 * write's callback says when the bytes are gone.
 */
function setBlocking(terminal: WriteStream, blocking: boolean): void {
	const {_handle: handle} = terminal as {_handle?: {setBlocking?: (blocking: boolean) => void}};
	handle?.setBlocking?.(blocking);
}
