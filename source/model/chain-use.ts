import type {Sliced} from '../read/sliced.js';
import {isSaved, jumpOf} from './rule-jump.js';
import type {Chain, Ruleset, Table, Verdict} from '../facts/packet-filter.js';

/** Who leads into a chain, within its table. */
export type ChainUse = {
	/** Rules and map elements that lead there. */
	readonly from: number;
	/** Packets that those rules sent there; null where none of them counts. */
	readonly packets: number | null;
};

/** For each table the rules that lead into its chains. Holds as long as only counters change. */
export type Jumps = ReadonlyMap<string, JumpsOfTable>;

/** Pairs of numbers, those into one chain together: position of the chain in the table, of the rule in the chain. */
type JumpsOfTable = {
	readonly positions: ReadonlyMap<string, number>;
	/** Where the pairs into the chain of a position begin; those into the next one follow. */
	readonly starts: Int32Array;
	/** -1 and -1 for an element of a map. */
	readonly pairs: Int32Array;
};

export const noJumps: Jumps = new Map();

const keyOf = ({family, name, kind}: Table): string => `${family} ${name} ${kind}`;

const perSlice = 8000;

export function* indexJumps({tables}: Ruleset): Sliced<Jumps> {
	const jumps = new Map<string, JumpsOfTable>();
	for (const table of tables) jumps.set(keyOf(table), yield* jumpsOf(table));
	return jumps;
}

function* jumpsOf({chains, sets}: Table): Sliced<JumpsOfTable> {
	const positions = new Map<string, number>();
	for (const [at, {name}] of chains.entries()) positions.set(name, at);
	yield;
	/** Three numbers a jump: into which chain, and the pair. */
	const found: number[] = [];
	const starts = new Int32Array(chains.length + 1);
	const add = (chain: string, at: number, rule: number): void => {
		const into = positions.get(chain);
		if (into === undefined) return;
		found.push(into, at, rule);
		starts[into + 1] = (starts[into + 1] ?? 0) + 1;
	};

	let count = 0;
	for (const [at, {rules}] of chains.entries()) {
		count += rules.length;
		if (count >= perSlice) {
			count = 0;
			yield;
		}

		addJumps(rules, at, add);
	}

	for (const {elements} of sets) {
		for (const {verdict} of elements) for (const chain of verdict ? leadsTo(verdict) : nowhere) add(chain, -1, -1);
	}

	yield;
	for (let at = 1; at < starts.length; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
	const next = starts.slice();
	const pairs = new Int32Array((found.length / 3) * 2);
	for (let at = 0; at < found.length; at += 3) {
		const into = found[at] ?? 0;
		const place = next[into] ?? 0;
		next[into] = place + 1;
		pairs[place * 2] = found[at + 1] ?? -1;
		pairs[place * 2 + 1] = found[at + 2] ?? -1;
	}

	return {positions, starts, pairs};
}

/** A function of its own, for the sake of the compiler: this runs over 100,000 rules. */
function addJumps(rules: Chain['rules'], at: number, add: (chain: string, at: number, rule: number) => void): void {
	for (const rule of rules) {
		const jump = jumpOf(rule);
		if (jump !== undefined) add(jump, at, rule.index);
		else if (!isSaved(rule)) for (const chain of leadsTo(rule.verdict)) add(chain, at, rule.index);
	}
}

/** The use of one chain, with the counters as they are now. */
export function chainUse(jumps: Jumps, table: Table, chain: string): ChainUse {
	const {positions, starts, pairs} = jumps.get(keyOf(table)) ?? noneOfTable;
	const into = positions.get(chain);
	if (into === undefined) return {from: 0, packets: null};
	const from = starts[into] ?? 0;
	const to = starts[into + 1] ?? from;
	let packets: number | null = null;
	for (let at = from * 2; at < to * 2; at += 2) {
		const counted = table.chains[pairs[at] ?? -1]?.rules[pairs[at + 1] ?? -1]?.packets ?? null;
		if (counted !== null) packets = (packets ?? 0) + counted;
	}

	return {from: to - from, packets};
}

const noneOfTable: JumpsOfTable = {positions: new Map(), starts: new Int32Array(1), pairs: new Int32Array(0)};

const nowhere: readonly string[] = [];

/** The chains that a verdict may lead to. */
export function leadsTo(verdict: Verdict): readonly string[] {
	if (verdict.kind === 'jump' || verdict.kind === 'goto') return [verdict.chain];
	return verdict.kind === 'vmap' ? verdict.chains : nowhere;
}
