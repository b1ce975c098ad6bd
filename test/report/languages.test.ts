import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {runHeadless} from '../../source/commands/run.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {commandTable} from '../../source/commands/table.js';
import {createFileJournal} from '../../source/engine/journal-file.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {faultsBy} from '../contract/schemas.js';
import {catalogue, type Language} from '../../source/text/text.js';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'languages-'));
	process.env['K0S_TUI_SIMULATION_STATE'] = join(folder, 'state.json');
	process.env['K0S_TUI_SIMULATION_SPEED'] = '1000';
});
afterEach(() => {
	delete process.env['K0S_TUI_SIMULATION_STATE'];
	delete process.env['K0S_TUI_SIMULATION_SPEED'];
	rmSync(folder, {recursive: true, force: true});
});

async function said(name: string, lang: Language, values: Readonly<Record<string, string>> = {}): Promise<string> {
	const command = await commandTable.find(each => each.name === name)?.load();
	if (command === undefined) throw new Error(`no command ${name}`);
	const stateFile = join(folder, 'state.json');
	const runner = createRunner(createSimulatedHost({scenario: 'fresh', speed: 1000, stateFile}));
	let told = '';
	const signal = new AbortController().signal;
	const settings = settingsFrom({yes: true, lang});
	const given = {runner, text: await catalogue(lang), settings, values, positionals: [], signal};
	await runHeadless(command, given, {out: text => (told += text), err: text => (told += text)});
	await runner.close();
	return told;
}

const isJapanese = /[\u3040-\u30FF\u4E00-\u9FFF]/;
const japaneseLines = (told: string): readonly string[] => told.split('\n').filter(line => isJapanese.test(line));

test('a run in Japanese is told in English by a report, and the other way round', {timeout: 60_000}, async () => {
	expect(await said('install', 'ja', {hostname: 'node-1'})).toMatch(isJapanese);
	await said('check', 'ja', {fix: 'swap,time-sync'});
	await said('demo', 'ja', {image: 'no-such-image'});
	await said('undo', 'ja', {to: 'install'});
	expect(japaneseLines(readFileSync(join(folder, 'state.json.journal.jsonl'), 'utf8'))).toEqual([]);
	for (const format of ['md', 'html', 'sh']) expect(japaneseLines(await said('report', 'en', {format}))).toEqual([]);
	const english = catalogue('en');
	const {records} = await createFileJournal(join(folder, 'state.json.journal.jsonl')).read();
	expect(records.length).toBeGreaterThan(50);
	expect(records.flatMap(record => faultsBy('journal-2', record))).toEqual([]);
	const report = await said('report', 'ja', {format: 'md'});
	for (const sentence of [english.install.steps.privilege.root, english.install.steps.healthy.so]) {
		expect(report).not.toContain(sentence);
	}
});
