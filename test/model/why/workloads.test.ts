import {describe, expect, test} from 'vitest';
import {askWhy, type Told} from '../../support/why-answers.js';
import {at, ended, eventOf, podOf, workloadOf} from '../../support/why-objects.js';
import {forbidden, running} from './told.js';

/** What is said of a workload by its pods, its jobs and its own conditions. */

const counted = (ready: number) => ({readyReplicas: ready, availableReplicas: ready, updatedReplicas: ready});
const lease = (node: string, ago: number) => ({
	kind: 'Lease',
	metadata: {name: node, namespace: 'kube-node-lease'},
	spec: {holderIdentity: node, renewTime: at(ago)},
});

/** A deployment of so many replicas with pods that are ready. */
const deployment = (
	desired: number,
	ready: number,
	more: Told = {},
	own: Parameters<typeof workloadOf>[2] = {},
): Told => ({
	pods: Array.from({length: ready}, (_, index) =>
		podOf({owner: 'ReplicaSet/web-1', name: `web-1-${index}`, container: running({ready: true})}),
	),
	workloads: {
		Deployment: [
			workloadOf('Deployment', 'web', {
				...own,
				spec: {replicas: desired, ...own.spec},
				status: {...counted(ready), ...own.status},
			}),
		],
		ReplicaSet: [
			workloadOf('ReplicaSet', 'web-1', {owner: 'Deployment/web', spec: {replicas: desired}, status: counted(ready)}),
		],
	},
	...more,
});
const ask = async (told: Told, target = 'deployment/default/web') => {
	const {exit, reason, error, json} = await askWhy(target, told);
	return [exit, reason ?? error?.message, String(json['sentence'])] as const;
};

describe('a deployment', () => {
	test.each<readonly [string, Told, number, string]>([
		['has its pods', deployment(2, 2), 0, 'runs'],
		['on a node that is heard', deployment(1, 1, {leases: [lease('node1', 10)]}), 0, 'runs'],
		['on a node that is silent', deployment(1, 1, {leases: [lease('node1', 300)]}), 4, 'stale'],
		['while another node is silent', deployment(1, 1, {leases: [lease('node2', 300), lease('node1', 5)]}), 0, 'runs'],
		[
			'whose lease tells no time',
			deployment(1, 1, {leases: [{...lease('node1', 0), spec: {holderIdentity: 'node1', renewTime: 'x'}}]}),
			...([0, 'runs'] as const),
		],
		[
			'beside a lease of that name elsewhere',
			deployment(1, 1, {leases: [{...lease('node1', 300), metadata: {name: 'node1', namespace: 'kube-system'}}]}),
			...([0, 'runs'] as const),
		],
		['has too few, nobody says why', deployment(2, 1), 4, 'short-of-pods'],
		[
			'was changed, and nobody has looked at it',
			deployment(1, 1, {}, {status: {observedGeneration: 0}}),
			4,
			'short-of-pods',
		],
		['wants none', deployment(0, 0), 0, 'wants-none'],
		['is paused with all its pods', deployment(1, 1, {}, {spec: {paused: true}}), 0, 'paused'],
		['is paused with too few', deployment(2, 1, {}, {spec: {paused: true}}), 1, 'rollout-paused'],
		[
			'does not go on',
			deployment(
				2,
				1,
				{},
				{
					status: {
						conditions: [
							{
								type: 'Progressing',
								status: 'False',
								reason: 'ProgressDeadlineExceeded',
								message: 'timed out progressing',
							},
						],
					},
				},
			),
			...([1, 'rollout-stuck'] as const),
		],
		[
			'goes on',
			deployment(
				2,
				1,
				{},
				{status: {conditions: [{type: 'Progressing', status: 'True', reason: 'ProgressDeadlineExceeded'}]}},
			),
			...([4, 'short-of-pods'] as const),
		],
		[
			'has another condition',
			deployment(
				2,
				1,
				{},
				{status: {conditions: [{type: 'Available', status: 'False', reason: 'ProgressDeadlineExceeded'}]}},
			),
			...([4, 'short-of-pods'] as const),
		],
	])('%s', async (_, told, exit, reason) => {
		expect((await ask(told)).slice(0, 2)).toEqual([exit, reason]);
	});

	const words = `Error creating: ${forbidden}exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1`;
	const events = [eventOf('FailedCreate', words, {kind: 'ReplicaSet', name: 'web-1'})];

	test('short of pods that the API refuses: the refusal; with all its pods an old refusal says nothing', async () => {
		const [exit, reason] = await ask(deployment(2, 1, {events}));
		expect(exit).toBe(1);
		expect(reason).not.toBe('short-of-pods');
		expect((await ask(deployment(2, 2, {events}))).slice(0, 2)).toEqual([0, 'runs']);
	});

	test('how many of its pods are ready is said', async () => {
		expect((await ask(deployment(3, 2)))[2]).toContain('2/3');
	});

	test('a pod of the same name elsewhere is none of its pods', async () => {
		const told = deployment(1, 1);
		const broken = podOf({
			name: 'web-1-0',
			namespace: 'other',
			owner: 'ReplicaSet/web-1',
			container: {state: ended(3)},
		});
		expect((await ask({...told, pods: [broken, ...(told.pods ?? [])]})).slice(0, 2)).toEqual([0, 'runs']);
	});
});

describe('a cron job', () => {
	const job = (name: string, ago: number, status: object) => {
		const made = workloadOf('Job', name, {owner: 'CronJob/web', status: {...status}});
		return {...made, metadata: {...(made['metadata'] as object), creationTimestamp: at(ago)}};
	};
	const complete = {succeeded: 1, conditions: [{type: 'Complete', status: 'True'}]};
	const failed = {
		failed: 1,
		conditions: [{type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', message: 'limit'}],
	};
	const told = (cron: Parameters<typeof workloadOf>[2], ...jobs: ReadonlyArray<ReturnType<typeof job>>): Told => ({
		workloads: {CronJob: [workloadOf('CronJob', 'web', cron)], Job: jobs},
	});

	test('is as its newest job is, whatever the order of the list', async () => {
		const old = job('web-1', 7200, failed);
		const young = job('web-2', 60, complete);
		for (const jobs of [
			[old, young],
			[young, old],
		]) {
			expect((await ask(told({}, ...jobs), 'cronjob/default/web')).slice(0, 2)).toEqual([0, 'done']);
		}

		const [exit] = await ask(told({}, job('web-1', 7200, complete), job('web-2', 60, failed)), 'cronjob/default/web');
		expect(exit).toBe(1);
	});

	test.each<readonly [string, object, number, string]>([
		['was never due', {}, 0, 'none-due'],
		['ran and went well', {lastScheduleTime: at(600), lastSuccessfulTime: at(590)}, 0, 'done'],
		[
			'went well in the moment in which it was due',
			{lastScheduleTime: at(600), lastSuccessfulTime: at(600)},
			0,
			'done',
		],
		[
			'ran, and the success is of the time before',
			{lastScheduleTime: at(600), lastSuccessfulTime: at(7200)},
			4,
			'run-unknown',
		],
		['ran, and never went well', {lastScheduleTime: at(600)}, 4, 'run-unknown'],
	])('whose jobs are gone %s', async (_, status, exit, reason) => {
		expect((await ask(told({status: {...status}}), 'cronjob/default/web')).slice(0, 2)).toEqual([exit, reason]);
	});

	test('that is suspended says so, whatever its last job did', async () => {
		const answer = await ask(told({spec: {suspend: true}}, job('web-1', 60, failed)), 'cronjob/default/web');
		expect(answer.slice(0, 2)).toEqual([0, 'suspended']);
	});
});

describe('a pod that is ready by its containers, and not by its condition', () => {
	const pod = (condition: object) =>
		podOf({
			container: running({ready: true}),
			status: {
				conditions: [
					{type: 'PodScheduled', status: 'True'},
					{type: 'Ready', status: 'False', ...condition},
				],
			},
		});

	test('a readiness gate is named', async () => {
		const message = 'the status of pod readiness gate "example.com/lb" is not "True", but False';
		const [exit, reason, sentence] = await ask(
			{pods: [pod({reason: 'ReadinessGatesNotReady', message})]},
			'default/web',
		);
		expect([exit, reason]).toEqual([1, 'readiness-gate']);
		expect(sentence).toContain('example.com/lb');
	});

	test('another reason is told by its own words', async () => {
		const [, reason] = await ask({pods: [pod({reason: 'Odd', message: 'odd words'})]}, 'default/web');
		expect(reason).toBe('not-ready');
	});
});
