import type {Told} from '../../support/why-answers.js';
import {at, crashed, eventOf, nodeOf, pending, podOf, waiting, workloadOf} from '../../support/why-objects.js';

/** What components say, each in its own words. Derived, not recorded. */

export const resolve =
	'failed to pull and unpack image "reg.example/team/app:1": failed to resolve reference "reg.example/team/app:1": ';
export const request = `${resolve}failed to do request: Head "https://reg.example/v2/team/app/manifests/1": `;
export const pull = (message: string, ...events: Told['events'] & {}): Told => ({
	pods: [podOf({status: {phase: 'Pending'}, container: waiting('ErrImagePull', message)})],
	events,
});
export const config = (message: string): Told => ({
	pods: [podOf({status: {phase: 'Pending'}, container: waiting('CreateContainerConfigError', message)})],
});
export const oci =
	'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';
export const start = (message: string, reason = 'RunContainerError'): Told => ({
	pods: [podOf({container: waiting(reason, message)})],
});
export const end = (
	exitCode: number,
	log?: string,
	reason = 'Error',
	more = {},
	...events: Told['events'] & {}
): Told => ({
	pods: [podOf({container: crashed(exitCode, reason, more)})],
	events,
	...(log !== undefined && {log}),
});
export const creating = (reason: string, message: string, ...others: Told['events'] & {}): Told => ({
	pods: [podOf({status: {phase: 'Pending'}, container: waiting('ContainerCreating')})],
	events: [eventOf(reason, message), ...others],
});
export const unscheduled = (message: string, more: Told = {}): Told => ({
	pods: [
		podOf(
			pending(
				`0/1 nodes are available: ${message}. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.`,
			),
		),
	],
	nodes: [nodeOf()],
	...more,
});
export const thrown = (message: string, reason = 'Evicted'): Told => ({
	pods: [podOf({status: {phase: 'Failed', reason, message, conditions: []}})],
});
export const claim = (reason: string, message: string): Told => ({
	pods: [
		podOf({
			...pending('0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.'),
			spec: {nodeName: undefined, volumes: [{name: 'v', persistentVolumeClaim: {claimName: 'data'}}]},
		}),
	],
	events: [eventOf(reason, message, {kind: 'PersistentVolumeClaim', name: 'data', type: 'Normal'})],
});
export const set = workloadOf('ReplicaSet', 'web');
export const refused = (message: string): Told => ({
	workloads: {ReplicaSet: [set]},
	events: [eventOf('FailedCreate', `Error creating: ${message}`, {kind: 'ReplicaSet'})],
});
export const forbidden = 'pods "web-x7k2p" is forbidden: ';
export const probe = (kind: string): {asks: Record<string, unknown>} => ({
	asks: {[`${kind}Probe`]: {httpGet: {path: '/healthz', port: 8080}}},
});
export const running = (more = {}) => ({state: {running: {startedAt: at(600)}}, ...more});

export type Case = readonly [says: string, reason: string, told: Told, sentence: RegExp];
