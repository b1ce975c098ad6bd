import type {Pod, Workload} from '../../facts/cluster.js';
import type {WorkloadState} from '../../facts/why.js';
import type {WhyFacts, WhyTarget} from './facts.js';

/** Who made whom. */

type Named = {readonly kind: string; readonly namespace: string; readonly name: string};

export const stateOf = (
	{kind, namespace, name}: Named,
	{states}: Pick<WhyFacts, 'states'>,
): WorkloadState | undefined =>
	states.find(each => each.kind === kind && each.namespace === namespace && each.name === name);

/** All that it made, directly or through what it made. A table names no owner: there a pod's own does not stand. */
export function below(
	own: Named,
	{pods, workloads, states}: Pick<WhyFacts, 'pods' | 'workloads' | 'states'>,
): {readonly pods: readonly Pod[]; readonly workloads: readonly Workload[]} {
	const makers = new Set([`${own.kind}/${own.name}`]);
	const made: Workload[] = [];
	// A CronJob's Job, a Deployment's ReplicaSet: two steps reach all.
	for (let step = 0; step < 2; step++) {
		for (const each of workloads) {
			const {owner} = stateOf(each, {states}) ?? {owner: null};
			if (each.namespace !== own.namespace || owner === null || !makers.has(owner)) continue;
			const id = `${each.kind}/${each.name}`;
			if (makers.has(id)) continue;
			makers.add(id);
			made.push(each);
		}
	}

	// kubectl's table tells no owner, but the names do.
	const byName = made.length === 0 && states.length === 0;
	return {
		workloads: made,
		pods: pods.filter(
			({namespace, owner, name}) =>
				namespace === own.namespace && (owner === null ? byName && isNamedAfter(own, name) : makers.has(owner)),
		),
	};
}

/** `web-68c6d5bdd8-tvplj` of a Deployment, `web-tvplj` of a DaemonSet or ReplicaSet, `web-0` of a StatefulSet. */
const isNamedAfter = ({kind, name}: Named, pod: string): boolean => {
	if (!pod.startsWith(`${name}-`)) return false;
	const rest = pod.slice(name.length + 1);
	if (kind === 'Deployment') return /^[a-z\d]{1,10}-[a-z\d]{5}$/.test(rest);
	return kind === 'StatefulSet' ? /^\d+$/.test(rest) : /^[a-z\d]{5}$/.test(rest);
};

/** `Deployment/web`, `ReplicaSet/web-5d`, `Pod/web-5d-x`: the makers of a target, the first one first, and itself. */
export function chainOf(target: WhyTarget, {pods, states}: Pick<WhyFacts, 'pods' | 'states'>): readonly string[] {
	const chain = [`${target.kind}/${target.name}`];
	const pod = pods.find(({namespace, name}) => namespace === target.namespace && name === target.name);
	let owner = target.kind === 'Pod' ? (pod?.owner ?? null) : (stateOf(target, {states})?.owner ?? null);
	while (owner !== null && !chain.includes(owner)) {
		chain.unshift(owner);
		const [kind = '', name = ''] = owner.split('/');
		owner = stateOf({kind, namespace: target.namespace, name}, {states})?.owner ?? null;
	}

	return chain;
}
