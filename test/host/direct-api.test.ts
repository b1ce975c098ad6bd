import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type {AddressInfo} from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {TLSSocket} from 'node:tls';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import type {Command} from '../../source/command/command.js';
import * as kubectl from '../../source/command/kubectl.js';
import {createLocalHost} from '../../source/host/local.js';
import {readKubectl} from '../../source/read/kubectl/answer.js';
import {sample} from '../support/samples.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'api-'));
const kubeconfig = path.join(folder, 'pki/admin.conf');
const file = (name: string): string => path.join(folder, name);
/** No program can be found here: whatever answers did so without one. */
const host = createLocalHost({folders: []});
let server: http.Server | https.Server | undefined;

/** A CA, a server's certificate for localhost and an administrator's, as k0s makes them for itself. */
beforeAll(() => {
	fs.mkdirSync(file('pki'));
	const openssl = (...args: string[]): void => {
		const {status, stderr} = spawnSync('openssl', args, {cwd: folder, encoding: 'utf8'});
		if (status !== 0) throw new Error(stderr);
	};

	const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
	openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=kubernetes-ca');
	for (const [name, subject, extension] of [
		['server', '/CN=localhost', 'subjectAltName=DNS:localhost'],
		['admin', '/O=system:masters/CN=kubernetes-admin', 'extendedKeyUsage=clientAuth'],
	] as const) {
		fs.writeFileSync(file('ext'), `${extension}\n`);
		openssl('req', '-new', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject);
		const ca = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'ext'];
		openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.crt`, ...ca);
	}
});

afterEach(async () => {
	server?.closeAllConnections();
	await new Promise(resolve => (server ? server.close(resolve) : resolve(undefined)));
	server = undefined;
});
afterAll(async () => {
	await host.close();
	fs.rmSync(folder, {recursive: true});
});

const base64 = (name: string): string => fs.readFileSync(file(name)).toString('base64');

/** admin.conf in the form that k0s 1.34.1 writes it. */
function config(address: string, {cert = true, ca = 'ca.crt', more = ''} = {}): void {
	const own = cert
		? `\n    client-certificate-data: ${base64('admin.crt')}\n    client-key-data: ${base64('admin.key')}`
		: ' {}';
	fs.writeFileSync(
		kubeconfig,
		`apiVersion: v1\nclusters:\n- cluster:\n    certificate-authority-data: ${base64(ca)}\n    server: ${address}\n  name: local\ncontexts:\n- context:\n    cluster: local\n    namespace: default\n    user: user\n  name: Default\ncurrent-context: Default\nkind: Config\npreferences: {}\nusers:\n- name: user\n  user:${own}\n${more}`,
	);
}

/** An API server that wants a certificate, as the real one does. */
async function api(answer: http.RequestListener): Promise<string[]> {
	const asked: string[] = [];
	const tls = {
		key: fs.readFileSync(file('server.key')),
		cert: fs.readFileSync(file('server.crt')),
		...{ca: fs.readFileSync(file('ca.crt')), requestCert: true, rejectUnauthorized: false},
	};
	server = https.createServer(tls, (request, response) => {
		const {authorized} = request.socket as TLSSocket;
		const name = (request.socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'nobody';
		asked.push(`${String(name)} ${request.url}`);
		if (authorized) answer(request, response);
		else {
			const [head = '', body = ''] = sample('k0s/1.34.1/api-401.txt').split(/\r?\n\r?\n/);
			response.writeHead(Number(/\d{3}/.exec(head)?.[0]), {'content-type': 'application/json'}).end(body);
		}
	});
	await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve));
	config(`https://localhost:${(server.address() as AddressInfo).port}`);
	return asked;
}

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
		config(`https://localhost:${(server?.address() as AddressInfo).port}`, {cert: false});
		expect((await list()).stderr).toBe('error: You must be logged in to the server (Unauthorized)\n');
	});

	test("a server that is not this cluster's is not believed", async () => {
		const asked = await api((_, response) => response.end(pods));
		config(`https://localhost:${(server?.address() as AddressInfo).port}`, {ca: 'admin.crt'});
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
		server = http.createServer((_, response) => response.end(pods));
		await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve));
		config(`http://localhost:${(server.address() as AddressInfo).port}`);
		expect(await list()).toMatchObject({kind: 'ok', stdout: pods});
	});
});

describe('a watch of the API without a program', () => {
	test('tells that it is open, then each whole line; half a line is none; the end of the connection is its end', async () => {
		const big = JSON.stringify({type: 'ADDED', object: {metadata: {name: 'x'.repeat(300_000)}}});
		await api((_, response) => {
			response.write('{"type":"BOOK');
			setTimeout(() => response.write('MARK"}\n{"a":1}\n'), 20);
			setTimeout(() => response.write(`${big}\n{"type":"MODIFIED","obj`), 40);
			setTimeout(() => response.destroy(), 80);
		});
		const lines: string[] = [];
		const outcome = await host.execute(kubectl.watch('/api/v1/pods', '7', folder), {onLine: line => lines.push(line)});
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
