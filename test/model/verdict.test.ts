import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {ClusterFacts, Verdict} from '../../source/model/cluster.js';
import {networkDaemonSets} from '../../source/model/conditions.js';
import {type ReasonId} from '../../source/model/finding.js';
import {assess} from '../../source/model/verdict.js';
import {readNodes} from '../../source/read/kubectl/get.js';
import {known, unknown} from '../../source/facts/reading.js';
import {healthyFacts, k0sWith, must, sampledAt, unitWith, workloadsWith} from '../support/cluster.js';
import {outcomeOf, sample} from '../support/samples.js';

const minute = 60_000;
const late = sampledAt + 60 * minute;
const refused = unknown('not-running', 'The connection to the server localhost:6443 was refused');
const gone: Partial<ClusterFacts> = {nodes: refused, pods: refused, services: refused, workloads: refused};
const rootOnly = unknown('needs-root', 'k0s status');
const user: Partial<ClusterFacts> = {
	root: false,
	k0s: rootOnly,
	nodes: rootOnly,
	pods: rootOnly,
	services: rootOnly,
	workloads: rootOnly,
	containers: rootOnly,
	images: rootOnly,
};
const missing = unknown('not-installed', 'k0s');
const notReady = readNodes(outcomeOf({stdout: sample('kubectl/1.34.5/get-nodes-not-ready.json')}));
const forbidden = unknown('failed', 'Error from server (Forbidden): nodes is forbidden: User "system:node:w1"');
const unjoined = unknown('not-running', 'error: stat /var/lib/k0s/kubelet.conf: no such file or directory');
const away = unknown('not-running', 'The connection to the server 192.0.2.1:6443 was refused');
const socket = unknown('not-running', 'status.sock');
/** All that run share the host's network. */
const hostPods = must(healthyFacts().pods).map(pod => ({...pod, hostNetwork: true}));

/** What is true, when it is looked at, the verdict, the first reason. */
const table: ReadonlyArray<readonly [string, Partial<ClusterFacts>, number, Verdict, ReasonId | undefined]> = [
	['all five hold', {}, late, 'healthy', undefined],
	['all five hold, just started', {}, sampledAt, 'healthy', undefined],
	['no k0s', {version: missing, unit: missing, k0s: missing, ...user, root: true}, late, 'not-installed', 'no-k0s'],
	['no k0s, as an ordinary user', {...user, version: missing, unit: missing}, late, 'not-installed', 'no-k0s'],
	[
		'a service whose program is gone',
		{...gone, version: missing, k0s: missing, unit: unitWith({activeState: 'inactive', subState: 'dead'})},
		late,
		'stopped',
		'no-binary',
	],
	[
		'a service that runs, whose program is gone',
		{...gone, version: missing, k0s: missing},
		late,
		'degraded',
		'no-binary',
	],
	['a service whose program only root may run', {...user, version: missing}, late, 'unknown', 'needs-root'],
	[
		'a binary and no service',
		{...gone, k0s: socket, unit: unitWith({loadState: 'not-found', activeState: 'inactive'})},
		late,
		'not-installed',
		'no-unit',
	],
	[
		'a binary that prints nothing',
		{
			...gone,
			version: unknown('unreadable'),
			k0s: socket,
			unit: unitWith({loadState: 'not-found', activeState: 'inactive'}),
		},
		late,
		'not-installed',
		'damaged-k0s',
	],
	[
		'stopped',
		{...gone, k0s: socket, unit: unitWith({activeState: 'inactive', subState: 'dead'})},
		late,
		'stopped',
		'unit-stopped',
	],
	[
		'stopped, as an ordinary user',
		{...user, unit: unitWith({activeState: 'inactive', subState: 'dead'})},
		late,
		'stopped',
		'unit-stopped',
	],
	[
		'never started: its condition was not met',
		{...gone, k0s: socket, unit: unitWith({activeState: 'inactive', subState: 'dead', conditionMet: false})},
		late,
		'stopped',
		'unit-condition',
	],
	[
		'masked',
		{...gone, k0s: socket, unit: unitWith({loadState: 'masked', activeState: 'inactive'})},
		late,
		'stopped',
		'unit-masked',
	],
	['stopping, and it answers still', {unit: unitWith({activeState: 'deactivating'})}, late, 'stopped', 'unit-stopping'],
	['stopping', {...gone, k0s: socket, unit: unitWith({activeState: 'deactivating'})}, late, 'stopped', 'unit-stopping'],
	[
		'failed for good',
		{...gone, k0s: socket, unit: unitWith({activeState: 'failed', result: 'signal'})},
		late,
		'stopped',
		'unit-failed',
	],
	[
		'crash loop, waiting',
		{
			...gone,
			k0s: socket,
			unit: unitWith({
				activeState: 'activating',
				subState: 'auto-restart',
				result: 'exit-code',
				restarts: 3,
				activeSince: null,
			}),
		},
		sampledAt,
		'degraded',
		'unit-restarting',
	],
	[
		'crash loop, just up again',
		{...gone, k0s: socket, unit: unitWith({restarts: 3})},
		sampledAt,
		'degraded',
		'unit-restarting',
	],
	[
		'activating for the first time',
		{...gone, k0s: socket, unit: unitWith({activeState: 'activating', subState: 'start', activeSince: null})},
		sampledAt,
		'starting',
		'unit-starting',
	],
	[
		'started by hand',
		{unit: unitWith({loadState: 'not-found', activeState: 'inactive', activeSince: null})},
		late,
		'degraded',
		'without-unit',
	],
	['status does not answer, all else is well', {k0s: unknown('timed-out', 'k0s')}, sampledAt, 'unknown', 'status-late'],
	[
		'neither status nor kubectl answers',
		{k0s: unknown('timed-out', 'k0s'), nodes: unknown('timed-out', 'k0s'), workloads: unknown('timed-out', 'k0s')},
		sampledAt,
		'unknown',
		'status-late',
	],
	[
		'status does not answer, and kubectl is refused',
		{...gone, k0s: unknown('timed-out', 'k0s')},
		sampledAt,
		'starting',
		'api-unreachable',
	],
	[
		'the same after ten minutes',
		{...gone, k0s: unknown('timed-out', 'k0s')},
		sampledAt + 10 * minute,
		'degraded',
		'api-unreachable',
	],
	['the socket is not there yet', {...gone, k0s: socket}, sampledAt, 'starting', 'status-none'],
	[
		'API unreachable',
		{...gone, k0s: k0sWith({apiReachable: false, apiError: 'connection refused'})},
		late,
		'degraded',
		'api-unreachable',
	],
	[
		'API unreachable just after the start',
		{...gone, k0s: k0sWith({apiReachable: false, apiError: 'x'})},
		sampledAt,
		'starting',
		'api-unreachable',
	],
	[
		'the API answers kubectl, but not the kubelet',
		{k0s: k0sWith({apiReachable: false, apiError: 'x509: certificate has expired'})},
		sampledAt,
		'starting',
		'api-not-node',
	],
	// Its nodes are elsewhere: what they run is judged, and that none is here is no fault.
	['controller without workloads', {k0s: k0sWith({workloads: false, apiReachable: null})}, late, 'healthy', undefined],
	[
		'controller that no worker has joined',
		{k0s: k0sWith({workloads: false, apiReachable: null}), nodes: known([]), pods: known([])},
		late,
		'healthy',
		undefined,
	],
	[
		'worker that the API refuses',
		{
			...{k0s: k0sWith({role: 'worker'}), leases: forbidden},
			...{nodes: forbidden, pods: forbidden, workloads: forbidden},
		},
		late,
		'unknown',
		'worker',
	],
	[
		'worker that has not joined',
		{
			...{k0s: k0sWith({role: 'worker', apiReachable: false, apiError: 'no kubelet config'}), leases: unjoined},
			...{nodes: unjoined, pods: unjoined, workloads: unjoined},
		},
		sampledAt,
		'starting',
		'not-joined',
	],
	[
		'worker whose controller is away',
		{
			...{k0s: k0sWith({role: 'worker', apiReachable: false, apiError: 'dial tcp 192.0.2.1:6443: refused'})},
			...{nodes: away, pods: away, workloads: away, leases: unknown('aborted')},
		},
		late,
		'degraded',
		'api-unreachable',
	],
	['NotReady while young', {nodes: notReady}, sampledAt, 'starting', 'node-not-ready'],
	['NotReady after an hour', {nodes: notReady}, late, 'degraded', 'node-not-ready'],
	['no node yet', {nodes: known([])}, sampledAt, 'starting', 'no-node'],
	[
		'nodes of other names only',
		{
			hostname: 'renamed',
			nodes: known([...must(healthyFacts().nodes), {...must(healthyFacts().nodes)[0]!, name: 'other'}]),
		},
		late,
		'degraded',
		'node-name',
	],
	['one node under a longer name', {hostname: 'centos10'}, late, 'healthy', undefined],
	[
		'kube-proxy not ready',
		{workloads: workloadsWith('kube-proxy', {ready: 0})},
		late,
		'degraded',
		'workload-not-ready',
	],
	[
		'kube-router wanted nowhere',
		{workloads: workloadsWith('kube-router', {desired: 0, ready: 0})},
		late,
		'degraded',
		'workload-not-ready',
	],
	['kube-router missing', {workloads: workloadsWith('kube-router', null)}, sampledAt, 'starting', 'workload-missing'],
	[
		'konnectivity-agent missing',
		{workloads: workloadsWith('konnectivity-agent', null)},
		late,
		'degraded',
		'workload-missing',
	],
	[
		'konnectivity-agent missing with --single',
		{k0s: k0sWith({singleNode: true}), workloads: workloadsWith('konnectivity-agent', null)},
		late,
		'healthy',
		undefined,
	],
	[
		'kube-router missing, calico there',
		{k0s: k0sWith({networkProvider: 'custom'}), workloads: workloadsWith('kube-router', null)},
		late,
		'healthy',
		undefined,
	],
	[
		'a network of its own, and no pod with an address of its own proves it',
		{k0s: k0sWith({networkProvider: 'custom'}), pods: known(hostPods)},
		late,
		'unknown',
		'no-network-parts',
	],
	[
		'CoreDNS not available',
		{workloads: workloadsWith('coredns', {ready: 0, available: 0})},
		late,
		'degraded',
		'workload-not-ready',
	],
	[
		'CoreDNS switched off',
		{k0s: k0sWith({disabledComponents: ['coredns']}), workloads: workloadsWith('coredns', null)},
		late,
		'healthy',
		undefined,
	],
	[
		'metrics-server does not count',
		{workloads: workloadsWith('metrics-server', {ready: 0, available: 0})},
		late,
		'healthy',
		undefined,
	],
	[
		"a system pod's image does not come",
		{
			workloads: workloadsWith('coredns', {ready: 0, available: 0}),
			pods: known(
				must(healthyFacts().pods).map(pod =>
					pod.name.startsWith('coredns') ? {...pod, phase: 'ImagePullBackOff'} : pod,
				),
			),
		},
		sampledAt,
		'degraded',
		'pod-stuck',
	],
	['an ordinary user', user, late, 'unknown', 'needs-root'],
	['kubectl does not answer', {nodes: unknown('timed-out', 'k0s')}, late, 'unknown', 'no-answer'],
	['workloads cut', {pods: unknown('cut'), workloads: unknown('cut')}, late, 'unknown', 'unknown'],
	['no systemd', {unit: unknown('tool-missing', 'systemctl')}, late, 'unknown', 'no-tool'],
];

describe('the verdict', () => {
	it.each(table)('%s', (_, change, now, verdict, first) => {
		const assessment = assess(healthyFacts(change), now);
		expect(assessment.verdict).toBe(verdict);
		expect(assessment.reasons[0]?.id).toBe(first);
	});

	it('says of a controller that no worker has joined that no pod can run', () => {
		const {warnings, conditions} = assess(
			healthyFacts({k0s: k0sWith({workloads: false, apiReachable: null}), nodes: known([]), pods: known([])}),
			late,
		);
		expect(warnings.map(({id}) => id)).toEqual(['no-workloads']);
		expect(conditions.map(({state}) => state)).toEqual(['holds', 'holds', 'off', 'off', 'off']);
	});

	it('names every reason once, faults first', () => {
		const {reasons} = assess(
			healthyFacts({...gone, k0s: k0sWith({apiReachable: false}), unit: unknown('timed-out', 'systemctl')}),
			late,
		);
		expect(reasons.map(({id}) => id)).toEqual(['api-unreachable', 'no-answer']);
		expect(assess(healthyFacts(user), late).reasons).toHaveLength(1);
	});

	it('says once that the API is not there, in the words of k0s status', () => {
		const ids = (k0s: ClusterFacts['k0s']) => assess(healthyFacts({...gone, k0s}), sampledAt).reasons.map(({id}) => id);
		expect(ids(unknown('timed-out', 'k0s'))).toEqual(['api-unreachable', 'status-late']);
		expect(ids(socket)).toEqual(['status-none']);
		expect(ids(k0sWith({apiReachable: true}))).toEqual(['api-unreachable']);
	});

	it('tells which of the five hold', () => {
		const states = (facts: ClusterFacts, now: number) =>
			Object.fromEntries(assess(facts, now).conditions.map(({id, state}) => [id, state]));
		expect(states(healthyFacts(), late)).toEqual({
			service: 'holds',
			api: 'holds',
			node: 'holds',
			network: 'holds',
			dns: 'holds',
		});
		expect(states(healthyFacts({nodes: notReady}), sampledAt)).toMatchObject({api: 'holds', node: 'waits'});
		expect(states(healthyFacts({nodes: notReady}), late)).toMatchObject({node: 'fails', dns: 'holds'});
		expect(states(healthyFacts(user), late)).toEqual({
			service: 'holds',
			api: 'unknown',
			node: 'unknown',
			network: 'unknown',
			dns: 'unknown',
		});
	});

	it('is never healthy as soon as one part is not known', () => {
		const whys = fc.constantFrom(
			'needs-root',
			'tool-missing',
			'timed-out',
			'failed',
			'unreadable',
			'cut',
			'aborted',
			'not-running',
			'not-installed',
		);
		const parts = fc.constantFrom('unit', 'k0s', 'nodes', 'workloads');
		fc.assert(
			fc.property(fc.uniqueArray(parts, {minLength: 1}), whys, fc.nat(), (broken, why, after) => {
				const change = Object.fromEntries(broken.map(part => [part, unknown(why as 'failed')]));
				const {verdict, reasons} = assess(healthyFacts(change), sampledAt + after);
				expect(verdict).not.toBe('healthy');
				expect(reasons.length).toBeGreaterThan(0);
			}),
		);
	});

	it('does not hide that it is stopped behind what an ordinary user cannot see', () => {
		expect(assess(healthyFacts({...user, unit: unitWith({activeState: 'failed'})}), late).verdict).toBe('stopped');
	});
});

describe("the network's DaemonSets", () => {
	it('follow the config', () => {
		const names = (change: Parameters<typeof k0sWith>[0]) => networkDaemonSets(must(k0sWith(change)));
		expect(networkDaemonSets(undefined)).toEqual(['kube-proxy', 'kube-router', 'konnectivity-agent']);
		expect(names({singleNode: true})).toEqual(['kube-proxy', 'kube-router']);
		expect(names({networkProvider: 'calico'})).toEqual(['kube-proxy', 'calico-node', 'konnectivity-agent']);
		expect(names({networkProvider: 'custom', disabledComponents: ['kube-proxy']})).toEqual(['konnectivity-agent']);
	});
});
