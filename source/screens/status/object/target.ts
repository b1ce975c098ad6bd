import type {Command} from '../../../command/command.js';
import * as kubectl from '../../../command/kubectl.js';
import type {Pod} from '../../../facts/cluster.js';
import type {ClusterFacts} from '../../../model/cluster.js';
import {below} from '../../../model/why/chain.js';
import type {WhyTarget} from '../../../model/why/facts.js';
import type {SectionId} from '../state.js';
import type {Show} from './state.js';

/** Keys of the rows in trouble, by what Status says. */
export const troubledKeys = (section: SectionId, {troubles}: ClusterFacts): readonly string[] =>
	(troubles.known ? troubles.value : []).flatMap(({kind, namespace, name}) =>
		section === 'pods' && kind === 'Pod'
			? [`${namespace}/${name}`]
			: section === 'workloads' && kind !== 'Pod'
				? [`${kind}/${namespace}/${name}`]
				: [],
	);

/** The pods behind it: itself, or those that a workload made. */
export function podsOf(target: WhyTarget, {pods, workloads}: ClusterFacts): readonly Pod[] {
	const all = pods.known ? pods.value : (pods.last?.value ?? []);
	if (target.kind === 'Pod') {
		return all.filter(({namespace, name}) => namespace === target.namespace && name === target.name);
	}

	const own = workloads.known ? workloads.value : [];
	const sets = own.filter(
		({kind, namespace, name}) =>
			namespace === target.namespace &&
			((kind === 'ReplicaSet' && target.kind === 'Deployment') || (kind === 'Job' && target.kind === 'CronJob')) &&
			name.startsWith(`${target.name}-`) &&
			!name.slice(target.name.length + 1).includes('-'),
	);
	return [target, ...sets].flatMap(each => below(each, {pods: all, workloads: [], states: []}).pods);
}

/** What `describe`, `yaml` and `events` ask; why and logs ask by themselves. */
export function commandsOf(show: Show, {kind, namespace, name}: WhyTarget): readonly Command[] {
	switch (show) {
		case 'describe': {
			return [kubectl.eventsTable(namespace, name), kubectl.describe(kind.toLowerCase(), namespace, name)];
		}

		case 'yaml': {
			return [kubectl.yaml(kind.toLowerCase(), namespace, name)];
		}

		case 'events': {
			return [kubectl.eventsTable(namespace, name)];
		}

		default: {
			return [];
		}
	}
}
