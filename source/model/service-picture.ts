import type {Labels} from './chain-labels.js';
import {chainUse, type Jumps} from './chain-use.js';
import {hashedChain} from './kube-chains.js';
import type {Chain, Rule, Ruleset, Table} from '../facts/packet-filter.js';
import {podFirewall, type PodFirewall} from './pod-firewall.js';
import {connectionsThrough} from './service-connections.js';
import type {Entry, Hop, PathEndpoint, PathFlag, ServicePath} from './service-entry.js';
import {entryPath} from './service-path/service-path.js';
import type {PortOfService} from './service-ports.js';

/** A rule, or a chain as a whole, that stands behind a line of the picture. */
export type Spot = {readonly table: Table; readonly chain: Chain; readonly rule: Rule | null};

export type PictureEntry = {readonly entry: Entry; readonly verdict: ServicePath['verdict']; readonly at: Spot};

export type PictureEndpoint = PathEndpoint & {
	readonly at: Spot;
	/** Undefined: no chain of kube-router is known to be its pod's. */
	readonly firewall: PodFirewall | undefined;
};

/** A chain on the way. */
export type PictureChain = {
	/**
	 * `guards` lets only some sources in (FW), `external` is the way from outside (EXT), `spreads` leads to the endpoints
	 * (SVC), `spreads-local` to those on this node (SVL).
	 */
	readonly role: 'guards' | 'external' | 'spreads' | 'spreads-local';
	readonly at: Spot;
	/** Connections that it led on; null: nothing counts. */
	readonly packets: number | null;
	/** Its rule that marks connections for masquerading, with what it counted. */
	readonly masquerade: {readonly at: Spot; readonly packets: number | null; readonly when: 'always' | 'some'} | null;
	readonly endpoints: readonly PictureEndpoint[];
	readonly affinity: 'ClientIP' | 'None' | null;
	readonly affinitySeconds: number | null;
};

/** Everything of one service port: the ways in, the chains in order, the endpoints with their pods' firewalls. */
export type Picture = {
	readonly entries: readonly PictureEntry[];
	readonly chains: readonly PictureChain[];
	readonly verdict: ServicePath['verdict'];
	readonly externalTrafficPolicy: ServicePath['externalTrafficPolicy'];
	readonly sourceRanges: readonly string[];
	readonly flags: readonly PathFlag[];
};

export type Indexed = {readonly labels: Labels; readonly jumps: Jumps};

/** `port` may come from an earlier read with the same rules: counters are taken from `ruleset`. */
export function servicePicture(ruleset: Ruleset, indexed: Indexed, port: PortOfService): Picture {
	const entries = port.entries.map(entry => ({...entry, ...countedNow(ruleset, entry)}));
	const paths = entries.map(entry => entryPath(ruleset, entry, entries, indexed.labels));
	const chains = new Map<string, PictureChain>();
	for (const path of paths) for (const chain of chainsOf(ruleset, indexed, path)) merge(chains, chain);
	const [first] = paths;
	return {
		entries: paths.flatMap(({entry, verdict}) => {
			const at = spotOf(ruleset, entry.hops.at(-1));
			return at ? [{entry, verdict, at}] : [];
		}),
		chains: [...chains.values()].toSorted((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role)),
		verdict: first?.verdict ?? 'none',
		externalTrafficPolicy: paths.find(path => path.externalTrafficPolicy !== null)?.externalTrafficPolicy ?? null,
		sourceRanges: [...new Set(paths.flatMap(({sourceRanges}) => sourceRanges))],
		flags: [...new Set(paths.flatMap(({flags}) => flags))],
	};
}

const roles: ReadonlyArray<PictureChain['role']> = ['guards', 'external', 'spreads', 'spreads-local'];

function countedNow(ruleset: Ruleset, entry: Entry): {hops: Hop[]; packets: number | null} {
	const hops = entry.hops.map(hop => ({...hop, packets: spotOf(ruleset, hop)?.rule?.packets ?? null}));
	return {hops, packets: hops.at(-1)?.packets ?? null};
}

function spotOf({tables}: Ruleset, hop: Hop | undefined): Spot | undefined {
	if (!hop) return undefined;
	for (const table of tables) {
		if (table.family !== hop.family || table.name !== hop.table) continue;
		const chain = table.chains.find(({name}) => name === hop.chain);
		if (chain) return {table, chain, rule: chain.rules[hop.rule] ?? null};
	}

	return undefined;
}

/** The chains behind an entry, each once, from the hops of its path. */
function chainsOf(ruleset: Ruleset, indexed: Indexed, path: ServicePath): PictureChain[] {
	const found: PictureChain[] = [];
	const seen = new Set<string>();
	for (const hop of path.hops) {
		const role = roleOf(hop.chain);
		if (!role || seen.has(hop.chain)) continue;
		seen.add(hop.chain);
		const at = spotOf(ruleset, {...hop, rule: -1});
		if (!at) continue;
		const spreads = role === 'spreads' || role === 'spreads-local';
		found.push({
			role,
			at,
			packets: hashedChain(hop.chain)
				? connectionsThrough(at.chain)
				: chainUse(indexed.jumps, at.table, hop.chain).packets,
			masquerade: masqueradeOf(at),
			endpoints: spreads ? path.endpoints.flatMap(each => endpointOf(ruleset, indexed.labels, hop, each)) : [],
			affinity: spreads ? path.affinity : null,
			affinitySeconds: spreads ? path.affinitySeconds : null,
		});
	}

	return found;
}

function roleOf(chain: string): PictureChain['role'] | undefined {
	switch (hashedChain(chain)?.kind) {
		case 'FW':
			return 'guards';
		case 'EXT':
			return 'external';
		case 'SVC':
			return 'spreads';
		case 'SVL':
		case 'XLB':
			return 'spreads-local';
		default:
			break;
	}

	if (chain.startsWith('external-')) return 'external';
	if (chain.startsWith('local-')) return 'spreads-local';
	return chain.startsWith('service-') && /^service-[A-Z2-7]{8}-/.test(chain) ? 'spreads' : undefined;
}

function merge(chains: Map<string, PictureChain>, chain: PictureChain): void {
	const key = `${chain.at.table.family} ${chain.at.chain.name}`;
	const before = chains.get(key);
	if (!before || before.endpoints.length < chain.endpoints.length) chains.set(key, chain);
}

function masqueradeOf({table, chain}: Spot): PictureChain['masquerade'] {
	const rule = chain.rules.find(
		({verdict}) => (verdict.kind === 'jump' || verdict.kind === 'goto') && masquerading.has(verdict.chain),
	);
	if (!rule) return null;
	const some = / (?:-s|-d|--src-type) |\b(?:saddr|daddr) /.test(rule.text);
	return {at: {table, chain, rule}, packets: rule.packets, when: some ? 'some' : 'always'};
}

const masquerading: ReadonlySet<string> = new Set(['KUBE-MARK-MASQ', 'mark-for-masquerade']);

function endpointOf(ruleset: Ruleset, labels: Labels, hop: Hop, endpoint: PathEndpoint): PictureEndpoint[] {
	const spot = spotOf(ruleset, {...hop, chain: endpoint.chain, rule: -1});
	if (!spot) return [];
	const rule = spot.chain.rules.find(({verdict}) => verdict.kind === 'dnat') ?? null;
	return [{...endpoint, at: {...spot, rule}, firewall: podFirewall(ruleset, labels, endpoint.address)}];
}
