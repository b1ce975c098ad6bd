import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {LogEntry} from '../../source/host/command-log.js';
import {isFree} from '../../source/host/free-file.js';
import {openRunner} from '../../source/commands/open-runner.js';
import {readRegularFile} from '../../source/host/read-file.js';
import {debugLog} from '../../source/host/debug-log.js';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'k0s-tui-files-'));
	execFileSync('mkfifo', [join(folder, 'pipe')]);
	writeFileSync(join(folder, 'own'), 'precious');
	symlinkSync(join(folder, 'own'), join(folder, 'link'));
	writeFileSync(join(folder, 'empty'), '');
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const at = (name: string): string => join(folder, name);

describe('a file that a person names to be read', () => {
	test.each([
		['a pipe', () => at('pipe'), 'not-a-file'],
		['a device without an end', () => '/dev/zero', 'not-a-file'],
		['a folder', () => folder, 'not-a-file'],
		['nothing', () => at('nothing'), 'ENOENT'],
	])('%s: a code at once, no waiting', (_, path, code) => {
		expect(readRegularFile(path(), 1000)).toEqual({ok: false, code});
	});
	test('no more than was allowed', () => {
		expect(readRegularFile(at('own'), 8)).toEqual({ok: true, text: 'precious'});
		expect(readRegularFile(at('own'), 7)).toEqual({ok: false, code: 'too-large'});
		expect(readRegularFile('/proc/self/stat', 10)).toEqual({ok: false, code: 'too-large'});
	});
	test('to its end, also where the system says that it is empty', () => {
		const path = '/proc/self/smaps';
		const read = readRegularFile(path, 50_000_000);
		const text = read.ok ? read.text : '';
		expect(text.length).toBeGreaterThan(65_537);
		// The last mapping is complete.
		expect(text).toMatch(/\nVmFlags:[^\n]*\n$/);
		expect(readRegularFile(path, 70_000)).toEqual({ok: false, code: 'too-large'});
	});
});

describe('a file that a person names to be written', () => {
	test('is free where nothing is there, it is empty, or it is ours', async () => {
		expect(await isFree(at('nothing'), () => false)).toBe(true);
		expect(await isFree(at('empty'), () => false)).toBe(true);
		expect(await isFree(at('own'), head => head === 'precious')).toBe(true);
		for (const name of ['own', 'link', 'pipe']) expect(await isFree(at(name), () => false)).toBe(false);
	});

	const open = async (record: string, force = false) =>
		openRunner({simulate: 'ready', replay: undefined, record, readOnly: false, force}, {});

	test('a recording never takes the place of a foreign file, unless --force says so', async () => {
		expect(await open(at('own'))).toMatchObject({ok: false, fault: {kind: 'exists', path: at('own')}});
		expect(readFileSync(at('own'), 'utf8')).toBe('precious');
		const forced = await open(at('own'), true);
		expect(forced.ok && (await forced.runner.recorded?.())).toBeUndefined();
		if (forced.ok) await forced.runner.close();
		expect(readFileSync(at('own'), 'utf8')).toMatch(/^\{"v":1,"kind":"k0s-tui-recording"/);
		const again = await open(at('own'));
		expect(again.ok).toBe(true);
		if (again.ok) await again.runner.close();
	});
});

test('the debug log tells each command and the error, one JSON object a line', () => {
	const entry: LogEntry = {
		...{id: 1, argv: ['ip', 'link'], why: 'x', changes: false, startedAt: 0, ms: 3, exit: 0, bytes: 9},
		kind: 'ok',
	};
	const lines = debugLog({program: 'k0s-tui'}, [entry], new Error('boom')).trimEnd().split('\n');
	expect(lines.map(line => JSON.parse(line) as unknown)).toMatchObject([
		{program: 'k0s-tui'},
		{argv: ['ip', 'link'], ms: 3, kind: 'ok'},
		{message: 'boom'},
	]);
});
