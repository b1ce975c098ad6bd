import type {Container, Pod} from '../../facts/cluster.js';
import type {CniResult, Link, Namespace, PodRef, PodRule, PodSource, Process} from '../../facts/network.js';
import {isOver} from '../pod-state.js';

/** What others know of pods; each may be missing, none is needed. */
export type PodFacts = {
	readonly pods?: readonly Pod[] | undefined;
	readonly containers?: readonly Container[] | undefined;
	readonly cni?: readonly CniResult[] | undefined;
	readonly rules?: readonly PodRule[] | undefined;
};

export type Held = {
	readonly name: string | null;
	readonly links: readonly Link[];
	readonly processes: readonly Process[] | null;
};

type Named = {readonly namespace: string; readonly name: string};

/** Prepared once, then asked for each namespace. */
export type PodJoin = (held: Held) => PodRef | null;

/**
 * Which pod a namespace belongs to, by the most exact source that names exactly one. A source that names two is not
 * believed: the next is asked.
 */
export function podJoin({pods, containers, cni, rules}: PodFacts): PodJoin {
	// Pods on the node's own network share its address and its namespace.
	const own = (pods ?? []).filter(pod => !pod.hostNetwork);
	const byContainer = new Map((containers ?? []).map(container => [container.id, container.pod]));
	const byNetns = gather(cni ?? [], ({netns}) => [netns]);
	const byUid = gather(own, pod => [pod.uid ?? '', ...pod.containers.flatMap(({id}) => id ?? [])]);
	const byIp = gather(own.filter(isAlive), pod => pod.ips);
	const byRule = gather(rules ?? [], ({ip}) => [ip]);
	return held => {
		const ids = (held.processes ?? []).flatMap(({container}) => container ?? []);
		const uids = (held.processes ?? []).flatMap(({podUid}) => podUid ?? []);
		const addresses = globalAddresses(held.links);
		const found: ReadonlyArray<readonly [PodSource, readonly Named[]]> = [
			['containerd', ids.flatMap(id => byContainer.get(id) ?? [])],
			['cni-cache', held.name === null ? [] : (byNetns.get(held.name) ?? [])],
			['pod-uid', [...uids, ...ids].flatMap(id => byUid.get(id) ?? [])],
			['pod-ip', addresses.flatMap(ip => byIp.get(ip) ?? [])],
			['rule-comment', addresses.flatMap(ip => byRule.get(ip) ?? [])],
		];
		for (const [source, named] of found) {
			const one = onlyOne(named);
			if (one) return {namespace: one.namespace, name: one.name, source};
		}

		return null;
	};
}

/**
 * No pod is named, though there may be one: its processes or its inside could not be seen, or a process's cgroup is a pod's
 * of which nothing tells the name.
 */
export const isPodUnknown = ({
	pod,
	state,
	processes,
	unread,
}: Pick<Namespace, 'pod' | 'state' | 'processes' | 'unread'>): boolean =>
	pod === null &&
	state !== 'stale' &&
	(processes === null || unread !== null || processes.some(({podUid}) => podUid !== null));

/** Addresses that other hosts can reach: not the loopback's, not link-local ones. */
export const globalAddresses = (links: readonly Link[]): readonly string[] =>
	links
		.filter(link => link.kind !== 'loopback')
		.flatMap(link => link.addresses.filter(({scope}) => scope === 'global').map(({local}) => local));

/** The address of a pod that ended is given to the next one. */
const isAlive = (pod: Pod): boolean => !isOver(pod);

function gather<T extends Named>(items: readonly T[], keys: (item: T) => readonly string[]): ReadonlyMap<string, T[]> {
	const map = new Map<string, T[]>();
	for (const item of items) {
		for (const key of keys(item)) {
			if (key !== '') map.set(key, [...(map.get(key) ?? []), item]);
		}
	}

	return map;
}

function onlyOne(named: readonly Named[]): Named | undefined {
	const [first] = named;
	return named.every(other => other.name === first?.name && other.namespace === first.namespace) ? first : undefined;
}
