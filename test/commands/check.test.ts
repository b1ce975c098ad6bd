import {describe, expect, test} from 'vitest';
import type {Report} from '../../source/checks/check.js';
import {check, checkLines} from '../../source/commands/check.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {createRunner} from '../../source/host/runner.js';
import type {Faults} from '../../source/simulated/faults.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {answering, failing, goodHost, type Given} from '../support/good-host.js';

const text = catalogue('en');
const run = (given: Given, values: Record<string, string> = {}) =>
	check.run(
		{
			runner: fakeRunner(answering({...goodHost, ...given}), 'recorded'),
			text,
			settings: settingsFrom({}),
			signal: new AbortController().signal,
			say: () => undefined,
		},
		values,
		[],
	);

type Json = {checks: Array<Record<string, unknown>>; summary: Record<string, number>};

describe('check', () => {
	test('a good host: exit 0, every check in the JSON with the keys of the contract', async () => {
		const answer = await run({});
		const {checks, summary} = answer.json as Json;
		expect(answer.exit).toBe(0);
		expect(checks.length).toBeGreaterThan(55);
		for (const one of checks) {
			expect(Object.keys(one).sort()).toEqual(
				['evidence', 'found', 'group', 'id', 'remedy', 'result', 'title', 'wanted', 'why'].sort(),
			);
			for (const key of ['id', 'group', 'title', 'found', 'wanted', 'why'])
				expect(one[key], String(one['id'])).not.toBe('');
			expect(one['result']).toMatch(/^(pass|warn|fail|skip|unknown)$/);
		}

		expect(new Set(checks.map(({id}) => id)).size).toBe(checks.length);
		expect(summary).toEqual({pass: checks.length - 10, warn: 0, fail: 0, skip: 10, unknown: 0});
		expect(answer.lines.at(-1)).toBe(`nothing failed · 0 warnings · ${checks.length - 10} ok · 10 skipped`);
	});

	test('the line that runs a fix has what it was asked with: without its nodes it would judge another host', () => {
		const report: Report = {
			...({
				id: 'firewall-nodes',
				group: 'firewall',
				title: 'x',
				result: 'warn',
				found: 'x',
				wanted: 'x',
				why: 'x',
			} as const),
			...{evidence: [], remedy: {commands: [], note: 'x', fix: {undo: [], safe: false}}},
		};
		const lines = checkLines([report], text, ['--nodes', '192.168.122.162,192.168.122.163', '--role', 'worker']);
		expect(lines.join('\n')).toContain(
			'k0s-tui check --fix firewall-nodes --nodes 192.168.122.162,192.168.122.163 --role worker --yes runs it',
		);
	});

	test('every row ends with the id that --only and --fix take', async () => {
		const {json, lines} = await run({});
		const ids = (json as Json).checks.map(({id}) => String(id));
		const printed = lines.flatMap(line => /  \[([a-z\d-]+)\]$/.exec(line)?.[1] ?? []);
		expect(printed).toEqual(ids);
	});

	test('one failure: exit 1, what should be and what would mend it', async () => {
		const answer = await run({'cat -- /etc/hosts': '\n', 'getent hosts localhost': failing('', 2)});
		expect(answer.exit).toBe(1);
		const one = (answer.json as Json).checks.find(({id}) => id === 'localhost');
		expect(one).toMatchObject({
			result: 'fail',
			evidence: [
				{argv: ['cat', '--', '/etc/hosts'], exit: 0},
				{argv: ['getent', 'hosts', 'localhost'], exit: 2},
			],
			remedy: {
				commands: [
					['install', '-d', '-m', '700', '--', '/var/lib/k0s-tui/backup'],
					['cp', '-a', '--backup=numbered', '--', '/etc/hosts', '/var/lib/k0s-tui/backup/hosts'],
					['sed', '-i', '-e', '$a\\127.0.0.1 localhost', '--', '/etc/hosts'],
				],
				note: 'Add the line “127.0.0.1 localhost” to /etc/hosts.',
				applies: true,
				safe: true,
				reboot: false,
				undo: [['sed', '-i', '-e', String.raw`\|^127\.0\.0\.1 localhost$|d`, '--', '/etc/hosts']],
			},
		});
		const at = answer.lines.findIndex(line => line.includes('FAIL'));
		expect(answer.lines.slice(at, at + 7)).toEqual([
			'  FAIL     localhost resolves                   localhost has no address  [localhost]',
			'           wanted: 127.0.0.1 in /etc/hosts',
			'           fix: install -d -m 700 -- /var/lib/k0s-tui/backup',
			'           fix: cp -a --backup=numbered -- /etc/hosts /var/lib/k0s-tui/backup/hosts',
			"           fix: sed -i -e '$a\\127.0.0.1 localhost' -- /etc/hosts",
			'           fix: Add the line “127.0.0.1 localhost” to /etc/hosts.',
			'           fix: k0s-tui check --fix localhost --yes runs it',
		]);
	});

	test('a remedy’s commands are argvs, and shown as typed', async () => {
		const answer = await run({'timedatectl show': 'NTP=no\nNTPSynchronized=no\n'}, {only: 'time-sync'});
		expect(answer.exit).toBe(0);
		expect((answer.json as Json).checks).toMatchObject([
			{id: 'time-sync', result: 'warn', remedy: {commands: [['timedatectl', 'set-ntp', 'true']]}},
		]);
		expect(answer.lines).toContain('           fix: timedatectl set-ntp true');
	});

	test('unknown is counted and does not fail', async () => {
		const answer = await run({'ss -Hltnup': null});
		expect(answer.exit).toBe(0);
		expect((answer.json as Json).summary).toMatchObject({unknown: 4, fail: 0});
	});

	test('--only asks only for what these checks need, in the order of the list', async () => {
		const runner = fakeRunner(answering(goodHost));
		const signal = new AbortController().signal;
		const given = {runner, text, settings: settingsFrom({}), signal, say: () => undefined};
		const answer = await check.run(given, {only: 'swap,memory'}, []);
		expect((answer.json as Json).checks.map(({id}) => id)).toEqual(['memory', 'swap']);
		expect(runner.asked).toEqual(['cat -- /proc/meminfo']);
	});

	test('a bad id is a usage error, with --only and with --fix', () => {
		for (const name of ['only', 'fix']) {
			const {refuse} = check.options[name]!;
			expect(refuse?.('memory,swap', text)).toBeUndefined();
			expect(refuse?.('memory,swop', text)).toContain('swop');
			expect(refuse?.(',', text)).toBeDefined();
		}
	});

	test('the profile, the data folder, the release and the bundle decide what is asked and wanted', async () => {
		const nodes = await run({}, {profile: 'multi-node', only: 'firewall-nodes'});
		expect((nodes.json as Json).checks[0]).toMatchObject({result: 'warn'});
		const left = await run(
			{'ls -1A -- /srv/k0s': 'bin\n', 'ls -1d -- /srv/k0s': '/srv/k0s\n'},
			{'data-dir': '/srv/k0s', only: 'data-folder'},
		);
		expect((left.json as Json).checks[0]).toMatchObject({found: '1 entry in /srv/k0s, but no service'});
		const old = {'stat -f -c %T -- /sys/fs/cgroup': 'tmpfs\n'};
		expect((await run(old, {only: 'cgroup-version'})).exit).toBe(0);
		expect((await run(old, {only: 'cgroup-version', 'k0s-version': 'v1.35.1+k0s.0'})).exit).toBe(1);
		const offline = await run(
			{curl: failing('curl: (6) Could not resolve host\n', 6, '000'), 'ls -1d -- /b': '/b\n'},
			{'airgap-bundle': '/b', only: 'reach-quay,airgap-bundle'},
		);
		expect((offline.json as Json).checks.map(({result}) => result)).toEqual(['pass', 'skip']);
	});

	test('what the host prints cannot move the cursor', async () => {
		const answer = await run({'cat -- /etc/os-release': 'ID=evil\nPRETTY_NAME="a\u001B[2Jb\u202Ec"\n'});
		expect(answer.lines.join('\n')).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
		expect(answer.lines.join('\n')).toContain('b');
	});
});

describe('the simulated host', () => {
	const simulated = async (scenario: 'fresh' | 'ready') => {
		const runner = createRunner(createSimulatedHost({scenario, speed: 1000}), {readOnly: true});
		const signal = new AbortController().signal;
		const answer = await check.run({runner, text, settings: settingsFrom({}), signal, say: () => undefined}, {}, []);
		await runner.close();
		return answer;
	};

	const notFine = (answer: {json: unknown}) =>
		(answer.json as Json).checks
			.filter(({result}) => result !== 'pass' && result !== 'skip')
			.map(({id, result}) => `${String(id)} ${String(result)}`);

	test('fresh: nothing fails, and what it warns of is what the install changes or a person should know', async () => {
		const answer = await simulated('fresh');
		expect(notFine(answer)).toEqual([
			'secure-path warn',
			'hostname warn',
			'address-dynamic warn',
			'firewall-pods warn',
		]);
		expect(answer.exit).toBe(0);
	});

	test('ready: the k0s that runs is not taken for a leftover', async () => {
		const answer = await simulated('ready');
		expect(notFine(answer)).toEqual([
			'secure-path warn',
			'address-dynamic warn',
			'firewall-default-zone warn',
			'support warn',
		]);
		expect(answer.exit).toBe(0);
	});

	test('--role worker looks at the join and leaves out what a worker has no use for', async () => {
		const on = async (values: Record<string, string>, faults: Faults = {}) => {
			const runner = createRunner(createSimulatedHost({scenario: 'fresh', speed: 1000, faults}));
			const answer = await check.run(
				{runner, text, settings: settingsFrom({}), signal: new AbortController().signal, say: () => undefined},
				values,
				[],
			);
			await runner.close();
			return {...answer, rows: (answer.json as Json | undefined)?.checks ?? []};
		};

		const worker = {role: 'worker', 'token-file': '/root/worker.token'};
		const good = await on(worker);
		const ids = good.rows.map(({id}) => id);
		for (const id of ['ports-control-plane', 'k0s-config', 'kubeconfig']) expect(ids).not.toContain(id);
		for (const id of ['ports-node', 'firewall-pods', 'swap']) expect(ids).toContain(id);
		expect(good.rows.at(-1)).toMatchObject({
			...{id: 'join', result: 'pass'},
			found: expect.stringContaining('joins https://192.168.122.160:6443 as worker') as string,
		});
		expect(JSON.stringify(good.json)).not.toMatch(/simula\.[a-z0-9]{10}/);
		const shut = await on(worker, {join: 'closed'});
		expect(shut.exit).toBe(1);
		expect(shut.rows.at(-1)).toMatchObject({id: 'join', result: 'fail'});
		expect(shut.lines.join('\n')).toMatch(/FAIL +Join +The controller’s 192\.168\.122\.160:6443 does not answer/);
		const other = await on({...worker, 'token-file': '/root/controller.token'});
		expect(other.rows.at(-1)).toMatchObject({id: 'join', result: 'fail'});
		expect((await on({role: 'worker'})).rows.at(-1)).toMatchObject({id: 'join', result: 'skip'});
		expect((await on({role: 'single'})).rows.map(({id}) => id)).not.toContain('join');
		expect((await on({'token-file': '/root/worker.token'})).exit).toBe(2);
	});
});
