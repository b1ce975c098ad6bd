import process from 'node:process';
import {runInThisContext} from 'node:vm';
import {build, type Metafile, type Plugin} from 'esbuild';
import {describe, expect, test} from 'vitest';
import {en} from '../../source/text/en/index.js';

type File = {readonly path: string; readonly text: string};
type Options = {readonly target: string; readonly charset: string; readonly supported: Record<string, boolean>};
const path = '../../scripts/bundle/scripts.mjs';
const {asScript, packs, withOwnExports, toolDigest} = (await import(path)) as {
	packs(
		started: readonly string[],
		metafile: Metafile,
		textOf: (name: string) => string | undefined,
		options: Options,
	): Promise<Record<'first.js' | 'start.js' | 'simulated.js', string>>;
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

describe('the packs', () => {
	const text = {
		'cli.js': 'import("./commands-1.js"); import("./open-1.js");',
		'commands-1.js': 'import {a} from "./chunk-1.js"; export const words = () => a;',
		'chunk-1.js': 'export let a = 1; export const more = () => { a += 1; };',
		'open-1.js':
			'import {b} from "./chunk-2.js"; import {more} from "./chunk-1.js"; more(); export const open = () => b;',
		'chunk-2.js':
			'import {a} from "./chunk-1.js"; export let b = [a]; export const add = async () => b.push((await import("./late-1.js")).late);',
		'late-1.js': 'import {b} from "./chunk-2.js"; export const late = b.length;',
		'host-1.js': 'import {b} from "./chunk-2.js"; import {c} from "./chunk-3.js"; export const host = [b, c];',
		'chunk-3.js': 'export const c = 3;',
	} as const;
	const sources = new Map<string, string>(Object.entries(text));
	const names = [...sources.keys()];
	const importsOf = (from: string) =>
		[...from.matchAll(/(import\()?"\.\/([\w-]+\.js)"/g)].map(([, late, to]) => ({
			path: `dist/${to}`,
			kind: late === undefined ? ('import-statement' as const) : ('dynamic-import' as const),
		}));
	const outputs = Object.fromEntries(
		names.map(name => {
			const exports = [...(sources.get(name) ?? '').matchAll(/export (?:let|const) (\w+)/g)].map(
				([, key]) => key ?? '',
			);
			const entryPoint = name === 'host-1.js' ? {entryPoint: 'source/simulated/host.ts'} : {};
			return [
				`dist/${name}`,
				{...entryPoint, imports: importsOf(sources.get(name) ?? ''), exports, bytes: 0, inputs: {}},
			];
		}),
	);
	const made = async (started: readonly string[]) =>
		packs(started, {inputs: {}, outputs}, name => sources.get(name), options);
	const read = (code: string) => runInThisContext(code) as Record<string, unknown>;

	test('hold what every start loads, what one of the screen loads after it, and the simulated host', async () => {
		const all = await made(['open-1.js', 'chunk-2.js', 'chunk-1.js', 'late-1.js', 'host-1.js', 'chunk-3.js']);
		const names = Object.fromEntries(Object.entries(all).map(([pack, code]) => [pack, Object.keys(read(code))]));
		expect(names).toEqual({
			'first.js': ['./chunk-1.js', './commands-1.js', './host-1.js'],
			'start.js': ['./chunk-2.js', './open-1.js', './late-1.js'],
			'simulated.js': ['./chunk-3.js', './host-1.js'],
		});
		// Who needs it is led there; no other start reads it.
		expect(read(all['first.js'])['./host-1.js']).toBe('./simulated.js');
	});

	test('join what is always loaded together to one module, whose parts others find by their names', async () => {
		const {'first.js': first, 'start.js': start} = await made(['open-1.js', 'late-1.js']);
		const all = {...read(first), ...read(start)};
		expect(all['./open-1.js']).toBe(all['./chunk-2.js']);
		const loaded = new Map<unknown, {exports: {space?: (name: string) => unknown}}>();
		const require = (name: string): unknown => {
			const found = all[name] as ((...given: unknown[]) => void) | [(...given: unknown[]) => void];
			const known = loaded.get(found);
			const module = known ?? {exports: {}};
			loaded.set(found, module);
			if (known === undefined) (Array.isArray(found) ? found[0] : found)(module, module.exports, require);
			return Array.isArray(found) ? module.exports.space?.(name) : module.exports;
		};

		const {open} = require('./open-1.js') as {open(): number[]};
		expect(open()).toEqual([1]);
		// One and the same binding, changed by another module after the first.
		expect((require('./commands-1.js') as {words(): number}).words()).toBe(2);
		const {add} = require('./chunk-2.js') as {add(): Promise<number>};
		await add();
		expect(open()).toEqual([1, 1]);
	});

	test('are the same whatever the order in which a start loaded', async () => {
		const [one, other] = await Promise.all([made(['open-1.js', 'late-1.js']), made(['late-1.js', 'open-1.js'])]);
		expect(one).toEqual(other);
	});
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

test('a section of the catalogue is loaded when its first word is read, and once', async () => {
	const late = '../../scripts/bundle/late-modules.mjs';
	const {lateTexts} = (await import(late)) as {lateTexts: Plugin};
	const {outputFiles} = await build({
		stdin: {
			contents: "export {en} from './source/text/en/index.ts';",
			resolveDir: process.cwd(),
			sourcefile: 'texts.ts',
		},
		...{bundle: true, write: false, splitting: true, outdir: '/dist', format: 'esm', platform: 'node'},
		plugins: [lateTexts],
	});
	const codes = new Map<string, string>();
	for (const file of outputFiles) codes.set(file.path.replace('/dist', '.'), await asScript(file, options));
	const loaded: string[] = [];
	const load = (name: string): Record<string, unknown> => {
		loaded.push(name);
		return run(codes.get(name) ?? '', load);
	};

	const {en: shipped} = load('./stdin.js') as {en: Record<string, unknown>};
	expect(loaded.some(name => name.includes('install'))).toBe(false);
	expect(Object.keys(shipped)).toEqual(Object.keys(en));
	expect(JSON.stringify(shipped)).toBe(JSON.stringify(en));
	expect(shipped['install']).toBe(shipped['install']);
	expect(loaded.filter(name => name.startsWith('./install-'))).toHaveLength(1);
});
