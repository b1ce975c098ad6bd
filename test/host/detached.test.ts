import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, expect, test, vi} from 'vitest';
import {change} from '../../source/command/command.js';
import {startDetached, type Detached} from '../../source/host/detached.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'detached-'));
afterAll(() => fs.rmSync(folder, {recursive: true}));
const log = path.join(folder, 'log');
const start = (script: string, file = '/bin/sh'): Detached =>
	startDetached(change(['sh', '-c', script], 'test'), file, log);
const ends = async ({exit, failure}: Detached): Promise<void> =>
	vi.waitFor(() => expect(exit() ?? failure()).toBeDefined(), 5000);

test('goes on in a session of its own, at the root, with what it prints at the end of a file of its own', async () => {
	fs.writeFileSync(log, 'before\n', {mode: 0o600});
	// Of stat: the sixth word is the session.
	const run = start(
		'pwd; echo said >&2; cut -d " " -f 6 /proc/$$/stat; echo $$; echo $LC_ALL; read line || echo no input',
	);
	expect(run.exit()).toBeNull();
	await ends(run);
	expect(run.exit()).toBe(0);
	const [before, where, said, session, own, language, input] = fs.readFileSync(log, 'utf8').split('\n');
	expect([before, where, said, language, input]).toEqual(['before', '/', 'said', 'C', 'no input']);
	expect(session).toBe(own);
	expect(run.failure()).toBeUndefined();
});

test('tells how it ended: its exit code, or the signal', async () => {
	const failed = start('exit 7');
	const killed = start('kill -TERM $$');
	await Promise.all([ends(failed), ends(killed)]);
	expect([failed.exit(), failed.failure()]).toEqual([7, undefined]);
	expect([killed.exit(), killed.failure()]).toEqual([128, 'SIGTERM']);
});

test('tells that nothing could be started', async () => {
	const none = start('', '/nowhere/sh');
	await vi.waitFor(() => expect(none.failure()).toContain('ENOENT'), 5000);
});

test('a new file is for its owner alone; a link in its place is not followed', () => {
	fs.rmSync(log, {force: true});
	start('true');
	expect(fs.statSync(log).mode & 0o777).toBe(0o600);
	fs.rmSync(log);
	fs.symlinkSync(path.join(folder, 'elsewhere'), log);
	expect(() => start('true')).toThrow(/ELOOP/);
	expect(fs.existsSync(path.join(folder, 'elsewhere'))).toBe(false);
});
