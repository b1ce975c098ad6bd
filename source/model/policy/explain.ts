import type {Pod} from '../../facts/cluster.js';
import type {NamedSet, Ruleset} from '../../facts/packet-filter.js';
import type {NetworkPolicy} from '../../facts/network-policy.js';
import type {Reading} from '../../facts/reading.js';
import type {Labels} from '../chain-labels.js';
import {isV6} from '../cluster-addresses.js';
import {isOver} from '../pod-state.js';
import type {Answered} from '../reach/answer.js';
import type {Reached} from '../reach/facts.js';
import {carriedBy, type CarriedChain} from './carried.js';
import {decide, type NamespaceLabels, type Party, type PolicyFlow, type Side} from './decide.js';
import {selects} from './selector.js';

/** What an explanation rests on. */
export type PolicyWorld = {
	readonly pods: Reading<readonly Pod[]>;
	readonly ruleset: Ruleset;
	readonly labels: Labels;
	readonly ipsets: readonly NamedSet[] | null;
	/** False: a part of the packet filter could not be read. */
	readonly filterWhole: boolean;
};

/** One policy: whom it is for now, and which rules of this host carry it. */
export type Explained = {
	readonly policy: NetworkPolicy;
	/** `namespace/name` of the pods that it selects; null: not known. */
	readonly pods: readonly string[] | null;
	/** Selected by their labels, but in the host's network: no policy holds for them. */
	readonly hostNetwork: readonly string[];
	readonly chains: readonly CarriedChain[];
	/**
	 * Rules of one family carry it, and its pods have addresses of this other one, which none carry: it does not hold there.
	 * Seen with kube-router 2.6.1 and two families: ip6tables-restore failed at a missing set, and all of IPv6 passed.
	 */
	readonly bare: 'IPv4' | 'IPv6' | null;
};

export function explain(policy: NetworkPolicy, world: PolicyWorld): Explained {
	const chosen = world.pods.known
		? world.pods.value.filter(
				pod => pod.namespace === policy.namespace && !isOver(pod) && selects(policy.podSelector, pod.labels) === true,
			)
		: null;
	const chains = carriedBy(policy, world.ruleset, world.labels, world.ipsets);
	return {
		policy,
		bare: world.filterWhole ? bareOf(chains, chosen ?? []) : null,
		pods:
			chosen &&
			chosen
				.filter(({hostNetwork}) => !hostNetwork)
				.map(({name}) => name)
				.toSorted(),
		hostNetwork: (chosen ?? []).filter(({hostNetwork}) => hostNetwork).map(({name}) => name),
		chains,
	};
}

function bareOf(chains: readonly CarriedChain[], pods: readonly Pod[]): Explained['bare'] {
	const carries = (family: 'ip' | 'ip6'): boolean =>
		chains.some(chain => chain.askedBy > 0 && (chain.family === family || chain.family === 'inet'));
	const asked = pods.filter(({hostNetwork}) => !hostNetwork).flatMap(({ips}) => ips);
	if (carries('ip') && !carries('ip6') && asked.some(isV6)) return 'IPv6';
	return carries('ip6') && !carries('ip') && asked.some(ip => !isV6(ip)) ? 'IPv4' : null;
}

/** One packet of an answer and what the policies say of it. */
export type Judged = {readonly flow: PolicyFlow; readonly ingress: Side; readonly egress: Side};

/** Of each packet of an answer that a policy may stop, to each end that it may come to. */
export function judged(
	{results}: Pick<Answered, 'results'>,
	policies: readonly NetworkPolicy[],
	namespaces: NamespaceLabels | null,
	{pods}: Pick<PolicyWorld, 'pods'>,
): readonly Judged[] {
	const all = pods.known ? pods.value : [];
	const seen = new Set<string>();
	return results.flatMap(reached =>
		flowsOf(reached, all).flatMap(flow => {
			const key = JSON.stringify([flow.from.addresses, flow.to.addresses, flow.protocol, flow.port]);
			if (seen.has(key)) return [];
			seen.add(key);
			return [{flow, ...decide(policies, namespaces, flow)}];
		}),
	);
}

function flowsOf({flow, ends, packet}: Reached, pods: readonly Pod[]): readonly PolicyFlow[] {
	const from = packet?.source ?? flow.sender.addresses[0];
	if (from === undefined) return [];
	const where = ends.length > 0 ? ends : [{address: flow.destination, port: flow.port}];
	return where.map(({address, port}) => ({
		...{from: partyAt(from, pods), to: partyAt(address, pods), protocol: flow.protocol, port, portNames: null},
	}));
}

function partyAt(address: string, pods: readonly Pod[]): Party {
	const pod = pods.find(each => !each.hostNetwork && !isOver(each) && each.ips.includes(address));
	return {
		pod: pod ? {namespace: pod.namespace, name: pod.name, labels: pod.labels} : null,
		addresses: pod ? pod.ips : [address],
	};
}
