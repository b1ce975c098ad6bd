import {
	chmodSync,
	chownSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {Order} from '../../../source/engine/executor.js';
import {hostFolders, isName, runFolder, type RunFolder} from '../../../source/engine/worker/folders.js';
import {areSame, isSame, readOrder, writeOrder} from '../../../source/engine/worker/order-file.js';
import {readJson, writeJson} from '../../../source/engine/worker/private-json.js';
import {drop, take} from '../../../source/engine/worker/requests.js';
import {makePrivate} from '../../../source/host/private-folder.js';

let root: string;
let folder: RunFolder;
beforeEach(async () => {
	root = mkdtempSync(join(tmpdir(), 'k0s-tui-small-'));
	folder = runFolder({...hostFolders({}), state: root}, 'run-1');
	await makePrivate(folder.path);
});
afterEach(() => {
	rmSync(root, {recursive: true});
});
const at = (name: string): string => join(root, name);

describe('a file of ours', () => {
	test('is written beside and renamed, for us alone; a link in its place is replaced, not followed', async () => {
		writeFileSync(at('other'), 'kept');
		symlinkSync(at('other'), at('a.json'));
		writeFileSync(at(`a.json.${process.pid}.part`), 'of a run that was killed');
		await writeJson(at('a.json'), {a: 1});
		expect(readFileSync(at('a.json'), 'utf8')).toBe('{"a":1}\n');
		expect(statSync(at('a.json')).mode & 0o777).toBe(0o600);
		expect(readFileSync(at('other'), 'utf8')).toBe('kept');
		expect(existsSync(at(`a.json.${process.pid}.part`))).toBe(false);
		expect(await readJson(at('a.json'))).toEqual({a: 1});
	});

	test('that is not there, or no JSON, is nothing', async () => {
		writeFileSync(at('broken'), '{"a":');
		writeFileSync(at('empty'), '');
		for (const name of ['none', 'broken', 'empty', 'broken/below']) expect(await readJson(at(name))).toBeUndefined();
	});

	test('that is a link, a folder or too big is refused', async () => {
		writeFileSync(at('target'), '{}');
		symlinkSync(at('target'), at('link'));
		writeFileSync(at('big'), `"${'x'.repeat(1024 ** 2)}"`);
		writeFileSync(at('fits'), `"${'x'.repeat(1024 ** 2 - 2)}"`);
		await expect(readJson(at('link'))).rejects.toThrow('ELOOP');
		await expect(readJson(root)).rejects.toThrow('is not a file');
		await expect(readJson(at('big'))).rejects.toThrow('is too big');
		expect(await readJson(at('fits'))).toHaveLength(1024 ** 2 - 2);
	});

	test.runIf(process.geteuid?.() === 0)('of another user is refused: it would be an order from him', async () => {
		writeFileSync(at('his'), '{}');
		chownSync(at('his'), 65_534, 65_534);
		await expect(readJson(at('his'))).rejects.toThrow('belongs to another user');
	});
});

describe('an order on its way', () => {
	const order: Order<unknown> = {
		...{kind: 'run', run: 'run-1', steps: ['one', 'two'], answers: {a: 1}},
		approved: new Map([['one', [['ip', 'link']]]]),
	};
	const asker = {uid: 7, sudoUser: null, tty: null};

	test('arrives as it was given, with and without what was agreed to', async () => {
		for (const [id, each] of [
			['o-1', order],
			['o-2', {...order, approved: undefined, force: true as const}],
		] as const) {
			await writeOrder(folder, id, {order: each, list: 'install', asker});
			expect(await readOrder(folder, id)).toEqual({order: each, list: 'install', asker});
		}
	});

	test.each([
		['of another version', {v: 2, order: {steps: []}}],
		['without steps', {v: 1, order: {}}],
		['with steps that are no list', {v: 1, order: {steps: 'one'}}],
		['without an order', {v: 1}],
		['that is no object', 3],
	])('%s is none', async (_, stored) => {
		writeFileSync(folder.order('o-1'), JSON.stringify(stored));
		expect(await readOrder(folder, 'o-1')).toBeUndefined();
	});

	test('that is under way already does what is asked where it has all its steps and the same answers', () => {
		expect(isSame(order, order)).toBe(true);
		expect(isSame(order, {...order, steps: ['two']})).toBe(true);
		expect(isSame({...order, steps: ['two']}, order)).toBe(false);
		expect(isSame(order, {...order, kind: 'undo'})).toBe(false);
		expect(isSame(order, {...order, answers: {a: 2}})).toBe(false);
	});

	test.each<readonly [unknown, unknown, boolean]>([
		[{a: 1, b: 2}, {b: 2, a: 1}, true],
		[{a: 1, b: undefined}, {a: 1}, true],
		[undefined, {}, true],
		[{a: null}, {}, false],
		[{a: [1, 2]}, {a: [2, 1]}, false],
	])('the answers %j and %j are the same: %j', (a, b, same) => {
		expect(areSame(a, b)).toBe(same);
	});
});

describe('a request to a worker', () => {
	test('is told once, and only of its order', async () => {
		expect(take(folder, 'o-1')).toEqual([]);
		await drop(folder, {kind: 'cancel', order: 'o-1'});
		expect(statSync(folder.requests).mode & 0o777).toBe(0o700);
		expect(take(folder, 'o-2')).toEqual([]);
		expect(take(folder, 'o-1')).toEqual(['cancel']);
		expect(take(folder, 'o-1')).toEqual([]);
	});

	test('whose folder cannot be read is none', () => {
		writeFileSync(folder.requests, '');
		chmodSync(folder.requests, 0o600);
		expect(take(folder, 'o-1')).toEqual([]);
	});
});

test.each([
	['run-1', true],
	['o_1', true],
	['a', true],
	[`a${'x'.repeat(80)}`, true],
	[`a${'x'.repeat(81)}`, false],
	['', false],
	['1a', false],
	['A', false],
	['../a', false],
	['a/b', false],
	['a.b', false],
	['a\n', false],
])('%j becomes a part of a path: %j', (name, may) => {
	expect(isName(name)).toBe(may);
});
