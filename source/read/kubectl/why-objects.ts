import type {ContainerSpec, NodeRoom, ObjectCondition, PodSpec, ProbeSpec, WorkloadState} from '../../facts/why.js';
import {asList, asNumber, asObject, asText, asTextMap, at, type JsonObject} from '../json-value.js';

/** Objects of the API (Kubernetes 1.34) as `why` needs them. Undefined: the object has no name. */

const conditionsOf = (object: JsonObject): readonly ObjectCondition[] =>
	asList(at(object, 'status', 'conditions')).map(item => {
		const condition = asObject(item);
		return {
			type: asText(condition['type']) ?? '',
			status: asText(condition['status']) ?? 'Unknown',
			reason: asText(condition['reason']),
			message: asText(condition['message']),
		};
	});

export function podSpecOf(object: JsonObject): PodSpec | undefined {
	const name = asText(at(object, 'metadata', 'name'));
	if (name === null) return undefined;
	const spec = asObject(object['spec']);
	const runs = [
		...asList(at(object, 'status', 'initContainerStatuses')),
		...asList(at(object, 'status', 'containerStatuses')),
	];
	const started = new Map(
		runs.map(item => {
			const status = asObject(item);
			return [asText(status['name']), asText(at(status, 'state', 'running', 'startedAt'))] as const;
		}),
	);
	const named = (list: unknown): readonly string[] =>
		asList(list).flatMap(item => asText(asObject(item)['name']) ?? []);
	return {
		namespace: asText(at(object, 'metadata', 'namespace')) ?? 'default',
		name,
		serviceAccount: asText(spec['serviceAccountName']),
		scheduler: asText(spec['schedulerName']),
		nodeSelector: asTextMap(spec['nodeSelector']),
		gates: named(spec['schedulingGates']),
		pullSecrets: named(spec['imagePullSecrets']),
		containers: [...asList(spec['initContainers']), ...asList(spec['containers'])].map(item => {
			const own = containerSpecOf(asObject(item));
			return {...own, startedAt: started.get(own.name) ?? null};
		}),
		conditions: conditionsOf(object),
	};
}

function containerSpecOf(container: JsonObject): Omit<ContainerSpec, 'startedAt'> {
	const probes = (['liveness', 'readiness', 'startup'] as const).flatMap((kind): ProbeSpec[] => {
		const probe = container[`${kind}Probe`];
		return probe === undefined ? [] : [{kind, asks: probeWords(asObject(probe))}];
	});
	return {
		name: asText(container['name']) ?? '',
		pullPolicy: asText(container['imagePullPolicy']),
		limits: asTextMap(at(container, 'resources', 'limits')),
		requests: asTextMap(at(container, 'resources', 'requests')),
		probes,
	};
}

/** `GET http :8080/healthz, timeout 1s, every 10s, 3 times`: the numbers are the API server's defaults where it wrote none. */
function probeWords(probe: JsonObject): string {
	const http = asObject(probe['httpGet']);
	const exec = asList(at(probe, 'exec', 'command')).map(word => String(word));
	const port = (from: unknown): string => (typeof from === 'number' ? String(from) : (asText(from) ?? '?'));
	const what =
		probe['httpGet'] !== undefined
			? `GET ${(asText(http['scheme']) ?? 'HTTP').toLowerCase()} ${asText(http['host']) ?? ''}:${port(http['port'])}${asText(http['path']) ?? '/'}`
			: probe['tcpSocket'] !== undefined
				? `TCP :${port(at(probe, 'tcpSocket', 'port'))}`
				: probe['grpc'] !== undefined
					? `gRPC :${port(at(probe, 'grpc', 'port'))}`
					: `exec ${exec.join(' ')}`;
	const number = (key: string, otherwise: number): number => asNumber(probe[key]) ?? otherwise;
	return `${what} (timeout ${number('timeoutSeconds', 1)}s, every ${number('periodSeconds', 10)}s, ${number('failureThreshold', 3)} failures, first after ${number('initialDelaySeconds', 0)}s)`;
}

export function workloadStateOf(object: JsonObject): WorkloadState | undefined {
	const name = asText(at(object, 'metadata', 'name'));
	const kind = asText(object['kind']);
	if (name === null || kind === null) return undefined;
	const spec = asObject(object['spec']);
	const template = kind === 'CronJob' ? at(spec, 'jobTemplate', 'spec', 'template') : spec['template'];
	const owners = asList(at(object, 'metadata', 'ownerReferences')).map(item => asObject(item));
	const owner = owners.find(each => each['controller'] === true) ?? owners[0];
	const lastRun = asText(at(object, 'status', 'lastScheduleTime'));
	const lastSuccess = asText(at(object, 'status', 'lastSuccessfulTime'));
	return {
		kind,
		namespace: asText(at(object, 'metadata', 'namespace')) ?? 'default',
		name,
		owner: owner === undefined ? null : `${asText(owner['kind']) ?? ''}/${asText(owner['name']) ?? ''}`,
		conditions: conditionsOf(object),
		paused: spec['paused'] === true || spec['suspend'] === true,
		...(lastRun !== null && {lastRun}),
		...(lastSuccess !== null && {lastSuccess}),
		nodeSelector: asTextMap(at(template, 'spec', 'nodeSelector')),
	};
}

export function nodeRoomOf(object: JsonObject): NodeRoom | undefined {
	const name = asText(at(object, 'metadata', 'name'));
	return name === null ? undefined : {name, allocatable: asTextMap(at(object, 'status', 'allocatable'))};
}
