import React from 'react';
import {Text} from 'ink';
import {render} from 'ink-testing-library';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {known} from '../../source/facts/reading.js';
import {createPacer} from '../../source/store/pacer.js';
import {createPoll} from '../../source/store/poll.js';
import {usePaused, useSource} from '../../source/store/use-source.js';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

test('reads while it is on the screen, draws what changed once, and stops when it leaves', async () => {
	let value = 'one';
	const read = vi.fn(async () => known({value}));
	const pacer = createPacer();
	const source = createPoll({read, interval: 1000, pacer});
	let renders = 0;
	function Value() {
		const {value: found} = useSource(source);
		const paused = usePaused(pacer);
		renders++;
		return (
			<Text>
				{found?.value ?? 'nothing'} {paused ? 'paused' : 'live'}
			</Text>
		);
	}

	const {lastFrame, unmount} = render(<Value />);
	await vi.advanceTimersByTimeAsync(200);
	expect(lastFrame()).toBe('one live');
	const before = renders;
	await vi.advanceTimersByTimeAsync(5000);
	expect(read.mock.calls.length).toBeGreaterThan(4);
	expect(renders).toBe(before);
	value = 'two';
	await vi.advanceTimersByTimeAsync(1300);
	expect(lastFrame()).toBe('two live');
	expect(renders).toBe(before + 1);
	pacer.setPaused(true);
	await vi.advanceTimersByTimeAsync(200);
	expect(lastFrame()).toBe('two paused');
	unmount();
	pacer.setPaused(false);
	const reads = read.mock.calls.length;
	await vi.advanceTimersByTimeAsync(5000);
	expect(read.mock.calls.length).toBe(reads);
});
