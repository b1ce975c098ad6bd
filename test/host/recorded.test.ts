import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {collect, collectorOutput} from '../../source/command/collector.js';
import {change, command} from '../../source/command/command.js';
import * as ctr from '../../source/command/ctr.js';
import * as ip from '../../source/command/ip.js';
import * as nft from '../../source/command/nft.js';
import type {Outcome} from '../../source/command/outcome.js';
import type {Host} from '../../source/host/host.js';
import {openRunner} from '../../source/commands/open-runner.js';
import {createRecordedHost, openRecording} from '../../source/host/recorded.js';
import {createRecorder, headerOf, parseRecording, recordedOf, type Recording} from '../../source/host/recording.js';
import {createRunner} from '../../source/host/runner.js';
import {openFaultWords} from '../../source/commands/open-fault.js';
import {catalogue} from '../../source/text/text.js';
import {guideCommands, seedRecording, wordsOf} from '../support/seed-recording.js';

const ok = (argv: readonly string[], stdout: string): Outcome => ({
	argv,
	kind: 'ok',
	exit: 0,
	signal: null,
	stdout,
	stderr: '',
	stdoutCut: 0,
	stderrCut: 0,
	startedAt: 1000,
	ms: 5,
});

const recordingOf = (...entries: ReadonlyArray<readonly [ReturnType<typeof command>, string]>): Recording => ({
	header: headerOf('local', 0),
	outcomes: entries.map(([asked, stdout]) => recordedOf(asked, ok(asked.argv, stdout))),
	skipped: 0,
});

describe('the recorded host', () => {
	const date = command(['date'], 'x');

	test('the same argv gets its outcomes in order, then the last one again', async () => {
		const host = createRecordedHost(recordingOf([date, '1'], [command(['id'], 'x'), 'id'], [date, '2']));
		const answers = [];
		for (let turn = 0; turn < 4; turn++) answers.push((await host.execute(date)).stdout);
		expect(answers).toEqual(['1', '2', '2', '2']);
		expect(host).toMatchObject({kind: 'recorded', readOnly: true});
	});

	test('what was never recorded failed, and says why; changes are refused', async () => {
		const host = createRecordedHost(recordingOf([date, '1']));
		expect(await host.execute(command(['date', '-u'], 'x'))).toMatchObject({
			kind: 'failed',
			stderr: 'not in this recording',
		});
		expect(await host.execute(change(['date'], 'x'))).toMatchObject({kind: 'not-permitted', stdout: ''});
		expect(await host.execute(date, {signal: AbortSignal.abort()})).toMatchObject({kind: 'aborted'});
	});

	test('lines are replayed', async () => {
		const host = createRecordedHost(recordingOf([date, 'a\nb\r\nc']));
		const lines: string[] = [];
		await host.execute(date, {onLine: line => lines.push(line)});
		expect(lines).toEqual(['a', 'b', 'c']);
	});

	test('the collector is found under another token, and answers with that one', async () => {
		const sections = [
			{name: 'user', body: '0', exit: 0},
			{name: 'ns/a', body: 'inet @@old 1', exit: 1},
		];
		const host = createRecordedHost(recordingOf([collect('old', 150, ['a']), collectorOutput('old', sections)]));
		const outcome = await host.execute(collect('new', 150, ['a']));
		expect(outcome.kind).toBe('ok');
		expect(outcome.stdout).toBe(collectorOutput('new', sections));
		// The screen and the command line enter different namespaces: what is recorded is recorded.
		const other = await host.execute(collect('other', 50, ['b']));
		expect(other.stdout).toBe(collectorOutput('other', sections));
	});

	test('a secret in an argument is found again though it was not written', async () => {
		const asked = command(['k0s', 'worker', '--token=abc'], 'x');
		const recording = recordingOf([asked, 'yes']);
		expect(JSON.stringify(recording)).not.toContain('abc');
		expect((await createRecordedHost(recording).execute(asked)).stdout).toBe('yes');
	});
});

describe('a recording file', () => {
	let folder = '';
	beforeEach(async () => {
		folder = await fs.mkdtemp(path.join(os.tmpdir(), 'k0s-tui-recording-'));
	});
	afterEach(async () => {
		await fs.rm(folder, {recursive: true});
	});

	const fake: Host = {
		kind: 'local',
		readOnly: false,
		async execute({argv}) {
			return ok(argv, `token: geheim-token-1\n${argv.join(' ')}\n`);
		},
		async close() {},
	};

	test('what a runner recorded is replayed, without its secrets, from a file of mode 0600', async () => {
		const file = path.join(folder, 'host.jsonl');
		const older = `${JSON.stringify(headerOf('local'))}\nan older and longer recording that must be gone afterwards${' '.repeat(5000)}`;
		await fs.writeFile(file, older, {mode: 0o644});
		const runner = createRunner(fake, {record: await createRecorder(file, fake)});
		const first = await runner.run(command(['ip', 'addr'], 'x', {input: 'text'}));
		await runner.run(command(['curl', 'http://user:geheim@proxy:3128/'], 'x'));
		await runner.close();
		expect((await fs.stat(file)).mode & 0o777).toBe(0o600);
		const text = await fs.readFile(file, 'utf8');
		expect(text).not.toContain('geheim');
		expect(first.stdout).toContain('geheim');
		expect(
			text
				.split('\n')
				.slice(0, -1)
				.map(line => JSON.parse(line) as unknown),
		).toMatchObject([
			{v: 1, kind: 'k0s-tui-recording', host: 'local'},
			{argv: ['ip', 'addr'], input: expect.stringMatching(/^[\da-f]{64}$/) as unknown, kind: 'ok', exit: 0, ms: 5},
			{argv: ['curl', 'http://[redacted]@proxy:3128/']},
		]);
		const host = await openRecording(file);
		const again = await host.execute(command(['ip', 'addr'], 'x'));
		expect(again).toEqual({...first, stdout: 'token: [redacted]\nip addr\n'});
	});

	test('is never written through a link, a hard link, or into a device', async () => {
		const target = path.join(folder, 'target');
		await fs.writeFile(target, 'kept');
		await fs.symlink(target, path.join(folder, 'symbolic'));
		await fs.link(target, path.join(folder, 'hard'));
		for (const file of [path.join(folder, 'symbolic'), path.join(folder, 'hard'), '/dev/null']) {
			await expect(createRecorder(file, fake)).rejects.toThrow(/exists/);
		}

		// Not even with --force.
		await expect(createRecorder(path.join(folder, 'symbolic'), fake, true)).rejects.toThrow(/: link$/);
		await expect(createRecorder(path.join(folder, 'hard'), fake, true)).rejects.toThrow(/: hard-links$/);
		await expect(createRecorder('/dev/null', fake, true)).rejects.toThrow(/: not-a-file$/);
		expect(await fs.readFile(target, 'utf8')).toBe('kept');
	});

	test('a full disk ends the recording, not the program', async () => {
		const recorder = await createRecorder(path.join(folder, 'x'), fake);
		const unwritable = command(['x'], 'x');
		recorder.record(unwritable, {...ok(['x'], ''), ms: 1});
		await recorder.close();
		recorder.record(unwritable, ok(['x'], ''));
		await new Promise(resolve => {
			setTimeout(resolve, 20);
		});
		expect(await recorder.settled?.()).toBeInstanceOf(Error);
	});

	test('whether it ran as root comes back', async () => {
		const asked = command(['cat', '/x'], 'x');
		const refused = {...ok(asked.argv, ''), kind: 'failed', stderr: 'cat: /x: Permission denied\n'} as const;
		for (const asRoot of [true, undefined]) {
			const written = JSON.stringify(recordedOf(asked, {...refused, ...(asRoot && {asRoot})}));
			const parsed = parseRecording([JSON.stringify(headerOf('local', 7)), written].join('\n'));
			if (!parsed.ok) throw new Error('no recording');
			expect((await createRecordedHost(parsed.recording).execute(asked)).asRoot).toBe(asRoot);
		}
	});

	test('a torn last line is left out, a broken one in the middle counted, blank ones ignored', () => {
		const line = JSON.stringify(recordedOf(command(['id'], 'x'), ok(['id'], '0\n')));
		const text = [JSON.stringify(headerOf('local', 7)), line, '{"argv":[]}', '', line, line.slice(0, 30)].join('\n');
		const parsed = parseRecording(text);
		expect(parsed).toMatchObject({ok: true, recording: {skipped: 1, header: {at: 7, host: 'local'}}});
		expect(parsed.ok && parsed.recording.outcomes.length).toBe(2);
	});

	test('a newer version and other files are a fault', async () => {
		const newer = JSON.stringify({...headerOf('local'), v: 2});
		expect(parseRecording(newer)).toEqual({ok: false, fault: {kind: 'newer', version: 2, reads: 1}});
		for (const text of ['', 'hello', '{}', '[]', 'null', '\0\0', '{"kind":"k0s-tui-recording"}']) {
			expect(parseRecording(text)).toEqual({ok: false, fault: {kind: 'not-ours'}});
		}

		await fs.writeFile(path.join(folder, 'newer'), newer);
		await expect(openRecording(path.join(folder, 'newer'))).rejects.toMatchObject({fault: {kind: 'newer', version: 2}});
		await expect(openRecording(path.join(folder, 'none'))).rejects.toMatchObject({
			fault: {kind: 'unread', code: 'ENOENT'},
		});
	});

	test('what is wrong is said in the language of the person', async () => {
		const other = path.join(folder, 'other');
		await fs.writeFile(other, 'hello');
		for (const [lang, words] of [
			['en', `${other} is not a k0s-tui recording`],
			['ja', `${other} は k0s-tui の記録ではありません`],
		] as const) {
			const choice = {simulate: undefined, replay: other, record: undefined, readOnly: true};
			const opened = await openRunner(choice, {});
			expect(!opened.ok && openFaultWords(opened.fault, await catalogue(lang))).toBe(words);
		}
	});
});

describe("the seed's host as a recording", () => {
	test('every command of the guide is found, with the output that stands under it', async () => {
		const host = createRecordedHost(seedRecording());
		const commands = guideCommands();
		expect(commands.length).toBe(48);
		for (const {line, stdout} of commands) {
			const outcome = await host.execute(command(wordsOf(line), 'x'));
			expect(outcome, line).toMatchObject({kind: 'ok', stdout});
		}
	});

	test('the commands that this program builds find theirs', async () => {
		const host = createRecordedHost(seedRecording());
		const name = 'cni-d954e5c5-f69e-80bd-ca8a-1c9123031c00';
		for (const [asked, pattern] of [
			[ip.rawNamespaces(), /^cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1 \(id: 2\)\n/],
			[ip.rawLinks(), /^1: lo: .*\n {4}link\/loopback/],
			[ip.rawLinks(name), /2: eth0@if7:/],
			[ip.rawAddresses(), /inet 192\.168\.122\.161\/24/],
			[ip.rawAddresses(name), /inet 10\.244\.0\.4\/24/],
			[ip.rawRoutes(), /^default via /],
			[ip.rawRoutes(name), /^default via 10\.244\.0\.1/],
			[ip.namespacePids(name), /^2665\n2934\n$/],
			[nft.rawRuleset(), /^table ip mangle|^# Warning/],
			[ctr.containers(), /^CONTAINER/],
			[ctr.tasks(), /^TASK/],
			[ctr.images(), /^REF/],
		] as const) {
			const outcome = await host.execute(asked);
			expect(outcome.kind).toBe('ok');
			expect(outcome.stdout).toMatch(pattern);
		}
	});
});
