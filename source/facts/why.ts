/** What is asked of the API about one broken pod or workload, beside the lists that Status shows (Kubernetes 1.34). */

/** A probe in one line: `GET :8080/healthz, every 10s, 3 failures allowed`. */
export type ProbeSpec = {readonly kind: 'liveness' | 'readiness' | 'startup'; readonly asks: string};

/** What a pod's template asks for in one container, and since when it runs. Quantities as written (`64Mi`, `250m`). */
export type ContainerSpec = {
	readonly name: string;
	readonly pullPolicy: string | null;
	readonly limits: Readonly<Record<string, string>>;
	readonly requests: Readonly<Record<string, string>>;
	readonly probes: readonly ProbeSpec[];
	/** When the run that goes on began: ISO 8601; null: none does, or that was not told. */
	readonly startedAt: string | null;
};

/** The part of a pod's spec that says why it is broken. */
export type PodSpec = {
	readonly namespace: string;
	readonly name: string;
	readonly serviceAccount: string | null;
	readonly scheduler: string | null;
	readonly nodeSelector: Readonly<Record<string, string>>;
	readonly gates: readonly string[];
	readonly pullSecrets: readonly string[];
	readonly containers: readonly ContainerSpec[];
	/** PodScheduled, Ready ...: null where the status has no condition at all. */
	readonly conditions: readonly ObjectCondition[];
};

/** A condition of an object's status. */
export type ObjectCondition = {
	readonly type: string;
	readonly status: string;
	readonly reason: string | null;
	readonly message: string | null;
};

/** What Status does not show of a workload. */
export type WorkloadState = {
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
	/** `Kind/name` of what manages it; null: nobody does. */
	readonly owner: string | null;
	readonly conditions: readonly ObjectCondition[];
	/** A Deployment's rollout is paused; a Job or CronJob is suspended. */
	readonly paused: boolean;
	/** When a CronJob last made a job, and when one last went well: ISO 8601; left out: it never did. */
	readonly lastRun?: string;
	readonly lastSuccess?: string;
	/** Of its pods: a DaemonSet whose selector fits no node wants none. */
	readonly nodeSelector: Readonly<Record<string, string>>;
};

/** What a node can give to pods (status.allocatable), quantities as written. */
export type NodeRoom = {readonly name: string; readonly allocatable: Readonly<Record<string, string>>};
