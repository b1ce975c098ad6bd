import type {Node, Pod, Workload} from '../../facts/cluster.js';
import {podsByOwner, type PodsByOwner} from '../pods-by-owner.js';
import {isOver} from '../pod-state.js';
import {
	claimOf,
	logKey,
	makers,
	patience,
	type CauseId,
	type Found,
	type Trouble,
	type TroubleFacts,
} from './trouble.js';
import {ofContainers, ofOthers, ofReadiness} from './of-containers.js';

/** Everything in trouble, kube-system first: what all others need. */
export function troublesOf(facts: TroubleFacts): readonly Trouble[] {
	const made = podsByOwner(facts.pods);
	const pods: Trouble[] = [];
	for (const pod of facts.pods) {
		const trouble = isReplaced(pod, made) ? undefined : troubleOf(pod, facts);
		if (trouble && !isPastRun(pod.owner, pod.namespace, facts)) pods.push(trouble);
	}

	return [...pods, ...withoutPods(facts, made), ...givenUp(pods, facts, made)].toSorted(
		(a, b) => Number(b.namespace === 'kube-system') - Number(a.namespace === 'kube-system'),
	);
}

/** One that failed for good (evicted, its node was full) and whose maker has a living one: history, no trouble. */
const isReplaced = (pod: Pod, made: PodsByOwner): boolean =>
	isDead(pod) && pod.owner !== null && made.of(pod.namespace, pod.owner).some(other => other !== pod && !isDead(other));

const isDead = (pod: Pod): boolean => isOver(pod) || hasEnded(pod);

/** By STATUS, where the API did not say that it is over. */
const hasEnded = ({phase, containers, ready}: Pod): boolean =>
	/^(Evicted|Preempting|DeadlineExceeded|Failed|ContainerStatusUnknown|NodeShutdown|Terminated|OutOf\S+|NodeAffinity|UnexpectedAdmissionError)$/.test(
		phase,
	) &&
	ready === 0 &&
	!containers.some(({state}) => state === 'running' || state === 'waiting');

/** Undefined: it is well, has done its work, or is on its way. */
export function troubleOf(pod: Pod, facts: TroubleFacts): Trouble | undefined {
	const found = ofLife(pod, facts) ?? ofContainers(pod, facts) ?? ofReadiness(pod, facts);
	return found && troubleFrom(found, pod, facts);
}

/** What else is wrong in the pod, beside the trouble that was named; of its other containers. */
export const othersOf = (pod: Pod, {container}: Trouble, facts: TroubleFacts): readonly Trouble[] =>
	container === null ? [] : ofOthers(pod, container, facts).map(found => troubleFrom(found, pod, facts));

function troubleFrom(found: Found, pod: Pod, facts: TroubleFacts): Trouble {
	const {container = null, ...rest} = found;
	return {
		kind: 'Pod',
		namespace: pod.namespace,
		name: pod.name,
		container: container?.name ?? null,
		init: container?.init ?? false,
		image: null,
		exitCode: null,
		signal: null,
		restarts: container?.restarts ?? pod.restarts,
		detail: '',
		lastLine: container === null ? null : (facts.lastLines?.get(logKey(pod, container.name)) ?? null),
		...rest,
	};
}

/** What concerns the pod as a whole: going away, not placed, thrown out. */
function ofLife(pod: Pod, facts: TroubleFacts): Found | undefined {
	// Why the kubelet ended it is said of the pod; STATUS and the first message may be a container's.
	const phase = pod.over?.reason ?? pod.phase;
	const message = pod.over?.message ?? pod.message;
	const lost = lostNode(pod, facts);
	if (pod.deletedAt !== null) {
		const over = facts.now - Date.parse(pod.deletedAt);
		if (over <= patience) return undefined;
		// Only the kubelet can say that it has ended; a finalizer is nobody's answer to that.
		return lost ?? {cause: 'terminating', detail: pod.finalizers.join(', ')};
	}

	if (lost && !isOver(pod)) return lost;
	if (phase === 'Unknown' || phase === 'NodeLost') return {cause: 'node-lost', detail: pod.node ?? ''};
	if (/^(Evicted|Preempting|OutOf\S+|NodeAffinity|NodeShutdown|Terminated|UnexpectedAdmissionError)$/.test(phase)) {
		return {cause: 'evicted', detail: message ?? phase};
	}

	if (phase === 'DeadlineExceeded') return {cause: 'deadline', detail: message ?? ''};
	// The kubelet has a reason for each of its checks, and gets new ones: none of these pods ever began.
	const begun = pod.containers.length === 0 || pod.containers.some(({state}) => state !== null);
	if (!begun && message !== null && /was rejected|^Predicate /.test(message))
		return {cause: 'evicted', detail: message};

	if (pod.unscheduled === null) return undefined;
	const claim = claimOf(pod, facts);
	if (/PersistentVolumeClaim|persistentvolumeclaim/.test(pod.unscheduled) && claim) return claim;
	return {cause: 'unscheduled', detail: withTaints(pod, pod.unscheduled, facts)};
}

/** The kubelet of its node tells nothing any more: what the API says of the pod is what it once was. */
function lostNode({node: name, deletedAt}: Pod, {nodes}: TroubleFacts): Found | undefined {
	const node = nodes && nodeNamed(nodes, name);
	// A node that came between two answers is missing too: only what does not go away tells that its own has gone.
	const isGone = !node && nodes !== undefined && nodes.length > 0 && deletedAt !== null;
	if (isGone && name !== null) return {cause: 'node-lost', detail: name};
	return node && !node.ready && node.reason?.startsWith('NodeStatusUnknown') === true
		? {cause: 'node-lost', detail: node.name}
		: undefined;
}

/** A loop: asked for each of 2,000 pods, twice a second while they change. */
function nodeNamed(nodes: readonly Node[], name: string | null): Node | undefined {
	for (const node of nodes) if (node.name === name) return node;
	return undefined;
}

/** Schedulers since Kubernetes 1.34 no longer name the taint: the nodes do. Written as the older ones did. */
function withTaints({tolerations = []}: Pod, words: string, {nodes = []}: TroubleFacts): string {
	const isTolerated = (taint: {readonly key: string; readonly value: string}): boolean =>
		tolerations.some(
			({key, value, effect}) =>
				(key === null || key === taint.key) && (value === null || value === taint.value) && effect !== 'NoExecute',
		);
	const untolerated = nodes.flatMap(({taints: own = []}) => own.filter(taint => !isTolerated(taint)));
	const taints = new Set(untolerated.map(({key, value}) => `{${key}: ${value}}`));
	return taints.size === 0
		? words
		: words.replace(/untolerated taint\(s\)(?! \{)/, `untolerated taint(s) ${[...taints].join(', ')}`);
}

/** A workload that wants pods and has none: its maker was refused (a quota, an admission rule, a missing account). */
function withoutPods({workloads, events}: TroubleFacts, made: PodsByOwner): readonly Trouble[] {
	return workloads.flatMap(({kind, namespace, name, desired, available, failed}): Trouble[] => {
		if (desired === 0 || !makers.has(kind)) return [];
		if (made.of(namespace, `${kind}/${name}`).length >= desired || (kind === 'Job' && available >= desired)) return [];
		const event = events?.findLast(
			each =>
				each.kind === kind && each.namespace === namespace && each.name === name && each.reason === 'FailedCreate',
		);
		// The event is kept for an hour, the condition for good.
		const told = event?.message ?? (kind === 'Job' ? undefined : failed?.replace(/^FailedCreate: /, ''));
		const detail = told?.replace(
			/^(\(combined from similar events\): )?(Error creating: |create (Pod|Claim) .*? failed error: )/,
			'',
		);
		return detail === undefined ? [] : [ofWorkload({kind, namespace, name}, 'no-pods', detail)];
	});
}

const ofWorkload = (
	{kind, namespace, name}: Pick<Workload, 'kind' | 'namespace' | 'name'>,
	cause: CauseId,
	detail: string,
): Trouble => ({
	...{kind, namespace, name, cause, container: null, init: false, image: null},
	...{exitCode: null, signal: null, restarts: 0, detail, lastLine: null},
});

/** A Job that failed and whose pods are gone or well, a Deployment that cannot make its ReplicaSet: no pod tells. */
function givenUp(told: readonly Trouble[], facts: TroubleFacts, made: PodsByOwner): readonly Trouble[] {
	return facts.workloads.flatMap((workload): Trouble[] => {
		const {kind, namespace, name, failed} = workload;
		if (failed === undefined || (kind !== 'Job' && kind !== 'Deployment')) return [];
		if (kind === 'Deployment')
			return failed.startsWith('ReplicaSetCreateError') ? [ofWorkload(workload, 'no-pods', failed)] : [];
		const own = new Set(made.of(namespace, `Job/${name}`).map(pod => pod.name));
		const isTold = told.some(each => each.namespace === namespace && own.has(each.name));
		return isTold || isPastRun(`Job/${name}`, namespace, facts) ? [] : [ofWorkload(workload, 'waiting', failed)];
	});
}

/** A run of a CronJob that failed, and a later one went well: history. Their names end with the minute of the run. */
function isPastRun(owner: string | null, namespace: string, {workloads}: TroubleFacts): boolean {
	const [, cron, minute] = /^Job\/(.+)-(\d{8,})$/.exec(owner ?? '') ?? [];
	if (cron === undefined) return false;
	const here = workloads.filter(each => each.namespace === namespace);
	return (
		here.some(({kind, name}) => kind === 'CronJob' && name === cron) &&
		here.some(({kind, name, available, desired}) => {
			const later = /^(.+)-(\d{8,})$/.exec(name);
			return kind === 'Job' && later?.[1] === cron && Number(later[2]) > Number(minute) && available >= desired;
		})
	);
}
