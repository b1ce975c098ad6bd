import {readdir, readFile, readlink, realpath} from 'node:fs/promises';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {createToolFinder, type ToolFinder} from '../../host/find-tool.js';
import type {JournalRecord} from '../journal.js';
import type {ProcessId} from './holder.js';

/** A command that was begun and whose end nobody saw. */
export type Unfinished = {
	readonly argv: readonly string[];
	/** Milliseconds on the clock that all processes of the host share (`Clock.mono`), at which its record was written. */
	readonly begunAt: number;
};

/**
 * The command that the journal says was begun and never ended: the worker was killed while it ran. It changes the host
 * for as long as it lives, so nothing else may meanwhile.
 */
export function unfinished(records: readonly JournalRecord[], bootId: string | null): Unfinished | undefined {
	const last = records.findLast(({ev}) => ev === 'begin' || ev === 'end');
	return last?.ev === 'begin' && last.argv !== null && last.boot_id === bootId
		? {argv: last.argv, begunAt: last.t_mono}
		: undefined;
}

/** Ticks a second of the times in /proc/PID/stat: the kernel's USER_HZ, 100 on everything that Node runs on. */
const ticks = 100;
/** Milliseconds that a busy host may take from the record, which is on disk before, to the start of the command. */
const startsWithin = 60_000;
/** Times of start are cut to a tick. */
const slack = 1000 / ticks;

/**
 * Processes that a killed worker's command must be: of our own user, started by our kind of start (the leader of a session
 * of its own) just after the record, the very program that we would start, with these arguments. Whoever else runs the
 * same command line is not waited for: anybody can.
 */
export async function childrenOf(
	{argv, begunAt}: Unfinished,
	tools: Pick<ToolFinder, 'find'> = createToolFinder(),
): Promise<readonly ProcessId[]> {
	const tool = tools.find(argv[0] ?? '');
	if (tool.kind !== 'found') return [];
	const file = await realpath(tool.file).catch(() => tool.file);
	// Times of start count what the host slept, the clock of the record does not; when it slept nobody knows.
	const slept = await sleptFor();
	const found: ProcessId[] = [];
	for (const name of await readdir('/proc')) {
		if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
		const stat = await statOf(name);
		if (stat === undefined || !stat.leads) continue;
		const late = stat.startedAt - begunAt;
		if (late < -slack || late > startsWithin + slept) continue;
		if (!(await isOurs(name))) continue;
		if (await runs(name, [tool.file, file], argv)) found.push({pid: Number(name), started: stat.started});
	}

	return found;
}

const lookEvery = 150;
/** How long such a command is waited for, in milliseconds: then a person decides. */
const patience = 600_000;

/** Waits for what a killed worker left running. Resolves with what still runs after all patience; empty: nothing does. */
export async function outlast(
	command: Unfinished,
	{
		signal,
		onWait,
		limit = patience,
		look = childrenOf,
	}: {
		readonly signal: AbortSignal;
		/** Called once, when there is something to wait for. */
		readonly onWait: () => void;
		readonly limit?: number;
		readonly look?: (command: Unfinished) => Promise<readonly ProcessId[]>;
	},
): Promise<readonly ProcessId[]> {
	const end = performance.now() + limit;
	for (let told = false; !signal.aborted; told = true) {
		const children = await look(command);
		if (children.length === 0 || performance.now() > end) return children;
		if (!told) onWait();
		await sleep(lookEvery);
	}

	return [];
}

/** Fields 4 and later of /proc/PID/stat; undefined: it has ended (a zombie has too). */
async function statOf(pid: string) {
	const stat = await read(pid, 'stat');
	if (stat === undefined) return undefined;
	// The name stands in parentheses and may hold any character, a parenthesis too.
	const [state = '', , , session = '', ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const started = rest[15] ?? '';
	return state === 'Z' || state === 'X'
		? undefined
		: {started, startedAt: (Number(started) * 1000) / ticks, leads: session === pid};
}

/** Real, effective, saved and file system's user: who starts a program that becomes root stays its real user. */
async function isOurs(pid: string): Promise<boolean> {
	const ids = /^Uid:\s+(.*)$/m.exec((await read(pid, 'status')) ?? '')?.[1]?.split(/\s+/);
	return ids?.every(id => Number(id) === process.geteuid?.()) === true;
}

/** Milliseconds since the boot in which the host slept. */
async function sleptFor(): Promise<number> {
	const up = Number(((await readFile('/proc/uptime', 'utf8').catch(() => '')) || '0').split(' ')[0]) * 1000;
	return Math.max(0, up - Number(process.hrtime.bigint()) / 1e6);
}

/** The program itself, or a script of that name whose interpreter stands before it. */
async function runs(pid: string, files: readonly string[], [tool = '', ...rest]: readonly string[]): Promise<boolean> {
	const words = ((await read(pid, 'cmdline')) ?? '').split('\0').slice(0, -1);
	const executable = await readlink(`/proc/${pid}/exe`).catch(() => '');
	// An update may have replaced the program while it ran.
	const isIt = files.includes(executable.replace(/ \(deleted\)$/, ''));
	const isNamed = (word: string): boolean => files.includes(word) || word.endsWith(`/${tool}`);
	const at = words.findIndex((word, index) =>
		index === 0 ? isIt && (word === tool || isNamed(word)) : index < 3 && isNamed(word),
	);
	return (
		at >= 0 && words.length - at - 1 === rest.length && rest.every((word, index) => words[at + 1 + index] === word)
	);
}

const read = async (pid: string, file: string): Promise<string | undefined> =>
	readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => undefined);
