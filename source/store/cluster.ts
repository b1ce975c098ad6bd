import type {Runner} from '../host/runner.js';
import type {ClusterFacts, Verdict} from '../model/cluster.js';
import type {Container, Pod} from '../facts/cluster.js';
import {assess, butOf, verdictMarks, type But} from '../model/verdict.js';
import {known} from '../facts/reading.js';
import {createClusterReader} from './cluster-reader.js';
import type {Pacer} from './pacer.js';
import {createPoll} from './poll.js';
import type {Source} from './source.js';

/** What the header says of the cluster. `version` null: no k0s, or not known. */
export type VerdictFact = {
	readonly version: string | null;
	readonly verdict: Verdict;
	readonly but: But | null;
	readonly mark: 'warn' | (typeof verdictMarks)[Verdict];
};

export type ClusterSources = {
	readonly cluster: Source<ClusterFacts>;
	/** The same without containers and images: what the header's verdict keeps going anyhow. */
	readonly core: Source<ClusterFacts>;
	/** Asked less often, and only what it needs: it runs on every screen. */
	readonly verdict: Source<VerdictFact>;
	/** For whoever joins pods and containers with something else: subscribing keeps them coming. */
	readonly pods: Source<readonly Pod[]>;
	readonly containers: Source<readonly Container[]>;
	/** What any of these sources read last, without asking. */
	readonly lastPods: () => readonly Pod[] | undefined;
	readonly lastContainers: () => readonly Container[] | undefined;
	/** Without containers and images where nobody asked for them. */
	readonly lastFacts: () => ClusterFacts | undefined;
};

/** Milliseconds between looks while changes are told: for what is told to nobody. */
const calm = 30_000;

/** All of them share one reader: what one has just asked the others do not ask again. */
export function createClusterSources(runner: Runner, pacer: Pacer): ClusterSources {
	const reader = createClusterReader(runner, pacer.interval);
	/** A refresh is a person's: nothing old is good enough. */
	const fresh = <T>(source: Source<T>): Source<T> => ({
		...source,
		async refresh() {
			reader.forget();
			return source.refresh();
		},
	});
	const pace = {pacer, news: reader.news, calm};
	return {
		cluster: fresh(createPoll({...pace, read: async signal => known(await reader.read('all', signal))})),
		core: fresh(createPoll({...pace, read: async signal => known(await reader.read('core', signal))})),
		verdict: fresh(
			createPoll({
				...pace,
				interval: Math.max(5000, pacer.interval),
				read: async signal => known(verdictFact(await reader.read('core', signal))),
			}),
		),
		pods: fresh(createPoll({...pace, read: async signal => (await reader.read('core', signal)).pods})),
		containers: fresh(createPoll({...pace, read: async signal => (await reader.read('all', signal)).containers})),
		lastPods: reader.lastPods,
		lastContainers: reader.lastContainers,
		lastFacts: reader.lastFacts,
	};
}

/** The moment by which ages are counted: now, but on a recorded host the moment of the recording. */
export const momentOf = (facts: ClusterFacts, now: number): number => facts.asOf ?? now;

function verdictFact(facts: ClusterFacts): VerdictFact {
	const assessment = assess(facts, momentOf(facts, Date.now()));
	const {verdict} = assessment;
	const but = butOf(assessment, facts);
	const version = facts.version.known ? facts.version.value : null;
	return {version, verdict, but, mark: but ? 'warn' : verdictMarks[verdict]};
}
