import {describe, expect, test} from 'vitest';
import {nodeRoomOf, podSpecOf, workloadStateOf} from '../../../source/read/kubectl/why-objects.js';

const meta = {name: 'web', namespace: 'shop'};
const probed = (probe: object): string | undefined =>
	podSpecOf({metadata: meta, spec: {containers: [{name: 'c', livenessProbe: probe}]}})?.containers[0]?.probes[0]?.asks;

describe('a pod, as why needs it', () => {
	test('whole', () => {
		expect(
			podSpecOf({
				metadata: meta,
				spec: {
					...{serviceAccountName: 'robot', schedulerName: 'other', nodeSelector: {disk: 'ssd', odd: 3}},
					...{schedulingGates: [{name: 'g'}, {}], imagePullSecrets: [{name: 'pull'}]},
					initContainers: [{name: 'setup'}],
					containers: [
						{
							...{name: 'c', imagePullPolicy: 'Always', startupProbe: {}, readinessProbe: {tcpSocket: {port: 80}}},
							resources: {limits: {memory: '1Gi'}, requests: {cpu: '100m'}},
						},
					],
				},
				status: {
					initContainerStatuses: [{name: 'setup', state: {running: {startedAt: '2026-11-30T00:00:00Z'}}}],
					containerStatuses: [{name: 'c', state: {waiting: {}}}],
					conditions: [{type: 'Ready', status: 'False', reason: 'R', message: 'M'}, {}],
				},
			}),
		).toEqual({
			...{namespace: 'shop', name: 'web', serviceAccount: 'robot', scheduler: 'other', nodeSelector: {disk: 'ssd'}},
			...{gates: ['g'], pullSecrets: ['pull']},
			containers: [
				{
					...{name: 'setup', pullPolicy: null, limits: {}, requests: {}, probes: []},
					startedAt: '2026-11-30T00:00:00Z',
				},
				{
					...{name: 'c', pullPolicy: 'Always', limits: {memory: '1Gi'}, requests: {cpu: '100m'}, startedAt: null},
					probes: [
						{
							kind: 'readiness',
							asks: 'TCP :80 (timeout 1s, every 10s, 3 failures, first after 0s)',
						},
						{kind: 'startup', asks: 'exec  (timeout 1s, every 10s, 3 failures, first after 0s)'},
					],
				},
			],
			conditions: [
				{type: 'Ready', status: 'False', reason: 'R', message: 'M'},
				{type: '', status: 'Unknown', reason: null, message: null},
			],
		});
	});

	test('without anything but its name; without one it is none', () => {
		expect(podSpecOf({metadata: {name: 'x'}})).toMatchObject({namespace: 'default', scheduler: null, containers: []});
		expect(podSpecOf({metadata: {}})).toBeUndefined();
	});

	test.each<readonly [object, string]>([
		[
			{httpGet: {path: '/healthz', port: 8080}},
			'GET http :8080/healthz (timeout 1s, every 10s, 3 failures, first after 0s)',
		],
		[
			{httpGet: {scheme: 'HTTPS', host: 'h', port: 'web'}, timeoutSeconds: 5, periodSeconds: 20},
			'GET https h:web/ (timeout 5s, every 20s, 3 failures, first after 0s)',
		],
		[{httpGet: {}, failureThreshold: 7}, 'GET http :?/ (timeout 1s, every 10s, 7 failures, first after 0s)'],
		[
			{tcpSocket: {port: 'db'}, initialDelaySeconds: 30},
			'TCP :db (timeout 1s, every 10s, 3 failures, first after 30s)',
		],
		[{grpc: {port: 9}}, 'gRPC :9 (timeout 1s, every 10s, 3 failures, first after 0s)'],
		[{exec: {command: ['cat', '/x', 3]}}, 'exec cat /x 3 (timeout 1s, every 10s, 3 failures, first after 0s)'],
	])('a probe %j asks: %s', (probe, words) => {
		expect(probed(probe)).toBe(words);
	});
});

describe('a workload, as why needs it', () => {
	test('is owned by its controller, else by the first that it names', () => {
		const owned = (...owners: readonly object[]) =>
			workloadStateOf({kind: 'ReplicaSet', metadata: {...meta, ownerReferences: owners}})?.owner;
		expect(owned({kind: 'A', name: 'a'}, {kind: 'B', name: 'b', controller: true})).toBe('B/b');
		expect(owned({kind: 'A', name: 'a', controller: false}, {kind: 'B', name: 'b'})).toBe('A/a');
		expect(owned({})).toBe('/');
		expect(owned()).toBeNull();
	});

	test.each<readonly [object, object]>([
		[{spec: {paused: true}}, {paused: true}],
		[{spec: {suspend: true}}, {paused: true}],
		[{spec: {paused: 'true'}}, {paused: false}],
		[
			{kind: 'CronJob', spec: {jobTemplate: {spec: {template: {spec: {nodeSelector: {a: 'b'}}}}}}},
			{nodeSelector: {a: 'b'}},
		],
		[{kind: 'Deployment', spec: {template: {spec: {nodeSelector: {a: 'b'}}}}}, {nodeSelector: {a: 'b'}}],
		[
			{kind: 'Deployment', spec: {jobTemplate: {spec: {template: {spec: {nodeSelector: {a: 'b'}}}}}}},
			{nodeSelector: {}},
		],
		[{status: {lastScheduleTime: 'x', lastSuccessfulTime: 'y'}}, {lastRun: 'x', lastSuccess: 'y'}],
		[
			{status: {conditions: [{type: 'Available', status: 'True'}]}},
			{conditions: [{type: 'Available', status: 'True'}]},
		],
	])('%j: %j', (more, state) => {
		expect(workloadStateOf({kind: 'Job', metadata: meta, ...more})).toMatchObject({
			name: 'web',
			namespace: 'shop',
			...state,
		});
	});

	test('times that are not told are left out; without kind or name it is none', () => {
		const state = workloadStateOf({kind: 'CronJob', metadata: {name: 'x'}});
		expect(state).toMatchObject({namespace: 'default', paused: false});
		for (const key of ['lastRun', 'lastSuccess']) expect(state).not.toHaveProperty(key);
		expect(workloadStateOf({kind: 'Job', metadata: {}})).toBeUndefined();
		expect(workloadStateOf({metadata: meta})).toBeUndefined();
	});
});

test('what a node has room for', () => {
	expect(nodeRoomOf({metadata: {name: 'n'}, status: {allocatable: {cpu: '2', pods: '110', odd: 1}}})).toEqual({
		...{name: 'n', allocatable: {cpu: '2', pods: '110'}},
	});
	expect(nodeRoomOf({status: {}})).toBeUndefined();
});
