import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {CheckId, Report} from '../../source/checks/check.js';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions, type CheckOptions} from '../../source/checks/options.js';
import {runChecks} from '../../source/checks/run.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {address, answering, chains, controller, goodHost, links, unit, type Given} from '../support/good-host.js';
import {certificate, listening, ofK0s, placed, running, unitOf} from './case.js';
import {firewallCases} from './cases-firewall.js';
import {installCases, unixSockets} from './cases-install.js';
import {networkCases} from './cases-network.js';
import {outsideCases} from './cases-outside.js';
import {systemCases} from './cases-system.js';

const allCases = [...systemCases, ...networkCases, ...firewallCases, ...installCases, ...outsideCases];

/**
 * What the checks say, and what their remedies would do, while pods go on without k0s and while k0s starts
 * (docs/REMEDIES.md is the list). A remedy that touches what runs is none.
 */
const text = catalogue('en');

const judge = async (given: Given, change: Partial<CheckOptions> = {}): Promise<ReadonlyMap<CheckId, Report>> => {
	const runner = fakeRunner(answering({...goodHost, ...given}));
	const options = {...defaultOptions, ...change};
	const reports = await runChecks(allChecks, {ask: command => runner.run(command), options, text});
	return new Map(reports.map(report => [report.id, report]));
};

/** Commands that would run on a yes. */
const fixes = (report: Report | undefined): readonly string[] =>
	report?.remedy?.fix === undefined ? [] : report.remedy.commands.map(({argv}) => argv.slice(0, 4).join(' '));

/** /run/k0s after `k0s stop` of a real 1.34.1. */
const afterStop =
	'containerd\ncontainerd-cri.toml\ncontainerd.sock.ttrpc\nkonnectivity-server\nkubelet\nkubelet-direct.conf\n';
const bridged = links(
	address('enp1s0', 2, '192.168.122.161'),
	address('kube-bridge', 3, '10.244.0.1'),
	address('veth0', 4, '169.254.0.9').replace('"mtu"', '"master":"kube-bridge","mtu"'),
);
const podMounts =
	'/dev/vda3 / xfs rw 0 0\noverlay /run/k0s/containerd/io.containerd.runtime.v2.task/k8s.io/f39e/rootfs overlay rw 0 0\ntmpfs /var/lib/k0s/kubelet/pods/6e03/volumes/x tmpfs rw 0 0\n';

/** Pods, with the processes that a real stop left: kube-proxy and kube-router listen (ss-stopped-pods-run.txt). */
const pods: Given = {
	...ofK0s(
		[3649, 'shim', 'containerd-shim-runc-v2'],
		[3999, 'pod', 'kube-proxy'],
		[25_800, 'shim', 'containerd-shim-runc-v2'],
		[25_883, 'pod', 'kube-router'],
	),
	...listening(
		'192.168.122.161:50051 0.0.0.0:* users:(("kube-router",pid=25883,fd=9))',
		'192.168.122.161:179 0.0.0.0:* users:(("kube-router",pid=25883,fd=17))',
		'127.0.0.1:50051 0.0.0.0:* users:(("kube-router",pid=25883,fd=10))',
		'*:10249 *:* users:(("kube-proxy",pid=3999,fd=11))',
		'*:10256 *:* users:(("kube-proxy",pid=3999,fd=12))',
		'*:8080 *:* users:(("kube-router",pid=25883,fd=8))',
		'*:20244 *:* users:(("kube-router",pid=25883,fd=5))',
	),
	'ls -1A -- /run/k0s': afterStop,
	'ls -1A -- /var/lib/k0s': 'bin\ncontainerd\netcd\nkubelet\npki\n',
	'cat -- /proc/self/mounts': podMounts,
	'cat -- /proc/net/unix': unixSockets(),
	'ip -j -d -s addr show': bridged,
	'nft -j list chains': chains('KUBE-SERVICES'),
	'sysctl -e': 'net.ipv4.ip_forward = 1\nnet.bridge.bridge-nf-call-iptables = 1\nfs.inotify.max_user_instances = 128\n',
};
const stopped: Given = {...pods, ...placed, [unitOf]: controller('inactive', 'dead')};
const orphaned: Given = {...pods, [unitOf]: unit('k0scontroller.service')};

describe('stopped, pods go on', () => {
	test('no port is a clash: the next start finds them', async () => {
		const reports = await judge(stopped);
		expect(reports.get('ports-node')).toMatchObject({
			result: 'pass',
			found: expect.stringMatching(
				/^in use by pods that keep running while k0s is stopped: 10249 by kube-proxy/,
			) as string,
		});
		expect(reports.get('ports-network')).toMatchObject({result: 'pass'});
		expect([...reports.values()].filter(({result}) => result === 'fail')).toEqual([]);
	});

	test('/run/k0s is no leftover, and the number of pods is told', async () => {
		const reports = await judge(stopped);
		expect(reports.get('run-folder')).toMatchObject({
			result: 'pass',
			found: '2 pods still running in it; k0s is stopped',
		});
		expect(reports.get('k0s-unit')).toMatchObject({
			result: 'warn',
			found: 'k0scontroller.service is installed, but inactive (dead); 2 pods still running',
		});
	});

	test('nothing that runs on a yes touches a pod, a mount, a bridge or a folder of k0s', async () => {
		for (const report of (await judge(stopped)).values()) expect(fixes(report), report.id).toEqual([]);
	});

	test('forwarding that was turned off is a fault: pods need it', async () => {
		const off = {...stopped, 'sysctl -e': 'net.ipv4.ip_forward = 0\nfs.inotify.max_user_instances = 128\n'};
		expect((await judge(off)).get('forwarding')).toMatchObject({
			result: 'fail',
			found: 'off although pods are running',
		});
	});

	test('certificates that end soon are no reason to start what a person stopped', async () => {
		const report = (await judge({...stopped, ...certificate('server', '2027-11-10T00:00:00Z')})).get('certificates');
		expect([report?.result, fixes(report)]).toEqual(['warn', []]);
		expect(report?.remedy?.note).toContain('k0s start');
	});
});

describe('no service any more, pods go on', () => {
	test.each(['run-folder', 'data-folder', 'mounts', 'kube-bridge'] as const)(
		'%s is told, and nothing is moved, unmounted or deleted beneath them',
		async id => {
			const report = (await judge(orphaned)).get(id);
			expect(report?.result).toBe('warn');
			expect(fixes(report)).toEqual([]);
			expect(report?.remedy?.note).toContain('reset');
		},
	);

	test('the same where nobody could look: unknown is in use', async () => {
		const hidden = {...orphaned, 'sh -s -- k0s-processes list all': {kind: 'failed', exit: 1, stderr: 'x'} as const};
		const reports = await judge({...hidden, 'cat -- /proc/self/mounts': '/dev/vda3 / xfs rw 0 0\n'});
		for (const id of ['run-folder', 'data-folder', 'kube-bridge'] as const) {
			expect(fixes(reports.get(id)), id).toEqual([]);
		}
	});

	test.each([
		['a live socket', {'cat -- /proc/net/unix': unixSockets('/run/k0s/konnectivity-server/konnectivity-server.sock')}],
		['a mount', {'cat -- /proc/self/mounts': podMounts}],
		['a process', ofK0s([8285, 'control-plane', 'konnectivity-server'])],
	])('%s alone keeps /run/k0s where it is', async (_, given) => {
		const base = {'ls -1A -- /run/k0s': afterStop, ...ofK0s(), 'cat -- /proc/net/unix': unixSockets()};
		const idle = (await judge(base)).get('run-folder');
		expect(fixes(idle)).toEqual(['mv -T --backup=numbered --']);
		const report = (await judge({...base, ...given})).get('run-folder');
		expect(report).toMatchObject({result: 'warn', found: expect.stringContaining('in use') as string});
		expect(fixes(report)).toEqual([]);
	});

	test('a bridge of another cluster is never ours to delete', async () => {
		const cni0 = links(address('enp1s0', 2, '192.168.122.161'), address('cni0', 3, '10.42.0.1'));
		const report = (await judge({'ip -j -d -s addr show': cni0})).get('kube-bridge');
		expect(report).toMatchObject({result: 'warn', found: 'cni0 left over'});
		expect(fixes(report)).toEqual([]);
	});
});

describe('what a k0s that was killed left', () => {
	const left: Given = {
		...placed,
		[unitOf]: controller('failed', 'failed'),
		...ofK0s([22_520, 'control-plane', 'etcd'], [22_535, 'control-plane', 'kube-apiserver']),
		...listening(
			'*:6443 *:* users:(("kube-apiserver",pid=22535,fd=6))',
			'127.0.0.1:2379 *:* users:(("etcd",pid=22520,fd=6))',
		),
	};

	test('keeps the ports: it is named, and the remedy ends exactly that', async () => {
		const report = (await judge(left)).get('ports-control-plane');
		expect(report).toMatchObject({
			result: 'fail',
			found: expect.stringContaining('6443 by kube-apiserver (22535), 127.0.0.1:2379 by etcd (22520)') as string,
		});
		expect(report?.remedy?.fix && report.remedy.commands.map(({argv}) => argv.join(' '))).toEqual([
			'sh -s -- k0s-processes end control-plane /var/lib/k0s 15 22520:4821 22535:4821',
			'systemctl reset-failed k0scontroller.service',
		]);
	});

	test('a failed unit is made to forget, also one whose file is gone', async () => {
		expect(fixes((await judge(left)).get('k0s-unit'))).toEqual(['systemctl reset-failed k0scontroller.service']);
		const gone = controller('failed', 'failed').replace('LoadState=loaded', 'LoadState=not-found');
		const report = (await judge({...left, [unitOf]: gone})).get('k0s-unit');
		expect(report?.result).toBe('fail');
		expect(fixes(report)).toEqual(['systemctl reset-failed k0scontroller.service']);
	});
});

describe('starting', () => {
	/** It became active at 04:00:00; the clock of the good host says an hour later. */
	const at = (seconds: number): Given => ({'date +%s': `${Date.parse('2026-11-23T04:00:00Z') / 1000 + seconds}\n`});

	test.each([
		[20, 'pass'],
		[3600, 'fail'],
	] as const)('forwarding that is not on after %i s: %s', async (seconds, result) => {
		const given = {...running, 'sysctl -e': 'net.ipv4.ip_forward = 0\nfs.inotify.max_user_instances = 128\n'};
		expect((await judge({...given, ...at(seconds)})).get('forwarding')?.result).toBe(result);
	});

	test.each([
		[20, 'unknown', []],
		[3600, 'fail', ['systemctl restart k0scontroller.service']],
	] as const)('rules that are not there after %i s: %s', async (seconds, result, commands) => {
		const report = (await judge({...running, 'ip -j -d -s addr show': bridged, ...at(seconds)})).get('firewall-reload');
		expect([report?.result, fixes(report)]).toEqual([result, commands]);
	});

	test('certificates are not made anew by a restart in the middle of a start', async () => {
		const since = (wall: string) => controller('active').replace('Mon 2026-11-23 04:00:00 UTC', `Wed ${wall} UTC`);
		const ends = {...running, ...certificate('server', '2027-11-10T04:00:00Z')};
		const young = (await judge({...ends, [unitOf]: since('2027-11-10 03:59:30')})).get('certificates');
		const old = (await judge({...ends, [unitOf]: since('2027-11-10 01:00:00')})).get('certificates');
		expect([young?.result, fixes(young)]).toEqual(['warn', []]);
		expect([old?.result, fixes(old)]).toEqual(['warn', ['systemctl restart k0scontroller.service']]);
	});

	test.each(['k0scontroller', 'k0sworker'])('advice names the unit that is there: %s', async name => {
		const absent = 'Id=k0scontroller.service\nLoadState=not-found\nActiveState=inactive\nSubState=dead\n';
		const here = (load: string, active: string): Given => ({
			[unitOf]: absent,
			[`systemctl show ${name}.service`]: `Id=${name}.service\nLoadState=${load}\nActiveState=${active}\nSubState=dead\n`,
		});
		const broken = (await judge({...placed, ...here('error', 'inactive')})).get('k0s-unit');
		expect(broken?.remedy?.note).toBe(text.checks.items['k0s-unit'].unreadableNote(`${name}.service`));
		const early = {...running, ...certificate('server', '2027-11-10T04:00:00Z'), 'date +%s': '1000000000\n'};
		const late = (await judge({...early, ...here('loaded', 'active')})).get('certificates');
		expect(late?.remedy?.note).toBe(text.checks.items.certificates.clockNote(name));
	});

	test('the ranges of a cluster that a worker joins are its controller’s: nobody here knows them', async () => {
		const worker: Given = {
			[unitOf]: 'Id=k0scontroller.service\nLoadState=not-found\nActiveState=inactive\nSubState=dead\n',
			'systemctl show k0sworker.service':
				'Id=k0sworker.service\nLoadState=loaded\nActiveState=active\nSubState=running\n',
		};
		const proxied = {
			'systemctl show-environment': 'HTTPS_PROXY=http://192.0.2.80:3128\nNO_PROXY=localhost\n',
		};
		for (const [given, change] of [
			[worker, {}],
			[{}, {role: 'worker'}],
		] as const) {
			const reports = await judge({...placed, ...given, ...proxied}, change);
			for (const id of ['pod-range', 'service-range'] as const) {
				expect([reports.get(id)?.result, reports.get(id)?.found], id).toEqual([
					'unknown',
					'could not be read: k0s.yaml: it is on the controller',
				]);
			}
		}
	});

	test('its own run folder, data, mounts and bridge are no leftovers', async () => {
		const reports = await judge({...pods, ...placed, ...running, [unitOf]: controller('activating', 'start')});
		for (const id of ['run-folder', 'data-folder', 'mounts', 'kube-bridge', 'kube-chains', 'k0s-unit'] as const) {
			expect(reports.get(id)?.result, id).toBe('pass');
		}
	});
});

test('docs/REMEDIES.md names every check whose remedy may run on a yes', async () => {
	const rows = readFileSync(new URL('../../docs/REMEDIES.md', import.meta.url), 'utf8').split('\n');
	const named = rows
		.filter(row => row.startsWith('| `'))
		.flatMap(row => [...(row.split('|')[1] ?? '').matchAll(/`([\w*-]+)`/g)].map(([, name = '']) => name));
	const known = new Set<string>(allChecks.map(({id}) => id));
	const isNamed = (id: string): boolean =>
		named.some(name => (name.endsWith('*') ? id.startsWith(name.slice(0, -1)) : name === id));
	for (const name of named) {
		expect(name.endsWith('*') || known.has(name), `${name} is no check`).toBe(true);
	}

	const fixing = new Set<string>();
	for (const [, given, , , options] of allCases) {
		for (const {id, remedy} of (await judge(given, options)).values()) if (remedy?.fix) fixing.add(id);
	}

	expect(fixing.size).toBeGreaterThan(12);
	expect([...fixing].filter(id => !isNamed(id))).toEqual([]);
});
