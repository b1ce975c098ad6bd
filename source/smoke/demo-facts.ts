import type {ProbeEnd} from '../command/trace.js';
import type {RunningFacts} from '../fact-table/cluster-facts.js';
import type {K0sFacts} from '../fact-table/k0s-facts.js';
import type {MachineFacts} from '../fact-table/machine-facts.js';
import type {Service} from '../facts/cluster.js';
import type {Reading} from '../facts/reading.js';
import type {DnsAnswer} from '../read/dns-answer.js';
import type {EndpointPod, OwnDeployment, OwnPod, OwnReplicaSet} from '../read/kubectl/owned.js';

export type Owned<T> =
	| {readonly state: 'absent'}
	| {readonly state: 'ours'; readonly value: T}
	| {readonly state: 'foreign'; readonly value: T};

/** What the rungs look at: the cluster as the install sees it, and the demo's own objects. */
export type DemoFacts = RunningFacts &
	Pick<MachineFacts, 'hostname'> &
	Pick<K0sFacts, 'k0sVersion' | 'openrc' | 'controllerUnit'> & {
		readonly deployment: Reading<Owned<OwnDeployment>>;
		/** With its label: those of an earlier deployment of the same name too. */
		readonly replicaSets: Reading<readonly OwnReplicaSet[]>;
		readonly pods: Reading<readonly OwnPod[]>;
		readonly service: Reading<Owned<Service | null>>;
		/** Where the service leads to. */
		readonly endpoints: Reading<readonly EndpointPod[]>;
		/** Null: there is no port to ask. */
		readonly url: string | null;
		readonly answer: Reading<string>;
		/** Asked only where the port does not answer. */
		readonly filter: Reading<FilterOutline>;
	} & FromPodFacts;

/** What of the packet filter can keep a node port from answering. */
export type FilterOutline = {
	/** firewalld rejects what kube-proxy sends on (StrictForwardPorts=yes). */
	readonly strict: boolean;
	/** Chains of kube-proxy and kube-router. */
	readonly kubeChains: number;
};

/** A ready pod of the demo, and the file by which its network namespace is entered. */
export type PodSender = {
	readonly pod: string;
	readonly address: string;
	readonly node: string | null;
	readonly file: string;
};

/** What the demo's pod itself reaches: real packets from its network namespace. */
export type FromPodFacts = {
	/** Null: no pod is ready. */
	readonly sender: Reading<PodSender | null>;
	readonly viaService: Reading<ProbeEnd>;
	readonly viaName: Reading<DnsAnswer>;
	readonly viaNode: Reading<ProbeEnd>;
};
