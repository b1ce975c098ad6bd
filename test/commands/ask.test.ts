import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {ask} from '../../source/commands/index.js';
import {commandTable} from '../../source/commands/table.js';
import {outputTo} from '../support/output.js';

const asked = async (...argv: string[]) => askedIn({}, ...argv);

async function askedIn(env: Record<string, string>, ...argv: string[]) {
	const out: string[] = [];
	const err: string[] = [];
	const streams = {out: outputTo(text => void out.push(text)), err: (text: string) => void err.push(text)};
	const result = await ask(argv, '1.2.3', streams, env);
	return {result, out: out.join(''), err: err.join('')};
}

describe('the command line as a whole', () => {
	test('the contract’s commands are all known', () => {
		expect(commandTable.map(({name}) => name)).toEqual(
			expect.arrayContaining(
				'check plan install undo status network nftables path trace demo confirm reset record report info'.split(' '),
			),
		);
	});
	test.each(commandTable.map(({name}) => name))('%s --help says what it is and takes', async name => {
		const {result, out, err} = await asked(name, '--help');
		expect(result).toEqual({kind: 'exit', code: 0});
		expect(out).toMatch(new RegExp(`^Usage: k0s-tui ${name}`));
		expect(out.split('\n')[1]).not.toBe('');
		expect(err).toBe('');
	});
	test.each([
		[['help'], /^Usage: k0s-tui \[options\]/],
		[['-h'], /^Usage: k0s-tui \[options\]/],
		[['help', 'status'], /^Usage: k0s-tui status/],
		[['status', '-h'], /^Usage: k0s-tui status/],
	])('%j prints help', async (argv, wanted) => {
		const {result, out} = await asked(...argv);
		expect(result).toEqual({kind: 'exit', code: 0});
		expect(out).toMatch(wanted);
	});
	test.each([
		[['frobnicate', '--json'], 'cli'],
		[['status', '--what', '--json'], 'status'],
		[['path', '--json'], 'path'],
		[['check', '--json', '--only', 'nonsense'], 'check'],
		[['--simulate', '--replay', 'x', 'status', '--json'], 'cli'],
	])('%j is told as JSON too, exit 2', async (argv, name) => {
		const {result, out, err} = await asked(...argv);
		expect(result).toEqual({kind: 'exit', code: 2});
		expect(err).toBe('');
		expect(JSON.parse(out)).toMatchObject({schema: `k0s-tui/${name}/1`, error: {code: 'usage', command: null}});
	});
	test.each([
		[['frobnicate'], 'frobnicate'],
		[['status', '--what'], '--what'],
		[['path'], 'missing'],
		[['status', 'extra'], 'extra'],
		[['--interval', 'never'], '--interval'],
		[['--simulate', '--replay', 'x'], '--replay'],
	])('%j is a usage error: one line and where to look, exit 2', async (argv, named) => {
		const {result, out, err} = await asked(...argv);
		expect(result).toEqual({kind: 'exit', code: 2});
		expect(out).toBe('');
		expect(err.trimEnd().split('\n')).toHaveLength(1);
		expect(err).toContain(named);
		expect(err).toContain('--help');
	});
	test('a bare word is a command, on a terminal too; without one the screen opens', async () => {
		expect((await asked('status', '--simulate')).result.kind).toBe('headless');
		expect((await asked('--simulate=ready', '--screen', 'network')).result).toMatchObject({
			kind: 'screen',
			settings: {simulate: 'ready', screen: 'network'},
		});
	});
	test('--version', async () => {
		expect((await asked('--version')).out).toBe('k0s-tui 1.2.3\n');
	});
	describe('the language', () => {
		const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-config-'));
		afterAll(() => rmSync(folder, {recursive: true}));
		const config = (content: string): string => {
			mkdirSync(join(folder, 'k0s-tui'), {recursive: true});
			const file = join(folder, 'k0s-tui', 'config.json');
			writeFileSync(file, content);
			return file;
		};

		test.each([
			[{}, 'en'],
			[{LANG: 'ja_JP.UTF-8'}, 'ja'],
			[{LANG: 'ja_JP.utf8'}, 'ja'],
			[{LANG: 'ja'}, 'ja'],
			[{LANG: 'C.UTF-8', LC_MESSAGES: 'ja_JP.UTF-8'}, 'ja'],
			[{LANG: 'ja_JP.UTF-8', LC_MESSAGES: 'en_US.UTF-8'}, 'en'],
			[{LANG: 'ja_JP.UTF-8', LC_ALL: 'C'}, 'en'],
			[{LANG: 'ja_JP.UTF-8', LC_ALL: ''}, 'ja'],
			// What we write is UTF-8.
			[{LANG: 'ja_JP.eucJP'}, 'en'],
			[{LANG: 'jam_JM.UTF-8'}, 'en'],
			// The kernel’s console has no such font.
			[{LANG: 'ja_JP.UTF-8', TERM: 'linux'}, 'en'],
		])('of %j is %s', async (env, lang) => {
			expect((await askedIn(env)).result).toMatchObject({settings: {lang}});
			expect((await askedIn(env, '--help')).out.startsWith('Usage')).toBe(lang === 'en');
		});
		test('--lang wins over the locale and the config file, the config file over the locale', async () => {
			config('{"lang": "ja", "later": 1}');
			expect((await askedIn({XDG_CONFIG_HOME: folder})).result).toMatchObject({settings: {lang: 'ja'}});
			expect((await askedIn({XDG_CONFIG_HOME: folder}, '--lang=en')).result).toMatchObject({settings: {lang: 'en'}});
			config('{"lang": "en"}');
			const japan = {XDG_CONFIG_HOME: folder, LANG: 'ja_JP.UTF-8'};
			expect((await askedIn(japan)).result).toMatchObject({settings: {lang: 'en'}});
			expect((await askedIn(japan, '--lang', 'ja')).result).toMatchObject({settings: {lang: 'ja'}});
		});
		test('a config file that cannot be read or is none is a usage error', async () => {
			for (const [content, words] of [
				['not json', 'not a JSON object'],
				['[1]', 'not a JSON object'],
				['{"lang": "fr"}', 'one of en, ja'],
			] as const) {
				const file = config(content);
				const {result, err} = await askedIn({}, 'status', '--config', file);
				expect(result).toEqual({kind: 'exit', code: 2});
				expect(err).toContain(words);
				expect((await askedIn({XDG_CONFIG_HOME: folder}, 'status')).err).toBe(err);
			}

			const gone = join(folder, 'gone.json');
			expect((await askedIn({}, '--config', gone)).err).toContain('ENOENT');
		});
		test('usage errors and help are in Japanese, names and values as they are', async () => {
			const {err} = await askedIn({}, 'status', '--interval', 'never', '--lang', 'ja');
			expect(err).toBe('k0s-tui: --interval never: 0.2 から 3600 までの秒数。参照: k0s-tui status --help\n');
			expect((await askedIn({}, '--lang', 'fr')).err).toContain('one of en, ja');
			const {out} = await askedIn({}, 'plan', '--help', '--lang=ja');
			expect(out).toContain('使い方: k0s-tui plan');
			expect(out).toContain('--profile single-node|article|multi-node');
		});
		test('each option stands under the other, whatever it is explained in', async () => {
			const {out} = await askedIn({LANG: 'ja_JP.UTF-8'}, 'install', '--help');
			const described = out.split('\n').filter(line => line.startsWith('  --'));
			// A wide option has a line of its own, and is explained below it.
			const columns = new Set(
				described.flatMap((line, index) =>
					/^ {2}\S+ \S+$/.test(line) && line.length > 30
						? (/^ +/.exec(out.split('\n')[out.split('\n').indexOf(described[index] ?? '') + 1] ?? '')?.[0].length ?? [])
						: (/^ {2}\S+(?: \S+)? {2,}/.exec(line)?.[0].length ?? []),
				),
			);
			expect(described.length).toBeGreaterThan(10);
			expect(columns.size).toBe(1);
		});
	});
});
