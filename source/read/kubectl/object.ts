import type {Lease, Node, Service, ServicePort, Workload} from '../../facts/cluster.js';
import type {Resources} from '../../facts/usage.js';
import {quantityOf} from '../quantity.js';
import {asList, asNumber, asObject, asText, asTexts, asTextMap, at, type JsonObject} from '../json-value.js';

/** Objects of the Kubernetes API as facts. Undefined: the object has no name. */

const roleLabel = 'node-role.kubernetes.io/';

export function nodeOf(object: JsonObject): Node | undefined {
	const name = asText(at(object, 'metadata', 'name'));
	if (name === null) return undefined;
	const labels = asTextMap(at(object, 'metadata', 'labels'));
	const conditions = asList(at(object, 'status', 'conditions')).map(item => asObject(item));
	const condition = conditions.find(({type}) => type === 'Ready');
	const ready = condition?.['status'] === 'True';
	const words = [asText(condition?.['reason']), asText(condition?.['message'])].filter(word => word !== null);
	const address = asList(at(object, 'status', 'addresses'))
		.map(item => asObject(item))
		.find(({type}) => type === 'InternalIP');
	return {
		name,
		ready,
		reason: ready || words.length === 0 ? null : words.join(': '),
		roles: Object.keys(labels)
			.filter(key => key.startsWith(roleLabel) && key.length > roleLabel.length)
			.map(key => key.slice(roleLabel.length))
			.toSorted(),
		unschedulable: at(object, 'spec', 'unschedulable') === true,
		version: asText(at(object, 'status', 'nodeInfo', 'kubeletVersion')) ?? '',
		createdAt: asText(at(object, 'metadata', 'creationTimestamp')),
		internalIp: asText(address?.['address']),
		heartbeatAt: asText(condition?.['lastHeartbeatTime']),
		pressures: conditions
			.filter(({type, status}) => /Pressure$/.test(asText(type) ?? '') && status === 'True')
			.map(({type, message}) => ({type: asText(type) ?? '', message: asText(message) ?? ''})),
		taints: asList(at(object, 'spec', 'taints'))
			.map(item => asObject(item))
			.filter(({effect}) => effect === 'NoSchedule' || effect === 'NoExecute')
			.map(({key, value, effect}) => ({
				...{key: asText(key) ?? '', value: asText(value) ?? '', effect: asText(effect) ?? ''},
			})),
		conditions: conditions.map(({type, status, reason, message, lastTransitionTime}) => ({
			...{type: asText(type) ?? '', status: asText(status) ?? 'Unknown', since: asText(lastTransitionTime)},
			...{reason: asText(reason) ?? '', message: asText(message) ?? ''},
		})),
		allocatable: {
			...resourcesOf(at(object, 'status', 'allocatable')),
			pods: quantityOf(at(object, 'status', 'allocatable', 'pods')),
		},
	};
}

/** `{cpu: '250m', memory: '70Mi'}`. */
export const resourcesOf = (from: unknown): Resources => ({
	cpu: quantityOf(asObject(from)['cpu']),
	memory: quantityOf(asObject(from)['memory']),
});

export function leaseOf(object: JsonObject): Lease | undefined {
	const name = asText(at(object, 'metadata', 'name'));
	if (name === null) return undefined;
	return {
		namespace: asText(at(object, 'metadata', 'namespace')) ?? 'default',
		name,
		holder: asText(at(object, 'spec', 'holderIdentity')),
		acquiredAt: asText(at(object, 'spec', 'acquireTime')),
		renewedAt: asText(at(object, 'spec', 'renewTime')),
	};
}

export function serviceOf(object: JsonObject): Service | undefined {
	const name = asText(at(object, 'metadata', 'name'));
	if (name === null) return undefined;
	const spec = asObject(object['spec']);
	const clusterIp = asText(spec['clusterIP']);
	const clusterIps = asTexts(spec['clusterIPs']);
	const external = asText(spec['externalName']);
	const balancers = asList(at(object, 'status', 'loadBalancer', 'ingress')).flatMap(
		item => asText(asObject(item)['ip']) ?? asText(asObject(item)['hostname']) ?? [],
	);
	return {
		namespace: asText(at(object, 'metadata', 'namespace')) ?? 'default',
		name,
		type: asText(spec['type']) ?? 'ClusterIP',
		// A headless service says `None`, and means it.
		clusterIp,
		...(clusterIps.length > 1 && {clusterIps}),
		externalIps: [...asTexts(spec['externalIPs']), ...balancers],
		ports: asList(spec['ports']).flatMap(item => portOf(asObject(item)) ?? []),
		selector: asTextMap(spec['selector']),
		createdAt: asText(at(object, 'metadata', 'creationTimestamp')),
		...(external !== null && {externalName: external}),
	};
}

function portOf(port: JsonObject): ServicePort | undefined {
	const number = asNumber(port['port']);
	if (number === null) return undefined;
	const target = port['targetPort'];
	return {
		name: asText(port['name']),
		port: number,
		protocol: asText(port['protocol']) ?? 'TCP',
		targetPort: typeof target === 'number' ? String(target) : asText(target),
		nodePort: asNumber(port['nodePort']) || null,
	};
}

export const workloadKinds = ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet', 'Job', 'CronJob'] as const;

export function workloadOf(object: JsonObject): Workload | undefined {
	const name = asText(at(object, 'metadata', 'name'));
	const kind = workloadKinds.find(each => each === object['kind']);
	if (name === null || kind === undefined) return undefined;
	const spec = asObject(object['spec']);
	const status = asObject(object['status']);
	const template = kind === 'CronJob' ? at(spec, 'jobTemplate', 'spec', 'template') : spec['template'];
	return {
		kind,
		namespace: asText(at(object, 'metadata', 'namespace')) ?? 'default',
		name,
		...counts(kind, spec, status),
		observed: observed(object, status),
		...failureOf(status),
		...(kind === 'DaemonSet' && asNumber(status['numberReady']) === null && {uncounted: true}),
		images: asList(at(template, 'spec', 'containers')).flatMap(item => asText(asObject(item)['image']) ?? []),
		createdAt: asText(at(object, 'metadata', 'creationTimestamp')),
	};
}

/** What a Job, a Deployment or a ReplicaSet says of itself when it goes on no more. */
function failureOf(status: JsonObject): Pick<Workload, 'failed'> {
	const conditions = asList(status['conditions']).map(item => asObject(item));
	const failed = conditions.find(
		({type, status: is, reason}) =>
			((type === 'Failed' || type === 'ReplicaFailure') && is === 'True') ||
			(type === 'Progressing' && is === 'False' && reason === 'ReplicaSetCreateError'),
	);
	const words = [asText(failed?.['reason']), asText(failed?.['message'])].filter(word => word !== null);
	return failed === undefined ? {} : {failed: words.join(': ')};
}

/** Null where the API has not both numbers (a CronJob has none). */
function observed(object: JsonObject, status: JsonObject): boolean | null {
	const wanted = asNumber(at(object, 'metadata', 'generation'));
	const seen = asNumber(status['observedGeneration']);
	return wanted === null || seen === null ? null : seen >= wanted;
}

/** The API leaves counts of zero out. */
function counts(
	kind: Workload['kind'],
	spec: JsonObject,
	status: JsonObject,
): Pick<Workload, 'desired' | 'ready' | 'available' | 'updated'> {
	const count = (from: JsonObject, key: string, otherwise = 0): number => asNumber(from[key]) ?? otherwise;
	switch (kind) {
		case 'DaemonSet': {
			return {
				desired: count(status, 'desiredNumberScheduled'),
				ready: count(status, 'numberReady'),
				available: count(status, 'numberAvailable'),
				updated: asNumber(status['updatedNumberScheduled']),
			};
		}

		case 'Job': {
			const succeeded = count(status, 'succeeded');
			return {
				desired: count(spec, 'completions', 1),
				ready: count(status, 'ready'),
				available: succeeded,
				updated: null,
			};
		}

		case 'CronJob': {
			const active = asList(status['active']).length;
			return {desired: active, ready: active, available: active, updated: null};
		}

		default: {
			return {
				desired: count(spec, 'replicas', 1),
				ready: count(status, 'readyReplicas'),
				available: count(status, 'availableReplicas'),
				updated: asNumber(status['updatedReplicas']),
			};
		}
	}
}
