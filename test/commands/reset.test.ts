import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import * as edit from '../../source/command/edit.js';
import * as files from '../../source/command/files.js';
import * as k0s from '../../source/command/k0s.js';
import {reset} from '../../source/commands/reset.js';
import {globalOptions, settingsFrom} from '../../source/commands/settings.js';
import {parse} from '../../source/commands/parse.js';
import {createRunner, type Runner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');
beforeAll(() => {
	vi.stubEnv('K0S_TUI_SIMULATION_SPEED', '200');
});
afterAll(() => {
	vi.unstubAllEnvs();
});

const simulated = () => createRunner(createSimulatedHost({scenario: 'ready', speed: 200}), {});

type Json = {
	leftovers: Array<{kind: string; name: string; command: string[]}>;
	kept: Array<{kind: string; name: string; why: string; because: string}>;
	unread: string[];
};

const run = async (runner: Runner) => {
	const parsed = parse(['--yes'], {...globalOptions, ...reset.options}, text);
	if (!parsed.ok) throw new Error(parsed.message);
	const said: string[] = [];
	const answer = await reset.run(
		{
			...{runner, text, settings: settingsFrom(parsed.values), signal: new AbortController().signal},
			say: line => said.push(line),
		},
		parsed.values,
		[],
	);
	return {said, exit: answer.exit, lines: answer.lines ?? [], json: answer.json as Json};
};

const existing = async (runner: Runner, ...paths: string[]) =>
	(await runner.run(files.existing(paths))).stdout.trim().split('\n').filter(Boolean);

const after = [
	...['/opt/cni', '/opt/containerd', '/etc/cni', '/etc/k0s', '/run/containerd', '/run/k0s', '/usr/libexec/k0s'],
	...['/var/lib/cni', '/var/lib/k0s', '/var/lib/kubelet', '/var/log/pods', '/var/log/containers'],
	'/sys/fs/cgroup/kubepods',
];

describe('reset on the simulated host', () => {
	test('a running k0s leaves nothing: rule 32765, control groups, logs and empty folders too', async () => {
		const runner = simulated();
		expect(await existing(runner, ...after)).toHaveLength(after.length);
		const {exit, json, lines, said} = await run(runner);
		expect(said.join('\n')).toContain('$ ip -4 rule delete priority 32765 from 10.244.0.0/24 table 77');
		expect(json).toMatchObject({leftovers: [], unread: []});
		expect(exit).toBe(0);
		// The pods' range in a zone is named, for nothing proves whose it is: then not all is gone.
		expect(json.kept.filter(({kind}) => kind !== 'setting').map(({name, why}) => [name, why])).toEqual([
			['zone=public source=10.244.0.0/16', 'owner'],
			['permanent zone=public source=10.244.0.0/16', 'owner'],
		]);
		expect(lines[0]).toBe('Nothing is left that is proved to be of k0s alone.');
		expect(await existing(runner, ...after)).toEqual([]);
		expect((await runner.run({...files.readFile('x'), argv: ['ip', 'rule']})).stdout).not.toContain('lookup 77');
		// Settings are named and stay.
		expect(json.kept.map(({name}) => name)).toContain('net.ipv4.conf.all.route_localnet = 1');
		expect(lines.join('\n')).toContain('k0s sets it; others may count on it');
	});

	test("the administrator's files stay, and are named", async () => {
		const runner = simulated();
		const registry = '/etc/k0s/containerd.d/registry.toml';
		const podman = '/etc/cni/net.d/87-podman-bridge.conflist';
		for (const path of [registry, '/etc/k0s/k0s.yaml', podman]) await runner.run(edit.writeFile(path, 'by hand\n'));
		const {exit, json, lines} = await run(runner);
		expect(exit).toBe(0);
		expect(json.leftovers).toEqual([]);
		expect(await existing(runner, registry, '/etc/k0s/k0s.yaml', podman)).toHaveLength(3);
		expect(await existing(runner, '/etc/k0s/containerd.toml', '/etc/cni/net.d/10-kuberouter.conflist')).toEqual([]);
		expect(lines).toContain(`file ${registry}: a person wrote it`);
		expect(lines).toContain(`folder /etc/cni/net.d: it holds what k0s does not make: 87-podman-bridge.conflist`);
	});

	test('a second reset finds nothing, and says so only after it has looked', async () => {
		const runner = simulated();
		await run(runner);
		const again = await run(runner);
		expect(again).toMatchObject({exit: 0, json: {leftovers: [], unread: []}});
		expect(runner.log.get().some(({argv}) => argv.includes('/sys/fs/cgroup'))).toBe(true);
	});

	test('a data folder that is a mount point is emptied', async () => {
		const runner = simulated();
		const {stdout} = await runner.run(files.readFile('/proc/self/mounts'));
		// The table without the containers' own mounts, which the simulated host adds by itself.
		const own = stdout.split('\n').filter(line => !/ \/run\/(k0s|netns)\//.test(line));
		own.push('/dev/vdb /var/lib/k0s ext4 rw 0 0');
		await runner.run(edit.writeFile('/proc/self/mounts', `${own.filter(line => line !== '').join('\n')}\n`));
		await runner.run(k0s.stop());
		const {exit, json} = await run(runner);
		expect(json.leftovers).toEqual([]);
		expect(json.kept).toContainEqual(expect.objectContaining({name: '/var/lib/k0s', why: 'mount'}));
		expect(exit).toBe(0);
		expect((await runner.run(files.listFolder('/var/lib/k0s'))).stdout).toBe('');
	});
});
