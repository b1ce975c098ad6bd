import {describe, expect, test} from 'vitest';
import * as k0s from '../../../source/command/k0s.js';
import {createMemoryJournal} from '../../../source/engine/journal.js';
import {en} from '../../../source/text/en/index.js';
import {upkeep} from '../../../source/text/en/upkeep.js';
import {InstallView} from '../../../source/screens/install/view.js';
import {jobsOf} from '../../../source/screens/jobs.js';
import {showWalk as show} from '../../support/steps-screen.js';

const {screen: words} = upkeep;
const old = 'v1.34.1+k0s.0';
const next = 'v1.35.7+k0s.0';

type Screen = ReturnType<typeof show>;

const ready = (given: Parameters<typeof show>[1] = {}): Screen =>
	show(InstallView, {scenario: 'ready', height: 20, speed: 400, ...given});

/** From the list of what can be done to the steps of an upgrade to the next minor. */
async function toUpgrade(screen: Screen): Promise<void> {
	await screen.sees('of 10 steps done');
	await screen.acts('install.upgrade');
	await screen.sees(next);
	await screen.press('j', 'enter');
	await screen.sees(words.titles.upgrade(old, next));
	await screen.until(() => !screen.frame().includes(words.reading));
}

const runs = async (screen: Screen): Promise<unknown> => {
	const {kind, stdout} = await screen.runner.run(k0s.status());
	return kind === 'ok' ? (JSON.parse(stdout) as {Version: unknown}).Version : kind;
};

describe('upgrade, backup and restore on the Install screen', () => {
	test('x lists what keeps a cluster, a sentence each; esc leads back, and nothing was changed', async () => {
		const screen = ready();
		await screen.sees('of 10 steps done');
		await screen.press('x');
		await screen.sees(words.menu.upgrade.name);
		for (const kind of ['upgrade', 'backup', 'restore'] as const)
			expect(screen.frame()).toContain(words.menu[kind].name);
		screen.fits();
		await screen.press('escape');
		await screen.sees('of 10 steps done');
		expect(screen.changes()).toEqual([]);
	});

	test('the versions that this host can go to stand to choose; any other is typed, and a wrong one refused', async () => {
		const screen = ready();
		await screen.sees('of 10 steps done');
		await screen.acts('install.upgrade');
		await screen.sees(words.choose.upgrade.title);
		await screen.sees('v1.34.10+k0s.0');
		expect(screen.frame()).toContain(words.here(old));
		expect(screen.frame()).toContain(next);
		screen.fits();
		await screen.press('G', 'enter');
		screen.type('1.36');
		await screen.settled();
		expect(screen.frame()).toContain(words.badVersion);
		await screen.press('enter');
		expect(screen.said).toContain(words.badVersion);
		await screen.press('escape', 'escape');
		await screen.sees('of 10 steps done');
		expect(screen.changes()).toEqual([]);
	});

	test('an upgrade: what changes in a sentence each, every command below, then it runs and is healthy', async () => {
		const screen = ready({height: 30});
		await toUpgrade(screen);
		expect(screen.changes()).toEqual([]);
		// The selection stands where it would begin.
		await screen.sees(`${upkeep.upgrade.fetch.title}  ○`);
		await screen.press('enter');
		await screen.sees(words.ask.upgrade(next));
		expect(screen.frame()).toContain(upkeep.upgrade.stop.does);
		expect(screen.frame()).toContain('the old program comes back');
		screen.fits();
		await screen.press('G');
		expect(screen.frame()).toMatch(/[#$] k0s start/);
		await screen.press('y');
		await screen.sees(words.done.upgrade(next));
		expect(await runs(screen)).toBe(next);
		screen.fits();

		// And back to the old one: what is lost stands in the question.
		await screen.press('u');
		await screen.sees(words.ask.undo(old));
		expect(screen.frame().replaceAll(/\s+/g, ' ')).toContain('All changes in the cluster since the upgrade are lost');
		await screen.press('y');
		await screen.sees(words.open.upgrade);
		expect(await runs(screen)).toBe(old);
	}, 120_000);

	test('an upgrade that fails says that it went back, and why', async () => {
		const screen = ready({faults: {newVersion: 'crashes'}, height: 30});
		await toUpgrade(screen);
		await screen.press('enter');
		await screen.sees(words.ask.upgrade(next));
		await screen.press('y');
		await screen.sees(words.wentBack(old, upkeep.upgrade.start.title));
		expect(await runs(screen)).toBe(old);
		screen.fits();
	}, 120_000);

	test('one that was stopped midway is told by the journal alone, and continued from where it stood', async () => {
		const journal = createMemoryJournal();
		const first = ready({journal, height: 30, speed: 40});
		await toUpgrade(first);
		await first.press('enter');
		await first.sees(words.ask.upgrade(next));
		const jobs: unknown[] = [];
		const {session} = first.upkeep.get();
		session?.subscribe(() => {
			if (jobs.length > 0 || session.get().running !== 'fetch') return;
			jobs.push(jobsOf(first.working())[0]);
			session.stop();
		});
		await first.press('y');
		await first.sees(en.install.states.aborted);
		expect(jobs[0]).toMatchObject({id: 'upgrade', state: 'running', screen: 'install'});

		const second = ready({journal, runner: first.runner, height: 30});
		await second.until(() => second.upkeep.get().cut !== undefined);
		expect(second.upkeep.get()).toMatchObject({session: undefined, cut: {kind: 'upgrade', wanted: {to: next}}});
		expect(jobsOf(second.working())).toMatchObject([{id: 'upgrade', state: 'interrupted', screen: 'install'}]);
		await second.press('x');
		await second.sees(words.interrupted);
		await second.press('enter');
		await second.sees(words.titles.upgrade(old, next));
		await second.sees(words.cutHint.slice(0, 20));
	}, 120_000);

	test('a backup is one question away, and says where it lies', async () => {
		const screen = ready();
		await screen.sees('of 10 steps done');
		await screen.acts('install.backup');
		await screen.sees(words.open.backup);
		await screen.press('enter');
		await screen.sees(words.ask.backup);
		await screen.press('y');
		await screen.sees(words.done.backup);
		expect(screen.frame()).toMatch(/k0s_backup_\S+\.tar\.gz/);
		// It stands to choose for a restore, which refuses to write over the cluster that is here.
		await screen.press('escape');
		await screen.acts('install.restore');
		await screen.sees('k0s_backup_');
		await screen.press('enter');
		await screen.sees(upkeep.restore.vacant.runs);
		await screen.press('enter');
		expect(screen.said.at(-1)).toContain(upkeep.restore.vacant.runs);
	}, 60_000);

	test('a read-only session shows the steps, and a key says who forbids to run them', async () => {
		const screen = ready({readOnly: true});
		await screen.sees(en.install.screen.refuses['read-only']);
		await screen.acts('install.backup');
		await screen.sees(words.open.backup);
		await screen.press('enter');
		expect(screen.said.at(-1)).toBe(en.app.forbidden('--read-only'));
	});
});
