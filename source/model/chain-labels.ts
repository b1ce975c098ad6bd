import type {Sliced} from '../read/sliced.js';
import {
	endpointOfComment,
	hostOf,
	hostPortsOf,
	isHostPort,
	podOfComment,
	policyOfComment,
	serviceOfComment,
	type NamedEndpoint,
} from './chain-comments.js';
import {endpointChain, hashedChain, type HashedChain} from './kube-chains.js';
import {serviceNames} from './service-names.js';
import type {Chain, Rule, Ruleset, Table} from '../facts/packet-filter.js';
import {isSaved, jumpOf} from './rule-jump.js';

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

const perSlice = 2000;

type Found = {
	readonly services: Map<string, string>;
	/** A rule that leads to an endpoint's chain, and the service's chain that holds it where its words do not say. */
	readonly endpointJumps: Map<string, Rule>;
	readonly parents: Map<string, string>;
	/** The endpoints' own chains: looked for when a comment is missing. */
	readonly endpointChains: () => ReadonlyMap<string, Chain>;
	readonly podChains: Map<string, {pod: string; address: string | null}>;
	readonly policies: Map<string, string>;
	/** Policies of which only the name is told, by the chain of a pod: they are of that pod's namespace. */
	readonly barePolicies: Map<string, {readonly name: string; readonly podChain: string}>;
	readonly hostPorts: Map<string, string>;
	readonly pods: Map<string, string>;
};

/**
 * Names for hashed chains: from the comment on a jump into the chain; else kube-proxy's hash over the services that are
 * known; an endpoint's is proved by its DNAT target, since that is part of its hash. In slices.
 */
export function* labelChains(ruleset: Ruleset, known: KnownObjects = nothingKnown): Sliced<Labels> {
	const tables = ruleset.tables.filter(({kind}) => kind !== 'unread' && kind !== 'native');
	const found: Found = {
		services: new Map(),
		endpointJumps: new Map(),
		parents: new Map(),
		endpointChains: once(() => endpointChainsOf(tables)),
		podChains: new Map(),
		policies: new Map(),
		barePolicies: new Map(),
		hostPorts: new Map(),
		pods: new Map(),
	};
	for (const {namespace, name, ips} of known.pods) {
		for (const ip of ips) found.pods.set(ip, `${namespace}/${name}`);
	}

	for (const [hash, key] of serviceNames(known.services, ruleset)) found.services.set(hash, key);
	for (const table of tables) yield* readComments(table, found);
	return yield* collect(tables, found);
}

const endpointChainsOf = (tables: readonly Table[]): Map<string, Chain> =>
	new Map(
		tables.flatMap(({chains}) =>
			chains.filter(({name}) => hashedChain(name)?.kind === 'SEP').map(chain => [chain.name, chain] as const),
		),
	);

function once<T>(make: () => T): () => T {
	let made: T | undefined;
	return () => (made ??= make());
}

function* readComments(table: Table, found: Found): Sliced<void> {
	let count = 0;
	for (const chain of table.chains) {
		// `KUBE-SERVICES` has a rule for each service.
		for (let from = 0; from < chain.rules.length; from += perSlice) {
			const to = Math.min(chain.rules.length, from + perSlice);
			count += to - from;
			if (count >= perSlice) {
				count = 0;
				yield;
			}

			readCommentsOf(chain, from, to, found);
		}
	}
}

function readCommentsOf(chain: Chain, from: number, to: number, found: Found): void {
	const here = hashedChain(chain.name);
	for (let at = from; at < to; at++) {
		const rule = chain.rules[at];
		if (!rule) continue;
		const name = jumpOf(rule);
		const target = name === undefined ? undefined : hashedChain(name);
		if (name !== undefined && !target && isHostPort(name)) {
			const ports = hostPortsOf(rule.text);
			if (ports !== undefined) found.hostPorts.set(name, ports);
		}

		if (name === undefined || !target || isNamed(target, found)) continue;
		const {kind, hash} = target;
		if (kind === 'SEP') {
			if (found.endpointJumps.has(name)) continue;
			found.endpointJumps.set(name, rule);
			// iptables-save's words say it.
			if (!isSaved(rule)) found.parents.set(name, chain.name);
			continue;
		}

		const {comment} = rule;
		if (comment === null) {
			if (kind === 'POD-FW') fromPodAddress(name, rule.text, found);
			continue;
		}

		if (kind === 'POD-FW') fromPodComment(name, comment, rule.text, found);
		else if (kind === 'NWPLCY') fromPolicyComment(name, comment, chain.name, found);
		else fromServiceComment(hash, comment, found);
	}

	if (here?.kind === 'NWPLCY' && from === 0 && !found.policies.has(chain.name)) {
		for (const {comment} of chain.rules) if (comment !== null) fromPolicyComment(chain.name, comment, null, found);
	}

	// Its own rules name the pod where no jump to it does.
	if (here?.kind === 'POD-FW' && from === 0 && !found.podChains.has(chain.name)) {
		const told = chain.rules.find(({comment}) => comment !== null && podOfComment(comment) !== undefined);
		if (told) fromPodComment(chain.name, told.comment ?? '', told.text, found);
	}
}

/** Whether another rule into the service's chains told already what all tell alike: comments are long. */
const isNamed = ({kind, hash}: HashedChain, {services}: Found): boolean =>
	kind !== 'SEP' && kind !== 'POD-FW' && kind !== 'NWPLCY' && services.has(hash);

function fromServiceComment(hash: string, comment: string, found: Found): void {
	if (found.services.has(hash)) return;
	const service = serviceOfComment(comment);
	if (service !== undefined) found.services.set(hash, service);
}

function fromPodComment(chain: string, comment: string, text: string, found: Found): void {
	if (found.podChains.get(chain)?.address) return;
	const pod = podOfComment(comment);
	if (pod === undefined) return;
	const address = / -[sd] ([^\s/]+)(?:\/\d+)? /.exec(text)?.[1] ?? null;
	found.podChains.set(chain, {pod, address});
	if (address !== null && !found.pods.has(address)) found.pods.set(address, pod);
}

/** kube-router sends a pod's packets to its chain by the pod's address: `-d 10.244.0.3/32`, `ip daddr 10.244.0.3`. */
function fromPodAddress(chain: string, text: string, found: Found): void {
	const address = /(?: -[sd]|\bip6? [sd]addr) ([^\s/]+)/.exec(text)?.[1];
	const pod = address === undefined ? undefined : found.pods.get(address);
	if (address !== undefined && pod !== undefined && !found.podChains.has(chain)) {
		found.podChains.set(chain, {pod, address});
	}
}

function fromPolicyComment(chain: string, comment: string, podChain: string | null, found: Found): void {
	const policy = policyOfComment(comment);
	if (policy === undefined) return;
	if (policy.namespace !== null) found.policies.set(chain, `${policy.namespace}/${policy.name}`);
	else if (podChain !== null) found.barePolicies.set(chain, {name: policy.name, podChain});
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
	const label = chains.get(name);
	return label?.kind === 'pod' || label?.kind === 'policy' ? `${label.kind} ${labelText(label)}` : name;
}
