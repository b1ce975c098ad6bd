import {parseXtRule, xtMatch, xtOption, type Negatable, type XtRule} from '../read/iptables/rule.js';
import type {Rule, TableKind} from '../facts/packet-filter.js';

/** The conditions of a rule that a service's path depends on. Null: the rule does not ask for it. */
export type RuleMatch = {
	readonly source: Negatable<string> | null;
	readonly destination: Negatable<string> | null;
	readonly protocol: string | null;
	readonly port: number | null;
	/** `LOCAL` and the like, of `-m addrtype --src-type`. */
	readonly sourceType: string | null;
	/** `-m statistic --mode random`; 1 where there is none. */
	readonly probability: number;
	/** `-m recent --rcheck`: session affinity, with its seconds (null: not readable). */
	readonly recent: {readonly seconds: number | null} | null;
};

/** Of a rule of iptables-save, or of nft's text where nothing better exists (few forms only). */
export function matchOf(rule: Rule, kind: TableKind): RuleMatch {
	return kind === 'text' ? fromText(rule.text) : fromXt(parseXtRule(rule.text));
}

function fromXt(rule: XtRule): RuleMatch {
	const value = (name: string): string | null => xtOption(rule, name)?.values[0] ?? null;
	const probability = value('probability');
	const recent = xtMatch(rule, 'recent');
	const asks = recent?.options.some(({name}) => name === 'rcheck' || name === 'update') ?? false;
	return {
		source: withoutHostMask(rule.source),
		destination: withoutHostMask(rule.destination),
		protocol: rule.protocol && !rule.protocol.not ? rule.protocol.value : null,
		port: numberOf(value('dport')),
		sourceType: value('src-type'),
		probability: probability === null ? 1 : Number(probability),
		recent: asks ? {seconds: numberOf(value('seconds'))} : null,
	};
}

function withoutHostMask(address: Negatable<string> | null): Negatable<string> | null {
	return address && {not: address.not, value: address.value.replace(/\/(?:32|128)$/, '')};
}

const numberOf = (text: string | null): number | null => (text !== null && /^\d+$/.test(text) ? Number(text) : null);

/** `meta random & 2147483647 < 715827883`: the numerator of 2^31. */
const random = /meta random & 2147483647 < (\d+)/;

function fromText(text: string): RuleMatch {
	const address = (field: string): Negatable<string> | null => {
		const [, not, value] = new RegExp(`\\bip6? ${field} (!= )?(\\S+)`).exec(text) ?? [];
		return value === undefined ? null : {not: not !== undefined, value};
	};

	const port = /\b(tcp|udp|sctp) dport (\d+)(?![-\d])/.exec(text);
	const numerator = random.exec(text)?.[1];
	return {
		source: address('saddr'),
		destination: address('daddr'),
		protocol: port?.[1] ?? /\b(?:ip protocol|meta l4proto) (\w+)/.exec(text)?.[1] ?? null,
		port: numberOf(port?.[2] ?? null),
		sourceType: /\bfib saddr type (\w+)/.exec(text)?.[1]?.toUpperCase() ?? null,
		probability: numerator === undefined ? 1 : Number(numerator) / 2 ** 31,
		recent: /\bxt match "?recent\b/.test(text) ? {seconds: null} : null,
	};
}
