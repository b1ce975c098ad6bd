import {shown} from '../../command/command.js';
import * as ipset from '../../command/ipset.js';
import * as nft from '../../command/nft.js';
import type {Runner} from '../../host/runner.js';
import type {NamedSet} from '../../facts/packet-filter.js';
import {readIpsetSave} from '../../read/ipset-save.js';
import type {TableHeads} from '../../read/nft/chains.js';
import {readNftTables, type NativeTable} from '../../read/nft/table.js';
import {unknown, type Note, type Reading} from '../../facts/reading.js';

export type NativeRead = {
	readonly tables: readonly NativeTable[];
	readonly used: readonly string[];
	readonly notes: readonly Note[];
	/** Seconds since the read before, of the tables that were read this time (`family name`). */
	readonly apart: ReadonlyMap<string, number>;
	/** The same object as long as only counters (and what is left of timeouts) changed. */
	readonly structure: object;
};

/** Tables without counters change only when somebody writes them, and long ones cost much: another look now and then. */
const maxAge = 10_000;
/** And so much later while nobody tells of a change. */
const calmAge = 110_000;
/** Characters of a listing that may be asked for at every read, for its counters: some milliseconds. */
const mostAtOnce = 256 * 1024;
/** After a read that failed (a huge table needs more than its deadline). */
const patience = 60_000;

type Kept = {
	readonly stdout: string;
	/** `stdout` without what moves by itself. */
	readonly still: string;
	readonly table: NativeTable | undefined;
	/** When it was asked for last, and when it is to be again. */
	readonly at: number;
	readonly due: number;
	readonly why: string;
};

/**
 * Reads the tables that are not xtables' (`nft -j list table`): at once when the list of chains changed, else every ten
 * seconds. A table whose listing is the same stays the same object.
 */
export function createNativeReader(
	runner: Pick<Runner, 'run'>,
): (wanted: readonly TableHeads[], signal: AbortSignal | undefined, still: boolean) => Promise<NativeRead> {
	let kept = new Map<string, Kept>();
	let heads = new Map<string, TableHeads>();
	let last: NativeRead = {tables: [], used: [], notes: [], apart: new Map(), structure: {}};

	const read = async (head: TableHeads, signal: AbortSignal | undefined, still: boolean): Promise<Kept> => {
		const key = keyOf(head);
		const before = kept.get(key);
		// Without counters there is nothing to see in it that nobody tells of.
		if (still && before?.table && heads.get(key) === head && ageOf(before.table, before.stdout) > 0) return before;
		if (before && heads.get(key) === head && performance.now() < before.due) return before;
		const outcome = await runner.run(nft.table(head.family, head.name), signal ? {signal} : {});
		const at = performance.now();
		if (before?.table && outcome.kind === 'ok' && outcome.stdout === before.stdout) {
			return {...before, at, due: at + ageOf(before.table, outcome.stdout)};
		}

		const reading = readNftTables(outcome);
		const table = reading.known ? reading.value.find(each => keyOf(each) === key) : undefined;
		const why = reading.known ? '' : reading.unknown.reason;
		const {stdout} = outcome;
		return {stdout, still: withoutCounts(stdout), table, why, at, due: at + (table ? ageOf(table, stdout) : patience)};
	};

	return async (wanted, signal, still) => {
		const reads = await Promise.all(wanted.map(async head => [keyOf(head), await read(head, signal, still)] as const));
		if (signal?.aborted) return last;
		const apart = new Map<string, number>();
		for (const [key, {at}] of reads) {
			const before = kept.get(key)?.at;
			if (before !== undefined && before < at) apart.set(key, (at - before) / 1000);
		}

		const same = reads.length === kept.size && reads.every(([key, now]) => kept.get(key)?.still === now.still);
		kept = new Map(reads);
		heads = new Map(wanted.map(head => [keyOf(head), head]));
		const tables = reads.flatMap(([, {table}]) => table ?? []);
		const sameTables = tables.length === last.tables.length && tables.every((table, at) => table === last.tables[at]);
		last = {
			tables: sameTables ? last.tables : tables,
			used: wanted.map(({family, name}) => shown(nft.table(family, name).argv)),
			notes: reads.flatMap(([key, {table, why}]) => (table ? [] : [{line: key, reason: `table-${why}`}])),
			apart,
			structure: same ? last.structure : {},
		};
		return last;
	};
}

const withoutCounts = (stdout: string): string => stdout.replaceAll(/("(?:packets|bytes|expires|used)":\s*)\d+/g, '$1');

/** How long a listing is good for: where something counts, until the next read. */
const ageOf = ({chains}: NativeTable, stdout: string): number =>
	stdout.length <= mostAtOnce && chains.some(({rules}) => rules.some(({packets}) => packets !== null)) ? 0 : maxAge;

const keyOf = ({family, name}: {readonly family: string; readonly name: string}): string => `${family} ${name}`;

/** Members of the sets that rules name (`ipset save`), every ten seconds. */
export function createIpsetReader(
	runner: Pick<Runner, 'run'>,
): (signal: AbortSignal | undefined, still: boolean) => Promise<Reading<readonly NamedSet[]>> {
	let stdout: string | undefined;
	let sets: Reading<readonly NamedSet[]> = unknown('aborted', 'ipset');
	let due = 0;
	let underWay: Promise<Reading<readonly NamedSet[]>> | undefined;
	const ask = async (signal: AbortSignal | undefined): Promise<Reading<readonly NamedSet[]>> => {
		const outcome = await runner.run(ipset.sets(), signal ? {signal} : {});
		underWay = undefined;
		if (outcome.kind === 'aborted') return sets;
		const reading = readIpsetSave(outcome);
		if (!reading.known || outcome.stdout !== stdout) sets = reading;
		stdout = reading.known ? outcome.stdout : undefined;
		due = performance.now() + (reading.known ? maxAge : patience);
		return sets;
	};

	return async (signal, still) => {
		// Nobody tells of members that come and go, but they do so with rules or seldom.
		if (performance.now() < due + (still ? calmAge : 0)) return sets;
		underWay ??= ask(signal);
		return underWay;
	};
}

/** Whether kube-router is here, whose rules ask sets: then nobody has to wait for the rules to ask for them. */
export const usesSets = (tables: readonly TableHeads[]): boolean =>
	tables.some(({chains}) => chains.some(({name}) => name.startsWith('KUBE-ROUTER-')));
