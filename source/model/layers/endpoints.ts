import type {Ruleset} from '../../facts/packet-filter.js';
import type {Labels} from '../chain-labels.js';
import {addressParts} from '../service-entry.js';
import {serviceOfChain} from '../service-path/nft.js';
import type {ChainAt} from './facts.js';

export type EndpointChain = {
	readonly at: ChainAt;
	/** `10.244.0.3:53` */
	readonly target: string;
	readonly address: string;
	readonly service: string | null;
};

/** The chains that send on to endpoints (`KUBE-SEP-…`, `endpoint-…`) for which `wanted` is true. */
export function endpointChains(
	{tables}: Ruleset,
	labels: Labels,
	wanted: (endpoint: EndpointChain) => boolean,
): EndpointChain[] {
	const found: EndpointChain[] = [];
	for (const [table, {chains, kind}] of tables.entries()) {
		if (kind === 'unread') continue;
		for (const {name, rules} of chains) {
			if (!name.startsWith('KUBE-SEP-') && !name.startsWith('endpoint-')) continue;
			const verdict = rules.find(rule => rule.verdict.kind === 'dnat')?.verdict;
			if (verdict?.kind !== 'dnat' || verdict.to === null) continue;
			const label = name.startsWith('KUBE-SEP-') ? labels.chains.get(name) : undefined;
			const service = label?.kind === 'endpoint' ? label.service : serviceOfChain(name);
			const endpoint = {
				...{at: {table, chain: name}, target: verdict.to, service},
				address: addressParts(verdict.to).address,
			};
			if (wanted(endpoint)) found.push(endpoint);
		}
	}

	return found;
}
