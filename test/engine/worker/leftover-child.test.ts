import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {childrenOf, outlast, unfinished} from '../../../source/engine/worker/leftover-child.js';
import type {JournalRecord} from '../../../source/engine/journal.js';

/** The command of a killed worker, and everything else that has its command line. */
const seconds = String(300 + (process.pid % 100));
const argv = ['sleep', seconds];
const now = (): number => Number(process.hrtime.bigint()) / 1e6;
let folder: string;
let running: ChildProcess[] = [];
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'k0s-tui-child-'));
});
afterEach(async () => {
	await Promise.all(
		running.map(async child => {
			if (child.exitCode !== null || child.signalCode !== null) return;
			child.kill('SIGKILL');
			await once(child, 'exit');
		}),
	);
	running = [];
	rmSync(folder, {recursive: true, force: true});
});

/** `leads`: in a session of its own, as the host starts every command. */
async function start(
	file: string,
	{leads = true, uid = process.getuid?.() ?? 0, args = [seconds], argv0 = 'sleep'} = {},
) {
	const child = spawn(file, args, {detached: leads, stdio: 'ignore', argv0, uid});
	running.push(child);
	await once(child, 'spawn');
	return child.pid ?? 0;
}

const pids = async (begunAt: number): Promise<readonly number[]> =>
	(await childrenOf({argv, begunAt})).map(({pid}) => pid);

describe('the command that a killed worker left behind', () => {
	test('is found: our user, our session, just after its record, the very program', async () => {
		const begunAt = now();
		const pid = await start('/usr/bin/sleep');
		expect(await pids(begunAt)).toEqual([pid]);
	});

	test('a script is known by its path behind the interpreter', async () => {
		const script = join(folder, 'tool');
		writeFileSync(script, '#!/bin/sh\n# waits\nread line </dev/zero; :\n');
		chmodSync(script, 0o755);
		const begunAt = now();
		const child = spawn(script, ['a'], {detached: true, stdio: 'ignore'});
		running.push(child);
		await once(child, 'spawn');
		const tools = {find: () => ({kind: 'found' as const, file: script})};
		const found = await childrenOf({argv: ['tool', 'a'], begunAt}, tools);
		expect(found.map(({pid}) => pid)).toEqual([child.pid]);
	});

	test('a process of the same arguments that is older than the record, or much younger, is not it', async () => {
		const before = now();
		await start('/usr/bin/sleep');
		expect(await pids(now() + 1000)).toEqual([]);
		expect(await pids(before - 3_600_000)).toEqual([]);
	});

	test('what somebody runs in a session of a shell is not it', async () => {
		const begunAt = now();
		await start('/usr/bin/sleep', {leads: false});
		expect(await pids(begunAt)).toEqual([]);
	});

	test('the same file under another name is another command, as with tools that are all one program', async () => {
		const begunAt = now();
		await start('/usr/bin/sleep', {argv0: 'tail'});
		expect(await pids(begunAt)).toEqual([]);
	});

	test('by its path it is the same command', async () => {
		const begunAt = now();
		const pid = await start('/usr/bin/sleep', {argv0: '/usr/bin/sleep'});
		expect(await pids(begunAt)).toEqual([pid]);
	});

	test.each([[[]], [[seconds, '1']], [['1']]])('other arguments (%j) are another command', async args => {
		const begunAt = now();
		await start('/usr/bin/sleep', {args: args.length === 0 ? ['infinity'] : args});
		expect(await pids(begunAt)).toEqual([]);
	});

	test('another program that calls itself by that name is not it', async () => {
		const begunAt = now();
		await start(process.execPath, {args: ['-e', 'setInterval(() => {}, 1000)']});
		const found = await childrenOf({argv: ['sleep', '-e', 'setInterval(() => {}, 1000)'], begunAt});
		expect(found).toEqual([]);
	});

	test.skipIf(process.getuid?.() !== 0)('another user’s process is not waited for', async () => {
		const begunAt = now();
		await start('/usr/bin/sleep', {uid: 65_534});
		expect(await pids(begunAt)).toEqual([]);
	});

	test('one that never ends is waited for once and for a limited time, then it is named', async () => {
		const waits: string[] = [];
		const left = await outlast(
			{argv, begunAt: 0},
			{
				signal: new AbortController().signal,
				onWait: () => waits.push('waits'),
				limit: 200,
				look: async () => [{pid: 7, started: '1'}],
			},
		);
		expect(left).toEqual([{pid: 7, started: '1'}]);
		expect(waits).toEqual(['waits']);
	});

	test('a command of another boot, or one that ended, left nothing', () => {
		const record = (ev: JournalRecord['ev'], boot = 'b') =>
			({ev, argv, boot_id: boot, t_mono: 5}) as unknown as JournalRecord;
		expect(unfinished([record('begin')], 'b')).toEqual({argv, begunAt: 5});
		expect(unfinished([record('begin', 'a')], 'b')).toBeUndefined();
		expect(unfinished([record('begin'), record('end')], 'b')).toBeUndefined();
	});
});
