import type {Direct} from '../../command/command.js';
import type {Moment} from '../moment.js';

/** What a tool printed and returned. */
export type Result = {exit: number; stdout: string; stderr: string};

/** One run of a tool. `moment()` is taken anew at each call: the state lives on while a tool sleeps. */
export type Call = {
	readonly argv: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly input: string | undefined;
	/** What a host that can answers with in place of the program. */
	readonly direct?: Direct | undefined;
	moment(): Moment;
	/** Sleeps simulated milliseconds; rejects when the command was ended meanwhile. */
	sleep(ms: number): Promise<void>;
	/** Waits real milliseconds, in which simulated time passes as it does; rejects when the command was ended meanwhile. */
	idle(ms: number): Promise<void>;
	/** Prints one line at once; the text belongs to the streams of the outcome too. */
	print(stream: 'stdout' | 'stderr', line: string): void;
	/** The same with what is no text. */
	printBytes(bytes: Uint8Array): void;
};

export type Tool = (call: Call) => Result | Promise<Result>;

export function ok(stdout = '', stderr = ''): Result {
	return {exit: 0, stdout: lined(stdout), stderr: lined(stderr)};
}

export function fail(exit: number, stderr: string, stdout = ''): Result {
	return {exit, stdout: lined(stdout), stderr: lined(stderr)};
}

function lined(text: string): string {
	return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

export type Arguments = {
	/** Long and short options with their value; a flag's value is ''. */
	readonly options: ReadonlyMap<string, string>;
	readonly words: readonly string[];
};

/** Splits getopt-like arguments. `valued`: options that take the next word; `--name=value` is always understood. */
export function parseArguments(args: readonly string[], valued: readonly string[] = []): Arguments {
	const options = new Map<string, string>();
	const words: string[] = [];
	for (let index = 0; index < args.length; index++) {
		const word = args[index] ?? '';
		if (word === '--') {
			words.push(...args.slice(index + 1));
			break;
		}

		if (!word.startsWith('-') || word === '-') {
			words.push(word);
			continue;
		}

		const equals = word.indexOf('=');
		if (word.startsWith('--') && equals > 0) options.set(word.slice(0, equals), word.slice(equals + 1));
		else if (valued.includes(word)) options.set(word, args[++index] ?? '');
		else options.set(word, '');
	}

	return {options, words};
}

/** Columns as Go's tabwriter sets them: each as wide as its widest cell plus `gap`, the last one bare. */
export function columns(rows: ReadonlyArray<readonly string[]>, gap: number, padLast = false): string {
	const widths: number[] = [];
	for (const row of rows) {
		for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
	}

	return rows
		.map(row =>
			row
				.map((cell, index) => (index < row.length - 1 || padLast ? cell.padEnd((widths[index] ?? 0) + gap) : cell))
				.join(''),
		)
		.join('\n');
}
