import {expect, test} from 'vitest';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions} from '../../source/checks/options.js';
import {runChecks} from '../../source/checks/run.js';
import {createClock} from '../../source/engine/clock.js';
import {createMemoryJournal} from '../../source/engine/journal.js';
import {defaultAnswers} from '../../source/install/answers.js';
import {createInstallSession} from '../../source/install/session.js';
import {leastDisk, leastInodes, leastMemory} from '../../source/model/requirements.js';
import {catalogue} from '../../source/text/text.js';
import {df, unitOf, type Case} from '../checks/case.js';
import {firewallCases} from '../checks/cases-firewall.js';
import {installCases} from '../checks/cases-install.js';
import {networkCases} from '../checks/cases-network.js';
import {outsideCases} from '../checks/cases-outside.js';
import {systemCases} from '../checks/cases-system.js';
import {fakeRunner} from '../support/fake-runner.js';
import {answering, controller, disk, failing, goodHost, type Given} from '../support/good-host.js';

const text = catalogue('en');

/** The checks that fail on a host, and what the pre-flight of an install says of the same host. */
async function both(given: Given, dataDir?: string) {
	const runner = fakeRunner(answering({...goodHost, ...given}));
	const reports = await runChecks(allChecks, {
		ask: command => runner.run(command),
		options: dataDir === undefined ? defaultOptions : {...defaultOptions, dataDir},
		text,
	});
	const session = createInstallSession({
		...{runner, journal: createMemoryJournal(), text, clock: createClock()},
		answers: {...defaultAnswers, dataDir},
	});
	await session.refresh();
	return {
		failed: reports.filter(({result}) => result === 'fail').map(({id}) => id),
		preflight: session.get().steps.find(({id}) => id === 'preflight'),
	};
}

const memory = (bytes: number): Given => ({'cat -- /proc/meminfo': `MemTotal: ${bytes / 1024} kB\nSwapTotal: 0 kB\n`});
/** Of this size, so that the share of it is not what decides. */
const space = (available: number, size = 9_000_000_000): Given => ({
	[df]: disk('xfs', available).replace('18000000000', String(size)),
});
const inodes = (free: number): Given => ({[df]: disk('ext4', 14_000_000_000, free).replace('8910848', '1000000')});

test.each([
	['memory: the least', memory(leastMemory), true],
	['memory: less than the least', memory(leastMemory - 1024), false],
	['disk: the least', space(leastDisk), true],
	['disk: a byte less', space(leastDisk - 1), false],
	['disk: between 2,000,000,000 bytes and 2 GiB', space(2_050_000_000), true],
	['share: 15 % of the disk', space(2_700_000_000, 18_000_000_000), true],
	['share: a byte less', space(2_699_999_999, 18_000_000_000), false],
	['inodes: the least', inodes(leastInodes), true],
	['inodes: one less', inodes(leastInodes - 1), false],
] as const)('%s: checks and install agree', async (_what, given, passes) => {
	const {failed, preflight} = await both(given);
	expect([failed.length === 0, preflight?.state]).toEqual([passes, passes ? 'done' : 'blocked']);
});

test('the disk is that of the data folder which the installed unit names', async () => {
	const full = disk('xfs', 100_000_000, 8_000_000, '/');
	const {failed, preflight} = await both({
		[unitOf]: controller('inactive', 'dead'),
		'cat -- /etc/systemd/system/k0scontroller.service':
			'[Service]\nExecStart=/usr/local/bin/k0s controller --data-dir=/srv/k0s --enable-worker=true --no-taints=true\n',
		[df]: full,
		'ls -1d -- /srv/k0s': failing("ls: cannot access '/srv/k0s': No such file or directory\n", 2, '/\n/srv\n'),
		'df -B1 --output=source,fstype,size,avail,itotal,iavail,target -- /srv': disk(
			'xfs',
			14_000_000_000,
			8_000_000,
			'/srv',
		),
	});
	expect([failed, preflight?.state]).toEqual([[], 'done']);
});

const hosts: readonly Case[] = [...systemCases, ...networkCases, ...firewallCases, ...installCases, ...outsideCases];

test('install is blocked on no host on which no check fails', async () => {
	const judged = await Promise.all(
		hosts.map(async ([what, given, , , options]) => ({what, ...(await both(given, options?.dataDir))})),
	);
	const passed = judged.filter(({failed}) => failed.length === 0);
	expect(passed.length).toBeGreaterThan(50);
	expect(passed.filter(({preflight}) => preflight?.state !== 'done').map(({what}) => what)).toEqual([]);
});
