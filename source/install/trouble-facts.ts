import * as kubectl from '../command/kubectl.js';
import {podLogTail} from '../command/pod-log.js';
import {logKey, type Trouble} from '../model/pod-trouble/trouble.js';
import {troublesOf} from '../model/pod-trouble/pod-trouble.js';
import {lacksPods, logsOf, podLogLines} from '../model/trouble-logs.js';
import {readEvents} from '../read/kubectl/events.js';
import {lastWords, readPodLog} from '../read/pod-log.js';
import type {RunningFacts} from '../fact-table/cluster-facts.js';
import type {FactTable} from '../fact-table/fact.js';

export type TroubleFacts = {
	/** Pods that do not do their work, with their causes; empty while all do, or nothing can be asked. */
	readonly troubles: readonly Trouble[];
};

type Seen = Partial<RunningFacts>;

/** What the pods' own status tells; the times of a wait are those of this machine. */
function fromStatus({cluster}: Seen): readonly Trouble[] {
	if (cluster?.all.known !== true) return [];
	const {pods, workloads} = cluster.all.value;
	return troublesOf({pods, workloads, events: null, nodes: nodesIn({cluster}), now: Date.now()});
}

const nodesIn = ({cluster}: Seen) => (cluster?.nodes.known === true ? cluster.nodes.value : undefined);

/** Events and the last lines of crashed containers: asked only while a pod is in trouble. */
export const troubleFacts = {
	troubles: {
		after: ['cluster'],
		commands(_answers, facts) {
			if (facts.cluster?.all.known !== true) return [];
			const {pods, workloads} = facts.cluster.all.value;
			const found = fromStatus(facts);
			if (found.length === 0 && !lacksPods(pods, workloads)) return [];
			return [
				kubectl.allEvents(),
				...logsOf(found, pods).flatMap(
					({pod, container, run}) => podLogTail(pod, container.name, run, podLogLines) ?? [],
				),
			];
		},
		read([events, ...logs], _answers, facts) {
			if (events === undefined || facts.cluster?.all.known !== true) return [];
			const {pods, workloads} = facts.cluster.all.value;
			const seen = readEvents(events);
			const lines = logsOf(fromStatus(facts), pods).flatMap(({pod, container}, index) => {
				const outcome = logs[index];
				const log = outcome && readPodLog(outcome);
				const line = log?.known === true ? lastWords(log.value) : undefined;
				return line === undefined ? [] : [[logKey(pod, container.name), line] as const];
			});
			return troublesOf({
				...{pods, workloads, nodes: nodesIn(facts), now: Date.now()},
				events: seen.known ? seen.value : null,
				lastLines: new Map(lines),
			});
		},
	},
} satisfies Pick<FactTable<TroubleFacts & RunningFacts, unknown>, 'troubles'>;
