import type {Sliced} from '../../read/sliced.js';
import {serviceOfComment} from '../chain-comments.js';
import type {Labels} from '../chain-labels.js';
import {endpointChain, hashedChain} from '../kube-chains.js';
import type {Chain, Rule, Ruleset, Table} from '../../facts/packet-filter.js';
import {podsPassRefusal} from '../pod-firewall.js';
import {matchOf, type RuleMatch} from '../rule-match.js';
import {
	endpointAt,
	evenShares,
	type Entry,
	type EntryKind,
	type Hop,
	type PathEndpoint,
	type PathFlag,
	type ServicePath,
	type TrafficPolicy,
} from '../service-entry.js';

/** kube-proxy's iptables mode (1.30): KUBE-SERVICES -> KUBE-FW -> KUBE-EXT -> KUBE-SVC or KUBE-SVL -> KUBE-SEP. */

const readable = ({kind}: Table): boolean => kind === 'xtables' || kind === 'text' || kind === 'legacy';

const tablesNamed = (ruleset: Ruleset, name: string): Table[] =>
	ruleset.tables.filter(table => table.name === name && readable(table));

const chainNamed = (table: Table, name: string): Chain | undefined => table.chains.find(chain => chain.name === name);

const hopAt = (table: Table, chain: Chain, rule: Rule): Hop => ({
	family: table.family,
	table: table.name,
	chain: chain.name,
	rule: rule.index,
	text: rule.text,
	comment: rule.comment,
	packets: rule.packets,
});

const leadsTo = (rule: Rule): string | null =>
	rule.verdict.kind === 'jump' || rule.verdict.kind === 'goto' ? rule.verdict.chain : null;

/** Each rule is taken apart: some microseconds. */
const perSlice = 200;

/** Every way into a service: cluster, external and load-balancer addresses, node ports, and those that are refused. */
export function* iptablesEntries(ruleset: Ruleset, labels: Labels): Sliced<Entry[]> {
	const entries: Entry[] = [];
	const loopback: Entry[] = [];
	let count = 0;
	for (const table of tablesNamed(ruleset, 'nat')) {
		const base = jumpsTo(table, 'KUBE-SERVICES').slice(0, 1);
		const services = chainNamed(table, 'KUBE-SERVICES');
		for (const rule of services?.rules ?? []) {
			if (++count % perSlice === 0) yield;
			const target = leadsTo(rule);
			if (!services || target === null || !hashedChain(target)) continue;
			add(entries, {table, chain: services, rule, before: base, labels, chainName: target, refusal: null});
		}

		const toNodePorts = services?.rules.find(rule => leadsTo(rule) === 'KUBE-NODEPORTS');
		const before = services && toNodePorts ? [...base, hopAt(table, services, toNodePorts)] : base;
		const nodePorts = chainNamed(table, 'KUBE-NODEPORTS');
		for (const rule of nodePorts?.rules ?? []) {
			if (++count % perSlice === 0) yield;
			const target = leadsTo(rule);
			if (!nodePorts || target === null || !hashedChain(target)) continue;
			const given: Candidate = {
				...{table, chain: nodePorts, rule, before, labels, chainName: target},
				...{refusal: null, nodePort: true},
			};
			add(isForLoopback(rule) ? loopback : entries, given);
		}
	}

	// kube-proxy 1.33 and newer counts what comes for 127.0.0.0/8 by a rule of its own: the same door.
	entries.push(...loopback.filter(door => !entries.some(other => sameDoor({...door, address: null}, other))));

	for (const table of tablesNamed(ruleset, 'filter')) {
		for (const name of ['KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES']) {
			const chain = chainNamed(table, name);
			const before = jumpsTo(table, name).slice(0, 1);
			for (const rule of chain?.rules ?? []) {
				if (++count % perSlice === 0) yield;
				const {kind} = rule.verdict;
				if (!chain || (kind !== 'reject' && kind !== 'drop')) continue;
				add(entries, {table, chain, rule, before, labels, chainName: null, refusal: kind});
			}
		}
	}

	return entries;
}

const isForLoopback = ({text}: Rule): boolean => / -d (?:127\.0\.0\.0\/8|::1\/128) /.test(text);

type Candidate = {
	readonly table: Table;
	readonly chain: Chain;
	readonly rule: Rule;
	readonly before: readonly Hop[];
	readonly labels: Labels;
	readonly chainName: string | null;
	readonly refusal: Entry['refusal'];
	readonly nodePort?: true;
};

function add(entries: Entry[], candidate: Candidate): void {
	const {table, chain, rule, before, labels, chainName, refusal} = candidate;
	const match = matchOf(rule, table.kind);
	if (match.port === null || match.protocol === null || match.destination?.not) return;
	const address = match.destination?.value ?? null;
	entries.push({
		kind: kindOf(candidate, address),
		service: serviceOf(rule, chainName, labels),
		address,
		port: match.port,
		protocol: match.protocol,
		hops: [...before, hopAt(table, chain, rule)],
		chain: chainName,
		refusal,
		packets: rule.packets,
		family: table.family,
	});
}

function kindOf({rule, chain, chainName, nodePort}: Candidate, address: string | null): EntryKind {
	if (nodePort || address === null) return 'node-port';
	const {comment} = rule;
	if (comment?.endsWith(' loadbalancer IP') || chainName?.startsWith('KUBE-FW-')) return 'load-balancer';
	if (comment?.endsWith(' external IP') || /^KUBE-(?:EXT|XLB)-/.test(chainName ?? '')) return 'external-ip';
	return chain.name === 'KUBE-EXTERNAL-SERVICES' ? 'external-ip' : 'cluster-ip';
}

function serviceOf(rule: Rule, chainName: string | null, labels: Labels): string | null {
	const refused = /^(\S+) has no (?:local )?endpoints$/.exec(rule.comment ?? '')?.[1];
	if (refused !== undefined) return refused;
	const label = labels.chains.get(chainName ?? '');
	if (label?.kind === 'service') return label.service;
	return rule.comment === null ? null : (serviceOfComment(rule.comment) ?? null);
}

/** The rules of base chains that lead to a chain. */
function jumpsTo(table: Table, name: string): Hop[] {
	return table.chains
		.filter(({hook}) => hook !== null)
		.flatMap(chain => chain.rules.filter(rule => leadsTo(rule) === name).map(rule => hopAt(table, chain, rule)));
}

/** Follows one way in to its endpoints. `refused`: the entry of the same address and port that refuses, if there is one. */
export function iptablesPath(
	ruleset: Ruleset,
	entry: Entry,
	{entries, refused, labels}: {entries: readonly Entry[]; refused: Entry | undefined; labels: Labels},
): ServicePath {
	const nat = ruleset.tables.find(table => table.name === 'nat' && table.family === entry.family && readable(table));
	const walk: Walk = {nat, entry, labels, hops: [...entry.hops], sourceRanges: [], flags: new Set()};
	const hash = entry.chain === null ? undefined : hashedChain(entry.chain)?.hash;
	const policy = nat && hash !== undefined ? policyFor(nat, hash) : null;
	const chain = entry.chain === null ? undefined : intoService(walk, entry.chain);
	const found = chain ? endpointsIn(walk, chain) : noEndpoints;
	let verdict: ServicePath['verdict'] = found.endpoints.length > 0 ? 'dnat' : 'none';
	if (entry.refusal) verdict = entry.refusal;
	if (verdict === 'none' && refused?.refusal) {
		walk.hops.push(...refused.hops);
		verdict = refused.refusal;
	}

	if (policy === 'Local' && verdict !== 'dnat') walk.flags.add('no-local-endpoint');
	const isRefused = verdict === 'reject' || verdict === 'drop';
	if (isRefused && entry.address !== null && podsPassRefusal(ruleset, entry.family))
		walk.flags.add('pods-pass-refusal');
	return {
		entry,
		entries,
		hops: walk.hops,
		endpoints: found.endpoints,
		verdict,
		affinity: found.endpoints.length === 0 ? null : found.affinity,
		affinitySeconds: found.seconds,
		externalTrafficPolicy: policy,
		sourceRanges: walk.sourceRanges,
		flags: [...walk.flags],
	};
}

type Walk = {
	readonly nat: Table | undefined;
	readonly entry: Entry;
	readonly labels: Labels;
	readonly hops: Hop[];
	readonly sourceRanges: string[];
	readonly flags: Set<PathFlag>;
};

/** Through KUBE-FW and KUBE-EXT to the chain that spreads the connections. */
function intoService({nat, entry, hops, sourceRanges}: Walk, name: string): Chain | undefined {
	if (!nat) return undefined;
	let next: string | undefined = name;
	// FW -> EXT -> SVL or SVC: never longer, and rules in a circle must not hold us.
	for (let depth = 0; depth < 4 && next !== undefined; depth++) {
		const chain = chainNamed(nat, next);
		const kind = hashedChain(next)?.kind;
		if (!chain || kind === 'SVC' || kind === 'SVL' || kind === 'XLB') return chain;
		next = undefined;
		for (const rule of chain.rules) {
			hops.push(hopAt(nat, chain, rule));
			const target = leadsTo(rule);
			const match = matchOf(rule, nat.kind);
			// Its own address is let in where this node's is (a request that comes back from here): nobody wrote that range.
			const from = kind === 'FW' && target !== null ? match.source?.value : undefined;
			if (from !== undefined && from !== entry.address) sourceRanges.push(from);
			if (target === null || target === 'KUBE-MARK-MASQ') continue;
			// Rules for pods (-s) and for this node (LOCAL) are side doors; the last one is the way from outside.
			if (kind === 'FW' || (match.source === null && match.sourceType === null)) next = target;
		}
	}

	return undefined;
}

/** The chain XLB was made for policy Local alone. */
const policyFor = (nat: Table, hash: string): TrafficPolicy | null =>
	chainNamed(nat, `KUBE-XLB-${hash}`) ? 'Local' : policyOf(nat, chainNamed(nat, `KUBE-EXT-${hash}`));

function policyOf(nat: Table, external: Chain | undefined): TrafficPolicy | null {
	if (!external) return null;
	const local = external.rules.some(rule => {
		const kind = hashedChain(leadsTo(rule) ?? '')?.kind;
		return kind === 'SVL' || (kind === 'SVC' && matchOf(rule, nat.kind).source !== null);
	});
	return local ? 'Local' : 'Cluster';
}

type Endpoints = {
	readonly endpoints: readonly PathEndpoint[];
	readonly affinity: 'ClientIP' | 'None';
	readonly seconds: number | null;
};

const noEndpoints: Endpoints = {endpoints: [], affinity: 'None', seconds: null};

/** share of rule i = p(i) x (1 - p(k)) of all rules k before it. */
function endpointsIn(walk: Walk, chain: Chain): Endpoints {
	const {nat, hops, flags, labels} = walk;
	if (!nat) return noEndpoints;
	const endpoints: PathEndpoint[] = [];
	let left = 1;
	let recent: RuleMatch['recent'] = null;
	for (const rule of chain.rules) {
		const target = leadsTo(rule);
		const match = matchOf(rule, nat.kind);
		hops.push(hopAt(nat, chain, rule));
		if (target === null || hashedChain(target)?.kind !== 'SEP') continue;
		if (match.recent) {
			recent = match.recent;
			continue;
		}

		const share = left * match.probability;
		left -= share;
		const endpoint = chainNamed(nat, target);
		const dnat = endpoint?.rules.find(({verdict}) => verdict.kind === 'dnat');
		if (!endpoint || dnat?.verdict.kind !== 'dnat' || dnat.verdict.to === null) continue;
		hops.push(hopAt(nat, endpoint, dnat));
		const {to} = dnat.verdict;
		endpoints.push(endpointAt(to, {share, chain: target, packets: dnat.packets}, labels.pods));
		const {service, protocol} = walk.entry;
		if (service !== null && endpointChain(service, protocol, to) !== target) flags.add('hash-mismatch');
	}

	if (!evenShares(endpoints.map(({share}) => share))) flags.add('uneven-shares');
	return {endpoints, affinity: recent ? 'ClientIP' : 'None', seconds: recent?.seconds ?? null};
}

/** The same address, port and protocol. */
export const sameDoor = (a: Entry, b: Entry): boolean =>
	a.address === b.address && a.port === b.port && a.protocol === b.protocol && a.family === b.family;
