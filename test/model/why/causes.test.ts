import {describe, expect, test} from 'vitest';
import {causeIds, symptomIds, wellIds} from '../../../source/model/why/cause.js';
import {askWhy} from '../../support/why-answers.js';
import {at, ended, eventOf, podOf, waiting, workloadOf} from '../../support/why-objects.js';
import {aroundCases} from './cases-around.js';
import {containerCases, pastKills, undatedKills, unsaidEnds} from './cases-container.js';
import {imageCases} from './cases-image.js';
import {sandboxCases} from './cases-sandbox.js';
import {misleading} from './texts.js';
import {creating, running, type Case} from './told.js';

/** Every cause that `why` knows, each by the words of the component that says it. */

const causes: readonly Case[] = [...imageCases, ...containerCases, ...sandboxCases, ...aroundCases];

const notKnown: readonly Case[] = [
	...unsaidEnds,
	...undatedKills,
	[
		'not created, nobody says why',
		'creating',
		{pods: [podOf({status: {phase: 'Pending'}, container: waiting('ContainerCreating')})]},
		/not created yet, and nothing that was read says why/,
	],
	[
		'a mount failed, and went well since',
		'starting',
		creating(
			'FailedMount',
			'MountVolume.SetUp failed for volume "v" : secret "tls" not found',
			eventOf('Pulling', 'Pulling image "reg.example/team/app:1"', {type: 'Normal', ago: 10}),
		),
		/still starting: Pulling image/,
	],
	[
		'not ready, nobody says why',
		'not-ready',
		{pods: [podOf({container: running()})]},
		/not ready, and nothing that was read says why/,
	],
	[
		'does not go away, nobody says why',
		'terminating',
		{pods: [podOf({meta: {deletionTimestamp: at(7200)}, container: running()})]},
		/does not go away, and nothing/,
	],
	[
		'a word that nobody knows',
		'waiting',
		{pods: [podOf({container: waiting('SomethingNew', 'its words')})]},
		/it waits: SomethingNew: its words/,
	],
	[
		'made just now',
		'starting',
		{
			pods: [
				podOf({meta: {creationTimestamp: at(3)}, status: {phase: 'Pending'}, container: waiting('ContainerCreating')}),
			],
			events: [eventOf('Pulling', 'Pulling image "x"', {type: 'Normal', ago: 2})],
		},
		/still starting: Pulling image/,
	],
	[
		'nobody has placed it',
		'scheduler-silent',
		{pods: [podOf({spec: {nodeName: undefined}, status: {phase: 'Pending', conditions: []}})]},
		/the scheduler has not tried to place it/,
	],
	[
		'a workload without its pods',
		'short-of-pods',
		{workloads: {Deployment: [workloadOf('Deployment', 'web')]}},
		/0\/1 of its pods are ready/,
	],
	[
		'a kubelet that is silent',
		'stale',
		{
			pods: [podOf({container: running({ready: true})})],
			leases: [
				{
					kind: 'Lease',
					metadata: {name: 'node1', namespace: 'kube-node-lease'},
					spec: {holderIdentity: 'node1', renewTime: at(300)},
				},
			],
		},
		/silent for more than 40 s/,
	],
];

const ready = podOf({owner: 'ReplicaSet/web-1', name: 'web-1-x', container: running({ready: true})});
const well: readonly Case[] = [
	...pastKills,
	['a pod that is ready', 'runs', {pods: [podOf({container: running({ready: true})})]}, /runs and is ready/],
	[
		'a pod that is done',
		'done',
		{pods: [podOf({status: {phase: 'Succeeded'}, container: {state: ended(0, 'Completed')}})]},
		/has done its work/,
	],
	[
		'a deployment',
		'runs',
		{
			pods: [ready],
			workloads: {
				Deployment: [
					workloadOf('Deployment', 'web', {status: {readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1}}),
				],
				ReplicaSet: [workloadOf('ReplicaSet', 'web-1', {owner: 'Deployment/web', status: {readyReplicas: 1}})],
			},
		},
		/runs and is ready/,
	],
	[
		'a deployment of none',
		'wants-none',
		{workloads: {Deployment: [workloadOf('Deployment', 'web', {spec: {replicas: 0}})]}},
		/wants no pods/,
	],
	[
		'a job that is done',
		'done',
		{
			workloads: {
				Job: [workloadOf('Job', 'web', {status: {succeeded: 1, conditions: [{type: 'Complete', status: 'True'}]}})],
			},
		},
		/has done its work/,
	],
	[
		'a job that is suspended',
		'suspended',
		{workloads: {Job: [workloadOf('Job', 'web', {spec: {suspend: true}})]}},
		/is suspended/,
	],
	[
		'a cron job that was not due',
		'none-due',
		{workloads: {CronJob: [workloadOf('CronJob', 'web')]}},
		/has not been due yet/,
	],
	[
		'a paused deployment',
		'paused',
		{
			pods: [ready],
			workloads: {
				Deployment: [workloadOf('Deployment', 'web', {spec: {replicas: 1, paused: true}, status: {readyReplicas: 1}})],
				ReplicaSet: [workloadOf('ReplicaSet', 'web-1', {owner: 'Deployment/web', status: {readyReplicas: 1}})],
			},
		},
		/its rollout is paused/,
	],
];

const all: ReadonlyArray<readonly [exit: number, cases: readonly Case[]]> = [
	[1, causes],
	[4, notKnown],
	[0, well],
];

describe.each(all)('exit %i', (exit, table) => {
	test.each(table)('%s: %s', async (_, reason, told, sentence) => {
		const answer = await askWhy('default/web', told);
		expect(answer.reason ?? answer.error?.message).toBe(reason);
		expect(answer.json['sentence']).toMatch(sentence);
		expect(answer.exit).toBe(exit);
	});
});

test.each(['default/web', 'deployment/default/web'])('a past kill is told of %s with its age', async target => {
	const [, , told] = pastKills[0] ?? [];
	const [pod = {}] = told?.pods ?? [];
	const owned = {
		...pod,
		metadata: {
			...(pod['metadata'] as object),
			ownerReferences: [{kind: 'ReplicaSet', name: 'web-1', controller: true}],
		},
	};
	const answer = await askWhy(target, {
		...told,
		pods: [owned],
		workloads: {
			Deployment: [
				workloadOf('Deployment', 'web', {status: {readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1}}),
			],
			ReplicaSet: [workloadOf('ReplicaSet', 'web-1', {owner: 'Deployment/web', status: {readyReplicas: 1}})],
		},
	});
	expect(answer.exit).toBe(0);
	expect(answer.text).toMatch(/the kernel killed process 8394 \(tail\) 2d ago: its limit was used up/);
	expect(answer.text).toMatch(/killed for lack of memory since its start: 1 /);
});

test('every cause, symptom and good state is met', () => {
	const met = new Set([
		...[...causes, ...notKnown, ...well].map(([, reason]) => reason),
		...misleading.map(([, , reason]) => reason),
	]);
	expect([...causeIds, ...symptomIds, ...wellIds].filter(id => !met.has(id))).toEqual([]);
});
