import * as ctr from '../command/ctr.js';
import * as files from '../command/files.js';
import * as k0s from '../command/k0s.js';
import * as kubectl from '../command/kubectl.js';
import * as system from '../command/system.js';
import {known, mapReading, unknown} from '../facts/reading.js';
import type {Runner} from '../host/runner.js';
import type {ClusterFacts} from '../model/cluster.js';
import {readImages, readTasks} from '../read/ctr-tables.js';
import {readK0sStatus} from '../read/k0s/status.js';
import {readAll, readLeases, readNodes} from '../read/kubectl/get.js';
import {readProcStart} from '../read/proc-start.js';
import {firstLine, notOk, type Reader} from '../read/reading.js';
import {readShims} from '../read/shims.js';
import {askedOf, createAsked, runEither} from './asked.js';
import type {ClusterNews} from './cluster-news.js';
import {createContainerReader} from './containers.js';
import {readKubeRules} from './kube-rules.js';
import {lastOf, pick} from './parts.js';
import {createServiceLog} from './service-log.js';
import {createServiceParts} from './service-parts.js';

/** What the questions depend on, kept by whoever asks them. */
export type Seen = {
	/** On a worker: what its kubelet's certificate allows is asked with it. Undefined: on a controller. */
	asWorker: {readonly dataDir: string} | undefined;
	/** When a recorded host was asked; null: now. */
	asOf: number | null;
	/** The unit whose log is read. */
	logOf: string;
};

export const notAsked = unknown('aborted');

const readLine: Reader<string> = outcome => notOk(outcome) ?? known(firstLine(outcome.stdout));

/** The questions of which the cluster's facts are made, each asked by itself when it is due. `told`: what the API tells. */
export function createClusterParts(
	runner: Runner,
	{
		interval,
		every,
		told,
		seen,
	}: {
		readonly interval: number;
		/** Milliseconds that an answer is good for. */
		readonly every: (ticks: number) => number;
		readonly told: ClusterNews['cluster'];
		readonly seen: Seen;
	},
) {
	const readContainers = createContainerReader(runner);
	const hostname = askedOf(runner, system.hostName(), readLine);
	const nodes = createAsked(async signal =>
		seen.asWorker === undefined
			? (told.nodes() ?? readNodes(await runEither(runner, kubectl.nodes(), kubectl.nodesTable(), signal)))
			: readNodes(await runner.run(kubectl.workerNodes(seen.asWorker.dataDir), {signal})),
	);
	const all = createAsked(async signal => {
		if (seen.asWorker) return readAll(await runner.run(kubectl.workerAll(seen.asWorker.dataDir), {signal}));
		const heard = told.all();
		if (heard) return heard;
		const outcome = await runEither(runner, kubectl.all(), kubectl.allTable(), signal);
		if (runner.kind === 'recorded') seen.asOf = outcome.startedAt;
		return readAll(outcome);
	});
	const pods = (): ClusterFacts['pods'] => pick(all.get(), ({pods}) => pods);
	const leases = createAsked(async signal => {
		const name = lastOf(hostname.get())?.toLowerCase();
		if (seen.asWorker === undefined) return readLeases(await runner.run(kubectl.leases(), {signal}));
		return name === undefined
			? notAsked
			: readLeases(await runner.run(kubectl.workerLease(name, seen.asWorker.dataDir), {signal}));
	});
	const tasks = askedOf(runner, ctr.tasks(), readTasks, ctr.guideList('task'));
	return {
		...createServiceParts(runner, every),
		userId: askedOf(runner, system.userId(), readLine),
		hostname,
		status: askedOf(runner, k0s.status(), readK0sStatus, k0s.statusText()),
		nodes,
		all,
		pods,
		leases,
		tasks,
		containers: createAsked(async signal =>
			readContainers(lastOf(pods()) ?? [], tasks.ask(interval * 0.3, signal), signal),
		),
		bootedAt: createAsked(async signal => {
			const outcome = await runner.run(files.readFile('/proc/self/stat'), {signal});
			return mapReading(readProcStart(outcome), sinceBoot => outcome.startedAt - sinceBoot);
		}),
		rules: createAsked(async signal => {
			const reading = await readKubeRules(runner, signal);
			// What was not recorded was not asked.
			return reading.known || runner.kind !== 'recorded' ? reading : notAsked;
		}),
		images: askedOf(runner, ctr.images(), readImages, ctr.guideList('image')),
		shims: askedOf(runner, system.shims(), readShims),
		log: createServiceLog(runner, () => seen.logOf),
	};
}
