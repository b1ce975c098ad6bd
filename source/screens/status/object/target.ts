import type {Command} from '../../../command/command.js';
import * as kubectl from '../../../command/kubectl.js';
import type {ObjectName} from '../../../command/kubectl.js';
import type {Pod} from '../../../facts/cluster.js';
import type {ClusterFacts} from '../../../model/cluster.js';
import {below} from '../../../model/why/chain.js';
import type {SectionId} from '../state.js';
import type {Show} from './state.js';
import {hasLog, targetOf, whyOf} from './target-of.js';

/** Keys of the rows in trouble, by what Status says. */
export const troubledKeys = (section: SectionId, {troubles}: ClusterFacts): readonly string[] =>
	(troubles.known ? troubles.value : []).flatMap(({kind, namespace, name}) =>
		(section === 'pods' || section === 'usage') && kind === 'Pod'
			? [`${namespace}/${name}`]
			: section === 'workloads' && kind !== 'Pod'
				? [`${kind}/${namespace}/${name}`]
				: [],
	);

/** The one in trouble after (1) or before (-1) it among those of its kind: a pod, or a workload. */
export function nextInTrouble(object: ObjectName, facts: ClusterFacts, by: 1 | -1): ObjectName | undefined {
	const section = object.kind === 'Pod' ? 'pods' : 'workloads';
	const keys = troubledKeys(section, facts);
	const own = `${object.kind === 'Pod' ? '' : `${object.kind}/`}${object.namespace ?? ''}/${object.name}`;
	const next = keys.at((keys.indexOf(own) + by + keys.length) % Math.max(1, keys.length));
	return next === undefined ? undefined : targetOf(section, next);
}

/** The pods behind it: itself, those that a workload made, or those that a service selects. */
export function podsOf(object: ObjectName, {pods, workloads, services}: ClusterFacts): readonly Pod[] {
	const all = pods.known ? pods.value : (pods.last?.value ?? []);
	const target = whyOf(object);
	if (!target) {
		if (!hasLog(object)) return [];
		const known = services.known ? services.value : (services.last?.value ?? []);
		const own = known.find(({namespace, name}) => namespace === object.namespace && name === object.name);
		const wanted = Object.entries(own?.selector ?? {});
		if (wanted.length === 0) return [];
		return all.filter(
			({namespace, labels}) =>
				namespace === object.namespace && wanted.every(([label, value]) => labels[label] === value),
		);
	}

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
export function commandsOf(show: Show, object: ObjectName): readonly Command[] {
	switch (show) {
		case 'describe': {
			return [kubectl.eventsTable(object), kubectl.describe(object)];
		}

		case 'yaml': {
			return [kubectl.yaml(object)];
		}

		case 'events': {
			return [kubectl.eventsTable(object)];
		}

		default: {
			return [];
		}
	}
}
