import type {Sliced} from '../read/sliced.js';
import type {Ruleset, Table, Verdict} from './packet-filter.js';

/** Who leads into a chain, within its table. */
export type ChainUse = {
	/** Rules and map elements that lead there. */
	readonly from: number;
	/** Packets that those rules sent there; null where none of them counts. */
	readonly packets: number | null;
};

/**
 * For each table the rules that lead into a chain, as pairs of numbers: position of the chain in the table, of the rule in
 * the chain; -1 and -1 for an element of a map. Holds as long as only counters change.
 */
export type Jumps = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

export const noJumps: Jumps = new Map();

const keyOf = ({family, name, kind}: Table): string => `${family} ${name} ${kind}`;

const perSlice = 4000;

export function* indexJumps({tables}: Ruleset): Sliced<Jumps> {
	const jumps = new Map<string, Map<string, number[]>>();
	for (const table of tables) {
		const into = new Map<string, number[]>();
		const add = (chain: string, at: number, rule: number): void => {
			const pairs = into.get(chain);
			if (pairs) pairs.push(at, rule);
			else into.set(chain, [at, rule]);
		};

		let count = 0;
		for (const [at, {rules}] of table.chains.entries()) {
			for (const {verdict, index} of rules) {
				if (++count % perSlice === 0) yield;
				if (verdict.kind === 'jump' || verdict.kind === 'goto') add(verdict.chain, at, index);
				else for (const chain of leadsTo(verdict)) add(chain, at, index);
			}
		}

		for (const {elements} of table.sets) {
			for (const {verdict} of elements) for (const chain of verdict ? leadsTo(verdict) : nowhere) add(chain, -1, -1);
		}

		jumps.set(keyOf(table), into);
	}

	return jumps;
}

/** The use of one chain, with the counters as they are now. */
export function chainUse(jumps: Jumps, table: Table, chain: string): ChainUse {
	const pairs = jumps.get(keyOf(table))?.get(chain) ?? [];
	let packets: number | null = null;
	for (let at = 0; at < pairs.length; at += 2) {
		const counted = table.chains[pairs[at] ?? -1]?.rules[pairs[at + 1] ?? -1]?.packets ?? null;
		if (counted !== null) packets = (packets ?? 0) + counted;
	}

	return {from: pairs.length / 2, packets};
}

const nowhere: readonly string[] = [];

/** The chains that a verdict may lead to. */
export function leadsTo(verdict: Verdict): readonly string[] {
	if (verdict.kind === 'jump' || verdict.kind === 'goto') return [verdict.chain];
	return verdict.kind === 'vmap' ? verdict.chains : nowhere;
}
