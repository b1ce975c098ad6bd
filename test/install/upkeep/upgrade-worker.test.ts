import process from 'node:process';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import * as files from '../../../source/command/files.js';
import * as k0s from '../../../source/command/k0s.js';
import {status} from '../../../source/commands/status.js';
import {upgrade} from '../../../source/commands/upgrade.js';
import {createClock} from '../../../source/engine/clock.js';
import {openJournal} from '../../../source/engine/open-journal.js';
import type {Runner} from '../../../source/host/runner.js';
import {defaultAnswers} from '../../../source/install/answers.js';
import {createUpgradeSession} from '../../../source/install/upgrade/session.js';
import {host, ownState, run, speed, stepOf, text, type Switches} from './support.js';

let end: () => void;
beforeEach(() => {
	end = ownState();
});
afterEach(() => end());

const old = 'v1.34.1+k0s.0';
const next = 'v1.35.7+k0s.0';
const previous = `/usr/local/bin/.k0s-${old}.previous`;

/** A worker that has joined. `api`: what its API server says it is; undefined: it says nothing. */
async function worker(api: string | undefined, faults: Switches = {}): Promise<Runner> {
	const runner = host('ready', faults);
	const token = ['--token-file', '/root/worker.token'];
	for (const command of [k0s.stop(), k0s.reset(), k0s.installWorker(token), k0s.start()]) {
		const {kind, stderr} = await runner.run(command);
		expect(kind, stderr).toBe('ok');
	}

	const joined = await run(status, runner, '--wait=600 --json', false);
	expect(joined.exit, JSON.stringify(joined.json)).toBe(0);
	return {
		...runner,
		async run(command, options) {
			const outcome = await runner.run(command, options);
			if (!command.argv.includes('/version')) return outcome;
			return api === undefined
				? {...outcome, kind: 'failed', exit: 1, stdout: '', stderr: 'connection refused'}
				: {...outcome, stdout: JSON.stringify({gitVersion: api})};
		},
	};
}

const versionOn = async (runner: Runner): Promise<string> => (await runner.run(k0s.version())).stdout.trim();

describe('upgrade on a worker', {timeout: 90_000}, () => {
	test('never before its controllers, and not where their version is not known; nothing is fetched', async () => {
		for (const [api, found] of [
			['v1.34.1+k0s', 'is newer than the API server of this worker (v1.34.1+k0s)'],
			[undefined, 'connection refused'],
		] as const) {
			const runner = await worker(api);
			const {exit, json, changed} = await run(upgrade, runner, `--to ${next} --json`);
			expect({exit, changed}).toEqual({exit: 1, changed: []});
			expect(stepOf(json, 'versions')).toMatchObject({state: 'blocked', found: expect.stringContaining(found)});
			expect(json).toMatchObject({error: {hint: 'Upgrade the controllers first, then the workers.'}});
			end();
			end = ownState();
		}
	});

	test('without a backup: stop, replace, start, its node with the new kubelet; and an undo brings the old one back', async () => {
		const runner = await worker('v1.35.7+k0s');
		const plan = await run(upgrade, runner, `--to ${next} --plan`);
		expect(plan.out).toContain('k0s kubectl drain');
		expect(plan.out).not.toMatch(/etcd|k0s backup/);
		const {exit, json, changed} = await run(upgrade, runner, `--to ${next} --json`);
		expect(json, JSON.stringify(json)).toMatchObject({verdict: 'upgraded', from: old, to: next, backup: null});
		expect(exit).toBe(0);
		const words = changed.map(argv => argv.join(' '));
		expect(words.filter(line => /k0s backup|k0s restore/.test(line))).toEqual([]);
		expect(stepOf(json, 'backup')).toMatchObject({
			state: 'done',
			found: 'not needed: a worker keeps nothing of the cluster',
		});
		expect(await versionOn(runner)).toBe(next);

		const session = await createUpgradeSession({
			...{runner, text, folder: '/root'},
			journal: openJournal(runner.kind, process.env),
			clock: createClock(speed),
			answers: {...defaultAnswers, version: next},
		});
		await session.refresh();
		const known = session.get().steps.filter(({undoRecorded}) => undoRecorded.length > 0);
		const named = known.flatMap(({undoRecorded}) => undoRecorded.map(({argv}) => argv.join(' ')));
		expect(named.join('\n')).not.toMatch(/k0s restore|written-by|k0scontroller/);
		expect(await session.undo(known.map(({id}) => id))).toBe('undone');
		expect(await versionOn(runner)).toBe(old);
		// Its status answers a moment after its start.
		await vi.waitFor(async () => expect((await runner.run(k0s.status())).stdout).toContain(`"Version": "${old}"`), {
			timeout: 20_000,
			interval: 50,
		});
		expect((await runner.run(files.existing([previous]))).stdout.trim()).toBe('');
	});

	test('a new version that does not start goes back by itself, and joins nothing anew', async () => {
		const runner = await worker('v1.35.7+k0s', {newVersion: 'crashes'});
		const {exit, json} = await run(upgrade, runner, `--to ${next} --healthy-wait 30 --json`);
		expect(json).toMatchObject({verdict: 'rolled-back', stands: {program: old, service: 'active', aside: null}});
		expect(exit).toBe(1);
		expect(await versionOn(runner)).toBe(old);
	});
});
