import type {Cluster, ServiceRecord, State, WorkloadRecord} from '../state.js';
import {isWorker, unitArguments} from '../unit-arguments.js';
import {systemImage, systemImages} from './images.js';
import {uuid} from './names.js';
import {systemPods} from './pods.js';

/** What k0s v1.34.1 with `--enable-worker --no-taints` brings up, as records whose times lie ahead of its start. */

export const nodeAddress = '192.168.122.161';
export const podCidr = '10.244.0.0/16';
export const serviceCidr = '10.96.0.0/12';

/** Simulated milliseconds after the start at which the control plane does something for the first time. */
export const milestones = {
	socket: 2000,
	api: 4000,
	node: 5000,
	proxyRules: 8000,
	routerRules: 9000,
	nodeReady: 10_000,
	/** After a restart: until then the API repeats what it remembers of the node and the pods. */
	kubeletAgain: 12_000,
};

const linux = 'quay.io/k0sproject/';

function workloads(at: number): WorkloadRecord[] {
	const daemonSet = (name: string, image: string, extra: Record<string, string> = {}): WorkloadRecord => ({
		kind: 'DaemonSet',
		namespace: 'kube-system',
		name,
		uid: uuid(`daemonset ${name}`),
		labels: {'k8s-app': name, ...extra},
		selector: {'k8s-app': name, ...extra},
		replicas: 1,
		containers: [{name, image: linux + image, port: null}],
		owner: null,
		at,
	});
	const deployment = (name: string, image: string, app: string, hash: string, port: number): WorkloadRecord[] => {
		const selector = {'k8s-app': app};
		const containers = [{name, image: linux + image, port}];
		const common = {namespace: 'kube-system', replicas: 1, containers, at};
		return [
			{...common, kind: 'Deployment', name, uid: uuid(`deployment ${name}`), labels: selector, selector, owner: null},
			{
				...common,
				kind: 'ReplicaSet',
				name: `${name}-${hash}`,
				uid: uuid(`replicaset ${name}`),
				labels: {...selector, 'pod-template-hash': hash},
				selector: {...selector, 'pod-template-hash': hash},
				owner: name,
			},
		];
	};

	return [
		daemonSet('konnectivity-agent', 'apiserver-network-proxy-agent:v0.33.0'),
		daemonSet('kube-proxy', 'kube-proxy:v1.34.1'),
		daemonSet('kube-router', 'kube-router:v2.6.1-iptables1.8.11-0', {tier: 'node'}),
		...deployment('coredns', 'coredns:1.13.1', 'kube-dns', '7656c59669', 53),
		...deployment('metrics-server', 'metrics-server:v0.7.2-0', 'metrics-server', '67bc669cf4', 10_250),
	];
}

function services(kubernetesAt: number, at: number): ServiceRecord[] {
	const counted = {nodeConnections: 0, clusterConnections: 0, type: 'ClusterIP' as const};
	return [
		{
			...counted,
			namespace: 'default',
			name: 'kubernetes',
			uid: uuid('service kubernetes'),
			clusterIp: '10.96.0.1',
			labels: {component: 'apiserver', provider: 'kubernetes'},
			selector: {},
			ports: [{name: 'https', port: 443, protocol: 'TCP', targetPort: 6443, endpointPort: 6443, nodePort: null}],
			at: kubernetesAt,
		},
		{
			...counted,
			namespace: 'kube-system',
			name: 'kube-dns',
			uid: uuid('service kube-dns'),
			clusterIp: '10.96.0.10',
			labels: {'k8s-app': 'kube-dns', 'kubernetes.io/name': 'CoreDNS'},
			selector: {'k8s-app': 'kube-dns'},
			ports: [
				{name: 'dns', port: 53, protocol: 'UDP', targetPort: 53, endpointPort: 53, nodePort: null},
				{name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53, endpointPort: 53, nodePort: null},
				{name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153, endpointPort: 9153, nodePort: null},
			],
			at,
		},
		{
			...counted,
			namespace: 'kube-system',
			name: 'metrics-server',
			uid: uuid('service metrics-server'),
			clusterIp: '10.98.223.45',
			labels: {'k8s-app': 'metrics-server'},
			selector: {'k8s-app': 'metrics-server'},
			ports: [{name: 'https', port: 443, protocol: 'TCP', targetPort: 'https', endpointPort: 10_250, nodePort: null}],
			at,
		},
	];
}

/** How the controller was installed: what of a node it brings. */
export type Role = {worker: boolean; konnectivity: boolean; tainted: boolean};

/** The role that a unit's arguments give (k0s 1.34). */
export function roleOf(args: readonly string[]): Role {
	const single = args.includes('--single=true');
	const worker = single || args.includes('--enable-worker=true');
	return {worker, konnectivity: !single, tainted: worker && !single && !args.includes('--no-taints=true')};
}

/** Of k0s as it is installed here. */
export const roleIn = (state: State): Role =>
	isWorker(state) ? {worker: true, konnectivity: true, tainted: false} : roleOf(unitArguments(state) ?? []);

/** Beyond every look at the clock: what never happens. */
export const never = 1e12;

/** A cluster whose first start was accepted at `startedAt`; `speed` turns simulated time into wall time. */
export function newCluster(nodeName: string, startedAt: number, speed: number, role: Role): Cluster {
	const at = (after: number): number => startedAt + after / speed;
	const wanted = ({name}: {name: string}): boolean => role.konnectivity || !name.startsWith('konnectivity');
	const onNode = (after: number): number => (role.worker ? at(after) : startedAt + never);
	const pods = systemPods(nodeAddress, at).filter(pod => wanted(pod));
	return {
		node: {
			name: nodeName.toLowerCase(),
			uid: uuid(`node ${nodeName}`),
			at: onNode(milestones.node),
			readyAfter: 5000,
			roleAfter: 7000,
		},
		pods: role.worker
			? pods
			: pods.filter(({owner}) => owner.kind === 'ReplicaSet').map(pod => ({...pod, scheduledAfter: never})),
		workloads: workloads(at(5400)).filter(workload => wanted(workload)),
		services: services(at(milestones.api), at(5400)),
		images: systemImages.map((ref, index) => systemImage(ref, onNode(6200 + index * 400))),
		tainted: role.tainted,
		proxyRulesAt: onNode(milestones.proxyRules),
		routerRulesAt: onNode(milestones.routerRules),
		serial: 0,
	};
}
