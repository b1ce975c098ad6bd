import fs from 'node:fs';
import type http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import type {Command} from '../../source/command/command.js';
import * as kubectl from '../../source/command/kubectl.js';
import {why} from '../../source/commands/why.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {createLocalHost} from '../../source/host/local.js';
import {createRunner} from '../../source/host/runner.js';
import {createTableSource} from '../../source/store/browse/table.js';
import {createPacer} from '../../source/store/pacer.js';
import {catalogue} from '../../source/text/text.js';
import {apiServer} from '../support/api-server.js';
import {sample} from '../support/samples.js';

/** An API server that does not answer as asked: what why, logs and lists say of it. Never healthy, never an empty list. */

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'api-errors-'));
const server = apiServer(folder);
// No program can be found here: whatever answers did so without one.
const local = createLocalHost({folders: []});
const host = {
	...local,
	// The kubeconfig of this test in the place of k0s's own.
	async execute(command: Command, options = {}) {
		if (command.direct?.kind !== 'api') return local.execute(command, options);
		const {elsewhere: _, ...direct} = command.direct;
		return local.execute({...command, direct: {...direct, kubeconfig: server.kubeconfig}}, options);
	},
};

beforeAll(() => server.makeCertificates());
afterEach(async () => server.close());
afterAll(async () => {
	await local.close();
	fs.rmSync(folder, {recursive: true});
});

const bodyOf = (file: string): string => sample(file).split(/\r?\n\r?\n/)[1] ?? '';
const status = (code: number, reason: string, message: string): string =>
	JSON.stringify({kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code});
const says =
	(code: number, body: string, headers = {}): http.RequestListener =>
	(_, response) =>
		response.writeHead(code, {'content-type': 'application/json', ...headers}).end(body);
const half = '{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"on';

type Fault = readonly [name: string, answer: http.RequestListener, words: RegExp, certificate: 'server' | 'early'];
const all: ReadonlyArray<readonly [string, http.RequestListener, RegExp, 'early'?]> = [
	['401', says(401, bodyOf('k0s/1.34.1/api-401.txt')), /You must be logged in to the server \(Unauthorized\)/],
	['403', says(403, bodyOf('k0s/1.34.1/api-403.txt')), /Error from server \(Forbidden\)/],
	['410', says(410, bodyOf('k0s/v1.34.1-real/api-410-list.txt')), /Error from server \((?:Expired|Gone)\)/],
	['429', says(429, status(429, 'TooManyRequests', 'too many requests')), /\(TooManyRequests\): too many requests/],
	['500', says(500, status(500, 'InternalError', 'etcdserver: request timed out')), /etcdserver: request timed out/],
	['a proxy’s page', says(502, '<html>Bad Gateway</html>'), /Error from server \(Bad Gateway\)/],
	['a certificate that is not valid yet', says(200, '{}'), /certificate is not yet valid/, 'early'],
	[
		'a connection cut in the middle of an object',
		(_, response) => {
			response.writeHead(200, {'content-length': '9999'});
			response.write(half);
			setTimeout(() => response.destroy(), 20);
		},
		/aborted|closed|reset/i,
	],
	['half an answer that ends in peace', says(200, half), /could not be read|\{"kind":"PodList"/],
	['a failure that comes as a success', says(200, status(500, 'InternalError', 'no leader')), /no leader/],
	[
		'a list without its items',
		says(200, '{"kind":"PodList","apiVersion":"v1","metadata":{}}'),
		/could not be read|PodList/,
	],
	[
		'a part of a list',
		says(200, '{"kind":"PodList","apiVersion":"v1","metadata":{"continue":"abc"},"items":[]}'),
		/cut|part/i,
	],
];
const faults = all.map(([name, answer, words, certificate]): Fault => [name, answer, words, certificate ?? 'server']);

describe.each(faults)('%s', (_, answer, words, certificate) => {
	test('why: exit 4, and what it was', async () => {
		await server.serve(answer, certificate);
		const runner = createRunner(host);
		const invocation = {
			...{runner, text: await catalogue('en'), settings: settingsFrom({})},
			...{signal: new AbortController().signal, say() {}},
		};
		const {exit, lines, error} = await why.run(invocation, {}, ['default/web']);
		expect({exit, lines}).toEqual({exit: 4, lines: []});
		expect(error?.message).toMatch(words);
	});

	test('a list: unknown, not empty, and asked again later', async () => {
		const asked = await server.serve(answer, certificate);
		const runner = createRunner(host);
		const pacer = createPacer({interval: 60_000, coalesce: 5});
		const kind = {plural: 'pods', shortNames: ['po'], group: '', version: 'v1', namespaced: true, kind: 'Pod'};
		const query = {kind, namespace: null, selector: '', fields: ''};
		const table = createTableSource({runner, pacer, dataDir: () => folder}, query);
		const stop = table.subscribe(() => undefined);
		for (let turn = 0; turn < 500 && table.get().unknown === undefined; turn++) {
			await new Promise(resolve => setTimeout(resolve, 10));
		}

		const {value, unknown} = table.get();
		expect(value).toBeUndefined();
		expect(unknown?.reason).toMatch(/^(failed|unreadable|cut)$/);
		// Not in a loop: the next try is seconds away.
		expect(asked.length).toBeLessThanOrEqual(1);
		stop();
		pacer.close();
	});
});

test('too many requests, and the server says when: asked again then, and answered', async () => {
	let turn = 0;
	const asked = await server.serve((request, response) => {
		turn++;
		if (turn === 1) says(429, status(429, 'TooManyRequests', 'slow down'), {'retry-after': '1'})(request, response);
		else response.end('{"kind":"PodList","metadata":{"resourceVersion":"7"},"items":[]}');
	});
	const outcome = await host.execute(kubectl.listed('/api/v1/pods'));
	expect(outcome).toMatchObject({kind: 'ok'});
	expect(asked).toHaveLength(2);
});

test('too many requests for ever: three tries, then it is said', async () => {
	const asked = await server.serve(says(429, status(429, 'TooManyRequests', 'slow down'), {'retry-after': '0'}));
	const outcome = await host.execute(kubectl.listed('/api/v1/pods'));
	expect(outcome).toMatchObject({kind: 'failed'});
	expect(outcome.stderr).toContain('slow down');
	expect(asked).toHaveLength(3);
});

describe('a log', () => {
	const log = kubectl.followLog({namespace: 'default', pod: 'web', container: 'c', tail: 10});
	const read = async (answer: http.RequestListener, certificate: 'server' | 'early' = 'server') => {
		await server.serve(answer, certificate);
		const lines: string[] = [];
		const outcome = await host.execute(log, {onLine: (line: string) => lines.push(line)});
		return {outcome, lines: lines.filter(line => line !== '')};
	};

	test.each(faults.slice(0, 7))('%s: no lines, and what it was', async (_, answer, words, certificate) => {
		const {outcome, lines} = await read(answer, certificate);
		expect({kind: outcome.kind, lines}).toEqual({kind: 'failed', lines: []});
		expect(outcome.stderr).toMatch(words);
	});

	test('cut in the middle of a line: the whole lines stay, and the cut is said', async () => {
		const {outcome, lines} = await read((_, response) => {
			response.write('one\ntwo\nthr');
			setTimeout(() => response.destroy(), 30);
		});
		expect({kind: outcome.kind, lines}).toEqual({kind: 'failed', lines: ['one', 'two']});
	});

	test('a last line without its end is a line', async () => {
		const {outcome, lines} = await read((_, response) => response.end('one\npanic: no end'));
		expect({kind: outcome.kind, lines}).toEqual({kind: 'ok', lines: ['one', 'panic: no end']});
	});
});
