import {labelText, type Labels} from './chain-labels.js';
import {firewalldPlaces, type FirewalldPlace, type FindPlace} from './firewalld-chains.js';
import type {Chain, Rule, Ruleset, SetElement, Table} from '../facts/packet-filter.js';

/** A rule, a map's element or a policy that can end a packet's way. */
export type Refusal = {
	readonly table: Table;
	/** The chain of the rule; of an element the chain that looks into its map. */
	readonly chain: Chain;
	/** Null: the chain's policy is drop. */
	readonly rule: Rule | null;
	/** Of a map: the element that refuses; `rule` is the one that looks it up. */
	readonly element: SetElement | null;
	readonly meaning: Meaning;
};

/** Why it refuses, as far as its maker's words and places tell; `who` is the service, pod, zone or policy. */
export type Meaning = {
	readonly id:
		| 'no-endpoints'
		| 'no-local-endpoints'
		| 'source-range'
		| 'localnet'
		| 'invalid'
		| 'pod'
		| 'zone'
		| 'zone-into'
		| 'firewall-policy'
		| 'strict-forward'
		| 'reverse-path'
		| 'reserved-address'
		| 'firewalld-rest'
		| 'cluster-ip-unused'
		| 'reject-chain'
		| 'other';
	readonly who: string;
	/** Of `zone-into` the zone into which it does not let. */
	readonly into?: string;
};

/** Everything on the host that drops or rejects. What is only written into a log (LOG, NFLOG) is no refusal. */
export function refusals({tables}: Ruleset, labels: Labels): Refusal[] {
	const found: Refusal[] = [];
	for (const table of tables) {
		if (table.kind === 'unread') continue;
		const places = firewalldPlaces(table);
		for (const chain of table.chains) {
			if (chain.policy === 'drop') found.push({table, chain, rule: null, element: null, meaning: other});
			for (const rule of chain.rules) {
				const {kind} = rule.verdict;
				if (kind === 'drop' || kind === 'reject') {
					found.push({table, chain, rule, element: null, meaning: meaningOf(table, chain, rule, labels, places)});
				}
			}
		}

		if (table.sets.length > 0) found.push(...fromMaps(table));
	}

	return found;
}

const other: Meaning = {id: 'other', who: ''};

/** kube-proxy's nftables mode refuses by elements of verdict maps. */
function fromMaps(table: Table): Refusal[] {
	const found: Refusal[] = [];
	for (const set of table.sets) {
		const refusing = set.elements.filter(
			({verdict}) => verdict && (verdict.kind === 'drop' || ('chain' in verdict && verdict.chain === 'reject-chain')),
		);
		if (refusing.length === 0) continue;
		for (const chain of table.chains) {
			const rule = chain.rules.find(({verdict}) => verdict.kind === 'vmap' && verdict.map === set.name);
			if (!rule) continue;
			for (const element of refusing) {
				const id = element.verdict?.kind === 'drop' ? 'no-local-endpoints' : 'no-endpoints';
				const who = element.comment ?? element.key;
				found.push({table, chain, rule, element, meaning: set.name.startsWith('no-endpoint') ? {id, who} : other});
			}
		}
	}

	return found;
}

const refusedService = /^(\S+) has no (local )?endpoints$/;
const refusedSource = /^(\S+) traffic not accepted by KUBE-FW-/;

/** A meaning in the words of `sentences` (`text.nftables.live.refusals`); '': nothing is told. */
export const meaningText = (
	{id, who, into = ''}: Meaning,
	sentences: Readonly<Record<string, (who: string, into: string) => string>>,
): string => sentences[id]?.(who, into) ?? '';

/** What the rule means that refused a packet, where its maker's words and places tell; undefined: they do not. */
export function meaningAt(
	{tables}: Ruleset,
	hop: {readonly family: string; readonly table: string; readonly chain: string; readonly index: number | null},
	labels: Labels,
): Meaning | undefined {
	const table = tables.find(({family, name}) => family === hop.family && name === hop.table);
	const chain = table?.chains.find(({name}) => name === hop.chain);
	const rule = hop.index === null ? undefined : chain?.rules[hop.index];
	if (!table || !chain || !rule || (rule.verdict.kind !== 'drop' && rule.verdict.kind !== 'reject')) return undefined;
	const meaning = meaningOf(table, chain, rule, labels, firewalldPlaces(table));
	return meaning.id === 'other' ? undefined : meaning;
}

function meaningOf(table: Table, chain: Chain, rule: Rule, labels: Labels, places: FindPlace | undefined): Meaning {
	const {comment, text} = rule;
	const [, service, local] = refusedService.exec(comment ?? '') ?? [];
	if (service !== undefined) return {id: local ? 'no-local-endpoints' : 'no-endpoints', who: service};
	const [, guarded] = refusedSource.exec(comment ?? '') ?? [];
	if (guarded !== undefined) return {id: 'source-range', who: guarded};
	const label = labels.chains.get(chain.name);
	if (label?.kind === 'pod') return {id: 'pod', who: labelText(label)};
	if (chain.name === 'KUBE-FIREWALL') return {id: 'localnet', who: ''};
	if (/ctstate INVALID|ct state (?:\{ )?invalid/.test(text)) return {id: 'invalid', who: ''};
	if (table.owner === 'firewalld') return firewalldMeaning(places?.(chain, rule), text);
	const place = places?.(chain, rule);
	if (place) return meaningOfPlace(place);
	if (chain.name === 'reject-chain') return {id: 'reject-chain', who: ''};
	if (chain.name === 'cluster-ips-check') return {id: 'cluster-ip-unused', who: ''};
	const firewall = /^firewall-[A-Z2-7]{8}-([^/]+)\/([^/]+)\/[a-z]+\/(.*)$/.exec(chain.name);
	if (firewall) {
		const [, namespace = '', name = '', port = ''] = firewall;
		return {id: 'source-range', who: `${namespace}/${name}${port === '' ? '' : `:${port}`}`};
	}

	return other;
}

function firewalldMeaning(place: FirewalldPlace | undefined, text: string): Meaning {
	if (text.startsWith('meta nfproto ipv6 fib saddr')) return {id: 'reverse-path', who: ''};
	if (text.startsWith('ip6 daddr { ::/96')) return {id: 'reserved-address', who: ''};
	return place ? meaningOfPlace(place) : {id: 'firewalld-rest', who: ''};
}

function meaningOfPlace(place: FirewalldPlace): Meaning {
	switch (place.kind) {
		case 'zone':
			return place.into === null ? {id: 'zone', who: place.zone} : {id: 'zone-into', who: place.zone, into: place.into};
		case 'policy':
			return {id: 'firewall-policy', who: place.policy};
		case 'strict':
			return {id: 'strict-forward', who: ''};
	}
}
