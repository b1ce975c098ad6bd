import type {KubeEvent, Lease, Node, Pod, Workload} from '../../facts/cluster.js';
import type {OomCount, OomKill} from '../../facts/oom.js';
import type {Reading, Unknown} from '../../facts/reading.js';
import type {NodeRoom, PodSpec, WorkloadState} from '../../facts/why.js';
import type {Cause, SymptomId, WellId} from './cause.js';

export type WhyKind = 'Pod' | Workload['kind'];

/** What is asked about. */
export type WhyTarget = {readonly kind: WhyKind; readonly namespace: string; readonly name: string};

/** What was read for it. Each part is known or unknown for itself. */
export type WhyFacts = {
	readonly pods: readonly Pod[];
	readonly specs: readonly PodSpec[];
	readonly workloads: readonly Workload[];
	readonly states: readonly WorkloadState[];
	readonly events: Reading<readonly KubeEvent[]>;
	readonly nodes: Reading<readonly Node[]>;
	readonly rooms: readonly NodeRoom[];
	readonly leases: Reading<readonly Lease[]>;
	/** What a container printed last, oldest first, by `NAMESPACE/POD/CONTAINER`; unknown: why it could not be read. */
	readonly logs: ReadonlyMap<string, Reading<readonly string[]>>;
	/** Whether an object is there now, by `KIND NAMESPACE/NAME`; unknown: asked, and not told. */
	readonly present: ReadonlyMap<string, Reading<boolean>>;
	/** What this host's kernel killed for lack of memory; left out: nobody asked (a recording). */
	readonly oom?: {
		readonly kills: Reading<readonly OomKill[]>;
		/** By the container's id. */
		readonly counts: Reading<ReadonlyMap<string, OomCount>>;
		/** The first line of the kernel's log that was read: ISO 8601; null: no line had a time. */
		readonly from: string | null;
	};
	/** Milliseconds since the epoch. */
	readonly now: number;
};

/** A part that could have told more, and was not read. */
export type Unread = {
	readonly part: 'events' | 'nodes' | 'log' | 'object' | 'kernel';
	readonly of: string;
	readonly unknown: Unknown;
};

/** What is known of one target before evidence and advice are put beside it. */
export type Judgement = {
	readonly cause: Cause | null;
	/** What else is wrong with the same pod or job; left out: nothing that was read. */
	readonly also?: readonly Cause[];
	readonly well: WellId | null;
	/** The pod that shows it; undefined: none does. */
	readonly pod: Pod | undefined;
	/** All of its pods, and those of them in trouble. */
	readonly pods: {readonly all: number; readonly bad: number};
};

/** A state that is no fault by itself, as a cause without a cause. */
export const symptom = (
	id: SymptomId,
	of: {readonly kind: WhyKind; readonly namespace: string; readonly name: string},
	rest: Partial<Cause> = {},
): Cause => ({
	...{kind: of.kind, namespace: of.namespace, name: of.name, id, subject: '', more: '', container: null, init: false},
	...{image: null, exitCode: null, signal: null, restarts: 0, detail: '', lastLine: null},
	...rest,
});
