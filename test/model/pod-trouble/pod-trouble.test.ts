import {readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {KubeEvent, Node, Pod, PodContainer, Workload} from '../../../source/facts/cluster.js';
import {causeIds, type CauseId, type Trouble} from '../../../source/model/pod-trouble/trouble.js';
import {troublesOf} from '../../../source/model/pod-trouble/pod-trouble.js';
import {readEvents} from '../../../source/read/kubectl/events.js';
import {readPods} from '../../../source/read/kubectl/get.js';
import {catalogue} from '../../../source/text/text.js';
import {troubleText} from '../../../source/text/reason.js';
import {must} from '../../support/cluster.js';
import {podFacts} from '../../support/pod.js';
import {outcomeOf, sample} from '../../support/samples.js';

const words = catalogue('en').status;
/** An hour after the pods were recorded. */
const now = Date.parse('2026-11-30T02:00:00Z');
const folder = 'real-k0s/pods';

const podsOf = (name: string): readonly Pod[] => must(readPods(outcomeOf({stdout: sample(`${folder}/${name}.json`)})));
const files = readdirSync(`test/samples/${folder}`);
function eventsOf(name: string): readonly KubeEvent[] {
	const file = `events-${name.replace(/^pod-/, '')}.json`;
	return files.includes(file) ? must(readEvents(outcomeOf({stdout: sample(`${folder}/${file}`)}))) : [];
}

/** Pods broken on a real k0s 1.34.1: the cause, and what a person reads. */
const real: ReadonlyArray<readonly [string, CauseId, RegExp]> = [
	[
		'pod-after-cordon',
		'unscheduled',
		/no node takes it: node\(s\) were unschedulable$|1 node\(s\) were unschedulable$/,
	],
	['pod-after-taint', 'unscheduled', /untolerated taint \{maintenance: yes\}$/],
	[
		'pod-badcmd',
		'container-start',
		/container c cannot be started: exec: "\/no\/such\/binary": .*no such file or directory$/,
	],
	['pod-badmount', 'mount', /hostPath type check failed: \/no\/such\/dir is not a directory$/],
	['pod-coredns-broken', 'crash', /container coredns ended with exit 1, restarted 2 times/],
	['pod-coredns-empty-resolvconf', 'crash', /container coredns ended with exit 1, restarted 2 times/],
	['pod-cpu64', 'unscheduled', /Insufficient cpu$/],
	['pod-crashloop', 'crash', /container c ended with exit 1, restarted 2 times/],
	[
		'pod-errimagepull',
		'image-pull',
		/cannot pull image library\/nosuchimage:9\.9: dial tcp: lookup registry-1\.docker\.io .*i\/o timeout$/,
	],
	['pod-failed', 'failed', /container c ended with exit 2$/],
	['pod-hostport', 'unscheduled', /didn't have free ports for the requested pod ports$/],
	['pod-initfail', 'crash', /init container migrate ended with exit 3, restarted 2 times/],
	['pod-invalidimg', 'image-name', /image name BusyBox:Latest is not valid: .*must be lowercase$/],
	['pod-konnectivity-blocked', 'terminating', /is being deleted, but does not go away/],
	['pod-kube-router-crash', 'crash', /container kube-router ended with exit 2/],
	['pod-neverpull', 'image-never-pulled', /image busybox:1\.0 is not on this host/],
	['pod-nocm', 'container-config', /configmap "app-config" not found$/],
	['pod-nodeselector', 'unscheduled', /didn't match Pod's node affinity\/selector$/],
	['pod-nosecret', 'container-config', /secret "db" not found$/],
	['pod-oomkilled', 'out-of-memory', /exit 137 \(SIGKILL\): out of memory.*restarted 2 times$/],
	['pod-runasnonroot', 'container-config', /runAsNonRoot and image will run as root/],
	['pods-evicted-diskpressure', 'evicted', /The node had condition: \[DiskPressure\]\.$/],
];

describe('pods broken on a real k0s', () => {
	test.each(real)('%s: %s', (name, cause, says) => {
		const [first] = troublesOf({pods: podsOf(name), workloads: [], events: eventsOf(name), now});
		expect(first?.cause).toBe(cause);
		expect(troubleText(words, first as Trouble)).toMatch(says);
	});

	test('every recorded pod is in the table', () => {
		const recorded = files.filter(file => file.startsWith('pod')).map(file => file.replace('.json', ''));
		expect(real.map(([name]) => name).toSorted()).toEqual(recorded.filter(name => name !== 'pod-quota').toSorted());
	});

	test('a workload whose pods a quota forbids names the quota', () => {
		const set: Workload = {
			...{kind: 'ReplicaSet', namespace: 'default', name: 'quota-74df5449dd', desired: 1, ready: 0, available: 0},
			...{updated: null, observed: null, images: [], createdAt: null},
		};
		const [first] = troublesOf({pods: podsOf('pod-quota'), workloads: [set], events: eventsOf('quota'), now});
		expect(first).toMatchObject({kind: 'ReplicaSet', cause: 'no-pods'});
		expect(troubleText(words, first as Trouble)).toMatch(
			/no pod could be created: .*exceeded quota: q, requested: pods=1/,
		);
	});

	test('what a container printed last stands behind its exit code', () => {
		const [pod] = podsOf('pod-coredns-empty-resolvconf');
		const lastLines = new Map([[`kube-system/${pod?.name}/coredns`, 'plugin/forward: no nameservers found']]);
		const [first] = troublesOf({
			pods: podsOf('pod-coredns-empty-resolvconf'),
			workloads: [],
			events: [],
			lastLines,
			now,
		});
		expect(troubleText(words, first as Trouble)).toMatch(
			/exit 1, restarted 2 times: plugin\/forward: no nameservers found$/,
		);
	});
});

/** Derived, not recorded. */
const container: PodContainer = {
	...{name: 'c', image: 'i', init: false, ready: false, restarts: 0, state: 'running', reason: null, message: null},
	...{exitCode: null, signal: null, last: null, id: null},
};
const old = new Date(now - 7_200_000).toISOString();
const one = (changes: Partial<Pod['containers'][number]>, pod: Partial<Pod> = {}): Pod =>
	podFacts({ready: 0, createdAt: old, containers: [{...container, ...changes}], ...pod});
const event = (reason: string, message: string, changes: Partial<KubeEvent> = {}): KubeEvent => ({
	...{namespace: 'default', kind: 'Pod', name: 'x', uid: null, container: null, type: 'Warning', at: now},
	...{reason, message},
	...changes,
});
const end = (changes: Partial<NonNullable<Pod['containers'][number]['last']>>) => ({
	...{reason: 'Error', message: null, exitCode: 1, signal: null, finishedAt: new Date(now - 60_000).toISOString()},
	...changes,
});

const derived: ReadonlyArray<readonly [string, CauseId | undefined, Pod, readonly KubeEvent[]]> = [
	['well', undefined, podFacts({containers: [{...container, ready: true}]}), []],
	['not ready by its probe', 'readiness', one({}), [event('Unhealthy', 'Readiness probe failed: HTTP 503')]],
	['starting by its probe', 'startup', one({}), [event('Unhealthy', 'Startup probe failed: refused')]],
	['not ready, nobody says why', 'not-ready', one({}), []],
	[
		'killed by its probe',
		'liveness',
		one({state: 'waiting', reason: 'CrashLoopBackOff', restarts: 4, last: end({exitCode: 137})}),
		[event('Unhealthy', 'Liveness probe failed: timeout')],
	],
	['between two crashes', 'crash', one({restarts: 3, last: end({})}), []],
	['crashes, but runs and is ready now', 'restarts', one({ready: true, restarts: 91, last: end({})}, {ready: 1}), []],
	[
		'killed by its probe again and again, but runs and is ready now',
		'liveness',
		one({ready: true, restarts: 3, last: end({exitCode: 0, reason: 'Completed'})}, {ready: 1}),
		[event('Unhealthy', 'Liveness probe failed: connection refused', {at: now - 61_000})],
	],
	[
		'crashes now; its probe failed an hour ago',
		'restarts',
		one({ready: true, restarts: 3, last: end({})}, {ready: 1}),
		[event('Unhealthy', 'Liveness probe failed: connection refused', {at: now - 3_600_000})],
	],
	['crashed long ago', undefined, one({ready: true, restarts: 91, last: end({finishedAt: old})}, {ready: 1}), []],
	[
		'ends well again and again',
		'ends',
		one({state: 'waiting', reason: 'CrashLoopBackOff', last: end({exitCode: 0, reason: 'Completed'})}),
		[],
	],
	['done', undefined, one({state: 'terminated', reason: 'Completed', exitCode: 0}, {phase: 'Completed'}), []],
	[
		'without a network',
		'sandbox',
		one({state: 'waiting', reason: 'ContainerCreating'}),
		[
			event(
				'FailedCreatePodSandBox',
				'Failed to create pod sandbox: rpc error: failed to setup network for sandbox "ab12": plugin type="bridge" failed',
			),
		],
	],
	['not created for hours', 'creating', one({state: 'waiting', reason: 'ContainerCreating'}), []],
	[
		'being created',
		undefined,
		one({state: 'waiting', reason: 'ContainerCreating'}, {createdAt: new Date(now).toISOString()}),
		[],
	],
	[
		'its claim has no storage class',
		'volume-claim',
		podFacts({
			ready: 0,
			phase: 'Pending',
			claims: ['data'],
			unscheduled: '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.',
		}),
		[event('FailedBinding', 'no storage class is set', {kind: 'PersistentVolumeClaim', name: 'data', type: 'Normal'})],
	],
	['longer than it may', 'deadline', podFacts({ready: 0, phase: 'DeadlineExceeded', message: 'longer than'}), []],
	[
		'a mount that failed, and went well since: the image is being pulled',
		undefined,
		one({state: 'waiting', reason: 'ContainerCreating'}),
		[
			event('FailedMount', 'secret "x" not found', {at: now - 60_000}),
			event('Pulling', 'Pulling image "i"', {at: now}),
		],
	],
	[
		'crashes by itself; its probe failed an hour ago',
		'crash',
		one({state: 'waiting', reason: 'CrashLoopBackOff', restarts: 4, last: end({})}),
		[event('Unhealthy', 'Liveness probe failed: timeout', {at: now - 3_600_000})],
	],
	['its node is lost', 'node-lost', podFacts({ready: 0, phase: 'Unknown', node: 'n'}), []],
	['a word that nobody knows', 'waiting', one({state: 'waiting', reason: 'SomethingNew', message: 'its words'}), []],
	["only kubectl's table", 'waiting', podFacts({ready: 0, phase: 'CrashLoopBackOff'}), []],
	['going away', undefined, podFacts({deletedAt: new Date(now).toISOString()}), []],
];

/** containerd 1.7's errors of a pull, as the kubelet's event has them. */
const resolve = 'failed to pull and unpack image "reg.io/a/b:1": failed to resolve reference "reg.io/a/b:1": ';
const pulls: ReadonlyArray<readonly [string, string]> = [
	[`rpc error: code = NotFound desc = ${resolve}reg.io/a/b:1: not found`, 'not found'],
	[
		`rpc error: code = DeadlineExceeded desc = ${resolve}failed to do request: Head "https://reg.io/v2/a/b/manifests/1": context deadline exceeded`,
		'context deadline exceeded',
	],
	[`${resolve}failed to do request: Head "https://reg.io/v2/a/b/manifests/1": EOF`, 'EOF'],
	[
		`${resolve}failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://reg.io/token: 401 Unauthorized`,
		'unexpected status from GET request to https://reg.io/token: 401 Unauthorized',
	],
	['its own words', 'its own words'],
];

describe('the kinds beside them', () => {
	test.each(pulls)('of a pull, the cause alone: %s', (message, cause) => {
		const pod = one({state: 'waiting', reason: 'ErrImagePull', image: 'reg.io/a/b:1', message});
		const [first] = troublesOf({pods: [pod], workloads: [], events: [], now});
		expect(first).toMatchObject({cause: 'image-pull', detail: cause});
	});

	test.each(derived)('%s: %s', (_, cause, pod, events) => {
		expect(troublesOf({pods: [pod], workloads: [], events, now})[0]?.cause).toBe(cause);
	});

	test('every cause is met', () => {
		const met = [...real.map(([, cause]) => cause), ...derived.map(([, cause]) => cause), 'no-pods'];
		expect(causeIds.filter(id => !met.includes(id))).toEqual([]);
	});

	test('an evicted pod is history once its maker has another; alone it is told', () => {
		const dead = podFacts({name: 'web-1', ready: 0, phase: 'Evicted', owner: 'ReplicaSet/web'});
		const next = podFacts({name: 'web-2', ready: 0, phase: 'Pending', owner: 'ReplicaSet/web', unscheduled: 'taint'});
		const causes = (pods: readonly Pod[]) =>
			troublesOf({pods, workloads: [], events: [], now}).map(({name, cause}) => `${name} ${cause}`);
		expect(causes([dead, next])).toEqual(['web-2 unscheduled']);
		expect(causes([dead])).toEqual(['web-1 evicted']);
	});

	const nodeOf = (parts: Partial<Node>): Node => ({
		...{name: 'n1', ready: true, reason: null, roles: [], unschedulable: false, version: '', createdAt: null},
		...{internalIp: null, heartbeatAt: null, pressures: null},
		...parts,
	});

	test('a scheduler that names no taint: the nodes do', () => {
		const said = '0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate';
		const pod = podFacts({ready: 0, phase: 'Pending', unscheduled: said});
		const detail = (nodes: readonly Node[] | undefined) =>
			troublesOf({pods: [pod], workloads: [], events: [], nodes, now})[0]?.detail;
		const taints = [{key: 'node-role.kubernetes.io/control-plane', value: ''}];
		expect(detail([nodeOf({taints})])).toContain('untolerated taint(s) {node-role.kubernetes.io/control-plane: }.');
		expect(detail([nodeOf({})])).toBe(said);
		expect(detail(undefined)).toBe(said);
	});

	test('on a node that tells nothing any more, the node is the cause: of a pod that was told to end too', () => {
		const down = nodeOf({name: 'wk2', ready: false, reason: 'NodeStatusUnknown: Kubelet stopped posting node status.'});
		const cause = (parts: Partial<Pod>, nodes: readonly Node[]) =>
			troublesOf({pods: [podFacts({node: 'wk2', ...parts})], workloads: [], events: [], nodes, now}).map(
				({cause: id, detail}) => `${id} ${detail}`,
			);
		expect(cause({}, [down])).toEqual(['node-lost wk2']);
		expect(cause({deletedAt: '2026-11-30T00:00:00Z', finalizers: ['x']}, [down])).toEqual(['node-lost wk2']);
		expect(cause({}, [nodeOf({name: 'wk2'})])).toEqual([]);
		// Not Ready for another reason: its kubelet tells what its pods do.
		expect(cause({}, [nodeOf({name: 'wk2', ready: false, reason: 'KubeletNotReady: no network'})])).toEqual([]);
	});

	test('that no event says why is told only where events were read', () => {
		const pod = one({state: 'waiting', reason: 'ContainerCreating'});
		const told = (events: readonly KubeEvent[] | null) =>
			troublesOf({pods: [pod], workloads: [], events, now}).map(trouble => troubleText(words, trouble));
		expect(told([])).toEqual([expect.stringMatching(/no event says why$/)]);
		expect(told(null)).toEqual([expect.stringMatching(/the events could not be read$/)]);
	});

	test('an event of another pod of the same name says nothing', () => {
		const pod = one({}, {uid: 'new'});
		const events = [event('Unhealthy', 'Readiness probe failed', {uid: 'old'})];
		expect(troublesOf({pods: [pod], workloads: [], events, now})[0]?.cause).toBe('not-ready');
	});
});
