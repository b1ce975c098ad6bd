import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

const project = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
let list: string;

/** As on a server that has no Node: whatever it needs is in its own folder. */
const run = (args: readonly string[]): string =>
	execFileSync(join(folder, 'bin-k0s-tui'), args, {encoding: 'utf8', cwd: '/', env: {PATH: '/usr/bin:/bin'}});

describe('the archive for a server without Node', () => {
	beforeAll(() => {
		const said = execFileSync(process.execPath, ['scripts/portable.mjs', process.arch], {
			cwd: project,
			encoding: 'utf8',
		});
		const archive = join(project, said.trim());
		folder = mkdtempSync(join(tmpdir(), 'k0s-tui-portable-'));
		execFileSync('tar', ['-C', folder, '-xzf', archive]);
		symlinkSync('k0s-tui/k0s-tui', join(folder, 'bin-k0s-tui'));
		list = execFileSync('tar', ['-tvzf', archive, '--numeric-owner'], {encoding: 'utf8'});
	}, 120_000);
	afterAll(() => {
		rmSync(folder, {recursive: true, force: true});
	});

	test('is one folder, root’s own when root unpacks it', () => {
		const rows = list.trim().split('\n');
		expect(rows.length).toBeGreaterThan(5);
		for (const row of rows) expect(row).toMatch(/^\S+ 0\/0 .* k0s-tui\//);
	});

	test('runs through a link, on the Node that it brings', () => {
		const {versions} = JSON.parse(run(['info', '--simulate', '--json'])) as {versions: {node: string}};
		expect(`v${versions.node}`).toBe(process.version);
	});

	test('is what SHA256SUMS says, within and beside it', () => {
		const check = {cwd: join(project, 'build'), encoding: 'utf8'} as const;
		expect(execFileSync('sha256sum', ['-c', 'SHA256SUMS'], check)).toMatch(/^k0s-tui-\S+-linux-\S+\.tar\.gz: OK\n$/);
		const within = {...check, cwd: join(folder, 'k0s-tui')};
		expect(execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], within)).toBe('');
	});

	test('names the licences of what it brings', () => {
		const read = (name: string) => readFileSync(join(folder, 'k0s-tui', name), 'utf8');
		expect(read('LICENSE.node')).toContain('Copyright Node.js contributors');
		expect(read('dist/NOTICES.txt')).toContain('react ');
	});

	test('makes its code caches where it is told to', () => {
		execFileSync(join(folder, 'k0s-tui/warm'), {env: {PATH: '/usr/bin:/bin'}});
		const names = readdirSync(join(folder, 'k0s-tui/dist'));
		expect(names).toContain(`start.js.${process.version}-${process.arch}.cache`);
	});

	test('and loads what it needs late', () => {
		expect(run(['status', '--simulate=ready'])).toMatch(/^healthy$/m);
	});
});
