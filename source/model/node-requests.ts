import type {Node, Pod, PodContainer} from '../facts/cluster.js';
import {isOver} from './pod-state.js';

/** What the pods of a node asked for in all. Null: of some pod nobody knows (only kubectl's table was read). */
export type Requested = {readonly cpu: number; readonly memory: number; readonly pods: number} | null;

/** As the scheduler counts a pod: its containers together, or the greediest of those that run before them. */
function ofPod(containers: readonly PodContainer[], what: 'cpu' | 'memory'): number {
	const asked = (container: PodContainer): number => container.requests?.[what] ?? 0;
	const mains = containers.filter(({init}) => !init).reduce((sum, each) => sum + asked(each), 0);
	return containers.filter(({init}) => init).reduce((most, each) => Math.max(most, asked(each)), mains);
}

export function requestedOn(node: Node, pods: readonly Pod[] | undefined): Requested {
	const own = pods?.filter(pod => pod.node === node.name && !isOver(pod));
	if (!own || own.some(({containers, total}) => containers.length === 0 && total > 0)) return null;
	return {
		cpu: own.reduce((sum, {containers}) => sum + ofPod(containers, 'cpu'), 0),
		memory: own.reduce((sum, {containers}) => sum + ofPod(containers, 'memory'), 0),
		pods: own.length,
	};
}
