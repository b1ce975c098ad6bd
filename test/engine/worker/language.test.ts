import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {makePrivate} from '../../../source/host/private-folder.js';
import type {Runner} from '../../../source/host/runner.js';
import type {Executor} from '../../../source/engine/executor.js';
import {hostFolders, runFolder} from '../../../source/engine/worker/folders.js';
import {writeOrder} from '../../../source/engine/worker/order-file.js';
import {work, type WorkParts} from '../../../source/engine/worker/work.js';
import {catalogue, type Language} from '../../../source/text/text.js';

const root = mkdtempSync(join(tmpdir(), 'k0s-tui-worker-'));
afterAll(() => rmSync(root, {recursive: true}));

/** Says a sentence of its catalogue, and does nothing. */
const sayer = ({text}: WorkParts): Executor<unknown> => ({
	async execute(_order, events) {
		events.line({step: 'healthy', kind: 'note', text: text.install.steps.healthy.title});
		return {state: 'done'};
	},
	join: async () => undefined,
	printed: async () => [],
});

async function told(run: string, lang: Language): Promise<string> {
	const env = {K0S_TUI_ROOT: root};
	const folders = hostFolders(env);
	const folder = runFolder(folders, run);
	mkdirSync(join(root, 'run'), {recursive: true});
	mkdirSync(join(root, 'var/lib'), {recursive: true});
	for (const path of [folders.state, folders.live, folder.path]) await makePrivate(path);
	await writeOrder(folder, 'o-1', {
		list: 'sayer',
		order: {kind: 'run', run, steps: ['healthy'], approved: undefined, answers: {}},
		asker: {uid: 0, sudoUser: null, tty: null},
		lang,
	});
	// The worker's own locale is the system's: English.
	const given = {run, order: 'o-1', runner: {} as Runner, text: catalogue('en'), env, lists: {sayer}};
	expect(await work(given)).toBe(0);
	return readFileSync(folder.output, 'utf8');
}

test('a worker speaks the language of who asked', async () => {
	expect(await told('run-1', 'ja')).toContain('正常の確認');
	expect(await told('run-2', 'en')).toContain('Healthy');
});

test('an order of another program’s making speaks English', async () => {
	const folder = runFolder(hostFolders({K0S_TUI_ROOT: root}), 'run-1');
	const stored = JSON.parse(readFileSync(folder.order('o-1'), 'utf8')) as Record<string, unknown>;
	writeFileSync(folder.order('o-1'), JSON.stringify({...stored, lang: '../en'}));
	const given = {run: 'run-1', order: 'o-1', runner: {} as Runner, text: catalogue('en')};
	await work({...given, env: {K0S_TUI_ROOT: root}, lists: {sayer}});
	expect(readFileSync(folder.output, 'utf8').trimEnd()).toContain('Healthy');
});
