import {later, type Moment} from '../moment.js';
import type {Cluster, PodRecord, ServiceRecord} from '../state.js';

/**
 * When kube-proxy and kube-router wrote last. kube-proxy writes its shared chains anew, with counters of zero, whenever a
 * service or an endpoint changes; kube-router all of its policy chains, under new names, whenever a pod or a policy changes,
 * and every five minutes (measured on k0s 1.34.1: test/samples/real-network).
 */

/** Simulated milliseconds between two syncs of kube-router that nothing else brought about. */
const period = 300_000;
/** A pod's network ends so long after it was deleted. */
const ending = 1500;

/** What k0s brings along is there before the first sync: it is no change. */
const own = ({namespace, name}: {namespace: string; name: string}): boolean =>
	namespace === 'kube-system' || (namespace === 'default' && name === 'kubernetes');

/** Until now, or until a reset ended both. */
const until = ({now}: Moment, {endedAt = now}: Cluster): number => Math.min(now, endedAt);

/** Wall time of kube-proxy's last sync. */
export function proxySynced(moment: Moment, cluster: Cluster): number {
	const services = cluster.services.filter(service => !own(service));
	const backing = cluster.pods.filter(pod => !own(pod) && services.some(service => selects(service, pod)));
	const times = [
		cluster.proxyRulesAt,
		cluster.syncedAt ?? cluster.proxyRulesAt,
		...services.map(({at}) => at),
		...backing.flatMap(pod => [later(moment, pod.at, pod.readyAfter), pod.deletedAt ?? cluster.proxyRulesAt]),
	];
	return Math.max(cluster.proxyRulesAt, ...times.filter(at => at <= until(moment, cluster)));
}

function selects({selector, namespace}: ServiceRecord, pod: PodRecord): boolean {
	const wanted = Object.entries(selector);
	return pod.namespace === namespace && wanted.length > 0 && wanted.every(([key, value]) => pod.labels[key] === value);
}

/** Wall time of kube-router's last sync, and whether its names are still those of the pods' records. */
export function routerSynced(moment: Moment, cluster: Cluster): {at: number; named: boolean} {
	const from = cluster.namedUntil ?? cluster.routerRulesAt;
	const pods = cluster.pods.filter(pod => !own(pod) && !pod.hostNetwork);
	const changes = [
		...pods.flatMap(pod => [
			later(moment, pod.at, pod.runningAfter),
			...(pod.deletedAt === null ? [] : [later(moment, pod.deletedAt, ending)]),
		]),
		...(cluster.policies ?? []).map(({at}) => at),
		...(cluster.flushedAt === undefined ? [] : [cluster.routerRulesAt]),
	].filter(at => at > from && at <= until(moment, cluster));
	const elapsed = (until(moment, cluster) - from) * moment.speed;
	const turns = Math.floor(Math.max(0, elapsed) / period);
	if (turns > 0) changes.push(later(moment, from, turns * period));
	return changes.length === 0 ? {at: cluster.routerRulesAt, named: true} : {at: Math.max(...changes), named: false};
}
