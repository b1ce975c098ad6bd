import {chmodSync, mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {change, command, shown, typed} from '../../source/command/command.js';
import {envelope, noHost} from '../../source/commands/envelope.js';
import {createEngine} from '../../source/engine/engine.js';
import {createMemoryJournal, type JournalRecord} from '../../source/engine/journal.js';
import {createFileJournal} from '../../source/engine/journal-file.js';
import {createOutput} from '../../source/engine/output.js';
import {recordedUndo} from '../../source/engine/recorded-undo.js';
import {foldAll} from '../../source/engine/run-state.js';
import type {Step} from '../../source/engine/step.js';
import {stepView} from '../../source/engine/step-view.js';
import type {FactTable} from '../../source/fact-table/fact.js';
import {fromOutside, idText} from '../../source/text/ids.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';

/** A host whose proxy has a password, and a step that sets it: what of it is kept, and what is printed. */

const secret = 'hunter2Geheim';
const proxy = `http://admin:${secret}@proxy.lan:3128`;
const token = `ghp_${'A1b2C3d4'.repeat(5)}`;
const text = catalogue('en');

type Facts = {readonly proxy: string};
const table: FactTable<Facts, null> = {
	proxy: {commands: () => [command(['show-proxy'], 'read-file')], read: ([outcome]) => outcome?.stdout ?? ''},
};
const back = change(['set-proxy', proxy], 'remove-file');
const step: Step<Facts, null> = {
	id: 'proxy',
	title: fromOutside('proxy'),
	why: fromOutside(''),
	guide: [],
	needs: ['proxy'],
	judge: facts => ({
		state: 'open',
		found: fromOutside(`the proxy is ${facts.proxy}`),
		hint: fromOutside(`--password ${secret}`),
		values: {proxy: facts.proxy},
	}),
	plan: () => [
		{command: change(['set-proxy', '--password', secret], 'remove-file', {input: `password: ${secret}\n`, data: true})},
	],
	undo: () => [back],
};

const setup = async () => {
	const journal = createMemoryJournal();
	const records: JournalRecord[] = [];
	const output = createOutput();
	const clock = {mono: () => 0, wall: () => 0, sleep: async () => undefined};
	const fake = fakeRunner(words =>
		words === 'show-proxy'
			? proxy
			: {kind: 'failed', exit: 1, stdout: `token is ${token}\n`, stderr: `bad login ${proxy}\n`},
	);
	const runner: typeof fake = {
		...fake,
		async run(asked, options) {
			const outcome = await fake.run(asked, options);
			for (const stream of ['stdout', 'stderr'] as const)
				for (const line of outcome[stream].split('\n')) options?.onLine?.(line, stream);
			return outcome;
		},
	};
	const engine = createEngine<Facts, null>({
		...{runner, journal, clock, output, table, run: 'test-1'},
		actor: {bootId: null, uid: 0, sudoUser: null, tty: null},
		onRecord: record => records.push(record),
	});
	await engine.step({step, answers: null, approved: undefined, signal: new AbortController().signal});
	return {records, output, runner};
};

test('the host is given the real words, and an undo has them too', async () => {
	const {records, runner} = await setup();
	expect(runner.asked).toContain(`set-proxy --password ${secret}`);
	expect(recordedUndo(records, 'proxy').map(({argv}) => argv)).toEqual([back.argv]);
});

test('of the journal only the commands have them: what is run, and what undoes it', async () => {
	const {records} = await setup();
	for (const record of records) {
		const {argv, before, after, ...rest} = record;
		const {undo, ...found} = (before ?? {}) as Record<string, unknown>;
		const planned = record.ev === 'plan' ? null : after;
		expect(JSON.stringify([rest, found, planned])).not.toMatch(/hunter2Geheim|ghp_A1/);
		expect(JSON.stringify([argv, undo ?? null])).not.toContain('ghp_A1');
	}

	expect(JSON.stringify(records)).toContain(secret);
});

test('neither the output of a run nor a step as it is shown has them', async () => {
	const {records, output} = await setup();
	const lines = output.get().map(line => line.text);
	expect(lines.length).toBeGreaterThan(2);
	expect(lines.join('\n')).not.toMatch(/hunter2Geheim|ghp_A1/);
	expect(lines).toContain("set-proxy --password '[redacted]'");
	const judged = step.judge({proxy}, null);
	const view = stepView(
		step,
		table,
		null,
		{
			...{look: {judged, facts: {proxy}}, ran: foldAll(records).steps.get('proxy'), isOwn: true, running: false},
			...{newer: true, early: false, begun: undefined, undoRecorded: [back], now: 0},
		},
		text,
	);
	const printed = [view.found, view.hint, view.ran?.found, ...view.outline.warns, view.outline.does];
	expect(printed.join('\n')).not.toContain(secret);
	const open = stepView(
		step,
		table,
		null,
		{
			...{look: {judged, facts: {proxy}}, ran: undefined, isOwn: false, running: false},
			...{newer: false, early: false, begun: undefined, undoRecorded: [back], now: 0},
		},
		text,
	);
	expect([open.found, open.hint]).toEqual(['the proxy is http://[redacted]@proxy.lan:3128', '--password [redacted]']);
});

describe('printed forms of a command', () => {
	test('as a person types it, with its standard input', () => {
		expect(shown(back.argv)).toBe("set-proxy 'http://[redacted]@proxy.lan:3128'");
		expect(typed(change(['tee', '/x'], 'remove-file', {input: `password: ${secret}\n`}))).not.toContain(secret);
	});

	test('in JSON, under every key that holds commands or findings', () => {
		const json = JSON.parse(
			envelope('plan', noHost, {
				json: {
					steps: [
						{
							...{found: `the proxy is ${proxy}`, hint: `token ${token}`, notes: [proxy]},
							commands: [{argv: ['x', '--password', secret], input: `password: ${secret}`}],
							verify: [['x', proxy]],
							undo: [back.argv],
						},
					],
					checks: [
						{
							evidence: [{argv: ['curl', proxy], lines: [proxy]}],
							remedy: {commands: [back.argv], inputs: [null, proxy], note: proxy},
						},
					],
					leftovers: [{kind: 'file', name: 'x', command: ['rm', proxy]}],
				},
				error: {code: 'failed', message: `bad login ${proxy}`, hint: `curl ${proxy}`},
			}),
		) as unknown;
		const printed = JSON.stringify(json);
		expect(printed).not.toMatch(/hunter2Geheim|ghp_A1/);
		expect(printed.match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(13);
		expect(json).toMatchObject({steps: [{commands: [{argv: ['x', '--password', '[redacted]']}]}]});
	});

	test('what holds no secret is as it was', () => {
		const argv = ['k0s', 'install', 'controller', '--enable-worker', '--no-taints', '--data-dir', '/srv/k0s'];
		const json = {
			steps: [{commands: [{argv, root: true}], verify: [argv], undo: [argv], found: 'k0s v1.34.1+k0s.0', ms: 3}],
		};
		expect(JSON.parse(envelope('plan', noHost, {json}))).toMatchObject(json);
		expect(shown(argv)).toBe(argv.join(' '));
		expect(idText.install.engine.notAsWanted(fromOutside('x'))).toBeTruthy();
	});
});

describe('the journal as a file', () => {
	let folder = '';
	afterEach(() => {
		rmSync(folder, {recursive: true, force: true});
	});

	test('only its owner reads it, since commands stand there as they ran', async () => {
		folder = mkdtempSync(join(tmpdir(), 'k0s-tui-journal-'));
		const path = join(folder, 'state', 'journal.jsonl');
		const journal = createFileJournal(path);
		const {records} = await setup();
		const [first] = records;
		if (!first) throw new Error('nothing was recorded');
		await journal.append(first);
		expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
		chmodSync(path, 0o644);
		await journal.append(first);
		expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
		expect((statSync(join(folder, 'state')).mode & 0o777).toString(8)).toBe('700');
	});
});
