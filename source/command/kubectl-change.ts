import {change, follow, type Command} from './command.js';
import type {ObjectName} from './kubectl.js';

/** What kubectl (1.34) changes of one object. None waits for the end: the watch tells when it is reached. */

const cache = {variable: 'KUBECACHEDIR', folder: 'kubectl'};

const kubectl = (why: string, words: readonly string[], namespace: string | null, input?: string): Command =>
	change(['k0s', 'kubectl', ...words, ...(namespace === null ? [] : ['-n', namespace])], why, {
		...{deadline: 30_000, cache},
		...(input !== undefined && {input, data: true}),
	});

export const deleteObject = ({what, name, namespace}: ObjectName): Command =>
	kubectl('kubectl-delete-object', ['delete', what, name, '--wait=false'], namespace);
export const scale = ({what, name, namespace}: ObjectName, replicas: number): Command =>
	kubectl('kubectl-scale', ['scale', what, name, `--replicas=${replicas}`], namespace);
export const restart = ({what, name, namespace}: ObjectName): Command =>
	kubectl('kubectl-restart', ['rollout', 'restart', `${what}/${name}`], namespace);
/** A line for each step until all pods of a restarted workload are new; the API says when each is done. */
export const rolloutStatus = ({what, name, namespace}: ObjectName): Command =>
	follow(
		['k0s', 'kubectl', 'rollout', 'status', `${what}/${name}`, ...(namespace === null ? [] : ['-n', namespace])],
		'kubectl-rollout-status',
		{root: true, cache},
	);
export const cordon = ({name}: ObjectName): Command => kubectl('kubectl-cordon', ['cordon', name], null);
export const uncordon = ({name}: ObjectName): Command => kubectl('kubectl-uncordon', ['uncordon', name], null);

/** Milliseconds that kubectl gives the pods of a node to end. */
const drainTime = 300_000;
/**
 * Cordons the node and evicts all of its pods, those of daemon sets excepted, and waits until they are gone (kubectl 1.34). Without
 * `--delete-emptydir-data` nothing could be drained where metrics-server runs; without `--force` a pod that nothing made stops it
 * before the first eviction.
 */
export const drain = ({name}: ObjectName): Command => ({
	...kubectl(
		'kubectl-drain',
		['drain', name, '--ignore-daemonsets', '--delete-emptydir-data', `--timeout=${drainTime / 1000}s`],
		null,
	),
	deadline: drainTime + 15_000,
});

/**
 * What `kubectl drain` asks for each pod: unlike a deletion, a PodDisruptionBudget may forbid it. kubectl has no command of
 * its own for one pod.
 */
export function evict({name, namespace}: ObjectName): Command {
	const path = `/api/v1/namespaces/${encodeURIComponent(namespace ?? '')}/pods/${encodeURIComponent(name)}/eviction`;
	const eviction = {apiVersion: 'policy/v1', kind: 'Eviction', metadata: {name, namespace}};
	return kubectl('kubectl-evict', ['create', '--raw', path, '-f', '-'], null, JSON.stringify(eviction));
}
