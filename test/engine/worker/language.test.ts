import {mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {makePrivate} from '../../../source/host/private-folder.js';
import type {Runner} from '../../../source/host/runner.js';
import type {Executor} from '../../../source/engine/executor.js';
import {hostFolders, runFolder} from '../../../source/engine/worker/folders.js';
import {writeOrder} from '../../../source/engine/worker/order-file.js';
import {work, type WorkParts} from '../../../source/engine/worker/work.js';
import {lineOf, readEntry} from '../../../source/engine/worker/stream.js';
import {idText} from '../../../source/text/ids.js';
import {catalogue} from '../../../source/text/text.js';

const root = mkdtempSync(join(tmpdir(), 'k0s-tui-worker-'));
afterAll(() => rmSync(root, {recursive: true}));

/** Says something, and does nothing. */
const sayer = (_parts: WorkParts): Executor<unknown> => ({
	async execute(_order, events) {
		events.line({step: 'healthy', kind: 'note', text: idText.install.steps.start.active(7)});
		return {state: 'failed', fault: idText.install.engine.journalFailed('No space left')};
	},
	join: async () => undefined,
	printed: async () => [],
});

test('a worker tells ids: each reader makes his own sentences of them', async () => {
	const env = {K0S_TUI_ROOT: root};
	const folders = hostFolders(env);
	const folder = runFolder(folders, 'run-1');
	mkdirSync(join(root, 'run'), {recursive: true});
	mkdirSync(join(root, 'var/lib'), {recursive: true});
	for (const path of [folders.state, folders.live, folder.path]) await makePrivate(path);
	await writeOrder(folder, 'o-1', {
		list: 'sayer',
		order: {kind: 'run', run: 'run-1', steps: ['healthy'], approved: undefined, answers: {}},
		asker: {uid: 0, sudoUser: null, tty: null},
	});
	const given = {run: 'run-1', order: 'o-1', runner: {} as Runner, text: catalogue('en'), env, lists: {sayer}};
	expect(await work(given)).toBe(1);
	const entries = readFileSync(folder.output, 'utf8').trim().split('\n').map(readEntry);
	const note = entries.find(entry => entry !== undefined && 'line' in entry);
	if (note === undefined || !('line' in note)) throw new Error('no note');
	expect(note).toMatchObject({said: {reason: 'install.steps.start.active', values: [7]}});
	expect(lineOf(note, catalogue('en')).text).toBe('active, process 7');
	expect(lineOf(note, await catalogue('ja')).text).toContain('プロセス 7');
	expect(entries.at(-1)).toMatchObject({
		end: {fault: {reason: 'install.engine.journalFailed', values: ['No space left']}},
	});
});

test('a note of an earlier version is told as it was written', () => {
	const entry = {order: 'o-1', line: {step: '', kind: 'note', text: '待つ'}} as const;
	expect(lineOf(entry, catalogue('en')).text).toBe('待つ');
});
