import * as kubectl from '../command/kubectl.js';
import {podLogTail} from '../command/pod-log.js';
import type {Runner} from '../host/runner.js';
import type {Node, Part, Pod, Workload} from '../facts/cluster.js';
import {logKey, type Trouble} from '../model/pod-trouble/trouble.js';
import {troublesOf} from '../model/pod-trouble/pod-trouble.js';
import {lacksPods, logsOf, podLogLines, type WantedLog} from '../model/trouble-logs.js';
import {readEvents} from '../read/kubectl/events.js';
import {lastWords, readPodLog} from '../read/pod-log.js';
import {known} from '../facts/reading.js';
import {askedOf} from './asked.js';

/** What pods are in trouble, and why: asks for events and logs only while there is trouble. */
export interface TroubleReader {
	/** `period`: events younger than that, in milliseconds, are not asked for again. `now`: since the epoch. */
	read(
		pods: Part<readonly Pod[]>,
		workloads: Part<readonly Workload[]>,
		when: {readonly period: number; readonly now: number; readonly nodes?: readonly Node[] | undefined},
		signal: AbortSignal,
	): Promise<Part<readonly Trouble[]>>;
	/** The next read asks again. */
	forget(): void;
}

export function createTroubleReader(runner: Runner): TroubleReader {
	const events = askedOf(runner, kubectl.allEvents(), readEvents);
	/** By container and run: what a run that ended printed last does not change. */
	const words = new Map<string, string | null>();

	/** Runs that nobody asks for any more: a container that crashes for a week has some 2,000 of them. */
	const forgetOthers = (wanted: readonly WantedLog[]): void => {
		const asked = new Set(wanted.map(keyOf));
		for (const key of words.keys()) if (!asked.has(key)) words.delete(key);
	};

	const wordsOf = async (wanted: WantedLog, signal: AbortSignal): Promise<string | null> => {
		const {pod, container, run} = wanted;
		const key = keyOf(wanted);
		const held = words.get(key);
		if (held !== undefined) return held;
		const tail = podLogTail(pod, container.name, run, podLogLines);
		if (tail === undefined) return null;
		const log = readPodLog(await runner.run(tail, {signal}));
		const line = log.known ? (lastWords(log.value) ?? null) : null;
		if (log.known) words.set(key, line);
		return line;
	};

	return {
		async read(pods, workloads, {period, now, nodes}, signal) {
			if (!pods.known) return {known: false, unknown: pods.unknown};
			const facts = {pods: pods.value, workloads: workloads.known ? workloads.value : [], events: null, now, nodes};
			if (troublesOf(facts).length === 0 && !lacksPods(facts.pods, facts.workloads)) {
				words.clear();
				return known([]);
			}

			const asked = await events.ask(period, signal);
			const told = {...facts, events: asked.known ? asked.value : (asked.last?.value ?? null)};
			const troubles = troublesOf(told);
			const wanted = logsOf(troubles, pods.value);
			forgetOthers(wanted);
			const lastLines = await Promise.all(
				wanted.map(async each => {
					const line = await wordsOf(each, signal);
					return line === null ? [] : [[logKey(each.pod, each.container.name), line] as const];
				}),
			);
			return known(troublesOf({...told, lastLines: new Map(lastLines.flat())}));
		},
		forget() {
			events.forget();
		},
	};
}

const keyOf = ({pod, container, run}: WantedLog): string => `${pod.uid} ${container.name} ${run}`;
