import type {ClusterFacts} from './cluster.js';
import type {Lease, Node} from '../facts/cluster.js';
import type {Unknown} from '../facts/reading.js';

/**
 * What the answers are worth. Right after a restart the API repeats what etcd remembers: the node Ready, pods Running,
 * DaemonSets 1/1, before a kubelet runs (k0s 1.34, 20 to 40 s). An answer counts as of now only with a sign that is
 * younger than the start of the service. Everything that is said of k0s is derived from here.
 */

/** How far two moments of one machine's clock may lie apart: two commands take time. */
const slack = 5000;
/** Heartbeats are written in whole seconds. */
const rounding = 1000;

/**
 * When this run of the service began, by the clock as it stands now; null: not known. The clock may have been set since:
 * the later of what systemd noted by the clock of then and by the clock that nobody can set. A moment to come was noted
 * by a clock that was wrong.
 */
export function serviceStart({unit, bootedAt}: Pick<ClusterFacts, 'unit' | 'bootedAt'>, now: number): number | null {
	if (!unit.known) return null;
	const {activeSince, activeSinceMono} = unit.value;
	const mono = bootedAt.known && activeSinceMono !== null ? bootedAt.value + activeSinceMono : null;
	const moments = [activeSince, mono].filter(at => at !== null).filter(at => at <= now + slack);
	return moments.length === 0 ? null : Math.max(...moments);
}

/** `since`: told of itself after the start. `before`: only before it. `unknown`: nothing tells. */
export type Sign = {readonly state: 'since' | 'before' | 'unknown'; readonly at: number | null};

const nothing: Sign = {state: 'unknown', at: null};

const timesOf = (texts: ReadonlyArray<string | null | undefined>): number[] =>
	texts.map(text => Date.parse(text ?? '')).filter(at => !Number.isNaN(at));

/** A moment to come is of a clock that was set since, and tells nothing. */
function signOf(times: readonly number[], start: number | null, now: number): Sign {
	const past = times.filter(at => at <= now + slack);
	if (start === null || past.length === 0) return nothing;
	const at = Math.max(...past);
	return {state: at >= start - rounding ? 'since' : 'before', at};
}

/** What signs are read from. */
export type Signs = Pick<ClusterFacts, 'unit' | 'bootedAt' | 'leases'>;

const leaseOf = (leases: ClusterFacts['leases'], namespace: string, name: string): Lease | undefined =>
	leases.known ? leases.value.find(each => each.namespace === namespace && each.name === name) : undefined;

/**
 * Whether the kubelet of this node has told of itself in this run: by its lease or by the heartbeat of its conditions.
 * After a kill the kubelet of the run before lives on for a while and goes on telling: then only what comes after k0s's
 * own lease (`k0s-ctrl-NODE`, taken when its control plane is up) counts.
 */
export function kubeletSign(facts: Signs, {name, heartbeatAt}: Node, now: number): Sign {
	const {leases} = facts;
	const start = serviceStart(facts, now);
	const own = leaseOf(leases, nodeLeases, `k0s-ctrl-${name}`);
	const [taken] = timesOf([own?.acquiredAt]).filter(at => at <= now + slack);
	const floor = start === null || taken === undefined ? start : Math.max(start, taken);
	return signOf(timesOf([heartbeatAt, leaseOf(leases, nodeLeases, name)?.renewedAt]), floor, now);
}

const nodeLeases = 'kube-node-lease';

/** Who keeps workloads as they should be: k0s, which applies its manifests, and Kubernetes' controllers. */
const leaders = [
	[nodeLeases, 'k0s-endpoint-reconciler'],
	['kube-system', 'kube-controller-manager'],
] as const;

/** A leader that ended without giving its lease back keeps it for 60 s (k0s), and its follower asks every 5 s. */
const leaseWait = 120_000;
/** From taking the lease to having applied all manifests. */
const applyTime = 10_000;

/**
 * The leader that has not taken up its work since the start: what workloads count was counted before it, and k0s may be
 * about to replace them. Undefined: all have, or there is no lease that tells (a single node elects nobody). Asked only
 * as long as a lease can keep a leader waiting.
 */
export function idleLeader(facts: Signs, now: number): string | undefined {
	const start = serviceStart(facts, now);
	if (start === null || now - start > leaseWait) return undefined;
	for (const [namespace, name] of leaders) {
		const lease = leaseOf(facts.leases, namespace, name);
		if (!lease) continue;
		const renewed = signOf(timesOf([lease.renewedAt]), start, now);
		const taken = signOf(timesOf([lease.acquiredAt]), start, now);
		const settled = taken.state !== 'since' || taken.at === null || now - taken.at >= applyTime;
		if (renewed.state === 'before' || !settled || !lease.holder) return name;
	}

	return undefined;
}

/** Whether the API server answers, and who says so. */
export type ApiAnswer = {
	/** True: it does, be it with a refusal. Null: nobody could ask it. */
	readonly answers: boolean | null;
	/** Why it does not, in the words of who asked. */
	readonly words: string;
	/** It answers, but not this node (k0s status); its words. */
	readonly notNode: string | null;
};

/** What somebody on the way said: a proxy that refuses, a page of a gateway's. It tells of no API server. */
const byOther =
	/^Unable to connect to the server\b|<(?:html|!doctype|head|body)\b|^(?:Get|Post|Head|Put) \\?"https?:|proxyconnect/im;

/** An API server that lives and says no (client-go 1.23 to 1.36). */
const refusal = /\bforbidden\b|unauthorized|must be logged in|asked for the client to provide credentials/i;
/** Whatever else kubectl heard from it: that too is an answer, of a server that has no better one now. */
const answer = /^Error from server\b|the server (is currently unable to handle|has received too many|could not find) /m;

/** One answer to whether the API answers, from all that asked it: that a program was just refused weighs most. */
export function apiAnswer({
	k0s,
	nodes,
	pods,
	workloads,
	leases,
}: Pick<ClusterFacts, 'k0s' | 'nodes' | 'pods' | 'workloads' | 'leases'>): ApiAnswer {
	const status = k0s.known ? k0s.value : undefined;
	// A worker's kubelet has no certificate before it has joined: that tells of no server.
	const asked = [nodes, pods, workloads, leases].filter(
		part => part.known || !part.unknown.detail.includes('/kubelet.conf'),
	);
	const down = asked.find(part => !part.known && part.unknown.reason === 'not-running');
	if (down?.known === false) {
		const error = status?.apiReachable === false ? status.apiError : '';
		return {answers: false, words: error || down.unknown.detail, notNode: null};
	}

	const error = status?.apiReachable === false && !isRefusal(status.apiError) ? status.apiError : null;
	if (asked.some(part => part.known || isAnswer(part.unknown))) return {answers: true, words: '', notNode: error};
	if (error !== null) return {answers: false, words: error, notNode: null};
	return {answers: status === undefined || status.apiReachable === null ? null : true, words: '', notNode: null};
}

const isAnswer = ({reason, detail}: Unknown): boolean =>
	reason === 'failed' && (isRefusal(detail) || (answer.test(detail) && !byOther.test(detail)));

/** Whether an API server itself refused. */
export const isRefusal = (words: string): boolean => refusal.test(words) && !byOther.test(words);
