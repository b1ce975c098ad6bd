import {describe, expect, it} from 'vitest';
import type {JsonObject} from '../../../source/read/json-value.js';
import {podOf} from '../../../source/read/kubectl/pod.js';

/** Pods as the API gives them, cut down to what READY, STATUS and RESTARTS are counted from (derived, not recorded). */
function pod(parts: {spec?: JsonObject; status?: JsonObject; metadata?: JsonObject}): JsonObject {
	return {
		kind: 'Pod',
		metadata: {name: 'p', namespace: 'ns', ...parts.metadata},
		spec: {containers: [{name: 'a'}, {name: 'b'}], ...parts.spec},
		status: {phase: 'Running', ...parts.status},
	};
}

const running = (name: string, more: JsonObject = {}): JsonObject => ({
	name,
	ready: true,
	restartCount: 0,
	started: true,
	state: {running: {}},
	...more,
});
const waiting = (name: string, reason: string, more: JsonObject = {}): JsonObject => ({
	name,
	ready: false,
	restartCount: 0,
	state: {waiting: {reason}},
	...more,
});
const ended = (name: string, exitCode: number, more: JsonObject = {}): JsonObject => ({
	name,
	ready: false,
	restartCount: 0,
	state: {terminated: {exitCode, ...more}},
});

const cases: ReadonlyArray<readonly [string, JsonObject, string, number, number, number]> = [
	['runs', pod({status: {containerStatuses: [running('a'), running('b', {restartCount: 3})]}}), 'Running', 2, 2, 3],
	['no node yet', pod({status: {phase: 'Pending'}}), 'Pending', 0, 2, 0],
	[
		'image comes',
		pod({
			status: {
				phase: 'Pending',
				containerStatuses: [waiting('a', 'ContainerCreating'), waiting('b', 'ContainerCreating')],
			},
		}),
		'ContainerCreating',
		0,
		2,
		0,
	],
	[
		'the first container names it',
		pod({status: {containerStatuses: [waiting('a', 'ErrImagePull'), waiting('b', 'ContainerCreating')]}}),
		'ErrImagePull',
		0,
		2,
		0,
	],
	[
		'one crashes',
		pod({status: {containerStatuses: [running('a'), waiting('b', 'CrashLoopBackOff', {restartCount: 7})]}}),
		'CrashLoopBackOff',
		1,
		2,
		7,
	],
	[
		'out of memory',
		pod({status: {containerStatuses: [running('a'), ended('b', 137, {reason: 'OOMKilled'})]}}),
		'OOMKilled',
		1,
		2,
		0,
	],
	['ended without a reason', pod({status: {containerStatuses: [ended('a', 2)]}}), 'ExitCode:2', 0, 2, 0],
	['ended by a signal', pod({status: {containerStatuses: [ended('a', 137, {signal: 9})]}}), 'Signal:9', 0, 2, 0],
	[
		'completed',
		pod({
			status: {
				phase: 'Succeeded',
				containerStatuses: [ended('a', 0, {reason: 'Completed'}), ended('b', 0, {reason: 'Completed'})],
			},
		}),
		'Completed',
		0,
		2,
		0,
	],
	[
		'one completed, one runs, ready',
		pod({
			status: {
				conditions: [{type: 'Ready', status: 'True'}],
				containerStatuses: [ended('a', 0, {reason: 'Completed'}), running('b')],
			},
		}),
		'Running',
		1,
		2,
		0,
	],
	[
		'one completed, one runs, not ready',
		pod({status: {containerStatuses: [ended('a', 0, {reason: 'Completed'}), running('b')]}}),
		'NotReady',
		1,
		2,
		0,
	],
	['evicted', pod({status: {phase: 'Failed', reason: 'Evicted'}}), 'Evicted', 0, 2, 0],
	[
		'gated',
		pod({status: {phase: 'Pending', conditions: [{type: 'PodScheduled', status: 'False', reason: 'SchedulingGated'}]}}),
		'SchedulingGated',
		0,
		2,
		0,
	],
	[
		'goes',
		pod({metadata: {deletionTimestamp: 't'}, status: {containerStatuses: [running('a'), running('b')]}}),
		'Terminating',
		2,
		2,
		0,
	],
	['gone with its node', pod({metadata: {deletionTimestamp: 't'}, status: {reason: 'NodeLost'}}), 'Unknown', 0, 2, 0],
	[
		'deleted after it was done',
		pod({
			metadata: {deletionTimestamp: 't'},
			status: {phase: 'Succeeded', containerStatuses: [ended('a', 0, {reason: 'Completed'})]},
		}),
		'Completed',
		0,
		2,
		0,
	],
	[
		'first of two init containers',
		pod({
			spec: {initContainers: [{name: 'i'}, {name: 'j'}]},
			status: {
				phase: 'Pending',
				initContainerStatuses: [running('i', {ready: false}), waiting('j', 'PodInitializing')],
				containerStatuses: [waiting('a', 'PodInitializing')],
			},
		}),
		'Init:0/2',
		0,
		2,
		0,
	],
	[
		'second of two init containers',
		pod({
			spec: {initContainers: [{name: 'i'}, {name: 'j'}]},
			status: {
				phase: 'Pending',
				initContainerStatuses: [ended('i', 0, {reason: 'Completed'}), waiting('j', 'PodInitializing')],
				containerStatuses: [waiting('a', 'PodInitializing')],
			},
		}),
		'Init:1/2',
		0,
		2,
		0,
	],
	[
		'init fails',
		pod({spec: {initContainers: [{name: 'i'}]}, status: {phase: 'Pending', initContainerStatuses: [ended('i', 1)]}}),
		'Init:ExitCode:1',
		0,
		2,
		0,
	],
	[
		'init fails by a signal',
		pod({
			spec: {initContainers: [{name: 'i'}]},
			status: {phase: 'Pending', initContainerStatuses: [ended('i', 1, {signal: 15})]},
		}),
		'Init:Signal:15',
		0,
		2,
		0,
	],
	[
		'init crashes',
		pod({
			spec: {initContainers: [{name: 'i'}]},
			status: {phase: 'Pending', initContainerStatuses: [waiting('i', 'CrashLoopBackOff', {restartCount: 4})]},
		}),
		'Init:CrashLoopBackOff',
		0,
		2,
		4,
	],
	[
		'a sidecar counts',
		pod({
			spec: {initContainers: [{name: 's', restartPolicy: 'Always'}]},
			status: {
				initContainerStatuses: [running('s', {restartCount: 2})],
				containerStatuses: [running('a'), running('b')],
			},
		}),
		'Running',
		3,
		3,
		2,
	],
	[
		'restarts of a done init container are forgotten',
		pod({
			spec: {initContainers: [{name: 'i'}]},
			status: {
				initContainerStatuses: [{...ended('i', 0), restartCount: 5}],
				containerStatuses: [running('a'), running('b')],
			},
		}),
		'Running',
		2,
		2,
		0,
	],
	['no status at all', {kind: 'Pod', metadata: {name: 'p'}}, 'Unknown', 0, 0, 0],
];

describe("kubectl's READY, STATUS and RESTARTS", () => {
	it.each(cases)('%s', (_, object, phase, ready, total, restarts) => {
		expect(podOf(object)).toMatchObject({phase, ready, total, restarts});
	});

	it('says why no node takes a pod', () => {
		const conditions = [
			{
				type: 'PodScheduled',
				status: 'False',
				reason: 'Unschedulable',
				message: '0/1 nodes are available: 1 node(s) had untolerated taint',
			},
		];
		expect(podOf(pod({status: {phase: 'Pending', conditions}}))?.message).toContain('untolerated taint');
	});

	it('joins containers with their state by name, not by position', () => {
		const object = pod({
			status: {containerStatuses: [running('b', {containerID: 'containerd://bbb'}), waiting('a', 'CrashLoopBackOff')]},
		});
		expect(podOf(object)?.containers).toMatchObject([
			{name: 'a', state: 'waiting', reason: 'CrashLoopBackOff', id: null},
			{name: 'b', state: 'running', id: 'bbb', ready: true},
		]);
	});

	it('is nothing without a name', () => {
		expect(podOf({kind: 'Pod', metadata: {}})).toBeUndefined();
	});
});
