import {describe, expect, test} from 'vitest';
import {defaultAnswers, type InstallAnswers} from '../../source/install/answers.js';
import {createClock} from '../../source/engine/clock.js';
import {createMemoryJournal} from '../../source/engine/journal.js';
import {createInstallSession} from '../../source/install/session.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import * as edit from '../../source/command/edit.js';
import * as k0s from '../../source/command/k0s.js';
import {catalogue} from '../../source/text/text.js';
import {listening, ofK0s, placed, unitOf} from '../checks/case.js';
import {absent, answering, controller, disk, failing, goodHost, type Given} from '../support/good-host.js';
import {fakeRunner} from '../support/fake-runner.js';
import {sample} from '../support/samples.js';

const text = catalogue('en');
const df = 'df -B1 --output=source,fstype,size,avail,itotal,iavail,target -- ';

const preflight = async (given: Given, answers: Partial<InstallAnswers> = {}) => {
	const session = createInstallSession({
		...{runner: fakeRunner(answering({...goodHost, ...given})), journal: createMemoryJournal(), text},
		...{clock: createClock(), answers: {...defaultAnswers, ...answers}},
	});
	await session.refresh();
	return session.get().steps.find(({id}) => id === 'preflight');
};

test('a good host is let through', async () => {
	expect(await preflight({})).toMatchObject({state: 'done'});
});

describe('what check calls FAIL and no start gets over is refused, in its words', () => {
	const nginx = listening('0.0.0.0:8080 0.0.0.0:* users:(("nginx",pid=812,fd=6))');
	test.each([
		['a port of somebody else', {...nginx, ...ofK0s()}, 'taken: 8080 by nginx (812)'],
		['a port that nobody names', {...listening('*:6443 *:*'), ...ofK0s()}, 'taken: 6443 by a process that only root'],
		['little space', {[`${df}/var/lib`]: disk('xfs', 1_500_000_000)}, 'Disk space'],
		['a full disk, though it is large', {[`${df}/var/lib`]: disk('xfs', 2_100_000_000)}, '11 %'],
		['few inodes', {[`${df}/var/lib`]: disk('xfs', 14_000_000_000, 5000)}, 'nodes'],
		['read-only', {'cat -- /proc/self/mounts': '/dev/vda3 / xfs ro 0 0\n'}, 'read-only'],
		['noexec', {'cat -- /proc/self/mounts': '/dev/vda3 / xfs rw,noexec 0 0\n'}, 'noexec'],
		['no name server', {'cat -- /etc/resolv.conf': ''}, 'DNS servers: no server'],
		['no resolv.conf', {'cat -- /etc/resolv.conf': absent('/etc/resolv.conf')}, 'DNS servers: no server'],
		[
			'the disk of another data folder',
			{
				'ls -1d -- /srv/k0s': failing("ls: cannot access '/srv/k0s': No such file or directory\n", 2, '/\n/srv\n'),
				[`${df}/srv`]: disk('ext4', 300_000_000, 8_000_000, '/srv'),
			},
			'/srv',
			{dataDir: '/srv/k0s'},
		],
		[
			'a configuration that lies where k0s looks, with all that k0s says',
			{
				...placed,
				'ls -1d -- /etc/k0s/k0s.yaml': '/etc/k0s/k0s.yaml\n',
				'k0s config validate': failing(sample('k0s/1.34.1/config-validate-values.stderr')),
			},
			'spec: network: podCIDR: Invalid value: "10.0.0.0/99": invalid CIDR address',
		],
	] satisfies ReadonlyArray<readonly [string, Given, string, Partial<InstallAnswers>?]>)('%s', async (...row) => {
		const [, given, found, answers] = row as readonly [string, Given, string, Partial<InstallAnswers>?];
		const step = await preflight(given, answers);
		expect(step).toMatchObject({state: 'blocked', commands: []});
		expect(step?.found).toContain(found);
	});

	test('several at once are all told', async () => {
		const step = await preflight({...nginx, ...ofK0s(), 'cat -- /etc/resolv.conf': ''});
		expect(step?.found).toContain('nginx');
		expect(step?.found).toContain('no server');
	});
});

describe('no reason to refuse', () => {
	const stopped = {...placed, [unitOf]: controller('inactive', 'dead')};
	const proxy = listening('*:10249 *:* users:(("kube-proxy",pid=3999,fd=11))');

	test.each([
		[
			'pods that go on while k0s is stopped',
			{...stopped, ...proxy, ...ofK0s([3649, 'shim', 'containerd-shim-runc-v2'], [3999, 'pod', 'kube-proxy'])},
		],
		[
			'what a killed k0s left: the start ends it',
			{
				...{...placed, [unitOf]: controller('failed', 'failed')},
				...listening('*:6443 *:* users:(("kube-apiserver",pid=9,fd=6))'),
				...ofK0s([9, 'control-plane', 'kube-apiserver']),
			},
		],
		[
			'a k0s that runs, whose own file was spoilt since',
			{
				...{...placed, [unitOf]: controller('active'), 'ls -1d -- /etc/k0s/k0s.yaml': '/etc/k0s/k0s.yaml\n'},
				'k0s config validate': failing('Error: spec: wrong\n'),
			},
		],
		['a k0s that runs', {...placed, [unitOf]: controller('active'), 'cat -- /etc/resolv.conf': ''}],
		[
			'space that an installed k0s has taken',
			{...stopped, [`${df}/var/lib`]: disk('xfs', 1_900_000_000).replace('18000000000', '9000000000')},
		],
		[
			'a port that a single node does not need',
			{...listening('*:8132 *:* users:(("x",pid=7,fd=6))'), ...ofK0s()},
			{single: true},
		],
		['a port on another address', {...listening('192.168.122.161:2379 *:* users:(("x",pid=7,fd=6))'), ...ofK0s()}],
		['listeners that could not be read', {'ss -Hltnup': failing('x', 1)}],
		['a configuration file and no k0s yet', {'ls -1d -- /etc/k0s/k0s.yaml': '/etc/k0s/k0s.yaml\n'}],
	] satisfies ReadonlyArray<readonly [string, Given, Partial<InstallAnswers>?]>)('%s', async (...row) => {
		const [, given, answers] = row as readonly [string, Given, Partial<InstallAnswers>?];
		expect((await preflight(given, answers))?.state).toBe('done');
	});
});

describe('a configuration that only the placed k0s can judge', () => {
	test('is refused before k0s is installed, and its unit is not written', async () => {
		const host = createSimulatedHost({scenario: 'fresh', speed: 500});
		const runner = createRunner(host, {});
		await runner.run(edit.writeFile('/etc/k0s/k0s.yaml', 'spec:\n  network:\n    provider: foo\n'));
		const session = createInstallSession({
			...{runner, journal: createMemoryJournal(), text, clock: createClock(500)},
			answers: defaultAnswers,
		});
		await session.refresh();
		expect(session.get().steps.find(({id}) => id === 'preflight')?.state).toBe('done');
		expect(await session.run(session.get().steps.map(({id}) => id))).toBe('blocked');
		const step = session.get().steps.find(({id}) => id === 'install');
		expect(step?.found).toContain('spec: network: provider: Unsupported value: "foo"');
		expect(runner.log.get().map(({argv}) => argv.join(' '))).not.toContainEqual(expect.stringMatching(/^k0s install/));
		expect((await runner.run(k0s.version())).kind).toBe('ok');
		await runner.close();
	});
});
