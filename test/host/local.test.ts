import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {change, command} from '../../source/command/command.js';
import {createLocalHost} from '../../source/host/local.js';
import {bash, host, isAlive, isGone} from './local-host.js';

test('started with an open umask, it makes no file that others can write', async () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'k0s-tui-umask-'));
	const before = process.umask(0);
	try {
		const open = createLocalHost();
		await open.execute(change(['tee', '--', path.join(folder, 'file')], 'test', {input: 'x'}));
		await open.execute(change(['mkdir', '-p', '--', path.join(folder, 'a/b')], 'test'));
		for (const name of ['file', 'a', 'a/b']) expect(fs.statSync(path.join(folder, name)).mode & 0o022).toBe(0);
	} finally {
		process.umask(before);
		fs.rmSync(folder, {recursive: true, force: true});
	}
});

describe('what became of a command', () => {
	test('ok: exit 0 with both streams apart', async () => {
		const outcome = await host.execute(bash('echo out; echo err >&2'));
		expect(outcome).toMatchObject({
			kind: 'ok',
			exit: 0,
			signal: null,
			stdout: 'out\n',
			stderr: 'err\n',
			stdoutCut: 0,
			stderrCut: 0,
		});
		expect(Math.abs(outcome.startedAt - Date.now())).toBeLessThan(10_000);
		expect(outcome.ms).toBeGreaterThan(0);
	});

	test.each([
		['failed', 'echo no >&2; exit 7', {kind: 'failed', exit: 7, stderr: 'no\n'}],
		['killed by a signal', 'kill -KILL $$', {kind: 'killed', exit: null, signal: 'SIGKILL'}],
		['killed below a wrapper', 'bash -c "kill -KILL \\$\\$"; exit $?', {kind: 'killed', exit: 137}],
		['crashed', 'kill -SEGV $$', {kind: 'killed', exit: null, signal: 'SIGSEGV'}],
	])('%s', async (_, script, expected) => {
		expect(await host.execute(bash(script))).toMatchObject(expected);
	});

	test('it is told that it ran as root: a refusal is then nobody’s who may not', async () => {
		const read = command(['cat', '/dev/null'], 'test', {direct: {kind: 'file', path: '/dev/null'}});
		for (const asked of [bash('exit 1'), bash('true'), read, command(['no-such-tool'], 'test')]) {
			expect((await host.execute(asked)).asRoot).toBe(process.geteuid?.() === 0 ? true : undefined);
		}
	});

	test('not found: by name, by path, below a file', async () => {
		for (const name of ['no-such-tool', '/usr/bin/no-such-tool', '/etc/passwd/tool', '']) {
			const outcome = await host.execute(command([name], 'test'));
			expect(outcome.kind, name).toBe(name === '' ? 'not-permitted' : 'not-found');
			expect(outcome.exit).toBeNull();
		}
	});

	test('an argument that no process can have is a failure, not a throw', async () => {
		expect(await host.execute(command(['echo', 'a\0b'], 'test'))).toMatchObject({kind: 'failed', exit: null});
		const long = 'x'.repeat(3_000_000);
		expect(await host.execute(command(['echo', long], 'test'))).toMatchObject({kind: 'failed', exit: null});
	});

	test('the words of an argument are never read by a shell', async () => {
		const words = ['$(id)', '; reboot', '`id`', '-n', "a'b", 'a\nb', '名前', '*'];
		const outcome = await host.execute(command(['printf', '%s\\0', ...words], 'test'));
		expect(outcome.stdout.split('\0').slice(0, -1)).toEqual(words);
	});

	test('standard input is what was given, else empty', async () => {
		const text = `${'名前\n'.repeat(50_000)}end`;
		expect((await host.execute(command(['cat'], 'test', {input: text}))).stdout).toBe(text);
		expect(await host.execute(command(['cat'], 'test'))).toMatchObject({kind: 'ok', stdout: ''});
	});

	test('a child that does not read its input harms nobody', async () => {
		const outcome = await host.execute(command(['true'], 'test', {input: 'x'.repeat(1_000_000)}));
		expect(outcome).toMatchObject({kind: 'ok', exit: 0});
	});
});

describe('the deadline', () => {
	const late = 1000;

	test.each([
		['a child that sleeps', 'sleep 60'],
		['a grandchild holds standard output', 'sleep 60 & sleep 60; wait'],
		['TERM is ignored, by child and grandchild', 'trap "" TERM; sleep 60 & while :; do sleep 60; done'],
		['a grandchild left the group and holds standard output', 'setsid sleep 9 & sleep 60'],
		['a grandchild left the group and writes for ever', 'setsid timeout 5 yes & sleep 60'],
		['the child is stopped', 'kill -STOP $$; sleep 60'],
		['the child writes for ever', 'yes'],
		['the child answers TERM with exit 0', 'trap "exit 0" TERM; echo half; while :; do sleep 0.05; done'],
	])('holds within a second when %s', async (_, script) => {
		const outcome = await host.execute(bash(script, {deadline: 300}));
		expect(outcome.kind).toBe('timed-out');
		expect(outcome.ms).toBeGreaterThanOrEqual(299);
		expect(outcome.ms).toBeLessThan(300 + late);
	});

	test('what was printed before is kept', async () => {
		const outcome = await host.execute(bash('echo early; sleep 60', {deadline: 300}));
		expect(outcome).toMatchObject({kind: 'timed-out', stdout: 'early\n'});
	});

	test.each([
		['of a command that reads', false, 'trap "" TERM; sleep 60 & echo $!; sleep 60 & echo $!; echo $$; wait; wait'],
		['of one that changes', true, '(trap "" TERM; exec sleep 60) & echo $!; sleep 60 & echo $!; echo $$; wait'],
	])('nothing of the group lives on, %s', async (_, changes, script) => {
		const outcome = await host.execute(bash(script, {deadline: 300, changes}));
		expect(outcome.kind).toBe('timed-out');
		const pids = outcome.stdout.trim().split('\n').map(Number);
		expect(pids.length).toBe(3);
		for (const pid of pids) expect(await isGone(pid), String(pid)).toBe(true);
	});

	test('is not passed by a command that ended in time while our own loop was busy', async () => {
		const running = host.execute(bash('echo done', {deadline: 400}));
		const until = performance.now() + 700;
		while (performance.now() < until);
		expect(await running).toMatchObject({kind: 'ok', stdout: 'done\n'});
	});

	test('0 is none', async () => {
		expect(await host.execute(change(['sleep', '0.5'], 'test'))).toMatchObject({kind: 'ok'});
	});
});

describe('the end of a command is the end of its process', () => {
	test('a grandchild that keeps the pipes open does not delay the outcome, and loses no output', async () => {
		const outcome = await host.execute(bash('setsid sleep 5 & head -c 300000 /dev/zero | tr "\\0" x; echo; echo last'));
		expect(outcome.kind).toBe('ok');
		expect(outcome.stdout.length).toBe(300_000 + 6);
		expect(outcome.stdout.endsWith('\nlast\n')).toBe(true);
		expect(outcome.ms).toBeLessThan(2000);
	});

	test('a grandchild left in the group by a command that only reads is ended', async () => {
		const {stdout} = await host.execute(bash('sleep 60 & echo $!'));
		expect(await isGone(Number(stdout))).toBe(true);
	});

	test('what a command that changes the host left running stays', async () => {
		const {stdout} = await host.execute(change(['bash', '-c', 'sleep 60 & echo $!'], 'test'));
		const pid = Number(stdout);
		await sleep(50);
		expect(isAlive(pid)).toBe(true);
		process.kill(pid);
	});
});

describe('abort', () => {
	test('ends the command and its group', async () => {
		const controller = new AbortController();
		const lines: string[] = [];
		const running = host.execute(bash('sleep 60 & echo $!; wait'), {
			signal: controller.signal,
			onLine(line) {
				lines.push(line);
				controller.abort();
			},
		});
		const outcome = await running;
		expect(outcome.kind).toBe('aborted');
		expect(outcome.ms).toBeLessThan(1000);
		expect(await isGone(Number(lines[0]))).toBe(true);
	});

	test('before the start nothing runs', async () => {
		const marker = path.join(os.tmpdir(), `k0s-tui-never-${process.pid}`);
		const outcome = await host.execute(command(['touch', marker], 'test'), {signal: AbortSignal.abort()});
		expect(outcome.kind).toBe('aborted');
		expect(fs.existsSync(marker)).toBe(false);
	});

	test('after the end changes nothing and leaves no listener', async () => {
		const controller = new AbortController();
		const outcome = await host.execute(bash('echo x'), {signal: controller.signal});
		controller.abort();
		expect(outcome.kind).toBe('ok');
	});
});

describe('trust', () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'k0s-tui-tools-'));
	const {PATH} = process.env;
	beforeAll(() => {
		fs.writeFileSync(path.join(folder, 'uname'), '#!/bin/sh\necho evil\n', {mode: 0o755});
		Object.assign(process.env, {
			PATH: `${folder}:${PATH ?? ''}`,
			KUBECONFIG: '/evil',
			NODE_OPTIONS: '',
			LD_LIBRARY_PATH: folder,
			BASH_ENV: path.join(folder, 'uname'),
			https_proxy: 'http://proxy:3128',
		});
	});
	afterAll(() => {
		process.env['PATH'] = PATH;
		for (const name of ['KUBECONFIG', 'NODE_OPTIONS', 'LD_LIBRARY_PATH', 'BASH_ENV', 'https_proxy']) {
			delete process.env[name];
		}

		fs.rmSync(folder, {recursive: true});
	});

	test("an attacker's folder first in PATH is not looked at, by us nor by the child", async () => {
		expect((await host.execute(command(['uname'], 'test'))).stdout).toBe('Linux\n');
		expect((await host.execute(bash('uname'))).stdout).toBe('Linux\n');
	});

	test('the environment of a child is fixed', async () => {
		const {stdout} = await host.execute(command(['env'], 'test', {env: {K0S_VERSION: '1', LD_PRELOAD: '/evil.so'}}));
		expect(stdout.trim().split('\n').sort()).toEqual([
			`HOME=${os.userInfo().homedir}`,
			'K0S_VERSION=1',
			'LC_ALL=C',
			'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
			'SHLVL=1',
			'TERM=dumb',
		]);
	});

	test('proxy variables pass only for a command that asks for them', async () => {
		const {stdout} = await host.execute(command(['env'], 'test', {proxy: true}));
		expect(stdout).toContain('https_proxy=http://proxy:3128');
	});

	test('a tool that somebody else could have written is refused with the reason', async () => {
		const outcome = await host.execute(command(['/proc/self/cwd/x'], 'test'));
		expect(outcome.kind).toBe('not-found');
		const open = path.join(folder, 'open');
		fs.writeFileSync(open, '#!/bin/sh\n', {mode: 0o755});
		fs.chmodSync(open, 0o757);
		const refused = await host.execute(command([open], 'test'));
		expect(refused.kind).toBe('not-permitted');
		expect(refused.stderr).toMatch(/^refused: .*open .*(?:others than root|not to root)/);
	});
});

describe('close', () => {
	test('ends what reads, leaves what changes, and runs nothing more', async () => {
		const own = createLocalHost();
		const pids: number[] = [];
		const onLine = (line: string): void => {
			pids.push(Number(line));
		};

		const reading = own.execute(bash('echo $$; sleep 60', {}), {onLine});
		const changing = own.execute(change(['bash', '-c', 'echo $$; sleep 60'], 'test'), {onLine});
		while (pids.length < 2) await sleep(10);
		const began = performance.now();
		await own.close();
		expect(performance.now() - began).toBeLessThan(1000);
		// It waited for the end of what reads.
		expect(pids.filter(pid => isAlive(pid)).length).toBe(1);
		expect((await reading).kind).toBe('aborted');
		expect((await own.execute(bash(':'))).kind).toBe('aborted');
		for (const pid of pids) if (isAlive(pid)) process.kill(pid);
		expect((await changing).kind).toBe('killed');
	});
});
