import {createHash} from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {change, command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import {HostFault} from '../../source/host/host-fault.js';
import {createRecordedHost, openRecording} from '../../source/host/recorded.js';
import {
	createRecorder,
	headerOf,
	parseRecording,
	recordedOf,
	type RecordedOutcome,
} from '../../source/host/recording.js';

const outcome: Outcome = {
	...{argv: ['ip', 'link'], kind: 'killed', exit: 137, signal: 'SIGKILL', stdout: 'half', stderr: 'words'},
	...{stdoutCut: 3, stderrCut: 4, asRoot: true, startedAt: 1700, ms: 12.5},
};
const asked = change(['ip', 'link'], 'links', {input: 'text'});
const header = JSON.stringify(headerOf('local', 7));
const outcomesOf = (...lines: readonly unknown[]): readonly RecordedOutcome[] => {
	const parsed = parseRecording([header, ...lines.map(line => JSON.stringify(line)), ''].join('\n'));
	if (!parsed.ok) throw new Error(parsed.fault.kind);
	return parsed.recording.outcomes;
};

const temporary = async (): Promise<string> => {
	const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'k0s-tui-fields-'));
	onTestFinished(async () => fs.rm(folder, {recursive: true}));
	return folder;
};

describe('one command of a recording', () => {
	test('comes back as it ended, field by field', async () => {
		const written = recordedOf(asked, outcome);
		const {argv: _, startedAt: at, ...ended} = outcome;
		expect(written).toEqual({
			...{argv: ['ip', 'link'], input: createHash('sha256').update('text').digest('hex'), why: 'links', changes: true},
			...ended,
			at,
		});
		expect(outcomesOf(written)).toEqual([written]);
		const read = command(['ip', 'link'], 'links');
		expect(
			await createRecordedHost({header: headerOf('local'), outcomes: [written], skipped: 0}).execute(read),
		).toEqual(outcome);
	});

	test('what there is not is not written', () => {
		const plain = recordedOf(command(['id'], 'x'), {...outcome, asRoot: undefined} as unknown as Outcome);
		for (const name of ['input', 'asRoot', 'hidden']) expect(plain).not.toHaveProperty(name);
	});

	test('how many secrets are hidden in it is counted, in the whole too', async () => {
		const folder = await temporary();
		const recorder = await createRecorder(path.join(folder, 'x'), {kind: 'simulated'});
		const secret = command(['curl', 'http://me:geheim@proxy:3128/'], 'x');
		for (let turn = 0; turn < 2; turn++) recorder.record(secret, {...outcome, stderr: 'password: geheim'});
		// What nobody waited for says nothing about the host.
		recorder.record(secret, {...outcome, kind: 'aborted'});
		expect(await recorder.settled?.()).toBeUndefined();
		await recorder.close();
		expect(recorder.hidden?.()).toEqual({url: 2, named: 2});
		const text = await fs.readFile(path.join(folder, 'x'), 'utf8');
		expect(text.trimEnd().split('\n')).toHaveLength(3);
		const host = await openRecording(path.join(folder, 'x'));
		expect(host.recordedHidden).toEqual({url: 2, named: 2});
		expect(JSON.parse(text.split('\n')[1] ?? '')).toMatchObject({hidden: {url: 1, named: 1}});
		expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({host: 'simulated'});
	});
});

const line = {argv: ['id'], kind: 'ok'};
/** What a line says of which only the command and its ending are known. */
const bare: RecordedOutcome = {
	...{argv: ['id'], why: '', changes: false, kind: 'ok', exit: null, signal: null, stdout: '', stderr: ''},
	...{stdoutCut: 0, stderrCut: 0, at: 0, ms: 0},
};

describe('a line that somebody changed', () => {
	test.each<readonly [string, unknown]>([
		['no object', 3],
		['nothing', null],
		['a list', [line]],
		['without a command', {kind: 'ok'}],
		['with a command that is text', {...line, argv: 'id'}],
		['with no word', {...line, argv: []}],
		['with a word that is a number', {...line, argv: ['id', 3]}],
		['without an ending', {argv: ['id']}],
		['with an ending that nobody knows', {...line, kind: 'well'}],
	])('%s is left out and counted', (_, changed) => {
		const parsed = parseRecording([header, JSON.stringify(changed), JSON.stringify(line), ''].join('\n'));
		expect(parsed).toMatchObject({ok: true, recording: {skipped: 1, outcomes: [bare]}});
	});

	test.each<readonly [string, object]>([
		['nothing else', {}],
		['an exit code that is text', {exit: '0'}],
		['a signal that is a number', {signal: 9}],
		['output that is no text', {stdout: ['a'], stderr: {b: 1}}],
		['lengths that are no numbers', {stdoutCut: '3', stderrCut: null, at: 'now', ms: true}],
		['input that is no text', {input: 3}],
		['root that is not true', {asRoot: 'yes'}],
		['a change that is not true', {changes: 1}],
		['counts that are a list', {hidden: [1]}],
	])('with %s is read without it', (_, more) => {
		expect(outcomesOf({...line, ...more})).toEqual([bare]);
	});

	test.each(['ok', 'failed', 'timed-out', 'not-found', 'not-permitted', 'killed', 'aborted'])(
		'may have ended %s',
		kind => {
			expect(outcomesOf({...line, kind})).toMatchObject([{kind}]);
		},
	);
});

test.each<readonly [string, object, object]>([
	['an older header', {v: 0}, {v: 0, at: 7, host: 'local'}],
	['a header without its host', {host: undefined}, {host: '', at: 7}],
	['a header without its time', {at: 'now'}, {host: 'local', at: 0}],
])('%s is read', (_, changed, read) => {
	const text = JSON.stringify({...headerOf('local', 7), ...changed});
	expect(parseRecording(text)).toMatchObject({ok: true, recording: {header: read}});
});

test('a replayed host was recorded when its last answer was given; what is hidden is added up', () => {
	const outcomes = outcomesOf(
		{...line, at: 5, hidden: {token: 1, url: 2}},
		{...line, at: 9, hidden: {token: 2, key: 'many', named: 0.5}},
		{...line, at: 7},
	);
	const host = createRecordedHost({header: headerOf('local'), outcomes, skipped: 0});
	expect(host).toMatchObject({recordedAt: 9, recordedHidden: {token: 3, url: 2}});
	expect(host.recordedHidden).not.toHaveProperty('key');
});

test('a replay that was closed begins anew', async () => {
	const outcomes = outcomesOf({...line, stdout: '1'}, {...line, stdout: '2'});
	const host = createRecordedHost({header: headerOf('local'), outcomes, skipped: 0});
	const id = command(['id'], 'x');
	expect((await host.execute(id)).stdout).toBe('1');
	await host.close();
	expect((await host.execute(id)).stdout).toBe('1');
	expect((await host.execute(id)).stdout).toBe('2');
});

test.each<readonly [HostFault, string]>([
	[new HostFault({kind: 'exists', path: '/a'}), '/a: exists'],
	[new HostFault({kind: 'unwritable', path: '/a', code: 'ENOSPC'}), '/a: ENOSPC'],
	[new HostFault({kind: 'not-ours', path: '/a'}), '/a: not-ours'],
	[new HostFault({kind: 'failed', message: 'no room'}), 'no room'],
])('%s: an error that nobody caught says why there is no host', ({message}, words) => {
	expect(message).toBe(words);
});
