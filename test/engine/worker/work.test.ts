import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, describe, expect, onTestFinished, test, vi} from 'vitest';
import {createClock} from '../../../source/engine/clock.js';
import type {Executor, Order, RunEnd} from '../../../source/engine/executor.js';
import {createFileJournal} from '../../../source/engine/journal-file.js';
import {hostFolders, runFolder} from '../../../source/engine/worker/folders.js';
import {isAlive, readHolder, startOf} from '../../../source/engine/worker/holder.js';
import {writeOrder} from '../../../source/engine/worker/order-file.js';
import {drop} from '../../../source/engine/worker/requests.js';
import {environmentFile} from '../../../source/engine/worker/start.js';
import {readEntry, type Entry} from '../../../source/engine/worker/stream.js';
import {work, type WorkParts} from '../../../source/engine/worker/work.js';
import {makePrivate} from '../../../source/host/private-folder.js';
import type {Runner} from '../../../source/host/runner.js';
import {saidOf} from '../../../source/text/ids.js';
import {catalogue} from '../../../source/text/text.js';

const text = catalogue('en');
const asker = {uid: 0, sudoUser: 'ada', tty: 'pts/1'};
const order: Order<unknown> = {
	...{kind: 'run', run: 'run-1', steps: ['one', 'two'], answers: {name: 'x'}},
	approved: new Map([['one', [['ip', 'link']]]]),
};

let root: string;
let folders: ReturnType<typeof hostFolders>;
let folder: ReturnType<typeof runFolder>;
let env: Record<string, string | undefined>;
beforeEach(async () => {
	root = mkdtempSync(join(tmpdir(), 'k0s-tui-work-'));
	env = {K0S_TUI_ROOT: root};
	folders = hostFolders(env);
	folder = runFolder(folders, 'run-1');
	for (const path of ['run', 'var/lib']) mkdirSync(join(root, path), {recursive: true});
	for (const path of [folders.state, folders.live, folder.path]) await makePrivate(path);
});
afterEach(() => {
	rmSync(root, {recursive: true});
});

type Execute = Executor<unknown>['execute'];
const runner = {} as Runner;

/** Works off order o-1 with a list of this one function; `parts`: what the list was given. */
async function working(execute: Execute, {run = 'run-1', id = 'o-1', list = 'steps'} = {}) {
	await writeOrder(folder, 'o-1', {list: 'steps', order, asker});
	const seen: WorkParts[] = [];
	const steps = (parts: WorkParts): Executor<unknown> => {
		seen.push(parts);
		return {execute, join: async () => undefined, printed: async () => []};
	};

	const code = await work({run, order: id, runner, text, env, lists: {[list]: steps}});
	return {code, seen};
}

const told = (): ReadonlyArray<Entry | undefined> =>
	readFileSync(folder.output, 'utf8').trim().split('\n').map(readEntry);
const done: Execute = async () => ({state: 'done'});

describe('an order that a worker does not know', () => {
	test.each<readonly [string, Parameters<typeof working>[1]]>([
		['of a run whose name leads elsewhere', {run: '../run-1'}],
		['whose name leads elsewhere', {id: '../o-1'}],
		['that is not there', {id: 'o-2'}],
		['of another run', {run: 'run-2'}],
		['of a list that it does not have', {list: 'others'}],
	])('%s: it says so, and touches nothing', async (_, names) => {
		// The order of another run lies in the folder of this one.
		const other = runFolder(folders, 'run-2');
		await makePrivate(other.path);
		await writeOrder(other, 'o-1', {list: 'steps', order, asker});
		const execute = vi.fn(done);
		const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
		onTestFinished(() => said.mockRestore());
		expect((await working(execute, names)).code).toBe(3);
		expect(said.mock.calls).toEqual([[`${text.install.worker.noOrder}\n`]]);
		expect(execute).not.toHaveBeenCalled();
		expect(existsSync(folders.holder)).toBe(false);
	});
});

describe('a worker at work', () => {
	test('says who it is for as long as it works, and does what was ordered with the host that it was given', async () => {
		const execute = vi.fn(async () => {
			expect(await readHolder(folders)).toEqual({
				...{pid: process.pid, started: await startOf(process.pid), list: 'steps', run: 'run-1', order: 'o-1', asker},
				bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
				since: expect.closeTo(Date.now(), -5) as unknown,
			});
			return {state: 'done'} as const;
		});
		const {code, seen} = await working(execute);
		expect(code).toBe(0);
		expect(execute.mock.calls).toEqual([[order, expect.anything(), expect.any(AbortSignal)]]);
		expect(seen).toMatchObject([{asker}]);
		expect(seen[0]?.runner).toBe(runner);
		expect(existsSync(folders.holder)).toBe(false);
	});

	test('tells what happens, in its order, and how it ends', async () => {
		const commands = [{argv: ['ip', 'link']}] as never;
		await working(async (_, events) => {
			events.step('one');
			events.plan('one', commands);
			events.line({step: 'one', kind: 'stdout', text: 'said'});
			events.progress({step: 'one', part: 0.5} as never);
			events.progress(undefined);
			events.step('two');
			return {state: 'failed', fault: 'no room'};
		});
		expect(told()).toEqual([
			{order: 'o-1', begun: {pid: process.pid, started: await startOf(process.pid)}},
			{order: 'o-1', step: 'one'},
			{order: 'o-1', plan: {step: 'one', commands}},
			{order: 'o-1', line: {step: 'one', kind: 'stdout', text: 'said'}},
			{order: 'o-1', progress: {step: 'one', part: 0.5}},
			{order: 'o-1', progress: null},
			{order: 'o-1', step: 'two'},
			{order: 'o-1', end: {state: 'failed', fault: saidOf('no room')}},
		]);
	});

	test.each<readonly [RunEnd, 0 | 1]>([
		[{state: 'done'}, 0],
		[{state: 'skipped'}, 0],
		[{state: 'undone'}, 0],
		[{state: 'failed'}, 1],
		[{state: 'blocked'}, 1],
		[{state: 'aborted'}, 1],
		[{state: 'done', fault: 'the journal is full'}, 1],
	])('%j: its exit code is %d', async (end, code) => {
		expect((await working(async () => end)).code).toBe(code);
	});

	test('takes the settings that were left for it, and leaves no copy', async () => {
		writeFileSync(environmentFile(folders, 'o-1'), '{"https_proxy": "http://me:word@p/", "no_proxy": 7}', {
			mode: 0o600,
		});
		await working(async () => {
			expect(env).toEqual({K0S_TUI_ROOT: root, https_proxy: 'http://me:word@p/'});
			return {state: 'done'};
		});
		expect(existsSync(environmentFile(folders, 'o-1'))).toBe(false);
	});

	test('without a journal that can be read nothing runs', async () => {
		mkdirSync(folders.journal);
		const execute = vi.fn(done);
		expect((await working(execute)).code).toBe(1);
		expect(execute).not.toHaveBeenCalled();
		expect(told().at(-1)).toEqual({
			order: 'o-1',
			end: {state: 'failed', fault: saidOf(`${folders.journal} is not a file`)},
		});
	});
});

describe('asked to stop', () => {
	const until = async (signal: AbortSignal): Promise<RunEnd> =>
		new Promise(resolve => {
			const late = setTimeout(resolve, 3000, {state: 'done'});
			signal.addEventListener('abort', () => {
				clearTimeout(late);
				resolve({state: 'aborted'});
			});
		});

	test('by a request for this order: it does; it is asked once', async () => {
		const {code} = await working(async (_, __, signal) => {
			await drop(folder, {kind: 'cancel', order: 'o-1'});
			return until(signal);
		});
		expect(code).toBe(1);
		expect(told().at(-1)).toMatchObject({end: {state: 'aborted'}});
		expect(existsSync(join(folder.requests, 'cancel-o-1'))).toBe(false);
	});

	test('by a request for another order: it does not', async () => {
		const {code} = await working(async (_, __, signal) => {
			await drop(folder, {kind: 'cancel', order: 'o-2'});
			return Promise.race([until(signal), new Promise<RunEnd>(resolve => setTimeout(resolve, 500, {state: 'done'}))]);
		});
		expect(code).toBe(0);
		expect(existsSync(join(folder.requests, 'cancel-o-2'))).toBe(true);
	});

	test.each([
		['SIGTERM', true],
		['SIGINT', true],
		['SIGHUP', false],
	] as const)('by %s: %j; afterwards it does not listen any more', async (name, stops) => {
		const before = process.listeners(name);
		await working(async (_, __, signal) => {
			const added = process.listeners(name).filter(each => !before.includes(each));
			expect(added).toHaveLength(1);
			for (const listener of added) listener(name);
			expect(signal.aborted).toBe(stops);
			return {state: 'done'};
		});
		expect(process.listeners(name)).toEqual(before);
	});
});

test("a killed worker's last command is waited for, and named, before anything else runs", async () => {
	const seconds = String(400 + (process.pid % 100));
	const begunAt = createClock().mono();
	const child = spawn('/usr/bin/sleep', [seconds], {detached: true, stdio: 'ignore', argv0: 'sleep'});
	onTestFinished(() => void child.kill('SIGKILL'));
	await createFileJournal(folders.journal, makePrivate).append({
		...{run: 'run-0', step: 'one', ev: 'begin', argv: ['sleep', seconds], cwd: null, envKeys: []},
		...{t_mono: begunAt, t_wall: 0, uid: 0, sudo_user: null, tty: null, before: null, after: null},
		...{exit: null, sig: null, ms: null, outSha: null},
		boot_id: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
	});
	const ended = new Promise(resolve => child.once('exit', resolve));
	setTimeout(() => child.kill('SIGKILL'), 600);
	const {code} = await working(async () => {
		expect(child.signalCode).toBe('SIGKILL');
		await ended;
		return {state: 'done'};
	});
	expect(code).toBe(0);
	const notes = told().filter(entry => entry !== undefined && 'line' in entry);
	expect(notes).toMatchObject([{said: {reason: 'install.worker.waitsFor', values: [`sleep ${seconds}`]}}]);
});

describe('who holds the lock', () => {
	test.each<readonly [string, unknown]>([
		['nobody', undefined],
		['no object', 3],
		['a process that has ended', {pid: 2 ** 22 + 1, started: '7', run: 'run-1', order: 'o-1'}],
		['a process whose start is not known', {pid: 2 ** 22 + 1, run: 'run-1', order: 'o-1'}],
		['another process of that number', {pid: process.pid, started: '1', run: 'run-1', order: 'o-1'}],
		['no number', {pid: '1', started: '1', run: 'run-1', order: 'o-1'}],
		['no run', {pid: process.pid, order: 'o-1'}],
		['no order', {pid: process.pid, run: 'run-1'}],
	])('is nobody where the file names %s', async (_, holder) => {
		const started = await startOf(process.pid);
		const whole =
			typeof holder === 'object' && holder !== null && !('run' in holder && 'order' in holder)
				? {...holder, started}
				: holder;
		if (holder !== undefined) writeFileSync(folders.holder, JSON.stringify(whole), {mode: 0o600});
		expect(await readHolder(folders)).toBeUndefined();
	});

	test('a process that has ended but was not waited for is not alive', async () => {
		const zombie = spawn('/bin/sh', ['-c', 'sh -c "echo \\$\\$" & exec sleep 20'], {
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		onTestFinished(() => void zombie.kill('SIGKILL'));
		const pid = Number(await new Promise(resolve => zombie.stdout.once('data', resolve)));
		await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z '));
		expect(await startOf(pid)).toBeUndefined();
		expect(await isAlive({pid, started: '1'})).toBe(false);
		expect(await isAlive({pid: process.pid, started: (await startOf(process.pid)) ?? ''})).toBe(true);
	});
});
