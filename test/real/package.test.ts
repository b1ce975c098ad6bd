import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

const project = fileURLToPath(new URL('../../', import.meta.url));
const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
const noticesPath = '../../scripts/bundle/notices.mjs';
const {bundledPackages} = (await import(noticesPath)) as {bundledPackages: (metafile: unknown) => readonly string[]};
let folder: string;
let packed: {readonly filename: string; readonly files: ReadonlyArray<{readonly path: string}>};

/** No registry: what the package does not bring is not there. */
const npm = (args: readonly string[], cwd: string): string =>
	execFileSync('npm', [...args, '--offline', '--no-audit', '--no-fund'], {
		cwd,
		encoding: 'utf8',
		env: {...process.env, PATH: path, npm_config_cache: join(folder, 'cache')},
	});

const run = (args: readonly string[]): string =>
	execFileSync(join(folder, 'empty/node_modules/.bin/k0s-tui'), args, {encoding: 'utf8', env: {PATH: path}});

describe('the packed npm package', () => {
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'k0s-tui-package-'));
		execFileSync(process.execPath, ['scripts/build.mjs', '--bundle'], {cwd: project});
		const said = npm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder], project);
		packed = (JSON.parse(said) as [typeof packed])[0];
		npm(['install', '--prefix', join(folder, 'empty'), join(folder, packed.filename)], folder);
	}, 120_000);
	afterAll(() => {
		rmSync(folder, {recursive: true, force: true});
	});

	test('installs without a registry, and brings nothing but itself', () => {
		const installed = readdirSync(join(folder, 'empty/node_modules')).filter(name => !name.startsWith('.'));
		expect(installed).toEqual(['k0s-tui']);
		const manifest = JSON.parse(
			readFileSync(join(folder, 'empty/node_modules/k0s-tui/package.json'), 'utf8'),
		) as Readonly<Record<string, unknown>>;
		for (const kind of ['dependencies', 'peerDependencies', 'bundledDependencies'])
			expect(manifest[kind], kind).toBeUndefined();
		expect(manifest['bin']).toEqual({'k0s-tui': 'dist/cli.js'});
		expect(manifest['engines']).toEqual({node: '>=22'});
	});

	test('holds the bundle, the licence, and no code cache of the Node that built it', () => {
		const names = packed.files.map(({path: name}) => name);
		expect(names).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/cli.js', 'dist/NOTICES.txt']));
		const others = names.filter(name => !/^(?:LICENSE|README(?:\.ja)?\.md|package\.json|dist\/[^/]+)$/.test(name));
		expect(others).toEqual([]);
		expect(names.filter(name => name.endsWith('.cache'))).toEqual([]);
	});

	test('names every package that is in the bundle, with its licence', () => {
		const metafile: unknown = JSON.parse(readFileSync(join(project, 'build/bundle.json'), 'utf8'));
		const said = readFileSync(join(folder, 'empty/node_modules/k0s-tui/dist/NOTICES.txt'), 'utf8');
		const bundled = bundledPackages(metafile);
		expect(bundled).toContain('node_modules/react');
		for (const each of bundled) {
			const {name, version, license} = JSON.parse(readFileSync(join(project, each, 'package.json'), 'utf8')) as {
				readonly [key in 'name' | 'version' | 'license']: string;
			};
			expect(said).toContain(`${name} ${version} (${license})\n\n`);
		}
	});

	test('runs', () => {
		const {version} = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {version: string};
		expect(run(['--version'])).toBe(`k0s-tui ${version}\n`);
		const {schema, checks} = JSON.parse(run(['check', '--simulate=ready', '--json'])) as {
			schema: string;
			checks: readonly unknown[];
		};
		expect(schema).toBe('k0s-tui/check/1');
		expect(checks.length).toBeGreaterThan(20);
	});
});
