import type {PolicyRecord, PolicyRule} from '../state.js';
import {rfc3339} from './time.js';

/** A network policy as the API of the simulated host gives it. */
export function policyObject({namespace, name, uid, podSelector, ingress, egress, at}: PolicyRecord) {
	const rules = (all: PolicyRule[], side: 'from' | 'to') =>
		all.map(({peers, blocks, ports}) => ({
			...((peers || blocks) && {
				[side]: [
					...(peers ?? []).map(matchLabels => ({podSelector: {matchLabels}})),
					...(blocks ?? []).map(ipBlock => ({ipBlock})),
				],
			}),
			...(ports && {ports}),
		}));
	return {
		apiVersion: 'networking.k8s.io/v1',
		kind: 'NetworkPolicy',
		metadata: {name, namespace, uid, creationTimestamp: rfc3339(at)},
		spec: {
			podSelector: {matchLabels: podSelector},
			policyTypes: [...(ingress ? ['Ingress'] : []), ...(egress ? ['Egress'] : [])],
			...(ingress && {ingress: rules(ingress, 'from')}),
			...(egress && {egress: rules(egress, 'to')}),
		},
	};
}
