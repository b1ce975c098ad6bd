import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, onTestFinished, test, vi} from 'vitest';
import type {LogEntry} from '../../source/host/command-log.js';
import {isFree} from '../../source/host/free-file.js';
import {createFile, createNumbered} from '../../source/host/new-file.js';
import {openRunner} from '../../source/commands/open-runner.js';
import {readRegularFile} from '../../source/host/read-file.js';
import {debugLog, isDebugLog} from '../../source/host/debug-log.js';

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
		// Whatever a link, a pipe or a folder holds: it is not ours to write.
		for (const name of ['link', 'pipe', '.']) expect(await isFree(at(name), () => true)).toBe(false);
		await expect(isFree(at('own/below'), () => true)).rejects.toMatchObject({code: 'ENOTDIR'});
		writeFileSync(at('long'), 'y'.repeat(1000));
		expect(await isFree(at('long'), head => head === 'y'.repeat(600))).toBe(true);
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

describe('the debug log', () => {
	const entry: LogEntry = {
		...{id: 1, argv: ['ip', 'link'], why: 'x', changes: false, startedAt: 0, ms: 3, exit: 0, bytes: 9},
		kind: 'ok',
	};
	const told = (...given: Parameters<typeof debugLog>): unknown[] => {
		const text = debugLog(...given);
		expect(text.endsWith('\n')).toBe(true);
		return text
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line) as unknown);
	};

	test('tells the program and each command, one JSON object a line', () => {
		const running: LogEntry = {...entry, id: 2, startedAt: 1500, ms: null, exit: null, kind: null, bytes: 0};
		expect(told({program: 'k0s-tui', version: '1'}, [entry, running])).toEqual([
			{program: 'k0s-tui', version: '1'},
			{
				...{at: '1970-01-01T00:00:00.000Z', argv: ['ip', 'link'], why: 'x', changes: false},
				...{ms: 3, kind: 'ok', exit: 0, bytes: 9},
			},
			{
				...{at: '1970-01-01T00:00:01.500Z', argv: ['ip', 'link'], why: 'x', changes: false},
				...{ms: null, kind: null, exit: null, bytes: 0},
			},
		]);
	});

	test('ends with the error that ended the program, without its secrets', () => {
		const error = new TypeError('no answer of https://me:geheim@proxy:3128/');
		const [, last] = told({program: 'k0s-tui'}, [], error);
		expect(last).toMatchObject({error: 'TypeError', message: 'no answer of https://[redacted]@proxy:3128/'});
		expect(JSON.stringify(last)).toContain('files.test.ts');
		expect(JSON.stringify(last)).not.toContain('geheim');
		delete error.stack;
		expect(told({program: 'k0s-tui'}, [], error)).toMatchObject([{}, {stack: null}]);
	});

	test('is known by its beginning', () => {
		expect(isDebugLog(debugLog({program: 'k0s-tui'}, []))).toBe(true);
		for (const other of ['', '{}', ' {"program":"k0s-tui"}', '{"kind":"k0s-tui-recording"}']) {
			expect(isDebugLog(other)).toBe(false);
		}
	});
});

describe('a new file', () => {
	test('is for its owner alone, can be taken away, and is none where something is', async () => {
		const made = await createFile(at('new'));
		if (!made.handle) throw new Error(made.fault);
		expect(statSync(at('new')).mode & 0o777).toBe(0o600);
		expect(await createFile(at('new'))).toEqual({file: at('new'), fault: 'EEXIST'});
		expect(await createFile(at('link'))).toEqual({file: at('link'), fault: 'EEXIST'});
		await made.handle.close();
		await made.remove();
		expect(existsSync(at('new'))).toBe(false);
		// Somebody else took it away.
		await expect(made.remove()).resolves.toBeUndefined();
	});

	test('is looked for at a hundred names, not at more', async () => {
		vi.spyOn(process, 'cwd').mockReturnValue(folder);
		onTestFinished(() => void vi.restoreAllMocks());
		for (let number = 1; number <= 100; number++) writeFileSync(at(number === 1 ? 'a.log' : `a-${number}.log`), '');
		expect(await createNumbered('a.log')).toEqual({file: 'a.log', fault: 'EEXIST'});
		rmSync(at('a-100.log'));
		const last = await createNumbered('a.log');
		expect(last.file).toBe('a-100.log');
		await last.handle?.close();
	});

	test.each([
		['log', 'log-2'],
		['a.tar.gz', 'a.tar-2.gz'],
		[`${'x'.repeat(200)}.log`, `${'x'.repeat(124)}-2.log`],
	])('the number of %s stands before its last ending', async (name, second) => {
		vi.spyOn(process, 'cwd').mockReturnValue(folder);
		onTestFinished(() => void vi.restoreAllMocks());
		const [one, two] = [await createNumbered(name), await createNumbered(name)];
		expect(two.file).toBe(second);
		await Promise.all([one.handle?.close(), two.handle?.close()]);
	});
});
