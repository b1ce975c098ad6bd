import type {EndpointSlice} from '../../facts/endpoints.js';
import {known, unknown} from '../../facts/reading.js';
import {asList, asNumber, asObject, asText, asTexts, at, type JsonObject} from '../json-value.js';
import type {Reader} from '../reading.js';
import {eachObject, readKubectl} from './answer.js';

/** `kubectl get endpointslices -A -o json` (discovery.k8s.io/v1). Its table leaves out who is ready: not read. */
export const readEndpointSlices: Reader<readonly EndpointSlice[]> = outcome => {
	const answer = readKubectl(outcome);
	if (!answer.known) return answer;
	if (answer.value.kind === 'tables') return unknown('unreadable', 'kubectl get endpointslices');
	const {values, notes} = eachObject(answer.value.items, sliceOf, ['EndpointSlice']);
	return known(values, [...answer.notes, ...notes]);
};

/** Undefined: it belongs to no service. */
export function sliceOf(object: JsonObject): EndpointSlice | undefined {
	const service = asText(at(object, 'metadata', 'labels', 'kubernetes.io/service-name'));
	if (service === null) return undefined;
	return {
		namespace: asText(at(object, 'metadata', 'namespace')) ?? 'default',
		service,
		ports: asList(object['ports']).map(item => {
			const port = asObject(item);
			return {
				name: asText(port['name']) || null,
				port: asNumber(port['port']),
				protocol: asText(port['protocol']) ?? 'TCP',
			};
		}),
		endpoints: asList(object['endpoints']).map(item => {
			const endpoint = asObject(item);
			const ready = at(endpoint, 'conditions', 'ready');
			const target = asObject(endpoint['targetRef']);
			const pod = target['kind'] === 'Pod' ? asText(target['name']) : null;
			return {
				addresses: asTexts(endpoint['addresses']),
				ready: typeof ready === 'boolean' ? ready : null,
				pod: pod === null ? null : `${asText(target['namespace']) ?? ''}/${pod}`,
				node: asText(endpoint['nodeName']),
			};
		}),
	};
}
