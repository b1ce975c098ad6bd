import {describe, expect, test} from 'vitest';
import {workloadOf} from '../../../source/read/kubectl/object.js';

/** What Status says of a workload: how many it wants, has, offers, and of the newest form. Fields as the API of 1.34 has them. */
const counted = (kind: string, spec: object, status: object) => {
	const workload = workloadOf({kind, metadata: {name: 'x'}, spec, status} as never);
	if (!workload) throw new Error(`${kind} is no workload`);
	const {desired, ready, available, updated} = workload;
	return {desired, ready, available, updated};
};

describe('the counts of a workload', () => {
	test.each([
		[
			'Deployment',
			{replicas: 3},
			{replicas: 4, readyReplicas: 2, availableReplicas: 1, updatedReplicas: 3},
			[3, 2, 1, 3],
		],
		['StatefulSet', {replicas: 2}, {readyReplicas: 1, availableReplicas: 1, updatedReplicas: 2}, [2, 1, 1, 2]],
		['ReplicaSet', {replicas: 0}, {}, [0, 0, 0, null]],
		[
			'DaemonSet',
			{},
			{desiredNumberScheduled: 5, numberReady: 4, numberAvailable: 3, updatedNumberScheduled: 2},
			[5, 4, 3, 2],
		],
		['Job', {completions: 6}, {ready: 2, succeeded: 3}, [6, 2, 3, null]],
		['CronJob', {}, {active: [{name: 'a'}, {name: 'b'}]}, [2, 2, 2, null]],
	])('%s', (kind, spec, status, [desired, ready, available, updated]) => {
		expect(counted(kind, spec, status)).toEqual({desired, ready, available, updated});
	});

	test.each([
		['Deployment', 1],
		['StatefulSet', 1],
		['Job', 1],
		['CronJob', 0],
		['DaemonSet', 0],
	])('%s of which the API says nothing yet wants %d and has none', (kind, desired) => {
		expect(counted(kind, {}, {})).toMatchObject({desired, ready: kind === 'CronJob' ? desired : 0});
	});
});
