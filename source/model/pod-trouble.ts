import type {KubeEvent, Node, Pod, PodContainer, Workload} from '../facts/cluster.js';

/** Why a pod does not do its work, by name. The sentence of each stands in `text.status.causes`. */
export const causeIds = [
	'image-pull',
	'image-name',
	'image-never-pulled',
	'container-config',
	'container-start',
	'out-of-memory',
	'liveness',
	'crash',
	'ends',
	'failed',
	'mount',
	'sandbox',
	'creating',
	'volume-claim',
	'unscheduled',
	'evicted',
	'readiness',
	'startup',
	'not-ready',
	'restarts',
	'terminating',
	'node-lost',
	'no-pods',
	'waiting',
] as const;
export type CauseId = (typeof causeIds)[number];

/** A pod, or a workload that has none, with the cause. */
export type Trouble = {
	readonly kind: 'Pod' | Workload['kind'];
	readonly namespace: string;
	readonly name: string;
	readonly cause: CauseId;
	/** Null: not of one container. */
	readonly container: string | null;
	readonly init: boolean;
	/** The image that it is about; null: it is not about one. */
	readonly image: string | null;
	readonly exitCode: number | null;
	readonly signal: number | null;
	readonly restarts: number;
	/** The tool's own words, the cause's end of them; empty: nobody said any. */
	readonly detail: string;
	/** What the container printed last; null: it was not asked, or printed nothing. */
	readonly lastLine: string | null;
	/** Events might tell the cause, and could not be read; left out: they could. */
	readonly unread?: true;
};

/** What was read beside the pods. Null: not read. */
export type TroubleFacts = {
	readonly pods: readonly Pod[];
	readonly workloads: readonly Workload[];
	readonly events: readonly KubeEvent[] | null;
	/** Left out: not read. */
	readonly nodes?: readonly Node[] | undefined;
	/** The last line of a crashed container's log, by `NAMESPACE/POD/CONTAINER`. */
	readonly lastLines?: ReadonlyMap<string, string>;
	/** Milliseconds since the epoch. */
	readonly now: number;
};

const minute = 60_000;
/** How long a pod may take to be made, or to go away after its time, before that counts as trouble. */
const patience = 2 * minute;

/** Everything in trouble, kube-system first: what all others need. */
export function troublesOf(facts: TroubleFacts): readonly Trouble[] {
	const pods = facts.pods.filter(pod => !isReplaced(pod, facts.pods)).flatMap(pod => troubleOf(pod, facts) ?? []);
	return [...pods, ...withoutPods(facts)].toSorted(
		(a, b) => Number(b.namespace === 'kube-system') - Number(a.namespace === 'kube-system'),
	);
}

/** One that failed for good (evicted, its node was full) and whose maker has a living one: history, no trouble. */
const isReplaced = (pod: Pod, all: readonly Pod[]): boolean =>
	isDead(pod) &&
	pod.owner !== null &&
	all.some(other => other !== pod && other.namespace === pod.namespace && other.owner === pod.owner && !isDead(other));

const isDead = ({phase, containers, ready}: Pod): boolean =>
	/^(Evicted|Failed|Error|ContainerStatusUnknown|NodeShutdown|Terminated|OutOf\w+|NodeAffinity|UnexpectedAdmissionError|Completed|Succeeded)$/.test(
		phase,
	) &&
	ready === 0 &&
	!containers.some(({state}) => state === 'running' || state === 'waiting');

/** Undefined: it is well, has done its work, or is on its way. */
export function troubleOf(pod: Pod, facts: TroubleFacts): Trouble | undefined {
	const found = ofLife(pod, facts) ?? ofContainers(pod, facts) ?? ofReadiness(pod, facts);
	if (!found) return undefined;
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

/** Names a container's log among `lastLines`. */
export const logKey = ({namespace, name}: Pick<Pod, 'namespace' | 'name'>, container: string): string =>
	`${namespace}/${name}/${container}`;

type Found = Partial<Omit<Trouble, 'container'>> & {readonly cause: CauseId; readonly container?: PodContainer | null};

/** What concerns the pod as a whole: going away, not placed, thrown out. */
function ofLife(pod: Pod, facts: TroubleFacts): Found | undefined {
	const {phase, message} = pod;
	const lost = lostNode(pod, facts);
	if (pod.deletedAt !== null) {
		const over = facts.now - Date.parse(pod.deletedAt);
		if (over <= patience) return undefined;
		// Only the kubelet can say that it has ended; a finalizer is nobody's answer to that.
		return lost ?? {cause: 'terminating', detail: pod.finalizers.join(', ')};
	}

	if (lost && !/^(Completed|Succeeded|Failed|Evicted)$/.test(phase)) return lost;
	if (phase === 'Unknown' || phase === 'NodeLost') return {cause: 'node-lost', detail: pod.node ?? ''};
	if (/^(Evicted|OutOf\w+|NodeAffinity|NodeShutdown|Terminated|UnexpectedAdmissionError)$/.test(phase)) {
		return {cause: 'evicted', detail: message ?? phase};
	}

	if (pod.unscheduled === null) return undefined;
	const claim = claimOf(pod, facts);
	if (/PersistentVolumeClaim|persistentvolumeclaim/.test(pod.unscheduled) && claim) return claim;
	return {cause: 'unscheduled', detail: withTaints(pod.unscheduled, facts)};
}

/** The kubelet of its node tells nothing any more: what the API says of the pod is what it once was. */
function lostNode({node: name}: Pod, {nodes}: TroubleFacts): Found | undefined {
	const node = nodes?.find(each => each.name === name);
	return node && !node.ready && node.reason?.startsWith('NodeStatusUnknown') === true
		? {cause: 'node-lost', detail: node.name}
		: undefined;
}

/** Schedulers since Kubernetes 1.34 no longer name the taint: the nodes do. Written as the older ones did. */
function withTaints(words: string, {nodes = []}: TroubleFacts): string {
	const taints = new Set(nodes.flatMap(({taints: own = []}) => own.map(({key, value}) => `{${key}: ${value}}`)));
	return taints.size === 0
		? words
		: words.replace(/untolerated taint\(s\)(?! \{)/, `untolerated taint(s) ${[...taints].join(', ')}`);
}

/** A claim of its volumes that no volume fits: the event stands at the claim. */
function claimOf(pod: Pod, {events}: TroubleFacts): Found | undefined {
	const event = events?.findLast(
		each =>
			each.kind === 'PersistentVolumeClaim' &&
			each.namespace === pod.namespace &&
			pod.claims.includes(each.name) &&
			/^(FailedBinding|ProvisioningFailed|WaitForFirstConsumer|ExternalProvisioning)$/.test(each.reason),
	);
	return event && {cause: 'volume-claim', detail: `${event.name}: ${event.message}`};
}

/** The first container, init ones first, that keeps the pod from its work. */
function ofContainers(pod: Pod, facts: TroubleFacts): Found | undefined {
	if (/^(Completed|Succeeded)$/.test(pod.phase)) return undefined;
	for (const container of pod.containers) {
		const found = ofWaiting(pod, container, facts) ?? ofEnd(pod, container, facts);
		if (found) return {...found, container};
	}

	return undefined;
}

function ofWaiting(pod: Pod, container: PodContainer, facts: TroubleFacts): Found | undefined {
	if (container.state !== 'waiting') return undefined;
	const {reason, message, image} = container;
	const words = message ?? '';
	switch (reason) {
		case 'ErrImagePull':
		case 'ImagePullBackOff':
		case 'RegistryUnavailable':
		case 'SignatureValidationFailed': {
			return {cause: 'image-pull', image, detail: pullError(pod, container, facts)};
		}

		case 'InvalidImageName':
		case 'ImageInspectError': {
			return {cause: 'image-name', image, detail: words};
		}

		case 'ErrImageNeverPull': {
			return {cause: 'image-never-pulled', image, detail: words};
		}

		case 'CreateContainerConfigError': {
			return {cause: 'container-config', detail: words};
		}

		case 'CreateContainerError':
		case 'RunContainerError':
		case 'PreCreateHookError':
		case 'PreStartHookError':
		case 'PostStartHookError': {
			return {cause: 'container-start', detail: runtimeError(words || (container.last?.message ?? ''))};
		}

		case 'ContainerCreating':
		case 'PodInitializing': {
			return reason === 'PodInitializing' && pod.containers.some(({init, exitCode}) => init && exitCode !== 0)
				? undefined
				: ofCreation(pod, facts);
		}

		case 'CrashLoopBackOff': {
			return undefined;
		}

		default: {
			return reason === null ? undefined : {cause: 'waiting', detail: words === '' ? reason : `${reason}: ${words}`};
		}
	}
}

/** What the kubelet met before it could start any container. */
function ofCreation(pod: Pod, facts: TroubleFacts): Found | undefined {
	const claim = claimOf(pod, facts);
	const event = lastEvent(
		pod,
		facts,
		/^(FailedMount|FailedAttachVolume|FailedMapVolume|FailedCreatePodSandBox|NetworkNotReady|FailedSync)$/,
	);
	if (event && /Mount|Volume/.test(event.reason)) return {cause: 'mount', detail: event.message};
	if (event) return {cause: 'sandbox', detail: runtimeError(event.message)};
	if (claim) return claim;
	return age(pod, facts) > patience ? {cause: 'creating', ...unreadIn(facts)} : undefined;
}

/** It ended, and is or will be started again. */
function ofEnd(pod: Pod, container: PodContainer, facts: TroubleFacts): Found | undefined {
	const ended = container.state === 'terminated';
	const waits = container.state === 'waiting' && container.reason === 'CrashLoopBackOff';
	const end = ended ? container : waits ? container.last : null;
	if (!ended && !waits) return undefined;
	if (ended && container.exitCode === 0 && (container.init || container.restarts === 0)) return undefined;
	const {exitCode = null, signal = null, reason = null, message = null} = end ?? {};
	const base = {exitCode, signal, detail: message ?? ''};
	if (reason === 'OOMKilled') return {cause: 'out-of-memory', ...base};
	if (reason === 'StartError' || reason === 'ContainerCannotRun') {
		return {cause: 'container-start', ...base, detail: runtimeError(message ?? '')};
	}

	const probe = lastEvent(pod, facts, /^Unhealthy$/, container.name);
	if (probe && /^(Liveness|Startup) probe/.test(probe.message))
		return {cause: 'liveness', ...base, detail: probe.message};
	if (pod.phase === 'Failed' || (ended && container.restarts === 0)) return {cause: 'failed', ...base};
	return {cause: exitCode === 0 ? 'ends' : 'crash', ...base};
}

/** It runs and does not answer its probe, or has ended again and again until now. */
function ofReadiness(pod: Pod, facts: TroubleFacts): Found | undefined {
	for (const container of pod.containers) {
		if (container.state !== 'running') continue;
		const {last, restarts} = container;
		if (container.ready || container.init) {
			const again = last !== null && restarts >= 3 && facts.now - Date.parse(last.finishedAt ?? '') < 10 * minute;
			if (again) {
				const probe = killedBy(pod, container, facts);
				if (probe) return {cause: 'liveness', container, detail: probe.message, ...endOf(last)};
				return {
					cause: last.reason === 'OOMKilled' ? 'out-of-memory' : 'restarts',
					container,
					exitCode: last.exitCode,
					signal: last.signal,
				};
			}

			continue;
		}

		const probe = lastEvent(pod, facts, /^Unhealthy$/, container.name);
		const kind = /^(Readiness|Liveness|Startup) probe/.exec(probe?.message ?? '')?.[1];
		if (probe && kind === 'Startup') return {cause: 'startup', container, detail: probe.message};
		if (probe && kind === 'Liveness') return {cause: 'liveness', container, detail: probe.message, ...endOf(last)};
		if (probe) return {cause: 'readiness', container, detail: probe.message};
		if (last !== null && last.exitCode !== 0 && restarts > 0) {
			return {cause: last.reason === 'OOMKilled' ? 'out-of-memory' : 'crash', container, ...endOf(last)};
		}

		if (age(pod, facts) > patience) return {cause: 'not-ready', container, ...unreadIn(facts)};
	}

	if (pod.containers.length > 0 || pod.total === 0) return undefined;
	// Only kubectl's table was read: its STATUS word is all there is.
	return /BackOff|Err|Error|OOMKilled|Evicted|Invalid/.test(pod.phase)
		? {cause: 'waiting', detail: [pod.phase, pod.message].filter(Boolean).join(': ')}
		: undefined;
}

/** The probe whose failure ended the run before this one: told before that end, by no more than the grace that a pod has. */
function killedBy(pod: Pod, {name, last}: PodContainer, facts: TroubleFacts): KubeEvent | undefined {
	const probe = lastEvent(pod, facts, /^Unhealthy$/, name);
	const since = Date.parse(last?.finishedAt ?? '') - minute;
	return probe && /^(Liveness|Startup) probe/.test(probe.message) && (probe.at ?? 0) >= since ? probe : undefined;
}

const endOf = (last: PodContainer['last']): Pick<Trouble, 'exitCode' | 'signal'> => ({
	exitCode: last?.exitCode ?? null,
	signal: last?.signal ?? null,
});

/** A workload that wants pods and has none: its maker was refused (a quota, an admission rule, a missing account). */
function withoutPods({pods, workloads, events}: TroubleFacts): readonly Trouble[] {
	return workloads.flatMap(({kind, namespace, name, desired}): Trouble[] => {
		if (desired === 0 || !['ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'].includes(kind)) return [];
		const made = pods.filter(pod => pod.namespace === namespace && pod.owner === `${kind}/${name}`).length;
		if (made >= desired) return [];
		const event = events?.findLast(
			each =>
				each.kind === kind && each.namespace === namespace && each.name === name && each.reason === 'FailedCreate',
		);
		const detail = event?.message.replace(/^(\(combined from similar events\): )?Error creating: /, '');
		return detail === undefined
			? []
			: [
					{
						...{kind, namespace, name, cause: 'no-pods', container: null, init: false, image: null},
						...{exitCode: null, signal: null, restarts: 0, detail, lastLine: null},
					},
				];
	});
}

function lastEvent(pod: Pod, {events}: TroubleFacts, reason: RegExp, container?: string): KubeEvent | undefined {
	return events?.findLast(
		event =>
			event.kind === 'Pod' &&
			event.namespace === pod.namespace &&
			event.name === pod.name &&
			(event.uid === null || pod.uid === null || event.uid === pod.uid) &&
			(container === undefined || event.container === null || event.container === container) &&
			reason.test(event.reason),
	);
}

const unreadIn = ({events}: TroubleFacts): {readonly unread?: true} => (events === null ? {unread: true} : {});

const age = ({createdAt}: Pod, {now}: TroubleFacts): number => now - (Date.parse(createdAt ?? '') || now);

/** The kubelet says only "Back-off pulling" between two tries; why the last one failed stands in its event. */
function pullError(pod: Pod, {message, name}: PodContainer, facts: TroubleFacts): string {
	const own = message ?? '';
	const told = /: ErrImagePull: (.*)$/s.exec(own)?.[1] ?? (/^Back-off pulling/.test(own) ? '' : own);
	const event = lastEvent(pod, facts, /^Failed$/, name);
	const words = told !== '' ? told : /^Failed to pull/.test(event?.message ?? '') ? (event?.message ?? '') : own;
	return innermost(words);
}

const pullWraps =
	/^(?:(?:rpc error: code = \w+ desc|failed to (?:pull and unpack image|resolve reference|do request|copy|authorize|fetch \w+ token)|httpReadSeeker|failed open|(?:Head|Get)(?= "))(?: =|: | "[^"]*": ?)\s*)+/i;

/** containerd and its registry client wrap an error many times: the reference first, the cause last. */
function innermost(words: string): string {
	const match =
		/(dial tcp: .*|dial tcp \S+: .*|lookup \S+.*|x509: .*|unexpected status.*|insufficient_scope.*|toomanyrequests.*|pull access denied.*|no space left on device.*|no match for platform.*|not found$)/is.exec(
			words,
		);
	return (match?.[1] ?? words.replace(pullWraps, '')).trim();
}

/** runc's words without the chain of who passed them on. */
const runtimeError = (words: string): string =>
	words
		.replace(/^Error: /, '')
		.replace(/^.*(?:error during container init|unable to start container process): /s, '')
		.replace(/^.*?failed to setup network for sandbox "[\da-f]+": /s, '')
		.replace(/: unknown$/, '')
		.trim();
