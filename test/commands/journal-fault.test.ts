import {appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {runHeadless} from '../../source/commands/run.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {commandTable} from '../../source/commands/table.js';
import {createFileJournal} from '../../source/engine/journal-file.js';
import {sha256, type JournalEntry} from '../../source/engine/journal.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';

let folder: string;
let journal: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'journal-fault-'));
	journal = join(folder, 'state.json.journal.jsonl');
	process.env['K0S_TUI_SIMULATION_STATE'] = join(folder, 'state.json');
});
afterEach(() => {
	delete process.env['K0S_TUI_SIMULATION_STATE'];
	rmSync(folder, {recursive: true, force: true});
});

const entry = (rest: Partial<JournalEntry>): JournalEntry => ({
	...{run: 'install-1', boot_id: null, t_mono: 1, t_wall: 2, uid: 0, sudo_user: null, tty: null, step: 'hostname'},
	...{ev: 'plan', argv: null, cwd: null, envKeys: [], before: null, after: null, exit: null, sig: null, ms: null},
	outSha: null,
	...rest,
});
const set = ['hostnamectl', 'set-hostname', 'node-1'];

/** A run that set the host's name. */
async function written(): Promise<void> {
	const file = createFileJournal(journal);
	await file.append(entry({before: {undo: [['hostnamectl', 'set-hostname', 'before']]}}));
	await file.append(entry({ev: 'begin', argv: set, after: {why: 'hostname-set', changes: true, input: null}}));
	await file.append(entry({ev: 'end', argv: set, exit: 0, ms: 1, after: {kind: 'ok', stdout: '', stderr: ''}}));
	await file.append(entry({ev: 'verify', after: {state: 'done', found: 'node-1', stages: [], values: {}}}));
}

/** One more line with a good place in the chain. */
function add(fields: Readonly<Record<string, unknown>>): void {
	const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
	const place = {v: 1, seq: lines.length + 1, prevSha: sha256(lines.at(-1) ?? '')};
	appendFileSync(journal, `${JSON.stringify({...place, ...fields})}\n`);
}

const newer = (): void => add({v: 7, how: 'nobody knows here'});
const edited = (): void => writeFileSync(journal, readFileSync(journal, 'utf8').replace('"before"]', '"evil"]'));
const misshapen = (): void => add({...entry({ev: 'verify'}), after: {state: 'done', stages: 5}});

async function ran(name: string, values: Readonly<Record<string, string | true>> = {}) {
	const command = await commandTable.find(each => each.name === name)?.load();
	if (command === undefined) throw new Error(`no command ${name}`);
	const runner = createRunner(createSimulatedHost({scenario: 'fresh', speed: 1000}));
	let out = '';
	const settings = settingsFrom({json: true, yes: true, ...values});
	const signal = new AbortController().signal;
	const given = {runner, text: catalogue('en'), settings, values, positionals: [], signal};
	const exit = await runHeadless(command, given, {out: text => (out += text), err: () => undefined});
	await runner.close();
	return {exit, json: JSON.parse(out) as Readonly<Record<string, unknown>>};
}

describe('a journal that cannot be trusted', () => {
	test('one that holds is undone', async () => {
		await written();
		expect(await ran('undo')).toMatchObject({exit: 0, json: {verdict: 'undone', steps: [{id: 'hostname'}]}});
	});

	test.each([
		['of a newer version', newer, {reason: 'newer', seq: 5, version: 7}, /version 7.*newer k0s-tui/],
		['with an edited record', edited, {reason: 'broken', seq: 2}, /from record 2 on/],
		['with a record of a wrong shape', misshapen, {reason: 'broken', seq: 5}, /from record 5 on/],
	])('%s: undo says so and runs nothing, with --force it runs what is recorded', async (_, change, fault, words) => {
		await written();
		change();
		const before = readFileSync(journal, 'utf8');
		const refused = await ran('undo');
		expect(refused).toMatchObject({exit: 3, json: {error: {code: 'journal', hint: expect.stringContaining('repair')}}});
		expect((refused.json['error'] as {message: string}).message).toMatch(words);
		// What holds no upgrade that can be read may hold one all the same.
		expect(await ran('upgrade', {undo: true})).toMatchObject({exit: 3, json: {error: {code: 'journal'}}});
		expect(readFileSync(journal, 'utf8')).toBe(before);
		expect(await ran('undo', {force: true})).toMatchObject({
			exit: 0,
			json: {steps: [{id: 'hostname', state: 'undone'}]},
		});

		expect(await ran('repair')).toMatchObject({exit: 0, json: {journal, fault, archive: expect.any(String)}});
		const archive = readdirSync(folder).find(name => /journal-\d{8}T\d{6}Z\.jsonl$/.test(name)) ?? '';
		expect(readFileSync(join(folder, archive), 'utf8').startsWith(before)).toBe(true);
		expect(await ran('undo')).toMatchObject({exit: 0, json: {steps: []}});
		expect(await ran('repair')).toMatchObject({exit: 0, json: {archive: null, fault: null}});
	});

	test('nothing is run beside the records of a newer version', async () => {
		await written();
		newer();
		const before = readFileSync(journal, 'utf8');
		const {exit, json} = await ran('install');
		expect(exit).toBe(3);
		expect((json['error'] as {message: string}).message).toContain('newer k0s-tui');
		expect(readFileSync(journal, 'utf8')).toBe(before);
	});

	test('a reset takes no command from it, and says what it does not know', async () => {
		await written();
		edited();
		expect(await ran('reset')).toMatchObject({exit: 1, json: {unread: [expect.stringContaining('journal')]}});
	});

	test('a script made from it runs nothing', async () => {
		await written();
		const whole = (await ran('report', {format: 'sh'})).json['document'] as string;
		expect(whole.split('\n')).toContain('hostnamectl set-hostname node-1');
		edited();
		const {json} = await ran('report', {format: 'sh'});
		const lines = (json['document'] as string).split('\n');
		expect(lines).not.toContain('hostnamectl set-hostname node-1');
		expect(lines.join('\n')).toContain('cannot be trusted');
	});
});
