import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {known, unknown, type Reading} from '../../source/facts/reading.js';
import {createPacer} from '../../source/store/pacer.js';
import {createPoll} from '../../source/store/poll.js';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** A read that takes `ms` and gives what `next` says, counting how many ran at once. */
function slowRead<T>(next: () => Reading<T>, ms = 10) {
	const state = {started: 0, running: 0, most: 0, aborted: 0};
	const read = async (signal: AbortSignal): Promise<Reading<T>> => {
		state.started++;
		state.running++;
		state.most = Math.max(state.most, state.running);
		try {
			await new Promise<void>(resolve => {
				const timer = setTimeout(resolve, ms);
				signal.addEventListener('abort', () => {
					state.aborted++;
					clearTimeout(timer);
					resolve();
				});
			});
			return signal.aborted ? unknown('aborted') : next();
		} finally {
			state.running--;
		}
	};

	return {read, state};
}

const nobody = (): void => undefined;

describe('a poll', () => {
	test('reads only while somebody subscribes: first at once, then after each interval', async () => {
		let n = 0;
		const {read, state} = slowRead(() => known(++n));
		const poll = createPoll({read, interval: 1000, pacer: createPacer()});
		await vi.advanceTimersByTimeAsync(5000);
		expect(state.started).toBe(0);
		const leave = poll.subscribe(nobody);
		expect(state.started).toBe(1);
		expect(poll.get()).toMatchObject({value: undefined, reading: true});
		await vi.advanceTimersByTimeAsync(10);
		expect(poll.get()).toMatchObject({value: 1, reading: false, unknown: undefined});
		await vi.advanceTimersByTimeAsync(1010);
		expect(poll.get().value).toBe(2);
		leave();
		await vi.advanceTimersByTimeAsync(10_000);
		expect(state.started).toBe(2);
		expect(vi.getTimerCount()).toBe(0);
	});

	test('the last one to leave aborts the read; the next to come gets a new one', async () => {
		const {read, state} = slowRead(() => known('a'), 500);
		const poll = createPoll({read, interval: 1000, pacer: createPacer()});
		const first = poll.subscribe(nobody);
		const second = poll.subscribe(nobody);
		await vi.advanceTimersByTimeAsync(100);
		first();
		await vi.advanceTimersByTimeAsync(0);
		expect(state.aborted).toBe(0);
		second();
		await vi.advanceTimersByTimeAsync(0);
		expect(state).toMatchObject({aborted: 1, started: 1, running: 0});
		expect(poll.get()).toMatchObject({value: undefined, unknown: undefined, reading: false});
		poll.subscribe(nobody)();
		const leave = poll.subscribe(nobody);
		await vi.advanceTimersByTimeAsync(500);
		expect(state.started).toBe(2);
		expect(poll.get().value).toBe('a');
		leave();
	});

	test('a subscription handed over within one turn neither aborts nor reads again', async () => {
		const {read, state} = slowRead(() => known('a'), 500);
		const poll = createPoll({read, interval: 1000, pacer: createPacer()});
		const leave = poll.subscribe(nobody);
		leave();
		const leaveToo = poll.subscribe(nobody);
		await vi.advanceTimersByTimeAsync(500);
		expect(state).toMatchObject({started: 1, aborted: 0});
		leaveToo();
	});

	test('who comes back within the interval sees the value that is there and waits for the rest of it', async () => {
		let n = 0;
		const {read, state} = slowRead(() => known(++n));
		const poll = createPoll({read, interval: 1000, pacer: createPacer()});
		const leave = poll.subscribe(nobody);
		await vi.advanceTimersByTimeAsync(410);
		leave();
		await vi.advanceTimersByTimeAsync(0);
		const leaveToo = poll.subscribe(nobody);
		expect(state.started).toBe(1);
		await vi.advanceTimersByTimeAsync(599);
		expect(state.started).toBe(1);
		await vi.advanceTimersByTimeAsync(1);
		expect(state.started).toBe(2);
		leaveToo();
	});

	test('is never read twice at once, however slow the read and however often it is refreshed', async () => {
		const {read, state} = slowRead(() => known(1), 3000);
		const poll = createPoll({read, interval: 10, pacer: createPacer()});
		const leave = poll.subscribe(nobody);
		for (let index = 0; index < 20; index++) {
			void poll.refresh();
			await vi.advanceTimersByTimeAsync(100);
		}

		await vi.advanceTimersByTimeAsync(30_000);
		expect(state.most).toBe(1);
		leave();
	});

	test('refresh during a read gives what a later read found', async () => {
		let n = 0;
		const {read, state} = slowRead(() => known(++n), 100);
		const poll = createPoll({read, interval: 60_000, pacer: createPacer()});
		const leave = poll.subscribe(nobody);
		await vi.advanceTimersByTimeAsync(50);
		const one = poll.refresh();
		const two = poll.refresh();
		await vi.advanceTimersByTimeAsync(200);
		expect((await one).value).toBe(2);
		expect((await two).value).toBe(2);
		expect(state.started).toBe(2);
		leave();
	});

	test('refresh works with no subscriber and while paused, and is not aborted when the last one leaves', async () => {
		let n = 0;
		const {read, state} = slowRead(() => known(++n), 100);
		const pacer = createPacer({paused: true});
		const poll = createPoll({read, interval: 1000, pacer});
		const asked = poll.refresh();
		const leave = poll.subscribe(nobody);
		leave();
		await vi.advanceTimersByTimeAsync(100);
		expect((await asked).value).toBe(1);
		const again = poll.refresh();
		await vi.advanceTimersByTimeAsync(100);
		expect((await again).value).toBe(2);
		await vi.advanceTimersByTimeAsync(10_000);
		expect(state).toMatchObject({started: 2, aborted: 0});
		expect(vi.getTimerCount()).toBe(0);
	});

	test('paused: reads once when nothing was read yet, then not until the switch is back, then at once if due', async () => {
		let n = 0;
		const {read, state} = slowRead(() => known(++n));
		const pacer = createPacer();
		const poll = createPoll({read, interval: 1000, pacer});
		pacer.setPaused(true);
		const leave = poll.subscribe(nobody);
		await vi.advanceTimersByTimeAsync(20_000);
		expect(state.started).toBe(1);
		pacer.setPaused(false);
		expect(state.started).toBe(2);
		await vi.advanceTimersByTimeAsync(500);
		pacer.setPaused(true);
		pacer.setPaused(false);
		expect(state.started).toBe(2);
		await vi.advanceTimersByTimeAsync(510);
		expect(state.started).toBe(3);
		leave();
	});

	test('failures keep the last good value with its age, and slow the poll down twice each, up to 30 s', async () => {
		let fail = false;
		const starts: number[] = [];
		const {read} = slowRead(() => (fail ? unknown('timed-out', 'ip') : known('good')), 0);
		const poll = createPoll({
			async read(signal) {
				starts.push(Date.now());
				return read(signal);
			},
			interval: 2000,
			pacer: createPacer(),
		});
		const leave = poll.subscribe(nobody);
		await vi.advanceTimersByTimeAsync(0);
		const {at} = poll.get();
		fail = true;
		await vi.advanceTimersByTimeAsync(150_000);
		expect(poll.get()).toMatchObject({value: 'good', at, unknown: {reason: 'timed-out', detail: 'ip'}});
		const gaps = starts.slice(1).map((start, index) => Math.round((start - (starts[index] ?? 0)) / 1000));
		expect(gaps.slice(0, 7)).toEqual([2, 4, 8, 16, 30, 30, 30]);
		fail = false;
		await poll.refresh().then(
			snapshot => {
				expect(snapshot).toMatchObject({value: 'good', unknown: undefined});
			},
			vi.advanceTimersByTimeAsync(0) as never,
		);
		const before = starts.length;
		await vi.advanceTimersByTimeAsync(2000);
		expect(starts.length).toBe(before + 1);
		leave();
	});

	test('"not installed" and "not running" are states, not failures: the pace stays', async () => {
		const {read, state} = slowRead<number>(() => unknown('not-installed', 'k0s'), 0);
		const poll = createPoll({read, interval: 1000, pacer: createPacer()});
		const leave = poll.subscribe(nobody);
		await vi.advanceTimersByTimeAsync(10_000);
		expect(state.started).toBeGreaterThanOrEqual(10);
		leave();
	});

	test('the same value keeps the reference and tells nobody, but its age goes on', async () => {
		const read = vi.fn(async () => known({rules: [{packets: 1}], zones: new Map([['public', {ports: [22]}]])}));
		const poll = createPoll({read, interval: 1000, pacer: createPacer()});
		const listener = vi.fn();
		const leave = poll.subscribe(listener);
		await vi.advanceTimersByTimeAsync(0);
		const first = poll.get();
		const at = first.at ?? 0;
		listener.mockClear();
		await vi.advanceTimersByTimeAsync(5000);
		expect(read).toHaveBeenCalledTimes(6);
		expect(poll.get()).toBe(first);
		expect(listener).not.toHaveBeenCalled();
		expect(poll.get().at).toBe(at + 5000);
		leave();
	});

	/** Seconds between the reads of what `next` gives, while time passes. */
	function gaps<T>(next: () => T, options: Partial<Parameters<typeof createPoll<T>>[0]> = {}) {
		const pacer = createPacer();
		const starts: number[] = [];
		const poll = createPoll<T>({
			async read() {
				starts.push(Date.now());
				return known(next());
			},
			interval: 2000,
			slowest: 32_000,
			pacer,
			...options,
		});
		const seconds = () => starts.slice(1).map((start, index) => (start - (starts[index] ?? 0)) / 1000);
		return {poll, pacer, starts, seconds};
	}

	test('the interval doubles while nothing changes, up to the slowest, and goes back at a change', async () => {
		let value = 'same';
		const {poll, seconds} = gaps(() => value);
		const leave = poll.subscribe(nobody);
		await vi.advanceTimersByTimeAsync(126_000);
		expect(seconds()).toEqual([2, 4, 8, 16, 32, 32, 32]);
		value = 'another';
		await vi.advanceTimersByTimeAsync(32_000 + 6000);
		expect(seconds().slice(7)).toEqual([32, 2, 4]);
		leave();
	});

	test('a key brings the interval back, and reads at once what is older than it', async () => {
		const {poll, pacer, seconds, starts} = gaps(() => 'same');
		const leave = poll.subscribe(nobody);
		await vi.advanceTimersByTimeAsync(40_000);
		const before = starts.length;
		pacer.wake();
		await vi.advanceTimersByTimeAsync(2000);
		expect(starts.slice(before).map(at => (at - (starts[before - 1] ?? 0)) / 1000)).toEqual([10, 12]);
		pacer.wake();
		await vi.advanceTimersByTimeAsync(1000);
		expect(seconds().at(-1)).toBe(2);
		leave();
		expect(() => pacer.wake()).not.toThrow();
	});

	test('counters that go on do not keep it fast: what is steady may be another value', async () => {
		let count = 0;
		const {poll, seconds} = gaps(() => ({rules: 1, count: ++count}), {steady: (a, b) => a.rules === b.rules});
		const leave = poll.subscribe(nobody);
		await vi.advanceTimersByTimeAsync(62_000);
		expect(seconds()).toEqual([2, 4, 8, 16, 32]);
		expect(poll.get().value?.count).toBe(6);
		leave();
	});

	test('who is told of changes reads soon after one, and else only now and then; the value counts as live', async () => {
		const listeners = new Set<() => void>();
		const news = {
			live: true,
			subscribe(listener: () => void) {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
		};
		const tell = () => {
			for (const listener of listeners) listener();
		};
		let value = 1;
		const {poll, pacer, starts} = gaps(() => value, {news, calm: 300_000});
		expect(listeners.size).toBe(0);
		const leave = poll.subscribe(nobody);
		await vi.advanceTimersByTimeAsync(299_000);
		expect(starts).toHaveLength(1);
		expect(poll.get().at).toBe(Date.now());
		value = 2;
		for (let crowd = 0; crowd < 20; crowd++) tell();
		await vi.advanceTimersByTimeAsync(300);
		expect(poll.get().value).toBe(2);
		expect(starts).toHaveLength(2);
		pacer.setPaused(true);
		value = 3;
		tell();
		await vi.advanceTimersByTimeAsync(10_000);
		expect(poll.get().value).toBe(2);
		expect(poll.get().at).toBeLessThan(Date.now() - 9000);
		pacer.setPaused(false);
		await vi.advanceTimersByTimeAsync(10);
		expect(starts).toHaveLength(3);
		// Whoever told has gone: by the clock again.
		news.live = false;
		tell();
		await vi.advanceTimersByTimeAsync(20_000);
		expect(starts.length).toBeGreaterThan(5);
		leave();
		await vi.advanceTimersByTimeAsync(0);
		expect(listeners.size).toBe(0);
	});

	test('a change during a read is read once more', async () => {
		let tell = nobody;
		const news = {
			live: true,
			subscribe(listener: () => void) {
				tell = listener;
				return nobody;
			},
		};
		let count = 0;
		const {read, state} = slowRead(() => known(++count), 500);
		const poll = createPoll({read, interval: 2000, pacer: createPacer(), news, calm: 300_000});
		const leave = poll.subscribe(nobody);
		await vi.advanceTimersByTimeAsync(100);
		tell();
		await vi.advanceTimersByTimeAsync(2000);
		expect(state).toMatchObject({started: 2, most: 1});
		expect(poll.get().value).toBe(2);
		leave();
	});

	test('a read that throws is an unknown, and the poll goes on', async () => {
		let calls = 0;
		const poll = createPoll<number>({
			async read() {
				calls++;
				if (calls === 1) throw new Error('a bug');
				return known(calls);
			},
			interval: 1000,
			pacer: createPacer(),
		});
		const leave = poll.subscribe(nobody);
		await vi.advanceTimersByTimeAsync(0);
		expect(poll.get().unknown).toEqual({reason: 'failed', detail: 'a bug'});
		await vi.advanceTimersByTimeAsync(2000);
		expect(poll.get()).toMatchObject({value: 2, unknown: undefined});
		leave();
	});

	test('background changes of many polls are told in one tick of 100 ms; a refresh is told at once', async () => {
		const pacer = createPacer({coalesce: 100});
		const told: string[] = [];
		const begin = Date.now();
		const polls = ['a', 'b', 'c'].map((name, index) => {
			let n = 0;
			const {read} = slowRead(() => known(++n), 10 + index * 10);
			const poll = createPoll({read, interval: 1000, pacer});
			poll.subscribe(() => told.push(`${name}${String(poll.get().value)}@${Date.now() - begin}`));
			return poll;
		});
		await vi.advanceTimersByTimeAsync(500);
		told.length = 0;
		await vi.advanceTimersByTimeAsync(700);
		expect(told).toEqual(['a2@1120', 'b2@1120', 'c2@1120']);
		told.length = 0;
		const refreshed = polls[0]?.refresh();
		await vi.advanceTimersByTimeAsync(10);
		await refreshed;
		expect(told).toEqual(['a2@1200', 'a3@1210']);
	});
});
