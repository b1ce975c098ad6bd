import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {install, lastRecord, runInstall, stateOf, undoAll} from '../support/host-runs.js';
import {atRecord, begun, journalOf, killWorker} from '../support/journal-lines.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
let host: TestHost;
vi.setConfig({testTimeout: 900_000});

/** Begins a run that nobody looks at, and does something at a record of it. */
async function cutAt(wanted: Parameters<typeof atRecord>[0], then: string): Promise<void> {
	const skip = await lastRecord(host);
	const watch = host.must(atRecord(wanted, skip, then), {milliseconds: 240_000});
	const run = host.tui(install, {milliseconds: 240_000});
	await watch;
	const ran = await run;
	expect(ran.exit, ran.stderr).not.toBe(0);
}

/** Commands that were begun for one step, from a record on. */
const steps = ['hostname', 'firewall-trial', 'firewall-commit', 'download', 'place', 'install', 'start'];

describe.skipIf(without !== undefined)(`a run goes on when its worker is killed${reason}`, () => {
	let wanted: string;
	beforeAll(async () => {
		host = await startTestHost({name: 'kill', faults: {}, switches: {readySeconds: 1}});
		await runInstall(host);
		wanted = await stateOf(host);
	}, 400_000);
	afterAll(() => {
		host.down();
	});

	/** Kills the worker once in each of these steps; what comes next goes on. */
	const killInEach = async (ev: 'begin' | 'end', ids: readonly string[]): Promise<void> => {
		for (const step of ids) await cutAt({step, ev}, killWorker);
	};

	/** The last of them goes to the end: all of it was one run, with a kill in every step. */
	const endsWhole = async (ev: 'begin' | 'end', since: number): Promise<void> => {
		await runInstall(host);
		expect(await stateOf(host)).toBe(wanted);
		const records = (await journalOf(host)).filter(({seq}) => seq > since);
		expect(new Set(records.map(({run}) => run)).size).toBe(1);
		for (const step of steps) expect(records.some(each => each.step === step && each.ev === ev)).toBe(true);
	};

	test('the worker is killed in every step while its command runs: each next run goes on, to the same host', async () => {
		await undoAll(host);
		const first = await lastRecord(host);
		await killInEach('begin', steps);
		await endsWhole('begin', first);
	});

	test('the same after its command, the last time before many who look on; of many that start at once one works', async () => {
		await undoAll(host);
		const first = await lastRecord(host);
		await killInEach('end', steps.slice(0, -1));
		const killed = host.must(atRecord({step: 'start', ev: 'end'}, first, killWorker), {milliseconds: 240_000});
		// Forty of them: worker.test.ts. Here each reads the whole host first.
		const many = `for i in $(seq 4); do ${[...host.tuiArgv, ...install].join(' ')} >/dev/null 2>&1 & done; wait`;
		await host.must(['sh', '-c', many], {milliseconds: 500_000});
		await killed;
		await endsWhole('end', first);
		const commands = begun((await journalOf(host)).filter(({seq}) => seq > first));
		expect(commands.filter(command => command === 'k0s start')).toHaveLength(1);
	});
});
