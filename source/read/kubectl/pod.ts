import type {ContainerEnd, Pod, PodContainer} from '../../facts/cluster.js';
import {resourcesOf} from './object.js';
import {asList, asNumber, asObject, asText, asTexts, asTextMap, at, type JsonObject} from '../json-value.js';

/**
 * A Pod of the Kubernetes API (v1) as `kubectl get pods` prints it: READY, STATUS and RESTARTS are counted as kubectl 1.34
 * does (printPod in its printers), so that the two never tell different stories. Undefined: it has no name.
 */
export function podOf(object: JsonObject): Pod | undefined {
	const name = asText(at(object, 'metadata', 'name'));
	if (name === null) return undefined;
	const metadata = asObject(object['metadata']);
	const spec = asObject(object['spec']);
	const status = asObject(object['status']);
	const inits = containersOf(spec['initContainers'], status['initContainerStatuses'], true);
	const mains = containersOf(spec['containers'], status['containerStatuses'], false);
	const sum = summary(object, inits, mains);
	const owner = asObject(asList(metadata['ownerReferences'])[0]);
	const ips = asList(status['podIPs']).flatMap(item => asText(asObject(item)['ip']) ?? []);
	const single = asText(status['podIP']);
	const unscheduled = unscheduledOf(status);
	return {
		namespace: asText(metadata['namespace']) ?? 'default',
		name,
		uid: asText(metadata['uid']),
		ready: sum.ready,
		total: mains.length + inits.filter(init => init.sidecar).length,
		phase: sum.reason,
		message: messageOf(status, [...inits, ...mains]),
		restarts: sum.restarts,
		ips: ips.length > 0 ? ips : single === null ? [] : [single],
		hostNetwork: spec['hostNetwork'] === true,
		node: asText(spec['nodeName']),
		createdAt: asText(metadata['creationTimestamp']),
		images: mains.map(({image}) => image),
		labels: asTextMap(metadata['labels']),
		containers: [...inits, ...mains].map(publicPart),
		deletedAt: asText(metadata['deletionTimestamp']),
		finalizers: asTexts(metadata['finalizers']),
		...overOf(status),
		unscheduled,
		...(unscheduled !== null && {tolerations: tolerationsOf(spec['tolerations'])}),
		claims: asList(spec['volumes']).flatMap(
			item => asText(at(asObject(item), 'persistentVolumeClaim', 'claimName')) ?? [],
		),
		owner: asText(owner['kind']) === null ? null : `${asText(owner['kind'])}/${asText(owner['name']) ?? ''}`,
	};
}

function overOf(status: JsonObject): Pick<Pod, 'over'> {
	const {phase} = status;
	if (phase !== 'Succeeded' && phase !== 'Failed') return {};
	return {over: {phase, reason: asText(status['reason']), message: asText(status['message'])}};
}

/** Operator `Exists`: whatever its value. */
const tolerationsOf = (list: unknown): NonNullable<Pod['tolerations']> =>
	asList(list).map(item => {
		const each = asObject(item);
		return {
			key: asText(each['key']),
			value: each['operator'] === 'Exists' ? null : (asText(each['value']) ?? ''),
			effect: asText(each['effect']),
		};
	});

type StatusPart = PodContainer & {
	/** An init container with restartPolicy Always. */
	readonly sidecar: boolean;
	readonly started: boolean;
	/** The status list holds it (the spec does always). */
	readonly seen: boolean;
};

function publicPart({sidecar: _s, started: _t, seen: _n, ...container}: StatusPart): PodContainer {
	return container;
}

/** Joins what was asked for (spec) with what became of it (status), by name, in the order of the spec. */
function containersOf(specs: unknown, statuses: unknown, init: boolean): StatusPart[] {
	const byName = new Map(
		asList(statuses).map(item => {
			const object = asObject(item);
			return [asText(object['name']) ?? '', object] as const;
		}),
	);
	return asList(specs).map(item => {
		const spec = asObject(item);
		const name = asText(spec['name']) ?? '';
		const status = byName.get(name);
		const state = asObject(status?.['state']);
		const kind = (['running', 'waiting', 'terminated'] as const).find(each => state[each] !== undefined) ?? null;
		const detail = kind === null ? {} : asObject(state[kind]);
		return {
			name,
			...requestsOf(spec),
			image: asText(status?.['image']) ?? asText(spec['image']) ?? '',
			init,
			ready: status?.['ready'] === true,
			restarts: asNumber(status?.['restartCount']) ?? 0,
			state: kind,
			reason: asText(detail['reason']),
			message: asText(detail['message']),
			exitCode: asNumber(detail['exitCode']),
			id: asText(status?.['containerID'])?.replace(/^[a-z-]+:\/\//, '') ?? null,
			sidecar: init && spec['restartPolicy'] === 'Always',
			started: status?.['started'] === true,
			signal: asNumber(detail['signal']) || null,
			last: endOf(at(asObject(status?.['lastState']), 'terminated')),
			seen: status !== undefined,
		};
	});
}

function requestsOf(spec: JsonObject): Pick<PodContainer, 'requests'> {
	const {cpu, memory} = resourcesOf(at(spec, 'resources', 'requests'));
	return cpu === null && memory === null ? {} : {requests: {cpu, memory}};
}

function endOf(terminated: unknown): ContainerEnd | null {
	if (terminated === undefined || terminated === null) return null;
	const end = asObject(terminated);
	return {
		reason: asText(end['reason']),
		message: asText(end['message']),
		exitCode: asNumber(end['exitCode']),
		signal: asNumber(end['signal']) || null,
		startedAt: asText(end['startedAt']),
		finishedAt: asText(end['finishedAt']),
	};
}

type Summary = {readonly reason: string; readonly ready: number; readonly restarts: number};

function summary(object: JsonObject, inits: readonly StatusPart[], mains: readonly StatusPart[]): Summary {
	const status = asObject(object['status']);
	const phase = asText(status['phase']) ?? 'Unknown';
	const conditions = asList(status['conditions']).map(item => asObject(item));
	const isTrue = (type: string): boolean => conditions.some(each => each['type'] === type && each['status'] === 'True');
	let reason = asText(status['reason']) ?? phase;
	if (conditions.some(each => each['type'] === 'PodScheduled' && each['reason'] === 'SchedulingGated')) {
		reason = 'SchedulingGated';
	}

	const start = initialisation(inits);
	let {ready, restarts} = start;
	if (start.reason !== null) reason = start.reason;
	if (start.reason === null || isTrue('Initialized')) {
		restarts = start.sidecarRestarts;
		let running = false;
		for (const container of mains.filter(({seen}) => seen).toReversed()) {
			restarts += container.restarts;
			const word = stateWord(container);
			if (word !== null) reason = word;
			else if (container.ready && container.state === 'running') {
				running = true;
				ready++;
			}
		}

		if (reason === 'Completed' && running) reason = isTrue('Ready') ? 'Running' : 'NotReady';
	}

	if (at(object, 'metadata', 'deletionTimestamp') !== undefined) {
		if (asText(status['reason']) === 'NodeLost') reason = 'Unknown';
		else if (phase !== 'Succeeded' && phase !== 'Failed') reason = 'Terminating';
	}

	return {reason, ready, restarts};
}

/** Waiting and terminated containers name the pod's STATUS; running ones do not. */
function stateWord({state, reason, signal, exitCode}: StatusPart): string | null {
	if (state === 'waiting') return reason;
	if (state !== 'terminated') return null;
	return reason ?? (signal === null ? `ExitCode:${exitCode ?? 0}` : `Signal:${signal}`);
}

/** `Init:…` while an init container has not ended well; the later ones do not count then. */
function initialisation(
	inits: readonly StatusPart[],
): Omit<Summary, 'reason'> & {readonly reason: string | null; readonly sidecarRestarts: number} {
	let ready = 0;
	let restarts = 0;
	let sidecarRestarts = 0;
	for (const [index, init] of inits.filter(({seen}) => seen).entries()) {
		restarts += init.restarts;
		if (init.sidecar) sidecarRestarts += init.restarts;
		if (init.state === 'terminated' && init.exitCode === 0) continue;
		if (init.sidecar && init.started) {
			if (init.ready) ready++;
			continue;
		}

		const word = stateWord(init);
		const told = word !== null && word !== 'PodInitializing' ? word : `${index}/${inits.length}`;
		return {ready, restarts, sidecarRestarts, reason: `Init:${told}`};
	}

	return {ready, restarts, sidecarRestarts, reason: null};
}

/** What a person needs to know first: the waiting container's words, the pod's own, or why no node takes it. */
function messageOf(status: JsonObject, containers: readonly StatusPart[]): string | null {
	for (const {state, message, reason} of containers) {
		if (message !== null && (state === 'waiting' || (state === 'terminated' && reason !== 'Completed'))) return message;
	}

	return asText(status['message']) ?? unscheduledOf(status);
}

/** The scheduler's words on a pod that no node takes. */
function unscheduledOf(status: JsonObject): string | null {
	const unmet = asList(status['conditions'])
		.map(item => asObject(item))
		.find(each => each['type'] === 'PodScheduled' && each['status'] === 'False');
	return asText(unmet?.['message']) ?? asText(unmet?.['reason']);
}
