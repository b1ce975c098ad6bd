import fs from 'node:fs';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeEach, describe, expect, test} from 'vitest';
import {tableList} from '../../../source/command/kubectl-table.js';
import type {TableQuery} from '../../../source/facts/browse.js';
import {createLocalHost} from '../../../source/host/local.js';
import {createRunner} from '../../../source/host/runner.js';
import {kindNamed, usualKinds} from '../../../source/model/api-kinds.js';
import {createTableSource, type TableSource} from '../../../source/store/browse/table.js';
import {createPacer} from '../../../source/store/pacer.js';
import {sample} from '../../support/samples.js';

/** A real refusal's body. */
const real = (name: string): string =>
	sample(`k0s/v1.34.1-real/${name}`)
		.split(/\r?\n\r?\n/)
		.slice(1)
		.join('\n\n');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'browse-'));
const query: TableQuery = {kind: kindNamed('pods', usualKinds)!, namespace: null, selector: '', fields: ''};

const row = (name: string, ready: string) => ({
	cells: [name, ready],
	object: {metadata: {name, namespace: 'default', uid: `uid-${name}`, creationTimestamp: '2026-11-30T00:00:00Z'}},
});
const tableOf = (rows: readonly unknown[], version = '7') => ({
	...{kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: {resourceVersion: version}, rows},
	columnDefinitions: [
		{name: 'Name', type: 'string', format: 'name', priority: 0},
		{name: 'Ready', type: 'string', format: '', priority: 0},
	],
});

/** A small API whose answers a test gives; not a real one. */
let server: http.Server;
let answer: (request: http.IncomingMessage, response: http.ServerResponse) => void;
let asked: Array<{readonly url: string; readonly accept: string}>;
let open: http.ServerResponse | undefined;
let source: TableSource;
let leave: (() => void) | undefined;

const isWatch = ({url = ''}: http.IncomingMessage): boolean => url.includes('watch=true');
const lists = (rows: readonly unknown[]) => {
	answer = (request, response) => {
		if (isWatch(request)) {
			open = response;
			response.writeHead(200);
			response.flushHeaders();
		} else response.end(JSON.stringify(tableOf(rows)));
	};
};

beforeEach(async () => {
	asked = [];
	open = undefined;
	server = http.createServer((request, response) => {
		asked.push({url: request.url ?? '', accept: request.headers.accept ?? ''});
		answer(request, response);
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const {port} = server.address() as AddressInfo;
	fs.mkdirSync(path.join(folder, 'pki'), {recursive: true});
	fs.writeFileSync(
		path.join(folder, 'pki/admin.conf'),
		`apiVersion: v1\nclusters:\n- cluster:\n    certificate-authority-data: eA==\n    server: http://127.0.0.1:${port}\n  name: local\ncontexts:\n- context:\n    cluster: local\n    namespace: default\n    user: user\n  name: Default\ncurrent-context: Default\nkind: Config\npreferences: {}\nusers:\n- name: user\n  user:\n    client-certificate-data: eA==\n    client-key-data: eA==\n`,
	);
	const runner = createRunner(createLocalHost({folders: []}));
	source = createTableSource({runner, pacer: createPacer({coalesce: 1}), dataDir: () => folder}, query);
});
afterEach(async () => {
	leave?.();
	leave = undefined;
	server.closeAllConnections();
	await new Promise(resolve => server.close(resolve));
});
afterAll(() => fs.rmSync(folder, {recursive: true}));

/** On a crowded machine too. */
const eventually = <T>(look: () => T) => expect.poll(look, {timeout: 15_000});

const names = () => source.get().value?.rows.map(({name, cells}) => `${name} ${cells[1]}`);
const watch = () => {
	leave = source.subscribe(() => undefined);
};

describe('a list of the API’s own table', () => {
	test('is asked for as kubectl asks, and kept by its watch', async () => {
		lists([row('b', '0/1'), row('a', '1/1')]);
		watch();
		await eventually(names).toEqual(['a 1/1', 'b 0/1']);
		await eventually(() => source.live).toBe(true);
		expect(source.opening).toBe(false);
		expect(asked[0]).toEqual({
			url: '/api/v1/pods',
			accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
		});
		expect(asked[1]?.url).toContain('resourceVersion=7');
		const tell = (type: string, object: unknown) => open?.write(`${JSON.stringify({type, object})}\n`);
		tell('MODIFIED', {...tableOf([row('b', '1/1')], '8'), columnDefinitions: null});
		tell('ADDED', {...tableOf([row('c', '0/1')], '9'), columnDefinitions: null});
		tell('DELETED', {...tableOf([row('a', '1/1')], '10'), columnDefinitions: null});
		await eventually(names).toEqual(['b 1/1', 'c 0/1']);
		expect(source.get().value?.columns.map(({title}) => title)).toEqual(['NAME', 'READY']);
	});

	test('whether it is watched is open until its first watch is, or is refused', async () => {
		let refuse: (() => void) | undefined;
		answer = (request, response) => {
			if (isWatch(request)) refuse = () => response.writeHead(403).end('{}');
			else response.end(JSON.stringify(tableOf([row('a', '1/1')])));
		};
		expect([source.live, source.opening]).toEqual([false, true]);
		watch();
		await eventually(() => refuse).toBeDefined();
		await eventually(names).toEqual(['a 1/1']);
		expect([source.live, source.opening]).toEqual([false, true]);
		refuse?.();
		await eventually(() => source.opening).toBe(false);
		expect(source.live).toBe(false);
	});

	test('asks nothing while nobody looks', async () => {
		lists([]);
		expect(asked).toEqual([]);
		watch();
		await eventually(() => open).toBeDefined();
		const closed = new Promise(resolve => open?.on('close', resolve));
		leave?.();
		await closed;
		expect(asked).toHaveLength(2);
	});

	test('whose version is too old is listed anew', async () => {
		lists([row('a', '0/1')]);
		watch();
		await eventually(() => open).toBeDefined();
		const first = open;
		lists([row('z', '1/1')]);
		first?.write(`${real('api-410-watch.txt').trim()}\n`);
		await eventually(names).toEqual(['z 1/1']);
	});

	test('whose watch is cut within an object goes on from where it was', async () => {
		lists([row('a', '0/1')]);
		watch();
		await eventually(() => open).toBeDefined();
		open?.write('{"type":"MODIFIED","object":{"kind":"Table","rows":[{"cells":["a"');
		open?.destroy();
		open = undefined;
		await eventually(() => open).toBeDefined();
		expect(names()).toEqual(['a 0/1']);
		expect(asked.at(-1)?.url).toContain('resourceVersion=7');
	});

	test.each([
		[401, 'api-401.txt', 'Unauthorized'],
		[403, 'api-403.txt', 'pods is forbidden: User "foo" cannot list resource "pods"'],
		[410, 'api-410-list.txt', 'The resourceVersion for the provided list is too old.'],
		[500, 'api-watch-badrv-500.txt', 'resourceVersion: Invalid value'],
	])('that is refused with %d says why and is no empty list', async (code, file, words) => {
		answer = (_, response) => response.writeHead(code).end(real(file));
		watch();
		await eventually(() => source.get().unknown?.detail).toContain(words);
		expect(source.get()).toMatchObject({value: undefined, unknown: {reason: 'failed'}});
	});

	test('of a server with too much to do says so, and is asked again later', async () => {
		answer = (_, response) =>
			response
				.writeHead(429, {'retry-after': '1'})
				.end('{"kind":"Status","reason":"TooManyRequests","message":"Too many requests, please try again later."}');
		watch();
		await eventually(() => source.get().unknown?.detail).toContain('TooManyRequests');
		lists([row('a', '1/1')]);
		await eventually(names).toEqual(['a 1/1']);
		expect(source.get().unknown).toBeUndefined();
	});

	test('that is cut within an object is not known, and what was read before stays', async () => {
		lists([row('a', '1/1')]);
		watch();
		await eventually(names).toEqual(['a 1/1']);
		answer = (_, response) => {
			response.writeHead(200, {'content-length': '5000'});
			response.write('{"kind":"Table","rows":[{"cells":["a"');
			setTimeout(() => response.destroy(), 20);
		};
		await source.refresh();
		expect(source.get().unknown).toMatchObject({reason: 'failed'});
		expect(names()).toEqual(['a 1/1']);
	});
});

describe('what is typed for the same', () => {
	test('is the command of the log', () => {
		const kind = kindNamed('deploy', usualKinds)!;
		const typed = (more: Partial<TableQuery>) => tableList({...query, kind, ...more}).argv.join(' ');
		expect(typed({})).toBe('k0s kubectl get deployments.apps -A -o wide');
		expect(typed({namespace: 'web', selector: 'app=web', fields: 'metadata.name=a'})).toBe(
			'k0s kubectl get deployments.apps -n web -o wide -l app=web --field-selector metadata.name=a',
		);
		expect(tableList({...query, kind, namespace: 'a/b', selector: 'x in (a, b)'}).direct).toMatchObject({
			path: '/apis/apps/v1/namespaces/a%2Fb/deployments?labelSelector=x+in+%28a%2C+b%29',
		});
	});
});
