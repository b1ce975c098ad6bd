import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {saveNew} from '../../source/host/save-new.js';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'k0s-tui-save-'));
	vi.spyOn(process, 'cwd').mockReturnValue(folder);
});
afterEach(() => {
	vi.restoreAllMocks();
	rmSync(folder, {recursive: true});
});

describe('a log that is saved', () => {
	test('is for its owner alone', async () => {
		expect(await saveNew('web.log', 'one\n')).toEqual({file: 'web.log'});
		expect(readFileSync(join(folder, 'web.log'), 'utf8')).toBe('one\n');
		expect(statSync(join(folder, 'web.log')).mode & 0o777).toBe(0o600);
	});

	test('takes the next free name, and never the place of a file or a link', async () => {
		writeFileSync(join(folder, 'web.log'), 'mine');
		symlinkSync('/etc/hosts', join(folder, 'web-2.log'));
		expect(await saveNew('web.log', 'log')).toEqual({file: 'web-3.log'});
		expect(readFileSync(join(folder, 'web.log'), 'utf8')).toBe('mine');
	});

	test.each([
		['../../etc/passwd', '_.._etc_passwd'],
		['.bashrc', 'bashrc'],
		['--help', 'help'],
		['a\u001B[2Jb.log', 'a__2Jb.log'],
		['', 'k0s-tui.log'],
	])('stays in its folder whatever the name is: %j', async (name, file) => {
		expect(await saveNew(name, 'log')).toEqual({file});
		expect(readdirSync(folder)).toEqual([file]);
	});

	test('says why it could not', async () => {
		rmSync(folder, {recursive: true});
		expect(await saveNew('web.log', 'log')).toEqual({file: 'web.log', fault: 'ENOENT'});
		folder = mkdtempSync(join(tmpdir(), 'k0s-tui-save-'));
	});
});
