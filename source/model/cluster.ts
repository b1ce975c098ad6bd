/** Facts of k0s and the cluster on this one node, named as k0s, kubectl and ctr print them. */

/** `k0s status -o json` (k0s 1.34 to 1.36). */
export type K0sStatus = {
	readonly version: string;
	readonly pid: number;
	readonly role: string;
	readonly workloads: boolean;
	readonly singleNode: boolean;
	/** WorkerToAPIConnectionStatus.Success; null on a controller without workloads. */
	readonly apiReachable: boolean | null;
	readonly apiError: string;
	readonly args: readonly string[];
	readonly podCidr: string | null;
	readonly serviceCidr: string | null;
	readonly kubeProxyMode: string | null;
	readonly apiAddress: string | null;
};

export type Node = {
	readonly name: string;
	readonly ready: boolean;
	/** Reason and message of the Ready condition when it is not true. */
	readonly reason: string | null;
	readonly roles: readonly string[];
	readonly version: string;
	readonly createdAt: string | null;
	readonly internalIp: string | null;
};

export type Pod = {
	readonly namespace: string;
	readonly name: string;
	readonly uid: string | null;
	/** Containers ready and in all, as kubectl's READY column. */
	readonly ready: number;
	readonly total: number;
	/** kubectl's STATUS column: Running, Pending, ContainerCreating, ImagePullBackOff, CrashLoopBackOff ... */
	readonly phase: string;
	readonly message: string | null;
	readonly restarts: number;
	readonly ips: readonly string[];
	readonly hostNetwork: boolean;
	readonly node: string | null;
	readonly createdAt: string | null;
	readonly images: readonly string[];
	readonly labels: Readonly<Record<string, string>>;
};

export type ServicePort = {
	readonly name: string | null;
	readonly port: number;
	readonly protocol: string;
	readonly targetPort: string | null;
	readonly nodePort: number | null;
};

export type Service = {
	readonly namespace: string;
	readonly name: string;
	readonly type: string;
	readonly clusterIp: string | null;
	readonly externalIps: readonly string[];
	readonly ports: readonly ServicePort[];
	readonly selector: Readonly<Record<string, string>>;
	readonly createdAt: string | null;
};

export type Workload = {
	readonly kind: 'DaemonSet' | 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'Job' | 'CronJob';
	readonly namespace: string;
	readonly name: string;
	readonly desired: number;
	readonly ready: number;
	readonly images: readonly string[];
	readonly createdAt: string | null;
};

/** `ctr container list` joined with `ctr task list`; status is the task's, null when it has no task. */
export type Container = {
	readonly id: string;
	readonly image: string;
	readonly runtime: string;
	readonly pid: number | null;
	readonly status: string | null;
	/** From its labels, when they were read: io.kubernetes.pod.name and friends. */
	readonly pod: {readonly namespace: string; readonly name: string} | null;
	readonly name: string | null;
};

export type Image = {
	readonly ref: string;
	readonly digest: string;
	readonly size: number | null;
	readonly type: string;
};

export type Verdict = 'healthy' | 'starting' | 'degraded' | 'stopped' | 'not-installed' | 'unknown';
