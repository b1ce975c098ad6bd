import process from 'node:process';
import {safeWord} from '../../ship/start-script.js';
import type {ServerFacts} from './facts.js';
import {unreached, unsuited, type Fault} from './fault.js';
import type {Line} from './line.js';
import {ask, endPipesScript, pipesScript} from './scripts.js';

/** Of ours: the program there speaks the language of this terminal. */
const passed = ['LANG', 'LC_ALL', 'LC_CTYPE', 'LC_MESSAGES', 'COLORTERM', 'NO_COLOR'];

const startWords = (
	folder: string,
	mode: string,
	words: readonly string[],
	before: readonly string[] = [],
): string[] => {
	const variables = passed.flatMap(name => (process.env[name] ? [`${name}=${process.env[name]}`] : []));
	return ['sh', `${folder}/start`, mode, ...[...before, ...variables, '--', ...words].map(safeWord)];
};

/** Where the program lies on a server. */
export type Place = {readonly folder: string; readonly facts: ServerFacts};

/** Whether it shall run as root and sudo asks for a password there. */
export const sudoAsks = ({facts}: Place, sudo: boolean): boolean => sudo && !facts.root && !facts.sudoFree;

export type Streams = {
	readonly onOut: (chunk: Uint8Array) => void;
	readonly onErr: (chunk: Uint8Array) => void;
	/** What the program reads from its standard input; undefined: it is empty. */
	readonly token?: string | undefined;
};

/** The word by which `start` knows how many bytes of its own standard input are the program's. */
const fed = (token: string | undefined): string[] =>
	token === undefined ? [] : [`<${String(Buffer.byteLength(token))}`];

/** The screen, on this terminal. */
export async function startScreen(
	line: Line,
	folder: string,
	words: readonly string[],
	sudo: boolean,
): Promise<number | Fault> {
	const exit = await line.onTerminal(startWords(folder, sudo ? 'screen-sudo' : 'screen', words));
	return ended(exit);
}

/** A command without a screen: its output comes as it is. `signal`: it is told to stop, and still says how it ended. */
export async function startCommand(
	line: Line,
	{folder, facts}: Place,
	words: readonly string[],
	{sudo, signal, token, ...streams}: Streams & {readonly sudo: boolean; readonly signal: AbortSignal},
): Promise<number | Fault> {
	const asRoot = sudo && !facts.root;
	if (sudoAsks({folder, facts}, sudo)) return unsuited('sudo-asks');
	const {child, ended: end} = line.start(startWords(folder, asRoot ? 'plain-sudo' : 'plain', words, fed(token)), {
		input: 'open',
		...streams,
	});
	if (token !== undefined) child.stdin?.write(token);
	const stop = (): void => void child.stdin?.end('c');
	if (signal.aborted) stop();
	signal.addEventListener('abort', stop);
	const {exit} = await end;
	signal.removeEventListener('abort', stop);
	return ended(exit);
}

/**
 * The same as root where sudo asks for a password: it asks on our terminal. What the program prints comes by two pipes, so that
 * it is not mixed with that, and what it reads goes by a third.
 */
export async function startAsking(
	line: Line,
	{folder, facts}: Place,
	words: readonly string[],
	{
		onOut,
		onErr,
		onPrompt,
		token,
		terminal,
	}: Streams & {readonly onPrompt: (chunk: Uint8Array) => void; readonly terminal?: number | undefined},
): Promise<number | Fault> {
	if (!facts.tools.includes('sudo')) return unsuited('no-sudo');
	if (!facts.tools.includes('mkfifo')) return unsuited('tools', 'mkfifo');
	const {said} = await ask(line, pipesScript, [facts.cache]);
	const pipes = said.get('folder')?.[0];
	if (pipes === undefined) return unsuited('no-write', facts.cache);
	try {
		const out = line.start(['cat', `${pipes}/out`], {onOut});
		const err = line.start(['cat', `${pipes}/err`], {onOut: onErr});
		const into = token === undefined ? [] : [line.start(['dd', `of=${pipes}/in`], {input: token})];
		const before = [`${pipes}/out`, `${pipes}/err`, ...fed(token)];
		const exit = await line.onTerminal(startWords(folder, 'sudo', words, before), onPrompt, terminal);
		// Where sudo said no, nobody opened the pipes to write.
		if (exit === sudoRefused) await ask(line, endPipesScript, [pipes]);
		if (exit === 255 || exit === undefined) for (const {child} of [out, err, ...into]) child.kill();
		await Promise.all([out.ended, err.ended]);
		return exit === sudoRefused ? unsuited('sudo-refused') : ended(exit);
	} finally {
		await ask(line, endPipesScript, [pipes]);
	}
}

/** Exit code of `start` where sudo let nobody in. */
const sudoRefused = 77;

const ended = (exit: number | undefined): number | Fault =>
	exit === undefined || exit === 255 ? unreached('lost', '') : exit;
