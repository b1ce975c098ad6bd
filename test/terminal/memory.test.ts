import {setTimeout as sleep} from 'node:timers/promises';
import {getHeapSpaceStatistics} from 'node:v8';
import {expect, test} from 'vitest';
import {createMemoryKeeper} from '../../source/terminal/memory.js';

const collected = async (given: WeakRef<object>, milliseconds: number): Promise<boolean> => {
	const end = Date.now() + milliseconds;
	while (Date.now() < end && given.deref()) await sleep(10);
	return given.deref() === undefined;
};

const garbage = (): WeakRef<object> => new WeakRef({text: 'x'.repeat(1000)});

test('after a quiet time what nobody needs is given back', async () => {
	const keeper = createMemoryKeeper({quiet: 30, every: 10_000});
	await sleep(0);
	expect(await collected(garbage(), 3000)).toBe(true);
	keeper.close();
});

test('every key puts it off', async () => {
	const keeper = createMemoryKeeper({quiet: 120, every: 10_000});
	const left = garbage();
	for (let turn = 0; turn < 10; turn++) {
		await sleep(30);
		keeper.touch();
	}

	expect(left.deref()).toBeDefined();
	expect(await collected(left, 3000)).toBe(true);
	keeper.close();
});

test('later only when memory has grown, until the next key', async () => {
	let resident = 80;
	const mega = 2 ** 20;
	const keeper = createMemoryKeeper({quiet: 10, every: 10, resident: () => resident * mega});
	expect(await collected(garbage(), 3000)).toBe(true);
	const kept = garbage();
	resident = 85;
	await sleep(100);
	expect(kept.deref()).toBeDefined();
	resident = 100;
	expect(await collected(kept, 3000)).toBe(true);
	const again = garbage();
	await sleep(100);
	expect(again.deref()).toBeDefined();
	keeper.touch();
	expect(await collected(again, 3000)).toBe(true);
	keeper.close();
});

/** Allocates what stays for a moment, so that the room for new objects would grow; its bytes. */
const roomAfterWork = (): number => {
	const kept: string[][] = [];
	for (let turn = 0; turn < 400; turn++) {
		kept[turn % 40] = Array.from({length: 2000}, (_, index) => `${turn} ${index}`);
	}

	return getHeapSpaceStatistics().find(space => space.space_name === 'new_space')?.space_size ?? Number.NaN;
};

test('while it is quiet the room for new objects stays small; a key lets it grow again', async () => {
	const keeper = createMemoryKeeper({quiet: 10, every: 10_000});
	expect(await collected(garbage(), 3000)).toBe(true);
	const quiet = roomAfterWork();
	keeper.touch();
	const busy = roomAfterWork();
	keeper.close();
	expect(quiet).toBeLessThanOrEqual(4 * 2 ** 20);
	expect(busy).toBeGreaterThan(quiet * 2);
});
