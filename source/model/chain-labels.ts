import type {Sliced} from '../read/sliced.js';
import {endpointOfComment, hostOf, isHostPort, type NamedEndpoint} from './chain-comments.js';
import {nothingFound, perSlice, readComments, type Found} from './chain-found.js';
import {endpointChain, hashedChain} from './kube-chains.js';
import {serviceNames} from './service-names.js';
import type {Chain, Rule, Ruleset, Table} from '../facts/packet-filter.js';

/** What stands behind a chain whose name is a hash. */
export type ChainLabel =
	| {readonly kind: 'service'; readonly service: string}
	| {readonly kind: 'endpoint'; readonly service: string | null; readonly address: string; readonly pod: string | null}
	| {readonly kind: 'pod'; readonly pod: string; readonly address: string | null}
	| {readonly kind: 'policy'; readonly policy: string}
	/** A pod's ports on the host (CNI's portmap plugin): `8088`, and where they lead. */
	| {readonly kind: 'host-port'; readonly ports: string; readonly address: string | null; readonly pod: string | null};

export type Labels = {
	/** By chain name: a hash means the same in every table. Endpoints are named when somebody asks: there are many. */
	readonly chains: Pick<ReadonlyMap<string, ChainLabel>, 'get' | 'has'>;
	/** Pods by address, as `namespace/name`. */
	readonly pods: ReadonlyMap<string, string>;
};

export const noLabels: Labels = {chains: new Map(), pods: new Map()};

/** What is known from elsewhere (the API), for rules that carry no comments. */
export type KnownObjects = {
	readonly services: ReadonlyArray<{
		readonly namespace: string;
		readonly name: string;
		readonly ports: ReadonlyArray<{readonly name: string | null; readonly protocol: string}>;
	}>;
	readonly pods: ReadonlyArray<{readonly namespace: string; readonly name: string; readonly ips: readonly string[]}>;
};

export const nothingKnown: KnownObjects = {services: [], pods: []};

/**
 * Names for hashed chains: from the comment on a jump into the chain; else kube-proxy's hash over the services that are
 * known; an endpoint's is proved by its DNAT target, since that is part of its hash. In slices.
 */
export function* labelChains(ruleset: Ruleset, known: KnownObjects = nothingKnown): Sliced<Labels> {
	const tables = ruleset.tables.filter(({kind}) => kind !== 'unread' && kind !== 'native');
	const found = nothingFound(
		tables,
		new Map(known.pods.flatMap(({namespace, name, ips}) => ips.map(ip => [ip, `${namespace}/${name}`] as const))),
	);
	for (const [hash, key] of serviceNames(known.services, ruleset)) found.services.set(hash, key);
	for (const table of tables) yield* readComments(table, found);
	return yield* collect(tables, found);
}

function policyOf(chain: string, {policies, barePolicies, podChains}: Found): string | undefined {
	const told = policies.get(chain);
	const bare = barePolicies.get(chain);
	if (told !== undefined || !bare) return told;
	const namespace = podChains.get(bare.podChain)?.pod.split('/')[0];
	return namespace === undefined ? bare.name : `${namespace}/${bare.name}`;
}

function hostPortLabel({name, rules}: Chain, found: Found): ChainLabel | undefined {
	const ports = found.hostPorts.get(name);
	if (ports === undefined) return undefined;
	const dnat = rules.find(({verdict}) => verdict.kind === 'dnat')?.verdict;
	const address = dnat?.kind === 'dnat' ? dnat.to : null;
	return {kind: 'host-port', ports, address, pod: address === null ? null : (found.pods.get(hostOf(address)) ?? null)};
}

function* collect(tables: readonly Table[], found: Found): Sliced<Labels> {
	const chains = new Map<string, ChainLabel>();
	let count = 0;
	for (const table of tables) {
		for (const chain of table.chains) {
			const {name} = chain;
			if (++count % perSlice === 0) yield;
			const label = isHostPort(name) ? hostPortLabel(chain, found) : labelOf(name, found);
			if (label) chains.set(name, label);
		}
	}

	const get = (name: string): ChainLabel | undefined => {
		const label = chains.get(name) ?? endpointLabel(name, found);
		if (label) chains.set(name, label);
		return label;
	};

	return {chains: {get, has: name => get(name) !== undefined}, pods: found.pods};
}

function labelOf(name: string, found: Found): ChainLabel | undefined {
	const target = hashedChain(name);
	if (!target) return undefined;
	switch (target.kind) {
		case 'SEP':
			return undefined;
		case 'POD-FW': {
			const pod = found.podChains.get(name);
			return pod && {kind: 'pod', ...pod};
		}

		case 'NWPLCY': {
			const policy = policyOf(name, found);
			return policy === undefined ? undefined : {kind: 'policy', policy};
		}

		default: {
			const service = found.services.get(target.hash);
			return service === undefined ? undefined : {kind: 'service', service};
		}
	}
}

function endpointLabel(name: string, found: Found): ChainLabel | undefined {
	const jump = found.endpointJumps.get(name);
	const endpoint = endpointOfComment(jump?.comment ?? '') ?? provedEndpoint(name, jump, found);
	return endpoint && {kind: 'endpoint', ...endpoint, pod: found.pods.get(hostOf(endpoint.address)) ?? null};
}

/** Large clusters' endpoint rules have no comments: the DNAT target and the service's key must give the chain's hash. */
function provedEndpoint(name: string, jump: Rule | undefined, found: Found): NamedEndpoint | undefined {
	const dnat = found
		.endpointChains()
		.get(name)
		?.rules.find(({verdict}) => verdict.kind === 'dnat')?.verdict;
	if (dnat?.kind !== 'dnat' || dnat.to === null) return undefined;
	const address = dnat.to;
	const parent = found.parents.get(name) ?? /^-A (\S+) /.exec(jump?.text ?? '')?.[1] ?? '';
	const service = found.services.get(hashedChain(parent)?.hash ?? '');
	const proved =
		service !== undefined &&
		['tcp', 'udp', 'sctp'].some(protocol => endpointChain(service, protocol, address) === name);
	return {service: proved ? service : null, address};
}

/** A label in few words: `shop/web:http`, `10.244.0.6:80 default/demo-…`, `default/demo-…`. */
export function labelText(label: ChainLabel): string {
	switch (label.kind) {
		case 'service':
			return label.service;
		case 'endpoint':
			return [label.address, label.pod ?? label.service].filter(Boolean).join(' ');
		case 'pod':
			return label.pod;
		case 'policy':
			return label.policy;
		case 'host-port':
			return `${label.ports} ${label.pod ?? label.address ?? ''}`.trimEnd();
	}
}

/**
 * A chain by what it stands for: kube-router renames the chains of pods and policies at every sync. Others keep their
 * names.
 */
export function stableName(name: string, {chains}: Pick<Labels, 'chains'>): string {
	// Only these are: a label is worked out when it is asked for, and a search asks for thousands of names.
	if (!name.startsWith('KUBE-POD-FW-') && !name.startsWith('KUBE-NWPLCY-')) return name;
	const label = chains.get(name);
	return label?.kind === 'pod' || label?.kind === 'policy' ? `${label.kind} ${labelText(label)}` : name;
}
