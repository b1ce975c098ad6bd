import type {Sliced} from '../read/sliced.js';
import {endpointChain, hashedChain, type HashedChain} from './kube-chains.js';
import {serviceNames} from './service-names.js';
import type {Chain, Rule, Ruleset, Table} from './packet-filter.js';
import {isSaved, jumpOf} from './rule-jump.js';

/** What stands behind a chain whose name is a hash. */
export type ChainLabel =
	| {readonly kind: 'service'; readonly service: string}
	| {readonly kind: 'endpoint'; readonly service: string | null; readonly address: string; readonly pod: string | null}
	| {readonly kind: 'pod'; readonly pod: string; readonly address: string | null}
	| {readonly kind: 'policy'; readonly policy: string};

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
		else if (kind === 'NWPLCY') fromPolicyComment(name, comment, found);
		else fromServiceComment(hash, comment, found);
	}

	const policy = here?.kind === 'NWPLCY' ? chain.rules[0]?.comment : undefined;
	if (policy) fromPolicyComment(chain.name, policy, found);
}

/** Whether another rule into the service's chains told already what all tell alike: comments are long. */
const isNamed = ({kind, hash}: HashedChain, {services}: Found): boolean =>
	kind !== 'SEP' && kind !== 'POD-FW' && kind !== 'NWPLCY' && services.has(hash);

/** `shop/web:http cluster IP`, `default/demo` (NodePort), `pod traffic for shop/web:http external destinations`. */
const serviceComment =
	/^(?:(?:pod traffic|masquerade traffic|masquerade LOCAL traffic|route LOCAL traffic) for )?([^\s/]+\/[^\s/]+?)(?: (?:cluster IP|external IP|loadbalancer IP|external destinations))?$/;

export const serviceOfComment = (comment: string): string | undefined => serviceComment.exec(comment)?.[1];

function fromServiceComment(hash: string, comment: string, found: Found): void {
	if (found.services.has(hash)) return;
	const service = serviceOfComment(comment);
	if (service !== undefined) found.services.set(hash, service);
}

const podComment = /POD name:\s*(\S+) namespace: (\S+)/;

function fromPodComment(chain: string, comment: string, text: string, found: Found): void {
	if (found.podChains.get(chain)?.address) return;
	const [, name, namespace] = podComment.exec(comment) ?? [];
	if (name === undefined || namespace === undefined) return;
	const pod = `${namespace}/${name}`;
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

function fromPolicyComment(chain: string, comment: string, found: Found): void {
	const [, name, namespace] = /policy name (\S+) namespace (\S+)/.exec(comment) ?? [];
	if (name !== undefined && namespace !== undefined) found.policies.set(chain, `${namespace}/${name}`);
	else if (!found.policies.has(chain)) {
		const bare = /^run through nw policy (\S+)$/.exec(comment)?.[1];
		if (bare !== undefined) found.policies.set(chain, bare);
	}
}

function* collect(tables: readonly Table[], found: Found): Sliced<Labels> {
	const chains = new Map<string, ChainLabel>();
	let count = 0;
	for (const table of tables) {
		for (const {name} of table.chains) {
			if (++count % perSlice === 0) yield;
			const label = labelOf(name, found);
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
			const policy = found.policies.get(name);
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
	const endpoint = fromEndpointComment(jump?.comment ?? '') ?? provedEndpoint(name, jump, found);
	return endpoint && {kind: 'endpoint', ...endpoint, pod: found.pods.get(hostOf(endpoint.address)) ?? null};
}

type Endpoint = {readonly service: string | null; readonly address: string};

/** `shop/web:http -> 10.244.0.3:80` */
function fromEndpointComment(comment: string): Endpoint | undefined {
	const arrow = comment.indexOf(' -> ');
	const service = comment.slice(0, Math.max(0, arrow));
	const address = comment.slice(arrow + 4);
	return arrow <= 0 || service.includes(' ') || address.includes(' ') ? undefined : {service, address};
}

/** Large clusters' endpoint rules have no comments: the DNAT target and the service's key must give the chain's hash. */
function provedEndpoint(name: string, jump: Rule | undefined, found: Found): Endpoint | undefined {
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

/** The host of `10.244.0.3:80` or `[fd00::3]:80`. */
export function hostOf(address: string): string {
	const colon = address.lastIndexOf(':');
	const host = colon === -1 ? address : address.slice(0, colon);
	return host.startsWith('[') ? host.replace(/^\[|\]$/g, '') : host;
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
	}
}

/**
 * What a rule is, whatever its place: (table, chain, words), the counters aside. kube-router renames its chains on every
 * sync, so the pod or policy stands for the chain. Two equal rules of a chain have one identity: add the index to tell
 * them apart.
 */
export function ruleIdentity(table: Table, chain: Chain, text: string, labels: Labels): string {
	const stable = (name: string): string => {
		const label = labels.chains.get(name);
		return label?.kind === 'pod' || label?.kind === 'policy' ? `${label.kind} ${labelText(label)}` : name;
	};

	const words = text.replaceAll(/KUBE-(?:POD-FW|NWPLCY)-[A-Z2-7]{16}/g, stable);
	return `${table.family} ${table.name} ${stable(chain.name)} ${words}`;
}
