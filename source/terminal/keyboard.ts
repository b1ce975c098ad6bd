import {Readable} from 'node:stream';
import type {ReadStream} from 'node:tty';
import {createMouseReader, type MouseEvent} from './mouse.js';
import {createPasteGuard} from './paste.js';

export type Keyboard = {
	/** For Ink's `render(…, {stdin})`. */
	readonly stdin: NodeJS.ReadStream;
	/** Reads keys from now on, also those typed before anybody listens. */
	start(): void;
	/** Stops reading and gives the line discipline back (echo, whole lines). Settles when not one more byte is read. */
	release(): Promise<void>;
	/** Reads keys again. */
	take(): void;
	/** One whole line typed while released; '' when the terminal is gone. */
	line(): Promise<string>;
};

/** The byte of ctrl-z, which a terminal in raw mode no longer turns into a signal. */
const controlZ = 0x1a;

export type KeyboardEvents = {
	/** The terminal ends or fails: there is nobody left to read from. */
	readonly gone: () => void;
	/** Something was typed. */
	readonly typed?: () => void;
	/** ctrl-z, wherever the program is: it is not passed on. */
	readonly stop?: () => void;
	/** The terminal was asked to report the mouse. Without it reports are dropped. */
	readonly mouse?: (event: MouseEvent) => void;
};

/**
 * Stands between the terminal and Ink: while the terminal is handed over not one byte is read, however many listeners Ink
 * has.
 */
export function createKeyboard(terminal: ReadStream, events: KeyboardEvents): Keyboard {
	let raw = false;
	let released = false;
	let started = false;

	const start = (): void => {
		if (started) return;
		started = true;
		terminal.on('data', (chunk: Buffer) => {
			if (released) return;
			events.typed?.();
			const stops = events.stop !== undefined && chunk.includes(controlZ);
			const keys = stops ? chunk.filter(byte => byte !== controlZ) : chunk;
			if (keys.length > 0) paste.push(Buffer.from(keys));
			if (stops) events.stop?.();
		});
		terminal.on('end', () => {
			paste.stop();
			events.gone();
		});
		terminal.on('error', events.gone);
	};

	const stdin = new Readable({read() {}});
	const mouse = createMouseReader({
		on: events.mouse !== undefined,
		push: bytes => stdin.push(bytes),
		tell: events.mouse,
	});
	const paste = createPasteGuard(mouse.push);
	const setRaw = (on: boolean): void => {
		try {
			terminal.setRawMode(on);
		} catch {
			events.gone();
		}
	};

	Object.defineProperties(stdin, {
		isTTY: {value: true},
		setRawMode: {
			value(on: boolean) {
				raw = on;
				if (released) return stdin;
				setRaw(on);
				if (on) start();
				return stdin;
			},
		},
		ref: {value: () => (terminal.ref(), stdin)},
		unref: {value: () => (terminal.unref(), stdin)},
	});

	return {
		stdin: stdin as unknown as NodeJS.ReadStream,
		start() {
			raw = true;
			setRaw(true);
			start();
		},
		async release() {
			if (released) return;
			released = true;
			setRaw(false);
			terminal.pause();
			// Node stops the read on the tick after the pause; a child that starts earlier would lose its first line to us.
			await new Promise(resolve => {
				setImmediate(resolve);
			});
		},
		take() {
			if (!released) return;
			released = false;
			setRaw(raw);
			if (raw) start();
			terminal.resume();
		},
		async line() {
			return new Promise(resolve => {
				const done = (value: string): void => {
					terminal.off('data', onData);
					terminal.off('end', onEnd);
					terminal.pause();
					resolve(value);
				};

				const onData = (chunk: Buffer): void => {
					done(String(chunk));
				};

				const onEnd = (): void => {
					done('');
				};

				terminal.on('data', onData);
				terminal.on('end', onEnd);
				terminal.resume();
			});
		},
	};
}
