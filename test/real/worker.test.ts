import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {readJournal} from '../../source/engine/journal.js';
import {buildProgram} from '../support/build-program.js';

type End = {state: string; fault?: string; told: string[]};

const why =
	process.getuid?.() !== 0
		? 'not root'
		: existsSync('/run/systemd/system')
			? 'systemd runs here: its unit is for the host itself (test/real/run-survives.test.ts)'
			: spawnSync('flock', ['--version']).status === 0
				? undefined
				: 'no flock';

describe.skipIf(why !== undefined)(`the worker, without systemd${why === undefined ? '' : `: ${why}`}`, () => {
	let program: Awaited<ReturnType<typeof buildProgram>>;
	let root: string;
	const env = (color?: string) => ({
		...process.env,
		K0S_TUI_ROOT: root,
		https_proxy: 'http://me:secret@proxy:3128',
		...(color === undefined ? {} : {COLOR: color}),
	});
	beforeAll(async () => {
		program = await buildProgram('lamps');
	});
	afterAll(() => program.remove());
	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'k0s-tui-worker-'));
	});
	afterEach(async () => {
		const worker = workerPid();
		if (worker !== undefined) process.kill(worker, 'SIGKILL');
		rmSync(root, {recursive: true, force: true});
	});

	const look = (run: string, color?: string) => {
		const child = spawn(process.execPath, [program.file, 'look', run], {env: env(color), stdio: ['ignore', 'pipe', 2]});
		let out = '';
		child.stdout?.on('data', (data: Buffer) => {
			out += data.toString();
		});
		const end = new Promise<End | undefined>(resolve => {
			child.on('close', code => resolve(code === 0 ? (JSON.parse(out) as End) : undefined));
		});
		return {child, end};
	};

	const workerPid = (): number | undefined => {
		try {
			return (JSON.parse(readFileSync(join(root, 'run/k0s-tui/worker.json'), 'utf8')) as {pid: number}).pid;
		} catch {
			return undefined;
		}
	};

	const journal = () => {
		try {
			return readJournal(readFileSync(join(root, 'var/lib/k0s-tui/journal.jsonl'), 'utf8'));
		} catch {
			return readJournal('');
		}
	};

	const until = async (condition: () => boolean, milliseconds = 30_000): Promise<void> => {
		const end = Date.now() + milliseconds;
		while (!condition()) {
			if (Date.now() > end) throw new Error('it did not come to be');
			await sleep(5);
		}
	};
	const lamps = () => readdirSync(join(root, 'lamps')).map(name => readFileSync(join(root, 'lamps', name), 'utf8'));
	const all = ['lit\n', 'lit\n', 'lit\n', 'lit\n'];

	test('40 starts at once: one worker, every command once, each of them sees the end', async () => {
		const lookers = Array.from({length: 40}, (_, index) => look(`lamps-${index}`));
		const ends = await Promise.all(lookers.map(async ({end}) => end));
		expect(ends.map(end => end?.state)).toEqual(ends.map(() => 'done'));
		const {records, brokenAt} = journal();
		expect(brokenAt).toBeNull();
		expect(lamps()).toEqual(all);
		const changes = records.filter(({ev, argv}) => ev === 'begin' && argv?.[0] === 'tee');
		expect(changes).toHaveLength(4);
	}, 180_000);

	test('no child of a step holds the lock; nothing of it can be read by others; no secret is left in a file', async () => {
		const {end} = look('lamps-a');
		await until(() => workerPid() !== undefined);
		const held = readdirSync(`/proc/${workerPid()}/fd`).length;
		expect(held).toBeGreaterThan(0);
		const told = await end;
		expect(told?.state).toBe('done');
		expect(told?.told.filter(line => line.includes('k0s-tui/lock'))).toEqual([]);
		expect(told?.told.some(line => line.includes('/proc/'))).toBe(true);
		const files = readdirSync(root, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile());
		for (const file of files) {
			const path = join(file.parentPath, file.name);
			if (path.includes('/lamps/')) continue;
			expect(statSync(path).mode & 0o077, path).toBe(0);
			expect(readFileSync(path, 'utf8'), path).not.toContain('secret');
		}
	}, 60_000);

	test('who looks on is killed: the work goes on; the next one sees all of it', async () => {
		const first = look('lamps-a');
		await until(() => journal().records.some(({step}) => step === 'two'));
		first.child.kill('SIGKILL');
		const end = await look('lamps-b').end;
		expect(end).toMatchObject({state: 'done'});
		expect(end?.told).toContain('one begin');
		expect(lamps()).toEqual(all);
		expect(new Set(journal().records.map(({run}) => run))).toEqual(new Set(['lamps-a']));
	}, 60_000);

	test('the worker is killed: who looks on hears of it, the lock is free, the next run goes on', async () => {
		const first = look('lamps-a');
		await until(() => journal().records.some(({step, ev}) => step === 'two' && ev === 'begin'));
		const worker = workerPid();
		// Never 0: that is this process and whoever started it.
		if (worker === undefined) throw new Error('no worker says who it is');
		process.kill(worker, 'SIGKILL');
		expect(await first.end).toMatchObject({state: 'aborted', fault: expect.stringContaining('killed')});
		expect(await look('lamps-a').end).toMatchObject({state: 'done'});
		expect(lamps()).toEqual(all);
		expect(journal().brokenAt).toBeNull();
	}, 60_000);

	test('another order than the one under way is refused, with who it is', async () => {
		const first = look('lamps-a', 'red');
		await until(() => workerPid() !== undefined);
		const second = await look('lamps-b', 'blue').end;
		expect(second?.state).toBe('blocked');
		expect(second?.fault).toMatch(/lamps by root .* process \d+/);
		expect(await first.end).toMatchObject({state: 'done'});
	}, 60_000);
});
