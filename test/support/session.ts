import {setTimeout as sleep} from 'node:timers/promises';
import {createEmulator, type Cell, type Emulator} from './emulator.js';

/** The part of node-pty that is used. The package is optional: neither tests nor types may need it. */
type Child = {
	readonly pid: number;
	onData(listener: (data: string) => void): unknown;
	onExit(listener: (exit: Exit) => void): unknown;
	write(data: string): void;
	resize(columns: number, rows: number): void;
	/** Closes the terminal under the program. */
	destroy(): void;
};
type Spawn = (
	file: string,
	parameters: string[],
	options: {name: string; cols: number; rows: number; cwd: string; env: Record<string, string>},
) => Child;

const packageName = '@lydell/node-pty';
/** Undefined `spawn`: no pseudo-terminal can be made here, for this `reason`. */
export const loaded: {readonly spawn?: Spawn; readonly reason?: string} = await import(packageName).then(
	(found: {spawn: Spawn}) => ({spawn: found.spawn}),
	(error: unknown) => ({reason: String(error).split('\n')[0] ?? 'unknown'}),
);

/** Ink draws only the last frame when it finds CI; the others change colours, sizes or how keys arrive. */
const unwanted = [
	'CI',
	'CONTINUOUS_INTEGRATION',
	'NO_COLOR',
	'FORCE_COLOR',
	'TMUX',
	'COLUMNS',
	'LINES',
	'LC_ALL',
	'LC_CTYPE',
	'NODE_OPTIONS',
];

export type Exit = {readonly exitCode: number; readonly signal?: number | undefined};

export type Session = {
	readonly emulator: Emulator;
	readonly pid: number;
	/** Waits until the screen shows the text; the error shows the screen and the last bytes. */
	see(text: string, milliseconds?: number): Promise<void>;
	gone(text: string, milliseconds?: number): Promise<void>;
	until(condition: () => boolean, what: string, milliseconds?: number): Promise<void>;
	/** `'\r'` Enter, `'\x1b'` Esc, `'\x1b[A'` up, `'\x03'` ctrl-c, `'\x1a'` ctrl-z. */
	type(keys: string): void;
	resize(columns: number, rows: number): void;
	isAlternate(): boolean;
	screen(): string;
	cells(): Cell[][];
	/** The bytes themselves. */
	raw(): string;
	clearRaw(): void;
	closed(milliseconds?: number): Promise<Exit>;
	exit(): Exit | undefined;
	kill(signal: string): void;
	/** Closes the terminal under the program, as a lost connection does. */
	hangUp(): void;
};

/** Runs a command on a real pseudo-terminal and keeps an emulated terminal of its screen. */
export function openSession(
	command: string,
	parameters: readonly string[] = [],
	options: {
		readonly columns?: number;
		readonly rows?: number;
		readonly env?: Readonly<Record<string, string>>;
		readonly cwd?: string;
	} = {},
): Session {
	const {columns = 80, rows = 24, env = {}, cwd = process.cwd()} = options;
	if (!loaded.spawn) throw new Error(`no pseudo-terminal: ${loaded.reason}`);
	const emulator = createEmulator(columns, rows);
	const clean = Object.fromEntries(
		Object.entries(process.env).filter(([name, value]) => value !== undefined && !unwanted.includes(name)),
	) as Record<string, string>;
	const child = loaded.spawn(command, [...parameters], {
		cols: columns,
		rows,
		name: 'xterm-256color',
		env: {...clean, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env},
		cwd,
	});
	let raw = '';
	let exit: Exit | undefined;
	let open = true;
	child.onData(data => {
		raw += data;
		emulator.write(data);
	});
	emulator.onAnswer(data => {
		if (open && !exit) child.write(data);
	});
	child.onExit(event => {
		exit = event;
	});

	const until: Session['until'] = async (condition, what, milliseconds = 8000) => {
		const end = Date.now() + milliseconds;
		for (;;) {
			await emulator.settled();
			if (condition()) return;
			if (Date.now() > end) {
				throw new Error(
					`timed out waiting for ${what}; screen:\n${emulator.text()}\nlast bytes: ${JSON.stringify(raw.slice(-400))}`,
				);
			}

			await sleep(10);
		}
	};

	const session: Session = {
		emulator,
		pid: child.pid,
		until,
		see: async (text, milliseconds) => until(() => emulator.text().includes(text), JSON.stringify(text), milliseconds),
		gone: async (text, milliseconds) =>
			until(() => !emulator.text().includes(text), `${JSON.stringify(text)} to go`, milliseconds),
		type(keys) {
			child.write(keys);
		},
		resize(newColumns, newRows) {
			emulator.resize(newColumns, newRows);
			child.resize(newColumns, newRows);
		},
		isAlternate: emulator.isAlternate,
		screen: emulator.text,
		cells: emulator.cells,
		raw: () => raw,
		clearRaw() {
			raw = '';
		},
		async closed(milliseconds) {
			await until(() => exit !== undefined, 'the end of the program', milliseconds);
			if (!exit) throw new Error('no exit status');
			return exit;
		},
		exit: () => exit,
		kill(signal) {
			process.kill(child.pid, signal);
		},
		hangUp() {
			open = false;
			child.destroy();
		},
	};
	return session;
}
