import type {
	LabelTerm,
	NetworkPolicy,
	PolicyPeer,
	PolicyPort,
	PolicyRule,
	Selector,
} from '../../facts/network-policy.js';
import {known, unknown} from '../../facts/reading.js';
import {asList, asNumber, asObject, asText, asTextMap, asTexts, at, type JsonObject} from '../json-value.js';
import type {Reader} from '../reading.js';
import {eachObject, readKubectl} from './answer.js';

/** `kubectl get networkpolicies -A -o json` (networking.k8s.io/v1). Its table tells the selector alone: not read. */
export const readNetworkPolicies: Reader<readonly NetworkPolicy[]> = outcome => {
	const answer = readKubectl(outcome);
	if (!answer.known) return answer;
	if (answer.value.kind === 'tables') return unknown('unreadable', 'kubectl get networkpolicies');
	const {values, notes} = eachObject(answer.value.items, policyOf, ['NetworkPolicy']);
	return known(values, [...answer.notes, ...notes]);
};

/** `kubectl get namespaces -o json`: the labels of each namespace, by its name. */
export const readNamespaceLabels: Reader<ReadonlyMap<string, Readonly<Record<string, string>>>> = outcome => {
	const answer = readKubectl(outcome);
	if (!answer.known) return answer;
	if (answer.value.kind === 'tables') return unknown('unreadable', 'kubectl get namespaces');
	const {values, notes} = eachObject(
		answer.value.items,
		object => {
			const name = asText(at(object, 'metadata', 'name'));
			return name === null ? undefined : ([name, asTextMap(at(object, 'metadata', 'labels'))] as const);
		},
		['Namespace'],
	);
	return known(new Map(values), [...answer.notes, ...notes]);
};

/** Undefined: the object has no name. */
export function policyOf(object: JsonObject): NetworkPolicy | undefined {
	const name = asText(at(object, 'metadata', 'name'));
	if (name === null) return undefined;
	const spec = asObject(object['spec']);
	const types = asTexts(spec['policyTypes']);
	// Without policyTypes (the server fills them in) it rules ingress, and egress where it has such rules.
	const ingress = types.length === 0 || types.includes('Ingress');
	const egress = types.length === 0 ? asList(spec['egress']).length > 0 : types.includes('Egress');
	return {
		...{namespace: asText(at(object, 'metadata', 'namespace')) ?? 'default', name},
		podSelector: selectorOf(spec['podSelector']),
		ingress: ingress ? asList(spec['ingress']).map(rule => ruleOf(rule, 'from')) : null,
		egress: egress ? asList(spec['egress']).map(rule => ruleOf(rule, 'to')) : null,
	};
}

function ruleOf(value: unknown, side: 'from' | 'to'): PolicyRule {
	const rule = asObject(value);
	const peers = asList(rule[side]);
	const ports = asList(rule['ports']);
	return {
		peers: peers.length === 0 ? null : peers.map(peer => peerOf(peer)),
		ports: ports.length === 0 ? null : ports.map(port => portOf(port)),
	};
}

function peerOf(value: unknown): PolicyPeer {
	const peer = asObject(value);
	const has = (key: string): boolean => peer[key] !== undefined && peer[key] !== null;
	const others = Object.keys(peer).filter(key => !['podSelector', 'namespaceSelector', 'ipBlock'].includes(key));
	if (others.length > 0) return {kind: 'unread'};
	if (has('ipBlock')) {
		const cidr = asText(at(peer, 'ipBlock', 'cidr'));
		if (cidr === null || has('podSelector') || has('namespaceSelector')) return {kind: 'unread'};
		return {kind: 'block', cidr, except: asTexts(at(peer, 'ipBlock', 'except'))};
	}

	if (!has('podSelector') && !has('namespaceSelector')) return {kind: 'unread'};
	return {
		kind: 'pods',
		namespaces: has('namespaceSelector') ? selectorOf(peer['namespaceSelector']) : null,
		pods: has('podSelector') ? selectorOf(peer['podSelector']) : null,
	};
}

function portOf(value: unknown): PolicyPort {
	const port = asObject(value);
	const number = port['port'];
	return {
		protocol: asText(port['protocol']) ?? 'TCP',
		port: asNumber(number) ?? asText(number),
		endPort: asNumber(port['endPort']),
	};
}

function selectorOf(value: unknown): Selector {
	const selector = asObject(value);
	const labels = Object.entries(asTextMap(selector['matchLabels'])).map(([key, own]): LabelTerm => ({
		key,
		operator: 'In',
		values: [own],
	}));
	const expressions = asList(selector['matchExpressions']).map((item): LabelTerm => {
		const term = asObject(item);
		return {key: asText(term['key']) ?? '', operator: asText(term['operator']) ?? '', values: asTexts(term['values'])};
	});
	return [...labels, ...expressions];
}
