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
		/** The program's environment; left out: ours. */
		readonly env?: Readonly<Record<string, string>>;
		/** Printed before the program starts: what will run. */
		readonly before: readonly string[];
		/** Printed after a failure: why, and that Enter goes on. Undefined: goes on at once. */
		readonly afterFailure?: (result: HandedOver) => readonly string[] | undefined;
		/** What the terminal should show when the program is done for good: false keeps the normal screen. */
		readonly comesBack?: (result: HandedOver) => boolean;
	},
): Promise<HandedOver> {
	const {screen, keyboard, lifecycle, env, before, afterFailure, comesBack = () => true} = given;
	const say = (lines: readonly string[]): void => {
		for (const line of lines) process.stdout.write(`${line}\n`);
	};

	const takeSignals = lifecycle.standBack();
	await keyboard.release();
	await screen.leave();
	const discipline = await lineDiscipline();
	say(before);
	const result = await run(argv, env);
	await backTo(discipline);
	process.stdout.write(modesOff);
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

/**
 * What a program that was killed, or cut from the other end, may have left on: alternate screen (47: the cursor stays where
 * it is), mouse, pastes, keys of another mode, another set of letters, a scrolling region, a hidden cursor.
 */
const modesOff = [
	...['\u001B[?47l', '\u001B[?1000l\u001B[?1002l\u001B[?1003l\u001B[?1006l\u001B[?1004l', '\u001B[?2004l'],
	...['\u001B[?1l\u001B>', '\u001B(B\u000F', '\u001B[?7h\u001B[?25h', '\u001B[m\u001B7\u001B[r\u001B8'],
].join('');

const stty = ['/usr/bin/stty', '/bin/stty'];

/** The terminal's settings as `stty -g` prints them; undefined: there is no stty. */
async function lineDiscipline(): Promise<string | undefined> {
	for (const file of stty) {
		const settings = await saidBy(file, '-g');
		if (settings !== undefined) return settings;
	}

	return undefined;
}

/** A killed program leaves the terminal raw, and what we set then would count as how we found it. */
async function backTo(settings: string | undefined): Promise<void> {
	if (settings === undefined || !/^[\da-f:]+$/.test(settings)) return;
	for (const file of stty) if ((await saidBy(file, settings)) !== undefined) return;
}

async function saidBy(file: string, argument: string): Promise<string | undefined> {
	const {spawn} = await import('node:child_process');
	return new Promise(resolve => {
		const child = spawn(file, [argument], {stdio: ['inherit', 'pipe', 'ignore'], timeout: 2000});
		let said = '';
		child.stdout.on('data', (chunk: Buffer) => {
			said += String(chunk);
		});
		child.on('error', () => resolve(undefined));
		child.on('close', exit => resolve(exit === 0 ? said.trim() : undefined));
	});
}

async function run(argv: readonly string[], env?: Readonly<Record<string, string>>): Promise<HandedOver> {
	const [file = '', ...parameters] = argv;
	const {spawn} = await import('node:child_process');
	return new Promise(resolve => {
		const child = spawn(file, parameters, {stdio: 'inherit', ...(env && {env})});
		child.on('error', error => {
			resolve({kind: 'not-started', code: (error as NodeJS.ErrnoException).code ?? error.message});
		});
		child.on('exit', (exit, signal) => {
			resolve({kind: 'ended', exit, signal});
		});
	});
}
