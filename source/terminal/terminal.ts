import process from 'node:process';
import {copyToClipboard, type Copied} from './clipboard.js';
import {handOver, type HandedOver} from './hand-over.js';
import {createKeyboard} from './keyboard.js';
import {createLifecycle, type Lifecycle} from './lifecycle.js';
import type {MouseEvent} from './mouse.js';
import {createMemoryKeeper} from './memory.js';
import {createScreenOutput, type ScreenOutput} from './screen-output.js';

export type Terminal = {
	/** The options for Ink's render: whole frames to the cell differ, keys from our keyboard. */
	readonly ink: {
		readonly stdout: NodeJS.WriteStream;
		readonly stdin: NodeJS.ReadStream;
		readonly debug: true;
		readonly interactive: true;
		readonly patchConsole: false;
		readonly exitOnCtrlC: false;
	};
	readonly screen: ScreenOutput;
	readonly lifecycle: Lifecycle;
	/** See `handOver`. */
	handOver(
		argv: readonly string[],
		words: {
			readonly env?: Readonly<Record<string, string>>;
			readonly before: readonly string[];
			readonly afterFailure?: (result: HandedOver) => readonly string[] | undefined;
			readonly comesBack?: (result: HandedOver) => boolean;
		},
	): Promise<HandedOver>;
	copy(text: string): Copied;
	/** Who is told of the mouse; one at a time. */
	onMouse(listener: (event: MouseEvent) => void): void;
};

/**
 * Takes this process's terminal for a full-screen program: alternate screen, keys, signals and the way back, wired
 * together. Call it once, before Ink's render.
 */
export function openTerminal(options: {
	/** The alternate screen was taken already, by whoever wrote the first glyph. */
	readonly entered?: boolean;
	readonly color: boolean;
	/** The terminal is asked to report the mouse. */
	readonly mouse?: boolean;
	/** The lines printed when the program ends by an error. */
	readonly describe: (error: unknown) => readonly string[];
}): Terminal {
	const screen = createScreenOutput(process.stdout, {
		entered: options.entered ?? false,
		color: options.color,
		mouse: options.mouse ?? false,
	});
	let pointed: ((event: MouseEvent) => void) | undefined;
	const memory = createMemoryKeeper();
	const gone = (): void => {
		void lifecycle.hangUp();
	};

	const keyboard = createKeyboard(process.stdin, {
		gone,
		typed: memory.touch,
		...(options.mouse && {mouse: event => pointed?.(event)}),
		stop() {
			void lifecycle.stop();
		},
	});
	const lifecycle = createLifecycle({
		async restore() {
			await keyboard.release();
			return screen.leave();
		},
		restoreNow() {
			screen.leaveNow();
		},
		resume() {
			keyboard.take();
			screen.enter();
		},
		abandon() {
			screen.abandon();
		},
		describe: options.describe,
	});
	process.stdout.on('error', gone);
	process.stderr.on('error', gone);
	keyboard.start();
	screen.enter();

	return {
		ink: {
			stdout: screen.stdout,
			stdin: keyboard.stdin,
			debug: true,
			interactive: true,
			patchConsole: false,
			exitOnCtrlC: false,
		},
		screen,
		lifecycle,
		handOver: async (argv, words) => handOver(argv, {screen, keyboard, lifecycle, ...words}),
		onMouse(listener) {
			pointed = listener;
		},
		copy: text => copyToClipboard(text, screen.send, process.env),
	};
}
