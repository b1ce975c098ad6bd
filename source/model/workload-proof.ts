import type {ClusterFacts} from './cluster.js';
import type {Node, Pod, Workload} from '../facts/cluster.js';
import {type ConditionId, type Finding, type Reason, reason, unknownFinding} from './finding.js';
import {otherNodeKind, otherNodeReason} from './other-node.js';
import {ownNode} from './own-node.js';
import {stateOf, isDead, isReady} from './pod-state.js';

/** STATUS words of pods that waiting alone does not help. */
const stuck =
	/^(Init:)?(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|CrashLoopBackOff|CreateContainerConfigError|CreateContainerError|RunContainerError|Error|OOMKilled|Evicted)$/;

export type Wanted = {
	readonly condition: ConditionId;
	readonly kind: 'DaemonSet' | 'Deployment';
	readonly name: string;
	readonly enough: (found: Workload) => boolean;
};

/**
 * Whether a workload of kube-system does what it counts. Its count is what a controller wrote down, maybe before the
 * start: it holds only as far as its pods say the same, and a pod's word holds only as far as the container runtime has
 * its containers running.
 */
export function workloadFindings(wanted: Wanted, facts: ClusterFacts): Finding[] {
	const {condition, kind, name, enough} = wanted;
	const finding = (of: Finding['kind'], why: Reason): Finding => ({condition, kind: of, reason: why});
	const workloads = facts.workloads.known ? facts.workloads.value : [];
	const found = workloads.find(each => each.kind === kind && each.name === name && each.namespace === 'kube-system');
	if (!found) return [finding('soft', reason('workload-missing', name))];
	if (found.uncounted) return [unknownFinding(condition, {reason: 'unreadable', detail: `${kind} ${name}: no counts`})];
	const pods = facts.pods.known ? podsOf(kind, name, facts.pods.value) : [];
	const living = pods.filter(pod => !isDead(pod));
	if (!enough(found)) {
		const bad = living.find(({phase}) => stuck.test(phase));
		if (bad) return [finding('hard', reason('pod-stuck', bad.name, stateOf(bad)))];
		const elsewhere = downNodes(facts);
		if (kind === 'DaemonSet' && elsewhere.length > 0 && found.desired - found.ready <= elsewhere.length) {
			return elsewhere.map(node => finding(otherNodeKind(node), otherNodeReason(node, facts.leases)));
		}

		const dead = living.length === 0 ? pods.find(pod => stuck.test(pod.phase)) : undefined;
		return [
			dead
				? finding('hard', reason('pod-stuck', dead.name, stateOf(dead)))
				: finding('soft', reason('workload-not-ready', name, `${found.ready}/${found.desired}`)),
		];
	}

	// Its counts are of before the change, and say nothing about it.
	if (found.observed === false) return [finding('soft', reason('workload-changed', name))];
	if (found.updated !== null && found.updated < found.desired) {
		return [finding('soft', reason('workload-rolls', name, `${found.updated}/${found.desired}`))];
	}

	// The count alone proves nothing: nobody could see the pods that it counts.
	if (!facts.pods.known) return [unknownFinding(condition, facts.pods.unknown)];
	return contradictions(wanted, living, facts, finding);
}

/** Where the pods, or the runtime, say something else than the count. */
function contradictions(
	{kind}: Wanted,
	living: readonly Pod[],
	facts: ClusterFacts,
	finding: (of: Finding['kind'], why: Reason) => Finding,
): Finding[] {
	const own = facts.nodes.known ? ownNode(facts.nodes.value, facts.hostname)?.name : undefined;
	const here = living.filter(({node}) => node === own || own === undefined);
	const judged = kind === 'DaemonSet' && here.length > 0 ? here : living;
	const unproved = (pod: Pod): Finding | undefined => {
		if (!isReady(pod)) return finding('soft', reason('pod-not-so', pod.name, stateOf(pod)));
		if (pod.node !== own || !hasNoTask(pod, facts)) return undefined;
		return finding('soft', reason('pod-no-container', pod.name));
	};

	const all = judged.map(pod => unproved(pod));
	// One pod of a Deployment that serves is enough; on this node every pod of a DaemonSet counts.
	if (kind === 'Deployment' && all.includes(undefined)) return [];
	return all.filter(each => each !== undefined).slice(0, 1);
}

/** Nodes that are not this one, and not Ready: what a DaemonSet lacks is what it lacks there. */
function downNodes({nodes, hostname}: ClusterFacts): readonly Node[] {
	if (!nodes.known) return [];
	const own = ownNode(nodes.value, hostname);
	return nodes.value.filter(node => node !== own && !node.ready);
}

/** The runtime answers, and a container that the pod calls running is not among its tasks. */
export function hasNoTask({containers}: Pod, {tasks}: Pick<ClusterFacts, 'tasks'>): boolean {
	if (!tasks.known) return false;
	const running = new Set(tasks.value.filter(({status}) => status === 'RUNNING').map(({id}) => id));
	return containers.some(({id, init, state}) => id !== null && !init && state === 'running' && !running.has(id));
}

/** By who made them; kubectl's table does not tell that, but the name does. */
const podsOf = (kind: Wanted['kind'], name: string, pods: readonly Pod[]): Pod[] =>
	pods.filter(({namespace, owner, name: pod}) => {
		if (namespace !== 'kube-system') return false;
		if (owner === null) return pod.startsWith(`${name}-`);
		if (kind === 'DaemonSet') return owner === `DaemonSet/${name}`;
		return owner.startsWith(`ReplicaSet/${name}-`) && !owner.slice(`ReplicaSet/${name}-`.length).includes('-');
	});
