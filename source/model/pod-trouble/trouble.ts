import type {KubeEvent, Node, Pod, PodContainer, Workload} from '../../facts/cluster.js';

/** Why a pod does not do its work, by name. The sentence of each stands in `text.status.causes`. */
export const causeIds = [
	'image-pull',
	'image-name',
	'image-never-pulled',
	'container-config',
	'container-start',
	'out-of-memory',
	'liveness',
	'crash',
	'ends',
	'failed',
	'mount',
	'sandbox',
	'creating',
	'volume-claim',
	'unscheduled',
	'evicted',
	'deadline',
	'readiness',
	'startup',
	'not-ready',
	'restarts',
	'terminating',
	'node-lost',
	'no-pods',
	'waiting',
] as const;

export type CauseId = (typeof causeIds)[number];

/** A pod, or a workload that has none, with the cause. */
export type Trouble = {
	readonly kind: 'Pod' | Workload['kind'];
	readonly namespace: string;
	readonly name: string;
	readonly cause: CauseId;
	/** Null: not of one container. */
	readonly container: string | null;
	readonly init: boolean;
	/** The image that it is about; null: it is not about one. */
	readonly image: string | null;
	readonly exitCode: number | null;
	readonly signal: number | null;
	readonly restarts: number;
	/** The tool's own words, the cause's end of them; empty: nobody said any. */
	readonly detail: string;
	/** What the container printed last; null: it was not asked, or printed nothing. */
	readonly lastLine: string | null;
	/** Events might tell the cause, and could not be read; left out: they could. */
	readonly unread?: true;
};

/** What was read beside the pods. Null: not read. */
export type TroubleFacts = {
	readonly pods: readonly Pod[];
	readonly workloads: readonly Workload[];
	readonly events: readonly KubeEvent[] | null;
	/** Left out: not read. */
	readonly nodes?: readonly Node[] | undefined;
	/** The last line of a crashed container's log, by `NAMESPACE/POD/CONTAINER`. */
	readonly lastLines?: ReadonlyMap<string, string>;
	/** Milliseconds since the epoch. */
	readonly now: number;
};

/** Workloads that make pods themselves. */
export const makers: ReadonlySet<string> = new Set(['ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job']);

export const minute = 60_000;

/** How long a pod may take to be made, or to go away after its time, before that counts as trouble. */
export const patience = 2 * minute;

/** Names a container's log among `lastLines`. */
export const logKey = ({namespace, name}: Pick<Pod, 'namespace' | 'name'>, container: string): string =>
	`${namespace}/${name}/${container}`;

export type Found = Partial<Omit<Trouble, 'container'>> & {
	readonly cause: CauseId;
	readonly container?: PodContainer | null;
};

export const endOf = (last: PodContainer['last']): Pick<Trouble, 'exitCode' | 'signal'> => ({
	exitCode: last?.exitCode ?? null,
	signal: last?.signal ?? null,
});

export function lastEvent(pod: Pod, {events}: TroubleFacts, reason: RegExp, container?: string): KubeEvent | undefined {
	return events?.findLast(
		event =>
			event.kind === 'Pod' &&
			event.namespace === pod.namespace &&
			event.name === pod.name &&
			(event.uid === null || pod.uid === null || event.uid === pod.uid) &&
			(container === undefined || event.container === null || event.container === container) &&
			reason.test(event.reason),
	);
}

export const unreadIn = ({events}: TroubleFacts): {readonly unread?: true} => (events === null ? {unread: true} : {});

export const age = ({createdAt}: Pod, {now}: TroubleFacts): number => now - (Date.parse(createdAt ?? '') || now);

/** A claim of its volumes that no volume fits: the event stands at the claim. */
export function claimOf(pod: Pod, {events}: TroubleFacts): Found | undefined {
	const event = events?.findLast(
		each =>
			each.kind === 'PersistentVolumeClaim' &&
			each.namespace === pod.namespace &&
			pod.claims.includes(each.name) &&
			/^(FailedBinding|ProvisioningFailed|WaitForFirstConsumer|ExternalProvisioning)$/.test(each.reason),
	);
	return event && {cause: 'volume-claim', detail: `${event.name}: ${event.message}`};
}
