import {type ConditionId, type Reason, reason, type Finding, unknownFinding} from './finding.js';
import type {Unknown} from '../facts/reading.js';
import type {ClusterFacts} from './cluster.js';
import type {K0sStatus} from '../facts/cluster.js';
import {isUp} from '../facts/unit-activity.js';
import {apiAnswer, idleLeader, isRefusal, kubeletSign, serviceStart} from './evidence.js';
import {ruleFindings} from './kube-rules.js';
import {ownNode} from './own-node.js';
import {isReady} from './pod-state.js';
import {workloadFindings} from './workload-proof.js';

/** What keeps the five conditions from holding on a host where k0s is installed and not stopped. `now`: milliseconds. */
export function findings(facts: ClusterFacts, now: number): Finding[] {
	return [...service(facts), ...api(facts), ...node(facts, now), ...network(facts, now), ...dns(facts, now)];
}

function service({version, unit, k0s, root}: ClusterFacts): Finding[] {
	const finding = (kind: Finding['kind'], why: Reason): Finding[] => [{condition: 'service', kind, reason: why}];
	if (!unit.known) return [unknownFinding('service', unit.unknown)];
	const {id, loadState, activeState, subState, restarts, result} = unit.value;
	// It runs from a file that is gone: it will not start again. (An ordinary user may only not be allowed to run it.)
	if (!version.known && version.unknown.reason === 'not-installed' && root !== false) {
		return finding('hard', reason('no-binary'));
	}

	if (isUp(activeState)) {
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
	const {answers, words, notNode} = apiAnswer(facts);
	if (!k0s.known) {
		if (k0s.unknown.reason === 'timed-out') return finding('unknown', reason('status-late'));
		// That the socket is missing is no news where the unit does not stay up.
		const [down] = service(facts);
		if (k0s.unknown.reason === 'not-running' && down) return finding('soft', down.reason);
		if (k0s.unknown.reason === 'not-running' && unit.known)
			return finding('soft', reason('status-none', unit.value.id));
		return [unknownFinding('api', k0s.unknown)];
	}

	if (hasNotJoined(facts)) return finding('soft', reason('not-joined'));
	if (answers === false) return finding('soft', reason('api-unreachable', '', words));
	if (notNode !== null) return finding('soft', reason('api-not-node', '', notNode));
	return answers ? [] : finding('unknown', reason('unknown', 'api', 'k0s status'));
}

/** A worker whose kubelet has no certificate yet: k0s asks the controller for one with its token. */
const hasNotJoined = ({k0s, nodes}: ClusterFacts): boolean =>
	k0s.known && k0s.value.role === 'worker' && !nodes.known && nodes.unknown.detail.includes('/kubelet.conf');

/** What this k0s was told to do without: no node is here, or no node is anywhere yet on which the network and DNS could run. */
export function offConditions(facts: ClusterFacts): ReadonlySet<ConditionId> {
	const {k0s, nodes} = facts;
	const off = new Set<ConditionId>(isDnsOff(facts) ? ['dns'] : []);
	if (!k0s.known || k0s.value.workloads !== false) return off;
	off.add('node');
	return nodes.known && nodes.value.length === 0 ? off.add('network').add('dns') : off;
}

function node(facts: ClusterFacts, now: number): Finding[] {
	const {nodes, hostname, k0s} = facts;
	const finding = (kind: Finding['kind'], why: Reason): Finding[] => [{condition: 'node', kind, reason: why}];
	if (offConditions(facts).has('node')) return [];
	const elsewhere = askedElsewhere('node', k0s, nodes);
	if (elsewhere) return elsewhere;
	if (!nodes.known) return [unanswered('node', nodes.unknown, facts)];
	if (nodes.value.length === 0) return finding('soft', reason('no-node'));
	const own = ownNode(nodes.value, hostname);
	if (!own) return finding('hard', reason('node-name', hostname ?? '', nodes.value.map(({name}) => name).join(', ')));
	// Nobody has said anything of it yet.
	if (own.conditions && !own.conditions.some(({type}) => type === 'Ready'))
		return finding('unknown', reason('node-unproved', own.name));
	if (!own.ready) return finding('soft', reason('node-not-ready', own.name, own.reason ?? ''));
	const pressure = (own.pressures ?? []).map(({type, message}) => [type, message].filter(Boolean).join(': '));
	return [
		...(pressure.length > 0 ? finding('hard', reason('node-pressure', own.name, pressure.join('; '))) : []),
		...unproved(facts, now),
		...runtime(facts),
	];
}

/** That the API says Ready may be what it remembers of the run before. */
function unproved(facts: ClusterFacts, now: number): Finding[] {
	const {nodes, hostname, unit} = facts;
	const own = nodes.known ? ownNode(nodes.value, hostname) : undefined;
	// Where no service runs there is no start either; `service` says so.
	if (!own || !unit.known || unit.value.activeState !== 'active') return [];
	const {state, at} = kubeletSign(facts, own, now);
	if (state === 'since') return [];
	const told = at === null ? '' : new Date(at).toISOString();
	return [
		state === 'before'
			? {condition: 'node', kind: 'soft', reason: reason('node-old', own.name, told)}
			: {condition: 'node', kind: 'unknown', reason: reason('node-unproved', own.name)},
	];
}

/** Any answer of the container runtime that failed: one that nobody asked for (`aborted`) says nothing. */
function runtime({tasks, containers, images}: ClusterFacts): Finding[] {
	const [bad] = [tasks, containers, images].flatMap(part =>
		part.known || (part !== tasks && part.unknown.reason === 'aborted') ? [] : part.unknown,
	);
	if (!bad) return [];
	if (!['not-running', 'timed-out', 'failed'].includes(bad.reason)) return [unknownFinding('node', bad)];
	return [{condition: 'node', kind: 'soft', reason: reason('runtime-silent', '', bad.detail)}];
}

/** kubectl that is refused is the API that is not there yet: what `k0s status` says of it is the reason. */
function unanswered(condition: ConditionId, unknown: Unknown, facts: ClusterFacts): Finding {
	if (unknown.reason !== 'not-running') return unknownFinding(condition, unknown);
	const [same] = api(facts);
	if (same && same.kind !== 'unknown') return {...same, condition};
	return {condition, kind: 'soft', reason: reason('api-unreachable', '', unknown.detail)};
}

const isForbidden = (words: string): boolean => /\bforbidden\b/i.test(words) && isRefusal(words);

/** A worker that the API refuses: what it does not tell its kubelet is asked on a controller. */
function askedElsewhere(
	condition: ConditionId,
	k0s: ClusterFacts['k0s'],
	part: ClusterFacts['nodes'] | ClusterFacts['workloads'],
): Finding[] | undefined {
	if (!k0s.known || k0s.value.role !== 'worker' || part.known) return undefined;
	return isForbidden(part.unknown.detail) ? [{condition, kind: 'unknown', reason: reason('worker')}] : undefined;
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

/** A worker does not know the cluster's configuration: what is there tells which network it has. */
function wantedDaemonSets({k0s, workloads}: ClusterFacts): string[] {
	if (!k0s.known || k0s.value.role !== 'worker') return networkDaemonSets(k0s.known ? k0s.value : undefined);
	const there = workloads.known ? workloads.value : [];
	return ['kube-proxy', 'kube-router', 'calico-node', 'konnectivity-agent'].filter(name =>
		there.some(each => each.kind === 'DaemonSet' && each.namespace === 'kube-system' && each.name === name),
	);
}

function network(facts: ClusterFacts, now: number): Finding[] {
	const {workloads, k0s} = facts;
	if (offConditions(facts).has('network')) return [];
	const elsewhere = askedElsewhere('network', k0s, workloads);
	if (elsewhere) return elsewhere;
	if (!workloads.known) return [unanswered('network', workloads.unknown, facts)];
	const names = wantedDaemonSets(facts);
	if (names.length === 0) return [{condition: 'network', kind: 'unknown', reason: reason('no-network-parts')}];
	return [
		...ownNetwork(facts),
		...names.flatMap(name =>
			workloadFindings(
				{
					condition: 'network',
					kind: 'DaemonSet',
					name,
					enough: ({ready, desired}) => desired > 0 && ready >= desired,
				},
				facts,
			),
		),
		...idle('network', facts, now),
		...ruleFindings(facts, now),
	];
}

/** Of a network that is not k0s's own no part is known by name: a ready pod with an address of its own is what proves it. */
function ownNetwork({k0s, pods, nodes}: ClusterFacts): Finding[] {
	const {networkProvider = null, disabledComponents = []} = k0s.known ? k0s.value : {};
	const isKnown = networkProvider === null || ['kuberouter', 'calico'].includes(networkProvider);
	if (isKnown && !disabledComponents.includes('network-provider')) return [];
	const hosts = new Set(nodes.known ? nodes.value.map(({internalIp}) => internalIp) : []);
	const proof =
		pods.known && pods.value.some(pod => !pod.hostNetwork && isReady(pod) && pod.ips.some(ip => !hosts.has(ip)));
	return proof ? [] : [{condition: 'network', kind: 'unknown', reason: reason('no-network-parts')}];
}

function dns(facts: ClusterFacts, now: number): Finding[] {
	const {workloads, k0s} = facts;
	if (offConditions(facts).has('dns')) return [];
	const elsewhere = askedElsewhere('dns', k0s, workloads);
	if (elsewhere) return elsewhere;
	if (!workloads.known) return [unanswered('dns', workloads.unknown, facts)];
	const enough = ({available}: {readonly available: number}): boolean => available > 0;
	return [
		...workloadFindings({condition: 'dns', kind: 'Deployment', name: 'coredns', enough}, facts),
		...idle('dns', facts, now),
	];
}

/** This k0s was told not to run CoreDNS: whether names resolve is not its business. */
export const isDnsOff = ({k0s}: ClusterFacts): boolean => k0s.known && k0s.value.disabledComponents.includes('coredns');

/** Counts of workloads that are older than the start are old as long as those who count have not begun. */
function idle(condition: ConditionId, facts: ClusterFacts, now: number): Finding[] {
	const leader = idleLeader(facts, now);
	const start = serviceStart(facts, now) ?? 0;
	const workloads = facts.workloads.known ? facts.workloads.value : [];
	if (!workloads.some(({createdAt}) => !(Date.parse(createdAt ?? '') >= start - 1000))) return [];
	return leader === undefined ? [] : [{condition, kind: 'soft', reason: reason('leader-idle', leader)}];
}
