import type {Sliced} from '../read/sliced.js';
import {stableName, type Labels} from './chain-labels.js';
import {ruleIdentity} from './rule-identity.js';
import type {Chain, Rule, Ruleset, Table} from '../facts/packet-filter.js';

/** How fast a rule counts, a second. Null: its counter was set back (a rewrite, `iptables -Z`), so nobody can tell. */
export type RuleRate = {readonly packets: number; readonly bytes: number} | null;

export type Rates = {
	/** Between the two reads; null before the second. */
	readonly seconds: number | null;
	/** Rules whose counter is not what it was. All others stand still. */
	readonly moved: ReadonlyMap<Rule, RuleRate>;
};

export const noRates: Rates = {seconds: null, moved: new Map()};

type Read = {readonly ruleset: Ruleset; readonly labels: Labels};

type ReadBefore = Read & {readonly rates: Rates};

const perSlice = 4000;

/**
 * What moved between two reads that lie `seconds` apart (a monotonic clock's). Rules are joined by what they say, not by
 * place: a rewrite that moves them keeps their rates. Tables of nft itself may be read more seldom: `ofTable` tells how many
 * seconds their two reads lie apart; undefined: it was not read this time, and what moved in it is as it was.
 */
export function* ruleRates(
	before: ReadBefore,
	after: Read,
	seconds: number,
	ofTable: (table: Table) => number | undefined = () => seconds,
): Sliced<Rates> {
	const moved = new Map<Rule, RuleRate>();
	let count = 0;
	for (const table of after.ruleset.tables) {
		const was = before.ruleset.tables.find(each => sameTable(each, table));
		const apart = table.kind === 'native' ? ofTable(table) : seconds;
		if (!was || table.kind === 'unread' || table.kind === 'text') continue;
		if (was === table) {
			if (apart === undefined) carryOver(table, before.rates, moved);
			continue;
		}

		const old = chainsBy(was, before.labels);
		for (const [at, chain] of table.chains.entries()) {
			const same = was.chains[at];
			// Nearly all of them, at nearly every read.
			if (chain === same) continue;
			count += 1 + chain.rules.length;
			if (count >= perSlice) {
				count = 0;
				yield;
			}

			const then = same?.name === chain.name ? same : old().get(stableName(chain.name, after.labels));
			if (!then || then.rules === chain.rules) continue;
			compare(table, then, chain, {before, after, seconds: apart ?? seconds, moved});
		}
	}

	return {seconds, moved};
}

function carryOver({chains}: Table, {moved: before}: Rates, moved: Map<Rule, RuleRate>): void {
	if (before.size === 0) return;
	for (const {rules} of chains) {
		for (const rule of rules) {
			const rate = before.get(rule);
			if (rate !== undefined) moved.set(rule, rate);
		}
	}
}

const sameTable = (a: Table, b: Table): boolean => a.family === b.family && a.name === b.name && a.kind === b.kind;

/** The chains by the names that they keep; made when the first chain is not where it was. */
function chainsBy(table: Table, labels: Labels): () => Map<string, Chain> {
	let chains: Map<string, Chain> | undefined;
	return () => {
		chains ??= new Map(table.chains.map(chain => [stableName(chain.name, labels), chain]));
		return chains;
	};
}

type Comparison = {
	readonly before: Read;
	readonly after: Read;
	readonly seconds: number;
	readonly moved: Map<Rule, RuleRate>;
};

function compare(table: Table, then: Chain, now: Chain, {before, after, seconds, moved}: Comparison): void {
	let byWords: Map<string, Rule> | undefined;
	const here = new Map<Rule, RuleRate>();
	let rewritten = false;
	const seen = new Map<string, number>();
	for (const rule of now.rules) {
		let old = then.rules[rule.index];
		if (old === rule) continue;
		if (byWords || old?.text !== rule.text || then.rules.length !== now.rules.length) {
			byWords ??= identified(table, then, before.labels);
			old = byWords.get(numbered(ruleIdentity(table, now, rule.text, after.labels), seen));
		}

		const rate = old ? rateOf(old, rule, seconds) : undefined;
		if (rate !== undefined) here.set(rule, rate);
		if (rate === null) rewritten = true;
	}

	// A chain is rewritten as a whole (kube-proxy does so to KUBE-SERVICES at every sync): what its other rules counted
	// since is no difference either.
	for (const [rule, rate] of here) moved.set(rule, rewritten ? null : rate);
}

function identified(table: Table, chain: Chain, labels: Labels): Map<string, Rule> {
	const seen = new Map<string, number>();
	return new Map(chain.rules.map(rule => [numbered(ruleIdentity(table, chain, rule.text, labels), seen), rule]));
}

/** Two equal rules of a chain are the first and the second. */
function numbered(identity: string, seen: Map<string, number>): string {
	const nth = seen.get(identity) ?? 0;
	seen.set(identity, nth + 1);
	return `${identity} ${nth}`;
}

/** Undefined: it did not move, or nothing counts. */
function rateOf(old: Rule, rule: Rule, seconds: number): RuleRate | undefined {
	if (old.packets === null || rule.packets === null || old.packets === rule.packets || seconds <= 0) return undefined;
	if (rule.packets < old.packets) return null;
	return {
		packets: (rule.packets - old.packets) / seconds,
		bytes: Math.max(0, (rule.bytes ?? 0) - (old.bytes ?? 0)) / seconds,
	};
}
