import type {Pod} from '../../facts/cluster.js';
import type {OomCount, OomKill} from '../../facts/oom.js';
import type {Cause} from './cause.js';
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

/** It runs, and the kernel killed one of its processes: a worker, or a child, that the container outlived. */
export function killedChild(pod: Pod, of: WhyTarget, facts: WhyFacts): Cause | undefined {
	for (const container of pod.containers) {
		if (container.state !== 'running' || container.id === null) continue;
		const own = killsOf(pod, container.name, facts).filter(kill => kill.container === container.id);
		const kills = Math.max(countOf(container.id, facts)?.kills ?? 0, own.length);
		if (kills === 0) continue;
		const last = own.at(-1);
		return symptomless(of, {
			...{container: container.name, init: container.init, restarts: container.restarts, image: container.image},
			...{subject: last?.task ?? '', more: last?.scope ?? '', detail: String(kills)},
		});
	}

	return undefined;
}

const symptomless = (of: WhyTarget, rest: Partial<Cause>): Cause => ({
	...symptom('not-ready', of, rest),
	id: 'oom-process',
});
