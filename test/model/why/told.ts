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

/** A pod's uid and a container's id, as they stand in the paths of control groups. */
export const oomUid = '85b52742-3df7-4030-b0c1-0d097c82a2b9';
export const oomContainer = 'dde8736dbdfaf138f889d4e7e3780b392865d5c9b9060d461188328ea578f104';
const groupOf = (driver: 'cgroupfs' | 'systemd', container = oomContainer): string =>
	driver === 'cgroupfs'
		? `/kubepods/burstable/pod${oomUid}/${container}`
		: `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${oomUid.replaceAll('-', '_')}.slice/cri-containerd-${container}.scope`;

/** A line of `journalctl -k -o short-iso`: the text is that of Linux 6.18 (a real k0s 1.34.1), paths and times are the case's. */
export const oomLine = ({
	driver = 'cgroupfs',
	container = oomContainer,
	limit,
	ago = 60,
	task = 'tail',
}: {
	readonly driver?: 'cgroupfs' | 'systemd';
	readonly container?: string;
	/** The group whose limit was reached; null: the host had no memory left. */
	readonly limit?: string | null;
	readonly ago?: number;
	readonly task?: string;
} = {}): string => {
	const group = groupOf(driver, container);
	const why =
		limit === null
			? 'constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom'
			: `constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=${container},mems_allowed=0,oom_memcg=${limit ?? group}`;
	return `${at(ago).replace(/\.\d+Z/, '+0000')} centos10 kernel: oom-kill:${why},task_memcg=${group},task=${task},pid=8394,uid=0`;
};

/** What the host says when it is asked whom the kernel killed. */
export const oomHost =
	(journal: string, kills?: number): NonNullable<Told['instead']> =>
	argv => {
		if (argv.startsWith('journalctl -k')) return `${journal}\n`;
		if (!argv.startsWith('grep ')) return undefined;
		if (kills === undefined) return {kind: 'failed', exit: 2, stderr: ''};
		const file = `/sys/fs/cgroup/memory${groupOf('cgroupfs')}/memory.oom_control`;
		return {kind: 'failed', exit: 2, stdout: `${file}:oom_kill ${kills}\n`, stderr: ''};
	};
