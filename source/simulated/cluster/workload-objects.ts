import type {Moment} from '../moment.js';
import {nodeAddress} from '../seed/cluster.js';
import {uuid} from '../seed/names.js';
import type {Cluster, ServiceRecord, WorkloadRecord} from '../state.js';
import {readyReplicas} from './pod-status.js';
import {rfc3339} from './time.js';
import {endpoints} from './view.js';

/** Services, their endpoint slices and workloads as `kubectl get -o json` prints them (Kubernetes 1.34). */

type Json = Record<string, unknown>;

export function serviceObject(service: ServiceRecord): Json {
	const {wishes = {}} = service;
	const {affinity, externalIps, balancerIps = [], sourceRanges, healthCheckNodePort} = wishes;
	const outside = service.type !== 'ClusterIP' || externalIps !== undefined;
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
			internalTrafficPolicy: wishes.internalTrafficPolicy ?? 'Cluster',
			...(outside ? {externalTrafficPolicy: wishes.externalTrafficPolicy ?? 'Cluster'} : {}),
			...(externalIps ? {externalIPs: externalIps} : {}),
			...(sourceRanges ? {loadBalancerSourceRanges: sourceRanges} : {}),
			...(healthCheckNodePort === undefined ? {} : {healthCheckNodePort}),
			ipFamilies: ['IPv4'],
			ipFamilyPolicy: 'SingleStack',
			sessionAffinity: affinity === undefined ? 'None' : 'ClientIP',
			...(affinity === undefined ? {} : {sessionAffinityConfig: {clientIP: {timeoutSeconds: affinity}}}),
			...(Object.keys(service.selector).length > 0 ? {selector: service.selector} : {}),
			ports: service.ports.map(port => ({
				...(port.name === null ? {} : {name: port.name}),
				port: port.port,
				protocol: port.protocol,
				targetPort: port.targetPort,
				...(port.nodePort === null ? {} : {nodePort: port.nodePort}),
			})),
		},
		status: {
			loadBalancer: balancerIps.length === 0 ? {} : {ingress: balancerIps.map(ip => ({ip, ipMode: 'VIP'}))},
		},
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
			...(workload.kind === 'DaemonSet' ? {} : {annotations: {'deployment.kubernetes.io/revision': '1'}}),
			...(workload.owner === null
				? {}
				: {ownerReferences: [ownerReference(cluster, workload.namespace, 'Deployment', workload.owner)]}),
		},
		spec: {
			...(workload.kind === 'DaemonSet' ? {} : {replicas: workload.replicas}),
			selector: {matchLabels: workload.selector},
			template,
		},
		status: {...status, observedGeneration: 1},
	};
}

/** By uid: an object of the same name may be a later one. */
export function ownerReference(cluster: Cluster, namespace: string, kind: string, name: string): Json {
	const owner = cluster.workloads.find(one => one.kind === kind && one.name === name && one.namespace === namespace);
	const uid = owner?.uid ?? uuid(`gone ${kind} ${namespace} ${name}`);
	return {apiVersion: 'apps/v1', blockOwnerDeletion: true, controller: true, kind, name, uid};
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
				: {
						nodeName: cluster.node.name,
						targetRef: {kind: 'Pod', name: pod.name, namespace: pod.namespace, uid: pod.uid},
					}),
		})),
	};
}
