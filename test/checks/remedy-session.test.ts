import {afterEach, describe, expect, test} from 'vitest';
import type {Report} from '../../source/checks/check.js';
import {defaultOptions} from '../../source/checks/options.js';
import {createRemedySession, isSafe, type RemedySession} from '../../source/checks/remedy-session.js';
import {writeFile} from '../../source/command/edit.js';
import {createClock} from '../../source/engine/clock.js';
import {createMemoryJournal} from '../../source/engine/journal.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';

const speed = 2000;
const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const close of closing.splice(0)) await close();
});

/** The simulated server with few inotify instances and without `localhost` in /etc/hosts. */
async function twoFaults() {
	const runner = createRunner(createSimulatedHost({scenario: 'fresh', speed}));
	closing.push(() => runner.close());
	await runner.run(writeFile('/etc/hosts', '10.0.0.1 gateway'));
	await runner.run(writeFile('/proc/sys/fs/inotify/max_user_instances', '8\n'));
	let ran = 0;
	const session = createRemedySession({
		...{runner, journal: createMemoryJournal(), text: catalogue('en'), options: () => defaultOptions},
		clock: createClock(speed),
		onRan: () => ran++,
	});
	return {session, ran: () => ran};
}

const planned = (session: RemedySession) => session.get().plan?.map(({step}) => step.id);

describe('remedies as a screen sees them', () => {
	test('before the first plan there is nothing, and nothing runs', async () => {
		const {session, ran} = await twoFaults();
		expect(session.get()).toEqual({kind: 'apply', ids: [], session: undefined, plan: undefined, busy: false});
		expect(session.output.get()).toEqual([]);
		expect(await session.run()).toBe(false);
		session.stop();
		expect(ran()).toBe(0);
	});

	test('the plan is not there while it is looked for, and is that of what was asked for last', async () => {
		const {session} = await twoFaults();
		const first = session.prepare(['inotify']);
		expect(session.get()).toMatchObject({ids: ['inotify'], plan: undefined});
		expect(await session.run()).toBe(false);
		await Promise.all([first, session.prepare(['localhost'])]);
		expect(planned(session)).toEqual(['localhost']);
	});

	test('the same reference while nothing changed', async () => {
		const {session} = await twoFaults();
		await session.prepare(['inotify']);
		expect(session.get()).toBe(session.get());
	});

	test('who looks is told as it goes: busy, the lines of it, its end', async () => {
		const {session, ran} = await twoFaults();
		await session.prepare(['inotify', 'localhost']);
		const seen: boolean[] = [];
		let lines = 0;
		session.subscribe(() => seen.push(session.get().busy));
		session.output.subscribe(() => lines++);
		const running = session.run();
		expect(session.get().busy).toBe(true);
		// Nothing else is planned or run meanwhile.
		expect(await session.prepare(['memory'])).toMatchObject({ids: ['inotify', 'localhost']});
		expect(await session.run()).toBe(false);
		expect(await running).toBe(true);
		expect(seen).toContain(true);
		expect(seen.at(-1)).toBe(false);
		expect(lines).toBeGreaterThan(0);
		expect(session.output.get().map(({text}) => text)).toContain('sysctl -w fs.inotify.max_user_instances=8192');
		expect(ran()).toBe(1);
	});

	test.each([
		['before the first has begun', () => true],
		['when the first is done', (session: RemedySession) => session.get().session?.steps[0]?.state === 'done'],
	])('stopped %s: nothing more runs', async (_, when) => {
		const {session} = await twoFaults();
		await session.prepare(['inotify', 'localhost']);
		const stopIfSo = () => {
			if (when(session)) session.stop();
		};

		let told = 0;
		session.subscribe(() => {
			if (told++ < 500) stopIfSo();
		});
		const running = session.run();
		stopIfSo();
		expect(await running).toBe(false);
		const steps = session.get().session?.steps ?? [];
		expect(steps.find(({id}) => id === 'localhost')?.state).not.toBe('done');
		expect(session.get().busy).toBe(false);
	});

	test('what was not done here is not undone here', async () => {
		const {session} = await twoFaults();
		expect((await session.prepare(['inotify'], 'undo')).plan).toEqual([]);
	});

	test('of checks that nobody knows, and of one without a remedy, there is no plan', async () => {
		const {session} = await twoFaults();
		expect((await session.prepare(['cpu', 'swap'])).plan).toEqual([]);
	});
});

test.each([
	['fail', {safe: true}, true],
	['warn', {safe: true}, true],
	['pass', {safe: true}, false],
	['unknown', {safe: true}, false],
	['fail', {safe: false}, false],
	['fail', undefined, false],
] as const)('a check that says %s, whose fix is %j: with all the others: %s', (result, fix, safe) => {
	const remedy = {commands: [], note: '', ...(fix && {fix: {undo: [], ...fix}})};
	expect(isSafe({result, remedy} as unknown as Report)).toBe(safe);
	expect(isSafe({result} as unknown as Report)).toBe(false);
});
