import {pullFails} from '../faults.js';
import {later, since, type Moment} from '../moment.js';
import {uuid} from '../seed/names.js';
import type {Cluster, PodRecord} from '../state.js';
import {taintOf} from './objects.js';
import {rfc3339} from './time.js';
import {compare} from './view.js';

/** Events of pods and of the node, told from what happened to them until now; the API keeps them for an hour. */

type Event = {
	at: number;
	reason: string;
	message: string;
	type: 'Normal' | 'Warning';
	component: string;
	count: number;
};

const hour = 3_600_000;

export function eventObjects(
	moment: Moment,
	cluster: Cluster,
	namespace: string | null,
): Array<Record<string, unknown>> {
	const pods = cluster.pods.filter(pod => namespace === null || pod.namespace === namespace);
	const rows = pods.flatMap(pod => podEvents(moment, cluster, pod).map(event => ({event, pod})));
	return rows
		.filter(({event}) => event.at <= moment.now && moment.now - event.at < hour)
		.sort((a, b) => a.event.at - b.event.at || compare(a.pod.name, b.pod.name))
		.map(({event, pod}) => ({
			apiVersion: 'v1',
			kind: 'Event',
			metadata: {
				name: `${pod.name}.${uuid(`${pod.name} ${event.reason} ${event.message}`).replaceAll('-', '').slice(0, 16)}`,
				namespace: pod.namespace,
				creationTimestamp: rfc3339(event.at),
			},
			involvedObject: {apiVersion: 'v1', kind: 'Pod', name: pod.name, namespace: pod.namespace, uid: pod.uid},
			reason: event.reason,
			message: event.message,
			type: event.type,
			count: event.count,
			firstTimestamp: rfc3339(event.at),
			lastTimestamp: rfc3339(event.at),
			source: {component: event.component, ...(event.component === 'kubelet' ? {host: cluster.node.name} : {})},
		}));
}

function podEvents(moment: Moment, cluster: Cluster, pod: PodRecord): Event[] {
	if (since(moment, pod.at) < 0) return [];
	const at = (after: number): number => later(moment, pod.at, after);
	const kubelet = (
		after: number,
		reason: string,
		message: string,
		type: Event['type'] = 'Normal',
		count = 1,
	): Event => ({
		at: at(after),
		reason,
		message,
		type,
		component: 'kubelet',
		count,
	});
	const scheduler = {type: 'Normal', component: 'default-scheduler', count: 1} as const;
	const events: Event[] = [];
	if (pod.scheduledAfter > 1000) {
		events.push({
			...scheduler,
			at: at(0),
			type: 'Warning',
			reason: 'FailedScheduling',
			message: `0/1 nodes are available: 1 node(s) had untolerated taint ${taintOf(moment, cluster)}.`,
		});
	}

	events.push({
		...scheduler,
		at: at(pod.scheduledAfter),
		reason: 'Scheduled',
		message: `Successfully assigned ${pod.namespace}/${pod.name} to ${cluster.node.name}`,
	});
	for (const {name, image} of pod.containers) {
		const quoted = `image "${image}"`;
		events.push(kubelet(pod.sandboxAfter, 'Pulling', `Pulling ${quoted}`));
		if (pullFails(moment.faults, image)) {
			const tries = Math.max(1, Math.floor(since(moment, at(pod.sandboxAfter)) / 15_000));
			events.push(
				kubelet(pod.sandboxAfter + 1000, 'Failed', `Failed to pull ${quoted}: no such host`, 'Warning', tries),
				kubelet(pod.sandboxAfter + 2000, 'BackOff', `Back-off pulling ${quoted}`, 'Normal', tries),
			);
			break;
		}

		const took = ((pod.runningAfter - pod.sandboxAfter) / 1000).toFixed(3);
		events.push(
			kubelet(
				pod.runningAfter - 100,
				'Pulled',
				`Successfully pulled ${quoted} in ${took}s (${took}s including waiting)`,
			),
			kubelet(pod.runningAfter - 50, 'Created', `Created container: ${name}`),
			kubelet(pod.runningAfter, 'Started', `Started container ${name}`),
		);
	}

	if (pod.deletedAt !== null) {
		const gone = {...kubelet(0, 'Killing', `Stopping container ${pod.containers.at(-1)?.name ?? ''}`)};
		events.push({...gone, at: pod.deletedAt});
	}

	return events;
}
