import {describe, expect, test} from 'vitest';
import {stallOf, trouble, type StallId} from '../../source/install/stall.js';
import type {JournalLine, K0sStatus, Node, Pod, Unit, Workload} from '../../source/facts/cluster.js';
import type {Trouble} from '../../source/model/pod-trouble/trouble.js';
import {known, unknown, type Reading} from '../../source/facts/reading.js';
import {plainIds} from '../support/plain-ids.js';
import {podFacts} from '../support/pod.js';

const text = plainIds;
type Seen = Parameters<typeof stallOf>[0];
type Cluster = Seen['cluster'];

const unit = (changes: Partial<Unit> = {}): Unit => ({
	...{id: 'k0scontroller.service', loadState: 'loaded', activeState: 'active', subState: 'running', result: 'success'},
	...{restarts: 0, pid: 900, exitStatus: 0, conditionMet: true, fileState: 'enabled', path: null, activeSince: null},
	activeSinceMono: null,
	...changes,
});
const looping = unit({activeState: 'activating', subState: 'auto-restart', restarts: 3, pid: null});

const says = (message: string, changes: Partial<JournalLine> = {}): JournalLine => ({
	...{time: '2026-11-23T05:00:00+0000', identifier: 'k0s', pid: 900, component: null, severity: 'error', message},
	...changes,
});
const lost = (name: string) =>
	says(`failed to load kernel module ${name}: exit status 1`, {severity: 'warning', component: 'kube-router'});

const status = (apiError?: string): Reading<K0sStatus> =>
	known({
		...{version: 'v1.34.1+k0s.0', pid: 900, role: 'controller', workloads: true, singleNode: false, args: []},
		...{apiReachable: apiError === undefined, apiError: apiError ?? '', podCidr: null, serviceCidr: null},
		...{kubeProxyMode: null, apiAddress: null, networkProvider: null, disabledComponents: [], dataDir: null},
	});

const node = (reason: string | null): Node => ({
	...{name: 'node1', ready: reason === null, reason, roles: [], unschedulable: false},
	...{version: 'v1.34.1+k0s', createdAt: null, internalIp: null},
	...{heartbeatAt: null, pressures: null},
});

const pod = (name: string, phase: string, message: string | null = null): Pod =>
	podFacts({namespace: 'kube-system', name, ready: phase === 'Running' ? 1 : 0, phase, message, node: 'node1'});

const deployed: Workload = {
	...{kind: 'DaemonSet', namespace: 'kube-system', name: 'kube-proxy', desired: 1, ready: 1, available: 1},
	...{updated: null, observed: null, images: [], createdAt: null},
};
const all = (...pods: readonly Pod[]): Cluster['all'] => known({pods, services: [], workloads: [deployed]});

/** A start at which nothing stands in the way, but for what is given. */
const seen = (given: Partial<Cluster> = {}, service: Unit = unit()): Seen => ({
	controllerUnit: known(service),
	cluster: {
		...{k0s: status(), nodes: known([node(null)]), all: all(), journal: known([])},
		...{leases: known([]), tasks: known([]), bootedAt: known(0)},
		...given,
	},
});
const down = unknown('not-running', 'k0s');
const nothing = {k0s: down, nodes: down, all: down};

const troubled: Trouble = {
	...{kind: 'Pod', namespace: 'kube-system', name: 'coredns-1', cause: 'readiness', container: 'coredns', init: false},
	...{image: null, exitCode: null, signal: null, restarts: 0, detail: 'Readiness probe failed: 503', lastLine: null},
};

/** Each name with what the host shows of it, what the person reads, and whether more waiting could help. */
const table: ReadonlyArray<readonly [StallId, Seen, RegExp, boolean]> = [
	[
		'not-executable',
		seen(nothing, unit({activeState: 'inactive', subState: 'dead', conditionMet: false})),
		/not executable.*chmod 755/,
		true,
	],
	[
		'pre-flight',
		seen(
			{
				...nothing,
				journal: known([
					says('Rejected cgroup controller "memory": is not available'),
					says('Error: pre-flight checks failed', {severity: 'error'}),
				]),
			},
			looping,
		),
		/rejected this host: cgroup controller "memory".*Checks screen/,
		true,
	],
	[
		'port-in-use',
		seen(
			{
				...nothing,
				journal: known([says('Error: failed to start etcd: listen tcp :2379: bind: address already in use')]),
			},
			looping,
		),
		/Port 2379 is already in use.*ss -Hltnp sport = :2379/,
		true,
	],
	[
		'crash-loop',
		seen({...nothing, journal: known([says('Error: failed to load config: yaml: line 3')])}, looping),
		/Its last error: failed to load config: yaml: line 3.*journalctl/,
		true,
	],
	[
		'image-pull',
		seen({all: all(pod('coredns-1', 'ImagePullBackOff', 'Back-off pulling image'))}),
		/cannot be pulled: coredns-1: ImagePullBackOff \(Back-off pulling image\).*proxy/,
		false,
	],
	[
		'kernel-modules',
		seen({all: all(pod('kube-router-1', 'CrashLoopBackOff')), journal: known([lost('xt_physdev')])}),
		/modules could not be loaded: xt_physdev.*kernel-modules-extra/,
		false,
	],
	[
		'kernel-modules',
		seen({nodes: known([node('cni plugin not initialized')]), journal: known([lost('br_netfilter')])}),
		/br_netfilter.*kernel-modules-extra/,
		false,
	],
	[
		'pod-crash',
		seen({all: all(pod('coredns-1', 'CrashLoopBackOff'))}),
		/keeps crashing: coredns-1.*logs coredns-1 --previous/,
		false,
	],
	[
		'pod-trouble',
		{...seen(), troubles: [troubled]},
		/in trouble: coredns-1: container coredns is not ready: Readiness probe failed.*describe pod coredns-1/,
		false,
	],
	[
		'component',
		seen({
			nodes: known([]),
			journal: known([says('command failed: unable to load kubeconfig', {component: 'kubelet'})]),
		}),
		/part of k0s keeps crashing: kubelet: command failed: unable to load kubeconfig/,
		false,
	],
	[
		'port-in-use',
		seen({
			...nothing,
			k0s: unknown('timed-out'),
			journal: known([
				says(
					'command failed: failed to listen on 0.0.0.0:6443: listen tcp 0.0.0.0:6443: bind: address already in use',
					{
						component: 'kube-apiserver',
					},
				),
			]),
		}),
		/Port 6443 is already in use: kube-apiserver: .*ss -Hltnp sport = :6443/,
		false,
	],
	[
		'container-runtime',
		seen({
			nodes: known([]),
			journal: known([says('dial unix /run/k0s/containerd.sock: no such file', {component: 'kubelet'})]),
		}),
		/containerd is not running.*containerd\.sock.*component=containerd/,
		false,
	],
	[
		'container-runtime',
		seen({
			nodes: known([node('NodeStatusUnknown: Kubelet stopped posting node status.')]),
			journal: known([says('Process exited with code 1', {component: 'containerd', severity: 'warning'})]),
		}),
		/containerd is not running/,
		false,
	],
	['status-hangs', seen({...nothing, k0s: unknown('timed-out')}), /does not answer within 5 s.*journalctl/, false],
	[
		'api-down',
		seen({...nothing, k0s: status('dial tcp 127.0.0.1:6443: connection refused')}),
		/API server does not answer: .*refused.*:6443/,
		false,
	],
	['api-slow', seen({all: unknown('timed-out')}), /too slow to answer.*took too long/, false],
	[
		'api-errors',
		seen({all: unknown('failed', 'Error from server (InternalError)')}),
		/answers with an error: Error from server/,
		false,
	],
	[
		'cni',
		seen({nodes: known([node('KubeletNotReady: cni plugin not initialized')])}),
		/pod network is not up: .*cni plugin not initialized.*get pods/,
		false,
	],
	['no-node', seen({nodes: known([])}), /No node has registered.*component=kubelet/, false],
	[
		'no-pods',
		seen({all: known({pods: [], services: [], workloads: []})}),
		/No system pods were deployed.*applier-manager/,
		false,
	],
];

describe('why a start does not go on', () => {
	test.each(table)('%s: its reason, and what to do', (id, facts, wanted, hopeless) => {
		expect(stallOf(facts, text)).toMatchObject({id, hopeless});
		expect(trouble(facts, text)).toMatch(wanted);
	});

	test.each(table)('%s: on a worker it names the service that is there', (_, facts) => {
		const {controllerUnit: its} = facts;
		const worker = its.known ? {...facts, controllerUnit: known({...its.value, id: 'k0sworker.service'})} : facts;
		const onWorker = trouble(worker, text) ?? '';
		expect(onWorker.replaceAll('k0sworker', 'k0scontroller')).toBe(trouble(facts, text));
		if (its.known) expect(stallOf(worker, text)?.fix).not.toContain('k0scontroller');
	});

	test('every name is in the table', () => {
		const names: Readonly<Record<StallId, true>> = {
			...{'not-executable': true, 'pre-flight': true, 'port-in-use': true, 'crash-loop': true, 'image-pull': true},
			...{'pod-trouble': true, component: true},
			...{'kernel-modules': true, 'pod-crash': true, 'container-runtime': true, 'status-hangs': true},
			...{'api-down': true, 'api-slow': true, 'api-errors': true, cni: true, 'no-node': true, 'no-pods': true},
		};
		expect(new Set(table.map(([id]) => id))).toEqual(new Set(Object.keys(names)));
	});

	test('nothing is made up where nothing is wrong, or where nothing is known', () => {
		expect(stallOf(seen(), text)).toBeUndefined();
		expect(stallOf(seen({}, unit({restarts: 3})), text)).toBeUndefined();
		expect(stallOf({...seen(nothing), controllerUnit: unknown('needs-root')}, text)).toBeUndefined();
		expect(stallOf(seen(nothing, unit({activeState: 'inactive', pid: null})), text)).toBeUndefined();
	});

	test('what an earlier start said is not told of this one', () => {
		const started = says('Started k0scontroller.service - k0s - Zero Friction Kubernetes.', {
			...{identifier: 'systemd', pid: 1, severity: 'info'},
		});
		const id = (...lines: readonly JournalLine[]) =>
			stallOf(seen({nodes: known([node('cni plugin not initialized')]), journal: known(lines)}), text)?.id;
		const missing = lost('br_netfilter');
		expect([id(started, missing), id(missing, started), id(missing)]).toEqual([
			'kernel-modules',
			'cni',
			'kernel-modules',
		]);
		const socket = says('dial unix /run/k0s/containerd.sock: no such file', {component: 'kubelet'});
		expect(stallOf(seen({nodes: known([]), journal: known([socket, started])}), text)?.id).toBe('no-node');
	});

	test('the first crash is waited over, the second is not chance', () => {
		const crash = {...nothing, journal: known([says('Error: no luck')])};
		const after = (restarts: number) => stallOf(seen(crash, {...looping, restarts}), text)?.hopeless;
		expect([after(0), after(1), after(2)]).toEqual([false, false, true]);
	});

	test('what is nearest to the root is named: a port in use, not the API that lacks for it', () => {
		const facts = seen(
			{...nothing, journal: known([says('Error: listen tcp :6443: bind: address already in use')])},
			{...looping, activeState: 'failed'},
		);
		expect(stallOf(facts, text)?.id).toBe('port-in-use');
	});
});
