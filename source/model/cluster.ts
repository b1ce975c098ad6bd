import type {
	Container,
	Image,
	JournalLine,
	K0sStatus,
	Lease,
	Node,
	Part,
	Pod,
	Service,
	Shim,
	Task,
	Unit,
	Workload,
} from '../facts/cluster.js';
import type {KubeRules} from '../facts/kube-rules.js';
import type {Trouble} from './pod-trouble/trouble.js';

/** All that is known of k0s and the cluster at one moment; each part is known or unknown for itself. */
export type ClusterFacts = {
	/** The moment these facts are of, milliseconds since the epoch, where it is not now (a recorded host); else null. */
	readonly asOf: number | null;
	/** Null: not known. An ordinary user cannot tell whether k0s is well. */
	readonly root: boolean | null;
	/** `uname -n`: the node of this host has this name in lower case. */
	readonly hostname: string | null;
	/** `k0s version`; `not-installed` when there is no k0s. */
	readonly version: Part<string>;
	readonly unit: Part<Unit>;
	readonly k0s: Part<K0sStatus>;
	readonly nodes: Part<readonly Node[]>;
	readonly pods: Part<readonly Pod[]>;
	readonly services: Part<readonly Service[]>;
	readonly workloads: Part<readonly Workload[]>;
	/** Whether the kubelet and the controllers work since the start: the API's other objects may be what it remembers. */
	readonly leases: Part<readonly Lease[]>;
	/** What the container runtime answers, whatever the API says. */
	readonly tasks: Part<readonly Task[]>;
	/** When the host booted, by its clock as it stands now: milliseconds since the epoch. */
	readonly bootedAt: Part<number>;
	/** What the packet filter holds of Kubernetes; `aborted` while nobody asked. */
	readonly rules: Part<KubeRules>;
	readonly containers: Part<readonly Container[]>;
	readonly images: Part<readonly Image[]>;
	/**
	 * Pods that run, by their shims: they go on while k0s is stopped, and when nothing else can tell. Asked only while
	 * k0s does not run.
	 */
	readonly shims: Part<readonly Shim[]>;
	/** The faults of the service's log, the cause first; empty while the service gives no reason to look there. */
	readonly errors: Part<readonly JournalLine[]>;
	/** Pods that do not do their work, each with its cause; `aborted` where nobody asked. */
	readonly troubles: Part<readonly Trouble[]>;
};

export type Verdict = 'healthy' | 'starting' | 'degraded' | 'stopped' | 'not-installed' | 'unknown';
