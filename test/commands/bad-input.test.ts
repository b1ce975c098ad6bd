import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import type {Outcome} from '../../source/command/outcome.js';
import {ask} from '../../source/commands/index.js';
import {createRunner, type Runner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {fakeRunner} from '../support/fake-runner.js';
import {disk} from '../support/good-host.js';
import {outputTo} from '../support/output.js';
import {outcomeOf} from '../support/samples.js';

beforeAll(() => {
	vi.stubEnv('K0S_TUI_SIMULATION_SPEED', '200');
});
afterAll(() => {
	vi.unstubAllEnvs();
});

type Ran = {exit: number; out: string; lines: string[]};

/** The command line on a host; what it says of the run's own progress is not asked for. */
async function run(argv: readonly string[], runner?: Runner): Promise<Ran> {
	const said = {out: '', err: ''};
	const asked = await ask(argv, '1.2.3', {
		out: outputTo(text => void (said.out += text)),
		err: text => void (said.err += text),
	});
	if (asked.kind === 'screen') throw new Error('a screen was opened');
	if (asked.kind === 'headless' && runner === undefined) throw new Error(`${argv.join(' ')} would have run`);
	const exit =
		asked.kind === 'exit' || runner === undefined ? 2 : await asked.run(runner, new AbortController().signal);
	const lines = said.err.split('\n').filter(line => line !== '');
	return {exit: asked.kind === 'exit' ? asked.code : exit, out: said.out, lines};
}

/** A fresh server, but for what it answers to commands that begin so. */
function host(answers: Readonly<Record<string, Partial<Outcome>>>, scenario: 'fresh' | 'ready' = 'fresh') {
	const simulated = createRunner(createSimulatedHost({scenario, speed: 200}), {});
	const runner: Runner = {
		...simulated,
		async run(command, options) {
			const words = command.argv.join(' ');
			const key = Object.keys(answers).find(each => words.startsWith(each));
			return key === undefined ? simulated.run(command, options) : outcomeOf({argv: command.argv, ...answers[key]});
		},
	};
	return {runner, changes: () => simulated.log.get().filter(({changes}) => changes)};
}

describe('a bad value: exit 2, one sentence with the value and what is wanted instead', () => {
	test.each([
		['--hostname', ';reboot', 'RFC 1123'],
		['--hostname', '$(id)', 'RFC 1123'],
		['--hostname', '`id`', 'RFC 1123'],
		['--hostname', '-rf', '“-”'],
		['--hostname', 'x'.repeat(10_000), '63 characters'],
		['--hostname', 'a\nb', 'RFC 1123'],
		['--hostname', 'a\u0000b', 'RFC 1123'],
		['--hostname', '\u001B[2Ja', 'RFC 1123'],
		['--hostname', 'Node1', 'lower case'],
		['--hostname', 'node_1', 'RFC 1123'],
		['--hostname', 'y'.repeat(64), '63 characters'],
		['--hostname', '', 'needs a value'],
		['--hostname', 'localhost', 'not localhost'],
		['--interface', 'x;reboot', 'ip link'],
		['--interface', 'a'.repeat(16), 'ip link'],
		['--k0s-version', 'latest', 'v1.34.1+k0s.0'],
		['--k0s-version', '../../etc', 'v1.34.1+k0s.0'],
		['--k0s-config', 'k0s.yaml', 'absolute'],
		['--binary', 'k0s', 'absolute'],
		['--airgap-bundle', 'images.tar', 'absolute'],
		['--data-dir', 'data', 'absolute'],
		['--data-dir', '/', 'folder of its own'],
		['--data-dir', '/etc', 'folder of its own'],
		['--data-dir', '/var/lib/../../home', 'folder of its own'],
		['--confirm-wait', '9', 'seconds'],
		['--healthy-wait', 'soon', 'seconds'],
		['--profile', 'open', 'single-node'],
	])('install %s %j', async (option, value, wanted) => {
		const {exit, out, lines} = await run(['install', '--yes', `${option}=${value}`]);
		expect(exit).toBe(2);
		expect(out).toBe('');
		expect(lines).toHaveLength(1);
		expect(lines[0]).toContain(option);
		expect(lines[0]).toContain(wanted);
		expect(lines[0]).not.toMatch(/[\u0000-\u001F]/);
		expect(lines[0]?.length).toBeLessThan(250);
	});

	test('reset takes no folder of the system either', async () => {
		expect(await run(['reset', '--yes', '--data-dir=/etc'])).toMatchObject({exit: 2});
		expect(await run(['undo', '--yes', '--to=nothing'])).toMatchObject({exit: 2});
	});
});

describe('what only the host can tell: one sentence, and nothing was changed', () => {
	test.each([
		['an interface that is not there', ['--interface=nosuch0'], {}, 'There is no interface nosuch0'],
		['the same in the guide’s profile', ['--profile=article', '--interface=nosuch0'], {}, 'no interface nosuch0'],
		['a release that does not exist', ['--k0s-version=v1.99.9+k0s.0'], {}, 'no release v1.99.9+k0s.0'],
		['a configuration that is not there', ['--k0s-config=/etc/no.yaml'], {}, 'no configuration file /etc/no.yaml'],
		['a program that is not there', ['--binary=/srv/k0s'], {}, '/srv/k0s cannot be used'],
		['images that are not there', ['--airgap-bundle=/srv/images.tar'], {}, 'bundle cannot be read'],
		['a full disk', [], {'df ': {stdout: disk('xfs', 1024 ** 2)}}, '1.0 MiB free on /'],
		[
			'no systemd',
			[],
			{'systemctl show k0scontroller.service': {kind: 'not-found', exit: null}},
			'systemd does not answer',
		],
		['another processor', [], {'uname -srm': {stdout: 'Linux 6.12.0 riscv64\n'}}, 'no k0s for riscv64'],
	] as const)('%s', async (_what, args, answers, wanted) => {
		const {runner, changes} = host(answers);
		const {exit, lines} = await run(['install', '--yes', ...args], runner);
		expect(exit).toBe(1);
		expect(lines).toHaveLength(1);
		expect(lines[0]).toContain(wanted);
		expect(changes()).toEqual([]);
	});

	test('a configuration that the k0s on this host refuses, in its own words', async () => {
		const {runner, changes} = host(
			{
				'ls -1d -- /etc/k0s.yaml': {stdout: '/etc/k0s.yaml\n'},
				'k0s config validate': {kind: 'failed', exit: 1, stderr: 'Error: spec: network: provider: invalid value\n'},
			},
			'ready',
		);
		const {exit, lines} = await run(['install', '--yes', '--k0s-config=/etc/k0s.yaml'], runner);
		expect(exit).toBe(1);
		expect(lines).toHaveLength(1);
		expect(lines[0]).toContain('refuses the configuration /etc/k0s.yaml: spec: network: provider: invalid value');
		expect(changes()).toEqual([]);
	});

	test('a host name that cannot be changed any more', async () => {
		const {runner, changes} = host({}, 'ready');
		const {exit, lines} = await run(['install', '--yes', '--hostname=other'], runner);
		expect(exit).toBe(1);
		expect(lines).toHaveLength(1);
		expect(lines[0]).toContain('can no longer change to other');
		expect(changes()).toEqual([]);
	});

	test.each(['install', 'undo', 'reset'])('%s without root: exit 3, and how to', async name => {
		vi.stubEnv('K0S_TUI_ROOT', '/nonexistent');
		const runner = fakeRunner(words => (words === 'id -u' ? '1000\n' : undefined));
		const {exit, lines} = await run([name, '--yes'], runner);
		vi.stubEnv('K0S_TUI_ROOT', undefined);
		expect(exit).toBe(3);
		expect(lines).toEqual([`k0s-tui ${name}: This needs root. (run: sudo k0s-tui ${name} --yes)`]);
		expect(runner.asked.filter(words => /systemd-run|flock|set-hostname|^mkdir/.test(words))).toEqual([]);
	});
});
