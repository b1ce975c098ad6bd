import {below} from './chain.js';
import type {WhyFacts, WhyKind, WhyTarget} from './facts.js';

/** kubectl's words for the kinds (1.34). */
const kinds: Readonly<Record<string, WhyKind>> = {
	...{pod: 'Pod', pods: 'Pod', po: 'Pod'},
	...{deployment: 'Deployment', deployments: 'Deployment', deploy: 'Deployment'},
	...{replicaset: 'ReplicaSet', replicasets: 'ReplicaSet', rs: 'ReplicaSet'},
	...{daemonset: 'DaemonSet', daemonsets: 'DaemonSet', ds: 'DaemonSet'},
	...{statefulset: 'StatefulSet', statefulsets: 'StatefulSet', sts: 'StatefulSet'},
	...{job: 'Job', jobs: 'Job', cronjob: 'CronJob', cronjobs: 'CronJob', cj: 'CronJob'},
};

/** `deployment.apps` is the kind with its group. */
const kindOf = (word: string): WhyKind | undefined => {
	const name = word.toLowerCase().split('.')[0] ?? '';
	return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
};

/** What was typed, taken apart; undefined kind or namespace: any. */
export type Asked = {readonly kind?: WhyKind; readonly namespace?: string; readonly name: string};

/**
 * `NAME`, `NAMESPACE/NAME`, `KIND/NAME` or `KIND/NAMESPACE/NAME`, in the order in which they are tried: a namespace may be
 * called like a kind. Empty: it is none of these.
 */
export function askedOf(typed: string): readonly Asked[] {
	const parts = typed.split('/');
	if (parts.some(part => part === '')) return [];
	const [first = '', second = '', third = ''] = parts;
	const kind = kindOf(first);
	switch (parts.length) {
		case 1: {
			return [{name: first}];
		}

		case 2: {
			return [...(kind ? [{kind, name: second}] : []), {namespace: first, name: second}];
		}

		case 3: {
			return kind ? [{kind, namespace: second, name: third}] : [];
		}

		default: {
			return [];
		}
	}
}

type Known = Pick<WhyFacts, 'pods' | 'workloads' | 'states'>;

/**
 * The pods and workloads that a person means: by the exact name, else by a part of it. What made the others is meant before
 * them: `web` is the Deployment, not the ReplicaSet and the pods whose names begin so.
 */
export function targetsOf(typed: string, known: Known): readonly WhyTarget[] {
	const all: readonly WhyTarget[] = [
		...known.pods.map(({namespace, name}) => ({kind: 'Pod' as const, namespace, name})),
		...known.workloads.map(({kind, namespace, name}) => ({kind, namespace, name})),
	];
	const asked = askedOf(typed);
	const fit = (matches: (name: string, wanted: string) => boolean): readonly WhyTarget[] => {
		for (const {kind, namespace, name: wanted} of asked) {
			const found = all.filter(
				each =>
					(kind === undefined || each.kind === kind) &&
					(namespace === undefined || each.namespace === namespace) &&
					matches(each.name, wanted),
			);
			if (found.length > 0) return found;
		}

		return [];
	};

	const exact = fit((name, wanted) => name === wanted);
	return first(exact.length > 0 ? exact : fit((name, wanted) => name.includes(wanted)), known);
}

/** Without those that others among them made. */
function first(found: readonly WhyTarget[], known: Known): readonly WhyTarget[] {
	if (found.length < 2) return found;
	const made = new Set(
		found.flatMap(target => {
			if (target.kind === 'Pod') return [];
			const {pods, workloads} = below(target, known);
			return [
				...pods.map(({namespace, name}) => `Pod/${namespace}/${name}`),
				...workloads.map(({kind, namespace, name}) => `${kind}/${namespace}/${name}`),
			];
		}),
	);
	return found.filter(({kind, namespace, name}) => !made.has(`${kind}/${namespace}/${name}`));
}
