import type {Saved, SavedChain, SavedSource, SavedTable} from './save.js';
import {readCounters, type Counters} from './saved-counters.js';
import type {SavedRule} from './saved-rule.js';
import type {Sliced} from '../sliced.js';

/**
 * The counters of a new `iptables-save -c` put into what was read before. Undefined when anything but a counter differs
 * (then it must be read anew). The same Saved when no counter moved; chains and rules that did not move stay the same
 * objects. Bytes are compared in large blocks: a rule that did not move costs next to nothing.
 */
export function* recount(before: Saved, now: Buffer): Sliced<Saved | undefined> {
	const {source} = before;
	if (!source) return undefined;
	const counted: Counted = {numbers: [], packets: [], bytes: []};
	if (!(yield* compare(source, now, counted))) return undefined;
	const rules = source.rules.slice();
	const moved: number[] = [];
	const put = (number: number, packets: number | null, bytes: number | null): void => {
		const rule = rules[number];
		if (!rule || (rule.packets === packets && rule.bytes === bytes)) return;
		rules[number] = rule.counted(packets, bytes);
		moved.push(number);
	};

	let next = 0;
	for (const [at, number] of counted.numbers.entries()) {
		if (at % perSlice === perSlice - 1) yield;
		// A counter that is again what it was when all was read does not differ from that.
		for (let old = source.differing[next]; old !== undefined && old <= number; old = source.differing[++next]) {
			if (old < number) put(old, ...countersOf(source, old));
		}

		put(number, counted.packets[at] ?? null, counted.bytes[at] ?? null);
	}

	for (const old of source.differing.slice(next)) put(old, ...countersOf(source, old));
	if (moved.length === 0) return before;
	const after: SavedSource = {...source, rules, differing: counted.numbers};
	return {...before, tables: yield* withMoved(before.tables, after, moved), source: after};
}

/** The counters of a rule as they stand in the bytes. */
function countersOf({bytes, rules}: SavedSource, number: number): [number | null, number | null] {
	const counters: Counters = {packets: null, bytes: null};
	readCounters(bytes, bytes.lastIndexOf(newline, rules[number]?.start) + 1, counters);
	return [counters.packets, counters.bytes];
}

/** Rules by their numbers, ascending, with what they count. */
type Counted = {readonly numbers: number[]; readonly packets: number[]; readonly bytes: number[]};

/**
 * Blocks double while they are equal. So few bytes are looked at one by one: a call takes longer, and where many rules move
 * the next one is near.
 */
const smallest = 512;
const largest = 64 * 1024;
/** Blocks or rules between two chances to let keys through. */
const perSlice = 2000;

/** Finds all rules whose counters differ from the bytes of `source`. False: something else differs. */
function* compare({bytes: then, rules}: SavedSource, now: Buffer, counted: Counted): Sliced<boolean> {
	let [at, to, block, blocks] = [0, 0, smallest, 0];
	while (at < then.length) {
		if (++blocks % perSlice === 0) yield;
		const length = Math.min(block, then.length - at, now.length - to);
		if (block > smallest) {
			if (length > 0 && then.compare(now, to, to + length, at, at + length) === 0) {
				at += length;
				to += length;
				block = Math.min(largest, block * 2);
			} else block /= 2;

			continue;
		}

		const end = at + length;
		while (at < end && then[at] === now[to]) {
			at++;
			to++;
		}

		if (at === end && length > 0) {
			block *= 2;
			continue;
		}

		const past = pastCounters(then, now, [at, to], rules, counted) ?? pastLine(then, now, at, to);
		if (!past) return false;
		[at, to] = past;
		block = smallest;
	}

	return to === now.length;
}

/** Behind the counters of the rule in which the texts differ: where to go on in either. Undefined: they differ elsewhere. */
function pastCounters(
	then: Buffer,
	now: Buffer,
	[at, to]: readonly [number, number],
	rules: readonly SavedRule[],
	{numbers, packets, bytes}: Counted,
): readonly [number, number] | undefined {
	const number = ruleBehind(rules, at, (numbers.at(-1) ?? -1) + 1);
	const start = rules[number]?.start;
	if (start === undefined) return undefined;
	let line = start;
	while (line > 0 && then[line - 1] !== newline) line--;
	const lineNow = to - (at - line);
	if (line > at || now[lineNow] !== bracket) return undefined;
	const counters: Counters = {packets: null, bytes: null};
	const length = readCounters(now, lineNow, counters);
	if (length === -1 || counters.packets === null || counters.bytes === null) return undefined;
	numbers.push(number);
	packets.push(counters.packets);
	bytes.push(counters.bytes);
	return [start, lineNow + length];
}

/** The first rule from `first` on whose words begin behind a position. Moving rules are often neighbours. */
function ruleBehind(rules: readonly SavedRule[], position: number, first: number): number {
	const isBehind = (number: number): boolean => (rules[number]?.start ?? Infinity) > position;
	let step = 1;
	while (!isBehind(first + step - 1)) step *= 2;
	let [low, high] = [first + (step >> 1), Math.min(rules.length, first + step - 1)];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (isBehind(middle)) high = middle;
		else low = middle + 1;
	}

	return low;
}

/** Behind a line that is no rule and may differ: a chain's policy with its counters, or when the tool ran. */
function pastLine(then: Buffer, now: Buffer, at: number, to: number): readonly [number, number] | undefined {
	const line = at === 0 ? 0 : then.lastIndexOf(newline, at - 1) + 1;
	const place: Place = {then, now, at, line, lineNow: to - (at - line)};
	if (then[line] === colon) return pastPolicy(place);
	return then[line] === hash ? pastTime(place) : undefined;
}

/** Where the two texts differ, and where that line begins in either. */
type Place = {
	readonly then: Buffer;
	readonly now: Buffer;
	readonly at: number;
	readonly line: number;
	readonly lineNow: number;
};

/** Behind the counters of a chain's policy, which nobody shows. */
function pastPolicy({then, now, at, line, lineNow}: Place): readonly [number, number] | undefined {
	const end = then.indexOf(newline, line);
	const open = then.lastIndexOf(bracket, end);
	const endNow = now.indexOf(newline, lineNow);
	if (end === -1 || endNow === -1 || at <= open || open < line) return undefined;
	const words = now.toString('latin1', lineNow + open - line, endNow);
	return /^\[\d+:\d+\]$/.test(words) ? [end, endNow] : undefined;
}

/** Behind a comment that says when the tool ran; others tell which tables were left out. */
function pastTime({then, now, line, lineNow}: Place): readonly [number, number] | undefined {
	const end = then.indexOf(newline, line);
	const endNow = now.indexOf(newline, lineNow);
	const said = (text: Buffer, from: number): string | undefined =>
		/^# (?:Generated|Completed)\b/.exec(text.toString('latin1', from, from + 12))?.[0];
	const words = said(then, line);
	return end !== -1 && endNow !== -1 && words !== undefined && words === said(now, lineNow) ? [end, endNow] : undefined;
}

/** The tables with the rules that moved. */
function* withMoved(
	tables: readonly SavedTable[],
	{rules, runs}: SavedSource,
	moved: readonly number[],
): Sliced<readonly SavedTable[]> {
	const changed = new Map<number, Map<string, SavedChain>>();
	let [from, to] = [0, 0];
	for (const [at, number] of moved.entries()) {
		if (at % perSlice === perSlice - 1) yield;
		if (number >= from && number < to) continue;
		const run = runs[runOf(runs, number)];
		const chain = run && tables[run.table]?.chains.get(run.chain);
		if (!run || !chain) continue;
		[from, to] = [run.first, run.first + chain.rules.length];
		const chains = changed.get(run.table) ?? new Map<string, SavedChain>();
		changed.set(run.table, chains.set(run.chain, {...chain, rules: rules.slice(from, to)}));
	}

	return tables.map((table, at) => {
		const chains = changed.get(at);
		return chains ? {...table, chains: table.chains.with(chains)} : table;
	});
}

/** The last run that begins at or before a rule. */
function runOf(runs: SavedSource['runs'], number: number): number {
	let [low, high] = [0, runs.length - 1];
	while (low < high) {
		const middle = (low + high + 1) >>> 1;
		if ((runs[middle]?.first ?? 0) <= number) low = middle;
		else high = middle - 1;
	}

	return low;
}

const newline = 0x0a;
const bracket = 0x5b;
const colon = 0x3a;
const hash = 0x23;
