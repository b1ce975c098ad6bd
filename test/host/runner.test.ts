import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, test, vi} from 'vitest';
import {change, command, type Command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import {notOk} from '../../source/read/reading.js';
import type {ExecuteOptions, Host} from '../../source/host/host.js';
import {createRunner} from '../../source/host/runner.js';

const outcomeOf = ({argv}: Command, parts: Partial<Outcome> = {}): Outcome => ({
	argv,
	kind: 'ok',
	exit: 0,
	signal: null,
	stdout: '',
	stderr: '',
	stdoutCut: 0,
	stderrCut: 0,
	startedAt: 1,
	ms: 2,
	...parts,
});

/** A host that does as it is told, and remembers what it was asked. */
function fakeHost(
	answer: (command: Command, options: ExecuteOptions) => Promise<Outcome> = async asked => outcomeOf(asked),
) {
	const state = {asked: [] as string[], running: 0, most: 0, closed: false};
	const host: Host = {
		kind: 'local',
		readOnly: false,
		async execute(asked, options = {}) {
			state.asked.push(asked.argv.join(' '));
			state.running++;
			state.most = Math.max(state.most, state.running);
			try {
				return await answer(asked, options);
			} finally {
				state.running--;
			}
		},
		async close() {
			state.closed = true;
		},
	};
	return {host, state};
}

const named = (name: string, options = {}): Command => command([name], 'why', options);

describe('the queue', () => {
	test('runs at most N at once, in the order in which they came, changes too', async () => {
		const {host, state} = fakeHost(async asked => {
			await sleep(5);
			return outcomeOf(asked);
		});
		const runner = createRunner(host, {concurrency: 3});
		const names = Array.from({length: 20}, (_, index) => `c${index}`);
		const outcomes = await Promise.all(
			names.map(async (name, index) => runner.run(index % 3 === 0 ? change([name], 'why') : named(name))),
		);
		expect(outcomes.every(({kind}) => kind === 'ok')).toBe(true);
		expect(state.most).toBe(3);
		expect(state.asked).toEqual(names);
	});

	test('four at once unless told otherwise', async () => {
		const {host, state} = fakeHost(async asked => {
			await sleep(5);
			return outcomeOf(asked);
		});
		const runner = createRunner(host);
		await Promise.all(Array.from({length: 9}, async () => runner.run(named('x'))));
		expect(state.most).toBe(4);
	});

	test('one that is aborted while it waits never reaches the host, and gives its place up', async () => {
		const {host, state} = fakeHost(async asked => {
			await sleep(20);
			return outcomeOf(asked);
		});
		const runner = createRunner(host, {concurrency: 1});
		const controller = new AbortController();
		const first = runner.run(named('first'));
		const second = runner.run(named('second'), {signal: controller.signal});
		const third = runner.run(named('third'));
		controller.abort();
		expect((await second).kind).toBe('aborted');
		expect((await first).kind).toBe('ok');
		expect((await third).kind).toBe('ok');
		expect(state.asked).toEqual(['first', 'third']);
		expect((await runner.run(named('fourth'))).kind).toBe('ok');
	});

	test('a host that throws, or rejects, is a failure and keeps no place', async () => {
		const {host} = fakeHost(() => {
			throw new Error('a bug');
		});
		const runner = createRunner(host, {concurrency: 1});
		for (let round = 0; round < 3; round++) {
			expect(await runner.run(named('x'))).toMatchObject({kind: 'failed', stderr: 'a bug', exit: null});
		}
	});
});

describe('a host that breaks its word', () => {
	const never = async (): Promise<Outcome> => new Promise(() => undefined);

	test('is answered for soon after the deadline', async () => {
		vi.useFakeTimers();
		try {
			const runner = createRunner(fakeHost(never).host, {concurrency: 1});
			const first = runner.run(named('x', {deadline: 1000}));
			const second = runner.run(named('y', {deadline: 1000}));
			await vi.advanceTimersByTimeAsync(2500);
			expect(await first).toMatchObject({kind: 'timed-out', argv: ['x']});
			await vi.advanceTimersByTimeAsync(2500);
			expect((await second).kind).toBe('timed-out');
			expect(vi.getTimerCount()).toBe(0);
		} finally {
			vi.useRealTimers();
		}
	});

	test('is answered for soon after an abort, also without a deadline', async () => {
		vi.useFakeTimers();
		try {
			const runner = createRunner(fakeHost(never).host);
			const controller = new AbortController();
			const running = runner.run(change(['x'], 'why'), {signal: controller.signal});
			await vi.advanceTimersByTimeAsync(60_000);
			controller.abort();
			await vi.advanceTimersByTimeAsync(1500);
			expect((await running).kind).toBe('aborted');
			expect(vi.getTimerCount()).toBe(0);
		} finally {
			vi.useRealTimers();
		}
	});
});

describe('read-only', () => {
	test('refuses changes before they reach the host, with words that are not "become root"', async () => {
		const {host, state} = fakeHost();
		const runner = createRunner(host, {readOnly: true});
		const outcome = await runner.run(change(['k0s', 'reset'], 'why'));
		expect(outcome).toMatchObject({kind: 'not-permitted', exit: null, stderr: 'refused: read-only'});
		expect(notOk(outcome)).toMatchObject({unknown: {reason: 'failed', detail: 'refused: read-only'}});
		expect((await runner.run(named('ip'))).kind).toBe('ok');
		expect(state.asked).toEqual(['ip']);
		expect(runner.log.get().map(({argv, kind}) => [argv[0], kind])).toEqual([
			['k0s', 'not-permitted'],
			['ip', 'ok'],
		]);
		expect(runner.log.changed).toBe(0);
	});

	test('a read-only host makes the runner so', async () => {
		const {host, state} = fakeHost();
		const runner = createRunner({...host, readOnly: true});
		expect(runner.readOnly).toBe(true);
		await runner.run(change(['x'], 'why'));
		expect(state.asked).toEqual([]);
	});
});

describe('the command log', () => {
	test('holds why, start, duration, exit and bytes, first while it runs and then as it ended', async () => {
		let finish: () => void = () => undefined;
		const {host} = fakeHost(async asked => {
			await new Promise<void>(resolve => {
				finish = resolve;
			});
			return outcomeOf(asked, {kind: 'failed', exit: 3, stdout: 'né', stderr: 'x', stdoutCut: 10, ms: 42});
		});
		const runner = createRunner(host);
		const running = runner.run(change(['ip', 'link'], 'ip-addresses'));
		await sleep(0);
		const before = runner.log.get();
		expect(before).toMatchObject([
			{id: 1, argv: ['ip', 'link'], why: 'ip-addresses', changes: true, ms: null, kind: null, exit: null, bytes: 0},
		]);
		expect(runner.log.get()).toBe(before);
		finish();
		await running;
		expect(runner.log.get()).not.toBe(before);
		expect(runner.log.get()).toMatchObject([{id: 1, ms: 42, kind: 'failed', exit: 3, bytes: 14}]);
		expect(before[0]?.kind).toBeNull();
	});

	test('holds the newest 2,000, newest last', async () => {
		const runner = createRunner(fakeHost().host);
		for (let index = 0; index < 2100; index++) await runner.run(named(`c${index}`));
		const log = runner.log.get();
		expect(log.length).toBe(2000);
		expect([log[0]?.argv[0], log.at(-1)?.argv[0]]).toEqual(['c100', 'c2099']);
	});

	test('tells its listeners once for many changes, and holds no timer without one', async () => {
		vi.useFakeTimers();
		try {
			const runner = createRunner(fakeHost().host);
			await runner.run(named('x'));
			expect(vi.getTimerCount()).toBe(0);
			const listener = vi.fn();
			const leave = runner.log.subscribe(listener);
			for (let index = 0; index < 50; index++) await runner.run(named('x'));
			expect(listener).not.toHaveBeenCalled();
			await vi.advanceTimersByTimeAsync(100);
			expect(listener).toHaveBeenCalledTimes(1);
			await runner.run(named('x'));
			leave();
			expect(vi.getTimerCount()).toBe(0);
			await vi.advanceTimersByTimeAsync(100);
			expect(listener).toHaveBeenCalledTimes(1);
		} finally {
			vi.useRealTimers();
		}
	});

	test('counts the changes that ended well', async () => {
		const {host} = fakeHost(async asked => outcomeOf(asked, {kind: asked.argv[0] === 'bad' ? 'failed' : 'ok'}));
		const runner = createRunner(host);
		await runner.run(named('ip'));
		await runner.run(change(['good'], 'why'));
		await runner.run(change(['bad'], 'why'));
		await runner.run(change(['good'], 'why'));
		expect(runner.log.changed).toBe(2);
	});

	test('shows no secret; the host gets the true argv', async () => {
		const {host, state} = fakeHost();
		const runner = createRunner(host);
		await runner.run(command(['k0s', 'worker', '--token=abc123', 'http://u:geheim@h/'], 'why'));
		expect(runner.log.get()[0]?.argv).toEqual(['k0s', 'worker', '--token=[redacted]', 'http://[redacted]@h/']);
		expect(state.asked).toEqual(['k0s worker --token=abc123 http://u:geheim@h/']);
	});
});

describe('what passes through', () => {
	test('lines and the abort signal reach the host; the listener on the signal is gone afterwards', async () => {
		const lines: string[] = [];
		const {host} = fakeHost(async (asked, {signal, onLine}) => {
			onLine?.('a line', 'stderr');
			await new Promise(resolve => {
				signal?.addEventListener('abort', resolve, {once: true});
			});
			return outcomeOf(asked, {kind: 'aborted'});
		});
		const controller = new AbortController();
		const remove = vi.spyOn(controller.signal, 'removeEventListener');
		const running = createRunner(host).run(named('x'), {
			signal: controller.signal,
			onLine: (line, stream) => lines.push(`${stream} ${line}`),
		});
		await sleep(0);
		controller.abort();
		expect((await running).kind).toBe('aborted');
		expect(lines).toEqual(['stderr a line']);
		expect(remove).toHaveBeenCalledTimes(1);
	});

	test('close aborts what reads, closes the host and the recorder, and runs nothing more', async () => {
		const {host, state} = fakeHost(async (asked, {signal}) => {
			if (asked.changes) await sleep(30);
			else {
				await new Promise(resolve => {
					signal?.addEventListener('abort', resolve, {once: true});
				});
			}

			return outcomeOf(asked, {kind: signal?.aborted ? 'aborted' : 'ok'});
		});
		const record = {record: vi.fn(), close: vi.fn(async () => undefined)};
		const runner = createRunner(host, {record, concurrency: 2});
		const reading = runner.run(named('read'));
		const changing = runner.run(change(['write'], 'why'));
		const waiting = [runner.run(named('waits')), runner.run(change(['waits', 'too'], 'why'))];
		await sleep(0);
		await runner.close();
		expect((await reading).kind).toBe('aborted');
		for (const one of waiting) expect((await one).kind).toBe('aborted');
		expect((await changing).kind).toBe('ok');
		expect(state.closed).toBe(true);
		expect(record.close).toHaveBeenCalledTimes(1);
		expect((await runner.run(named('later'))).kind).toBe('aborted');
		expect(state.asked).toEqual(['read', 'write']);
	});
});
