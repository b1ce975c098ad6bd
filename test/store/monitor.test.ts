import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import * as ip from '../../source/command/ip.js';
import type {Runner} from '../../source/host/runner.js';
import {createMonitor} from '../../source/store/monitor.js';
import {fakeRunner} from '../support/fake-runner.js';
import {outcomeOf} from '../support/samples.js';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function open(missing = false) {
	const starts: number[] = [];
	const began = Date.now();
	let line: (line: string) => void = () => undefined;
	let end: () => void = () => undefined;
	const runner: Runner = {
		...fakeRunner(() => undefined),
		follows: true,
		async run({argv}, {signal, onLine} = {}) {
			starts.push((Date.now() - began) / 1000);
			if (missing) return outcomeOf({argv, kind: 'not-found', exit: null});
			line = text => onLine?.(text, 'stdout');
			return new Promise(resolve => {
				end = () => resolve(outcomeOf({argv, kind: 'killed', exit: null}));
				signal?.addEventListener('abort', () => resolve(outcomeOf({argv, kind: 'aborted', exit: null})));
			});
		},
	};
	const lines: string[] = [];
	const monitor = createMonitor({
		runner,
		command: ip.monitor(),
		onLine: text => lines.push(text),
		onState: () => undefined,
		random: () => 1,
	});
	return {monitor, lines, starts, line: (text: string) => line(text), end: () => end()};
}

test('runs until it is stopped: live when it stays, told once that it begins, then line by line', async () => {
	const {monitor, lines, starts, line} = open();
	monitor.start();
	monitor.start();
	await vi.advanceTimersByTimeAsync(100);
	expect(monitor.live).toBe(false);
	await vi.advanceTimersByTimeAsync(500);
	expect([monitor.live, lines]).toEqual([true, ['']]);
	line('7: veth0@if2: <BROADCAST>');
	expect(lines).toEqual(['', '7: veth0@if2: <BROADCAST>']);
	monitor.stop();
	line('8: late');
	await vi.advanceTimersByTimeAsync(100_000);
	expect([monitor.live, lines.length, starts.length, vi.getTimerCount()]).toEqual([false, 2, 1, 0]);
});

test('one that is killed is started again, and says so: what changed meanwhile nobody told', async () => {
	const {monitor, lines, starts, end} = open();
	monitor.start();
	await vi.advanceTimersByTimeAsync(60_000);
	end();
	await vi.advanceTimersByTimeAsync(0);
	expect(monitor.live).toBe(false);
	await vi.advanceTimersByTimeAsync(2000);
	expect([monitor.live, lines, starts]).toEqual([true, ['', ''], [0, 61]]);
	monitor.stop();
});

test('a tool that is not there is looked for again seldom, and nothing is live', async () => {
	const {monitor, lines, starts} = open(true);
	monitor.start();
	await vi.advanceTimersByTimeAsync(120_000);
	expect(starts).toEqual([0, 1, 3, 7, 15, 31, 61, 91]);
	expect([monitor.live, lines]).toEqual([false, []]);
	monitor.stop();
});
