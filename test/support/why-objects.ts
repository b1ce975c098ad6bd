/** Objects as the API has them, made for one case: derived from the recorded ones, not recorded. */

type Json = Readonly<Record<string, unknown>>;

export const at = (secondsAgo: number): string => new Date(Date.now() - secondsAgo * 1000).toISOString();

type Container = Json & {readonly name?: string};

/** A pod that runs on the node for an hour; `status` and `spec` say what is different. */
export const podOf = (
	given: {
		readonly name?: string;
		readonly namespace?: string;
		readonly owner?: string;
		readonly meta?: Json;
		readonly spec?: Json;
		readonly status?: Json;
		readonly container?: Container;
		readonly init?: Container;
		readonly asks?: Json;
	} = {},
): Json => {
	const {name = 'web', namespace = 'default', owner, meta, spec, status, container, init, asks} = given;
	const [kind, ownerName] = owner?.split('/') ?? [];
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			...{name, namespace, uid: '0a1b2c3d', creationTimestamp: at(3600)},
			...(owner && {ownerReferences: [{kind, name: ownerName, controller: true, uid: 'u'}]}),
			...meta,
		},
		spec: {
			...{nodeName: 'node1', schedulerName: 'default-scheduler', serviceAccountName: 'default'},
			containers: [{name: 'c', image: 'reg.example/team/app:1', ...asks}],
			...(init && {initContainers: [{name: 'setup', image: 'reg.example/team/setup:1'}]}),
			...spec,
		},
		status: {
			phase: 'Running',
			conditions: [{type: 'PodScheduled', status: 'True'}],
			...(container && {
				containerStatuses: [
					{...{name: 'c', image: 'reg.example/team/app:1', ready: false, restartCount: 0, lastState: {}}, ...container},
				],
			}),
			...(init && {
				initContainerStatuses: [
					{
						...{name: 'setup', image: 'reg.example/team/setup:1', ready: false, restartCount: 0, lastState: {}},
						...init,
					},
				],
			}),
			...status,
		},
	};
};

export const waiting = (reason: string, message?: string): Json => ({
	state: {waiting: {reason, ...(message !== undefined && {message})}},
});

export const ended = (exitCode: number, reason = 'Error', more: Json = {}): Json => ({
	terminated: {exitCode, reason, finishedAt: at(60), startedAt: at(70), ...more},
});

/** Waits to be started again after a run that ended so. */
export const crashed = (exitCode: number, reason = 'Error', more: Json = {}): Json => ({
	...waiting('CrashLoopBackOff', 'back-off 5m0s restarting failed container=c pod=web_default(u)'),
	restartCount: 4,
	lastState: ended(exitCode, reason, more),
});

export const pending = (message: string, reason = 'Unschedulable'): Json => ({
	spec: {nodeName: undefined},
	status: {phase: 'Pending', conditions: [{type: 'PodScheduled', status: 'False', reason, message}]},
});

export const eventOf = (
	reason: string,
	message: string,
	{
		kind = 'Pod',
		name = 'web',
		namespace = 'default',
		type = 'Warning',
		ago = 30,
		...more
	}: Json & {
		readonly kind?: string;
		readonly name?: string;
		readonly namespace?: string;
		readonly type?: string;
		readonly ago?: number;
	} = {},
): Json => ({
	kind: 'Event',
	metadata: {name: `${name}.1`, namespace, creationTimestamp: at(ago)},
	involvedObject: {kind, name, namespace, fieldPath: kind === 'Pod' ? 'spec.containers{c}' : undefined},
	...{reason, message, type, count: 3, firstTimestamp: at(ago + 60), lastTimestamp: at(ago)},
	...more,
});

export const nodeOf = (given: {readonly conditions?: readonly Json[]; readonly spec?: Json} = {}): Json => ({
	kind: 'Node',
	metadata: {name: 'node1', creationTimestamp: at(86_400)},
	spec: given.spec ?? {},
	status: {
		conditions: [{type: 'Ready', status: 'True', lastHeartbeatTime: at(20)}, ...(given.conditions ?? [])],
		allocatable: {cpu: '2', memory: '3894784Ki', pods: '110'},
	},
});

export const workloadOf = (
	kind: string,
	name: string,
	{owner, spec, status, ...more}: Json & {readonly owner?: string; readonly spec?: Json; readonly status?: Json} = {},
): Json => {
	const [ownerKind, ownerName] = owner?.split('/') ?? [];
	return {
		...{apiVersion: 'apps/v1', kind},
		metadata: {
			...{name, namespace: 'default', uid: `${name}-uid`, generation: 1, creationTimestamp: at(3600)},
			...(owner && {ownerReferences: [{kind: ownerKind, name: ownerName, controller: true, uid: 'u'}]}),
		},
		spec: {replicas: 1, template: {spec: {containers: [{name: 'c', image: 'reg.example/team/app:1'}]}}, ...spec},
		status: {observedGeneration: 1, ...status},
		...more,
	};
};
