import {kubeletVersion} from '../k0s.js';
import {nodeAddress, podCidr} from '../seed/cluster.js';
import {uuid} from '../seed/names.js';
import {secondNode} from '../seed/second-node.js';
import {kernelRelease} from '../seed/kernel.js';
import type {Cluster, PodRecord} from '../state.js';
import {later, type Moment} from '../moment.js';
import {kubeletTold} from './leases.js';
import {containerStates} from './pod-status.js';
import {rfc3339} from './time.js';
import {hasSandbox, isRunning, nodeReady, podPhase, podStatus} from './view.js';
import {ownerReference} from './workload-objects.js';

/** API objects as `kubectl get -o json` prints them (Kubernetes 1.34), with the fields that say something. */

type Json = Record<string, unknown>;

export function nodeObject(moment: Moment, cluster: Cluster): Json {
	const {node} = cluster;
	const ready = nodeReady(moment, cluster);
	const labels: Json = {
		'beta.kubernetes.io/arch': 'amd64',
		'beta.kubernetes.io/os': 'linux',
		'kubernetes.io/arch': 'amd64',
		'kubernetes.io/hostname': node.name,
		'kubernetes.io/os': 'linux',
		...(hasRole(moment, cluster)
			? {'node-role.kubernetes.io/control-plane': 'true', 'node.k0sproject.io/role': 'control-plane'}
			: {}),
	};
	const condition = (type: string, status: boolean, reason: string, message: string): Json => ({
		type,
		status: status ? 'True' : 'False',
		reason,
		message,
		// While nothing changes the kubelet writes its conditions every five minutes.
		lastHeartbeatTime: rfc3339(kubeletTold(moment, cluster, 300_000)),
		lastTransitionTime: rfc3339(ready ? later(moment, node.at, node.readyAfter) : node.at),
	});
	return {
		apiVersion: 'v1',
		kind: 'Node',
		metadata: {name: node.name, uid: node.uid, creationTimestamp: rfc3339(node.at), labels, annotations: {}},
		spec: {
			podCIDR: podCidr.replace('0.0/16', '0.0/24'),
			podCIDRs: [podCidr.replace('0.0/16', '0.0/24')],
			...(node.cordoned ? {unschedulable: true} : {}),
			...taints(cluster, ready),
		},
		status: {
			addresses: [
				{type: 'InternalIP', address: nodeAddress},
				{type: 'Hostname', address: node.name},
			],
			allocatable: {cpu: '4', memory: '3894784Ki', pods: '110'},
			capacity: {cpu: '4', memory: '3997184Ki', pods: '110'},
			conditions: [
				condition('MemoryPressure', false, 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
				condition('DiskPressure', false, 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
				condition('PIDPressure', false, 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
				ready
					? condition('Ready', true, 'KubeletReady', 'kubelet is posting ready status')
					: condition(
							'Ready',
							false,
							'KubeletNotReady',
							'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
						),
			],
			nodeInfo: {
				architecture: 'amd64',
				containerRuntimeVersion: 'containerd://1.7.28',
				kernelVersion: kernelRelease,
				kubeletVersion: kubeletVersion(moment.state),
				operatingSystem: 'linux',
				osImage: 'CentOS Stream 10 (Coughlan)',
			},
		},
	};
}

function taints(cluster: Cluster, ready: boolean): Json {
	const all = [
		...(ready ? [] : [{key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule'}]),
		...(cluster.node.cordoned ? [{key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule'}] : []),
		...(cluster.tainted ? [{key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule'}] : []),
	];
	return all.length === 0 ? {} : {taints: all};
}

/** k0s writes the role's label a while after the node's first registration. */
export function hasRole(moment: Moment, cluster: Cluster): boolean {
	return moment.now >= later(moment, cluster.node.at, cluster.node.roleAfter);
}

/** The second node, as ready as the first. */
export function secondNodeObject(moment: Moment, cluster: Cluster): Json {
	const {name, address, podCidr: cidr} = secondNode;
	const like = nodeObject(moment, {
		...cluster,
		tainted: false,
		node: {...cluster.node, name, uid: uuid(`node ${name}`)},
	});
	const addresses = [
		{type: 'InternalIP', address},
		{type: 'Hostname', address: name},
	];
	const {labels, ...metadata} = like['metadata'] as {labels: Json};
	const own = Object.entries(labels).filter(([key]) => !/role/.test(key));
	return {
		...like,
		metadata: {...metadata, labels: Object.fromEntries(own)},
		spec: {...(like['spec'] as Json), podCIDR: cidr, podCIDRs: [cidr]},
		status: {...(like['status'] as Json), addresses},
	};
}

export function podObject(moment: Moment, cluster: Cluster, pod: PodRecord): Json {
	const hostIp = pod.node === undefined ? nodeAddress : secondNode.address;
	const phase = podPhase(moment, pod);
	const scheduled = phase !== 'pending';
	const ready = phase === 'ready';
	const addressed = scheduled && (pod.hostNetwork || hasSandbox(moment, pod));
	const running = isRunning(moment, pod);
	const condition = (type: string, status: boolean, rest: Json = {}): Json => ({
		type,
		status: status ? 'True' : 'False',
		lastTransitionTime: rfc3339(pod.at),
		...rest,
	});
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			name: pod.name,
			namespace: pod.namespace,
			uid: pod.uid,
			creationTimestamp: rfc3339(pod.at),
			labels: pod.labels,
			ownerReferences: [ownerReference(cluster, pod.namespace, pod.owner.kind, pod.owner.name)],
			...(phase === 'terminating' && pod.deletedAt !== null
				? {deletionTimestamp: rfc3339(pod.deletedAt), deletionGracePeriodSeconds: 30}
				: {}),
		},
		spec: {
			...(scheduled ? {nodeName: pod.node ?? cluster.node.name} : {}),
			...(pod.hostNetwork ? {hostNetwork: true} : {}),
			containers: pod.containers
				.filter(({init}) => !init)
				.map(({name, image}) => ({
					name,
					image,
					...(pod.port === null ? {} : {ports: [{containerPort: pod.port, protocol: 'TCP'}]}),
				})),
			...(pod.containers.some(({init}) => init)
				? {initContainers: pod.containers.filter(({init}) => init).map(({name, image}) => ({name, image}))}
				: {}),
			restartPolicy: 'Always',
		},
		status: {
			phase: running ? 'Running' : 'Pending',
			qosClass: pod.qos === 'burstable' ? 'Burstable' : 'BestEffort',
			conditions: [
				condition('PodScheduled', scheduled, scheduled ? {} : unschedulable(taintOf(moment, cluster))),
				condition('Initialized', running),
				condition('ContainersReady', ready),
				condition('Ready', ready, ready ? {} : {reason: 'ContainersNotReady'}),
			],
			...(scheduled ? {hostIP: hostIp, hostIPs: [{ip: hostIp}], startTime: rfc3339(pod.at)} : {}),
			...(addressed ? {podIP: pod.ip, podIPs: [{ip: pod.ip}]} : {}),
			...(scheduled ? containerStates(moment, pod, podStatus(moment, pod)) : {}),
		},
	};
}

/** The taint that keeps pods from the node now. */
export function taintOf(moment: Moment, cluster: Cluster): string {
	const stays = cluster.tainted && nodeReady(moment, cluster);
	return stays ? '{node-role.kubernetes.io/control-plane: }' : '{node.kubernetes.io/not-ready: }';
}

const unschedulable = (taint: string): Json => ({
	reason: 'Unschedulable',
	message: `0/1 nodes are available: 1 node(s) had untolerated taint ${taint}. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.`,
});
