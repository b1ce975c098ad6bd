import type {Pod, PodContainer} from '../../facts/cluster.js';
import type {OomCount, OomKill} from '../../facts/oom.js';
import {minute} from '../pod-trouble/trouble.js';
import type {Cause} from './cause.js';
import * as show from './commands.js';
import {symptom, type WhyFacts, type WhyTarget} from './facts.js';

/** Milliseconds between the kernel's line and the moment at which containerd says that the container ended. */
const near = 10_000;

/** What the kernel's log has of a container: by its id; of one that is gone by its pod, and by when it ended. */
export function killsOf(pod: Pod, name: string, {oom}: WhyFacts): readonly OomKill[] {
	if (!oom?.kills.known) return [];
	const own = pod.containers.find(each => each.name === name);
	if (!own) return [];
	const others = new Set(pod.containers.flatMap(({id}) => (id === null || id === own.id ? [] : [id])));
	return oom.kills.value.filter(
		kill =>
			(kill.container !== null && kill.container === own.id) ||
			(kill.pod !== null && kill.pod === pod.uid && !others.has(kill.container ?? '') && isNear(kill, own.last)),
	);
}

function isNear({at}: OomKill, end: {readonly finishedAt: string | null} | null): boolean {
	const [kill, done] = [Date.parse(at ?? ''), Date.parse(end?.finishedAt ?? '')];
	return Math.abs(kill - done) <= near;
}

/** How many of its processes were killed since it was started. */
export const countOf = (id: string | null, {oom}: WhyFacts): OomCount | undefined =>
	id !== null && oom?.counts.known ? oom.counts.value.get(id) : undefined;

/** What ended a container, when the kernel's log says so: whose memory was used up. */
export function byKernel(cause: Cause, pod: Pod | undefined, facts: WhyFacts): Cause {
	if (!pod || cause.container === null || !['out-of-memory', 'killed'].includes(cause.id)) return cause;
	const last = killsOf(pod, cause.container, facts).at(-1);
	return last ? {...cause, id: 'out-of-memory', more: last.scope} : cause;
}

/** Of a container that runs: how many of its processes were killed since it was started, and the last one that is known. */
type Killed = {
	readonly container: PodContainer;
	readonly kills: number;
	readonly last: OomKill | undefined;
	/** `now`: it may still say why something does not work; `past`: it does not; null: nobody knows when it was. */
	readonly when: 'now' | 'past' | null;
};

function killedIn(pod: Pod, facts: WhyFacts): readonly Killed[] {
	return pod.containers.flatMap(container => {
		if (container.state !== 'running' || container.id === null) return [];
		const own = killsOf(pod, container.name, facts).filter(kill => kill.container === container.id);
		const kills = Math.max(countOf(container.id, facts)?.kills ?? 0, own.length);
		const last = own.at(-1);
		return kills === 0 ? [] : [{container, kills, last, when: whenOf(pod, container.name, kills, last, facts)}];
	});
}

/** How long ago a kill may be and still say why a container does not work now. */
const fresh = 10 * minute;
/** So often, and they come again and again: the next one is due. */
const series = 3;
const day = 24 * 60 * minute;

function whenOf(pod: Pod, name: string, kills: number, last: OomKill | undefined, facts: WhyFacts): Killed['when'] {
	const {now, specs} = facts;
	const spec = specs.find(each => each.namespace === pod.namespace && each.name === pod.name);
	const begin = Date.parse(spec?.containers.find(each => each.name === name)?.startedAt ?? '');
	if (now - begin <= fresh) return 'now';
	const at = Date.parse(last?.at ?? '');
	if (Number.isNaN(at)) return isBeforeLog(begin, facts) ? 'past' : null;
	// Silent for twice as long as from one to the next: the series is over.
	const due = kills >= series && at > begin ? Math.min((2 * (at - begin)) / kills, day) : 0;
	return now - at <= Math.max(fresh, due) ? 'now' : 'past';
}

/**
 * The counter has a kill, and the kernel's log has none of this container: it was between the container's start and the log's
 * first line. Where others were killed a short while ago that is not known: of many at once the kernel prints ten.
 */
function isBeforeLog(begin: number, {oom, now}: WhyFacts): boolean {
	if (!oom?.kills.known) return false;
	const from = Date.parse(oom.from ?? '');
	const isHidden = oom.kills.value.some(({at}) => now - Date.parse(at ?? '') <= fresh);
	return begin < from && now - from > fresh && !isHidden;
}

/** It runs, and the kernel killed one of its processes a short while ago: a worker, or a child, that the container outlived. */
export function killedChild(pod: Pod, of: WhyTarget, facts: WhyFacts): Cause | undefined {
	const found = killedIn(pod, facts);
	const killed = found.find(({when}) => when === 'now') ?? found.find(({when}) => when === null);
	if (!killed) return undefined;
	const {container, kills, last, when} = killed;
	return symptom('oom-undated', of, {
		...(when === 'now' && {id: 'oom-process'}),
		...{container: container.name, init: container.init, restarts: container.restarts, image: container.image},
		...{subject: last?.task ?? '', more: last?.scope ?? '', detail: String(kills)},
	});
}

/** The kernel's own word on it, as evidence. */
export type KernelEvidence =
	| {readonly id: 'oom-kill'; readonly kill: OomKill; readonly argv: show.Argv}
	| {
			readonly id: 'oom-count';
			readonly name: string;
			readonly count: number;
			readonly file: string;
			readonly argv: show.Argv;
	  };

/** Kernel lines of one container that are shown: the last ones. */
const mostKills = 3;

/** What the kernel did to one container, as it counts and as it says. */
export function kernelEvidence(pod: Pod, name: string, facts: WhyFacts): readonly KernelEvidence[] {
	const own = pod.containers.find(each => each.name === name);
	const count = countOf(own?.id ?? null, facts);
	return [
		...(count && count.kills > 0
			? [{id: 'oom-count', name, count: count.kills, file: count.file, argv: ['cat', count.file]} as const]
			: []),
		...killsOf(pod, name, facts)
			.slice(-mostKills)
			.map(kill => ({id: 'oom-kill', kill, argv: show.kernelLog()}) as const),
	];
}

/** Containers of a workload whose past kills are shown: those of the newest ones. */
const mostPast = 3;

/** Of pods that are well: kills that are past. They are no cause, and are told with their age. */
export const pastKills = (pods: readonly Pod[], facts: WhyFacts): readonly KernelEvidence[] =>
	pods
		.flatMap(pod => killedIn(pod, facts).map(({container, last}) => ({pod, name: container.name, at: timeOf(last)})))
		.toSorted((a, b) => b.at - a.at)
		.slice(0, mostPast)
		.flatMap(({pod, name}) => kernelEvidence(pod, name, facts));

const timeOf = (kill: OomKill | undefined): number => Date.parse(kill?.at ?? '') || 0;
