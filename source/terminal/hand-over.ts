import type {Keyboard} from './keyboard.js';
import type {Lifecycle} from './lifecycle.js';
import type {ScreenOutput} from './screen-output.js';

export type HandedOver =
	| {readonly kind: 'ended'; readonly exit: number | null; readonly signal: NodeJS.Signals | null}
	/** The program could not be started at all; `code` is the system's word for it (ENOENT, EACCES). */
	| {readonly kind: 'not-started'; readonly code: string};

/**
 * Gives the whole terminal to an interactive program (sudo, a shell) and takes it back when that program ends. Not one
 * byte is read meanwhile, and the signals of its keys are left to it. After a failure its last words stay on the screen
 * until Enter.
 */
export async function handOver(
	argv: readonly string[],
	given: {
		readonly screen: ScreenOutput;
		readonly keyboard: Keyboard;
		readonly lifecycle: Lifecycle;
		/** Printed before the program starts: what will run. */
		readonly before: readonly string[];
		/** Printed after a failure: why, and that Enter goes on. Undefined: goes on at once. */
		readonly afterFailure?: (result: HandedOver) => readonly string[] | undefined;
		/** What the terminal should show when the program is done for good: false keeps the normal screen. */
		readonly comesBack?: (result: HandedOver) => boolean;
	},
): Promise<HandedOver> {
	const {screen, keyboard, lifecycle, before, afterFailure, comesBack = () => true} = given;
	const say = (lines: readonly string[]): void => {
		for (const line of lines) process.stdout.write(`${line}\n`);
	};

	const takeSignals = lifecycle.standBack();
	await keyboard.release();
	await screen.leave();
	say(before);
	const result = await run(argv);
	const words = afterFailure?.(result);
	if (words) {
		say(words);
		await keyboard.line();
	}

	takeSignals();
	if (comesBack(result)) {
		keyboard.take();
		screen.enter();
	}

	return result;
}

async function run(argv: readonly string[]): Promise<HandedOver> {
	const [file = '', ...parameters] = argv;
	const {spawn} = await import('node:child_process');
	return new Promise(resolve => {
		const child = spawn(file, parameters, {stdio: 'inherit'});
		child.on('error', error => {
			resolve({kind: 'not-started', code: (error as NodeJS.ErrnoException).code ?? error.message});
		});
		child.on('exit', (exit, signal) => {
			resolve({kind: 'ended', exit, signal});
		});
	});
}
