import {describe, expect, test} from 'vitest';
import {createRunner} from '../../source/host/runner.js';
import type {Faults} from '../../source/simulated/faults.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {defaultAnswers} from '../../source/install/answers.js';
import {createClock} from '../../source/engine/clock.js';
import {createMemoryJournal} from '../../source/engine/journal.js';
import {createResetSession} from '../../source/install/reset/session.js';
import {createInstallSession} from '../../source/install/session.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');
const speed = 100;

const open = (scenario: 'fresh' | 'ready', faults: Faults = {}) => {
	const runner = createRunner(createSimulatedHost({scenario, speed, faults}), {});
	return {runner, journal: createMemoryJournal(), clock: createClock(speed), text};
};
type Parts = ReturnType<typeof open>;

const installOn = async (parts: Parts) => {
	const session = createInstallSession({...parts, answers: {...defaultAnswers, hostname: 'centos10.home.local'}});
	await session.refresh();
	return session;
};

const ids = (session: Awaited<ReturnType<typeof installOn>>) => session.get().steps.map(({id}) => id);

/** `undo` without a screen: what is there to take back, with exactly what is shown. */
const undoAll = async (parts: Parts) => {
	const session = await installOn(parts);
	const asked = session.get().steps.filter(({undoRecorded}) => undoRecorded.length > 0);
	const end = await session.undo(
		asked.map(({id}) => id),
		new Map(asked.map(({id, undoRecorded}) => [id, undoRecorded.map(({argv}) => argv)])),
	);
	return {end, session};
};

const changed = (parts: Parts) =>
	parts.runner.log
		.get()
		.filter(entry => entry.changes)
		.map(({argv}) => argv.join(' '));

describe('a run that is taken back while k0s starts, and a new one', () => {
	test('the unit failed; undo forgets that, and the next install goes through to healthy', async () => {
		const parts = open('fresh', {stop: 'fails'});
		const first = await installOn(parts);
		const all = ids(first);
		expect(await first.run(all.filter(id => id !== 'healthy'))).toBe('done');

		const {end, session} = await undoAll(parts);
		expect(session.get().steps.flatMap(({ran}) => (ran?.state === 'failed' ? [ran.found] : []))).toEqual([]);
		expect(end).toBe('undone');
		expect(changed(parts)).toContain('systemctl reset-failed k0scontroller.service');

		const again = await installOn(parts);
		expect(await again.run(all)).toBe('done');
	});

	test('a stop that took too long leaves processes: undo ends them before k0s resets, and the next install is healthy', async () => {
		const parts = open('fresh', {stop: 'times-out'});
		const first = await installOn(parts);
		const all = ids(first);
		expect(await first.run(all)).toBe('done');

		const {end} = await undoAll(parts);
		expect(end).toBe('undone');
		const commands = changed(parts);
		const at = (start: string) => commands.findIndex(each => each.startsWith(start));
		expect(at('sh -s -- k0s-processes end control-plane /var/lib/k0s')).toBeGreaterThan(at('k0s stop'));
		expect(at('k0s reset')).toBeGreaterThan(at('sh -s -- k0s-processes end'));

		const again = await installOn(parts);
		expect(await again.run(all)).toBe('done');
	});

	test('what failed and lives on is seen by the next install before it starts, and named', async () => {
		const parts = open('ready', {stop: 'times-out'});
		await parts.runner.run({...(await import('../../source/command/k0s.js')).stop()});
		const session = await installOn(parts);
		const start = session.get().steps.find(({id}) => id === 'start');
		expect(start?.state).toBe('todo');
		expect(start?.found).toMatch(/failed \(timeout\).*etcd \d+, kube-apiserver \d+, konnectivity-server \d+/);
		expect(start?.commands.map(({command}) => command.argv.join(' '))).toEqual([
			'sh -s -- k0s-processes end control-plane /var/lib/k0s 15',
			'systemctl reset-failed k0scontroller.service',
			'k0s start',
		]);
		expect(await session.run(['start', 'healthy'])).toBe('done');
	});
});

describe('undo', () => {
	test('goes on where k0s is stopped already, by whomever', async () => {
		const parts = open('fresh');
		const first = await installOn(parts);
		const all = ids(first);
		expect(await first.run(all)).toBe('done');
		const k0s = await import('../../source/command/k0s.js');
		expect((await parts.runner.run(k0s.stop())).kind).toBe('ok');
		expect(await parts.runner.run(k0s.stop())).toMatchObject({exit: 1, stderr: 'Error: already stopped\n'});

		const before = changed(parts).length;
		const {end, session} = await undoAll(parts);
		expect(end).toBe('undone');
		expect(changed(parts).slice(before)).not.toContain('k0s stop');
		expect(session.output.get().map(line => line.text)).toContain(text.install.engine.isSo('k0s stop'));
	});

	test('a second time finds all of it so', async () => {
		const parts = open('fresh');
		const first = await installOn(parts);
		expect(await first.run(ids(first))).toBe('done');
		const k0s = await import('../../source/command/k0s.js');
		await parts.runner.run(k0s.stop());
		await parts.runner.run(k0s.reset());
		const {end, session} = await undoAll(parts);
		expect(end).toBe('undone');
		expect(session.get().steps.find(({id}) => id === 'install')?.ran?.found).toBe(text.install.engine.undoneBefore);
	});
});

describe('reset', () => {
	test.each(['active', 'failed', 'unit-gone'] as const)('from a unit that is %s: nothing is left', async state => {
		const parts = open('ready', {stop: 'times-out'});
		const k0s = await import('../../source/command/k0s.js');
		if (state !== 'active') await parts.runner.run(k0s.stop());
		if (state === 'unit-gone') {
			await parts.runner.run(k0s.reset());
			expect((await parts.runner.run(k0s.start())).stderr).toBe('Error: service in failed state\n');
		}

		const session = await createResetSession({...parts, dataDir: undefined});
		await session.refresh();
		const steps = session.get().steps.map(({id}) => id);
		expect(steps).toEqual(['privilege', 'stop', 'processes', 'reset', 'pods', 'leftovers']);
		expect(await session.run(steps)).toBe('done');
		expect(await session.left()).toMatchObject({leftovers: [], unread: []});
		const users = changed(parts).filter(each => each.startsWith('userdel'));
		const ends = changed(parts).findIndex(each => each.startsWith('sh -s -- k0s-processes end'));
		for (const user of users) expect(changed(parts).indexOf(user)).toBeGreaterThan(ends);
		const install = await installOn(parts);
		expect(install.get().steps.find(({id}) => id === 'start')?.found).toBe(text.install.steps.start.stopped);
	});
});
