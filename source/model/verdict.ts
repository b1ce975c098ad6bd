import type {ClusterFacts, Verdict} from './cluster.js';
import {findings, offConditions} from './conditions.js';
import {conditionIds, reason, type ConditionId, type Finding, type Reason} from './finding.js';
import {serviceStart} from './evidence.js';
import {explained} from './reason-cause.js';
import {warningsOf} from './warnings.js';

export type Condition = {
	readonly id: ConditionId;
	/** `waits`: does not hold yet, and nothing says that it will not. `off`: this k0s was told to do without. */
	readonly state: 'holds' | 'waits' | 'fails' | 'unknown' | 'off';
};

export type Assessment = {
	readonly verdict: Verdict;
	/** What keeps it from healthy, the most telling first; empty when healthy. */
	readonly reasons: readonly Reason[];
	/** What does not keep it from healthy, and should be looked at all the same: the line goes on with "but". */
	readonly warnings: readonly Reason[];
	readonly conditions: readonly Condition[];
};

/** How long after its start k0s may need before what is not there yet counts as a fault (kubelet: up to 5 minutes). */
const grace = 5 * 60_000;

/**
 * One verdict from the facts. Healthy only if all five hold: the unit is active; `k0s status` answers and the API is
 * reachable; the node of this host is Ready, short of nothing, and its container runtime answers; the network's
 * DaemonSets (kube-proxy, kube-router, konnectivity-agent) are ready; CoreDNS is available. Each by an answer that is
 * younger than the start of the service (evidence.ts). What is not known is never healthy. `now`: milliseconds since the
 * epoch.
 */
export function assess(facts: ClusterFacts, now: number): Assessment {
	const absent = notThere(facts);
	if (absent) {
		const reasons = [...absent.reasons, ...podsLeft(facts)];
		return {...absent, reasons, warnings: [], conditions: conditionIds.map(id => ({id, state: 'fails'}))};
	}

	const found = findings(facts, now);
	const since = startOf(facts, now);
	const young = since === null || now - since < grace;
	const off = offConditions(facts);
	const conditions = conditionIds.map((id): Condition => {
		const own = found.filter(({condition}) => condition === id);
		if (own.length === 0) return {id, state: off.has(id) ? 'off' : 'holds'};
		if (own.some(({kind}) => kind === 'hard')) return {id, state: 'fails'};
		if (own.some(({kind}) => kind === 'soft')) return {id, state: young ? 'waits' : 'fails'};
		return {id, state: 'unknown'};
	});
	const reasons = explained(reasonsOf(found), facts);
	return {verdict: verdictOf(found, young), reasons, warnings: warningsOf(facts, reasons), conditions};
}

function verdictOf(found: readonly Finding[], young: boolean): Verdict {
	if (found.length === 0) return 'healthy';
	if (found.some(({kind}) => kind === 'hard')) return 'degraded';
	if (found.some(({kind}) => kind === 'soft')) return young ? 'starting' : 'degraded';
	return 'unknown';
}

/** Faults before what only waits, that before what is not known; one reason once. */
function reasonsOf(found: readonly Finding[]): Reason[] {
	const order = ['hard', 'soft', 'unknown'] as const;
	const seen = new Set<string>();
	return order
		.flatMap(kind => found.filter(finding => finding.kind === kind))
		.map(finding => finding.reason)
		.filter(({id, subject}) => {
			const key = `${id} ${id === 'needs-root' ? '' : subject}`;
			return !seen.has(key) && seen.add(key);
		});
}

/** Not installed, or stopped: an ordinary user can tell these too. Undefined: it runs, or might. */
function notThere({version, unit, k0s, root}: ClusterFacts): Pick<Assessment, 'verdict' | 'reasons'> | undefined {
	const absent = !version.known && version.unknown.reason === 'not-installed';
	if (absent && !(unit.known && unit.value.loadState !== 'not-found')) {
		return {verdict: 'not-installed', reasons: [reason('no-k0s')]};
	}

	if (!unit.known) return undefined;
	// It answers until its end.
	if (unit.value.activeState === 'deactivating') {
		return {verdict: 'stopped', reasons: [reason('unit-stopping', unit.value.id)]};
	}

	if (k0s.known) return undefined;
	const {id, loadState, activeState, subState, result, exitStatus, conditionMet} = unit.value;
	if (loadState === 'not-found') {
		const damaged = !version.known && version.unknown.reason === 'unreadable';
		return {
			verdict: 'not-installed',
			reasons: [damaged ? reason('damaged-k0s') : reason('no-unit', version.known ? version.value : '')],
		};
	}

	if (loadState === 'masked') return {verdict: 'stopped', reasons: [reason('unit-masked', id)]};
	if (activeState === 'failed') {
		return {verdict: 'stopped', reasons: [reason('unit-failed', id, `${result} ${exitStatus ?? ''}`.trim())]};
	}

	if (activeState === 'inactive') {
		if (absent && root !== false) return {verdict: 'stopped', reasons: [reason('no-binary')]};
		const why =
			conditionMet === false && subState === 'dead' && result === 'success' ? 'unit-condition' : 'unit-stopped';
		return {verdict: 'stopped', reasons: [reason(why, id)]};
	}

	return undefined;
}

/** k0s's unit kills only its own process: what it started in pods goes on, and their node ports answer. */
const podsLeft = ({shims}: ClusterFacts): readonly Reason[] =>
	shims.known && shims.value.length > 0 ? [reason('pods-run', String(shims.value.length))] : [];

/** When this run of k0s began, else when the node was made; null: not known. */
function startOf(facts: ClusterFacts, now: number): number | null {
	const start = serviceStart(facts, now);
	if (start !== null) return start;
	const made = facts.nodes.known ? facts.nodes.value.map(({createdAt}) => Date.parse(createdAt ?? '')) : [];
	const known = made.filter(at => !Number.isNaN(at));
	return known.length === 0 ? null : Math.min(...known);
}

/** What there is to look at although all is healthy: how many pods in trouble, workloads without pods, and warnings. */
export type But = {readonly pods: number; readonly workloads: number; readonly warnings: number};

/** Healthy, and yet there is something to look at: the verdict goes on with "but". Null: it is not healthy, or nothing is. */
export function butOf({verdict, warnings}: Assessment, {troubles}: ClusterFacts): But | null {
	if (verdict !== 'healthy') return null;
	const found = troubles.known ? troubles.value : [];
	if (found.length + warnings.length === 0) return null;
	return {...troubled(found), warnings: warnings.length};
}

/** How many of them are pods, and how many workloads that have none. */
export function troubled(troubles: ReadonlyArray<{readonly kind: string}>): Omit<But, 'warnings'> {
	const pods = troubles.filter(({kind}) => kind === 'Pod').length;
	return {pods, workloads: troubles.length - pods};
}

/** The sign that goes with a verdict's word: names of the marks that the screens draw. */
export const verdictMarks = {
	healthy: 'pass',
	starting: 'running',
	degraded: 'fail',
	stopped: 'todo',
	'not-installed': 'skip',
	unknown: 'unknown',
} as const satisfies Record<Verdict, string>;
