import type {Workload} from '../model/cluster.js';
import type {Reading} from '../read/reading.js';
import type {Text} from '../text/text.js';
import type {InstallFacts} from './facts.js';
import type {Stage} from './step.js';

const networkSets = ['kube-proxy', 'kube-router', 'konnectivity-agent'];

type Seen = {readonly done: boolean; readonly found: string};

/**
 * The five conditions of a healthy single node, in the order in which they come true: the service is active, its API
 * answers, the node is Ready, the network's daemon sets are complete, the cluster's DNS serves.
 */
export function stages(facts: InstallFacts, text: Text): readonly Stage[] {
	const words = text.install.stages;
	const seen: ReadonlyArray<readonly [keyof typeof words.title, Seen]> = [
		['service', service(facts, text)],
		['api', api(facts, text)],
		['node', node(facts, text)],
		['network', network(facts, text)],
		['dns', dns(facts, text)],
	];
	// A later stage that seems well while an earlier one is not says nothing: it may be what was true before a restart.
	let before = true;
	return seen.map(([id, {done, found}]) => {
		before &&= done;
		return {id, title: words.title[id], done: before, found};
	});
}

function service({unit}: InstallFacts, text: Text): Seen {
	const words = text.install.stages;
	if (!unit.known) return {done: false, found: because(unit, text)};
	const {activeState, subState, restarts, conditionMet} = unit.value;
	if (conditionMet === false) return {done: false, found: words.conditionFailed};
	if (activeState === 'active') return {done: true, found: words.active(restarts)};
	return {done: false, found: words.notActive(activeState, subState, restarts)};
}

function api({cluster}: InstallFacts, text: Text): Seen {
	const {k0s} = cluster;
	const words = text.install.stages;
	if (!k0s.known) {
		return {done: false, found: k0s.unknown.reason === 'timed-out' ? words.statusLate : because(k0s, text)};
	}

	const {apiReachable, apiError, version} = k0s.value;
	// Null: a controller without workloads probes nothing; the node stage tells.
	if (apiReachable !== false) return {done: true, found: words.apiAnswers(version)};
	return {done: false, found: apiError === '' ? words.apiSilent : apiError};
}

function node({cluster, hostname}: InstallFacts, text: Text): Seen {
	const words = text.install.stages;
	if (!cluster.nodes.known) return {done: false, found: because(cluster.nodes, text)};
	const nodes = cluster.nodes.value;
	const name = hostname.known ? hostname.value.toLowerCase() : undefined;
	const own = nodes.find(each => each.name === name) ?? (nodes.length === 1 ? nodes[0] : undefined);
	if (!own) return {done: false, found: words.noNode};
	return own.ready
		? {done: true, found: words.nodeReady(own.name)}
		: {done: false, found: words.nodeNotReady(own.name, own.reason ?? '')};
}

function network({cluster}: InstallFacts, text: Text): Seen {
	const words = text.install.stages;
	if (!cluster.all.known) return {done: false, found: because(cluster.all, text)};
	const sets = cluster.all.value.workloads.filter(
		({kind, namespace, name}) => kind === 'DaemonSet' && namespace === 'kube-system' && networkSets.includes(name),
	);
	const short = sets.filter(({desired, ready}) => desired === 0 || ready < desired);
	if (sets.length === 0) return {done: false, found: words.noNetwork};
	if (short.length === 0) return {done: true, found: words.complete(sets.map(each => each.name))};
	return {done: false, found: [counted(short), podTrouble(cluster.all.value.pods)].filter(Boolean).join('; ')};
}

function dns({cluster}: InstallFacts, text: Text): Seen {
	const words = text.install.stages;
	if (!cluster.all.known) return {done: false, found: because(cluster.all, text)};
	const coredns = cluster.all.value.workloads.find(
		({kind, namespace, name}) => kind === 'Deployment' && namespace === 'kube-system' && name === 'coredns',
	);
	if (!coredns) return {done: false, found: words.noDns};
	if (coredns.available >= 1) return {done: true, found: words.complete(['coredns'])};
	return {done: false, found: [counted([coredns]), podTrouble(cluster.all.value.pods)].filter(Boolean).join('; ')};
}

const counted = (workloads: readonly Workload[]): string =>
	workloads.map(({name, ready, desired}) => `${name} ${ready}/${desired}`).join(', ');

const waiting = /BackOff|ErrImage|Error|Crash|OOMKilled|Evicted|CreateContainer/;

/** The first pod of the system that is in trouble, with its own words. */
export function podTrouble(
	pods: ReadonlyArray<{
		readonly namespace: string;
		readonly name: string;
		readonly phase: string;
		readonly message: string | null;
	}>,
): string | undefined {
	const pod = pods.find(({namespace, phase}) => namespace === 'kube-system' && waiting.test(phase));
	return pod && `${pod.name}: ${pod.phase}${pod.message ? ` (${pod.message})` : ''}`;
}

export const because = (reading: Reading<unknown>, text: Text): string =>
	reading.known
		? ''
		: text.common.unknownBecause(
				[text.common.reason[reading.unknown.reason] ?? reading.unknown.reason, reading.unknown.detail]
					.filter(Boolean)
					.join(': '),
			);

/** Why it does not go on, in the host's own words: the service's last error, or the first pod that cannot start. */
export function trouble({cluster}: Pick<InstallFacts, 'cluster'>, text: Text): string | undefined {
	const {journal, all} = cluster;
	const error = journal.known
		? journal.value.findLast(({severity}) => severity === 'error' || severity === 'fatal')
		: undefined;
	if (error) return text.install.stages.lastError(error.message);
	const pod = all.known ? podTrouble(all.value.pods) : undefined;
	return pod === undefined ? undefined : text.install.stages.podTrouble(pod);
}
