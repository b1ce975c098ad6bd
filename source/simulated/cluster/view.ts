import {pullFails, type Faults} from '../faults.js';
import {isNewVersion, runningVersion} from '../releases.js';
import {since, type Moment} from '../moment.js';
import {milestones} from '../seed/cluster.js';
import {farPods} from '../seed/second-node.js';
import type {Cluster, PodRecord, ServicePortRecord, ServiceRecord} from '../state.js';

/** What the records mean at one moment: who is up, which pods exist and how far they are. */

export type ControlPlane = 'stopped' | 'crashing' | 'booting' | 'socket' | 'up';

/** A release other than the guide's runs, and this fault is on. */
const newVersionIs = ({state, faults}: Moment, fault: Faults['newVersion']): boolean =>
	faults.newVersion === fault && state.k0s.startedAt !== null && isNewVersion(runningVersion(state));

/** How far `k0s controller` is. `socket`: the status socket accepts and does not answer yet. */
export function controlPlane(moment: Moment): ControlPlane {
	const {startedAt} = moment.state.k0s;
	if (startedAt === null) return 'stopped';
	if (moment.faults.startCrash !== undefined || newVersionIs(moment, 'crashes')) return 'crashing';
	const elapsed = since(moment, startedAt);
	if (elapsed < milestones.socket) return 'booting';
	// The ports of its API server are taken: k0s tries again every 5 s and answers nothing.
	if ((moment.state.k0s.survivors ?? []).length > 0) return 'socket';
	return elapsed < milestones.api ? 'socket' : 'up';
}

export type PodPhase = 'pending' | 'creating' | 'pulling-failed' | 'running' | 'ready' | 'terminating' | 'gone';

const terminationTime = 1500;

/** Where a pod is in its life; `gone` also while it does not exist yet. */
export function podPhase(moment: Moment, pod: PodRecord): PodPhase {
	const elapsed = since(moment, pod.at);
	if (elapsed < 0) return 'gone';
	if (pod.deletedAt !== null) {
		const dying = since(moment, pod.deletedAt);
		if (dying >= terminationTime) return 'gone';
		if (dying >= 0) return 'terminating';
	}

	if (elapsed < pod.scheduledAfter) return 'pending';
	const image = pod.containers.find(({image}) => pullFails(moment.faults, image));
	if (image !== undefined) return elapsed < pod.sandboxAfter + 1000 ? 'creating' : 'pulling-failed';
	if (elapsed < pod.runningAfter) return 'creating';
	if (pod.name.startsWith('coredns') && newVersionIs(moment, 'unready')) return 'running';
	return elapsed < pod.readyAfter ? 'running' : 'ready';
}

/** True from the moment on at which containerd holds its sandbox (and the CNI its namespace). */
export function hasSandbox(moment: Moment, pod: PodRecord): boolean {
	const phase = podPhase(moment, pod);
	return phase !== 'gone' && phase !== 'pending' && since(moment, pod.at) >= pod.sandboxAfter;
}

export function isRunning(moment: Moment, pod: PodRecord): boolean {
	const phase = podPhase(moment, pod);
	return phase === 'running' || phase === 'ready' || phase === 'terminating';
}

/** kubectl's STATUS column. */
export function podStatus(moment: Moment, pod: PodRecord): string {
	switch (podPhase(moment, pod)) {
		case 'pending': {
			return 'Pending';
		}

		case 'creating': {
			const inits = pod.containers.filter(({init}) => init).length;
			return inits > 0 && hasSandbox(moment, pod) ? `Init:${Math.min(1, inits)}/${inits}` : 'ContainerCreating';
		}

		case 'pulling-failed': {
			return Math.floor(since(moment, pod.at) / 5000) % 2 === 0 ? 'ErrImagePull' : 'ImagePullBackOff';
		}

		case 'terminating': {
			return 'Terminating';
		}

		default: {
			return 'Running';
		}
	}
}

/** The pods of every node that exist now, by their names as the API lists them. */
export const apiPods = (moment: Moment, cluster: Cluster): PodRecord[] =>
	livePods(moment, {...cluster, pods: [...cluster.pods, ...farPods(cluster, moment.faults.secondNode)]});

/** Pods of this host that exist now, in the same order. */
export function livePods(moment: Moment, cluster: Cluster): PodRecord[] {
	return cluster.pods
		.filter(pod => podPhase(moment, pod) !== 'gone')
		.sort((a, b) => compare(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`));
}

/** Pods with a network namespace of their own, in the order in which their veths were made. */
export function networkedPods(
	moment: Moment,
	cluster: Cluster,
): Array<PodRecord & {net: NonNullable<PodRecord['net']>}> {
	return cluster.pods
		.filter(
			(pod): pod is PodRecord & {net: NonNullable<PodRecord['net']>} => pod.net !== null && hasSandbox(moment, pod),
		)
		.sort((a, b) => a.net.index - b.net.index);
}

export function liveServices(moment: Moment, cluster: Cluster): ServiceRecord[] {
	return cluster.services
		.filter(service => since(moment, service.at) >= 0)
		.sort((a, b) => compare(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`));
}

export function nodeReady(moment: Moment, cluster: Cluster): boolean {
	const {startedAt} = moment.state.k0s;
	if (startedAt === null || controlPlane(moment) !== 'up') return false;
	const router = cluster.pods.find(pod => pod.owner.name === 'kube-router');
	if (router && !isRunning(moment, router)) return false;
	// The API repeats what it remembers, before the kubelet runs.
	if (cluster.node.at < startedAt) return true;
	return (
		since(moment, cluster.node.at) >= cluster.node.readyAfter && since(moment, startedAt) >= milestones.node + 1000
	);
}

/** Ready addresses behind one port of a service. */
export function endpoints(
	moment: Moment,
	cluster: Cluster,
	service: ServiceRecord,
	port: ServicePortRecord,
	nodeAddress: string,
): Array<{address: string; port: number; pod: PodRecord | null}> {
	const wanted = Object.entries(service.selector);
	if (wanted.length === 0) return [{address: nodeAddress, port: port.endpointPort, pod: null}];
	return [...cluster.pods, ...farPods(cluster, moment.faults.secondNode)]
		.filter(
			pod =>
				pod.namespace === service.namespace &&
				podPhase(moment, pod) === 'ready' &&
				wanted.every(([key, value]) => pod.labels[key] === value),
		)
		.map(pod => ({address: pod.ip, port: port.endpointPort, pod}));
}

export function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** The cluster whose traces (links, rules) the host shows: the running one, or what a reset left. */
export function traces(moment: Moment): Cluster | null {
	return moment.state.cluster ?? moment.state.leftover;
}
