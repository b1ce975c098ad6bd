import {labelText, type Labels} from './chain-labels.js';
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

/** Why it refuses, as far as its maker's words and places tell; `who` is the service, pod or zone. */
export type Meaning = {
	readonly id:
		| 'no-endpoints'
		| 'no-local-endpoints'
		| 'source-range'
		| 'localnet'
		| 'invalid'
		| 'pod'
		| 'zone'
		| 'reverse-path'
		| 'reserved-address'
		| 'firewalld-rest'
		| 'cluster-ip-unused'
		| 'reject-chain'
		| 'other';
	readonly who: string;
};

/** Everything on the host that drops or rejects. What is only written into a log (LOG, NFLOG) is no refusal. */
export function refusals({tables}: Ruleset, labels: Labels): Refusal[] {
	const found: Refusal[] = [];
	for (const table of tables) {
		if (table.kind === 'unread') continue;
		for (const chain of table.chains) {
			if (chain.policy === 'drop') found.push({table, chain, rule: null, element: null, meaning: other});
			for (const rule of chain.rules) {
				const {kind} = rule.verdict;
				if (kind === 'drop' || kind === 'reject') {
					found.push({table, chain, rule, element: null, meaning: meaningOf(table, chain, rule, labels)});
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

function meaningOf(table: Table, chain: Chain, {comment, text}: Rule, labels: Labels): Meaning {
	const [, service, local] = refusedService.exec(comment ?? '') ?? [];
	if (service !== undefined) return {id: local ? 'no-local-endpoints' : 'no-endpoints', who: service};
	const [, guarded] = refusedSource.exec(comment ?? '') ?? [];
	if (guarded !== undefined) return {id: 'source-range', who: guarded};
	const label = labels.chains.get(chain.name);
	if (label?.kind === 'pod') return {id: 'pod', who: labelText(label)};
	if (chain.name === 'KUBE-FIREWALL') return {id: 'localnet', who: ''};
	if (/ctstate INVALID|ct state (?:\{ )?invalid/.test(text)) return {id: 'invalid', who: ''};
	if (table.owner === 'firewalld') return firewalldMeaning(chain.name, text);
	if (chain.name === 'reject-chain') return {id: 'reject-chain', who: ''};
	if (chain.name === 'cluster-ips-check') return {id: 'cluster-ip-unused', who: ''};
	const firewall = /^firewall-[A-Z2-7]{8}-([^/]+)\/([^/]+)\/[a-z]+\/(.*)$/.exec(chain.name);
	if (firewall) {
		const [, namespace = '', name = '', port = ''] = firewall;
		return {id: 'source-range', who: `${namespace}/${name}${port === '' ? '' : `:${port}`}`};
	}

	return other;
}

/** firewalld 1.x: `filter_IN_ZONE`, `filter_FWD_ZONE`, and the base chains that refuse what no zone took. */
function firewalldMeaning(chain: string, text: string): Meaning {
	if (text.startsWith('meta nfproto ipv6 fib saddr')) return {id: 'reverse-path', who: ''};
	if (text.startsWith('ip6 daddr { ::/96')) return {id: 'reserved-address', who: ''};
	const zone = /^filter_(?:IN|FWD|FWDI|FWDO)_(.+?)(?:_(?:pre|log|deny|allow|post))?$/.exec(chain)?.[1];
	if (zone !== undefined && !zone.startsWith('POLICIES')) return {id: 'zone', who: zone};
	return {id: 'firewalld-rest', who: ''};
}
