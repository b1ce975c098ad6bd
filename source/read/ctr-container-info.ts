import type {Container} from '../facts/cluster.js';
import {asObject, asText, asTextMap, at} from './json-value.js';
import {ctrNotOk} from './ctr-tables.js';
import {known, unknown} from '../facts/reading.js';
import {readJson, type Reader} from './reading.js';

/** `k0s ctr container info ID` (containerd 1.6, 1.7): whose container it is. */
export type ContainerInfo = {
	readonly id: string;
	readonly labels: Readonly<Record<string, string>>;
	/** When it was made, ISO 8601. */
	readonly createdAt: string | null;
} & Pick<Container, 'pod' | 'name' | 'kind'>;

export const readContainerInfo: Reader<ContainerInfo> = outcome => {
	const bad = ctrNotOk(outcome);
	if (bad) return bad;
	const json = readJson(outcome);
	if (!json.known) return json;
	const info = asObject(json.value);
	const id = asText(info['ID']);
	if (id === null) return unknown('unreadable', 'ID');
	const labels = asTextMap(at(info, 'Labels'));
	const name = labels['io.kubernetes.pod.name'];
	const namespace = labels['io.kubernetes.pod.namespace'];
	const kind = labels['io.cri-containerd.kind'];
	return known({
		id,
		labels,
		createdAt: asText(info['CreatedAt']),
		pod: name === undefined || namespace === undefined ? null : {namespace, name},
		name: labels['io.kubernetes.container.name'] ?? null,
		kind: kind === 'container' || kind === 'sandbox' ? kind : null,
	});
};
