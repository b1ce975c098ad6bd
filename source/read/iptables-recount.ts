import {
	readCounters,
	type Counters,
	type Saved,
	type SavedChain,
	type SavedSource,
	type SavedTable,
} from './iptables-save.js';
import type {SavedRule} from './saved-rule.js';
import type {Sliced} from './sliced.js';

/**
 * The counters of a new `iptables-save -c` put into what was read before. Undefined when anything but a counter differs
 * (then it must be read anew). The same Saved when no counter moved; chains and rules that did not move stay the same
 * objects. Bytes are compared in large blocks: a rule that did not move costs next to nothing.
 */
export function* recount(before: Saved, now: Buffer): Sliced<Saved | undefined> {
	const {source} = before;
	if (!source) return undefined;
	const counted = yield* differences(source, now);
	if (!counted) return undefined;
	const moved = new Map<number, SavedRule>();
	const put = (number: number, {packets, bytes}: Counters): void => {
		const rule = source.rules[number];
		if (rule && (rule.packets !== packets || rule.bytes !== bytes)) moved.set(number, rule.counted(packets, bytes));
	};

	for (const [number, counters] of counted) put(number, counters);
	// A counter that is again what it was when all was read does not differ from that.
	for (const number of source.differing) if (!counted.has(number)) put(number, countersOf(source, number));
	if (moved.size === 0) return before;
	const rules = source.rules.slice();
	for (const [number, rule] of moved) rules[number] = rule;
	const after: SavedSource = {...source, rules, differing: new Set(counted.keys())};
	return {...before, tables: withMoved(before.tables, after, moved.keys()), source: after};
}

function countersOf({bytes, rules}: SavedSource, number: number): Counters {
	const counters: Counters = {packets: null, bytes: null};
	readCounters(bytes, bytes.lastIndexOf(newline, rules[number]?.start) + 1, counters);
	return counters;
}

/** Blocks double while they are equal. */
const smallest = 128;
const largest = 64 * 1024;
/** Blocks compared between two chances to let keys through. */
const perSlice = 500;

/** The counters of all rules whose counters differ from the bytes of `source`; undefined: something else differs. */
function* differences({bytes: then, rules}: SavedSource, now: Buffer): Sliced<Map<number, Counters> | undefined> {
	const counted = new Map<number, Counters>();
	let [at, to, block, blocks] = [0, 0, smallest, 0];
	while (at < then.length) {
		if (++blocks % perSlice === 0) yield;
		const length = Math.min(block, then.length - at, now.length - to);
		if (length > 0 && then.compare(now, to, to + length, at, at + length) === 0) {
			at += length;
			to += length;
			block = Math.min(largest, block * 2);
			continue;
		}

		if (block > smallest) {
			block /= 2;
			continue;
		}

		while (at < then.length && then[at] === now[to]) {
			at++;
			to++;
		}

		const line = at === 0 ? 0 : then.lastIndexOf(newline, at - 1) + 1;
		const place: Place = {then, now, at, line, lineNow: to - (at - line)};
		let past: readonly [number, number] | undefined;
		if (then[line] === bracket) past = pastCounters(place, rules, counted);
		else if (then[line] === colon) past = pastPolicy(place);
		else if (then[line] === hash) past = pastTime(place);
		if (!past) return undefined;
		[at, to] = past;
	}

	return to === now.length ? counted : undefined;
}

/** Where the two texts differ, and where that line begins in either. */
type Place = {
	readonly then: Buffer;
	readonly now: Buffer;
	readonly at: number;
	readonly line: number;
	readonly lineNow: number;
};

/** Behind the counters of a rule: where to go on in either text. */
function pastCounters(
	{now, at, line, lineNow}: Place,
	rules: readonly SavedRule[],
	counted: Map<number, Counters>,
): readonly [number, number] | undefined {
	const number = ruleAt(rules, line);
	const start = rules[number]?.start ?? 0;
	const counters: Counters = {packets: null, bytes: null};
	const length = at < start && now[lineNow] === bracket ? readCounters(now, lineNow, counters) : -1;
	if (length === -1) return undefined;
	counted.set(number, counters);
	return [start, lineNow + length];
}

/** The first rule that begins behind a position. */
function ruleAt(rules: readonly SavedRule[], position: number): number {
	let [low, high] = [0, rules.length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((rules[middle]?.start ?? 0) <= position) low = middle + 1;
		else high = middle;
	}

	return low;
}

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

/** The tables with the rules that moved, whose numbers come in any order. */
function withMoved(
	tables: readonly SavedTable[],
	{rules, runs}: SavedSource,
	moved: Iterable<number>,
): readonly SavedTable[] {
	const changed = new Map<number, Map<string, SavedChain>>();
	for (const number of moved) {
		const at = runOf(runs, number);
		const run = runs[at];
		const chain = run && tables[run.table]?.chains.get(run.chain);
		if (!run || !chain) continue;
		const chains = changed.get(run.table) ?? new Map<string, SavedChain>();
		changed.set(run.table, chains);
		if (chains.has(run.chain)) continue;
		chains.set(run.chain, {...chain, rules: rules.slice(run.first, run.first + chain.rules.length)});
	}

	return tables.map((table, at) => {
		const chains = changed.get(at);
		return chains ? {...table, chains: new Map([...table.chains, ...chains])} : table;
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
