import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {demo} from '../../source/commands/demo.js';
import {install} from '../../source/commands/install.js';
import {parse} from '../../source/commands/parse.js';
import {plan} from '../../source/commands/plan.js';
import type {HeadlessCommand} from '../../source/commands/headless.js';
import {globalOptions, settingsFrom} from '../../source/commands/settings.js';
import {createRunner, type Runner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';

const text = catalogue('en');
beforeAll(() => {
	vi.stubEnv('K0S_TUI_SIMULATION_SPEED', '200');
});
afterAll(() => {
	vi.unstubAllEnvs();
});

const simulated = (scenario: 'fresh' | 'ready') => createRunner(createSimulatedHost({scenario, speed: 200}), {});

const call = async (command: HeadlessCommand, runner: Runner, ...argv: string[]) => {
	const parsed = parse(argv, {...globalOptions, ...command.options}, text);
	if (!parsed.ok) return {refused: parsed.message, said: [], answer: undefined};
	const said: string[] = [];
	const answer = await command.run(
		{
			...{runner, text},
			settings: settingsFrom(parsed.values),
			signal: new AbortController().signal,
			say: line => said.push(line),
		},
		parsed.values,
		[],
	);
	return {refused: undefined, said, answer};
};

type Plan = {
	profile: string;
	steps: Array<{id: string; state: string; commands: Array<{argv: string[]; root: boolean; changes: boolean}>}>;
};

describe('plan', () => {
	test('the keys of the contract, and changes nothing', async () => {
		const runner = simulated('fresh');
		const {answer} = await call(plan, runner, '--profile', 'article');
		const json = answer?.json as Plan;
		expect(answer?.exit).toBe(0);
		expect(json.profile).toBe('article');
		expect(json.steps).toHaveLength(10);
		for (const step of json.steps) {
			expect(Object.keys(step)).toEqual(
				expect.arrayContaining(['id', 'title', 'why', 'state', 'commands', 'verify', 'undo']),
			);
			expect(['done', 'todo', 'blocked']).toContain(step.state);
		}

		expect(json.steps.find(({id}) => id === 'install')?.commands[0]).toEqual({
			argv: ['k0s', 'install', 'controller', '--enable-worker', '--no-taints'],
			root: true,
			changes: true,
		});
		expect(runner.log.get().filter(({changes}) => changes)).toEqual([]);
		expect(answer?.lines.join('\n')).toContain('$ firewall-cmd --set-default-zone trusted');
	});

	test.each([
		[['--hostname', 'Bad_Host'], 'RFC 1123'],
		[['--hostname=;reboot'], 'RFC 1123'],
		[['--interface', 'a b'], 'interface'],
		[['--k0s-version', 'latest'], 'stable'],
		[['--profile', 'open'], 'single-node'],
		[['--confirm-wait', '0'], 'seconds'],
		[['--k0s-config', 'k0s.yaml'], 'absolute'],
	])('%j is a usage error', async (argv, why) => {
		const {refused} = await call(plan, simulated('fresh'), ...argv);
		expect(refused).toContain(why);
	});

	test.each([
		[['--profile', 'multi-node'], '--nodes ADDRESS'],
		[['--nodes', '192.168.122.11'], '--profile multi-node'],
		[['--profile', 'multi-node', '--nodes', '192.168.122.11', '--single'], '--single'],
	])('%j: what does not go together is a usage error', async (argv, why) => {
		const {answer} = await call(plan, simulated('fresh'), ...argv);
		expect(answer).toMatchObject({exit: 2});
		expect(JSON.stringify(answer)).toContain(why);
	});

	test('multi-node opens ports to the nodes named alone, and shows each command', async () => {
		const {answer} = await call(
			...[plan, simulated('fresh'), '--profile', 'multi-node', '--nodes', '192.168.122.11,fd00::5'],
		);
		const lines = answer?.lines.join('\n') ?? '';
		expect(lines).toContain(
			'192.168.122.11: 6443/tcp 8132/tcp 9443/tcp 2380/tcp 10250/tcp 179/tcp 4789/udp protocol 4',
		);
		expect(lines).toContain(
			`firewall-cmd --permanent --zone=public '--add-rich-rule=rule family="ipv6" source address="fd00::5" port port="6443"`,
		);
		expect(lines).not.toContain('--add-port=');
		const {steps} = answer?.json as {steps: Array<{id: string; notes: string[]}>};
		expect(steps.find(({id}) => id === 'firewall-trial')?.notes.join(' ')).toMatch(
			/to 192\.168\.122\.11, fd00::5 alone.*10\.244\.0\.0\/16 is trusted/,
		);
	});

	test('a worker is told that the network of pods is assumed: its controller sets it', async () => {
		const notesOf = async (...more: readonly string[]): Promise<string> => {
			const {answer} = await call(
				...[plan, simulated('fresh'), '--profile', 'multi-node', '--nodes', '192.168.122.11', ...more],
			);
			const {steps} = answer?.json as {steps: Array<{id: string; notes: string[]}>};
			return steps.find(({id}) => id === 'firewall-trial')?.notes.join(' ') ?? '';
		};
		const assumed = '10.244.0.0/16 is k0s’s default. A worker cannot see what its controller uses';
		expect(await notesOf('--role', 'worker', '--token-file', '/srv/k0s.token')).toContain(assumed);
		expect(await notesOf()).not.toContain(assumed);
	});

	test('a node among the pods is refused before anything runs', async () => {
		const {answer} = await call(plan, simulated('fresh'), '--profile', 'multi-node', '--nodes', '10.244.3.9');
		const {steps} = answer?.json as {steps: Array<{id: string; state: string; found: string}>};
		expect(steps.find(({id}) => id === 'firewall-trial')).toMatchObject({
			state: 'blocked',
			found: expect.stringContaining('network of pods, 10.244.0.0/16') as string,
		});
	});

	test('files that are not there are said before anything runs', async () => {
		const {answer} = await call(plan, simulated('fresh'), '--binary', '/srv/k0s', '--airgap-bundle', '/srv/images.tar');
		const steps = (answer?.json as {steps: Array<{id: string; state: string; found: string; commands: unknown[]}>})
			.steps;
		for (const [id, file] of [
			['download', '/srv/k0s'],
			['place', '/srv/images.tar'],
		]) {
			const step = steps.find(each => each.id === id);
			expect(step).toMatchObject({state: 'blocked', commands: []});
			expect(step?.found).toContain(file);
		}
	});
});

describe('install', () => {
	test('to healthy, a line a step, the keys of the contract; again: nothing to change', async () => {
		const runner = simulated('fresh');
		const {answer, said} = await call(install, runner, '--yes');
		expect(answer?.exit).toBe(0);
		expect(answer?.json).toMatchObject({verdict: 'healthy', run: expect.stringMatching(/^install-/)});
		const steps = (answer?.json as {steps: Array<Record<string, unknown>>}).steps;
		expect(steps.map(step => Object.keys(step).toSorted())).toEqual(
			steps.map(() => ['exit', 'found', 'id', 'ms', 'state', 'title']),
		);
		for (const {id} of steps as Array<{id: string}>) {
			expect(said.filter(line => line.startsWith(`${id}: `))).toHaveLength(1);
		}

		expect(said).toContain('  $ k0s start');
		const before = runner.log.get().filter(({changes}) => changes).length;
		expect((await call(install, runner, '--yes')).answer?.exit).toBe(0);
		expect(runner.log.get().filter(({changes}) => changes)).toHaveLength(before);
	});

	test('a step that cannot be done: exit 1, its name, the rest not begun', async () => {
		const {answer} = await call(install, simulated('fresh'), '--yes', '--k0s-version', 'v1.99.9+k0s.0');
		expect(answer).toMatchObject({exit: 1, json: {verdict: 'failed'}});
		expect(answer?.error?.message).toContain('download');
		const steps = (answer?.json as {steps: Array<{id: string; state: string; ms: number | null}>}).steps;
		expect(steps.find(({id}) => id === 'start')).toMatchObject({state: 'todo', ms: null});
	});

	test('not root on a real host: one sentence, exit 3, nothing begun', async () => {
		vi.stubEnv('K0S_TUI_ROOT', '/nonexistent');
		const runner = fakeRunner(words => (words === 'id -u' ? '1000\n' : undefined));
		const {answer} = await call(install, runner, '--yes');
		expect(answer).toMatchObject({exit: 3, error: {code: 'needs-root'}});
		expect(runner.asked.filter(words => /systemd-run|flock|set-hostname|-o \//.test(words))).toEqual([]);
	});

	test('a plan that is not made by root says the command line, not a key of a screen', async () => {
		vi.stubEnv('K0S_TUI_ROOT', '/nonexistent');
		const {answer} = await call(
			plan,
			fakeRunner(words => (words === 'id -u' ? '1000\n' : undefined)),
		);
		const [privilege] = (answer?.json as {steps: Array<{id: string; hint: string}>}).steps;
		expect(privilege).toMatchObject({id: 'privilege', hint: 'run: sudo k0s-tui plan'});
		expect(answer?.lines.join('\n')).not.toMatch(/[Pp]ress S/);
	});
});

describe('demo', () => {
	test('answers, with the keys of the contract', async () => {
		const {answer, said} = await call(demo, simulated('ready'), '--yes');
		expect(answer?.exit).toBe(0);
		expect(answer?.json).toMatchObject({answer: 'It works!', url: 'http://127.0.0.1:30094', cleaned: true});
		const {rungs} = answer?.json as {rungs: Array<Record<string, unknown>>};
		expect(rungs.every(rung => ['id', 'title', 'result', 'ms', 'found', 'hint'].every(key => key in rung))).toBe(true);
		expect(said.some(line => line.startsWith('request: '))).toBe(true);
	});

	test('an earlier demo with another image is in the way: nothing answers for it, and it is not deleted', async () => {
		const runner = simulated('ready');
		expect((await call(demo, runner, '--keep', '--yes')).answer?.exit).toBe(0);
		const {answer} = await call(demo, runner, '--image', 'nosuch:1', '--yes');
		expect(answer).toMatchObject({exit: 1, error: {code: 'create'}, json: {answer: null}});
		const deleted = runner.log.get().filter(({argv}) => argv.includes('delete'));
		expect(deleted).toEqual([]);
	});

	test('without a cluster it could not run at all', async () => {
		const {answer} = await call(demo, simulated('fresh'), '--yes');
		expect(answer).toMatchObject({exit: 3, error: {code: 'not-healthy'}});
	});

	test.each([
		['--name', 'Demo'],
		['--image', '-oyaml'],
		['--namespace', 'a b'],
	])('%s %s is a usage error', async (...argv) => {
		const {refused} = await call(demo, simulated('ready'), ...argv);
		expect(refused).toContain(argv[0]);
	});
});
