import {findings} from '../model/conditions.js';
import {conditionIds, type ConditionId, type ReasonId} from '../model/finding.js';
import {apiAnswer} from '../model/evidence.js';
import type {ClusterFacts} from '../model/cluster.js';
import type {Workload} from '../facts/cluster.js';
import {mapReading, unknown, type Reading} from '../facts/reading.js';
import {fromOutside, type Coded, type IdText} from '../text/ids.js';
import type {InstallFacts} from './facts.js';
import type {Stage} from '../engine/step.js';

type Seen = Pick<InstallFacts, 'k0sVersion' | 'hostname' | 'controllerUnit' | 'cluster'>;

/**
 * The five conditions of a healthy node, in the order in which they come true, each with what is seen of it. The verdict
 * is the one of the Status screen; only its words are those of a wait.
 */
export function stages(seen: Seen, text: IdText): readonly Stage[] {
	const facts = clusterFacts(seen);
	const open = new Map(
		findings(facts, Date.now())
			.toReversed()
			.map(({condition, ...finding}) => [condition, finding] as const),
	);
	const words = text.install.stages;
	// A later condition that seems to hold while an earlier one does not is what was true before a restart.
	let before = true;
	return conditionIds.map(id => {
		before &&= !open.has(id);
		const finding = open.get(id);
		const why = finding?.reason;
		// What is seen may be what the API remembers of the run before: then that is what there is to say.
		const found =
			why && doubts.has(why.id) ? text.status.reasons[why.id](why.subject, why.detail) : describe[id](seen, text);
		return {id, title: words.title[id], done: before, found, ...(finding?.kind === 'unknown' ? {unknown: true} : {})};
	});
}

/** Reasons that an answer does not count, though it looks well. */
const doubts: ReadonlySet<ReasonId> = new Set<ReasonId>([
	'node-old',
	'node-unproved',
	'node-pressure',
	'runtime-silent',
	'leader-idle',
	'workload-changed',
	'workload-rolls',
	'pod-not-so',
	'pod-no-container',
]);

function clusterFacts({k0sVersion, hostname, controllerUnit: unit, cluster}: Seen): ClusterFacts {
	const notAsked = unknown('aborted');
	return {
		asOf: null,
		root: null,
		hostname: hostname.known ? hostname.value : null,
		version: k0sVersion,
		unit,
		k0s: cluster.k0s,
		nodes: cluster.nodes,
		pods: mapReading(cluster.all, ({pods}) => pods),
		services: mapReading(cluster.all, ({services}) => services),
		workloads: mapReading(cluster.all, ({workloads}) => workloads),
		leases: cluster.leases,
		tasks: cluster.tasks,
		bootedAt: cluster.bootedAt,
		rules: notAsked,
		containers: notAsked,
		images: notAsked,
		shims: notAsked,
		errors: cluster.journal,
		troubles: notAsked,
	};
}

const describe: Readonly<Record<ConditionId, (seen: Seen, text: IdText) => Coded>> = {
	service({controllerUnit: unit}, text) {
		const words = text.install.stages;
		if (!unit.known) return because(unit, text);
		const {activeState, subState, restarts, conditionMet} = unit.value;
		if (activeState === 'active') return words.active(restarts);
		return conditionMet === false ? words.conditionFailed : words.notActive(activeState, subState, restarts);
	},
	api({cluster}, text) {
		const words = text.install.stages;
		const {k0s} = cluster;
		if (!k0s.known) return k0s.unknown.reason === 'timed-out' ? words.statusLate : notYet(k0s, text);
		const api = apiAnswer({
			k0s,
			nodes: cluster.nodes,
			pods: mapReading(cluster.all, ({pods}) => pods),
			workloads: mapReading(cluster.all, ({workloads}) => workloads),
			leases: cluster.leases,
		});
		if (api.answers !== false && api.notNode === null) return words.apiAnswers(k0s.value.version);
		const said = api.notNode ?? api.words;
		return said === '' ? words.apiSilent : fromOutside(said);
	},
	node({cluster, hostname}, text) {
		const words = text.install.stages;
		if (!cluster.nodes.known) return notYet(cluster.nodes, text);
		const name = hostname.known ? hostname.value.toLowerCase() : undefined;
		const own = cluster.nodes.value.find(each => each.name === name) ?? cluster.nodes.value[0];
		if (!own) return words.noNode;
		return own.ready ? words.nodeReady(own.name) : words.nodeNotReady(own.name, own.reason ?? '');
	},
	network: ({cluster}, text) =>
		workloads(
			cluster.all,
			text,
			text.install.stages.noNetwork,
			({kind, name}) => kind === 'DaemonSet' && /^(kube-proxy|kube-router|calico-node|konnectivity-agent)$/.test(name),
		),
	dns: ({cluster}, text) =>
		workloads(
			cluster.all,
			text,
			text.install.stages.noDns,
			({kind, name}) => kind === 'Deployment' && name === 'coredns',
		),
};

function workloads(
	all: InstallFacts['cluster']['all'],
	text: IdText,
	none: Coded,
	wanted: (workload: Workload) => boolean,
): Coded {
	if (!all.known) return notYet(all, text);
	const found = all.value.workloads.filter(each => each.namespace === 'kube-system' && wanted(each));
	return found.length === 0
		? none
		: fromOutside(found.map(({name, ready, desired}) => `${name} ${ready}/${desired}`).join(', '));
}

/** That nothing answers yet is what a start looks like, and no fault. */
const notYet = (reading: Reading<unknown>, text: IdText): Coded =>
	!reading.known && reading.unknown.reason === 'not-running' ? text.install.stages.notUp : because(reading, text);

/** Why something is not known; a tool's own words say more than that it failed. */
export function because(reading: Reading<unknown>, text: IdText): Coded {
	if (reading.known) return fromOutside('');
	const {reason, detail} = reading.unknown;
	const why = text.common.reason[reason] ?? fromOutside(reason);
	const words = detail === '' ? [why] : reason === 'failed' ? [detail] : [why, detail];
	return text.common.unknownBecause(words.join(': '));
}
