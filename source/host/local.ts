import process from 'node:process';
import {isMainThread} from 'node:worker_threads';
import type {Command} from '../command/command.js';
import {refusal, type Outcome, type OutcomeKind} from '../command/outcome.js';
import {needsRoot} from '../read/reading.js';
import {createCapture} from './capture.js';
import type {Child, ChildEnd} from './child.js';
import {childEnvironment, terminalEnvironment} from './environment.js';
import {createToolFinder, type FoundTool, type ToolFinderOptions} from './find-tool.js';
import {isRoot} from './is-root.js';
import {createMemoryFile, type MemoryFile} from './memory-file.js';
import type {ExecuteOptions, Host} from './host.js';
import {cacheFolder} from './private-folder.js';
import {createLineSplitter} from './lines.js';

export type LocalHostOptions = ToolFinderOptions;

/**
 * This host. Every child runs by absolute path, without a shell, with a fixed environment, in a process group of its
 * own, and never longer than its deadline and one second.
 *
 * Children of commands that only read end with our process. One that changes the host goes on: ending a change midway
 * is worse than not seeing its end. `close()` does the same.
 */
export function createLocalHost(options: LocalHostOptions = {}): Host {
	closeUmask();
	const tools = createToolFinder(options);
	const running = new Map<Child, {readonly command: Command; readonly abort: () => void}>();
	let closed = false;

	const execute = async (command: Command, {signal, onLine, onBytes, room}: ExecuteOptions = {}): Promise<Outcome> => {
		// Loaded with the first command, when the first frame is on the screen already.
		const {startChild} = await import('./child.js');
		const startedAt = Date.now();
		const began = performance.now();
		const without = (kind: OutcomeKind, stderr: string): Outcome =>
			outcomeOf(command, {kind, stderr, startedAt, ms: performance.now() - began});

		if (closed || signal?.aborted) return without('aborted', '');
		if (command.direct) {
			const {answerDirectly} = await import('./direct.js');
			const answer = await answerDirectly(command, {...(signal && {signal}), ...(onLine && {onLine})});
			if (answer) return answer;
		}

		const tool = tools.find(command.argv[0]);
		if (tool.kind !== 'found') {
			const {kind, stderr} = notRun(tool);
			return without(kind, stderr);
		}

		let ended: 'timed-out' | 'aborted' | undefined;
		const captures = {stdout: createCapture(command.maxOutput), stderr: createCapture(command.maxOutput)};
		const lines = onLine && {
			stdout: createLineSplitter(line => {
				onLine(line, 'stdout');
			}),
			stderr: createLineSplitter(line => {
				onLine(line, 'stderr');
			}),
		};
		const {cache} = command;
		const kept = cache && {[cache.variable]: await cacheFolder(cache.folder)};
		if (closed || signal?.aborted) return without('aborted', '');
		const file = room && !onLine && !command.changes ? createMemoryFile() : undefined;
		const child = startChild(tool.file, command.argv.slice(1), {
			env: {...childEnvironment(command), ...kept},
			input: command.input,
			stdout: file?.fd,
			endsWithUs: !command.changes,
			onData(chunk, stream) {
				captures[stream].push(chunk);
				lines?.[stream].push(chunk);
				if (stream === 'stdout') onBytes?.(chunk);
			},
		});
		const stop = (why: 'timed-out' | 'aborted'): void => {
			ended ??= why;
			child.kill();
		};

		const abort = (): void => {
			stop('aborted');
		};

		// After a stall of our own event loop the timer comes before the news that the child has ended: look once more.
		const deadline =
			command.deadline > 0
				? setTimeout(() => {
						setImmediate(stop, 'timed-out');
					}, command.deadline)
				: undefined;
		// A pipe would make it wait; a file takes all.
		const watch = file && setInterval(() => file.size > command.maxOutput && child.kill(), 500);
		signal?.addEventListener('abort', abort);
		running.set(child, {command, abort});
		const end = await child.end;
		running.delete(child);
		clearTimeout(deadline);
		clearInterval(watch);
		signal?.removeEventListener('abort', abort);
		lines?.stdout.end();
		lines?.stderr.end();
		if (end.failure) tools.forget(command.argv[0]);
		if (command.changes) tools.forgetMissing();

		const stdout = file && room ? await bytesIn(file, room, command) : captures.stdout.read();
		const stderr = captures.stderr.read();
		const kind = kindOf(end, stderr.text, ended);
		// SELinux gives a confined tool /dev/null for a file that it must not write: only a pipe proves that it said nothing.
		if (kind === 'ok' && 'bytes' in stdout && stdout.bytes.length === 0)
			return execute(command, signal ? {signal} : {});
		return outcomeOf(command, {
			kind,
			exit: end.exit,
			signal: end.signal,
			...('bytes' in stdout ? {bytes: stdout.bytes} : {stdout: stdout.text}),
			stderr: end.failure ? end.failure.message : stderr.text,
			stdoutCut: stdout.cut,
			stderrCut: stderr.cut,
			startedAt,
			ms: performance.now() - began,
		});
	};

	return {
		kind: 'local',
		readOnly: false,
		execute,
		interactive(command) {
			if (command.own) return {argv: ownArgv(command.argv), env: ownEnvironment()};
			const tool = tools.find(command.argv[0]);
			if (tool.kind !== 'found') return notRun(tool);
			return {argv: [tool.file, ...command.argv.slice(1)], env: terminalEnvironment(command)};
		},
		async close() {
			closed = true;
			const ends = [...running].flatMap(([child, {command, abort}]) => {
				if (command.changes) {
					child.release();
					return [];
				}

				abort();
				return [child.end];
			});
			await Promise.all(ends);
		},
	};
}

/** This program again: the same Node, the same file, and its whole environment, as if a person had typed it. */
const ownArgv = ([, ...words]: Command['argv']): [string, ...string[]] => [
	process.execPath,
	process.argv[1] ?? '',
	...words,
];

const ownEnvironment = (): Record<string, string> =>
	Object.fromEntries(
		Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
	);

/** How the attempt ends to run a tool that is not there, or not to be trusted. */
function notRun(tool: Exclude<FoundTool, {kind: 'found'}>): Pick<Outcome, 'kind' | 'stderr'> {
	if (tool.kind === 'not-found') return {kind: 'not-found', stderr: tool.reason};
	return {kind: 'not-permitted', stderr: tool.kind === 'denied' ? tool.reason : refusal + tool.reason};
}

/** Nothing that we or a child make can be written by others, whatever umask we were started with. */
function closeUmask(): void {
	if (!isMainThread) return;
	process.umask(process.umask() | 0o022);
}

/** What a child left in a file, which is closed. */
async function bytesIn(
	file: MemoryFile,
	room: (size: number) => Uint8Array,
	{maxOutput}: Command,
): Promise<{readonly bytes: Uint8Array; readonly cut: number}> {
	try {
		const {size} = file;
		const bytes = room(Math.min(size, maxOutput));
		const length = await file.readInto(bytes);
		return {bytes: bytes.subarray(0, length), cut: size - length};
	} finally {
		file.close();
	}
}

type OutcomeParts = Pick<Outcome, 'kind' | 'stderr' | 'startedAt' | 'ms'> & Partial<Outcome>;

function outcomeOf({argv}: Command, parts: OutcomeParts): Outcome {
	const asRoot = isRoot() && ({asRoot: true} as const);
	return {argv, exit: null, signal: null, stdout: '', stdoutCut: 0, stderrCut: 0, ...asRoot, ...parts};
}

/** 128 + 9: how a shell, sudo or `ip netns exec` tells that KILL ended its child. */
const killedBelow = 137;

function kindOf(end: ChildEnd, stderr: string, ended: 'timed-out' | 'aborted' | undefined): OutcomeKind {
	if (end.failure) return kindOfFailure(end.failure.code);
	if (ended && end.killed) return ended;
	if (end.exit === 0) return 'ok';
	if (end.signal !== null || end.exit === killedBelow) return 'killed';
	return !isRoot() && needsRoot.test(stderr) ? 'not-permitted' : 'failed';
}

function kindOfFailure(code: string): OutcomeKind {
	if (code === 'ENOENT' || code === 'ENOTDIR') return 'not-found';
	return code === 'EACCES' || code === 'EPERM' ? 'not-permitted' : 'failed';
}
