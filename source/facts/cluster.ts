import type {Resources} from './usage.js';

/** Facts of k0s and the cluster on this one node, named as k0s, kubectl and ctr print them. */

/** `systemctl show UNIT` (systemd 252). An unknown unit is a fact too: loadState `not-found`. */
export type Unit = {
	/** k0scontroller.service or k0sworker.service; without `.service` where it is none of systemd. */
	readonly id: string;
	/** Left out: systemd. */
	readonly manager?: 'openrc';
	/** loaded, not-found, masked, error ... */
	readonly loadState: string;
	/** active, inactive, activating, deactivating, failed ... k0s crashing in a loop is `activating`. */
	readonly activeState: string;
	/** running, dead, auto-restart, failed ... */
	readonly subState: string;
	/** success, exit-code, signal, oom-kill ... of the last run. */
	readonly result: string;
	/** How often systemd restarted it by itself. */
	readonly restarts: number;
	/** Null when nothing runs (systemd prints 0). */
	readonly pid: number | null;
	readonly exitStatus: number | null;
	/** False: a Condition (k0s not executable) kept it from starting, although `start` exits 0. */
	readonly conditionMet: boolean | null;
	/** enabled, disabled, masked; null when there is no unit. */
	readonly fileState: string | null;
	readonly path: string | null;
	/** When it became active, milliseconds since the epoch; null when it is not or that could not be read. */
	readonly activeSince: number | null;
	/** The same moment on the clock that only ever grows (milliseconds since the boot): nobody can set that one. */
	readonly activeSinceMono: number | null;
};

/** `k0s status -o json` (k0s 1.34 to 1.36). */
export type K0sStatus = {
	readonly version: string;
	readonly pid: number;
	readonly role: string;
	/** Null where this version does not tell. */
	readonly workloads: boolean | null;
	readonly singleNode: boolean | null;
	/** WorkerToAPIConnectionStatus.Success; null on a controller without workloads, and where the version has none. */
	readonly apiReachable: boolean | null;
	readonly apiError: string;
	readonly args: readonly string[];
	readonly podCidr: string | null;
	readonly serviceCidr: string | null;
	readonly kubeProxyMode: string | null;
	readonly apiAddress: string | null;
	/** kuberouter, calico or custom. */
	readonly networkProvider: string | null;
	/** From `--disable-components` and the config. */
	readonly disabledComponents: readonly string[];
	readonly dataDir: string | null;
	/** spec.storage.type: etcd, kine; left out: not told. */
	readonly storage?: string;
	/** Pods and services have addresses of both families; left out: not told. */
	readonly dualStack?: boolean;
};

export type Node = {
	readonly name: string;
	readonly ready: boolean;
	/** Reason and message of the Ready condition when it is not true. */
	readonly reason: string | null;
	readonly roles: readonly string[];
	/** No new pods (kubectl cordon). */
	readonly unschedulable: boolean;
	readonly version: string;
	readonly createdAt: string | null;
	readonly internalIp: string | null;
	/** When the kubelet last told of itself (lastHeartbeatTime of the Ready condition); null: the table does not tell. */
	readonly heartbeatAt: string | null;
	/** What it is short of: conditions DiskPressure, MemoryPressure, PIDPressure that are True; null: not told. */
	readonly pressures: ReadonlyArray<{readonly type: string; readonly message: string}> | null;
	/** What keeps pods away (effects NoSchedule and NoExecute); left out: not told. */
	readonly taints?: ReadonlyArray<{readonly key: string; readonly value: string; readonly effect?: string}>;
	/** All its conditions as the API has them; left out: not told. */
	readonly conditions?: readonly NodeCondition[];
	/** What pods may ask for in all; left out: not told. */
	readonly allocatable?: Resources;
};

/** One of a node's conditions (Ready, MemoryPressure ...). `status`: True, False, Unknown. */
export type NodeCondition = {
	readonly type: string;
	readonly status: string;
	readonly reason: string;
	readonly message: string;
	/** ISO 8601; null: not told. */
	readonly since: string | null;
};

/** How one run of a container ended (lastState.terminated). */
export type ContainerEnd = {
	readonly reason: string | null;
	readonly message: string | null;
	readonly exitCode: number | null;
	readonly signal: number | null;
	/** ISO 8601; null where it was not told; 1970 where it never began. */
	readonly startedAt?: string | null;
	/** ISO 8601; null where it was not told. */
	readonly finishedAt: string | null;
};

/**
 * A Lease of the API (coordination.k8s.io/v1). The kubelet renews `kube-node-lease/NODE` every 10 s; who leads among the
 * controllers renews one of its own (`kube-node-lease/k0s-endpoint-reconciler`, `kube-system/kube-controller-manager`).
 */
export type Lease = {
	readonly namespace: string;
	readonly name: string;
	/** Null or empty: given back. */
	readonly holder: string | null;
	readonly acquiredAt: string | null;
	readonly renewedAt: string | null;
};

/** One row of `ctr task list`; status: RUNNING, STOPPED, CREATED, PAUSED ... */
export type Task = {readonly id: string; readonly pid: number | null; readonly status: string};

/** One container of a pod as its status tells it; `init` ones too. */
export type PodContainer = {
	readonly name: string;
	readonly image: string;
	readonly init: boolean;
	readonly ready: boolean;
	readonly restarts: number;
	/** Running, Waiting or Terminated; null where the status holds nothing yet. */
	readonly state: 'running' | 'waiting' | 'terminated' | null;
	/** Reason and message of that state (ImagePullBackOff, OOMKilled ...). */
	readonly reason: string | null;
	readonly message: string | null;
	readonly exitCode: number | null;
	/** The signal that ended it; null where it ended by itself or runs. */
	readonly signal: number | null;
	/** How its run before this one ended; null: it had none, or that is not known any more. */
	readonly last: ContainerEnd | null;
	/** What it asked the scheduler for; left out: nothing, or not told. */
	readonly requests?: Resources;
	/** containerd's id without `containerd://`; null before it was made. */
	readonly id: string | null;
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
	/** Empty where only kubectl's table was read. */
	readonly containers: readonly PodContainer[];
	/** `Kind/name` of what made it (ReplicaSet/coredns-7656c59669). */
	readonly owner: string | null;
	/** Since when it is being deleted, with the time that it is given: ISO 8601; null: it is not. */
	readonly deletedAt: string | null;
	/** What keeps it from going away (metadata.finalizers). */
	readonly finalizers: readonly string[];
	/** Why no node takes it (PodScheduled is False); null: one does, or that was not read. */
	readonly unscheduled: string | null;
	/**
	 * It has ended for good (`status.phase` is Succeeded or Failed), and why, if the kubelet said (Evicted, DeadlineExceeded ...).
	 * `phase` may be a container's word instead. Left out: it has not, or only kubectl's table was read.
	 */
	readonly over?: {
		readonly phase: 'Succeeded' | 'Failed';
		readonly reason: string | null;
		readonly message: string | null;
	};
	/** The claims (PersistentVolumeClaim) that its volumes name. */
	readonly claims: readonly string[];
	/** The taints that it bears; null: any key, any value, any effect. Left out: only of one that no node takes it is told. */
	readonly tolerations?: ReadonlyArray<{
		readonly key: string | null;
		readonly value: string | null;
		readonly effect: string | null;
	}>;
};

/** `kubectl get events`: what a component reports of an object. */
export type KubeEvent = {
	readonly namespace: string;
	/** Of the object that it is about: Pod, ReplicaSet, PersistentVolumeClaim, Node ... */
	readonly kind: string;
	readonly name: string;
	/** Of that object, where the event names it: another one of the same name is not meant. */
	readonly uid: string | null;
	/** `spec.containers{NAME}`, `spec.initContainers{NAME}`; null: of the object as a whole. */
	readonly container: string | null;
	readonly type: string;
	readonly reason: string;
	readonly message: string;
	/** Last seen, milliseconds since the epoch; null: it carries no time. */
	readonly at: number | null;
	/** How often it was seen (`count`, or `series.count` of the newer API); left out: once. */
	readonly count?: number;
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
	/** All its cluster addresses (`spec.clusterIPs`), the first first; left out: it has no more than `clusterIp`. */
	readonly clusterIps?: readonly string[];
	readonly externalIps: readonly string[];
	readonly ports: readonly ServicePort[];
	readonly selector: Readonly<Record<string, string>>;
	readonly createdAt: string | null;
	/** Of type ExternalName: the name that the cluster's DNS answers with. Left out: another type, or not told. */
	readonly externalName?: string;
};

export type Workload = {
	readonly kind: 'DaemonSet' | 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'Job' | 'CronJob';
	readonly namespace: string;
	readonly name: string;
	readonly desired: number;
	readonly ready: number;
	/** Pods that have been ready long enough to serve; for a Job those that succeeded. */
	readonly available: number;
	/** Pods of the present template; null: the table does not tell. */
	readonly updated: number | null;
	/** Whether its controller has looked at the present template (observedGeneration); null: not told. */
	readonly observed: boolean | null;
	/** Its controller has given up, in its words: a failed Job, pods or a ReplicaSet that cannot be made. Left out: it has not. */
	readonly failed?: string;
	/** The API told none of the counts of a DaemonSet, which it never leaves out. */
	readonly uncounted?: true;
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
	/** The container's name in its pod; null for a sandbox (pause). */
	readonly name: string | null;
	/** io.cri-containerd.kind: container or sandbox; null while not known. */
	readonly kind: 'container' | 'sandbox' | null;
};

export type Image = {
	readonly ref: string;
	readonly digest: string;
	readonly size: number | null;
	readonly type: string;
	/** Label `io.cri-containerd.pinned=pinned`: the kubelet never removes it (pause). Left out: it is not. */
	readonly pinned?: true;
};

/** One line of `journalctl -u k0scontroller` (k0s logs everything of all its components there, as logfmt). */
export type JournalLine = {
	/** As printed (ISO 8601 with `-o short-iso`). */
	readonly time: string;
	readonly identifier: string;
	readonly pid: number | null;
	/** etcd, kube-apiserver, kubelet, containerd ...; null for k0s's own and for systemd's lines. */
	readonly component: string | null;
	/** A child's line is always level=info: its true severity is the klog letter inside, and that is what stands here. */
	readonly severity: 'debug' | 'info' | 'warning' | 'error' | 'fatal';
	/** Without logfmt and klog's header. */
	readonly message: string;
};

export type {Part} from './reading.js';

/** A process of containerd that holds one pod and outlives k0s (`KillMode=process`). */
export type Shim = {
	readonly pid: number;
	/** Of the pod's sandbox. */
	readonly sandbox: string;
};
