/**
 * The simulated server's state: plain data (JSON), so that it can be kept in a file between processes. Times are
 * milliseconds since the epoch; what happens later is not a timer but a time in a record (`at`), so that a look at the
 * state at any moment gives the same answer. Durations named `…After` are simulated milliseconds (divided by `speed`).
 */

export type FileEntry = {
	type: 'file' | 'folder' | 'link' | 'socket';
	/** Content; a link's target; '' for what has a blob. */
	text: string;
	mode: number;
	at: number;
	/** A binary: its weight and digest instead of its bytes. */
	blob?: {size: number; sha256: string; what: string};
};

/** One firewalld zone, with the keys of `firewall-cmd --list-all`. */
export type Zone = {
	target: string;
	interfaces: string[];
	sources: string[];
	services: string[];
	/** `6443/tcp`, in the order of adding. */
	ports: string[];
	protocols: string[];
	forward: boolean;
	masquerade: boolean;
	richRules: string[];
};

export type Firewall = {
	running: boolean;
	enabled: boolean;
	defaultZone: string;
	/** Interfaces that NetworkManager gives to the default zone while no zone names them. */
	followers: string[];
	runtime: Record<string, Zone>;
	permanent: Record<string, Zone>;
	/** Direct rules, `ipv4 filter INPUT 0 …`; left out while there is none. */
	direct?: {runtime: string[]; permanent: string[]};
};

export type ContainerRecord = {name: string; image: string; id: string; pid: number | null; init?: boolean};

/** One pod's network namespace and veth pair. `index` is the host's end, `podIndex` eth0's (always 2). */
export type NamespaceRecord = {
	name: string;
	id: number;
	inode: number;
	index: number;
	veth: string;
	port: number;
	hostMac: string;
	podMac: string;
};

export type PodRecord = {
	namespace: string;
	name: string;
	uid: string;
	owner: {kind: 'DaemonSet' | 'ReplicaSet'; name: string};
	labels: Record<string, string>;
	/** Labels of the pod's service, by which endpoints are found; equal to `labels` but for the hash. */
	qos: 'besteffort' | 'burstable';
	ip: string;
	hostNetwork: boolean;
	sandbox: {id: string; pid: number};
	containers: ContainerRecord[];
	net: NamespaceRecord | null;
	/** kube-router's chain for it (its name holds a version: cannot be computed). */
	firewallChain: string | null;
	port: number | null;
	/** The second node that it runs on; left out: this host. */
	node?: string;
	at: number;
	scheduledAfter: number;
	sandboxAfter: number;
	runningAfter: number;
	readyAfter: number;
	deletedAt: number | null;
};

export type WorkloadRecord = {
	kind: 'DaemonSet' | 'Deployment' | 'ReplicaSet';
	namespace: string;
	name: string;
	uid: string;
	labels: Record<string, string>;
	selector: Record<string, string>;
	replicas: number;
	containers: Array<{name: string; image: string; port: number | null}>;
	owner: string | null;
	at: number;
};

export type ServicePortRecord = {
	name: string | null;
	port: number;
	protocol: 'TCP' | 'UDP';
	targetPort: number | string;
	/** What it is answered by: the number behind a named target port. */
	endpointPort: number;
	nodePort: number | null;
};

/** What a service may ask for beyond its ports; each as in its `spec`, left out where it has the default. */
export type ServiceWishes = {
	externalIps?: string[];
	/** Addresses in `status.loadBalancer`. */
	balancerIps?: string[];
	sourceRanges?: string[];
	externalTrafficPolicy?: 'Local';
	internalTrafficPolicy?: 'Local';
	healthCheckNodePort?: number;
	/** Seconds of `sessionAffinity: ClientIP`. */
	affinity?: number;
};

export type ServiceRecord = {
	namespace: string;
	name: string;
	uid: string;
	type: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
	wishes?: ServiceWishes;
	clusterIp: string;
	labels: Record<string, string>;
	selector: Record<string, string>;
	ports: ServicePortRecord[];
	at: number;
	/** Connections through its node port, and by its cluster IP: what its rules have counted. */
	nodeConnections: number;
	clusterConnections: number;
	/** The last hundred of them: rules that are written anew count from zero. */
	connected?: Array<{at: number; node: boolean}>;
};

/** One rule of a network policy: from or to whom, on which ports. No peers and no blocks: everybody; no ports: all. */
export type PolicyRule = {
	peers?: Array<Record<string, string>>;
	blocks?: Array<{cidr: string; except: string[]}>;
	ports?: Array<{protocol: 'TCP' | 'UDP'; port: number; endPort?: number}>;
};

/** A network policy. `ingress` and `egress`: its rules; null where it does not speak of that direction. */
export type PolicyRecord = {
	namespace: string;
	name: string;
	uid: string;
	podSelector: Record<string, string>;
	ingress: PolicyRule[] | null;
	egress: PolicyRule[] | null;
	at: number;
};

export type ImageRecord = {
	ref: string;
	digest: string;
	/** Digest of its configuration: the third name containerd gives it. */
	id: string;
	size: string;
	type: string;
	platforms: string;
	labels: string;
	at: number;
};

export type Cluster = {
	/** `cordoned`: it takes no new pods; left out: it does. */
	node: {name: string; uid: string; at: number; readyAfter: number; roleAfter: number; cordoned?: boolean};
	pods: PodRecord[];
	workloads: WorkloadRecord[];
	services: ServiceRecord[];
	images: ImageRecord[];
	/** Left out while there is none. */
	policies?: PolicyRecord[];
	/** The node takes control plane pods only (`--enable-worker` without `--no-taints`). */
	tainted: boolean;
	/** When kube-proxy and kube-router had written their rules; null: flushed and not written again yet. */
	proxyRulesAt: number;
	routerRulesAt: number;
	/** Until then the chains of pods keep the names of their records: kube-router's next sync gives them new ones. */
	namedUntil?: number;
	/** When somebody flushed all tables: what only a start writes is gone since then. */
	flushedAt?: number;
	/** A reset ended kube-proxy and kube-router: what they wrote stays as it is. */
	endedAt?: number;
	/** When kube-proxy last synced for a service or an endpoint that is not there any more. */
	syncedAt?: number;
	/** What the next new name, address and process id is made from. */
	serial: number;
};

export type State = {
	version: 1;
	bootedAt: number;
	hostname: string;
	user: {name: string; uid: number};
	files: Record<string, FileEntry>;
	firewall: Firewall;
	k0s: {
		/** When `k0s start` was accepted; null while stopped. */
		startedAt: number | null;
		pid: number;
		enabled: boolean;
		/** The release that was started; left out: the one that lies at its place. */
		version?: string;
		/** Since when it is told to stop; left out: it is not. */
		stoppingAt?: number;
		/** systemd's Result of a run that failed, kept until `reset-failed`; left out: none did. */
		failed?: string;
		/** Its children that outlived it, when a stop took too long; left out: none did. */
		survivors?: Array<{pid: number; name: string; user: string}>;
	};
	/** From the first start on; a stop keeps it, a reset takes it away. */
	cluster: Cluster | null;
	/** Rules, sets and bridges that a reset leaves behind: the cluster they were made from. */
	leftover: Cluster | null;
	/** Kernel modules whose files are not on disk (EL10 without kernel-modules-extra). */
	missingModules: string[];
	/** Links that were deleted by hand. */
	deletedLinks: string[];
	/** Rules, chains and sets that were deleted by hand (`filter/deleted.ts`); left out while none was. */
	deletedRules?: string[];
	/** What takes a firewall trial back by itself; left out while none was armed. `groups`: arguments of firewall-cmd. */
	guard?: {unit: string; folder: string; armedAt: number; after: number; groups: string[][]};
	/** Names of processes that run beside the system's own, with what they listen on. */
	listeners: Array<{proto: 'tcp' | 'udp'; address: string; port: number; process: string; pid: number}>;
};
