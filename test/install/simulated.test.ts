import {describe, expect, test} from 'vitest';
import {change} from '../../source/command/command.js';
import * as firewallCmd from '../../source/command/firewall-cmd.js';
import type {LogEntry} from '../../source/host/command-log.js';
import {createRunner, type Runner} from '../../source/host/runner.js';
import type {Faults} from '../../source/simulated/faults.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {defaultAnswers, type InstallAnswers} from '../../source/install/answers.js';
import {createClock} from '../../source/engine/clock.js';
import {createMemoryJournal} from '../../source/engine/journal.js';
import {createInstallSession} from '../../source/install/session.js';
import {zoneInForce} from '../../source/model/firewall.js';
import {readDefaultZone, readZones} from '../../source/read/firewall/zones.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');
const speed = 200;
const stepIds = [
	'privilege',
	'preflight',
	'hostname',
	'firewall-trial',
	'firewall-commit',
	'download',
	'place',
	'install',
	'start',
	'healthy',
];

const open = (scenario: 'fresh' | 'ready' = 'fresh', faults: Faults = {}) => {
	const runner = createRunner(createSimulatedHost({scenario, speed, faults}), {});
	return {runner, journal: createMemoryJournal(), clock: createClock(speed), text};
};

type Parts = ReturnType<typeof open>;

const sessionOn = (parts: Parts, answers: Partial<InstallAnswers> = {}) =>
	createInstallSession({...parts, answers: {...defaultAnswers, ...answers}});

const changes = (log: readonly LogEntry[]) => log.filter(entry => entry.changes);

describe('the guided install on the simulated host', () => {
	test.each(['single-node', 'article'] as const)(
		'profile %s: to a healthy cluster by exactly the shown commands; a second run changes nothing',
		async profile => {
			const parts = open();
			const answers = {profile, hostname: 'centos10.home.local'};
			const session = sessionOn(parts, answers);
			await session.refresh();
			expect(session.get().steps.map(({id}) => id)).toEqual(stepIds);
			const shown = session.get().steps.flatMap(({commands}) => commands.map(({command}) => command));
			const agreed = new Map(
				session.get().steps.map(({id, commands}) => [id, commands.map(({command}) => command.argv)] as const),
			);

			expect(await session.run(stepIds, agreed)).toBe('done');
			expect(session.get().steps.map(({state}) => state)).toEqual(stepIds.map(() => 'done'));
			const executed = changes(parts.runner.log.get()).map(({argv}) => argv);
			expect(executed).toEqual(shown.filter(({changes: is}) => is).map(({argv}) => argv));

			const again = sessionOn(parts, answers);
			await again.refresh();
			expect(again.get().steps.every(({state, commands}) => state === 'done' && commands.length === 0)).toBe(true);
			expect(await again.run(stepIds)).toBe('done');
			expect(changes(parts.runner.log.get())).toHaveLength(executed.length);
		},
	);

	test('the article never opens the outward interface on the way', async () => {
		const parts = open();
		const zones: string[] = [];
		const watched: Runner = {
			...parts.runner,
			async run(command, options) {
				const outcome = await parts.runner.run(command, options);
				if (command.changes && command.argv[0] === 'firewall-cmd') zones.push(await outwardZone(parts.runner));
				return outcome;
			},
		};
		const session = sessionOn({...parts, runner: watched}, {profile: 'article'});
		await session.refresh();
		await session.run(['firewall-trial', 'firewall-commit']);
		expect(zones.length).toBeGreaterThan(20);
		expect(new Set(zones)).toEqual(new Set(['public']));
		const firewall = await parts.runner.run(firewallCmd.defaultZone());
		expect(firewall.stdout.trim()).toBe('trusted');
	});

	test('streams the download’s progress and keeps the meter out of the output', async () => {
		const parts = open();
		const session = sessionOn(parts);
		const seen: number[] = [];
		session.subscribe(() => {
			const {progress} = session.get();
			if (progress !== undefined && progress.received !== seen.at(-1)) seen.push(progress.received);
		});
		await session.refresh();
		expect(await session.run(['download'])).toBe('done');
		expect(seen.length).toBeGreaterThan(2);
		expect(seen).toEqual(seen.toSorted((a, b) => a - b));
		expect(session.get().progress).toBeUndefined();
		const printed = session.output.get().filter(({kind}) => kind === 'stdout' || kind === 'stderr');
		expect(printed.filter(({text: line}) => /% Total|Dload|--:--/.test(line))).toEqual([]);
	});

	test('one step at a time; a step whose turn has not come says so and runs nothing', async () => {
		const parts = open();
		const session = sessionOn(parts);
		await session.refresh();
		const step = (id: string) => session.get().steps.find(each => each.id === id);
		for (const [id, word] of [
			['firewall-commit', 'tested'],
			['place', 'Download'],
			['install', 'Place'],
			['start', 'Install the service'],
			['healthy', 'Start'],
		] as const) {
			expect(await session.run([id])).toBe('blocked');
			expect(step(id)?.ran?.found).toContain(word);
		}

		expect(changes(parts.runner.log.get())).toEqual([]);
		expect(await session.run(['firewall-trial'])).toBe('done');
		expect(step('firewall-trial')?.state).toBe('done');
		expect(await session.run(['firewall-commit'])).toBe('done');
	});

	test('a download that was damaged is never placed', async () => {
		const parts = open();
		const session = sessionOn(parts);
		await session.refresh();
		await session.run(['download']);
		const part = '/usr/local/bin/.k0s-v1.34.1+k0s.0-amd64.part';
		await parts.runner.run(change(['cp', '--', '/etc/os-release', part], 'x'));
		expect(await session.run(['place'])).toBe('blocked');
		await session.refresh();
		const step = session.get().steps.find(({id}) => id === 'download');
		expect(step).toMatchObject({state: 'todo', found: text.install.steps.download.faults['other-sum']});
		const version = await parts.runner.run({...firewallCmd.state(), argv: ['k0s', 'version']});
		expect(version.kind).toBe('not-found');
	});

	test.each(['not-found', 'cut', 'corrupt'] as const)('a download that fails (%s) is never placed', async download => {
		const parts = open('fresh', {download});
		const session = sessionOn(parts);
		await session.refresh();
		const result = await session.run(stepIds);
		expect(['failed', 'blocked']).toContain(result);
		const step = session.get().steps.find(({id}) => id === 'download');
		expect(step?.found).not.toBe('');
		expect(step?.state === 'failed' || step?.state === 'blocked').toBe(true);
		expect(changes(parts.runner.log.get()).filter(({argv}) => argv[0] === 'mv' || argv[0] === 'k0s')).toEqual([]);
	});

	test('a service that crashes: start fails with its own last error', async () => {
		const parts = open('fresh', {startCrash: 'Error: failed to start component etcd: bind: address already in use'});
		const session = sessionOn(parts);
		await session.refresh();
		expect(await session.run(stepIds)).toBe('failed');
		const start = session.get().steps.find(({id}) => id === 'start');
		expect(start?.state).toBe('failed');
		expect(start?.found).toContain('address already in use');
		expect(session.get().steps.find(({id}) => id === 'healthy')?.ran).toBeUndefined();
	});

	test('a run that was cut off goes on under its name, from where the host stands', async () => {
		const parts = open();
		const first = sessionOn(parts);
		await first.refresh();
		await first.run(['firewall-trial', 'firewall-commit', 'download']);
		const second = sessionOn(parts);
		await second.refresh();
		expect(
			second
				.get()
				.steps.filter(({state}) => state === 'todo')
				.map(({id}) => id),
		).toEqual(['place', 'install', 'start', 'healthy']);
		expect(await second.run(stepIds)).toBe('done');
		const {records} = await parts.journal.read();
		expect(new Set(records.map(({run}) => run)).size).toBe(1);
	});

	test('ready: nothing is left to do but the firewall', async () => {
		const parts = open('ready');
		const session = sessionOn(parts, {profile: 'article'});
		await session.refresh();
		expect(session.get().steps.map(({state}) => state)).toEqual(stepIds.map(() => 'done'));
	});
});

async function outwardZone(runner: Runner): Promise<string> {
	const [defaultZone, runtime] = [
		readDefaultZone(await runner.run(firewallCmd.defaultZone())),
		readZones(await runner.run(firewallCmd.allZones())),
	];
	if (!defaultZone.known || !runtime.known) throw new Error('firewalld does not answer');
	const inForce = zoneInForce({zones: runtime.value, defaultZone: defaultZone.value}, 'enp1s0');
	return inForce?.zone.name ?? 'none';
}
