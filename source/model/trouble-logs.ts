import type {Pod, PodContainer, Workload} from '../facts/cluster.js';
import {makers, type CauseId, type Trouble} from './pod-trouble/trouble.js';
import {podsByOwner} from './pods-by-owner.js';

/** Logs of so many containers are read: of a hundred that crash, these say enough. */
const mostLogs = 5;
/** Lines of each: a crash prints its reason before its stack. */
export const podLogLines = 50;

/** Their containers print why. */
const printed: readonly CauseId[] = ['crash', 'failed', 'ends', 'restarts', 'liveness', 'out-of-memory'];

/** A container's log: of which run of it (0 is the first), as the kubelet numbers its files. */
export type WantedLog = {
	readonly pod: Pod & {readonly uid: string};
	readonly container: PodContainer;
	readonly run: number;
};

/** The logs that say more of these troubles. */
export function logsOf(troubles: readonly Trouble[], pods: readonly Pod[]): readonly WantedLog[] {
	return troubles
		.filter(({cause}) => printed.includes(cause))
		.flatMap(({namespace, name, container}): WantedLog[] => {
			const pod = pods.find(each => each.namespace === namespace && each.name === name);
			const part = pod?.containers.find(each => each.name === container);
			if (!pod || !part || pod.uid === null) return [];
			// While it runs, what counts was printed by the run before.
			const run = part.state === 'running' ? part.restarts - 1 : part.restarts;
			return run < 0 ? [] : [{pod: {...pod, uid: pod.uid}, container: part, run}];
		})
		.slice(0, mostLogs);
}

/** A workload that has fewer pods than it wants: only events say why. */
export function lacksPods(pods: readonly Pod[], workloads: readonly Workload[]): boolean {
	const made = podsByOwner(pods);
	return workloads.some(
		({kind, namespace, name, desired}) =>
			desired > 0 && makers.has(kind) && made.of(namespace, `${kind}/${name}`).length < desired,
	);
}
