import type {Chain, Rule, Table} from '../facts/packet-filter.js';
import type {Sliced} from '../read/sliced.js';
import {hostPortsOf, isHostPort, podOfComment, policyOfComment, serviceOfComment} from './chain-comments.js';
import {hashedChain, type HashedChain} from './kube-chains.js';
import {isSaved, jumpOf} from './rule-jump.js';

/** So many rules or chains are looked at before others have their turn. */
export const perSlice = 2000;

/** What rules say of the chains that they lead to, and of the chain that they are in. */
export type Found = {
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

/** Nothing yet but who has which address. */
export const nothingFound = (tables: readonly Table[], pods: Map<string, string>): Found => ({
	services: new Map(),
	endpointJumps: new Map(),
	parents: new Map(),
	endpointChains: once(() => endpointChainsOf(tables)),
	podChains: new Map(),
	policies: new Map(),
	barePolicies: new Map(),
	hostPorts: new Map(),
	pods,
});

/** Reads all rules of a table, in slices: their comments, else the addresses that they match. */
export function* readComments(table: Table, found: Found): Sliced<void> {
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
