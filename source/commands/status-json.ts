import {clusterAddresses} from '../model/cluster-addresses.js';
import type {ClusterFacts} from '../model/cluster.js';
import type {Container, Image, Part, Pod, Service, Workload} from '../facts/cluster.js';
import {apiAnswer, kubeletSign, serviceStart} from '../model/evidence.js';
import {supportOf, supportState} from '../model/k0s-releases.js';
import {ownNode} from '../model/own-node.js';
import type {Text} from '../text/text.js';
import {reasonText, troubleText} from '../text/reason.js';
import type {Judged} from './status-wait.js';

/** The keys of the contract; what is not known is null, and `unread` says why. */
export function statusJson(judged: Judged, text: Text): Record<string, unknown> {
	const {verdict, reasons, warnings, conditions, facts} = judged;
	return {
		verdict,
		reasons: reasons.map(reason => reasonText(text.status, reason)),
		warnings: warnings.map(reason => reasonText(text.status, reason)),
		conditions,
		evidence: evidenceJson(judged),
		k0s: k0sJson(facts, judged.moment),
		node: nodeJson(facts),
		pods: listJson(facts.pods, pod => podJson(pod, facts, text)),
		troubles: listJson(facts.troubles, trouble => ({...trouble, text: troubleText(text.status, trouble)})),
		services: listJson(facts.services, serviceJson),
		workloads: listJson(facts.workloads, workloadJson),
		containers: listJson(facts.containers, containerJson),
		images: listJson(facts.images, imageJson),
		errors: listJson(facts.errors, line => line),
		podsStillRunning: facts.shims.known ? facts.shims.value.length : null,
		unit: facts.unit.known ? facts.unit.value : null,
		unread: unreadOf(facts),
	};
}

const listJson = <T>(part: Part<readonly T[]>, each: (value: T) => unknown): readonly unknown[] | null =>
	part.known ? part.value.map(value => each(value)) : null;

/** What the verdict rests on: when the service began, and the sign of the kubelet that is held against it. */
function evidenceJson({facts, moment}: Judged): Record<string, unknown> {
	const own = facts.nodes.known ? ownNode(facts.nodes.value, facts.hostname) : undefined;
	const sign = own ? kubeletSign(facts, own, moment) : undefined;
	const time = (at: number | null | undefined): string | null =>
		typeof at === 'number' ? new Date(at).toISOString() : null;
	return {
		serviceStart: time(serviceStart(facts, moment)),
		kubelet: sign?.state ?? 'unknown',
		kubeletReported: time(sign?.at),
		rulesRead: facts.rules.known,
		runtimeAnswers: facts.tasks.known ? true : facts.tasks.unknown.reason === 'not-running' ? false : null,
	};
}

function k0sJson(facts: ClusterFacts, now: number): Record<string, unknown> {
	const {version, k0s} = facts;
	const status = k0s.known ? k0s.value : undefined;
	const runs = status?.version ?? (version.known ? version.value : null);
	const support = runs === null ? undefined : supportOf(runs);
	return {
		version: runs,
		support: support === undefined ? null : {...support, state: supportState(support, now)},
		pid: status?.pid ?? null,
		role: status?.role ?? null,
		workloads: status?.workloads ?? null,
		singleNode: status?.singleNode ?? null,
		apiReachable: apiAnswer(facts).answers,
		apiError: status?.apiError || apiAnswer(facts).words || null,
		podCidr: status?.podCidr ?? null,
		serviceCidr: status?.serviceCidr ?? null,
	};
}

function nodeJson({nodes, hostname}: ClusterFacts): Record<string, unknown> | null {
	const own = nodes.known ? ownNode(nodes.value, hostname) : undefined;
	if (!own) return null;
	const {name, ready, version, reason, roles, internalIp, createdAt, unschedulable, pressures, heartbeatAt} = own;
	return {name, ready, version, reason, roles, internalIp, createdAt, unschedulable, pressures, heartbeatAt};
}

const podJson = (pod: Pod, {troubles}: ClusterFacts, {status}: Text): Record<string, unknown> => ({
	namespace: pod.namespace,
	name: pod.name,
	ready: pod.total > 0 && pod.ready === pod.total,
	phase: pod.phase,
	ip: pod.ips[0] ?? null,
	ips: pod.ips,
	node: pod.node,
	containers: {ready: pod.ready, total: pod.total},
	restarts: pod.restarts,
	message: pod.message ?? causeOf(pod, troubles, status),
	createdAt: pod.createdAt,
});

/** Where the API has no message for a broken pod, the cause that was found. */
function causeOf(pod: Pod, troubles: ClusterFacts['troubles'], words: Text['status']): string | null {
	const found = troubles.known
		? troubles.value.find(
				({kind, namespace, name}) => kind === 'Pod' && namespace === pod.namespace && name === pod.name,
			)
		: undefined;
	return found === undefined ? null : words.causes[found.cause](found);
}

const serviceJson = ({
	namespace,
	name,
	type,
	clusterIp,
	clusterIps,
	ports,
	selector,
	createdAt,
}: Service): Record<string, unknown> => ({
	namespace,
	name,
	type,
	clusterIp,
	clusterIps: clusterAddresses({clusterIp, clusterIps}),
	ports,
	selector,
	createdAt,
});

const workloadJson = ({kind, namespace, name, desired, ready, available}: Workload): Record<string, unknown> => ({
	kind,
	namespace,
	name,
	desired,
	ready,
	available,
});

const containerJson = ({id, image, runtime, pid, status, pod, name, kind}: Container): Record<string, unknown> => ({
	id,
	image,
	runtime,
	pid,
	status,
	pod,
	name,
	kind,
});

const imageJson = ({ref, digest, size}: Image): Record<string, unknown> => ({ref, digest, size});

const parts = [
	'version',
	'unit',
	'k0s',
	'nodes',
	'pods',
	'services',
	'workloads',
	'leases',
	'tasks',
	'containers',
	'images',
	'errors',
] as const;

function unreadOf(facts: ClusterFacts): ReadonlyArray<Record<string, unknown>> {
	return parts.flatMap(name => {
		const part = facts[name];
		return part.known ? [] : [{part: name, reason: part.unknown.reason, detail: part.unknown.detail}];
	});
}
