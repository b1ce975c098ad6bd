import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, test, vi} from 'vitest';
import {ask} from '../../source/commands/index.js';
import {openRunner} from '../../source/commands/open-runner.js';
import {runHeadless} from '../../source/commands/run.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {openFaultWords} from '../../source/commands/open-fault.js';
import {catalogue} from '../../source/text/text.js';
import {outputTo} from '../support/output.js';

/** Every option that names a file to write, with every thing that a person may find in that place. */
const text = catalogue('en');
let folder = '';
let asked: string[] = [];
beforeAll(() => {
	vi.stubEnv('K0S_TUI_SIMULATION_SPEED', '1000');
});
afterAll(() => {
	vi.unstubAllEnvs();
});
beforeEach(() => {
	fs.rmSync(folder || '/nonexistent', {recursive: true, force: true});
	folder = fs.mkdtempSync(join(tmpdir(), 'k0s-tui-files-'));
	asked = [];
	return () => {
		fs.rmSync(folder, {recursive: true, force: true});
	};
});

const named = {
	'--debug': ['status', '--debug'],
	'--record': ['status', '--record'],
	record: ['record'],
	'report --out': ['report', '--out'],
	'reach --save': ['reach', '--matrix', '--save'],
	'demo --junit': ['demo', '--yes', '--junit'],
	'token --out': ['token', '--yes', '--out'],
	'packets --write': ['packets', 'host', '--count', '1', '--write'],
} as const;
const foreign = (): string => join(folder, 'foreign');

/** How it gets there, and the words that name it, with --force too. */
const places: Readonly<Record<string, readonly [(path: string) => void, RegExp]>> = {
	'a link': [path => fs.symlinkSync(foreign(), path), /link|already exists/],
	'a link to nothing': [path => fs.symlinkSync(join(folder, 'nothing'), path), /link|already exists/],
	'another name of a file': [path => fs.linkSync(foreign(), path), /hard links|already exists and is not overwritten/],
	'a folder': [path => fs.mkdirSync(path), /not a regular file|already exists/],
	'a pipe': [path => execFileSync('mkfifo', [path]), /not a regular file|already exists/],
};

/** What it says, its exit code, and the commands that were asked before. */
async function run(words: readonly string[]): Promise<{exit: number; said: string}> {
	let out = '';
	const all = [...words, '--json', '--simulate=ready'];
	const command = await ask(all, '1.2.3', {out: outputTo(chunk => void (out += chunk)), err: () => undefined});
	if (command.kind !== 'headless') throw new Error(`${words.join(' ')}: no command`);
	const opened = await openRunner(command.settings, process.env);
	if (!opened.ok) return {exit: 3, said: openFaultWords(opened.fault, text)};
	const {runner} = opened;
	const watched = {
		...runner,
		run: async (...given: Parameters<typeof runner.run>) => (asked.push(given[0].argv.join(' ')), runner.run(...given)),
	};
	const exit = await command.run(watched, new AbortController().signal);
	await runner.close();
	const {error} = JSON.parse(out) as {error?: {message: string}};
	return {exit, said: error?.message ?? ''};
}

describe.each(Object.entries(named))('%s', (name, words) => {
	test.each(Object.entries(places))('%s stays as it is, and is named before the work', async (_, [lay, says]) => {
		fs.writeFileSync(foreign(), 'precious\n', {mode: 0o644});
		const path = join(folder, 'there');
		lay(path);
		const {exit, said} = await run([...words, path, '--force']);
		expect(exit, said).toBe(3);
		expect(said).toContain(path);
		expect(said).toMatch(says);
		expect(said).not.toMatch(/ELOOP|ENXIO|EISDIR|, open '/);
		expect(fs.readFileSync(foreign(), 'utf8')).toBe('precious\n');
		expect(fs.statSync(foreign()).mode & 0o777).toBe(0o644);
		expect(fs.existsSync(join(folder, 'nothing'))).toBe(false);
		// No token is made, no demo runs, no pod is asked for what cannot be kept.
		expect(asked.filter(line => /token create|kubectl create|tcpdump -|nsenter|nft -/.test(line))).toEqual([]);
	});

	test('a folder that is not there is said in a sentence', async () => {
		const {exit, said} = await run([...words, join(folder, 'no/such')]);
		expect(exit).toBe(3);
		expect(said).toMatch(/no\/such/);
		expect(said).not.toContain(", open '");
	});

	if (name !== 'packets --write') {
		test("another user's file", async context => {
			if (process.geteuid?.() !== 0) context.skip('needs root');
			const path = join(folder, 'there');
			fs.writeFileSync(path, '', {mode: 0o666});
			fs.chownSync(path, 65_534, 65_534);
			const {exit, said} = await run([...words, path, '--force']);
			expect(exit, said).toBe(3);
			expect(said).toContain('another user');
			expect(asked.filter(line => /token create|kubectl create/.test(line))).toEqual([]);
		});
	}
});

test('a line that a command left raw is made visible where it is printed', async () => {
	let out = '';
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000}));
	const given = {
		...{runner, text, settings: settingsFrom({}), signal: new AbortController().signal},
		...{values: {}, positionals: []},
	};
	const raw = 'a\u001B]52;c;eA==\u0007b\u009B31mc\u202Ed\u200Be';
	await runHeadless(
		{
			...{name: 'info', options: {}, positionals: {min: 0, max: 0, name: ''}, changes: false},
			run: async ({show}) => {
				show?.([raw]);
				return {exit: 0, json: {}, lines: ['whole', `${raw}\nsecond`]};
			},
		},
		given,
		{out: chunk => void (out += chunk), err: () => undefined},
	);
	await runner.close();
	expect(out).not.toMatch(/[\u001B\u0007\u009B\u202E\u200B]/);
	expect(out.split('\n')).toHaveLength(5);
	expect(out).toContain('whole\n');
});

test.each([['--save'], ['--compare']])(
	'reach refuses %s without --matrix, where nothing would be done',
	async option => {
		const {exit, said} = await run(['reach', 'host', 'outside', '--port', '80', option, join(folder, 'matrix.json')]);
		expect(exit).toBe(2);
		expect(said).toContain('--matrix');
		expect(asked.some(line => line.includes('nft'))).toBe(false);
	},
);
