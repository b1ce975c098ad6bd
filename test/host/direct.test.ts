import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {command} from '../../source/command/command.js';
import * as files from '../../source/command/files.js';
import * as k0s from '../../source/command/k0s.js';
import * as system from '../../source/command/system.js';
import {createLocalHost} from '../../source/host/local.js';
import {readK0sStatus} from '../../source/read/k0s/status.js';
import {sample} from '../support/samples.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'direct-'));
/** No program can be found here: whatever answers did so without one. */
const host = createLocalHost({folders: []});
const withPrograms = createLocalHost();
const socket = path.join(folder, 'status.sock');
const status = {...k0s.status(), direct: {kind: 'k0s-status', socket} as const};
/** A tool that is started by its path names itself so. */
const bare = (text: string): string => text.replaceAll('/usr/bin/', '');
let server: http.Server | undefined;

async function serve(answer: http.RequestListener): Promise<string[]> {
	const asked: string[] = [];
	server = http.createServer((request, response) => {
		asked.push(`${request.method} ${request.url} ${request.headers.host}`);
		answer(request, response);
	});
	await new Promise<void>(resolve => server?.listen(socket, resolve));
	return asked;
}

afterEach(async () => {
	server?.closeAllConnections();
	await new Promise(resolve => (server ? server.close(resolve) : resolve(undefined)));
	server = undefined;
});
afterAll(async () => {
	await Promise.all([host.close(), withPrograms.close()]);
	fs.rmSync(folder, {recursive: true});
});

describe('k0s status without a program', () => {
	test("asks k0s's own socket as k0s does, and reads the same", async () => {
		const body = sample('k0s/1.34.1/status.json');
		const asked = await serve((_, response) => response.end(body));
		const outcome = await host.execute(status);
		expect(outcome).toMatchObject({kind: 'ok', exit: 0, stdout: body, argv: ['k0s', 'status', '--out', 'json']});
		expect(asked).toEqual(['GET /status localhost']);
		expect(readK0sStatus(outcome)).toMatchObject({known: true, value: {role: 'controller'}});
	});

	test('no socket, and one that nobody listens on, in the words of k0s', async () => {
		const absent = await host.execute(status);
		expect(absent.stderr).toBe(
			`Error: status: can't get "status" via "${socket}": Get "http://localhost/status": dial unix ${socket}: connect: no such file or directory\n`,
		);
		expect(readK0sStatus(absent)).toMatchObject({unknown: {reason: 'not-running'}});
		// Its process was killed: the file stays.
		const left = `require('net').createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, 'SIGKILL'))`;
		spawnSync(process.execPath, ['-e', left]);
		const refused = await host.execute(status);
		fs.rmSync(socket);
		expect(refused.stderr).toContain(`dial unix ${socket}: connect: connection refused`);
		expect(readK0sStatus(refused)).toMatchObject({unknown: {reason: 'not-running'}});
	});

	test('a socket that accepts and never answers is left at the deadline', async () => {
		await serve(() => undefined);
		const began = performance.now();
		const outcome = await host.execute({...status, deadline: 200});
		expect(outcome).toMatchObject({kind: 'timed-out', exit: null});
		expect(performance.now() - began).toBeLessThan(3000);
		const controller = new AbortController();
		setTimeout(() => controller.abort(), 50);
		expect(await host.execute(status, {signal: controller.signal})).toMatchObject({kind: 'aborted'});
	});

	test('a question without a deadline waits for its answer', async () => {
		await serve((_, response) => setTimeout(() => response.end('{"Version": "v1.34.1+k0s.0", "Pid": 1}'), 150));
		expect(await host.execute({...status, deadline: 0})).toMatchObject({kind: 'ok'});
	});

	test('an answer that is none is told with its code', async () => {
		await serve((_, response) => response.writeHead(500).end('{"error": "no"}'));
		expect(await host.execute(status)).toMatchObject({
			...{kind: 'failed', exit: 1, stdout: ''},
			stderr: `Error: status: can't get "status" via "${socket}": 500 Internal Server Error\n`,
		});
	});

	test('an answer without end is cut', async () => {
		await serve((_, response) => {
			const more = (): void => {
				while (!response.destroyed && response.write('x'.repeat(10_000)));
			};

			response.on('drain', more);
			more();
		});
		const outcome = await host.execute({...status, maxOutput: 1000});
		expect(outcome).toMatchObject({kind: 'ok', stdout: 'x'.repeat(1000)});
		expect(outcome.stdoutCut).toBeGreaterThan(0);
	});

	test('half an answer is none', async () => {
		await serve((_, response) => {
			response.writeHead(200, {'content-length': '1000'});
			response.write('{"Version": "v1.34.1+k0s.0", "Pid": 1');
			setTimeout(() => response.destroy(), 20);
		});
		expect(readK0sStatus(await host.execute(status))).toMatchObject({known: false});
	});
});

describe('files without a program', () => {
	test.each([
		['of the kernel', '/proc/net/dev'],
		['on disk', '/etc/passwd'],
		['that is not there', path.join(folder, 'none')],
		['that is a folder', folder],
	])('prints what cat prints of a file %s', async (_, file) => {
		const strip = (text: string): string => text.replaceAll(/\d+/g, '#');
		const {kind, exit, stdout, stderr} = await host.execute(files.readDirectly(file));
		const other = await withPrograms.execute(files.readFile(file));
		expect({kind, exit, stderr, stdout: strip(stdout)}).toEqual({
			...{kind: other.kind, exit: other.exit, stderr: bare(other.stderr)},
			stdout: strip(other.stdout),
		});
	});

	test('the host name is what uname prints', async () => {
		const {direct, ...program} = system.hostName();
		expect(direct).toBeDefined();
		expect((await host.execute(system.hostName())).stdout).toBe((await withPrograms.execute(program)).stdout);
	});

	test('a longer file is cut, and says so', async () => {
		const file = path.join(folder, 'long');
		fs.writeFileSync(file, 'x'.repeat(5000));
		const outcome = await host.execute({...files.readDirectly(file), maxOutput: 100});
		expect(outcome).toMatchObject({stdout: 'x'.repeat(100), stdoutCut: 1});
	});

	test.each([
		['あ', 100, 99],
		['é', 7, 6],
		['😀', 9, 8],
	])('a file of %s that is cut at a whole character says so', async (letter, maxOutput, kept) => {
		const file = path.join(folder, 'wide');
		const content = letter.repeat(100);
		fs.writeFileSync(file, content);
		const outcome = await host.execute({...files.readDirectly(file), maxOutput});
		expect(outcome.stdout).toBe(letter.repeat(kept / Buffer.byteLength(letter)));
		expect(outcome.stdoutCut).toBeGreaterThan(0);
		// Of what comes after it only a few bytes were read: how much there is, nobody asked.
		expect(outcome.stdoutCut).toBeLessThan(10);
	});

	test('stamps are those of stat, and another file has another one', async () => {
		const file = path.join(folder, 'k0s');
		fs.writeFileSync(file, 'one');
		const paths = [file, path.join(folder, 'none')];
		const {direct, ...program} = files.stamps(paths);
		expect(direct).toBeDefined();
		const first = await host.execute(files.stamps(paths));
		const other = await withPrograms.execute(program);
		expect(first).toMatchObject({kind: 'failed', exit: 1, stdout: other.stdout, stderr: bare(other.stderr)});
		fs.writeFileSync(`${file}.new`, 'two');
		fs.renameSync(`${file}.new`, file);
		expect((await host.execute(files.stamps(paths))).stdout).not.toBe(first.stdout);
	});

	test('what has no answer without a program is asked of the program', async () => {
		expect(await host.execute(command(['true'], 'test'))).toMatchObject({kind: 'not-found'});
	});
});
