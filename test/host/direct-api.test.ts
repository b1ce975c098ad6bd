import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import type {Command} from '../../source/command/command.js';
import * as kubectl from '../../source/command/kubectl.js';
import {createLocalHost} from '../../source/host/local.js';
import {readKubectl} from '../../source/read/kubectl/answer.js';
import {apiServer} from '../support/api-server.js';
import {sample} from '../support/samples.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'api-'));
const server = apiServer(folder);
const {kubeconfig, config, serve: api} = server;
/** No program can be found here: whatever answers did so without one. */
const host = createLocalHost({folders: []});

beforeAll(() => server.makeCertificates());
afterEach(async () => server.close());
afterAll(async () => {
	await host.close();
	fs.rmSync(folder, {recursive: true});
});

const pods = JSON.stringify({kind: 'PodList', metadata: {resourceVersion: '7'}, items: [{metadata: {name: 'one'}}]});
const list = () => host.execute(kubectl.list('/api/v1/pods', folder));

describe('a list of the API without a program', () => {
	test("over TLS with the administrator's certificate", async () => {
		const asked = await api((_, response) => response.end(pods));
		const outcome = await list();
		expect(outcome).toMatchObject({kind: 'ok', stdout: pods, direct: true});
		expect(outcome.argv).toEqual(['k0s', 'kubectl', 'get', '--raw', '/api/v1/pods']);
		expect(asked).toEqual(['kubernetes-admin /api/v1/pods']);
		expect(readKubectl(outcome)).toMatchObject({known: true, value: {version: '7', items: [{kind: 'Pod'}]}});
	});

	test('without a certificate: what kubectl says of 401', async () => {
		await api((_, response) => response.end(pods));
		config(server.address(), {cert: false});
		expect((await list()).stderr).toBe('error: You must be logged in to the server (Unauthorized)\n');
	});

	test("a server that is not this cluster's is not believed", async () => {
		const asked = await api((_, response) => response.end(pods));
		config(server.address(), {ca: 'admin.crt'});
		const outcome = await list();
		expect(outcome).toMatchObject({kind: 'failed', stdout: ''});
		expect(outcome.stderr).toMatch(/^Unable to connect to the server: /);
		expect(asked).toEqual([]);
	});

	test.each([
		['403', 'Error from server (Forbidden): '],
		['404', 'Error from server (NotFound): '],
	])('an answer %s is told in the words of kubectl', async (code, words) => {
		const [, body = ''] = sample(`k0s/1.34.1/api-${code}.txt`).split(/\r?\n\r?\n/);
		await api((_, response) => response.writeHead(Number(code)).end(body));
		expect((await list()).stderr).toContain(words);
	});

	test('nobody listens, and no kubeconfig: not running', async () => {
		config('https://localhost:1');
		expect(readKubectl(await list())).toMatchObject({known: false, unknown: {reason: 'not-running'}});
		fs.rmSync(kubeconfig);
		expect(readKubectl(await list())).toMatchObject({known: false, unknown: {reason: 'not-running'}});
	});

	test('a kubeconfig that wants more than a certificate is for kubectl', async () => {
		config('https://localhost:1', {more: '    token: abc\n'});
		expect(await list()).toMatchObject({kind: 'not-found'});
	});

	test('lists that kubectl prints too are asked so, and are for kubectl where the kubeconfig is elsewhere', async () => {
		const asked = await api((_, response) => response.end(pods));
		for (const command of [kubectl.nodes(), kubectl.leases(), kubectl.allEvents()]) {
			if (command.direct?.kind !== 'api') throw new Error(command.argv.join(' '));
			expect(command.direct.kubeconfig).toBe('/var/lib/k0s/pki/admin.conf');
			const here: Command = {...command, direct: {...command.direct, kubeconfig}};
			expect(await host.execute(here)).toMatchObject({kind: 'ok', stdout: pods});
			fs.renameSync(kubeconfig, `${kubeconfig}.away`);
			expect(await host.execute(here)).toMatchObject({kind: 'not-found'});
			fs.renameSync(`${kubeconfig}.away`, kubeconfig);
		}

		expect(asked.map(line => line.split(' ')[1])).toEqual([
			'/api/v1/nodes',
			'/apis/coordination.k8s.io/v1/leases',
			'/api/v1/events',
		]);
	});

	test('half an answer is a failure', async () => {
		await api((_, response) => {
			response.writeHead(200, {'content-length': '9999'});
			response.write(pods.slice(0, 20));
			setTimeout(() => response.destroy(), 20);
		});
		expect(await list()).toMatchObject({kind: 'failed', stdout: ''});
	});

	test('plain HTTP, as the stand-in speaks it', async () => {
		await server.listen(
			http.createServer((_, response) => response.end(pods)),
			'http',
		);
		expect(await list()).toMatchObject({kind: 'ok', stdout: pods});
	});
});

describe('a watch of the API without a program', () => {
	test('tells that it is open, then each whole line; half a line is none; the end of the connection is its end', async () => {
		const big = JSON.stringify({type: 'ADDED', object: {metadata: {name: 'x'.repeat(300_000)}}});
		let cut: () => unknown = () => undefined;
		await api((_, response) => {
			// Cut off when the asker has the last whole line.
			response.write('{"type":"BOOK');
			setTimeout(() => response.write('MARK"}\n{"a":1}\n'), 20);
			setTimeout(() => response.write(`${big}\n{"type":"MODIFIED","obj`), 40);
			cut = () => setTimeout(() => response.destroy(), 40);
		});
		const lines: string[] = [];
		const outcome = await host.execute(kubectl.watch('/api/v1/pods', '7', folder), {
			onLine: line => lines.push(line) === 4 && cut(),
		});
		expect(outcome.kind).toBe('failed');
		expect(lines).toEqual(['', '{"type":"BOOKMARK"}', '{"a":1}', big]);
	});

	test('ends when nobody listens any more, and outlives every deadline', async () => {
		const asked = await api((_, response) => response.write('{"type":"BOOKMARK"}\n'));
		const controller = new AbortController();
		const lines: string[] = [];
		const watch = host.execute(
			{...kubectl.watch('/api/v1/pods', '7', folder), deadline: 50},
			{
				signal: controller.signal,
				onLine: line => lines.push(line),
			},
		);
		const comes = async (): Promise<void> => {
			for (let turn = 0; turn < 300 && lines.length < 2; turn++) await sleep(20);
		};

		await comes();
		expect(lines).toHaveLength(2);
		await sleep(100);
		controller.abort();
		expect(await watch).toMatchObject({kind: 'aborted'});
		expect(asked).toEqual(['kubernetes-admin /api/v1/pods?watch=true&allowWatchBookmarks=true&resourceVersion=7']);
	});

	test('an error instead of events is no open watch', async () => {
		const [, body = ''] = sample('k0s/1.34.1/api-watch-badrv-500.txt').split(/\r?\n\r?\n/);
		await api((_, response) => response.writeHead(500).end(body));
		const lines: string[] = [];
		const outcome = await host.execute(kubectl.watch('/api/v1/pods', 'x', folder), {onLine: line => lines.push(line)});
		expect(lines).toEqual([]);
		expect(outcome).toMatchObject({kind: 'failed'});
		expect(outcome.stderr).toContain('Invalid value: "abc"');
	});
});
