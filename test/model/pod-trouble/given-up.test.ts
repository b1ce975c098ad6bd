import {describe, expect, test} from 'vitest';
import type {Pod, Workload} from '../../../source/facts/cluster.js';
import {troublesOf} from '../../../source/model/pod-trouble/pod-trouble.js';
import {readAll} from '../../../source/read/kubectl/get.js';
import {catalogue} from '../../../source/text/text.js';
import {troubleText} from '../../../source/text/reason.js';
import {must} from '../../support/cluster.js';
import {podFacts} from '../../support/pod.js';
import {outcomeOf} from '../../support/samples.js';

const now = Date.parse('2026-11-30T02:00:00Z');
const words = catalogue('en').status;
type Part = Readonly<Record<string, unknown>>;
const object = (kind: string, name: string, spec: Part, status: Part): Part => ({
	kind,
	metadata: {name, namespace: 'default'},
	spec,
	status,
});
const workloads = (...items: readonly Part[]): readonly Workload[] =>
	must(readAll(outcomeOf({stdout: JSON.stringify({kind: 'List', items})}))).workloads;
const told = (all: readonly Workload[], pods: readonly Pod[] = []): readonly string[] =>
	troublesOf({pods, workloads: all, events: [], now}).map(each => `${each.kind} ${troubleText(words, each)}`);

/** As Kubernetes 1.34 writes them. */
const backoff = {
	type: 'Failed',
	status: 'True',
	reason: 'BackoffLimitExceeded',
	message: 'Job has reached the specified backoff limit',
};
const deadline = {
	type: 'Failed',
	status: 'True',
	reason: 'DeadlineExceeded',
	message: 'Job was active longer than specified deadline',
};
const done = {type: 'Complete', status: 'True'};
const webhook = {
	type: 'ReplicaFailure',
	status: 'True',
	reason: 'FailedCreate',
	message: 'Internal error occurred: failed calling webhook "a.example": connection refused',
};

describe('a workload that has given up, of which no pod tells', () => {
	test('a failed Job whose pods are gone', () => {
		const [line] = told(workloads(object('Job', 'backup', {}, {failed: 1, conditions: [deadline]})));
		expect(line).toMatch(/^Job default\/backup .*DeadlineExceeded: Job was active longer/);
	});

	test('one whose failed pod tells already is told once', () => {
		const pod = podFacts({name: 'backup-x', owner: 'Job/backup', phase: 'DeadlineExceeded', containers: [], ready: 0});
		expect(told(workloads(object('Job', 'backup', {}, {failed: 1, conditions: [backoff]})), [pod])).toHaveLength(1);
	});

	test('a Job that is done, or waits, is none', () => {
		const all = workloads(
			object('Job', 'a', {}, {succeeded: 1, conditions: [done]}),
			object('Job', 'b', {suspend: true}, {conditions: [{type: 'Suspended', status: 'True'}]}),
			object('CronJob', 'c', {suspend: true}, {}),
		);
		expect(told(all)).toEqual([]);
		const event = {
			namespace: 'default',
			kind: 'Job',
			name: 'a',
			uid: null,
			container: null,
			type: 'Warning',
			at: now - 60_000,
		};
		const events = [{...event, reason: 'FailedCreate', message: 'Error creating: quota'}];
		expect(troublesOf({pods: [], workloads: all, events, now})).toEqual([]);
	});

	test('a run of a CronJob is history once a later one went well', () => {
		const cron = object('CronJob', 'nightly', {}, {});
		const failed = object('Job', 'nightly-29000000', {}, {failed: 1, conditions: [backoff]});
		const later = object('Job', 'nightly-29001440', {}, {succeeded: 1, conditions: [done]});
		const sooner = object('Job', 'nightly-28998560', {}, {succeeded: 1, conditions: [done]});
		const pod = podFacts({
			name: 'x',
			owner: 'Job/nightly-29000000',
			phase: 'DeadlineExceeded',
			containers: [],
			ready: 0,
		});
		expect(told(workloads(cron, failed, later), [pod])).toEqual([]);
		expect(told(workloads(cron, failed, sooner))).toHaveLength(1);
		// A name that only looks like one.
		expect(told(workloads(failed, later))).toHaveLength(1);
	});

	test('a webhook that refuses, long after its event has gone', () => {
		const all = workloads(
			object('ReplicaSet', 'web-1', {replicas: 2}, {conditions: [webhook]}),
			object('Deployment', 'web', {replicas: 2}, {conditions: [webhook]}),
		);
		const lines = told(all);
		expect(lines).toHaveLength(1);
		expect(lines[0]).toMatch(
			/^ReplicaSet default\/web-1 no pod could be created: .*failed calling webhook "a.example"/,
		);
	});

	test('a Deployment that cannot make its ReplicaSet', () => {
		const condition = {
			type: 'Progressing',
			status: 'False',
			reason: 'ReplicaSetCreateError',
			message: 'replicasets.apps is forbidden: exceeded quota',
		};
		expect(told(workloads(object('Deployment', 'web', {replicas: 1}, {conditions: [condition]})))[0]).toMatch(
			/^Deployment default\/web no pod could be created: .*exceeded quota/,
		);
	});
});

/** Why a kubelet ended or refused a pod, as it stands in `status.reason` (Kubernetes 1.28 to 1.36). */
test.each([
	...[
		'Evicted',
		'Preempting',
		'OutOfcpu',
		'OutOfmemory',
		'OutOfpods',
		'OutOfephemeral-storage',
		'OutOfnvidia.com/gpu',
		'NodeAffinity',
	],
	...['NodeShutdown', 'Terminated', 'UnexpectedAdmissionError'],
])('a pod that the kubelet threw out or refused: %s', phase => {
	const pod = podFacts({phase, ready: 0, containers: [], message: 'what the kubelet says of it'});
	expect(troublesOf({pods: [pod], workloads: [], events: [], now})).toMatchObject([
		{cause: 'evicted', detail: 'what the kubelet says of it'},
	]);
	const silent = troublesOf({pods: [{...pod, message: null}], workloads: [], events: [], now});
	expect(silent).toMatchObject([{cause: 'evicted', detail: phase}]);
});
