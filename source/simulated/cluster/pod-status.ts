import type {Cluster, PodRecord, WorkloadRecord} from '../state.js';
import type {Moment} from '../moment.js';
import {rfc3339} from './time.js';
import {isRunning, podPhase} from './view.js';

/** containerStatuses and initContainerStatuses of a scheduled pod. */
export function containerStates(moment: Moment, pod: PodRecord, status: string): Record<string, unknown> {
	const running = isRunning(moment, pod);
	const phase = podPhase(moment, pod);
	const startedAt = rfc3339(pod.at + pod.runningAfter / moment.speed);
	const waiting = (image: string): unknown => {
		if (status !== 'ErrImagePull' && status !== 'ImagePullBackOff') {
			return {waiting: {reason: status.startsWith('Init') ? 'PodInitializing' : 'ContainerCreating'}};
		}

		const message =
			status === 'ErrImagePull'
				? `failed to pull and unpack image "${image}": failed to resolve reference: failed to do request: dial tcp: lookup registry-1.docker.io: no such host`
				: `Back-off pulling image "${image}"`;
		return {waiting: {reason: status, message}};
	};

	const common = ({name, image, id}: PodRecord['containers'][number]): Record<string, unknown> => ({
		name,
		image,
		imageID: '',
		restartCount: 0,
		...(running ? {containerID: `containerd://${id}`} : {}),
	});
	const inits = pod.containers.filter(({init}) => init);
	return {
		containerStatuses: pod.containers
			.filter(({init}) => !init)
			.map(container => ({
				...common(container),
				ready: phase === 'ready',
				started: running,
				state: running ? {running: {startedAt}} : waiting(container.image),
			})),
		...(inits.length === 0
			? {}
			: {
					initContainerStatuses: inits.map((container, index) => {
						const done = running || (status.startsWith('Init') && index < Number(status[5]));
						return {
							...common(container),
							ready: done,
							state: done
								? {terminated: {exitCode: 0, reason: 'Completed', startedAt, finishedAt: startedAt}}
								: waiting(container.image),
						};
					}),
				}),
	};
}

/** Pods of a workload that are ready now. */
export function readyReplicas(moment: Moment, cluster: Cluster, workload: WorkloadRecord): number {
	return cluster.pods.filter(
		pod =>
			pod.namespace === workload.namespace &&
			podPhase(moment, pod) === 'ready' &&
			Object.entries(workload.selector).every(([key, value]) => pod.labels[key] === value),
	).length;
}
