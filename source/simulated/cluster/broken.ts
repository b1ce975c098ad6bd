import type {Faults} from '../faults.js';
import type {Moment} from '../moment.js';
import {brokenCases, type BrokenCase} from '../seed/broken.js';
import {uuid} from '../seed/names.js';
import type {Cluster} from '../state.js';
import {rfc3339} from './time.js';

/**
 * Pods that are broken on the simulated host, one a switch (`faults.broken`), in the namespace `broken`: statuses, events and
 * logs as a real k0s 1.34.1 has them. Nothing happens to them; they stay as they are.
 */

type Json = Record<string, unknown>;

const image = 'registry.example/team/app:1';

export const brokenNamespace = 'broken';
const minute = 60_000;

const chosen = ({broken = []}: Faults): ReadonlyArray<readonly [string, BrokenCase]> =>
	broken.map(id => [id, brokenCases[id]]);

/** The broken pods as the API has them. */
export const brokenPods = (moment: Moment, cluster: Cluster): Json[] =>
	chosen(moment.faults).flatMap(([name, one]) =>
		one.refused === undefined ? [podObject(name, one, moment, cluster)] : [],
	);

function podObject(name: string, one: BrokenCase, moment: Moment, cluster: Cluster): Json {
	const made = rfc3339(moment.now - 10 * minute);
	const placed = one.unplaced === undefined;
	const part = {name: 'c', image, ...one.container};
	const status = {name: 'c', image, imageID: '', ...containerState(one, moment)};
	const waits = {
		name: 'c',
		image,
		ready: false,
		restartCount: 0,
		state: {waiting: {reason: 'PodInitializing'}},
		lastState: {},
	};
	const bound = placed && one.evicted === undefined;
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			...{name, namespace: brokenNamespace, uid: uuid(`broken ${name}`), creationTimestamp: made, labels: {app: name}},
			...(one.deleting !== undefined && {deletionTimestamp: made}),
			...(one.deleting && {finalizers: [one.deleting]}),
		},
		spec: {
			...(placed && {nodeName: cluster.node.name}),
			...{schedulerName: 'default-scheduler', serviceAccountName: 'default', restartPolicy: 'Always'},
			containers: [part],
			...(one.init && {initContainers: [{name: 'migrate', image}]}),
			...(one.claim !== undefined && {volumes: [{name: 'v', persistentVolumeClaim: {claimName: one.claim}}]}),
			...one.spec,
		},
		status: {
			phase: one.evicted === undefined ? (one.running || one.ended ? 'Running' : 'Pending') : 'Failed',
			...(one.evicted !== undefined && {reason: 'Evicted', message: one.evicted}),
			conditions: [
				placed
					? {type: 'PodScheduled', status: 'True'}
					: {type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: one.unplaced},
			],
			...(bound && {containerStatuses: [one.init ? waits : status]}),
			...(bound && one.init && {initContainerStatuses: [{...status, name: 'migrate'}]}),
		},
	};
}

function containerState({waits, ended, running}: BrokenCase, moment: Moment): Json {
	const at = rfc3339(moment.now - minute);
	const last = ended ? {terminated: {exitCode: ended[0], reason: ended[1], startedAt: at, finishedAt: at}} : {};
	if (running) return {ready: false, restartCount: 0, state: {running: {startedAt: at}}, lastState: last};
	const [reason, message] = waits ?? ['ContainerCreating'];
	return {
		...{ready: false, restartCount: ended ? 4 : 0, lastState: last},
		state: {waiting: {reason, ...(message !== undefined && {message})}},
	};
}

/** What is told of them. */
export const brokenEvents = (moment: Moment): Json[] =>
	chosen(moment.faults).flatMap(([name, {event, refused}]) => [
		...(event
			? [eventObject(moment, event[2] === undefined ? ['Pod', name] : ['PersistentVolumeClaim', event[2]], event)]
			: []),
		...(refused === undefined
			? []
			: [
					eventObject(
						moment,
						['ReplicaSet', setOf(name)],
						['FailedCreate', `Error creating: ${refused.replace('{pod}', `pods "${setOf(name)}-94ngw"`)}`],
					),
				]),
	]);

/** A Deployment's replica set: its name and the hash of its template. */
const setOf = (name: string): string => `${name}-74df5449dd`;

const eventObject = (
	moment: Moment,
	[kind, name]: readonly [string, string],
	[reason, message]: readonly [string, string, string?],
): Json => ({
	...{apiVersion: 'v1', kind: 'Event', type: 'Warning', count: 6, source: {component: 'kubelet'}},
	metadata: {name: `${name}.1`, namespace: brokenNamespace, creationTimestamp: rfc3339(moment.now - 9 * minute)},
	involvedObject: {apiVersion: 'v1', kind, name, namespace: brokenNamespace},
	...{reason, message},
	firstTimestamp: rfc3339(moment.now - 9 * minute),
	lastTimestamp: rfc3339(moment.now - minute / 2),
});

/** Workloads whose pods the API server refuses to create. */
export const brokenWorkloads = (moment: Moment, kind: 'Deployment' | 'ReplicaSet'): Json[] =>
	chosen(moment.faults).flatMap(([id, {refused}]) => (refused === undefined ? [] : [workloadObject(moment, kind, id)]));

function workloadObject(moment: Moment, kind: 'Deployment' | 'ReplicaSet', id: string): Json {
	const owner = [{apiVersion: 'apps/v1', kind: 'Deployment', name: id, controller: true, uid: uuid(`broken ${id}`)}];
	return {
		...{apiVersion: 'apps/v1', kind},
		metadata: {
			...{name: kind === 'Deployment' ? id : setOf(id), namespace: brokenNamespace},
			...{uid: uuid(`broken ${kind} ${id}`), generation: 1, labels: {app: id}},
			creationTimestamp: rfc3339(moment.now - 10 * minute),
			...(kind === 'ReplicaSet' && {ownerReferences: owner}),
		},
		spec: {replicas: 1, selector: {matchLabels: {app: id}}, template: {spec: {containers: [{name: 'c', image}]}}},
		status: {observedGeneration: 1},
	};
}

/** What a container printed; undefined: no broken pod has this name. */
export function brokenLog(moment: Moment, namespace: string, name: string): string | undefined {
	if (namespace !== brokenNamespace) return undefined;
	return chosen(moment.faults).find(([id]) => id === name)?.[1].log;
}
