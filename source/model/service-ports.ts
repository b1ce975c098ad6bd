import type {Sliced} from '../read/sliced.js';
import type {Labels} from './chain-labels.js';
import {hashedChain} from './kube-chains.js';
import type {Chain, Ruleset, Table} from '../facts/packet-filter.js';
import type {Entry, ProxyMode} from './service-entry.js';
import {iptablesEntries} from './service-path/iptables.js';
import {nftEntries} from './service-path/nft.js';
import {proxyMode} from './service-path/service-path.js';

/** One port of a service with all ways in; what a list of services needs, without following any of them. */
export type PortOfService = {
	/** Tells it from all others, and finds it again after a read. */
	readonly key: string;
	/** `namespace/name:portName`; null: no comment tells and the API was not asked. */
	readonly service: string | null;
	readonly protocol: string;
	readonly entries: readonly Entry[];
	/** Endpoints to which the first way in leads. */
	readonly endpoints: number;
	/** Of the first way in. */
	readonly verdict: 'dnat' | 'reject' | 'drop' | 'none';
};

export type Ports = {readonly mode: ProxyMode | null; readonly ports: readonly PortOfService[]};

const perSlice = 400;

/** Every service port that the rules know, by name. In slices: made for 10,000 of them. */
export function* servicePorts(ruleset: Ruleset, labels: Labels): Sliced<Ports> {
	const mode = proxyMode(ruleset);
	if (mode !== 'iptables' && mode !== 'nftables') return {mode, ports: []};
	const entries = yield* mode === 'nftables' ? nftEntries(ruleset) : iptablesEntries(ruleset, labels);
	const groups = new Map<string, Entry[]>();
	for (const entry of entries) {
		const key = keyOf(entry);
		const group = groups.get(key);
		if (group) group.push(entry);
		else groups.set(key, [entry]);
	}

	yield;
	const count = yield* endpointCounter(ruleset, mode);
	const ports: PortOfService[] = [];
	for (const [key, group] of groups) {
		if (ports.length % perSlice === perSlice - 1) yield;
		const sorted = group.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
		const [first] = sorted;
		if (!first) continue;
		const endpoints = first.chain === null ? 0 : count(first.family, first.chain);
		const verdict = first.refusal ?? (endpoints > 0 ? 'dnat' : 'none');
		ports.push({key, service: first.service, protocol: first.protocol, entries: sorted, endpoints, verdict});
	}

	yield;
	return {mode, ports: ports.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))};
}

const order: ReadonlyArray<Entry['kind']> = ['cluster-ip', 'load-balancer', 'external-ip', 'node-port'];

/** The service and protocol; where no comment names it, the hash that all of its chains share. */
function keyOf({service, family, protocol, chain, address, port}: Entry): string {
	const name = service ?? hashedChain(chain ?? '')?.hash ?? `${address ?? '*'}:${port}`;
	return `${family} ${protocol} ${name}`;
}

/** Services without a name come last. */
const nameOf = ({service, key}: PortOfService): string => service ?? `~${key}`;

/** Counts the endpoints behind a chain, external ones followed to the chain that spreads. */
function* endpointCounter(
	{tables}: Ruleset,
	mode: ProxyMode,
): Sliced<(family: Table['family'], chain: string) => number> {
	const chains = new Map<string, Chain>();
	for (const table of tables) {
		if (table.name !== (mode === 'nftables' ? 'kube-proxy' : 'nat')) continue;
		for (const chain of table.chains) {
			if (chain.name.startsWith('KUBE-SV') || chain.name.startsWith('service-') || chain.name.startsWith('local-')) {
				chains.set(`${table.family} ${chain.name}`, chain);
			}
		}

		yield;
	}

	return (family, name) => {
		const hash = hashedChain(name)?.hash;
		const spreading = hash
			? (chains.get(`${family} ${name}`) ??
				chains.get(`${family} KUBE-SVC-${hash}`) ??
				chains.get(`${family} KUBE-SVL-${hash}`))
			: chains.get(`${family} ${name.replace(/^external-/, 'service-')}`);
		let count = 0;
		for (const {verdict, text} of spreading?.rules ?? []) {
			if (verdict.kind === 'vmap') count = Math.max(count, verdict.chains.length);
			if (verdict.kind === 'jump' && verdict.chain.startsWith('KUBE-SEP-') && !text.includes(' --rcheck ')) count++;
		}

		return count;
	};
}
