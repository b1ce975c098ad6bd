import {describe, expect, test} from 'vitest';
import type {Command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import {firewallFact} from '../../source/fact-table/firewall-facts.js';
import {asked, gather} from '../../source/fact-table/gather.js';
import {k0sFacts, type DataChoice, type K0sFacts} from '../../source/fact-table/k0s-facts.js';
import {machineFacts, type MachineFacts} from '../../source/fact-table/machine-facts.js';
import {first, firstThere, notAsked, one, unasked} from '../../source/fact-table/one-fact.js';
import {known} from '../../source/facts/reading.js';
import {outcomeOf} from '../support/samples.js';

type Answers = Readonly<Record<string, Partial<Outcome>>>;

/** A host that gives these answers by argv; whatever else is asked is not there. */
function host(answers: Answers) {
	const argvs: string[] = [];
	const ask = async ({argv}: Command): Promise<Outcome> => {
		const line = argv.join(' ');
		argvs.push(line);
		const found = Object.entries(answers).find(([begin]) => line.startsWith(begin))?.[1];
		return outcomeOf({argv, ...(found ?? {kind: 'failed', exit: 1, stderr: `cat: x: No such file or directory\n`})});
	};
	return {ask, argvs};
}

const unit = (id: string, load: string, path = ''): Partial<Outcome> => ({
	stdout: `Id=${id}.service\nLoadState=${load}\nActiveState=inactive\nSubState=dead\nFragmentPath=${path}\n`,
});
const controller = 'systemctl show k0scontroller.service';
const worker = 'systemctl show k0sworker.service';

const k0sOf = async (
	answers: Answers,
	names: ReadonlyArray<keyof K0sFacts>,
	choice: DataChoice = {dataDir: undefined},
) => {
	const {ask, argvs} = host(answers);
	return {facts: await gather<K0sFacts, DataChoice>(k0sFacts, choice, ask).need(names), argvs};
};

describe('the unit of this host', () => {
	const id = async (answers: Answers) => {
		const {controllerUnit} = (await k0sOf(answers, ['controllerUnit'])).facts;
		return controllerUnit?.known ? controllerUnit.value.id : controllerUnit?.unknown.reason;
	};

	test('is the controller’s, also beside a worker’s', async () => {
		expect(await id({[controller]: unit('k0scontroller', 'loaded'), [worker]: unit('k0sworker', 'loaded')})).toBe(
			'k0scontroller.service',
		);
	});

	test('is the worker’s where that alone is there', async () => {
		expect(await id({[controller]: unit('k0scontroller', 'not-found'), [worker]: unit('k0sworker', 'loaded')})).toBe(
			'k0sworker.service',
		);
		expect(await id({[controller]: unit('k0scontroller', 'not-found'), [worker]: unit('k0sworker', 'not-found')})).toBe(
			'k0scontroller.service',
		);
	});

	test('is not known where systemd does not answer, whatever the worker’s is', async () => {
		expect(
			await id({
				[controller]: {kind: 'failed', exit: 1, stderr: 'Failed to connect to bus\n'},
				[worker]: unit('k0sworker', 'loaded'),
			}),
		).toBe('failed');
	});
});

describe('the unit’s file', () => {
	test('is read where systemd found it', async () => {
		const {facts} = await k0sOf(
			{
				[controller]: unit('k0scontroller', 'loaded', '/usr/lib/systemd/system/k0scontroller.service'),
				'cat -- /usr/lib/systemd/system/k0scontroller.service': {
					stdout: 'ExecStart=/x/k0s controller --data-dir=/srv/k0s\n',
				},
			},
			['unitFile'],
		);
		expect(facts.unitFile).toMatchObject({known: true, value: expect.stringContaining('/srv/k0s') as string});
	});

	test('is none where systemd knows no file, and nothing is asked for it', async () => {
		const {facts, argvs} = await k0sOf(
			{[controller]: unit('k0scontroller', 'not-found'), [worker]: unit('k0sworker', 'not-found')},
			['unitFile'],
		);
		expect(facts.unitFile).toMatchObject({known: true, value: null});
		expect(argvs.filter(argv => argv.startsWith('cat'))).toEqual([]);
	});

	test('in the usual place tells what it says without systemd; none there tells nothing', async () => {
		const refused = {kind: 'failed', exit: 1, stderr: 'Failed to connect to bus\n'} as const;
		const path = 'cat -- /etc/systemd/system/k0scontroller.service';
		const there = await k0sOf({systemctl: refused, [path]: {stdout: 'x\n'}}, ['unitFile']);
		expect(there.facts.unitFile).toMatchObject({known: true, value: 'x\n'});
		expect((await k0sOf({systemctl: refused}, ['unitFile'])).facts.unitFile).toMatchObject({known: false});
	});
});

test('the disk is that of the nearest folder that is there, of the data folder that the unit names', async () => {
	const df = 'Filesystem Type 1B-blocks Avail Inodes IFree Mounted on\n/dev/sdb1 ext4 1000 500 100 90 /srv\n';
	const {facts, argvs} = await k0sOf(
		{
			[controller]: unit('k0scontroller', 'loaded', '/u'),
			'cat -- /u': {stdout: '[Service]\nExecStart=/usr/local/bin/k0s controller --data-dir=/srv/k0s\n'},
			'ls -1d -- /srv': {
				kind: 'failed',
				exit: 2,
				stdout: '/srv\n/\n',
				stderr: "ls: cannot access '/srv/k0s': No such file or directory\n",
			},
			df: {stdout: df},
		},
		['disk'],
		{dataDir: '/other'},
	);
	expect(facts.dataAncestor).toMatchObject({known: true, value: '/srv'});
	expect(argvs.find(argv => argv.startsWith('df'))).toContain('/srv');
	expect(argvs.join('\n')).not.toContain('/other');
});

test('facts are read once each, after those that they follow from', async () => {
	const {ask, argvs} = host({
		[controller]: unit('k0scontroller', 'not-found'),
		[worker]: unit('k0sworker', 'not-found'),
		'ls -1d -- /var/lib': {stdout: '/var/lib\n'},
	});
	const gatherer = gather<K0sFacts, DataChoice>(k0sFacts, {dataDir: undefined}, ask);
	await Promise.all([gatherer.need(['disk', 'unitFile']), gatherer.need(['dataAncestor'])]);
	await gatherer.need(['controllerUnit']);
	expect(argvs.filter(argv => argv.startsWith('systemctl'))).toHaveLength(2);
	expect(argvs.findIndex(argv => argv.startsWith('systemctl'))).toBeLessThan(
		argvs.findIndex(argv => argv.startsWith('ls -1d -- /var/lib')),
	);
	expect(asked(k0sFacts, ['disk'], {dataDir: undefined}, gatherer.facts).map(({argv}) => argv[0])).toEqual(['df']);
	expect(asked(k0sFacts, ['disk'], {dataDir: undefined}, {})).toEqual([]);
});

describe('firewalld’s zones', () => {
	const zone: Partial<Outcome> = {stdout: 'public\n'};
	const zones: Partial<Outcome> = {stdout: 'public (default)\n  target: default\n'};
	const bad: Partial<Outcome> = {kind: 'failed', exit: 252, stderr: 'FirewallD is not running\n'};
	const read = (...parts: ReadonlyArray<Partial<Outcome>>) => firewallFact.read(parts.map(part => outcomeOf(part)));

	test('are asked for as the default one, those in force and those written down', () => {
		expect(firewallFact.commands().map(({argv}) => argv.slice(1).join(' '))).toEqual([
			'--get-default-zone',
			'--list-all-zones',
			'--permanent --list-all-zones',
		]);
		expect(read(zone, zones, zones)).toMatchObject({
			known: true,
			value: {defaultZone: 'public', runtime: [{name: 'public'}], permanent: [{name: 'public'}]},
		});
	});

	test.each([
		['the default zone', [bad, zones, zones]],
		['those in force', [zone, bad, zones]],
		['those written down', [zone, zones, bad]],
		['all but the first', [zone]],
	])('are known together or not: without %s', (_, parts) => {
		expect(read(...parts)).toMatchObject({known: false});
	});
});

describe('name servers of systemd-resolved', () => {
	const of = async (conf: string) => {
		const {ask, argvs} = host({
			'cat -- /etc/resolv.conf': {stdout: conf},
			'cat -- /run/systemd/resolve/resolv.conf': {stdout: 'nameserver 192.0.2.9\n'},
		});
		const {resolvedConf} = await gather<MachineFacts, unknown>(machineFacts, undefined, ask).need(['resolvedConf']);
		return {resolvedConf, asked: argvs.some(argv => argv.includes('/run/systemd/resolve'))};
	};

	test('are asked for where its stub stands in resolv.conf, and only there', async () => {
		expect(await of('nameserver 127.0.0.53\n')).toMatchObject({
			asked: true,
			resolvedConf: {known: true, value: {nameservers: ['192.0.2.9']}},
		});
		expect(await of('nameserver 192.0.2.1\n')).toMatchObject({asked: false, resolvedConf: {known: true, value: null}});
	});
});

test('tables of the old back end, and none where the kernel has no such file', async () => {
	const tables = async (answers: Answers) =>
		(await gather<MachineFacts, unknown>(machineFacts, undefined, host(answers).ask).need(['legacyTables']))
			.legacyTables;
	expect(await tables({'cat -- /proc/net/ip_tables_names': {stdout: 'filter\nnat\n'}})).toMatchObject({
		known: true,
		value: ['filter', 'nat'],
	});
	expect(await tables({})).toMatchObject({known: true, value: []});
});

describe('one fact', () => {
	const words = ({stdout}: Outcome) => known(stdout);

	test('of what was not asked: what the caller says, else that nothing was asked', () => {
		expect(first([], words)).toBe(notAsked);
		expect(first([outcomeOf({stdout: 'a'}), outcomeOf({stdout: 'b'})], words)).toMatchObject({value: 'a'});
		const read = one({argv: ['x'], kind: 'x'} as unknown as Command, ({kind}) => kind);
		expect(read.read([])).toBe('aborted');
		expect(unasked).toMatchObject({kind: 'aborted', exit: null, stdout: ''});
	});

	test('the first folder that is there, in the order asked, not in that of the answer', () => {
		const ls = outcomeOf({
			kind: 'failed',
			exit: 2,
			stdout: '/\n/var\n',
			stderr: "ls: cannot access '/var/x': No such file or directory\n",
		});
		expect(firstThere([ls], ['/var/x', '/var', '/'])).toMatchObject({known: true, value: '/var'});
		expect(firstThere([ls], ['/srv'])).toEqual({known: false, unknown: {reason: 'not-installed', detail: '/srv'}});
		expect(firstThere([], ['/'])).toBe(notAsked);
	});
});
