import type {Sliced} from '../../read/sliced.js';
import type {Labels} from '../chain-labels.js';
import type {Chain, NamedSet, Rule, Ruleset, SetElement, Table} from '../../facts/packet-filter.js';
import {
	endpointAt,
	type Entry,
	type EntryKind,
	type Hop,
	type PathEndpoint,
	type ServicePath,
	type TrafficPolicy,
} from '../service-entry.js';

/**
 * kube-proxy's nftables mode (table `kube-proxy`): verdict maps lead to `service-…` and `external-…` chains, those by
 * `numgen` to `endpoint-…` chains. Names say what they are; nothing is counted.
 */

export const nftTables = (ruleset: Ruleset): Table[] =>
	ruleset.tables.filter(({name, kind}) => name === 'kube-proxy' && kind === 'native');

const setNamed = (table: Table, name: string): NamedSet | undefined => table.sets.find(set => set.name === name);

export function* nftEntries(ruleset: Ruleset): Sliced<Entry[]> {
	const entries: Entry[] = [];
	for (const table of nftTables(ruleset)) {
		const kinds = addressesOf(table);
		for (const name of ['service-ips', 'service-nodeports', 'no-endpoint-services', 'no-endpoint-nodeports']) {
			const before = lookups(table, name);
			const only = addressesAsked(table, before);
			for (const [at, element] of (setNamed(table, name)?.elements ?? []).entries()) {
				if (at % perSlice === perSlice - 1) yield;
				entries.push(...fromElement(table, kinds, {name, before, element, only}));
			}
		}
	}

	return entries;
}

const perSlice = 500;

/** The addresses of which the sets say what they are. */
type Addresses = {readonly cluster: ReadonlySet<string>; readonly guarded: ReadonlySet<string>};

const addressesOf = (table: Table): Addresses => ({
	cluster: new Set(setNamed(table, 'cluster-ips')?.elements.map(({key}) => key)),
	guarded: new Set(setNamed(table, 'firewall-ips')?.elements.map(({key}) => key.split(' . ')[0] ?? '')),
});

type MapElement = {
	readonly name: string;
	readonly before: readonly Hop[];
	readonly element: SetElement;
	readonly only: readonly string[] | undefined;
};

function fromElement(table: Table, kinds: Addresses, {name, before, element, only}: MapElement): Entry[] {
	const parts = element.key.split(' . ');
	const [port = '', protocol = '', address = null] = parts.toReversed();
	const {verdict} = element;
	if (!/^\d+$/.test(port) || !verdict) return [];
	const chain = 'chain' in verdict ? verdict.chain : null;
	const refusal = verdict.kind === 'drop' ? 'drop' : chain === 'reject-chain' ? 'reject' : null;
	return [
		{
			kind: kindOf(kinds, address, chain),
			service: element.comment ?? serviceOfChain(chain),
			address,
			port: Number(port),
			protocol,
			hops: before.map(hop => ({...hop, text: elementText(hop, name, element)})),
			chain: refusal ? null : chain,
			refusal,
			packets: null,
			family: table.family,
			...(address === null && only && {addresses: only}),
		} satisfies Entry,
	];
}

/** The rule that looks into the map, with the element that it finds. */
const elementText = (hop: Hop, name: string, element: SetElement): string =>
	hop.text.endsWith(`@${name}`) ? `${hop.text} { ${element.key} : ${element.value ?? ''} }` : hop.text;

/** Base chain -> chain with the lookup. */
function lookups(table: Table, map: string): Hop[] {
	for (const chain of table.chains) {
		const rule = chain.rules.find(({verdict}) => verdict.kind === 'vmap' && verdict.map === map);
		if (!rule) continue;
		const base = table.chains.find(
			({hook, rules}) => hook !== null && rules.some(each => leadsTo(each) === chain.name),
		);
		const jump = base?.rules.find(each => leadsTo(each) === chain.name);
		return [...(base && jump ? [hopAt(table, base, jump)] : []), hopAt(table, chain, rule)];
	}

	return [];
}

/** The rule that looks node ports up asks for this node's addresses in a set; one that asks for `local` takes all. */
function addressesAsked(table: Table, hops: readonly Hop[]): readonly string[] | undefined {
	const set = hops.map(({text}) => /\bip6? daddr @(\S+)/.exec(text)?.[1]).find(name => name !== undefined);
	return set === undefined ? undefined : setNamed(table, set)?.elements.map(({key}) => key);
}

const leadsTo = ({verdict}: Rule): string | null =>
	verdict.kind === 'jump' || verdict.kind === 'goto' ? verdict.chain : null;

const hopAt = (table: Table, chain: Chain, rule: Rule): Hop => ({
	family: table.family,
	table: table.name,
	chain: chain.name,
	rule: rule.index,
	text: rule.text,
	comment: rule.comment,
	packets: rule.packets,
});

function kindOf({cluster, guarded}: Addresses, address: string | null, chain: string | null): EntryKind {
	if (address === null) return 'node-port';
	if (cluster.has(address)) return 'cluster-ip';
	if (guarded.has(address)) return 'load-balancer';
	return chain?.startsWith('service-') ? 'cluster-ip' : 'external-ip';
}

/** `service-KHN6ECMT-shop/web/tcp/http` -> `shop/web:http`. */
export function serviceOfChain(chain: string | null): string | null {
	const [, namespace, name, port] =
		/^(?:service|external|local|firewall|endpoint)-[A-Z2-7]{8}-([^/]+)\/([^/]+)\/[a-z]+\/([^/]*?)(?:__.*)?$/.exec(
			chain ?? '',
		) ?? [];
	if (namespace === undefined || name === undefined) return null;
	return port ? `${namespace}/${name}:${port}` : `${namespace}/${name}`;
}

export function nftPath(
	ruleset: Ruleset,
	entry: Entry,
	{entries, labels}: {readonly entries: readonly Entry[]; readonly labels: Labels},
): ServicePath {
	const table = nftTables(ruleset).find(({family}) => family === entry.family);
	const hops = [...entry.hops];
	const chainOf = (name: string): Chain | undefined => table?.chains.find(chain => chain.name === name);
	const follow = (name: string): Chain | undefined => {
		const chain = chainOf(name);
		if (!table || !chain?.name.startsWith('external-')) return chain;
		for (const rule of chain.rules) hops.push(hopAt(table, chain, rule));
		// The last goto has no condition: the way from outside.
		const last = chain.rules.at(-1);
		return last?.verdict.kind === 'goto' ? chainOf(last.verdict.chain) : undefined;
	};

	const chain = entry.chain === null ? undefined : follow(entry.chain);
	const found = table && chain ? endpointsIn(table, chain, hops, labels) : undefined;
	const policy = table ? policyOf(table, entry) : null;
	const verdict = entry.refusal ?? (found && found.endpoints.length > 0 ? 'dnat' : 'none');
	return {
		entry,
		entries,
		hops,
		endpoints: found?.endpoints ?? [],
		verdict,
		affinity: found && found.endpoints.length > 0 ? (found.seconds === undefined ? 'None' : 'ClientIP') : null,
		affinitySeconds: found?.seconds ?? null,
		externalTrafficPolicy: policy,
		sourceRanges: table ? rangesOf(table, entry) : [],
		flags: policy === 'Local' && verdict !== 'dnat' ? ['no-local-endpoint'] : [],
	};
}

function endpointsIn(
	table: Table,
	chain: Chain,
	hops: Hop[],
	{pods}: Labels,
): {endpoints: PathEndpoint[]; seconds: number | null | undefined} {
	const endpoints: PathEndpoint[] = [];
	let seconds: number | null | undefined;
	for (const rule of chain.rules) {
		hops.push(hopAt(table, chain, rule));
		const set = /@(affinity-\S+)/.exec(rule.text)?.[1];
		if (set !== undefined) seconds = setNamed(table, set)?.timeout ?? null;
		if (rule.verdict.kind !== 'vmap') continue;
		const targets = rule.verdict.chains;
		for (const target of targets) {
			const endpoint = table.chains.find(({name}) => name === target);
			const dnat = endpoint?.rules.find(({verdict}) => verdict.kind === 'dnat');
			if (!endpoint || dnat?.verdict.kind !== 'dnat' || dnat.verdict.to === null) continue;
			hops.push(hopAt(table, endpoint, dnat));
			const share = 1 / targets.length;
			endpoints.push(endpointAt(dnat.verdict.to, {share, chain: target, packets: dnat.packets}, pods));
		}
	}

	return {endpoints, seconds};
}

function policyOf(table: Table, entry: Entry): TrafficPolicy | null {
	const name = entry.chain?.replace(/^service-/, 'external-');
	const external = table.chains.find(chain => chain.name === name && chain.name.startsWith('external-'));
	if (!external) return null;
	const local = external.rules.some(rule => leadsTo(rule)?.startsWith('local-') || /^ip6? saddr /.test(rule.text));
	return local ? 'Local' : 'Cluster';
}

/** `ip saddr != 192.168.122.0/24 drop` in the firewall chain of the address. */
function rangesOf(table: Table, entry: Entry): string[] {
	const key = `${entry.address ?? ''} . ${entry.protocol} . ${entry.port}`;
	const verdict = setNamed(table, 'firewall-ips')?.elements.find(element => element.key === key)?.verdict;
	const chain = verdict && 'chain' in verdict ? verdict.chain : undefined;
	const rule = table.chains.find(({name}) => name === chain)?.rules[0];
	const ranges = /saddr != (?:\{ (.*?) \}|(\S+))/.exec(rule?.text ?? '');
	// Beside the ranges its own address stands, where this node's is among them.
	return (ranges?.[1] ?? ranges?.[2] ?? '').split(', ').filter(range => range !== '' && range !== entry.address);
}
