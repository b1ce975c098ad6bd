import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import * as kubectl from '../../source/command/kubectl.js';
import {createLocalHost} from '../../source/host/local.js';
import {apiServer} from '../support/api-server.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'api-answers-'));
const server = apiServer(folder);
/** No program can be found here: whatever answers did so without one. */
const host = createLocalHost({folders: []});

beforeAll(() => server.makeCertificates());
afterEach(async () => server.close());
afterAll(async () => {
	await host.close();
	fs.rmSync(folder, {recursive: true});
});

/** Answers the first question with the first, and so on; the last one again from then on. Resolves with what was asked. */
async function serve(...answers: readonly http.RequestListener[]): Promise<http.IncomingHttpHeaders[]> {
	const asked: http.IncomingHttpHeaders[] = [];
	await server.listen(
		http.createServer((request, response) => {
			asked.push(request.headers);
			answers[Math.min(asked.length, answers.length) - 1]?.(request, response);
		}),
		'http',
	);
	return asked;
}

const says =
	(code: number, body = '', headers: http.OutgoingHttpHeaders = {}): http.RequestListener =>
	(_, response) =>
		response.writeHead(code, headers).end(body);
const list = kubectl.list('/api/v1/pods', folder);
const ask = (parts = {}, options = {}) => host.execute({...list, ...parts}, options);
const pods = JSON.stringify({kind: 'PodList', items: []});

describe('a server that is busy', () => {
	test.each([429, 503])('and says when to come again (%d) is asked again, as kubectl does', async code => {
		const asked = await serve(says(code, 'busy', {'retry-after': '0'}), says(200, pods));
		expect(await ask()).toMatchObject({kind: 'ok', stdout: pods});
		expect(asked).toHaveLength(2);
	});

	test('is asked three times, not for ever: then its answer is told', async () => {
		const asked = await serve(says(429, '{"reason":"TooManyRequests","message":"slow"}', {'retry-after': '0'}));
		expect(await ask()).toMatchObject({
			kind: 'failed',
			stderr: 'Error from server (TooManyRequests): slow\n',
		});
		expect(asked).toHaveLength(3);
	});

	test('is waited for as long as it says', async () => {
		await serve(says(429, '', {'retry-after': '1'}), says(200, pods));
		const outcome = await ask();
		expect(outcome.kind).toBe('ok');
		expect(outcome.ms).toBeGreaterThan(950);
	});

	test.each([
		['it does not say when', 429, {}],
		['it wants more than five seconds', 503, {'retry-after': '6'}],
		['it names a date', 429, {'retry-after': 'Wed, 21 Oct 2099 07:28:00 GMT'}],
		['it names half a number', 429, {'retry-after': '0.5'}],
		['it is not busy, but broken', 500, {'retry-after': '0'}],
	])('is asked once where %s', async (_, code, headers) => {
		const asked = await serve(says(code, '', headers), says(200, pods));
		expect((await ask()).kind).toBe('failed');
		expect(asked).toHaveLength(1);
	});

	test('is not asked again when nobody waits any more', async () => {
		const asked = await serve(says(429, '', {'retry-after': '5'}), says(200, pods));
		const controller = new AbortController();
		setTimeout(() => controller.abort(), 150);
		const outcome = await ask({}, {signal: controller.signal});
		expect(outcome.kind).toBe('aborted');
		expect(outcome.ms).toBeLessThan(4000);
		expect(asked).toHaveLength(1);
	});
});

describe('an answer that is none', () => {
	test.each([
		['a page of a proxy', 502, '<html>Bad Gateway</html>', 'Error from server (Bad Gateway): Bad Gateway'],
		['nothing', 404, '', 'Error from server (Not Found): Not Found'],
		['a way elsewhere', 302, '', 'Error from server (Found): Found'],
		['no object', 500, 'null', 'Error from server (Internal Server Error): Internal Server Error'],
		['a status without a message', 403, '{"reason":"Forbidden"}', 'Error from server (Forbidden): Forbidden'],
		['a status without a reason', 403, '{"message":"no"}', 'Error from server (Forbidden): no'],
		['an empty reason', 500, '{"reason":"","message":"no"}', 'Error from server (500): no'],
		[
			'words that are no text',
			500,
			'{"reason":3,"message":["no"]}',
			'Error from server (Internal Server Error): Internal Server Error',
		],
	])('%s is told in the words of kubectl', async (_, code, body, words) => {
		await serve(says(code, body));
		expect(await ask()).toMatchObject({kind: 'failed', exit: 1, stdout: '', stderr: `${words}\n`});
	});

	test('201 is an answer', async () => {
		await serve(says(201, '{}'));
		expect(await ask()).toMatchObject({kind: 'ok', stdout: '{}'});
	});

	test('a longer one is cut, and says so', async () => {
		await serve(says(200, 'x'.repeat(500_000)));
		const outcome = await ask({maxOutput: 100});
		expect(outcome.stdout).toBe('x'.repeat(100));
		expect(outcome.stdoutCut).toBeGreaterThan(0);
	});

	test('a kubeconfig that cannot be read, in the words of kubectl', async () => {
		fs.rmSync(server.kubeconfig, {force: true});
		fs.mkdirSync(server.kubeconfig);
		const {stderr} = await ask();
		fs.rmdirSync(server.kubeconfig);
		expect(stderr).toBe(
			`error: error loading config file "${server.kubeconfig}": open ${server.kubeconfig}: is a directory\n`,
		);
		expect((await ask()).stderr).toBe(
			`Error: cannot stat k0s kubeconfig, is the server running?: stat ${server.kubeconfig}: no such file or directory\n`,
		);
	});
});

test('says who asks, and asks for objects or, where the server knows them, for tables', async () => {
	const asked = await serve(says(200, pods));
	await ask();
	await ask({direct: {...list.direct, table: true}});
	expect(asked).toMatchObject([
		{accept: 'application/json', 'user-agent': 'k0s-tui'},
		{accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'user-agent': 'k0s-tui'},
	]);
});

describe('what comes line by line', () => {
	const follow = async (): Promise<{readonly lines: string[]; readonly stderr: string; readonly kind: string}> => {
		const lines: string[] = [];
		const watch = kubectl.watch('/api/v1/pods', '7', folder);
		const {stderr, kind} = await host.execute(watch, {onLine: line => lines.push(line)});
		return {lines, stderr, kind};
	};

	test('a last line without its end is handed on: a log may end so', async () => {
		await serve(says(200, 'one\n\ntwo\nthree'));
		expect(await follow()).toEqual({lines: ['', 'one', '', 'two', 'three'], stderr: '', kind: 'ok'});
	});

	test('a line in many pieces is one', async () => {
		await serve((_, response) => {
			const pieces = ['o', 'n', 'e\nt', 'wo\n'];
			const next = (): void => {
				const piece = pieces.shift();
				if (piece === undefined) response.end();
				else {
					response.write(piece);
					setTimeout(next, 10);
				}
			};

			next();
		});
		expect((await follow()).lines).toEqual(['', 'one', 'two']);
	});

	test('an event longer than any object of the API ends it', async () => {
		await serve(says(200, `{}\n${'x'.repeat(17 * 1024 * 1024)}`));
		const {lines, stderr, kind} = await follow();
		expect(lines).toEqual(['', '{}']);
		expect([kind, stderr]).toEqual(['failed', 'error: an event longer than 16 MiB\n']);
	});

	test('many events of together more than that do not', async () => {
		const event = 'x'.repeat(3 * 1024 * 1024);
		await serve(says(200, `${event}\n`.repeat(7)));
		const {lines, kind} = await follow();
		expect([lines.length, kind]).toEqual([8, 'ok']);
	});
});
