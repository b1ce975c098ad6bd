import type {KubeEvent, Node, Pod} from '../../facts/cluster.js';
import {logKey} from '../pod-trouble/trouble.js';
import {below, stateOf} from './chain.js';
import * as show from './commands.js';
import type {Cause} from './cause.js';
import type {Judgement, WhyFacts, WhyTarget} from './facts.js';
import {kernelEvidence, pastKills, type KernelEvidence} from './kernel.js';

/** One thing that was read, with the command that shows it. Texts are from outside. */
export type Evidence = KernelEvidence | Shown;

type Shown = {readonly argv: show.Argv} & (
	| {
			readonly id: 'pod';
			readonly name: string;
			readonly phase: string;
			readonly message: string | null;
			readonly node: string | null;
	  }
	| {
			readonly id: 'container';
			readonly name: string;
			readonly state: string;
			readonly reason: string | null;
			readonly message: string | null;
	  }
	| {
			readonly id: 'ended';
			readonly name: string;
			readonly exitCode: number | null;
			readonly signal: number | null;
			readonly reason: string | null;
			readonly at: string | null;
			readonly restarts: number;
	  }
	| {readonly id: 'memory'; readonly name: string; readonly limit: string | null}
	| {readonly id: 'probe'; readonly name: string; readonly kind: string; readonly asks: string}
	| {
			readonly id: 'event';
			readonly on: string;
			readonly reason: string;
			readonly message: string;
			readonly count: number;
			readonly at: number | null;
	  }
	| {readonly id: 'log'; readonly name: string; readonly lines: readonly string[]}
	| {
			readonly id: 'node';
			readonly name: string;
			readonly ready: boolean;
			readonly reason: string | null;
			readonly pressures: readonly string[];
			readonly taints: readonly string[];
			readonly cordoned: boolean;
	  }
	| {readonly id: 'room'; readonly name: string; readonly asks: string; readonly has: string}
	| {readonly id: 'selector'; readonly wants: string}
	| {readonly id: 'object'; readonly kind: string; readonly name: string; readonly there: boolean}
	| {
			readonly id: 'condition';
			readonly of: string;
			readonly type: string;
			readonly status: string;
			readonly reason: string | null;
			readonly message: string | null;
	  }
	| {readonly id: 'workload'; readonly of: string; readonly ready: number; readonly desired: number}
	| {readonly id: 'lease'; readonly name: string; readonly at: string}
);

/** Lines of a log that are shown: the last ones say why it ended. */
const mostLines = 8;
/** Events of one object, each reason once. */
const mostEvents = 4;

/** What the sentence stands on: the state first, then events, what was printed, and the node. */
export function evidenceOf(
	target: WhyTarget,
	{cause, pod, also = []}: Judgement,
	facts: WhyFacts,
): readonly Evidence[] {
	return [
		...ofTarget(target, facts),
		...(pod ? [...ofPodState(pod, cause), ...[cause, ...also].flatMap(each => ofContainer(pod, each, facts))] : []),
		...(cause
			? [
					...ofEvents(pod, cause, facts),
					...ofLog(pod, cause, facts),
					...ofObject(cause, facts),
					...ofNode(pod, cause, facts),
				]
			: pastKills(pod ? [pod] : below(target, facts).pods, facts)),
	];
}

function ofTarget(target: WhyTarget, facts: WhyFacts): readonly Evidence[] {
	if (target.kind === 'Pod') return [];
	const own = facts.workloads.find(
		({kind, namespace, name}) => kind === target.kind && namespace === target.namespace && name === target.name,
	);
	const of = `${target.kind}/${target.name}`;
	const argv = show.getWide(target.kind, target.namespace, target.name);
	const bad = stateOf(target, facts)?.conditions.filter(
		({type, status}) =>
			(['ReplicaFailure', 'Failed'].includes(type) && status === 'True') ||
			(['Available', 'Progressing'].includes(type) && status === 'False'),
	);
	return [
		...(own ? [{id: 'workload', of, ready: own.ready, desired: own.desired, argv} as const] : []),
		...(bad ?? []).map(({type, status, reason, message}): Evidence => ({
			...{id: 'condition', of, type, status, reason, message},
			argv: show.describe(target.kind, target.namespace, target.name),
		})),
	];
}

const ofPodState = (pod: Pod, cause: Cause | null): readonly Evidence[] => {
	const {name, phase, message, node, namespace} = pod;
	// What is the container's own words stands there.
	const said = cause === null || cause.container === null ? message : null;
	return [{id: 'pod', name, phase, message: said, node, argv: show.getWide('Pod', namespace, name)}];
};

/** Causes of which the kernel may say more. */
const ofMemory = /^(?:out-of-memory|oom-process|oom-undated|killed)$/;

function ofContainer(pod: Pod, cause: Cause | null, facts: WhyFacts): readonly Evidence[] {
	const container = pod.containers.find(({name}) => name === cause?.container);
	if (!cause || !container) return [];
	const {name, state, reason, message, last, restarts} = container;
	const argv = show.describe('Pod', pod.namespace, pod.name);
	const spec = facts.specs
		.find(each => each.namespace === pod.namespace && each.name === pod.name)
		?.containers.find(each => each.name === name);
	const ended = state === 'terminated' ? {...container, finishedAt: null} : last;
	const probes = /^(liveness|readiness|startup)/.exec(cause.id === 'startup-probe' ? 'startup' : cause.id)?.[1];
	return [
		...(state === 'terminated'
			? []
			: [{id: 'container', name, state: state ?? 'waiting', reason, message, argv} as const]),
		...(ended
			? [
					{
						id: 'ended',
						...{name, exitCode: ended.exitCode, signal: ended.signal, reason: ended.reason, restarts},
						...{at: ended.finishedAt, argv},
					} as const,
				]
			: []),
		...(ofMemory.test(cause.id) ? kernelEvidence(pod, name, facts) : []),
		...(spec && ofMemory.test(cause.id)
			? [
					{
						id: 'memory',
						name,
						limit: spec.limits['memory'] ?? null,
						argv: show.getYaml('Pod', pod.namespace, pod.name),
					} as const,
				]
			: []),
		...(spec?.probes ?? [])
			.filter(({kind}) => kind === probes)
			.map(({kind, asks}): Evidence => ({
				...{id: 'probe', name, kind, asks},
				argv: show.getYaml('Pod', pod.namespace, pod.name),
			})),
	];
}

/** Of the pod, of the workload that lacks pods, and of the pod's claims: warnings, the newest of each reason. */
function ofEvents(pod: Pod | undefined, cause: Cause, {events}: WhyFacts): readonly Evidence[] {
	if (!events.known) return [];
	const isOwn = ({kind, namespace, name, uid}: KubeEvent): boolean =>
		pod
			? namespace === pod.namespace &&
				((kind === 'Pod' && name === pod.name && (uid === null || pod.uid === null || uid === pod.uid)) ||
					(kind === 'PersistentVolumeClaim' && pod.claims.includes(name) && /claim/.test(cause.id)))
			: kind === cause.kind && namespace === cause.namespace && name === cause.name;
	const own = events.value.filter(event => isOwn(event) && isTelling(event)).toReversed();
	const seen = new Set<string>();
	return own
		.filter(({reason, container}) => {
			const key = `${reason} ${container ?? ''}`;
			return !seen.has(key) && seen.add(key);
		})
		.slice(0, mostEvents)
		.map(({kind, name, namespace, reason, message, count, at}) => ({
			...{id: 'event', on: `${kind}/${name}`, reason, message, count: count ?? 1, at},
			argv: show.eventsOf(namespace, name),
		}));
}

/** `Error: ErrImagePull` only repeats the state. */
const isTelling = ({type, reason, message}: KubeEvent): boolean =>
	!/^Error: \w+$/.test(message) &&
	(type !== 'Normal' ||
		/^(Killing|FailedBinding|WaitForFirstConsumer|ExternalProvisioning|Preempted|NodeNotReady)$/.test(reason));

function ofLog(pod: Pod | undefined, {container}: Cause, {logs}: WhyFacts): readonly Evidence[] {
	const part = pod?.containers.find(({name}) => name === container);
	if (!pod || !part) return [];
	const log = logs.get(logKey(pod, part.name));
	if (!log?.known || log.value.length === 0) return [];
	const lines = log.value.filter(line => line.trim() !== '').slice(-mostLines);
	const argv = show.logs(pod.namespace, pod.name, part.name, part.last !== null && part.state !== 'terminated');
	return lines.length === 0 ? [] : [{id: 'log', name: part.name, lines, argv}];
}

/** The kinds of objects that a cause misses, by kubectl's names. */
export const missingKind: Readonly<Partial<Record<Cause['id'], string>>> = {
	'config-map': 'configmap',
	'volume-config-map': 'configmap',
	'config-key': 'configmap',
	secret: 'secret',
	'volume-secret': 'secret',
	'secret-key': 'secret',
	'image-pull-secret': 'secret',
	'service-account': 'serviceaccount',
	'claim-absent': 'persistentvolumeclaim',
};

/** Where `present` keeps whether an object is there. */
export const presentKey = (kind: string, namespace: string, name: string): string => `${kind} ${namespace}/${name}`;

function ofObject({id, namespace, subject}: Cause, {present}: WhyFacts): readonly Evidence[] {
	const kind = missingKind[id];
	const there = kind === undefined ? undefined : present.get(presentKey(kind, namespace, subject));
	return kind !== undefined && there?.known
		? [{id: 'object', kind, name: subject, there: there.value, argv: show.get(kind, namespace, subject)}]
		: [];
}

/** Causes that stand on what the node is, or has. */
export const concernsNodes =
	/^(node-|control-plane-taint|evicted|preempted|kubelet-refused|killed|stale|volume-node|pod-affinity|unscheduled|no-nodes|terminating|stuck-ending|sandbox)/;

function ofNode(pod: Pod | undefined, cause: Cause, facts: WhyFacts): readonly Evidence[] {
	if (!pod || !concernsNodes.test(cause.id) || !facts.nodes.known) return [];
	const all = facts.nodes.value;
	const shown = pod.node === null ? all.slice(0, 3) : all.filter(({name}) => name === pod.node);
	return [...shown.map(node => nodeEvidence(node)), ...ofRoom(pod, cause, facts), ...ofLease(pod, cause, facts)];
}

const nodeEvidence = ({name, ready, reason, pressures, taints = [], unschedulable}: Node): Evidence => ({
	...{id: 'node', name, ready, reason, cordoned: unschedulable},
	pressures: (pressures ?? []).map(({type, message}) => (message === '' ? type : `${type}: ${message}`)),
	taints: taints.map(({key, value}) => (value === '' ? key : `${key}=${value}`)),
	argv: show.describeNode(name),
});

/** What it asks for beside what each node could give to all its pods together. */
function ofRoom(pod: Pod, {id, subject}: Cause, {specs, rooms}: WhyFacts): readonly Evidence[] {
	const spec = specs.find(({namespace, name}) => namespace === pod.namespace && name === pod.name);
	if (!spec) return [];
	if (id === 'node-selector') {
		const wants = Object.entries(spec.nodeSelector).map(([key, value]) => `${key}=${value}`);
		return wants.length === 0 ? [] : [{id: 'selector', wants: wants.join(', '), argv: show.nodeLabels()}];
	}

	if (id !== 'node-resources') return [];
	const asks = spec.containers.flatMap(({name, requests}) =>
		requests[subject] === undefined ? [] : [`${name} ${requests[subject]}`],
	);
	return rooms
		.slice(0, 3)
		.flatMap(({name, allocatable}) =>
			asks.length === 0 || allocatable[subject] === undefined
				? []
				: [{id: 'room', name, asks: asks.join(', '), has: allocatable[subject], argv: show.describeNode(name)}],
		);
}

function ofLease({node}: Pod, {id}: Cause, {leases}: WhyFacts): readonly Evidence[] {
	if (id !== 'stale' && id !== 'node-lost') return [];
	const lease = leases.known
		? leases.value.find(({namespace, name}) => namespace === 'kube-node-lease' && name === node)
		: undefined;
	return lease?.renewedAt ? [{id: 'lease', name: lease.name, at: lease.renewedAt, argv: show.lease(lease.name)}] : [];
}
