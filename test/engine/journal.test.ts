import {
	appendFileSync,
	chmodSync,
	chownSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {createFileJournal} from '../../source/engine/journal-file.js';
import {conclusion} from '../../source/engine/finding.js';
import {journalFault, journalWords, unreadJournal} from '../../source/engine/journal-fault.js';
import {createMemoryJournal, readJournal, sha256, type JournalEntry, type Json} from '../../source/engine/journal.js';
import {foldAll} from '../../source/engine/run-state.js';
import {idText, sentence, verbatim} from '../../source/text/ids.js';
import {catalogue} from '../../source/text/text.js';

const entry = (step: string, ev: JournalEntry['ev'] = 'begin'): JournalEntry => ({
	run: 'install-1',
	boot_id: null,
	t_mono: 1,
	t_wall: 2,
	uid: 0,
	sudo_user: null,
	tty: null,
	step,
	ev,
	argv: ['true'],
	cwd: null,
	envKeys: [],
	before: null,
	after: null,
	exit: null,
	sig: null,
	ms: null,
	outSha: null,
});

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => {
	rmSync(folder, {recursive: true, force: true});
});

describe('a journal that somebody else may have written', () => {
	const written = async (): Promise<string> => {
		const path = join(folder, 'journal.jsonl');
		await createFileJournal(path).append(entry('a'));
		return path;
	};

	const refused = async (path: string, why: RegExp) => {
		const journal = createFileJournal(path);
		await expect(journal.read()).rejects.toThrow(why);
		await expect(journal.append(entry('b'))).rejects.toThrow(why);
		expect(unreadJournal(await journal.read().catch((error: unknown) => error))).toMatchObject({reason: 'unread'});
	};

	test.skipIf(process.getuid?.() !== 0)('belongs to another user (needs root): not read, not added to', async () => {
		const path = await written();
		chownSync(path, 65_534, 65_534);
		await refused(path, /belongs to another user \(65534\)/);
	});

	test.each([0o620, 0o602, 0o666])('can be written by others (%o)', async mode => {
		const path = await written();
		chmodSync(path, mode);
		await refused(path, /can be written by other users/);
	});

	test('readable by others only, as an older one: read', async () => {
		const path = await written();
		chmodSync(path, 0o644);
		expect((await createFileJournal(path).read()).records).toHaveLength(1);
	});

	test('is larger than any journal: not read into memory', async () => {
		const path = await written();
		truncateSync(path, 300 * 1024 * 1024);
		await refused(path, /too large/);
	});
});

describe('the journal', () => {
	test('keeps records in order, numbered and chained, in memory and on disk alike', async () => {
		const path = join(folder, 'deep', 'journal.jsonl');
		const journals = [createMemoryJournal(), createFileJournal(path)];
		for (const journal of journals) {
			await Promise.all([journal.append(entry('a')), journal.append(entry('b')), journal.append(entry('c'))]);
			const {records, torn, brokenAt} = await journal.read();
			expect(records.map(({seq, step}) => [seq, step])).toEqual([
				[1, 'a'],
				[2, 'b'],
				[3, 'c'],
			]);
			expect(new Set(records.map(({prevSha}) => prevSha)).size).toBe(3);
			expect({torn, brokenAt}).toEqual({torn: null, brokenAt: null});
		}

		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(statSync(join(folder, 'deep')).mode & 0o777).toBe(0o700);
	});

	test('another process goes on with the chain', async () => {
		const path = join(folder, 'journal.jsonl');
		await createFileJournal(path).append(entry('a'));
		await createFileJournal(path).append(entry('b'));
		const {records, brokenAt} = await createFileJournal(path).read();
		expect(records.map(({seq}) => seq)).toEqual([1, 2]);
		expect(brokenAt).toBeNull();
	});

	test('a torn last line is left out, cut away by the next append, and never fatal', async () => {
		const path = join(folder, 'journal.jsonl');
		await createFileJournal(path).append(entry('a'));
		appendFileSync(path, Buffer.from([0x7b, 0x22, 0xe3, 0x81]));
		const journal = createFileJournal(path);
		expect(await journal.read()).toMatchObject({records: [{step: 'a'}], brokenAt: null});
		expect((await journal.read()).torn).not.toBeNull();
		await journal.append(entry('b'));
		expect(await journal.read()).toMatchObject({records: [{step: 'a'}, {step: 'b'}], torn: null, brokenAt: null});
	});

	test('an edited or a missing line is found', async () => {
		const path = join(folder, 'journal.jsonl');
		const journal = createFileJournal(path);
		for (const step of ['a', 'b', 'c', 'd']) await journal.append(entry(step));
		const text = readFileSync(path, 'utf8');
		expect(readJournal(text.replace('"step":"b"', '"step":"x"')).brokenAt).toBe(3);
		expect(readJournal(text.split('\n').toSpliced(1, 1).join('\n')).brokenAt).toBe(2);
		expect(readJournal(text).brokenAt).toBeNull();
	});

	test('a record of a newer version is told, and the next record goes on from it', async () => {
		const path = join(folder, 'journal.jsonl');
		await createFileJournal(path).append(entry('a'));
		const [line = ''] = readFileSync(path, 'utf8').split('\n');
		const newer = {v: 9, seq: 2, prevSha: sha256(line), what: {is: 'not known here'}};
		appendFileSync(path, `${JSON.stringify(newer)}\n`);
		const journal = createFileJournal(path);
		const reading = await journal.read();
		expect(reading).toMatchObject({records: [{step: 'a'}], brokenAt: null, newer: {seq: 2, version: 9}});
		expect(journalFault(reading)).toEqual({reason: 'newer', seq: 2, version: 9});
		await journal.append(entry('b'));
		expect(await journal.read()).toMatchObject({records: [{seq: 1}, {seq: 3}], brokenAt: null, newer: {seq: 2}});
	});

	test.each([
		['no JSON', 'k0s stop'],
		['an array', []],
		['no version', {...entry('a'), seq: 1}],
		['an argv that is a string', {argv: 'rm -rf /'}],
		['an argv without words', {argv: []}],
		['an event that nobody knows', {ev: 'begun'}],
		['names of variables that are none', {envKeys: null}],
		['a time that is a text', {t_mono: '1'}],
		['stages that are a number', {ev: 'verify', after: {state: 'done', stages: 5}}],
		['stages of nothing', {ev: 'out', after: {stages: [null]}}],
		['a finding that is a number', {ev: 'undo-end', after: {state: 1}}],
		['values that are no texts', {ev: 'verify', after: {values: {stall: 1}}}],
		['an undo that is a command line', {ev: 'plan', before: {undo: 'hostnamectl set-hostname x'}}],
		['an undo of numbers', {ev: 'plan', before: {undo: [[1, 2]]}}],
	])('a line that is %s is no record: from there on it does not hold', async (_, wrong) => {
		const chain = {v: 1, seq: 1, prevSha: '0'.repeat(64)};
		const line =
			typeof wrong === 'string'
				? wrong
				: JSON.stringify(Array.isArray(wrong) || 'seq' in wrong ? wrong : {...entry('a'), ...chain, ...wrong});
		const reading = readJournal(`${line}\n`);
		expect(reading).toMatchObject({records: [], brokenAt: 1, newer: null});
		expect(journalFault(reading)).toEqual({reason: 'broken', seq: 1});
	});

	test('records of version 1, which kept sentences, are read beside those of today', async () => {
		const path = join(folder, 'journal.jsonl');
		const first = {v: 1, seq: 1, prevSha: '0'.repeat(64), ...entry('a', 'verify')};
		const after = {state: 'failed', found: '起動しません', hint: 'look', stages: [], values: {}};
		writeFileSync(path, `${JSON.stringify({...first, after})}\n`);
		const journal = createFileJournal(path);
		const failed = conclusion('failed', idText.install.engine.ended('curl'));
		await journal.append({...entry('b', 'verify'), after: failed as unknown as Json});
		const {records, brokenAt, newer} = await journal.read();
		expect([records.map(({v}) => v), brokenAt, newer]).toEqual([[1, 2], null, null]);
		const {steps} = foldAll(records);
		const told = ['a', 'b'].map(step => sentence(steps.get(step)?.found ?? verbatim(), catalogue('en')));
		expect(told).toEqual(['起動しません', 'curl was ended.']);
		expect(steps.get('a')?.hint).toEqual(verbatim('look'));
	});

	test('a field that is new in this version is no fault', () => {
		const record = {v: 1, seq: 1, prevSha: '0'.repeat(64), ...entry('a'), more: true};
		expect(journalFault(readJournal(`${JSON.stringify(record)}\n`))).toBeUndefined();
	});

	test('never follows a symbolic link', async () => {
		const target = join(folder, 'target');
		writeFileSync(target, '');
		const path = join(folder, 'journal.jsonl');
		symlinkSync(target, path);
		await expect(createFileJournal(path).append(entry('a'))).rejects.toMatchObject({code: 'ELOOP'});
		expect(readFileSync(target, 'utf8')).toBe('');
	});
});

describe('what is said of a journal that is not acted on', () => {
	const said = (fault: Parameters<typeof journalWords>[0]) => journalWords(fault, catalogue('en'));

	test('a newer one: which record and which version, and what to do', () => {
		const {message, hint} = said({reason: 'newer', seq: 12, version: 9});
		expect(message).toMatch(/\b12\b/);
		expect(message).toMatch(/\b9\b/);
		expect(hint).not.toBe('');
	});

	test('a broken one: from which record on', () => {
		const {message, hint} = said({reason: 'broken', seq: 7});
		expect(message).toMatch(/\b7\b/);
		expect(hint).not.toBe('');
	});

	test('an unreadable one: in the system’s own words', () => {
		const {message, hint} = said({reason: 'unread', detail: 'EISDIR: illegal operation'});
		expect(message).toContain('EISDIR: illegal operation');
		expect(hint).not.toBe('');
	});

	test('each of them in words of its own', () => {
		const all = [
			said({reason: 'newer', seq: 1, version: 9}),
			said({reason: 'broken', seq: 1}),
			said({reason: 'unread', detail: 'EIO'}),
		];
		expect(new Set(all.map(({hint}) => hint)).size).toBe(3);
	});

	test('that an ordinary user may not read it is no fault of it', () => {
		const refusal = (code: string) => Object.assign(new Error(`${code}: no`), {code});
		expect(unreadJournal(refusal('EACCES'))).toBeUndefined();
		expect(unreadJournal(refusal('EPERM'))).toBeUndefined();
		expect(unreadJournal(refusal('EISDIR'))).toEqual({reason: 'unread', detail: 'EISDIR: no'});
		expect(unreadJournal('odd')).toEqual({reason: 'unread', detail: 'odd'});
	});
});
