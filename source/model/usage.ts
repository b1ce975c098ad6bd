import type {Metric, PodGroup, Sample, UsageFrom, UsageRow} from '../facts/usage.js';

/** So many moments are kept of each: five minutes of the host, a quarter of an hour of pods. */
export const keptSamples = 60;

/** One moment more; the same moment again (metrics-server measures more seldom than it is asked) changes nothing. */
export function withSample<T extends {readonly at: number}>(trend: readonly T[], sample: T): readonly T[] {
	const last = trend.at(-1);
	if (last && sample.at <= last.at) return trend;
	return [...trend.slice(-(keptSamples - 1)), sample];
}

/** One pod of the cluster, by which a control group gets its name. */
export type NamedPod = {
	readonly namespace: string;
	readonly name: string;
	readonly uid: string | null;
	readonly phase: string;
};

/** What was measured now of nodes and pods, each with its place in the histories. */
export type Measured = {
	readonly kind: UsageRow['kind'];
	readonly namespace: string | null;
	readonly name: string;
	readonly from: UsageFrom;
	readonly sample: Sample;
};

export const fromMetrics = (metrics: readonly Metric[], now: number): Measured[] =>
	metrics.map(({namespace, name, at, cpu, memory}) => ({
		...{kind: namespace === null ? 'node' : 'pod', namespace, name, from: 'metrics-server'},
		sample: {at: at ?? now, cpu, memory},
	}));

/** When control groups were read and what they said: CPU is the difference of two looks. */
export type GroupsLook = {readonly at: number; readonly groups: ReadonlyMap<string, PodGroup>};

/** CPU in cores since the look before; a counter that went back (a group made anew) tells nothing. */
export function fromGroups(now: GroupsLook, before: GroupsLook | undefined, pods: readonly NamedPod[]): Measured[] {
	const named = new Map(pods.map(pod => [pod.uid, pod]));
	return [...now.groups.values()].map(({uid, cpuSeconds, memory, version}) => {
		const pod = named.get(uid);
		const earlier = before?.groups.get(uid)?.cpuSeconds ?? null;
		const seconds = (now.at - (before?.at ?? now.at)) / 1000;
		const used = cpuSeconds === null || earlier === null ? null : cpuSeconds - earlier;
		return {
			...{kind: 'pod', namespace: pod?.namespace ?? null, name: pod?.name ?? uid, from: `cgroup v${version}`},
			sample: {at: now.at, cpu: used === null || used < 0 || seconds <= 0 ? null : used / seconds, memory},
		};
	});
}

const keyOf = ({kind, namespace, name}: Pick<UsageRow, 'kind' | 'namespace' | 'name'>): string =>
	`${kind}/${namespace ?? ''}/${name}`;

const ended = new Set(['Completed', 'Succeeded', 'Failed', 'Evicted', 'Error']);

/**
 * The rows as they stand now: what was measured, with its history; what was measured before and is still there; and pods
 * that nothing measures. What is gone is forgotten, so that the histories stay as many as there are pods.
 */
export function usageRows(
	before: readonly UsageRow[],
	measured: readonly Measured[] | null,
	pods: readonly NamedPod[] | undefined,
): readonly UsageRow[] {
	const held = new Map(before.map(row => [keyOf(row), row]));
	const there = new Set(pods?.map(({namespace, name}) => keyOf({kind: 'pod', namespace, name})));
	const rows = new Map<string, UsageRow>();
	// Nothing was measured this time: what was, stays, and gets older.
	if (measured === null) {
		for (const [key, row] of held) if (row.kind === 'node' || !pods || there.has(key)) rows.set(key, row);
	}

	for (const {kind, namespace, name, from, sample} of measured ?? []) {
		const key = keyOf({kind, namespace, name});
		rows.set(key, {kind, namespace, name, from, trend: withSample(held.get(key)?.trend ?? [], sample)});
	}

	for (const {namespace, name, phase} of pods ?? []) {
		const key = keyOf({kind: 'pod', namespace, name});
		if (!rows.has(key) && !ended.has(phase))
			rows.set(key, held.get(key) ?? {kind: 'pod', namespace, name, from: null, trend: []});
	}

	const order = (row: UsageRow): string => `${row.kind === 'node' ? 0 : 1}/${row.namespace ?? ''}/${row.name}`;
	return [...rows.values()].toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
}
