import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
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

/** In a process of its own: how much code a thousand functions that ran have, before and after it is given back. */
const functions = `
	import {getHeapSpaceStatistics} from 'node:v8';
	import {createMemoryKeeper} from ${JSON.stringify(new URL('../../source/terminal/memory.ts', import.meta.url).href)};
	const code = () => getHeapSpaceStatistics()
		.filter(({space_name: name}) => /^(old|code|trusted)_space$/.test(name))
		.reduce((sum, {space_used_size: size}) => sum + size, 0);
	const body = index => 'let sum = ' + index + '; ' + 'sum = sum * 3 + given % 7; '.repeat(100) + 'return sum;';
	const all = Array.from({length: 1000}, (_, index) => new Function('given', body(index)));
	const run = () => all.reduce((sum, each) => sum + each(1), 0);
	const first = run();
	const before = code();
	// Asked when the code has gone.
	const gone = new Promise(resolve => {
		const keeper = createMemoryKeeper({quiet: 1_000_000, code: 1, resident: () => { keeper.close(); resolve(code()); return 0; }});
	});
	const hold = setInterval(() => {}, 1000);
	const after = await gone;
	clearInterval(hold);
	console.log(JSON.stringify({before, after, same: run() === first}));
`;

test('code that nothing at rest runs is given back, and made again when it is called', () => {
	const args = ['--experimental-strip-types', '--input-type=module', '-e', functions];
	const {before, after, same} = JSON.parse(execFileSync(process.execPath, args, {encoding: 'utf8', stdio: 'pipe'})) as {
		before: number;
		after: number;
		same: boolean;
	};
	expect(same).toBe(true);
	expect(before - after).toBeGreaterThan(2 ** 20);
});

/** In a process of its own, whose heap nothing else has made large: the room after the same work, quiet and busy. */
const program = `
	import {getHeapSpaceStatistics} from 'node:v8';
	import {createMemoryKeeper} from ${JSON.stringify(new URL('../../source/terminal/memory.ts', import.meta.url).href)};
	const roomAfterWork = () => {
		const kept = [];
		for (let turn = 0; turn < 400; turn++) {
			kept[turn % 40] = Array.from({length: 2000}, (_, index) => turn + ' ' + index);
		}

		return getHeapSpaceStatistics().find(({space_name: name}) => name === 'new_space').space_size;
	};

	let collected;
	const done = new Promise(resolve => { collected = resolve; });
	// Asked for the first time right after it was given back.
	const keeper = createMemoryKeeper({quiet: 1, every: 1_000_000, resident: () => { collected(); return 0; }});
	const hold = setInterval(() => {}, 1000);
	await done;
	const quiet = roomAfterWork();
	keeper.touch();
	const busy = roomAfterWork();
	keeper.close();
	clearInterval(hold);
	console.log(JSON.stringify({quiet, busy}));
`;

test('while it is quiet the room for new objects stays small; a key lets it grow again', () => {
	const args = ['--experimental-strip-types', '--input-type=module', '-e', program];
	const {quiet, busy} = JSON.parse(execFileSync(process.execPath, args, {encoding: 'utf8', stdio: 'pipe'})) as {
		quiet: number;
		busy: number;
	};
	expect(quiet).toBeLessThanOrEqual(4 * 2 ** 20);
	expect(busy).toBeGreaterThan(quiet * 2);
});

/** In a process of its own: whether a code cache from before is refused, which it is while a flag is another. */
const resting = `
	import {setTimeout as sleep} from 'node:timers/promises';
	import {Script} from 'node:vm';
	import {createMemoryKeeper} from ${JSON.stringify(new URL('../../source/terminal/memory.ts', import.meta.url).href)};
	// Of the source the engine compares the length alone; one that it has compiled it would not look up.
	let turn = 10_000;
	const source = () => '(() => ' + turn++ + ')()';
	const cachedData = new Script(source()).createCachedData();
	const refused = () => new Script(source(), {cachedData}).cachedDataRejected;
	const keeper = createMemoryKeeper({quiet: 1_000_000, own: 50});
	const start = refused();
	const end = Date.now() + 10_000;
	while (!refused() && Date.now() < end) await sleep(10);
	const rest = refused();
	keeper.touch();
	const key = refused();
	keeper.close();
	console.log(JSON.stringify({start, rest, key}));
`;

test('the engine’s own clock is held back while it is quiet, and as it was from the next key on', () => {
	const args = ['--experimental-strip-types', '--input-type=module', '-e', resting];
	const said = execFileSync(process.execPath, args, {encoding: 'utf8', stdio: 'pipe'});
	expect(JSON.parse(said)).toEqual({start: false, rest: true, key: false});
});

/** In a process of its own: the room after a minute's worth of changes of a list, some of which always stay, with keys. */
const changing = `
	import {getHeapSpaceStatistics} from 'node:v8';
	import {setTimeout as sleep} from 'node:timers/promises';
	import {createMemoryKeeper} from ${JSON.stringify(new URL('../../source/terminal/memory.ts', import.meta.url).href)};
	const keeper = createMemoryKeeper({look: 1});
	const kept = [];
	let room = 0;
	for (let turn = 0; turn < 1000; turn++) {
		kept[turn % 40] = Array.from({length: 5000}, (_, index) => turn + ' ' + index);
		if (turn % 10 > 0) continue;
		keeper.touch();
		await sleep(2);
		room = getHeapSpaceStatistics().find(({space_name: name}) => name === 'new_space').space_size;
	}

	keeper.close();
	console.log(room);
`;

test('the room for new objects does not grow for ever while keys come', () => {
	const args = ['--experimental-strip-types', '--input-type=module', '-e', changing];
	const room = Number(execFileSync(process.execPath, args, {encoding: 'utf8', stdio: 'pipe'}));
	expect(room).toBeGreaterThan(4 * 2 ** 20);
	// It doubles at most once more between two keys.
	expect(room).toBeLessThanOrEqual(32 * 2 ** 20);
});
