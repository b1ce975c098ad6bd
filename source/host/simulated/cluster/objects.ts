import {nodeAddress, podCidr} from '../seed/cluster.js';
import {kernelRelease} from '../seed/kernel.js';
import type {Cluster, PodRecord, ServiceRecord, WorkloadRecord} from '../state.js';
import {later, type Moment} from '../moment.js';
import {containerStates, readyReplicas} from './pod-status.js';
import {endpoints, hasSandbox, isRunning, nodeReady, podPhase, podStatus} from './view.js';

/** API objects as `kubectl get -o json` prints them (Kubernetes 1.34), with the fields that say something. */

type Json = Record<string, unknown>;

/** RFC 3339 with whole seconds, as the API writes times. */
export const rfc3339 = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

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
		lastHeartbeatTime: rfc3339(moment.now),
		lastTransitionTime: rfc3339(ready ? later(moment, node.at, node.readyAfter) : node.at),
	});
	return {
		apiVersion: 'v1',
		kind: 'Node',
		metadata: {name: node.name, uid: node.uid, creationTimestamp: rfc3339(node.at), labels, annotations: {}},
		spec: {
			podCIDR: podCidr.replace('0.0/16', '0.0/24'),
			podCIDRs: [podCidr.replace('0.0/16', '0.0/24')],
			...(ready ? {} : {taints: [{key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule'}]}),
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
				kubeletVersion: 'v1.34.1+k0s',
				operatingSystem: 'linux',
				osImage: 'CentOS Stream 10 (Coughlan)',
			},
		},
	};
}

/** k0s writes the role's label a while after the node's first registration. */
export function hasRole(moment: Moment, cluster: Cluster): boolean {
	return moment.now >= later(moment, cluster.node.at, cluster.node.roleAfter);
}

export function podObject(moment: Moment, cluster: Cluster, pod: PodRecord): Json {
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
			ownerReferences: [{apiVersion: 'apps/v1', kind: pod.owner.kind, name: pod.owner.name, controller: true}],
			...(phase === 'terminating' && pod.deletedAt !== null
				? {deletionTimestamp: rfc3339(pod.deletedAt), deletionGracePeriodSeconds: 30}
				: {}),
		},
		spec: {
			...(scheduled ? {nodeName: cluster.node.name} : {}),
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
				condition('PodScheduled', scheduled, scheduled ? {} : unschedulable),
				condition('Initialized', running),
				condition('ContainersReady', ready),
				condition('Ready', ready, ready ? {} : {reason: 'ContainersNotReady'}),
			],
			...(scheduled ? {hostIP: nodeAddress, hostIPs: [{ip: nodeAddress}], startTime: rfc3339(pod.at)} : {}),
			...(addressed ? {podIP: pod.ip, podIPs: [{ip: pod.ip}]} : {}),
			...(scheduled ? containerStates(moment, pod, podStatus(moment, pod)) : {}),
		},
	};
}

const unschedulable = {
	reason: 'Unschedulable',
	message:
		'0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
};

export function serviceObject(service: ServiceRecord): Json {
	return {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {
			name: service.name,
			namespace: service.namespace,
			uid: service.uid,
			creationTimestamp: rfc3339(service.at),
			labels: service.labels,
		},
		spec: {
			type: service.type,
			clusterIP: service.clusterIp,
			clusterIPs: [service.clusterIp],
			internalTrafficPolicy: 'Cluster',
			...(service.type === 'NodePort' ? {externalTrafficPolicy: 'Cluster'} : {}),
			ipFamilies: ['IPv4'],
			ipFamilyPolicy: 'SingleStack',
			sessionAffinity: 'None',
			...(Object.keys(service.selector).length > 0 ? {selector: service.selector} : {}),
			ports: service.ports.map(port => ({
				...(port.name === null ? {} : {name: port.name}),
				port: port.port,
				protocol: port.protocol,
				targetPort: port.targetPort,
				...(port.nodePort === null ? {} : {nodePort: port.nodePort}),
			})),
		},
		status: {loadBalancer: {}},
	};
}

export function workloadObject(moment: Moment, cluster: Cluster, workload: WorkloadRecord): Json {
	const ready = readyReplicas(moment, cluster, workload);
	const template = {
		metadata: {labels: workload.selector},
		spec: {
			containers: workload.containers.map(({name, image, port}) => ({
				name,
				image,
				...(port === null ? {} : {ports: [{containerPort: port, protocol: 'TCP'}]}),
			})),
			...(workload.kind === 'DaemonSet' ? {nodeSelector: {'kubernetes.io/os': 'linux'}} : {}),
		},
	};
	const some = ready > 0 ? {readyReplicas: ready, availableReplicas: ready} : {};
	const status =
		workload.kind === 'DaemonSet'
			? {
					currentNumberScheduled: workload.replicas,
					desiredNumberScheduled: workload.replicas,
					numberAvailable: ready,
					numberMisscheduled: 0,
					numberReady: ready,
					updatedNumberScheduled: workload.replicas,
				}
			: workload.kind === 'Deployment'
				? {
						replicas: workload.replicas,
						updatedReplicas: workload.replicas,
						...some,
						...(ready < workload.replicas ? {unavailableReplicas: workload.replicas - ready} : {}),
						conditions: [
							{
								type: 'Available',
								status: ready >= workload.replicas ? 'True' : 'False',
								reason: ready >= workload.replicas ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
							},
						],
					}
				: {replicas: workload.replicas, fullyLabeledReplicas: workload.replicas, ...some};
	return {
		apiVersion: 'apps/v1',
		kind: workload.kind,
		metadata: {
			name: workload.name,
			namespace: workload.namespace,
			uid: workload.uid,
			creationTimestamp: rfc3339(workload.at),
			generation: 1,
			labels: workload.labels,
			...(workload.owner === null
				? {}
				: {ownerReferences: [{apiVersion: 'apps/v1', kind: 'Deployment', name: workload.owner, controller: true}]}),
		},
		spec: {
			...(workload.kind === 'DaemonSet' ? {} : {replicas: workload.replicas}),
			selector: {matchLabels: workload.selector},
			template,
		},
		status,
	};
}

export function endpointSliceObject(moment: Moment, cluster: Cluster, service: ServiceRecord): Json {
	const first = service.ports[0];
	const found = first === undefined ? [] : endpoints(moment, cluster, service, first, nodeAddress);
	return {
		apiVersion: 'discovery.k8s.io/v1',
		kind: 'EndpointSlice',
		addressType: 'IPv4',
		metadata: {
			name: service.name,
			namespace: service.namespace,
			labels: {'kubernetes.io/service-name': service.name},
			creationTimestamp: rfc3339(service.at),
		},
		ports: service.ports.map(port => ({name: port.name ?? '', port: port.endpointPort, protocol: port.protocol})),
		endpoints: found.map(({address, pod}) => ({
			addresses: [address],
			conditions: {ready: true, serving: true, terminating: false},
			...(pod === null
				? {}
				: {nodeName: cluster.node.name, targetRef: {kind: 'Pod', name: pod.name, namespace: pod.namespace}}),
		})),
	};
}
