import fs from 'node:fs';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {command, type Command} from '../../source/command/command.js';
import {createRunner} from '../../source/host/runner.js';
import {bash, host} from './local-host.js';

describe('output', () => {
	test('head and tail are kept in whole lines, with what was left out', async () => {
		const outcome = await host.execute(bash('seq 1 200000', {maxOutput: 1000}));
		const whole = Array.from({length: 200_000}, (_, index) => `${index + 1}\n`).join('');
		expect(outcome.stdout.length + outcome.stdoutCut).toBe(whole.length);
		expect(outcome.stdout.length).toBeGreaterThan(950);
		expect(outcome.stdout.length).toBeLessThanOrEqual(1000);
		expect(outcome.stdout.startsWith('1\n2\n3\n')).toBe(true);
		expect(outcome.stdout.endsWith('199999\n200000\n')).toBe(true);
		for (const line of outcome.stdout.split('\n').slice(0, -1)) expect(line).toMatch(/^\d+$/);
	});

	test('invalid UTF-8 becomes U+FFFD, a character split over two writes stays whole', async () => {
		const lines: string[] = [];
		const outcome = await host.execute(
			bash(String.raw`printf '\xe5\x90'; sleep 0.1; printf '\x8d\n\xff\xfe\n\xf0\x9f'; sleep 0.1; printf '\x9a\x80'`),
			{onLine: line => lines.push(line)},
		);
		expect(outcome.stdout).toBe('名\n\uFFFD\uFFFD\n🚀');
		expect(lines).toEqual(['名', '\uFFFD\uFFFD', '🚀']);
	});

	test('lines come as they are printed, of both streams', async () => {
		const seen: Array<{line: string; stream: string; at: number}> = [];
		const began = performance.now();
		const outcome = await host.execute(bash('echo one; echo two >&2; sleep 0.4; printf "10%%\\r20%%\\r\\nend"'), {
			onLine(line, stream) {
				seen.push({line, stream, at: performance.now() - began});
			},
		});
		expect(seen.map(({line, stream}) => `${stream} ${line}`).sort()).toEqual([
			'stderr two',
			'stdout 10%',
			'stdout 20%',
			'stdout end',
			'stdout one',
		]);
		expect(Math.min(...seen.map(({at}) => at))).toBeLessThan(outcome.ms - 300);
	});

	test('bytes come as they are printed, of standard output alone', async () => {
		const chunks: Uint8Array[] = [];
		const outcome = await host.execute(bash(String.raw`printf '\377\000a'; echo words >&2`), {
			onBytes: chunk => chunks.push(chunk),
		});
		expect([...Buffer.concat(chunks)]).toEqual([0xff, 0, 0x61]);
		expect(outcome).toMatchObject({kind: 'ok', stderr: 'words\n'});
	});

	test('90 MB of NULs with exit 1: capped, one cut line, and others have their turn at least every 4 MB', async () => {
		let turns = 0;
		let reading = true;
		const count = (): void => {
			turns++;
			if (reading) setImmediate(count);
		};

		setImmediate(count);
		const lengths: number[] = [];
		const outcome = await host.execute(bash('head -c 90000000 /dev/zero; exit 1'), {
			onLine: line => lengths.push(line.length),
		});
		reading = false;
		expect(outcome).toMatchObject({kind: 'failed', exit: 1});
		expect(outcome.stdout.length + outcome.stdoutCut).toBe(90_000_000);
		expect(outcome.stdout.length).toBe(1024 * 1024);
		expect(lengths).toEqual([64 * 1024]);
		// The event loop reads 64 KiB up to 32 times before it goes round.
		expect(turns).toBeGreaterThan(90_000_000 / 2 ** 22);
	}, 30_000);

	test('10,000 lines a second are handed on', async () => {
		let count = 0;
		const outcome = await host.execute(bash('seq 1 100000'), {
			onLine() {
				count++;
			},
		});
		expect(count).toBe(100_000);
		expect(outcome.ms).toBeLessThan(10_000);
	});
});

describe('an output of many megabytes', () => {
	const many = bash("head -c 3000000 /dev/zero | tr '\\0' 'x'; echo said >&2; printf end", {maxOutput: 10_000_000});

	test('is put into the memory that the asker gives, and nothing is left behind', async () => {
		const sizes: number[] = [];
		const room = (size: number): Uint8Array => {
			sizes.push(size);
			return new Uint8Array(size);
		};

		const descriptors = fs.readdirSync('/proc/self/fd').length;
		const {bytes, ...outcome} = await host.execute(many, {room});
		expect(outcome).toMatchObject({kind: 'ok', stdout: '', stdoutCut: 0, stderr: 'said\n'});
		expect(sizes).toEqual([3_000_003]);
		expect(Buffer.from(bytes ?? []).toString()).toBe(`${'x'.repeat(3_000_000)}end`);
		expect(fs.readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(descriptors + 1);
		expect(fs.readdirSync('/dev/shm').filter(name => name.startsWith('k0s-tui-'))).toEqual([]);
	});

	test('that nobody waits for any more leaves nothing behind', async () => {
		const root = fs.mkdtempSync('/tmp/k0s-tui-cache-');
		vi.stubEnv('K0S_TUI_ROOT', root);
		onTestFinished(() => {
			vi.unstubAllEnvs();
			fs.rmSync(root, {recursive: true});
		});
		const descriptors = fs.readdirSync('/proc/self/fd').length;
		for (let turn = 0; turn < 20; turn++) {
			const controller = new AbortController();
			const asked: Command = {
				...many,
				// Between the first look at the signal and the start of the child.
				get cache() {
					controller.abort();
					return {variable: 'CACHE', folder: 'test'};
				},
			};
			const room = (size: number): Uint8Array => new Uint8Array(size);
			expect(await host.execute(asked, {signal: controller.signal, room})).toMatchObject({kind: 'aborted'});
		}

		expect(fs.readdirSync('/proc/self/fd').length).toBeLessThan(descriptors + 20);
	});

	test('of one that is longer than allowed the beginning is kept, and the rest counted', async () => {
		const outcome = await host.execute({...many, maxOutput: 1000}, {room: size => new Uint8Array(size)});
		expect(outcome).toMatchObject({stdout: '', stdoutCut: 2_999_003});
		expect(outcome.bytes?.length).toBe(1000);
	});

	test('nothing in the file is asked once more through a pipe: a confined tool may not write the one and may the other', async () => {
		const script = 'test -f /dev/stdout && exit 0; echo said';
		const outcome = await host.execute(bash(script), {room: size => new Uint8Array(size)});
		expect(outcome).toMatchObject({kind: 'ok', stdout: 'said\n'});
		expect(outcome.bytes).toBeUndefined();
	});

	test('one without end is ended', async () => {
		const endless = bash('yes', {maxOutput: 1_000_000, deadline: 30_000});
		const outcome = await host.execute(endless, {room: size => new Uint8Array(size)});
		expect(outcome.kind).toBe('killed');
		expect(outcome.stdoutCut).toBeGreaterThan(0);
	});

	test('is text where it is recorded', async () => {
		const recorded: string[] = [];
		const record = {
			record: (_: unknown, {stdout}: {stdout: string}) => void recorded.push(stdout),
			close: async () => undefined,
		};
		const runner = createRunner(host, {record});
		const outcome = await runner.run(bash('echo text'), {room: size => new Uint8Array(size)});
		expect(outcome).toMatchObject({stdout: 'text\n'});
		expect(outcome.bytes).toBeUndefined();
		expect(recorded).toEqual(['text\n']);
	});
});

describe('many runs', () => {
	test('500 leave no descriptor, no zombie, no timer and no listener', async () => {
		await host.execute(bash(':'));
		const descriptors = (): number => fs.readdirSync('/proc/self/fd').length;
		const before = descriptors();
		const listeners = process.listenerCount('exit');
		const controller = new AbortController();
		for (let round = 0; round < 100; round++) {
			await Promise.all(
				[
					command(['true'], 'test'),
					command(['false'], 'test'),
					command(['no-such-tool'], 'test'),
					command(['cat'], 'test', {input: 'x'}),
					bash('sleep 9 & echo'),
				].map(async asked => host.execute(asked, {signal: controller.signal})),
			);
		}

		await sleep(100);
		expect(descriptors()).toBeLessThanOrEqual(before + 1);
		expect(process.listenerCount('exit')).toBeLessThanOrEqual(listeners + 1);
		const zombies = fs
			.readdirSync('/proc')
			.filter(name => /^\d+$/.test(name))
			.flatMap(pid => {
				try {
					return [fs.readFileSync(`/proc/${pid}/stat`, 'utf8')];
				} catch {
					return [];
				}
			})
			.filter(stat => new RegExp(String.raw`\) Z ${process.pid} `).test(stat));
		expect(zombies).toEqual([]);
	}, 60_000);
});
