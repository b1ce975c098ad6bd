import process from 'node:process';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import * as edit from '../../../source/command/edit.js';
import * as files from '../../../source/command/files.js';
import * as k0s from '../../../source/command/k0s.js';
import * as kubectl from '../../../source/command/kubectl.js';
import {upgrade} from '../../../source/commands/upgrade.js';
import {createClock} from '../../../source/engine/clock.js';
import {openJournal} from '../../../source/engine/open-journal.js';
import {defaultAnswers} from '../../../source/install/answers.js';
import {createUpgradeSession} from '../../../source/install/upgrade/session.js';
import {changesBetween, compare, stepsBetween, versionOf} from '../../../source/model/k0s-releases.js';
import {host, ownState, run, speed, stepOf, text, type Switches} from './support.js';

let end: () => void;
beforeEach(() => {
	end = ownState();
});
afterEach(() => end());

const old = 'v1.34.1+k0s.0';
const next = 'v1.35.7+k0s.0';
const previous = `/usr/local/bin/.k0s-${old}.previous`;

const versionOn = async (runner: ReturnType<typeof host>): Promise<string> =>
	(await runner.run(k0s.version())).stdout.trim();
const runningOn = async (runner: ReturnType<typeof host>): Promise<unknown> => {
	const {kind, stdout} = await runner.run(k0s.status());
	return kind === 'ok' ? (JSON.parse(stdout) as {Version: unknown}).Version : kind;
};

describe('upgrade on the simulated host', () => {
	test('one minor up: backup, new program asked, stop, replace, start, healthy with its kubelet', async () => {
		const runner = host('ready');
		const {exit, json, changed} = await run(upgrade, runner, `--to ${next} --json`);
		expect(json).toMatchObject({verdict: 'upgraded', from: old, to: next});
		expect(exit).toBe(0);
		expect(await versionOn(runner)).toBe(next);
		expect(await runningOn(runner)).toBe(next);
		expect(json['backup']).toMatch(/k0s_backup_.+\.tar\.gz$/);
		expect(stepOf(json, 'healthy-new')?.found).toContain('v1.35.7+k0s');
		// The old program stays beside the new one, and the backup comes before the stop.
		expect((await runner.run(files.existing([previous]))).stdout.trim()).toBe(previous);
		const order = changed.map(argv => argv.slice(0, 2).join(' '));
		expect(order.indexOf('k0s backup')).toBeGreaterThan(0);
		expect(order.indexOf('k0s backup')).toBeLessThan(order.indexOf('k0s stop'));
		expect(order.indexOf('k0s stop')).toBeLessThan(order.indexOf('ln -fT'));
		expect(order.lastIndexOf('k0s start')).toBeGreaterThan(order.indexOf('ln -fT'));

		const again = await run(upgrade, runner, `--to ${next}`);
		expect(again).toMatchObject({exit: 0});
	}, 60_000);

	test('two in a row, and one undo: the newest alone is taken back', {timeout: 90_000}, async () => {
		const runner = host('ready');
		const [second, third] = [next, 'v1.36.3+k0s.2'];
		for (const to of [second, third]) {
			const {exit, json} = await run(upgrade, runner, `--to ${to} --json`);
			expect(exit, JSON.stringify(json)).toBe(0);
		}

		expect(await runningOn(runner)).toBe(third);
		const session = await createUpgradeSession({
			...{runner, text, folder: '/root'},
			journal: openJournal(runner.kind, process.env),
			clock: createClock(speed),
			answers: {...defaultAnswers, version: third},
		});
		await session.refresh();
		const known = session.get().steps.filter(({undoRecorded}) => undoRecorded.length > 0);
		const named = known.flatMap(({undoRecorded}) => undoRecorded.map(({argv}) => argv.join(' ')));
		expect(named.join('\n')).toContain(second);
		expect(named.join('\n')).not.toContain(previous);
		expect(await session.undo(known.map(({id}) => id))).toBe('undone');
		expect(await versionOn(runner)).toBe(second);
	});

	test('upgrade --undo takes the newest back by itself: its plan first, the older store with it, and nothing twice', async () => {
		const runner = host('ready');
		const none = await run(upgrade, runner, '--undo --json');
		expect(none).toMatchObject({exit: 0, json: {verdict: 'undone', steps: []}, changed: []});
		expect((await run(upgrade, runner, `--to ${next} --json`)).exit).toBe(0);
		for (const [words, yes, exit] of [
			['--undo --plan', true, 0],
			['--undo', false, 2],
		] as const) {
			const shown = await run(upgrade, runner, words, yes);
			expect({exit: shown.exit, changed: shown.changed}).toEqual({exit, changed: []});
			expect(shown.out).toContain('what changed in the cluster since then is lost');
			expect(shown.out).toContain(`$ ${previous} restore`);
		}

		const {exit, json, changed} = await run(upgrade, runner, '--undo --json');
		expect(json).toMatchObject({verdict: 'undone', from: old, to: next});
		expect(exit).toBe(0);
		expect(changed.some(argv => argv[0] === previous && argv[1] === 'restore')).toBe(true);
		expect(await versionOn(runner)).toBe(old);
		const again = await run(upgrade, runner, '--undo --json');
		expect(again).toMatchObject({exit: 0, changed: []});
		expect((await run(upgrade, runner, `--undo --to ${next}`)).exit).toBe(2);
	}, 90_000);

	test('--plan and no --yes show every command, what is new and what a failure does; nothing changes', async () => {
		const runner = host('ready');
		for (const [words, yes, exit] of [
			['--plan', true, 0],
			['', false, 2],
		] as const) {
			const shown = await run(upgrade, runner, `--to ${next} ${words}`, yes);
			expect({exit: shown.exit, changed: shown.changed}).toEqual({exit, changed: []});
			for (const line of [
				'cgroup v1',
				'$ k0s backup --save-path',
				'$ k0s stop',
				'$ k0s start',
				'old program comes back',
			]) {
				expect(shown.out).toContain(line);
			}
		}
	});

	test.each([
		['v1.36.3+k0s.2', 'skips minor versions', 'k0s-tui upgrade --to v1.35.7+k0s.0; k0s-tui upgrade --to v1.36.3+k0s.2'],
		['v1.33.5+k0s.0', 'is older than', 'restore FILE'],
		['v1.34.0+k0s.0', 'is older than', 'restore FILE'],
	])('%s is refused before anything is fetched', async (to, found, hint) => {
		const runner = host('ready');
		const {exit, json, changed, err} = await run(upgrade, runner, `--to ${to} --json`);
		expect({exit, changed}).toEqual({exit: 1, changed: []});
		expect(stepOf(json, 'versions')).toMatchObject({state: 'blocked', found: expect.stringContaining(found)});
		expect(json).toMatchObject({error: {hint: expect.stringContaining(hint)}});
		expect(err).toBe('');
	});

	test('a bundle of images is copied beside the old ones before the stop; a file that is not there stops it before', async () => {
		const runner = host('ready');
		const gone = await run(upgrade, runner, `--to ${next} --bundle /srv/images.tar --json`);
		expect({exit: gone.exit, changed: gone.changed}).toEqual({exit: 1, changed: []});
		expect(stepOf(gone.json, 'images')).toMatchObject({
			state: 'blocked',
			found: expect.stringContaining('/srv/images.tar'),
		});

		await runner.run(edit.writeFile('/srv/images.tar', 'images'));
		const {exit, json, changed} = await run(upgrade, runner, `--to ${next} --bundle /srv/images.tar --json`);
		expect(json).toMatchObject({verdict: 'upgraded'});
		expect(exit).toBe(0);
		const order = changed.map(argv => argv.join(' '));
		const placed = order.findIndex(line => line.endsWith(' /var/lib/k0s/images/images.tar'));
		expect(placed).toBeGreaterThan(0);
		expect(placed).toBeLessThan(order.indexOf('k0s stop'));
	}, 90_000);

	test('without --to, and on a host without k0s, it says what to do', async () => {
		const {exit, err} = await run(upgrade, host('ready'), '');
		expect({exit, err}).toEqual({exit: 2, err: expect.stringContaining('missing --to VERSION')});
		const none = await run(upgrade, host('fresh'), `--to ${next} --json`);
		expect(none.exit).toBe(1);
		expect(stepOf(none.json, 'versions')).toMatchObject({state: 'blocked', found: 'k0s is not on this host'});
	});

	/** What fails, at which step, and whether the old version had been stopped. */
	const failures: ReadonlyArray<readonly [name: string, faults: Switches, step: string, stopped: boolean]> = [
		['a release that is not there', {download: 'not-found'}, 'fetch', false],
		['a download that is cut', {download: 'cut'}, 'fetch', false],
		['a download with another checksum', {download: 'corrupt'}, 'fetch', false],
		['a new program that refuses this host', {newVersion: 'rejects'}, 'try', false],
		['a backup that fails', {backup: 'fails'}, 'backup', false],
		['a backup that is not whole', {backup: 'empty'}, 'seal', false],
		['a stop that is refused', {stop: 'refused'}, 'stop', true],
		['a rename that fails', {rename: 'fails'}, 'swap', true],
		['a program that says another version', {newVersion: 'unnamed'}, 'swap', true],
		['a start that crashes', {newVersion: 'crashes'}, 'start-new', true],
		['a cluster that never gets healthy', {newVersion: 'unready'}, 'healthy-new', true],
	];

	test.each(failures)('%s: the old version runs', {timeout: 90_000}, async (_name, faults, step, stopped) => {
		const runner = host('ready', faults);
		const kept = {namespace: 'default', name: 'kept', image: 'docker.io/library/httpd:latest', port: 80};
		await runner.run(kubectl.createDeployment(kept, {}));
		const {exit, json, changed} = await run(upgrade, runner, `--to ${next} --json --healthy-wait 120`);
		expect(exit).toBe(1);
		expect(json).toMatchObject({from: old, to: next, error: {message: expect.stringContaining(`${step}:`)}});
		expect(await versionOn(runner)).toBe(old);
		expect(await runningOn(runner)).toBe(old);
		expect(json).toMatchObject({stands: {program: old, service: 'active'}});
		expect((await runner.run(kubectl.all())).stdout).toContain('"kept"');
		const stops = changed.some(argv => argv.join(' ') === 'k0s stop');
		expect(stops).toBe(stopped);
		expect(json['verdict']).toBe(stopped ? 'rolled-back' : 'failed');
		// A version that has run is not followed by an older one on its data: the backup is restored.
		const restored = changed.some(argv => argv[0] === previous && argv[1] === 'restore');
		expect(restored).toBe(step === 'start-new' || step === 'healthy-new');
		// No pod outlives a restored store: kube-proxy would wait for revisions that it saw, and miss what is changed until then.
		const endsPods = changed.findIndex(argv => argv.includes('k0s-processes') && argv.includes('all'));
		const restores = changed.findIndex(argv => argv.includes('restore'));
		expect(endsPods >= 0 && endsPods < restores).toBe(restored);
	});

	test('a failure can be tried again, and then it works', {timeout: 90_000}, async () => {
		const faults: Switches = {newVersion: 'crashes'};
		const runner = host('ready', faults);
		expect((await run(upgrade, runner, `--to ${next}`)).out).toContain(`${old} runs again and is healthy`);
		delete faults.newVersion;
		const {exit, json} = await run(upgrade, runner, `--to ${next} --json`);
		expect(json).toMatchObject({verdict: 'upgraded'});
		expect(exit).toBe(0);
	});
});

describe('versions', () => {
	const v = (tag: string) => {
		const version = versionOf(tag);
		if (version === undefined) throw new Error(tag);
		return version;
	};

	test('are ordered as Kubernetes and k0s count: minor, patch, pre-release before release, then k0s’s own', () => {
		const tags = [
			...['v1.33.13+k0s.1', 'v1.34.1-rc.0+k0s.0', 'v1.34.1-rc.1+k0s.0', 'v1.34.1+k0s.0', 'v1.34.1+k0s.1'],
			...['v1.34.10+k0s.0', 'v1.35.0-alpha.1+k0s.0', 'v1.35.0-beta.0+k0s.0', 'v1.35.0+k0s.0'],
		];
		expect(tags.toReversed().toSorted((a, b) => compare(v(a), v(b)))).toEqual(tags);
	});

	test('each minor between is named, with what is new in it', () => {
		expect(stepsBetween(v('v1.34.1+k0s.0'), v('v1.37.0+k0s.0')).map(({tag}) => tag)).toEqual([
			'v1.35.7+k0s.0',
			'v1.36.3+k0s.2',
			null,
		]);
		expect(changesBetween(v('v1.35.7+k0s.0'), v('v1.36.3+k0s.2')).map(({id}) => id)).toContain('containerd-2');
		expect(changesBetween(v('v1.35.1+k0s.0'), v('v1.35.7+k0s.0'))).toEqual([]);
	});
});
