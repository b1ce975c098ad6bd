import type {Chain, Rule, Table} from '../facts/packet-filter.js';
import {jumpOf} from './rule-jump.js';

/** Whose decision it is that a packet ends in a chain of firewalld. */
export type FirewalldPlace =
	/** `into`: where the packet wants to, where the chain tells: another zone. Null: this host, or it does not tell. */
	| {readonly kind: 'zone'; readonly zone: string; readonly into: string | null}
	| {readonly kind: 'policy'; readonly policy: string}
	/** StrictForwardPorts=yes: what somebody else than firewalld sends on (DNAT) is refused. */
	| {readonly kind: 'strict'};

/** Undefined: a base chain, which refuses what no zone took. */
export type FindPlace = (chain: Chain, rule: Rule | null) => FirewalldPlace | undefined;

const parts = ['pre', 'log', 'deny', 'allow', 'post'];
const ownChain = /^((?:(?:filter|nat|mangle|raw)_)?(?:IN|OUT|FWDI|FWDO|FWD|PRE|POST)_)(.+)$/;
const hookChain = /^(?:(?:filter|nat|mangle|raw)_)?(?:PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)_(.+)$/;
const dispatch = /^(?:filter_)?INPUT_(?:ZONES|POLICIES|dispatch)$/;

/**
 * Tells zones and policies by the names that firewalld 0.9 to 2.5 gives its chains (its sources; tables of 1.3.3, 2.3.1
 * and 2.5.2):
 * - `filter_IN_ZONE`, `filter_FWD_ZONE` (0.9: FWDI, FWDO), `filter_IN_policy_POLICY`, and the parts of each with `_pre`,
 *   `_log`, `_deny`, `_allow`, `_post`;
 * - `filter_INPUT_ZONES` (to 1.x), `filter_INPUT_POLICIES` (2.0 to 2.4): a zone's target stands behind the jumps into its
 *   chain, under the same conditions;
 * - `filter_IN_ZONE_to_HOST`, `filter_FWD_ZONE_to_ZONE`, `filter_FWD_ZONE_dispatch_stage2` (2.5);
 * - `filter_FORWARD_dnat` (2.3 and newer).
 * The back end iptables writes the same without `filter_`, into tables that others share: there the chains of a zone with
 * all their parts, beside the chain that leads to them, prove the maker. Undefined: not firewalld's.
 */
export function firewalldPlaces(table: Table): FindPlace | undefined {
	const names = new Set(table.chains.map(({name}) => name));
	const isBase = (prefix: string, who: string): boolean => parts.every(part => names.has(`${prefix}${who}_${part}`));
	const named = (chain: string): FirewalldPlace | undefined => placeOf(chain, isBase);
	if (table.owner !== 'firewalld' && !(hasSome(names, dispatch) && hasSome(names, ownChain, named))) return undefined;
	return (chain, rule) => {
		const own = named(chain.name);
		if (own) return own;
		const [, rest = ''] = hookChain.exec(chain.name) ?? [];
		if (rest === 'dnat') return {kind: 'strict'};
		return rule && /^(?:ZONES|POLICIES)(?:_|$)/.test(rest) ? targetOf(chain, rule, named) : undefined;
	};
}

const hasSome = (names: Iterable<string>, pattern: RegExp, and: (name: string) => unknown = () => true): boolean =>
	[...names].some(name => pattern.test(name) && and(name) !== undefined);

/** Whose target a rule is that stands behind jumps with its own conditions. */
function targetOf(chain: Chain, rule: Rule, named: (chain: string) => FirewalldPlace | undefined) {
	const conditions = conditionsOf(rule);
	for (let at = rule.index - 1; at >= 0; at--) {
		const before = chain.rules[at];
		// LogDenied writes its own conditions.
		if (before?.verdict.kind === 'log') continue;
		if (!before || conditionsOf(before) !== conditions) return undefined;
		const target = jumpOf(before);
		const place = target === undefined ? undefined : named(target);
		if (place?.kind === 'zone') return place;
	}

	return undefined;
}

/** What of a rule stands before its verdict, in nft's or iptables-save's words. */
const conditionsOf = ({text}: Rule): string =>
	text.replace(/(?:^|\s)(?:-j|-g|jump|goto|accept|drop|reject|return|log|counter)(?:\s.*)?$/, '').trim();

function placeOf(chain: string, isBase: (prefix: string, who: string) => boolean): FirewalldPlace | undefined {
	const [, prefix = '', rest = ''] = ownChain.exec(chain) ?? [];
	if (rest === '') return undefined;
	const part = parts.find(each => rest.endsWith(`_${each}`));
	const candidates = [rest, ...(part === undefined ? [] : [rest.slice(0, -part.length - 1)])];
	const who = candidates.find(each => isBase(prefix, each));
	if (who !== undefined) {
		return who.startsWith('policy_') ? {kind: 'policy', policy: who.slice(7)} : {kind: 'zone', zone: who, into: null};
	}

	const stage = /^(.+)_dispatch(?:_stage2)?$/.exec(rest)?.[1];
	if (stage !== undefined) return {kind: 'zone', zone: stage, into: null};
	// A zone's name may hold `_to_` itself: the split whose zones have chains of their own is the right one.
	for (const {index} of rest.matchAll(/_to_/g)) {
		const [from, into] = [rest.slice(0, index), rest.slice(index + 4)];
		if ([from, into].every(zone => zone === 'HOST' || isBase(prefix, zone)))
			return {
				kind: 'zone',
				zone: from === 'HOST' ? into : from,
				into: into === 'HOST' || from === 'HOST' ? null : into,
			};
	}

	return undefined;
}
