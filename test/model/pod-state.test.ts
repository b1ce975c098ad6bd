import {describe, expect, test} from 'vitest';
import type {Node, Pod, PodContainer} from '../../source/facts/cluster.js';
import {awayPods, onNode} from '../../source/model/away-pods.js';
import {requestedOn} from '../../source/model/node-requests.js';
import {isDead, isDone, isOver, isReady, isTrouble, isWell, stateOf} from '../../source/model/pod-state.js';
import {podsByOwner} from '../../source/model/pods-by-owner.js';
import {runtimeError} from '../../source/model/pod-trouble/errors.js';
import {podFacts} from '../support/pod.js';

describe('pods of other nodes', () => {
	const here = podFacts({name: 'here', node: 'one'});
	const there = podFacts({name: 'there', node: 'two', ips: ['10.244.1.2']});
	const agent = podFacts({name: 'agent', node: 'two', hostNetwork: true, ips: ['10.0.0.2', 'fd00::2']});
	const waiting = podFacts({name: 'waiting'});
	const away = (pods: readonly Pod[], isFound: (pod: string) => boolean, isLocal = (_: string) => false) =>
		awayPods({pods, isFound, isLocal}).map(({pod, node, address}) => [pod, node, address]);

	test('are told with the address of their node, where a pod in its network has one', () => {
		const found = (pod: string): boolean => pod === 'default/here';
		expect(away([here, there, waiting], found)).toEqual([['default/there', 'two', null]]);
		expect(away([here, there, agent], found)).toEqual([
			['default/there', 'two', '10.0.0.2'],
			['default/agent', 'two', '10.0.0.2'],
		]);
	});

	test('this node is known by a pod in the host’s network, too; another one by an address that is not here', () => {
		expect(
			away(
				[here, agent],
				() => false,
				ip => ip === 'fd00::2',
			),
		).toEqual([['default/here', 'one', null]]);
		expect(away([here, there, agent], () => false)).toEqual([
			['default/there', 'two', '10.0.0.2'],
			['default/agent', 'two', '10.0.0.2'],
		]);
		// The address of a pod in its own network tells nothing.
		expect(
			away(
				[here, there],
				() => false,
				() => true,
			),
		).toEqual([]);
	});

	test('are asked there', () => {
		expect(onNode({node: 'two', address: '10.0.0.2'}, ['check'])).toEqual(['k0s-tui', 'on', '10.0.0.2', 'check']);
		expect(onNode({node: 'two', address: null}, ['check'])).toEqual(['k0s-tui', 'on', 'two', 'check']);
	});
});

test('pods by their owner, within its namespace, in their order', () => {
	const pods = [
		podFacts({name: 'a', owner: 'ReplicaSet/web'}),
		podFacts({name: 'b', owner: null}),
		podFacts({name: 'c', owner: 'ReplicaSet/web', namespace: 'other'}),
		podFacts({name: 'd', owner: 'ReplicaSet/web'}),
	];
	const by = podsByOwner(pods);
	expect(by.of('default', 'ReplicaSet/web').map(({name}) => name)).toEqual(['a', 'd']);
	expect(by.of('other', 'ReplicaSet/web').map(({name}) => name)).toEqual(['c']);
	expect(by.of('default', 'ReplicaSet/we')).toEqual([]);
});

describe('what the pods of a node asked for', () => {
	const container = (cpu: number, memory: number, init = false): PodContainer =>
		({init, requests: {cpu, memory}}) as unknown as PodContainer;
	const silent = {init: false} as unknown as PodContainer;
	const pod = (name: string, containers: readonly PodContainer[], more: Partial<Pod> = {}): Pod =>
		podFacts({name, node: 'one', containers, ...more});
	const node = {name: 'one'} as Node;

	test('its containers together, or the greediest of those before them', () => {
		const pods = [
			pod('a', [container(0.1, 10), container(0.2, 20), silent]),
			pod('b', [container(2, 5, true), container(1, 50, true), container(0.5, 30)]),
			pod('other', [container(9, 9)], {node: 'two'}),
			pod('over', [container(9, 9)], {over: {phase: 'Succeeded', reason: null, message: null}}),
		];
		const asked = requestedOn(node, pods);
		expect(asked).toMatchObject({memory: 80, pods: 2});
		expect(asked?.cpu).toBeCloseTo(2.3);
	});

	test('is not known where pods were not read, or only in a table', () => {
		expect(requestedOn(node, undefined)).toBeNull();
		expect(requestedOn(node, [pod('a', [])])).toBeNull();
		expect(requestedOn(node, [pod('a', [], {total: 0})])).toEqual({cpu: 0, memory: 0, pods: 1});
		expect(requestedOn(node, [])).toEqual({cpu: 0, memory: 0, pods: 0});
	});
});

describe('what STATUS says of a pod', () => {
	test.each([
		...['Running', 'Completed', 'Succeeded'].map(phase => [phase, 'well'] as const),
		...[
			'Pending',
			'ContainerCreating',
			'PodInitializing',
			'Terminating',
			'NotReady',
			'SchedulingGated',
			'Init:0/2',
		].map(phase => [phase, 'on its way'] as const),
		...['CrashLoopBackOff', 'Error', 'Init:Error', 'Init:0/2x', 'Evicted', 'RunningX', 'XPending', 'Unknown'].map(
			phase => [phase, 'trouble'] as const,
		),
	])('%s: %s', (phase, meaning) => {
		expect([isWell(phase), isTrouble(phase)]).toEqual([meaning === 'well', meaning === 'trouble']);
	});

	test.each([
		...[
			'Evicted',
			'Preempting',
			'ContainerStatusUnknown',
			'NodeShutdown',
			'Terminated',
			'NodeAffinity',
			'NodeLost',
		].map(phase => [phase, true] as const),
		...['UnexpectedAdmissionError', 'OutOfcpu', 'OutOfnvidia.com/gpu'].map(phase => [phase, true] as const),
		...['Running', 'Terminating', 'Error', 'NotOutOf', 'NodeLostX'].map(phase => [phase, false] as const),
	])('%s: it never runs again: %j', (phase, is) => {
		expect(isDead(podFacts({phase}))).toBe(is);
	});

	const one = [{} as PodContainer];
	const over = (phase: 'Succeeded' | 'Failed') => ({phase, reason: null, message: null});

	test.each<readonly [string, Partial<Pod>, boolean, boolean]>([
		['the API says so', {over: over('Succeeded'), containers: one, phase: 'Completed'}, true, true],
		['it failed', {over: over('Failed'), containers: one, phase: 'Error'}, true, false],
		['a container is about to be started again', {containers: one, phase: 'Completed'}, false, false],
		['only a table: completed', {phase: 'Completed'}, true, true],
		['only a table: succeeded', {phase: 'Succeeded'}, true, true],
		['only a table: failed', {phase: 'Failed'}, true, false],
		['only a table: evicted', {phase: 'Evicted'}, true, false],
		['only a table: an error', {phase: 'Error'}, false, false],
		['runs', {phase: 'Running'}, false, false],
	])('%s: over %3$j, and well %4$j', (_, parts, isEnd, isGood) => {
		const pod = podFacts(parts);
		expect([isOver(pod), isDone(pod)]).toEqual([isEnd, isGood]);
	});

	test.each<readonly [Partial<Pod>, boolean]>([
		[{ready: 2, total: 2}, true],
		[{ready: 1, total: 2}, false],
		[{ready: 0, total: 0}, false],
		[{ready: 1, total: 1, phase: 'NotReady'}, false],
	])('%j: ready %j', (parts, is) => {
		expect(isReady(podFacts(parts))).toBe(is);
	});

	test.each<readonly [Partial<Pod>, string]>([
		[{ready: 1, total: 2}, 'Running, 1/2'],
		[{phase: 'CrashLoopBackOff', message: 'back-off 5m0s'}, 'CrashLoopBackOff: back-off 5m0s'],
		[{phase: 'Pending'}, 'Pending'],
		[{message: 'x'}, 'Running, 1/1: x'],
	])('%j: %s', (parts, words) => {
		expect(stateOf(podFacts(parts))).toBe(words);
	});
});

test.each([
	['Error: no such file', 'no such file'],
	[
		'failed to create containerd task: OCI runtime create failed: runc create failed: unable to start container process: exec: "x": not found: unknown',
		'exec: "x": not found',
	],
	[
		'runc: unable to start container process: error during container init: error mounting "/a": unknown',
		'error mounting "/a"',
	],
	[
		'Failed to create pod sandbox: rpc error: failed to setup network for sandbox "0a1f": plugin type="bridge" failed: no room',
		'plugin type="bridge" failed: no room',
	],
	['it is unknown: really', 'it is unknown: really'],
])('the cause of %s', (words, cause) => {
	expect(runtimeError(words)).toBe(cause);
});
