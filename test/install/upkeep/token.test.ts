import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {Command} from '../../../source/command/command.js';
import * as edit from '../../../source/command/edit.js';
import * as k0s from '../../../source/command/k0s.js';
import {unitPath} from '../../../source/command/k0s-paths.js';
import {token} from '../../../source/commands/token.js';
import type {Outcome} from '../../../source/command/outcome.js';
import type {Host} from '../../../source/host/host.js';
import {createRunner} from '../../../source/host/runner.js';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import {decodeJoinToken, expiryOf} from '../../../source/commands/join-token.js';
import {host, ownState, run, speed} from './support.js';

const terminal = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');
let end: () => void;
let folder: string;
beforeEach(() => {
	end = ownState();
	folder = mkdtempSync(join(tmpdir(), 'k0s-tui-token-'));
});
afterEach(() => {
	end();
	rmSync(folder, {recursive: true});
	if (terminal === undefined) Reflect.deleteProperty(process.stdout, 'isTTY');
	else Object.defineProperty(process.stdout, 'isTTY', terminal);
});

describe('token on the simulated host', () => {
	test.each(['worker', 'controller'] as const)('for a %s, in a file for its owner alone', async role => {
		const file = join(folder, 'join.token');
		const runner = host('ready');
		const {exit, out, err, changed} = await run(token, runner, `--role ${role} --expiry 30m --out ${file}`);
		expect(exit).toBe(0);
		expect(changed).toEqual([['k0s', 'token', 'create', '--role', role, '--expiry', '30m']]);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		const made = readFileSync(file, 'utf8').trim();
		const decoded = decodeJoinToken(made);
		expect(decoded).toMatchObject({role});
		expect(out).toContain(`k0s-tui install --role ${role} --token-file /root/k0s.token --yes`);
		expect(out).toContain(`ssh root@OTHER k0s-tui install --role ${role} --token-file - --yes <`);
		expect(out).toContain(`k0s-tui on root@OTHER install --role ${role} --token-file - --yes <`);
		expect(out).toContain(`k0s install ${role} --token-file`);
		expect(out).toContain(`k0s token invalidate ${decoded?.id ?? ''}`);
		// Neither what is printed nor the log of commands holds it.
		for (const told of [out, err, JSON.stringify(runner.log.get())]) expect(told).not.toContain(made.slice(0, 40));
	});

	test('no recording holds it', async () => {
		const kept: string[] = [];
		const record = {record: (...given: readonly unknown[]) => void kept.push(JSON.stringify(given))};
		const runner = createRunner(createSimulatedHost({scenario: 'ready', speed}), {
			record: record as never,
		});
		const {stdout} = await runner.run(k0s.createToken('worker', '1h'));
		expect(decodeJoinToken(stdout)).toBeDefined();
		expect(kept).toHaveLength(1);
		expect(kept.join('\n')).not.toContain(stdout.slice(0, 40));
	});

	test('a pipe gets the token alone; a terminal gets it only when asked', async () => {
		const piped = await run(token, host('ready'), '');
		expect(decodeJoinToken(piped.out)).toMatchObject({role: 'worker'});
		Object.defineProperty(process.stdout, 'isTTY', {value: true, configurable: true});
		const refused = await run(token, host('ready'), '');
		expect(refused).toMatchObject({exit: 2, changed: [], out: ''});
		expect(refused.err).toContain('--out FILE');
		const asked = await run(token, host('ready'), '--out -');
		expect(decodeJoinToken(asked.out)).toBeDefined();
		expect(asked.err).toContain('k0s token invalidate');
	});

	test('--json names the file and what the token is for, not the token', async () => {
		const file = join(folder, 'join.token');
		const {json} = await run(token, host('ready'), `--json --out ${file}`);
		expect(json).toMatchObject({role: 'worker', file, server: expect.stringMatching(/^https:\/\/.+:6443$/)});
		expect(json).not.toHaveProperty('token');
	});

	test.each([
		['a file of somebody', (file: string) => void writeFileSync(file, 'mine\n')],
		['a link', (file: string) => void symlinkSync('/etc/hostname', file)],
		['a pipe', (file: string) => void execFileSync('mkfifo', [file])],
		['a folder', (file: string) => void mkdirSync(file)],
	])('%s in the place of --out: refused before a token is made', async (_, make) => {
		const file = join(folder, 'join.token');
		make(file);
		expect(await run(token, host('ready'), `--out ${file}`)).toMatchObject({
			exit: 3,
			changed: [],
			err: expect.stringContaining('not a join token'),
		});
	});

	test('a folder that is not there: refused before a token is made; an old token is written over', async () => {
		const gone = await run(token, host('ready'), `--out ${join(folder, 'none', 'x')}`);
		expect(gone).toMatchObject({exit: 3, changed: [], err: expect.stringContaining('ENOENT')});
		const file = join(folder, 'join.token');
		expect(await run(token, host('ready'), `--out ${file}`)).toMatchObject({exit: 0});
		expect(await run(token, host('ready'), `--out ${file}`)).toMatchObject({exit: 0});
	});

	test('--force takes a file of somebody, never a link', async () => {
		const file = join(folder, 'join.token');
		writeFileSync(file, 'mine\n');
		expect(await run(token, host('ready'), `--force --out ${file}`)).toMatchObject({exit: 0});
		expect(decodeJoinToken(readFileSync(file, 'utf8').trim())).toBeDefined();
		rmSync(file);
		symlinkSync('/etc/hostname', file);
		expect(await run(token, host('ready'), `--force --out ${file}`)).toMatchObject({exit: 3, changed: []});
	});

	test('--single and a stopped k0s: why nobody can join, and nothing is made', async () => {
		const runner = host('ready');
		const file = join(folder, 'join.token');
		await runner.run(edit.replaceLine(unitPath, 'ExecStart=', 'ExecStart=/usr/local/bin/k0s controller --single=true'));
		const single = await run(token, runner, `--out ${file}`);
		expect(single).toMatchObject({exit: 1, changed: [], err: expect.stringContaining('--single')});
		await runner.run(k0s.stop());
		expect(await run(token, runner, `--out ${file}`)).toMatchObject({
			exit: 1,
			changed: [],
			err: expect.stringContaining('is not running'),
		});
	});

	test('no k0s, and one that does not answer: said as that, not as one that is stopped', async () => {
		const fresh = createSimulatedHost({scenario: 'fresh', speed});
		const noSocket = {
			kind: 'failed',
			exit: 1,
			stdout: '',
			stderr: 'Error: open /run/k0s/status.sock: no such file or directory\n',
		} as const;
		const late = {kind: 'timed-out', exit: null, stdout: '', stderr: ''} as const;
		const isStatus = ({argv}: Command): boolean => argv.join(' ').startsWith('k0s status');
		const answering = (simulated: Host, status: Partial<Outcome>) =>
			createRunner({
				...simulated,
				async execute(command: Command, options) {
					const outcome = await simulated.execute(command, options);
					return isStatus(command) ? {...outcome, ...status} : outcome;
				},
			});
		const file = join(folder, 'join.token');
		// As the local host answers for the socket, with or without a program.
		expect((await run(token, answering(fresh, noSocket), `--out ${file}`)).err).toContain('k0s is not on this host');
		const stuck = await run(token, answering(createSimulatedHost({scenario: 'ready', speed}), late), `--out ${file}`);
		expect(stuck.err).toContain('not known whether k0s runs here: timed out');
		expect(stuck.err).not.toContain('is not running');
	});
});

describe('a join token', () => {
	const encoded = (config: string): string => gzipSync(config).toString('base64');
	const config = (user: string, secret: string): string =>
		`clusters:\n- cluster:\n    server: https://[fd00::1]:6443\nusers:\n- name: ${user}\n  user:\n    token: ${secret}\n`;

	test('says its role, its server and its public id, and never the other half', () => {
		const decoded = decodeJoinToken(encoded(config('kubelet-bootstrap', 'abc123.0123456789abcdef')));
		expect(decoded).toEqual({role: 'worker', server: 'https://[fd00::1]:6443', id: 'abc123'});
	});

	test.each([
		['words', 'no token'],
		['base64 of no gzip', Buffer.from('hello world').toString('base64')],
		['a kubeconfig of somebody else', encoded(config('admin', 'abc123.0123456789abcdef'))],
		['one without a bootstrap token', encoded(config('kubelet-bootstrap', 'eyJhbGciOi'))],
		['a bomb', gzipSync(Buffer.alloc(10_000_000)).toString('base64')],
	])('%s is none', (_what, text) => {
		expect(decodeJoinToken(text)).toBeUndefined();
	});

	test('times are those of Go, from a second to a day', () => {
		expect(['1h', '2h45m', '90s', '24h'].map(expiryOf)).toEqual([3_600_000, 9_900_000, 90_000, 86_400_000]);
		expect(['', '0s', '1', '-1h', '25h', '1d', 'h'].map(expiryOf)).toEqual(Array(7).fill(undefined));
	});
});
