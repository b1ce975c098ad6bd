import type {Trouble} from '../pod-trouble/trouble.js';

/**
 * Why a pod or workload does not do its work, as finely as what was read can tell. `symptoms` are what is left where nothing
 * that was read says why: with them the cause is not known.
 */
export const causeIds = [
	'image-absent',
	'image-denied',
	'image-login',
	'image-pull-secret',
	'image-rate',
	'image-dns',
	'image-unreachable',
	'image-certificate',
	'image-plain-http',
	'image-platform',
	'image-disk',
	'image-proxy',
	'image-registry',
	'image-pull',
	'image-name',
	'image-never-pulled',
	'config-map',
	'secret',
	'config-key',
	'secret-key',
	'run-as-non-root',
	'user-no-number',
	'container-config',
	'command-missing',
	'command-forbidden',
	'wrong-architecture',
	'mount-into',
	'start-hook',
	'container-start',
	'out-of-memory',
	'killed',
	'segfault',
	'illegal-instruction',
	'ended-by-signal',
	'exit-not-found',
	'exit-not-executable',
	'crash',
	'ends',
	'failed',
	'restarts',
	'liveness',
	'startup-probe',
	'startup',
	'readiness',
	'volume-config-map',
	'volume-secret',
	'volume-key',
	'volume-path',
	'volume-driver',
	'volume-attach',
	'volume-helper',
	'mount',
	'sandbox-addresses',
	'sandbox-plugin',
	'sandbox-network',
	'sandbox-image',
	'sandbox-runtime',
	'sandbox',
	'claim-absent',
	'claim-class',
	'claim-provision',
	'claim-waits',
	'volume-claim',
	'node-resources',
	'node-full',
	'control-plane-taint',
	'node-taint',
	'node-cordoned',
	'node-not-ready',
	'node-pressure',
	'node-selector',
	'pod-affinity',
	'topology-spread',
	'host-port',
	'volume-node',
	'scheduling-gate',
	'no-nodes',
	'other-scheduler',
	'unscheduled',
	'evicted-memory',
	'evicted-disk',
	'evicted-pids',
	'evicted-limit',
	'preempted',
	'node-shutdown',
	'kubelet-refused',
	'evicted',
	'deadline',
	'finalizer',
	'stuck-ending',
	'node-lost',
	'quota',
	'quota-needs-limits',
	'limit-range',
	'service-account',
	'pod-security',
	'webhook-denies',
	'webhook-down',
	'policy-denies',
	'priority-class',
	'runtime-class',
	'namespace-ending',
	'pod-invalid',
	'no-pods',
	'job-backoff',
	'job-deadline',
	'rollout-stuck',
] as const;

export const symptomIds = [
	'creating',
	'not-ready',
	'terminating',
	'waiting',
	'starting',
	'scheduler-silent',
	'short-of-pods',
	'stale',
] as const;

/** Nothing is wrong. */
export const wellIds = ['runs', 'done', 'wants-none', 'suspended', 'paused', 'none-due'] as const;

export type CauseId = (typeof causeIds)[number];
export type SymptomId = (typeof symptomIds)[number];
export type WellId = (typeof wellIds)[number];

/** A cause with what its sentence is made of. Texts are from outside. */
export type Cause = Omit<Trouble, 'cause' | 'unread'> & {
	readonly id: CauseId | SymptomId;
	/** What it is about by name: a missing object, a taint, a resource, a host. Empty: nothing was named. */
	readonly subject: string;
	/** More of it: the missing key, the node's pressure. */
	readonly more: string;
	/** What was missing is there now; left out: it is not, or nobody could look. */
	readonly appeared?: true;
};
