import type {Saved, SavedTable} from '../read/iptables/save.js';
import type {TableHeads} from '../read/nft/chains.js';
import type {NativeTable} from '../read/nft/table.js';
import {tableOwner} from './kube-chains.js';
import type {Sliced} from '../read/sliced.js';
import type {Chain, ChainHead, Family, Ruleset, Table, TableKind} from '../facts/packet-filter.js';
import {builtin} from './xtables-chains.js';

/** What was read of a host's packet filter, before it is put together. Null: could not be read. */
export type RulesetParts = {
	/** `nft -j list chains`: which tables and chains there are. */
	readonly heads: readonly TableHeads[] | null;
	/** `iptables-save -c` and `ip6tables-save -c`. */
	readonly saved: Saved | null;
	readonly saved6: Saved | null;
	/** Rules of legacy tables (`iptables-legacy-save -c`), where they exist beside the others. */
	readonly legacy: Saved | null;
	/** The same of IPv6 (`ip6tables-legacy-save -c`). */
	readonly legacy6: Saved | null;
	/** `nft -j list table` of the tables that are not xtables'. */
	readonly natives: readonly NativeTable[];
	/** `nft list ruleset ip`, where there is no iptables-save. */
	readonly text: readonly NativeTable[] | null;
	readonly source: Ruleset['source'];
};

export const emptyParts: RulesetParts = {
	heads: null,
	saved: null,
	saved6: null,
	legacy: null,
	legacy6: null,
	natives: [],
	text: null,
	source: {rules: '', chains: ''},
};

export type Assembled = {
	readonly ruleset: Ruleset;
	/** Chains that only one of the two listings has: somebody wrote between the two reads. */
	readonly torn: readonly string[];
};

const perSlice = 4000;

/**
 * Puts the listings together: chains, hooks and priorities from nft, rules of xtables from iptables-save, the rest from
 * nft. Tables and chains that did not change since `before` stay the same objects. In slices.
 */
export function* assemble(
	parts: RulesetParts,
	before?: {readonly parts: RulesetParts; readonly assembled: Assembled},
): Sliced<Assembled> {
	const torn: string[] = [];
	const tables: Table[] = [];
	const old = before?.assembled.ruleset.tables ?? [];
	const same = (kept: Table): Table => {
		const was = old.find(table => keyOf(table) === keyOf(kept) && table.kind === kept.kind);
		return was &&
			was.chains.length === kept.chains.length &&
			was.sets === kept.sets &&
			was.chains.every((chain, at) => chain === kept.chains[at])
			? was
			: kept;
	};

	for (const head of parts.heads ?? headsOf(parts)) {
		const counted = before?.parts.heads === parts.heads ? recounted(head, parts, before) : undefined;
		if (counted) {
			tables.push(counted);
			yield;
			continue;
		}

		const {chains, sets, kind} = yield* rulesFor(head, parts, old, torn);
		yield;
		tables.push(same(tableOf(head, kind, chains, sets)));
		yield;
	}

	for (const [family, saved] of legacyOf(parts)) {
		for (const table of saved.tables) {
			const chains = savedChains(table).filter(worthShowing);
			if (chains.length > 0) tables.push(same(tableOf({family, name: table.name}, 'legacy', chains, [])));
		}
	}

	const unchanged =
		before !== undefined &&
		tables.length === old.length &&
		tables.every((table, at) => table === old[at]) &&
		before.assembled.ruleset.source.rules === parts.source.rules &&
		before.assembled.ruleset.source.chains === parts.source.chains;
	return unchanged ? before.assembled : {ruleset: {source: parts.source, tables}, torn};
}

/** The table as it was but for its counters, when nothing else changed; undefined: put it together anew. */
function recounted(
	head: TableHeads,
	parts: RulesetParts,
	before: {readonly parts: RulesetParts; readonly assembled: Assembled} | undefined,
): Table | undefined {
	if (!before || before.assembled.torn.length > 0) return undefined;
	const was = before.assembled.ruleset.tables.find(table => keyOf(table) === keyOf(head) && table.kind === 'xtables');
	const now = savedTable(head, parts);
	const then = savedTable(head, before.parts);
	if (!was || !now || !then || now.structure !== then.structure) return undefined;
	if (now.table === then.table) return was;
	const moved = movedRules(then.table, now.table);
	const chains = was.chains.map(chain => {
		const rules = moved.get(chain.rules);
		return rules ? {...chain, rules} : chain;
	});
	return {...was, chains};
}

/** By the rules of a chain as they were: as they are now. */
function movedRules(then: SavedTable, now: SavedTable): Map<Chain['rules'], Chain['rules']> {
	const moved = new Map<Chain['rules'], Chain['rules']>();
	const before = then.chains.values();
	for (const [at, chain] of now.chains.values().entries()) {
		const was = before[at];
		if (was && was !== chain) moved.set(was.rules, chain.rules);
	}

	return moved;
}

/** What iptables-save says of a table that nft names. */
function savedTable(head: TableHeads, parts: RulesetParts): {table: SavedTable; structure: object} | undefined {
	const saved = head.family === 'ip' ? parts.saved : head.family === 'ip6' ? parts.saved6 : null;
	const table = saved?.backend === 'legacy' ? undefined : saved?.tables.find(({name}) => name === head.name);
	return saved && table ? {table, structure: saved.structure} : undefined;
}

const keyOf = (table: {readonly family: Family; readonly name: string}): string => `${table.family} ${table.name}`;

const tableOf = (
	{family, name}: {readonly family: Family; readonly name: string},
	kind: TableKind,
	chains: readonly Chain[],
	sets: Table['sets'],
): Table => ({
	family,
	name,
	kind,
	owner: tableOwner(
		family,
		name,
		chains.map(chain => chain.name),
	),
	chains: ordered(chains),
	sets,
});

const hooks = ['ingress', 'prerouting', 'input', 'forward', 'output', 'postrouting', 'egress'];

/** Base chains by hook and priority, then the others as they come. The same array when it stands so already. */
export function ordered(chains: readonly Chain[]): readonly Chain[] {
	const base = chains.filter(({hook}) => hook !== null);
	const rank = ({hook}: Chain): number => hooks.indexOf(hook ?? '');
	const sorted = [...base].sort((a, b) => rank(a) - rank(b) || (a.priority ?? 0) - (b.priority ?? 0));
	return [...sorted, ...chains.filter(({hook}) => hook === null)];
}

const noSets: Table['sets'] = [];

function* rulesFor(
	head: TableHeads,
	parts: RulesetParts,
	old: readonly Table[],
	torn: string[],
): Sliced<{chains: readonly Chain[]; sets: Table['sets']; kind: TableKind}> {
	const saved = savedTable(head, parts);
	if (saved) return {chains: yield* joined(head, saved.table, old, torn), sets: noSets, kind: 'xtables'};
	const key = keyOf(head);
	const native = parts.natives.find(each => keyOf(each) === key);
	if (native) return {chains: native.chains, sets: native.sets, kind: 'native'};
	const text = parts.text?.find(each => keyOf(each) === key);
	if (text) return {chains: text.chains, sets: noSets, kind: 'text'};
	return {chains: head.chains.map(chain => ({...chain, rules: noRules})), sets: noSets, kind: 'unread'};
}

const noRules: readonly never[] = [];

/** Chains as nft knows them with the rules of iptables-save. */
function* joined(head: TableHeads, table: SavedTable, old: readonly Table[], torn: string[]): Sliced<readonly Chain[]> {
	const was = new Map<string, Chain>();
	for (const chain of old.find(each => keyOf(each) === keyOf(head) && each.kind === 'xtables')?.chains ?? []) {
		was.set(chain.name, chain);
	}

	const chains: Chain[] = [];
	let both = 0;
	for (const chain of head.chains) {
		if (chains.length % perSlice === perSlice - 1) yield;
		const saved = table.chains.get(chain.name);
		if (saved) both++;
		else torn.push(`${keyOf(head)} ${chain.name}`);
		chains.push(kept(was.get(chain.name), chain, saved?.rules ?? noRules));
	}

	if (both === table.chains.size) return chains;
	const seen = new Set(head.chains.map(({name}) => name));
	for (const saved of table.chains.values()) {
		// iptables-save prints the built-in chains of a table even where nobody made them.
		if (seen.has(saved.name) || (saved.policy !== null && saved.rules.length === 0)) continue;
		torn.push(`${keyOf(head)} ${saved.name}`);
		chains.push({...builtin(head.name, saved), rules: saved.rules});
	}

	return chains;
}

/** The chain as it was, when nothing of it changed. */
function kept(was: Chain | undefined, head: ChainHead, rules: Chain['rules']): Chain {
	const same =
		was?.rules === rules &&
		was.handle === head.handle &&
		was.hook === head.hook &&
		was.priority === head.priority &&
		was.policy === head.policy &&
		was.type === head.type;
	if (same) return was;
	// Said one by one: a spread takes ten times as long, and there are 40,000.
	const {name, handle, type, hook, priority, policy} = head;
	return {name, handle, type, hook, priority, policy, rules};
}

const savedChains = (table: SavedTable): Chain[] =>
	[...table.chains.values()].map(chain => ({...builtin(table.name, chain), rules: chain.rules}));

/** Without nft nobody says which of the built-in chains exist: those with rules or a policy of their own are shown. */
const worthShowing = (chain: Chain): boolean =>
	chain.hook === null || chain.rules.length > 0 || (chain.policy !== null && chain.policy !== 'accept');

/** The tables that are known where `nft` could not be asked. */
function headsOf(parts: RulesetParts): TableHeads[] {
	if (parts.text) return parts.text.map(({family, name, chains}) => ({family, name, chains}));
	const modern = (family: Family, saved: Saved | null): TableHeads[] =>
		saved && saved.backend !== 'legacy'
			? saved.tables.map(table => ({family, name: table.name, chains: savedChains(table).filter(worthShowing)}))
			: [];
	return [...modern('ip', parts.saved), ...modern('ip6', parts.saved6)].filter(({chains}) => chains.length > 0);
}

function legacyOf(parts: RulesetParts): Array<readonly [Family, Saved]> {
	const found: Array<readonly [Family, Saved]> = [];
	if (parts.saved?.backend === 'legacy') found.push(['ip', parts.saved]);
	if (parts.legacy) found.push(['ip', parts.legacy]);
	if (parts.saved6?.backend === 'legacy') found.push(['ip6', parts.saved6]);
	if (parts.legacy6) found.push(['ip6', parts.legacy6]);
	return found;
}
