import {later, type Moment} from '../moment.js';
import {milestones} from '../seed/cluster.js';
import type {Cluster} from '../state.js';

/** Leases as Kubernetes 1.34 and k0s 1.34 keep them: who has told of itself, and when. */

const renewal = 10_000;
/** From taking its lease to having done its work. */
const settling = 10_000;

/** When the kubelet of this run begins to tell of itself; maybe yet to come. */
export function kubeletSince(moment: Moment, cluster: Cluster): number {
	const startedAt = moment.state.k0s.startedAt ?? moment.now;
	return isRestart(moment, cluster) ? later(moment, startedAt, milestones.kubeletAgain) : cluster.node.at;
}

/** The node is older than this run: what the API says of it is what it remembers. */
export const isRestart = (moment: Moment, cluster: Cluster): boolean =>
	cluster.node.at < (moment.state.k0s.startedAt ?? 0);

/** When the kubelet last told of itself, every `period` milliseconds; before this run began where it has not yet. */
export function kubeletTold(moment: Moment, cluster: Cluster, period = renewal): number {
	const since = kubeletSince(moment, cluster);
	if (moment.now < since) return (moment.state.k0s.startedAt ?? moment.now) - 2 * renewal;
	return since + Math.floor((moment.now - since) / period) * period;
}

type LeaseObject = Record<string, unknown> & {
	readonly metadata: {readonly namespace: string; readonly name: string; readonly creationTimestamp: string};
};

export function leaseObjects(moment: Moment, cluster: Cluster): LeaseObject[] {
	const {name} = cluster.node;
	const taken = later(moment, moment.state.k0s.startedAt ?? moment.now, milestones.api);
	// Faster than real time no lease can be older than the few seconds that the run is: from the moment on at which its
	// holder has done its work, it is told without the time it was taken.
	const acquired = moment.speed > 1 && moment.now >= later(moment, taken, settling) ? null : taken;
	const kept = taken + Math.max(0, Math.floor((moment.now - taken) / 5000)) * 5000;
	const lease = (
		namespace: string,
		leaseName: string,
		holder: string,
		[acquired, renewed]: readonly [number | null, number],
	): LeaseObject => ({
		apiVersion: 'coordination.k8s.io/v1',
		kind: 'Lease',
		metadata: {namespace, name: leaseName, creationTimestamp: micro(cluster.node.at).replace(/\.\d+/, '')},
		spec: {
			...(acquired === null ? {} : {acquireTime: micro(acquired)}),
			holderIdentity: holder,
			leaseDurationSeconds: acquired === null ? 40 : 60,
			renewTime: micro(renewed),
		},
	});
	const run = '9f6c2a41d0b54c3e8a1f7d2b6e905c14';
	return [
		...(cluster.node.at > moment.now
			? []
			: [lease('kube-node-lease', name, name, [null, kubeletTold(moment, cluster)])]),
		lease('kube-node-lease', `k0s-ctrl-${name}`, run, [acquired, kept]),
		lease('kube-node-lease', 'k0s-endpoint-reconciler', run, [acquired, kept]),
		lease('kube-system', 'kube-controller-manager', `${name}_6dd1febc-2f56-4e32-953e-57ab454f0d95`, [acquired, kept]),
	];
}

/** MicroTime: `2026-11-30T01:10:30.631997Z`. */
const micro = (at: number): string => new Date(at).toISOString().replace('Z', '000Z');
