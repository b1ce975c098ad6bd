import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {hostFolders, runFolder} from '../../../source/engine/worker/folders.js';
import {startOf} from '../../../source/engine/worker/holder.js';
import {writeJson} from '../../../source/engine/worker/private-json.js';
import {environmentFile, start} from '../../../source/engine/worker/start.js';
import {makePrivate} from '../../../source/host/private-folder.js';
import type {Runner} from '../../../source/host/runner.js';

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'k0s-tui-start-'));
	mkdirSync(join(root, 'run'));
	mkdirSync(join(root, 'var/lib'), {recursive: true});
});
afterEach(() => {
	rmSync(root, {recursive: true});
});

/** Starts no worker: it has begun already, or somebody else holds the lock. */
async function begin(env: Readonly<Record<string, string>>, holder?: {readonly order: string; readonly pid?: number}) {
	const folders = hostFolders({K0S_TUI_ROOT: root});
	const folder = runFolder(folders, 'install-1');
	for (const path of [folders.state, folders.live, folder.path]) await makePrivate(path);
	if (holder) {
		const pid = holder.pid ?? process.pid;
		const asker = {uid: 0, sudoUser: null, tty: null};
		const own = {pid, started: (await startOf(process.pid)) ?? '', bootId: null, run: 'install-1', list: 'install'};
		await writeJson(folders.holder, {...own, order: holder.order, asker, since: Date.now()});
	}

	const result = await start({
		...{folders, folder, run: 'install-1', order: 'o-1', env, program: ['/bin/false']},
		runner: {} as Runner,
		begun: () => holder === undefined,
		words: {noStart: said => said, left: unit => unit},
	});
	return {result, secrets: environmentFile(folders, 'o-1')};
}

test('proxies are handed on in a file for root alone, for they may hold passwords; nothing else is', async () => {
	const given = {
		HTTPS_PROXY: 'http://u:p@proxy:3128',
		no_proxy: '10.0.0.0/8',
		http_proxy: '',
		AWS_SECRET: 'x',
		MY_HTTP_PROXY: 'y',
	};
	const {result, secrets} = await begin(given);
	expect(result).toEqual({kind: 'ours'});
	expect(JSON.parse(readFileSync(secrets, 'utf8'))).toEqual({
		HTTPS_PROXY: 'http://u:p@proxy:3128',
		no_proxy: '10.0.0.0/8',
	});
	expect(statSync(secrets).mode & 0o777).toBe(0o600);
});

test('without proxies there is no such file', async () => {
	const {result, secrets} = await begin({HTTPS_PROXY: '', PATH: '/bin'});
	expect(result).toEqual({kind: 'ours'});
	expect(existsSync(secrets)).toBe(false);
});

test('another order that holds the lock is named, and our proxies do not stay behind', async () => {
	const {result, secrets} = await begin({HTTPS_PROXY: 'http://u:p@proxy'}, {order: 'o-9'});
	expect(result).toMatchObject({kind: 'held', holder: {order: 'o-9', pid: process.pid}});
	expect(existsSync(secrets)).toBe(false);
});

test('a worker that cannot start: its last words, and nothing of the proxies stays', async () => {
	const folders = hostFolders({K0S_TUI_ROOT: root});
	const folder = runFolder(folders, 'install-1');
	for (const path of [folders.state, folders.live, folder.path]) await makePrivate(path);
	// As a unit of systemd the runner is asked to start it; without systemd it is started from here.
	const stderr = 'first words\nno such thing\n';
	const runner = {run: async () => ({kind: 'failed', exit: 1, stdout: '', stderr})} as unknown as Runner;
	const result = await start({
		...{folders, folder, run: 'install-1', order: 'o-1', env: {HTTPS_PROXY: 'http://u:p@proxy'}, runner},
		program: ['/bin/sh', '-c', 'echo first words >&2; echo no such thing >&2; exit 3'],
		begun: () => false,
		words: {noStart: said => `no start: ${said}`, left: unit => unit},
	});
	expect(result.kind).toBe('failed');
	expect('why' in result && result.why).toMatch(/^no start: (?:first words\n)?no such thing$/);
	expect(existsSync(environmentFile(folders, 'o-1'))).toBe(false);
});
