import {beforeAll, describe, expect, test} from 'vitest';
import {addresses as linksCommand, routes as routesCommand} from '../../source/command/ip.js';
import {all as allCommand, pods as podsCommand} from '../../source/command/kubectl.js';
import type {Command} from '../../source/command/command.js';
import {network} from '../../source/commands/network.js';
import {packets} from '../../source/commands/packets.js';
import {reach} from '../../source/commands/reach.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {runCommand, type Odd} from '../support/run-command.js';

/**
 * The simulated host with a second node, node2 (192.168.122.162), and the pod t/web on it. Routes as kube-router makes
 * them: within one network by BGP without a tunnel, else into an IPIP tunnel; as Calico's overlay has them.
 */
const ways = {
	bird: {dst: '10.244.1.0/24', gateway: '192.168.122.162', dev: 'enp1s0', protocol: 'bird', flags: []},
	ipip: {dst: '10.244.1.0/24', dev: 'tun-1921681222', protocol: '17', scope: 'link', flags: []},
	vxlan: {dst: '10.244.1.0/26', gateway: '10.244.1.0', dev: 'vxlan.calico', flags: ['onlink']},
	refused: {type: 'unreachable', dst: '10.244.1.0/24', dev: 'lo', flags: []},
	none: undefined,
} as const;
const tunnel = (ifname: string, kind: string) => ({
	...{ifindex: 90, ifname, flags: ['NOARP', 'UP', 'LOWER_UP'], mtu: 1480, operstate: 'UNKNOWN', link_type: kind},
	...{linkinfo: {info_kind: kind}, addr_info: [{family: 'inet', local: '10.244.0.1', prefixlen: 24, scope: 'global'}]},
});

const answers = new Map<string, unknown>();

beforeAll(async () => {
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000}));
	for (const command of [podsCommand(), allCommand(), routesCommand(), linksCommand()])
		answers.set(command.argv.join(' '), JSON.parse((await runner.run(command)).stdout));
	await runner.close();
});

const pod = (namespace: string, name: string, ip: string, hostNetwork: boolean) => ({
	...{apiVersion: 'v1', kind: 'Pod'},
	metadata: {namespace, name, uid: `uid-${name}`, creationTimestamp: '2026-11-30T01:00:00Z'},
	spec: {nodeName: 'node2', hostNetwork, containers: [{name: 'main', image: 'example.org/main:1'}]},
	status: {phase: 'Running', podIP: ip, podIPs: [{ip}], containerStatuses: []},
});

const twoNodes =
	(way: keyof typeof ways): Odd =>
	({argv}: Command) => {
		const line = argv.join(' ');
		const known = answers.get(line);
		const ok = (value: unknown) => ({kind: 'ok' as const, exit: 0, stdout: JSON.stringify(value)});
		if ([podsCommand(), allCommand()].some(command => line === command.argv.join(' '))) {
			const list = known as {items: unknown[]};
			const own = [
				pod('kube-system', 'kube-proxy-other', '192.168.122.162', true),
				pod('t', 'web-7d9c-x2', '10.244.1.7', false),
			];
			return ok({...list, items: [...list.items, ...own]});
		}

		if (line === routesCommand().argv.join(' '))
			return ok([...(known as unknown[]), ...(ways[way] ? [ways[way]] : [])]);
		if (line === linksCommand().argv.join(' ') && (way === 'ipip' || way === 'vxlan')) {
			return ok([...(known as unknown[]), tunnel(ways[way].dev, way)]);
		}

		return undefined;
	};

describe('a pod on another node', () => {
	test.each([
		['bird', 'the packet leaves by 10.244.1.0/24 via 192.168.122.162 dev enp1s0 proto bird.'],
		['ipip', 'the packet leaves by 10.244.1.0/24 dev tun-1921681222 proto 17, in an IPIP tunnel.'],
		['vxlan', 'the packet leaves by 10.244.1.0/26 via 10.244.1.0 dev vxlan.calico, in the VXLAN overlay.'],
	] as const)('%s: the way that leaves this host is named, and the line that asks there; exit 4', async (way, told) => {
		const answer = await runCommand(reach, ['kube-system/coredns', 't/web'], {port: '80'}, twoNodes(way));
		const lines = answer.lines.join('\n');
		expect(answer).toMatchObject({exit: 4, json: {verdict: 'unknown'}});
		expect(lines).toContain(`the rules of node2, where t/web-7d9c-x2 runs, which cannot be read from here: ${told}`);
		expect(lines).toContain('k0s-tui on 192.168.122.162 reach 10.244.0.3 10.244.1.7 --port 80 --proto tcp');
		expect(lines).toMatch(/NODE +ANSWER\n.*t\/web-7d9c-x2 +node2 +depends/);
		expect(answer.json).toMatchObject({
			reasons: [{kind: 'other-node-way', about: ['t/web-7d9c-x2', 'node2', expect.any(String), expect.any(String)]}],
			flows: [{ends: [{pod: 't/web-7d9c-x2', node: 'node2'}]}],
		});
		expect(lines).not.toMatch(/missing|no such|could not be read/);
	});

	test('no route to its pods: the default route is named as what it is', async () => {
		const answer = await runCommand(reach, ['host', 't/web'], {port: '80'}, twoNodes('none'));
		expect(answer.exit).toBe(4);
		expect(answer.lines.join('\n')).toMatch(
			/no route of this host leads to the pods of node2, so the packet leaves by the default route \(default via 192\.168\.122\.1 dev enp1s0/,
		);
	});

	test('what this host itself refuses is blocked, whatever the other node does', async () => {
		const answer = await runCommand(reach, ['host', 't/web'], {port: '80'}, twoNodes('refused'));
		expect(answer).toMatchObject({exit: 1, json: {verdict: 'blocked', reasons: [{kind: 'route'}]}});
	});

	test('as the sender: what hangs on its node is asked there', async () => {
		const answer = await runCommand(
			reach,
			['t/web', 'pod/kube-system/metrics-server'],
			{port: '10250'},
			twoNodes('bird'),
		);
		expect(answer.lines.join('\n')).toContain('the node node2 where t/web-7d9c-x2 runs');
		expect(answer.exit).toBe(4);
		expect(answer.json).toMatchObject({
			reasons: [
				{
					kind: 'other-node',
					command: [
						...['k0s-tui', 'on', '192.168.122.162', 'reach', 't/web-7d9c-x2', '10.244.0.5'],
						...['--port', '10250', '--proto', 'tcp'],
					],
				},
			],
		});
	});

	test('network and packets say on which node it runs, never that it is not there', async () => {
		for (const [command, argv] of [
			[network, 'network'],
			[packets, 'packets'],
		] as const) {
			for (const name of ['t/web-7d9c-x2', 'web']) {
				const {exit, error} = await runCommand(command, [name], {}, twoNodes('bird'));
				expect({exit, code: error?.code}).toEqual({exit: 1, code: 'other-node'});
				expect(error?.message).toContain('node2');
				expect(error?.message).toContain(`k0s-tui on 192.168.122.162 ${argv} t/web-7d9c-x2`);
			}

			const {error} = await runCommand(command, ['nobody'], {}, twoNodes('bird'));
			expect(error?.code).not.toBe('other-node');
		}
	});
});
