import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import type {Runner} from '../../source/host/runner.js';
import {createFilterNews} from '../../source/store/filter-news.js';
import {fakeRunner} from '../support/fake-runner.js';
import {outcomeOf, sample} from '../support/samples.js';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** nft 1.0.6 while iptables-restore writes KUBE-SERVICES: six rules become two, then the same two again. */
const [first = '', again = ''] = sample('nft/monitor-resync.txt')
	.split(/(?<=^# new generation.*\n)/m)
	.map(part => part.trimEnd());

function open() {
	let line: (line: string) => void = () => undefined;
	let end: () => void = () => undefined;
	let starts = 0;
	const runner: Runner = {
		...fakeRunner(() => undefined),
		follows: true,
		async run({argv}, {signal, onLine} = {}) {
			starts++;
			line = text => {
				for (const each of text.split('\n')) onLine?.(each, 'stdout');
			};
			return new Promise(resolve => {
				end = () => resolve(outcomeOf({argv, kind: 'failed'}));
				signal?.addEventListener('abort', () => resolve(outcomeOf({argv, kind: 'aborted', exit: null})));
			});
		},
	};
	const news = createFilterNews(runner);
	const told = vi.fn();
	const leave = news.subscribe(told);
	const read = (same: boolean, isTold = true) => {
		news.begin();
		news.settle({same, told: isTold});
		told.mockClear();
	};
	return {news, told, leave, read, line: (text: string) => line(text), end: () => end(), starts: () => starts};
}

describe('what nft monitor tells', () => {
	test('begins when a read has found that it can tell, and asks for one more look', async () => {
		const {news, told, read, leave, starts} = open();
		await vi.advanceTimersByTimeAsync(1000);
		expect([starts(), news.live]).toEqual([0, false]);
		read(false);
		await vi.advanceTimersByTimeAsync(600);
		expect([starts(), news.live]).toEqual([1, true]);
		expect(told).toHaveBeenCalledTimes(1);
		leave();
		expect(news.live).toBe(false);
	});

	test('a transaction is told once, at its end', async () => {
		const {told, read, leave, line} = open();
		read(false);
		await vi.advanceTimersByTimeAsync(600);
		told.mockClear();
		line(first.split('\n').slice(0, -1).join('\n'));
		expect(told).not.toHaveBeenCalled();
		line(first.split('\n').at(-1) ?? '');
		expect(told).toHaveBeenCalledTimes(1);
		leave();
	});

	test('one that left everything as it was is not told again, whatever its handles, until the rules are other ones', async () => {
		const {told, read, leave, line} = open();
		read(false);
		await vi.advanceTimersByTimeAsync(600);
		line(first);
		read(false);
		line(again);
		expect(told).toHaveBeenCalledTimes(1);
		read(true);
		for (const handle of [80, 82, 84]) line(again.replaceAll(/handle \d+/g, `handle ${handle}`));
		expect(told).not.toHaveBeenCalled();
		line(again.replace('10.96.0.1', '10.96.0.2'));
		expect(told).toHaveBeenCalledTimes(1);
		read(false);
		line(again);
		expect(told).toHaveBeenCalledTimes(1);
		leave();
	});

	test('one that came while a read was under way is not taken for seen', async () => {
		const {news, told, read, leave, line} = open();
		read(false);
		await vi.advanceTimersByTimeAsync(600);
		news.begin();
		line(again);
		news.settle({same: true, told: true});
		told.mockClear();
		line(again);
		expect(told).toHaveBeenCalledTimes(1);
		leave();
	});

	test('where it cannot tell it is left; where it ends it is started again, later each time', async () => {
		const {news, read, leave, end, starts} = open();
		read(false, false);
		await vi.advanceTimersByTimeAsync(60_000);
		expect([starts(), news.live]).toEqual([0, false]);
		read(true, true);
		await vi.advanceTimersByTimeAsync(600);
		expect(news.live).toBe(true);
		for (const wait of [1000, 2000, 4000]) {
			end();
			await vi.advanceTimersByTimeAsync(0);
			expect(news.live).toBe(false);
			await vi.advanceTimersByTimeAsync(wait + 600);
			expect(news.live).toBe(true);
		}

		expect(starts()).toBe(4);
		leave();
		await vi.advanceTimersByTimeAsync(100_000);
		expect(starts()).toBe(4);
		expect(vi.getTimerCount()).toBe(0);
	});
});
