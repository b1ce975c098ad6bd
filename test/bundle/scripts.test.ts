import process from 'node:process';
import {runInThisContext} from 'node:vm';
import {build, type Plugin} from 'esbuild';
import {describe, expect, test} from 'vitest';
import {en} from '../../source/text/en/index.js';

type File = {readonly path: string; readonly text: string};
type Options = {readonly target: string; readonly charset: string; readonly supported: Record<string, boolean>};
const path = '../../scripts/bundle/scripts.mjs';
const {asScript, startPack, withOwnExports, toolDigest} = (await import(path)) as {
	startPack(started: readonly string[], metafile: unknown, textOf: (name: string) => string): string;
	asScript(file: File, options: Options): Promise<string>;
	withOwnExports(code: string, path: string): string;
	toolDigest(): string;
};

const options: Options = {target: 'node22', charset: 'ascii', supported: {}};
const script = async (name: string, text: string): Promise<string> => asScript({path: `/dist/${name}`, text}, options);
/** Runs a script as the loader does. */
const run = (code: string, require: (name: string) => unknown): Record<string, unknown> => {
	const module = {exports: {}};
	(runInThisContext(code) as (...given: unknown[]) => void)(module, module.exports, require);
	return module.exports;
};

describe('a module of the bundle as a script', () => {
	test('gives its exports, also those that change, and takes those of others', async () => {
		const code = await script(
			'a.js',
			'import {b} from "./b.js"; export let a = 1; export const next = () => (a += b);',
		);
		const exports = run(code, name => (name === './b.js' ? {b: 41} : undefined)) as {a: number; next(): number};
		expect(exports.a).toBe(1);
		exports.next();
		expect(exports.a).toBe(42);
	});

	test('loads late what it imported late', async () => {
		const code = await script('a.js', 'export const late = async () => (await import("./b.js")).b;');
		const {late} = run(code, () => ({b: '日本'})) as {late(): Promise<string>};
		await expect(late()).resolves.toBe('日本');
	});

	test('is ASCII', async () => {
		const code = await script('a.js', 'export const word = "日本";');
		expect(code).toMatch(/^[\u0000-\u007F]*$/);
		expect(run(code, () => undefined)).toMatchObject({word: '日本'});
	});

	test.each(['U', '$', '$$', '$1', '_a', 'a$b'])('has its exports under whatever short name: %s', name => {
		const code = withOwnExports(`var ${name}={};module.exports=$(${name});${name}.a=1`, 'x.js');
		expect(code).toBe(`var ${name}={};module.exports=${name};${name}.a=1`);
	});

	test('whose exports are not found stops the build', () => {
		expect(() => withOwnExports('var a=1;', '/dist/x.js')).toThrow('x.js: its exports are not where they were');
	});
});

test('what stands within the call of the bundle is loaded at once', async () => {
	const code = await script('a.js', 'export const late = () => globalThis.atOnce(import("./view-1.js")).View();');
	const {late} = run(code, () => ({View: () => 'drawn'})) as {late(): string};
	expect(late()).toBe('drawn');
});

test('the pack of a start leaves out what the entry loads before it knows that a screen is wanted', () => {
	const of = (...paths: string[]) => ({imports: paths.map(path => ({path: `dist/${path}`, kind: 'import-statement'}))});
	const outputs = {
		'dist/cli.js': of(),
		'dist/commands-1.js': of('chunk-1.js'),
		'dist/chunk-1.js': of(),
		'dist/chunk-2.js': of(),
		'dist/open-1.js': of('chunk-1.js', 'chunk-2.js'),
	};
	const code = startPack(
		['open-1.js', 'chunk-2.js', 'chunk-1.js', 'commands-1.js'],
		{outputs},
		name => `(()=>"${name}")`,
	);
	const pack = runInThisContext(code) as Record<string, () => string>;
	expect(Object.keys(pack)).toEqual(['./chunk-2.js', './open-1.js']);
	expect(pack['./open-1.js']?.()).toBe('open-1.js');
});

test('the entry brings the loader', async () => {
	const code = await script('cli.js', 'console.log(1);');
	expect(code).toMatch(/^#!\/usr\/bin\/env node\n/);
	expect(code).toContain('cachedDataRejected');
});

test('other files stay as they are', async () => {
	expect(await script('a.js.LEGAL.txt', 'Licence of 日本')).toBe('Licence of 日本');
});

test('the digest of the tools goes into file names', () => {
	expect(toolDigest()).toMatch(/^[0-9a-f]{6}$/);
});

test('a section of the catalogue is made when its first word is read, and once', async () => {
	const late = '../../scripts/bundle/late-modules.mjs';
	const {lateTexts} = (await import(late)) as {lateTexts: Plugin};
	const {outputFiles} = await build({
		stdin: {contents: "export {en} from './source/text/en/index.ts';", resolveDir: process.cwd()},
		...{bundle: true, write: false, format: 'cjs', platform: 'node', plugins: [lateTexts]},
	});
	const {en: shipped} = run(`(function(module,exports,require){${outputFiles?.[0]?.text}\n})`, () => undefined) as {
		en: Record<string, unknown>;
	};
	const section = Object.getOwnPropertyDescriptor(shipped, 'install');
	expect(section?.get).toBeDefined();
	expect(Object.keys(shipped)).toEqual(Object.keys(en));
	expect(JSON.stringify(shipped)).toBe(JSON.stringify(en));
	expect(shipped['install']).toBe(shipped['install']);
});
