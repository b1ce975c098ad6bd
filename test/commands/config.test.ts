import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {allTables} from '../../source/app/screen-table.js';
import {configKeys} from '../../source/commands/config-file.js';
import {ask} from '../../source/commands/index.js';
import {lineOf} from '../../source/commands/json-lines.js';
import {preferencesOf} from '../../source/commands/preferences.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';
import {faultsBy} from '../contract/schemas.js';
import {outputTo} from '../support/output.js';

const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-config-'));
const file = join(folder, 'my.json');
afterAll(() => rmSync(folder, {recursive: true}));

async function asked(content: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
	writeFileSync(file, content);
	let out = '';
	let err = '';
	const streams = {out: outputTo(text => void (out += text)), err: (text: string) => void (err += text)};
	const xterm = {TERM: 'xterm-256color', ...env};
	const result = await ask([...words, '--config', file], '1.2.3', streams, xterm, async () => allTables);
	if (result.kind !== 'headless') return {result, exit: null, out, err};
	const {readOnly} = result.settings;
	const runner = createRunner(createSimulatedHost({scenario: 'fresh', speed: 1000}), {readOnly});
	const exit = await result.run(runner, new AbortController().signal);
	await runner.close();
	return {result, exit, out, err};
}

const whole = `{
	"lang": "ja",
	"theme": "light",
	"screen": "network",
	"mouse": true,
	"interval": 0.5,
	"readOnly": true,
	"keys": {
		"network.map": "M"
	}
}`;

describe('the config file', () => {
	test('decides what no option does', async () => {
		const {result} = await asked(whole, []);
		expect(result).toMatchObject({
			kind: 'screen',
			configFile: file,
			faults: [],
			settings: {
				...{lang: 'ja', theme: 'light', screen: 'network', mouse: true, interval: 500, readOnly: true},
				keys: {'network.map': 'M'},
			},
		});
		const options = ['--lang=en', '--theme=dark', '--screen=demo', '--mouse=off', '--interval=3', '--read-only=off'];
		expect((await asked(whole, options)).result).toMatchObject({
			settings: {lang: 'en', theme: 'dark', screen: 'demo', mouse: false, interval: 3000, readOnly: false},
		});
	});

	test.each([
		['{\n\t"lang": "fr"\n}', ':2: lang: must be one of en, ja'],
		['{"mouse": true,\n"theme": "blue"}', ':2: theme: must be one of auto, dark, light, mono'],
		['{"screen": "map"}', ':1: screen: must be one of checks, install'],
		['{"mouse": "yes"}', ':1: mouse: must be true or false'],
		['{"interval": "2"}', ':1: interval: must be a number of seconds from 0.2 to 3600'],
		['{"interval": 0}', 'from 0.2 to 3600'],
		['{"interval": null}', 'from 0.2 to 3600'],
		['{"readOnly": "no"}', ':1: readOnly: must be true or false'],
		['{"keys": ["a"]}', ':1: keys: must be an object of actions and their keys'],
	])('%j is a usage error with its line', async (content, words) => {
		for (const command of [[], ['status']]) {
			const {result, err} = await asked(content, command);
			expect(result).toEqual({kind: 'exit', code: 2});
			expect(err).toContain(`${file}`);
			expect(err).toContain(words);
		}
	});

	test('an unknown setting is named with its line and what was meant; the others hold', async () => {
		const content = '{\n"$schema": "x",\n"colour": 1,\n"mose": true,\n"theme": "light"\n}';
		const {result} = await asked(content, []);
		expect(result).toMatchObject({
			settings: {theme: 'light', mouse: false},
			faults: [
				`config file ${file}:3: unknown setting “colour”`,
				`config file ${file}:4: unknown setting “mose” (did you mean mouse?)`,
			],
		});
		expect((await asked(content, ['check', '--only', 'hostname'])).err).toContain(
			`k0s-tui: config file ${file}:4: unknown setting “mose” (did you mean mouse?)\n`,
		);
	});

	test('readOnly forbids what --read-only forbids, and the refusal names the file', async () => {
		const forbids = '{"readOnly": true}';
		for (const [words, by] of [
			[['demo', '--yes'], `readOnly in ${file}`],
			[['check', '--fix', 'hostname', '--yes'], `readOnly in ${file}`],
			[['confirm'], `readOnly in ${file}`],
			[['demo', '--yes', '--read-only'], '--read-only'],
		] as const) {
			const {exit, err} = await asked(forbids, words);
			expect({words, exit}).toEqual({words, exit: 3});
			expect(err).toContain(`this run is read-only (${by})`);
		}

		const {exit, err} = await asked(forbids, ['confirm', '--read-only=off']);
		expect(exit).toBe(1);
		expect(err).not.toContain('read-only');
		// What only reads is not forbidden, and a recording stays read-only.
		expect((await asked(forbids, ['check', '--only', 'hostname'])).exit).not.toBe(3);
		expect((await asked(forbids, ['--replay=x', '--read-only=off'])).result).toMatchObject({
			settings: {readOnly: true},
		});
	});

	test('every setting is explained in both languages', async () => {
		for (const text of [catalogue('en'), await catalogue('ja')]) {
			expect(Object.keys(text.config.meanings)).toEqual(configKeys.map(({name}) => name));
		}
	});
});

describe('what decides the theme', () => {
	const xterm = {TERM: 'xterm-256color'};
	test.each([
		[{}, {}, xterm, {value: 'dark', from: 'default'}],
		[{}, {}, {...xterm, COLORFGBG: '0;15'}, {value: 'light', from: 'environment'}],
		[{}, {}, {...xterm, COLORFGBG: '15;0'}, {value: 'dark', from: 'environment'}],
		[{}, {}, {...xterm, COLORFGBG: '0;15', NO_COLOR: '1'}, {value: 'mono', from: 'environment'}],
		[{}, {}, {TERM: 'vt100'}, {value: 'mono', from: 'environment'}],
		// As no-color.org has it: what a person wrote for this program goes before the variable.
		[{}, {theme: 'dark'}, {...xterm, NO_COLOR: '1'}, {value: 'dark', from: 'file'}],
		[{}, {theme: 'auto'}, {...xterm, NO_COLOR: '1'}, {value: 'mono', from: 'environment'}],
		[{theme: 'light'}, {theme: 'dark'}, xterm, {value: 'light', from: 'option'}],
		[{theme: 'auto'}, {theme: 'light'}, xterm, {value: 'dark', from: 'default'}],
		[{'no-color': true, theme: 'dark'}, {theme: 'light'}, xterm, {value: 'mono', from: 'option'}],
	] as const)('%j, %j, %j', (values, config, env, theme) => {
		expect(preferencesOf(values, config, env).theme).toEqual(theme);
	});
});

describe('k0s-tui config', () => {
	test('prints what holds and what decided it', async () => {
		const {exit, out, err} = await asked(whole, ['config', '--theme=mono', '--lang=en']);
		expect({exit, err}).toEqual({exit: 0, err: ''});
		expect(out.split('\n').map(line => line.trimEnd())).toEqual([
			`Config file: ${file}`,
			'',
			'SETTING   VALUE    FROM',
			'lang      en       option',
			'theme     mono     option',
			'screen    network  config file, line 4',
			'mouse     on       config file, line 5',
			'interval  0.5      config file, line 6',
			'readOnly  on       config file, line 7',
			'',
			'1 action has other keys:',
			'  network.map  M  (default m)',
			'',
		]);
	});

	test('--json has every key of every table, and holds to its schema', async () => {
		const {exit, out} = await asked(whole, ['config', '--json']);
		const value = JSON.parse(out) as {keys: ReadonlyArray<{table: string; action: string; from: string}>};
		expect(exit).toBe(0);
		expect(faultsBy('config', value)).toEqual([]);
		expect(value).toMatchObject({
			file: {path: file, found: true},
			settings: {theme: {value: 'light', from: 'file', line: 3}, mouse: {value: true, from: 'file', line: 5}},
			faults: [],
		});
		expect(value.keys).toHaveLength(allTables.flatMap(({bindings}) => bindings).length);
		expect(value.keys.filter(({from}) => from === 'file')).toEqual([
			{table: 'network', action: 'network.map', keys: ['M'], default: ['m'], from: 'file'},
		]);
	});

	test('what is not used is named with its line, and exit is 1', async () => {
		const content = `{
	"mose": true,
	"keys": {
		"netwrk.map": "M",
		"network.map": "F13",
		"app.help": "m",
		"dialog.yes": "enter",
		"status": {
			"status.raw": "ctrl+c"
		}
	}
}`;
		const {exit, out, err} = await asked(content, ['config']);
		expect({exit, err}).toEqual({exit: 1, err: ''});
		const at = (line: number) => `  config file ${file}:${line}: `;
		expect(out.split('Not used:\n')[1]?.split('\n')).toEqual([
			`${at(2)}unknown setting “mose” (did you mean mouse?)`,
			`${at(4)}unknown action “netwrk.map” (did you mean network.map?); docs/KEYS.md lists them`,
			`${at(5)}unknown key “F13”`,
			`${at(7)}dialog.yes: the keys of a question stay as they are`,
			`${at(9)}status.raw: ctrl+c cannot be assigned`,
			`${at(6)}app.help: m is already network.map (network)`,
			'',
		]);
	});

	test('says where the file would be when there is none', async () => {
		let out = '';
		const streams = {out: outputTo(text => void (out += text)), err: () => undefined};
		const result = await ask(['config'], '1.2.3', streams, {XDG_CONFIG_HOME: folder});
		const runner = createRunner(createSimulatedHost({scenario: 'fresh', speed: 1000}));
		expect(result.kind === 'headless' && (await result.run(runner, new AbortController().signal))).toBe(0);
		await runner.close();
		expect(out).toMatch(/^Config file: .*config\.json \(not there\)$/m);
	});
});

describe('the line of a key', () => {
	test.each([
		['{"a": 1}', ['a'], 1],
		['{\n"a": {"b": "}"},\n"b": 2}', ['b'], 3],
		['{\n"a": {\n"b": [{"c": 1}, "c:"]}}', ['a', 'b'], 3],
		['{"a\\"b":\n1,\n"\\u0063": 2}', ['c'], 3],
		['{"a": 1,\n"a": 2}', ['a'], 2],
		['{"a": [{"b": 1}]}', ['a', 'b'], undefined],
		['{"a": "b"}', ['b'], undefined],
		['', ['a'], undefined],
	])('%j %j: %s', (content, path, line) => {
		expect(lineOf(content, path)).toBe(line);
	});
});
