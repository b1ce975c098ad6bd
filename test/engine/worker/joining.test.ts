import {existsSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeEach, expect, test} from 'vitest';
import {makePrivate} from '../../../source/host/private-folder.js';
import type {Runner} from '../../../source/host/runner.js';
import {nobodyLooks, type RunEvents} from '../../../source/engine/executor.js';
import {createFileJournal} from '../../../source/engine/journal-file.js';
import type {JournalEntry} from '../../../source/engine/journal.js';
import {hostFolders, runFolder} from '../../../source/engine/worker/folders.js';
import {startOf} from '../../../source/engine/worker/holder.js';
import {writeOrder} from '../../../source/engine/worker/order-file.js';
import {writeJson} from '../../../source/engine/worker/private-json.js';
import {createRemoteExecutor} from '../../../source/engine/worker/remote.js';
import {take} from '../../../source/engine/worker/requests.js';
import {openStream} from '../../../source/engine/worker/stream.js';
import {catalogue} from '../../../source/text/text.js';

const parent = mkdtempSync(join(tmpdir(), 'k0s-tui-joining-'));
afterAll(() => rmSync(parent, {recursive: true}));

const run = 'install-1';
const order = 'o-2';
let env: {K0S_TUI_ROOT: string};
/** What the one who looks on was told. */
let told: string[];
const events: RunEvents = {
	record: ({step, ev}) => told.push(`${step} ${ev}`),
	line: ({text, earlier}) => told.push(earlier ? `earlier: ${text}` : text),
	progress: () => undefined,
	plan: () => undefined,
	step: () => undefined,
};
const never = new AbortController().signal;

/** A host on which a worker (this very process) does one order; an earlier order of the run has ended. */
beforeEach(async () => {
	told = [];
	env = {K0S_TUI_ROOT: mkdtempSync(join(parent, 'root-'))};
	const folders = hostFolders(env);
	const folder = runFolder(folders, run);
	mkdirSync(join(env.K0S_TUI_ROOT, 'run'));
	mkdirSync(join(env.K0S_TUI_ROOT, 'var/lib'), {recursive: true});
	for (const path of [folders.state, folders.live, folder.path]) await makePrivate(path);
	const asker = {uid: 0, sudoUser: null, tty: null};
	await writeOrder(folder, order, {
		order: {kind: 'run', run, steps: ['start'], approved: undefined, answers: {}},
		...{list: 'install', asker},
	});
	const pid = {pid: process.pid, started: (await startOf(process.pid)) ?? ''};
	await writeJson(folders.holder, {...pid, bootId: null, list: 'install', run, order, asker, since: Date.now()});
	const before = openStream(folder.output, 'o-1');
	before.tell({line: {step: 'start', kind: 'note', text: 'asked long ago'}});
	before.close();
	const stream = openStream(folder.output, order);
	stream.tell({begun: pid});
	stream.tell({line: {step: 'start', kind: 'note', text: 'asked now'}});
	stream.close();
});

const joined = async () => {
	const parts = {list: 'install', runner: {} as Runner, text: catalogue('en'), env, program: []} as const;
	const found = await createRemoteExecutor<object>(parts).join();
	if (found === undefined) throw new Error('no run to join');
	return found;
};

test('a run is followed to its end: all records come before it, and what an earlier order said is marked so', async () => {
	const folders = hostFolders(env);
	const end = (await joined()).follow(events, never, never);
	const entry = {
		...{run, boot_id: null, t_mono: 1, t_wall: 1, uid: 0, sudo_user: null, tty: null, step: 'start', argv: null},
		...{cwd: null, envKeys: [], before: null, after: null, exit: null, sig: null, ms: null, outSha: null},
	} as const;
	const journal = createFileJournal(folders.journal);
	for (const ev of ['plan', 'begin', 'end', 'verify'] satisfies Array<JournalEntry['ev']>) {
		await journal.append({...entry, ev});
	}

	const stream = openStream(runFolder(folders, run).output, order);
	stream.tell({end: {state: 'done', fault: null}});
	stream.close();
	expect(await end).toEqual({state: 'done'});
	expect(told.filter(line => line.startsWith('start'))).toEqual([
		'start plan',
		'start begin',
		'start end',
		'start verify',
	]);
	expect(told.filter(line => !line.startsWith('start'))).toEqual(['earlier: asked long ago', 'asked now']);
});

test('who leaves is free at once, and asks nothing of the worker', async () => {
	const away = new AbortController();
	const end = (await joined()).follow(events, never, away.signal);
	away.abort();
	expect(await end).toEqual({state: 'running'});
	expect(existsSync(runFolder(hostFolders(env), run).requests)).toBe(false);
});

test('whoever looks on goes: the run goes on and nobody asked it to stop; ctrl-c asks', async () => {
	const folder = runFolder(hostFolders(env), run);
	const gone = new AbortController();
	gone.abort(nobodyLooks);
	expect(await (await joined()).follow(events, gone.signal, never)).toEqual({state: 'running'});
	expect(take(folder, order)).toEqual([]);

	const asked = new AbortController();
	asked.abort();
	const away = new AbortController();
	const end = (await joined()).follow(events, asked.signal, away.signal);
	const requests: string[] = [];
	while (requests.length === 0) {
		requests.push(...take(folder, order));
		await sleep(5);
	}

	away.abort();
	expect(requests).toEqual(['cancel']);
	expect(await end).toEqual({state: 'running'});
});
