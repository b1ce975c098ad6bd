import type {Runner} from '../host/runner.js';
import type {Node, Pod, Service, Workload} from '../facts/cluster.js';
import type {JsonObject} from '../read/json-value.js';
import {sorted, sortedWorkloads, type All} from '../read/kubectl/get.js';
import {nodeOf, serviceOf, workloadOf} from '../read/kubectl/object.js';
import {podOf} from '../read/kubectl/pod.js';
import {known, type Reading} from '../facts/reading.js';
import {createInformer, type Informer} from './informer.js';

/** The cluster's objects as the API tells them, change by change (docs/decisions/0001-cluster-watch.md). */
export interface LiveCluster {
	/** Begins to listen; goes on where it does already. Another run of k0s (its process) is listened to anew, at once. */
	start(to: {readonly dataDir: string; readonly run: number | null}): void;
	stop(): void;
	/** Everything is heard: nobody needs to ask. */
	readonly live: boolean;
	/** Resolves when each kind has answered once, with objects or with why not. */
	heard(): Promise<void>;
	/** Undefined: not heard (yet), ask in another way. */
	all(): Reading<All> | undefined;
	nodes(): Reading<readonly Node[]> | undefined;
}

const workloadPaths = [
	'/apis/apps/v1/daemonsets',
	'/apis/apps/v1/deployments',
	'/apis/apps/v1/replicasets',
	'/apis/apps/v1/statefulsets',
	'/apis/batch/v1/jobs',
	'/apis/batch/v1/cronjobs',
] as const;

type Heard = {
	readonly key: string;
	readonly nodes: Informer<Node>;
	readonly pods: Informer<Pod>;
	readonly services: Informer<Service>;
	readonly workloads: ReadonlyArray<Informer<Workload>>;
};

export function createLiveCluster(runner: Runner, onChange: () => void): LiveCluster {
	let heard: Heard | undefined;
	let last: {readonly from: ReadonlyArray<Kind<unknown>>; readonly all: Reading<All>} | undefined;
	let lastNodes: {readonly from: Reading<readonly Node[]>; readonly nodes: Reading<readonly Node[]>} | undefined;

	const informers = (): ReadonlyArray<Informer<unknown>> =>
		heard ? [heard.nodes, heard.pods, heard.services, ...heard.workloads] : [];

	return {
		start({dataDir, run}) {
			const key = `${run} ${dataDir}`;
			if (heard?.key === key) return;
			this.stop();
			const follow = <T>(path: string, read: (object: JsonObject) => T | undefined): Informer<T> =>
				createInformer({runner, path, dataDir, read, onChange});
			heard = {
				key,
				nodes: follow('/api/v1/nodes', nodeOf),
				pods: follow('/api/v1/pods', podOf),
				services: follow('/api/v1/services', serviceOf),
				workloads: workloadPaths.map(path => follow(path, workloadOf)),
			};
		},
		stop() {
			for (const informer of informers()) informer.stop();
			heard = undefined;
			last = undefined;
			lastNodes = undefined;
		},
		get live() {
			return heard !== undefined && informers().every(({live}) => live);
		},
		async heard() {
			await Promise.all(informers().map(informer => informer.heard));
		},
		all() {
			if (!heard) return undefined;
			const pods = heard.pods.get();
			const services = heard.services.get();
			const workloads = heard.workloads.map(each => each.get());
			const from = [pods, services, ...workloads];
			if (last?.from.every((part, at) => part === from[at])) return last.all;
			const all = allOf(pods, services, workloads);
			last = all && {from, all};
			return all;
		},
		nodes() {
			const from = heard?.nodes.get();
			if (!from?.known) return from;
			if (lastNodes?.from !== from) lastNodes = {from, nodes: known(sorted(from.value), from.notes)};
			return lastNodes.nodes;
		},
	};
}

type Kind<T> = Reading<readonly T[]> | undefined;

/** Why not, of the first kind that is not known: they come from one server. */
function allOf(
	pods: Kind<Pod>,
	services: Kind<Service>,
	workloads: ReadonlyArray<Kind<Workload>>,
): Reading<All> | undefined {
	if (!pods?.known) return pods;
	if (!services?.known) return services;
	const all: Workload[] = [];
	for (const kind of workloads) {
		if (!kind?.known) return kind;
		all.push(...kind.value);
	}

	return known({pods: sorted(pods.value), services: sorted(services.value), workloads: sortedWorkloads(all)}, [
		...pods.notes,
		...services.notes,
	]);
}
