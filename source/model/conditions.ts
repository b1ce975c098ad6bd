import type {Unknown} from '../read/reading.js';
import type {ClusterFacts, K0sStatus, Pod, Workload} from './cluster.js';
import {ownNode} from './own-node.js';
import type {Trouble} from './pod-trouble.js';

/** The five conditions of a healthy node, in the order in which they come true during a start. */
export const conditionIds = ['service', 'api', 'node', 'network', 'dns'] as const;
export type ConditionId = (typeof conditionIds)[number];

/** Why the verdict is what it is. The sentence stands in `text.status.reasons`; `subject` and `detail` go into it. */
export type Reason = {
	readonly id: ReasonId;
	readonly subject: string;
	readonly detail: string;
	/** Of `pod-trouble`: the pod with its cause. */
	readonly trouble?: Trouble;
};

export const reasonIds = [
	'no-k0s',
	'damaged-k0s',
	'no-binary',
	'no-unit',
	'unit-masked',
	'unit-stopped',
	'unit-stopping',
	'pods-run',
	'unit-failed',
	'unit-condition',
	'unit-restarting',
	'unit-starting',
	'without-unit',
	'status-late',
	'status-none',
	'api-unreachable',
	'no-workloads',
	'worker',
	'no-node',
	'node-name',
	'node-not-ready',
	'workload-missing',
	'workload-not-ready',
	'pod-stuck',
	'pod-trouble',
	'log-cause',
	'needs-root',
	'no-answer',
	'no-tool',
	'unknown',
] as const;
export type ReasonId = (typeof reasonIds)[number];

export const reason = (id: ReasonId, subject = '', detail = ''): Reason => ({id, subject, detail});

/** Something that keeps a condition from holding. */
export type Finding = {
	readonly condition: ConditionId;
	/** `hard`: does not pass by waiting. `soft`: usual while young. `unknown`: could not be looked at. */
	readonly kind: 'hard' | 'soft' | 'unknown';
	readonly reason: Reason;
};

/** What keeps the five conditions from holding on a host where k0s is installed and not stopped. */
export function findings(facts: ClusterFacts): Finding[] {
	return [...service(facts), ...api(facts), ...node(facts), ...network(facts), ...dns(facts)];
}

const unknownFinding = (condition: ConditionId, unknown: Unknown): Finding => ({
	condition,
	kind: 'unknown',
	reason: unknownReason(condition, unknown),
});

/** The detail is a tool's name or a tool's words: only words are a reason by themselves. */
function unknownReason(condition: ConditionId, {reason: why, detail}: Unknown): Reason {
	if (why === 'needs-root') return reason('needs-root', condition, detail);
	if (why === 'timed-out') return reason('no-answer', condition, detail);
	if (why === 'tool-missing') return reason('no-tool', condition, detail);
	if (why === 'not-installed') return reason('no-binary');
	return reason('unknown', condition, detail || why);
}

function service({version, unit, k0s, root}: ClusterFacts): Finding[] {
	const finding = (kind: Finding['kind'], why: Reason): Finding[] => [{condition: 'service', kind, reason: why}];
	if (!unit.known) return [unknownFinding('service', unit.unknown)];
	const {id, loadState, activeState, subState, restarts, result} = unit.value;
	// It runs from a file that is gone: it will not start again. (An ordinary user may only not be allowed to run it.)
	if (!version.known && version.unknown.reason === 'not-installed' && root !== false) {
		return finding('hard', reason('no-binary'));
	}

	if (activeState === 'active' || activeState === 'reloading') {
		// Between two crashes it is active for moments: then nothing answers yet.
		return restarts > 0 && !k0s.known && k0s.unknown.reason !== 'needs-root'
			? finding('hard', reason('unit-restarting', String(restarts), result))
			: [];
	}

	if (loadState === 'not-found' || activeState === 'inactive') {
		return finding('hard', reason('without-unit', id, k0s.known ? String(k0s.value.pid) : ''));
	}

	// k0s in a crash loop never becomes `failed`: systemd waits longer between two runs than it counts.
	if (subState === 'auto-restart' || restarts > 0) {
		return finding('hard', reason('unit-restarting', String(restarts), result));
	}

	return finding('soft', reason('unit-starting', id));
}

function api(facts: ClusterFacts): Finding[] {
	const {k0s, unit} = facts;
	const finding = (kind: Finding['kind'], why: Reason): Finding[] => [{condition: 'api', kind, reason: why}];
	if (!k0s.known) {
		if (k0s.unknown.reason === 'timed-out') return finding('unknown', reason('status-late'));
		// That the socket is missing is no news where the unit does not stay up.
		const [down] = service(facts);
		if (k0s.unknown.reason === 'not-running' && down) return finding('soft', down.reason);
		if (k0s.unknown.reason === 'not-running' && unit.known)
			return finding('soft', reason('status-none', unit.value.id));
		return [unknownFinding('api', k0s.unknown)];
	}

	const {apiReachable, apiError, role} = k0s.value;
	if (role === 'worker') return apiReachable === true ? [] : finding('soft', reason('api-unreachable', '', apiError));
	if (apiReachable === null) return finding('hard', reason('no-workloads'));
	return apiReachable ? [] : finding('soft', reason('api-unreachable', '', apiError));
}

function node(facts: ClusterFacts): Finding[] {
	const {nodes, hostname, k0s} = facts;
	const finding = (kind: Finding['kind'], why: Reason): Finding[] => [{condition: 'node', kind, reason: why}];
	const elsewhere = askedElsewhere('node', k0s);
	if (elsewhere) return elsewhere;
	if (!nodes.known) return [unanswered('node', nodes.unknown, facts)];
	if (nodes.value.length === 0) return finding('soft', reason('no-node'));
	const own = ownNode(nodes.value, hostname);
	if (!own) return finding('hard', reason('node-name', hostname ?? '', nodes.value.map(({name}) => name).join(', ')));
	return own.ready ? [] : finding('soft', reason('node-not-ready', own.name, own.reason ?? ''));
}

/** kubectl that is refused is the API that is not there yet: what `k0s status` says of it is the reason. */
function unanswered(condition: ConditionId, unknown: Unknown, facts: ClusterFacts): Finding {
	if (unknown.reason !== 'not-running') return unknownFinding(condition, unknown);
	const [same] = api(facts);
	if (same && same.kind !== 'unknown') return {...same, condition};
	return {condition, kind: 'soft', reason: reason('api-unreachable', '', unknown.detail)};
}

/** A worker's cluster is asked on its controller; a controller without workloads has no node (`api` says so). */
function askedElsewhere(condition: ConditionId, k0s: ClusterFacts['k0s']): Finding[] | undefined {
	if (!k0s.known) return undefined;
	if (k0s.value.role === 'worker') return [{condition, kind: 'unknown', reason: reason('worker')}];
	return k0s.value.workloads ? undefined : [{condition, kind: 'unknown', reason: reason('no-workloads')}];
}

/** The DaemonSets that this k0s runs, as far as its status tells; else those of its defaults. */
export function networkDaemonSets(k0s: K0sStatus | undefined): string[] {
	const off = new Set(k0s?.disabledComponents);
	const provider = k0s?.networkProvider ?? 'kuberouter';
	return [
		...(off.has('kube-proxy') ? [] : ['kube-proxy']),
		...(off.has('network-provider') ? [] : provider === 'kuberouter' ? ['kube-router'] : []),
		...(off.has('network-provider') || provider !== 'calico' ? [] : ['calico-node']),
		...(off.has('konnectivity-server') || k0s?.singleNode === true ? [] : ['konnectivity-agent']),
	];
}

function network(facts: ClusterFacts): Finding[] {
	const {workloads, pods, k0s} = facts;
	const elsewhere = askedElsewhere('network', k0s);
	if (elsewhere) return elsewhere;
	if (!workloads.known) return [unanswered('network', workloads.unknown, facts)];
	return networkDaemonSets(k0s.known ? k0s.value : undefined).flatMap(name =>
		workload(
			'network',
			'DaemonSet',
			name,
			workloads.value,
			pods.known ? pods.value : [],
			({ready, desired}) => desired > 0 && ready >= desired,
		),
	);
}

function dns(facts: ClusterFacts): Finding[] {
	const {workloads, pods, k0s} = facts;
	const elsewhere = askedElsewhere('dns', k0s);
	if (elsewhere) return elsewhere;
	if (k0s.known && k0s.value.disabledComponents.includes('coredns')) return [];
	if (!workloads.known) return [unanswered('dns', workloads.unknown, facts)];
	return workload(
		'dns',
		'Deployment',
		'coredns',
		workloads.value,
		pods.known ? pods.value : [],
		({available}) => available > 0,
	);
}

/** STATUS words of pods that waiting alone does not help. */
const stuck =
	/^(Init:)?(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|CrashLoopBackOff|CreateContainerConfigError|CreateContainerError|RunContainerError|Error|OOMKilled|Evicted)$/;

function workload(
	condition: ConditionId,
	kind: Workload['kind'],
	name: string,
	all: readonly Workload[],
	pods: readonly Pod[],
	good: (found: Workload) => boolean,
): Finding[] {
	const found = all.find(each => each.kind === kind && each.name === name && each.namespace === 'kube-system');
	if (!found) return [{condition, kind: 'soft', reason: reason('workload-missing', name)}];
	if (good(found)) return [];
	const bad = pods.find(
		pod => pod.namespace === 'kube-system' && pod.name.startsWith(`${name}-`) && stuck.test(pod.phase),
	);
	if (bad) return [{condition, kind: 'hard', reason: reason('pod-stuck', bad.name, bad.phase)}];
	return [{condition, kind: 'soft', reason: reason('workload-not-ready', name, `${found.ready}/${found.desired}`)}];
}
