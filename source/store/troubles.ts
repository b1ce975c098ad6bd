import * as kubectl from '../command/kubectl.js';
import {podLogTail} from '../command/pod-log.js';
import type {Runner} from '../host/runner.js';
import type {Part, Pod, PodContainer, Workload} from '../model/cluster.js';
import {logKey, troublesOf, type CauseId, type Trouble} from '../model/pod-trouble.js';
import {readEvents} from '../read/kubectl-events.js';
import {lastWords, readPodLog} from '../read/pod-log.js';
import {known} from '../read/reading.js';
import {askedOf} from './asked.js';

/** What pods are in trouble, and why: asks for events and logs only while there is trouble. */
export interface TroubleReader {
	/** `period`: events younger than that, in milliseconds, are not asked for again. `now`: since the epoch. */
	read(
		pods: Part<readonly Pod[]>,
		workloads: Part<readonly Workload[]>,
		when: {readonly period: number; readonly now: number},
		signal: AbortSignal,
	): Promise<Part<readonly Trouble[]>>;
	/** The next read asks again. */
	forget(): void;
}

/** Logs of so many containers are read: of a hundred that crash, these say enough. */
const mostLogs = 5;
const lines = 50;

/** Their containers print why. */
const printed: readonly CauseId[] = ['crash', 'failed', 'ends', 'restarts', 'liveness', 'out-of-memory'];

export function createTroubleReader(runner: Runner): TroubleReader {
	const events = askedOf(runner, kubectl.allEvents(), readEvents);
	/** By container and run: what a run that ended printed last does not change. */
	const words = new Map<string, string | null>();

	const wordsOf = async (pod: Pod, container: PodContainer, signal: AbortSignal): Promise<string | null> => {
		// While it runs, what counts was printed by the run before.
		const run = container.state === 'running' ? container.restarts - 1 : container.restarts;
		const key = `${pod.uid} ${container.name} ${run}`;
		const held = words.get(key);
		if (held !== undefined || run < 0 || pod.uid === null) return held ?? null;
		const tail = podLogTail({...pod, uid: pod.uid}, container.name, run, lines);
		if (tail === undefined) return null;
		const log = readPodLog(await runner.run(tail, {signal}));
		const line = log.known ? (lastWords(log.value) ?? null) : null;
		if (log.known) words.set(key, line);
		return line;
	};

	const lastLines = async (
		troubles: readonly Trouble[],
		pods: readonly Pod[],
		signal: AbortSignal,
	): Promise<ReadonlyMap<string, string>> => {
		const wanted = troubles.filter(({cause}) => printed.includes(cause)).slice(0, mostLogs);
		const found = await Promise.all(
			wanted.map(async ({namespace, name, container}) => {
				const pod = pods.find(each => each.namespace === namespace && each.name === name);
				const part = pod?.containers.find(each => each.name === container);
				const line = pod && part ? await wordsOf(pod, part, signal) : null;
				return line === null || container === null ? [] : [[logKey({namespace, name}, container), line] as const];
			}),
		);
		return new Map(found.flat());
	};

	return {
		async read(pods, workloads, {period, now}, signal) {
			if (!pods.known) return {known: false, unknown: pods.unknown};
			const facts = {
				pods: pods.value,
				workloads: workloads.known ? workloads.value : [],
				events: null,
				now,
			};
			if (troublesOf(facts).length === 0 && !lacksPods(facts)) {
				words.clear();
				return known([]);
			}

			const asked = await events.ask(period, signal);
			const told = {...facts, events: asked.known ? asked.value : (asked.last?.value ?? null)};
			const troubles = troublesOf(told);
			const printedLast = await lastLines(troubles, pods.value, signal);
			return known(printedLast.size === 0 ? troubles : troublesOf({...told, lastLines: printedLast}));
		},
		forget() {
			events.forget();
		},
	};
}

const lacksPods = ({pods, workloads}: {readonly pods: readonly Pod[]; readonly workloads: readonly Workload[]}) =>
	workloads.some(
		({kind, namespace, name, desired}) =>
			['ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'].includes(kind) &&
			pods.filter(pod => pod.namespace === namespace && pod.owner === `${kind}/${name}`).length < desired,
	);
