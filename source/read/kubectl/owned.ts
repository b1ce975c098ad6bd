import type {Pod} from '../../facts/cluster.js';
import {asList, asNumber, asObject, asText, at, type JsonObject} from '../json-value.js';
import {eachObject, readKubectl} from './answer.js';
import {podOf} from './pod.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import type {Reader} from '../reading.js';

/** Who made whom (`metadata.ownerReferences`, by uid: a name comes back with another object). kubectl 1.34, `-o json`. */

/** The annotation by which the deployment controller tells which ReplicaSet is the current one. */
const revision = 'deployment.kubernetes.io/revision';

export type OwnDeployment = {
	readonly uid: string;
	/** How often its spec was changed, and up to which change the controller has seen it. */
	readonly generation: number | null;
	readonly observedGeneration: number | null;
	readonly revision: string | null;
	/** Of its first container. */
	readonly image: string | null;
};

export type OwnReplicaSet = {
	readonly uid: string;
	readonly ownerUid: string | null;
	readonly revision: string | null;
};

export type OwnPod = Pod & {
	readonly ownerUid: string | null;
	/** It was told to end (`deletionTimestamp`). */
	readonly ending: boolean;
};

/** An address that a service leads to. */
export type EndpointPod = {
	readonly address: string;
	/** Null: no pod, or not told. */
	readonly pod: {readonly name: string; readonly uid: string | null} | null;
};

const uidOf = (object: JsonObject): string | null => asText(at(object, 'metadata', 'uid'));

/** The owner that manages it; one without `controller` is only remembered. */
function ownerOf(object: JsonObject): string | null {
	const owners = asList(at(object, 'metadata', 'ownerReferences')).map(item => asObject(item));
	return asText((owners.find(owner => owner['controller'] === true) ?? owners[0])?.['uid']);
}

const revisionOf = (object: JsonObject): string | null => asText(at(object, 'metadata', 'annotations', revision));

export const readOwnDeployment: Reader<OwnDeployment> = outcome => {
	const all = objects(outcome, ['Deployment'], object => {
		const uid = uidOf(object);
		const [container] = asList(at(object, 'spec', 'template', 'spec', 'containers'));
		return uid === null
			? undefined
			: {
					uid,
					generation: asNumber(at(object, 'metadata', 'generation')),
					observedGeneration: asNumber(at(object, 'status', 'observedGeneration')),
					revision: revisionOf(object),
					image: asText(asObject(container)['image']),
				};
	});
	if (!all.known) return all;
	const [first] = all.value;
	return first ? known(first) : unknown('unreadable', 'deployment');
};

export const readOwnReplicaSets: Reader<readonly OwnReplicaSet[]> = outcome =>
	objects(outcome, ['ReplicaSet'], object => {
		const uid = uidOf(object);
		return uid === null ? undefined : {uid, ownerUid: ownerOf(object), revision: revisionOf(object)};
	});

export const readOwnPods: Reader<readonly OwnPod[]> = outcome =>
	objects(outcome, ['Pod'], object => {
		const pod = podOf(object);
		return (
			pod && {...pod, ownerUid: ownerOf(object), ending: at(object, 'metadata', 'deletionTimestamp') !== undefined}
		);
	});

/** Where a service's EndpointSlices lead; those that are not ready are asked by nobody. */
export const readEndpointPods: Reader<readonly EndpointPod[]> = outcome => {
	const slices = objects(outcome, ['EndpointSlice'], object =>
		asList(object['endpoints']).flatMap(item => {
			const endpoint = asObject(item);
			if (at(endpoint, 'conditions', 'ready') === false) return [];
			const target = asObject(endpoint['targetRef']);
			const name = target['kind'] === 'Pod' ? asText(target['name']) : null;
			const pod = name === null ? null : {name, uid: asText(target['uid'])};
			return asList(endpoint['addresses'])
				.flatMap(address => asText(address) ?? [])
				.map(address => ({address, pod}));
		}),
	);
	return slices.known ? known(slices.value.flat()) : slices;
};

/** Objects alone: kubectl's table does not tell who made what. */
function objects<T>(
	outcome: Parameters<typeof readKubectl>[0],
	kinds: readonly string[],
	read: (object: JsonObject) => T | undefined,
): Reading<readonly T[]> {
	const answer = readKubectl(outcome);
	if (!answer.known) return answer;
	if (answer.value.kind === 'tables')
		return answer.value.tables.length === 0 ? known([]) : unknown('unreadable', 'kubectl');
	return known(eachObject(answer.value.items, read, kinds).values);
}
