import type {Disk} from './host.js';
import type {Part, Unknown} from './reading.js';

/** What host, node and pods use: CPU in cores, memory and disk in bytes, times in milliseconds since the epoch. */

/** `/proc/stat`: time that all processors worked and had, since the boot, in ticks; `count`: how many there are. */
export type CpuTimes = {readonly busy: number; readonly total: number; readonly count: number};

/** `/proc/loadavg`: how many tasks ran or waited, over 1, 5 and 15 minutes. */
export type LoadAverage = readonly [number, number, number];

/** One moment of something. Null: not known. */
export type Sample = {readonly at: number; readonly cpu: number | null; readonly memory: number | null};

/** One figure at one moment. Null: not known. */
export type Moment = {readonly at: number; readonly value: number | null};

/** An item of `metrics.k8s.io/v1beta1`: metrics-server's own measure; `at`: when it was taken, null where it does not say. */
export type Metric = {
	/** Null: a node. */
	readonly namespace: string | null;
	readonly name: string;
	readonly at: number | null;
	readonly cpu: number | null;
	readonly memory: number | null;
};

/** The control group of a pod: CPU time that it has used so far in seconds, and its working set in bytes. */
export type PodGroup = {
	readonly uid: string;
	readonly cpuSeconds: number | null;
	readonly memory: number | null;
	readonly version: 1 | 2;
};

/** Where a figure was read. */
export type UsageFrom = 'metrics-server' | 'cgroup v1' | 'cgroup v2' | '/proc';

export type UsageRow = {
	readonly kind: 'node' | 'pod';
	readonly namespace: string | null;
	readonly name: string;
	/** The newest last, at most 60; the last one is what is shown. Empty: nothing was measured. */
	readonly trend: readonly Sample[];
	/** Null: nothing measures it. */
	readonly from: UsageFrom | null;
};

export type HostUsage = {
	/** Its `cpu` in cores, its `memory` what is not available any more. */
	readonly trend: readonly Sample[];
	readonly processors: number | null;
	readonly memory: Part<{readonly total: number; readonly available: number | null}>;
	readonly load: Part<LoadAverage>;
	/** The load of the last minute, the newest last, at most 60. */
	readonly loads: readonly Moment[];
	readonly disks: Part<readonly Disk[]>;
	/** Bytes that are used of each file system, by its mount point; a moment each minute, at most 60. */
	readonly diskTrends: ReadonlyMap<string, readonly Moment[]>;
	/** Why the processors' time is not known; null: it is, or will be with the next look. */
	readonly cpuUnknown: Unknown | null;
};

export type Usage = {
	readonly host: HostUsage;
	readonly rows: readonly UsageRow[];
	/** Why metrics-server is not what pods were read from; null: it is. */
	readonly withoutMetrics: Unknown | null;
	/** Why the control groups could not be read either; null: they could, or were not needed. */
	readonly withoutGroups: Unknown | null;
};

/** What the scheduler counts: CPU in cores, memory in bytes. Null: not set, or not told. */
export type Resources = {readonly cpu: number | null; readonly memory: number | null; readonly pods?: number | null};
