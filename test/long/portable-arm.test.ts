import {execFileSync} from 'node:child_process';
import {lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

const project = fileURLToPath(new URL('../../', import.meta.url));
/** e_machine of an ELF header. */
const aarch64 = 183;
let folder: string;

/** It cannot be started here: what can be seen is that nothing of another processor is in it. */
describe('the archive for arm64', () => {
	beforeAll(() => {
		const said = execFileSync(process.execPath, ['scripts/portable.mjs', 'arm64'], {cwd: project, encoding: 'utf8'});
		folder = mkdtempSync(join(tmpdir(), 'k0s-tui-arm64-'));
		execFileSync('tar', ['-C', folder, '-xzf', join(project, said.trim())]);
	}, 300_000);
	afterAll(() => rmSync(folder, {recursive: true, force: true}));

	test('its only program is Node for aarch64; no cache and no compiled module is in it', () => {
		const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(name =>
			lstatSync(join(folder, name)).isFile(),
		);
		const programs = files.flatMap(name => {
			const head = readFileSync(join(folder, name)).subarray(0, 20);
			return head.toString('latin1', 0, 4) === '\u007FELF' ? [{name, machine: head.readUInt16LE(18)}] : [];
		});
		expect(programs).toEqual([{name: 'k0s-tui/node', machine: aarch64}]);
		expect(files.filter(name => /\.(cache|node)$/.test(name) && !name.endsWith('LICENSE.node'))).toEqual([]);
	});

	test('is what SHA256SUMS says', () => {
		const cwd = join(folder, 'k0s-tui');
		expect(execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], {cwd, encoding: 'utf8'})).toBe('');
	});
});
