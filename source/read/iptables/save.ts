import type {Outcome} from '../../command/outcome.js';
import {bytesOf, textOf} from '../bytes.js';
import {createVerdictReader} from './verdict.js';
import type {Rule} from '../../facts/packet-filter.js';
import {NamedList} from '../named-list.js';
import {firstLine, notOk} from '../reading.js';
import {known, unknown, type Note, type Reading} from '../../facts/reading.js';
import {clear, readCounters, type Counters} from './saved-counters.js';
import {buildingOf, chainAt, endOfWord, isSame, jumpOf, namesOf, type Building} from './saved-names.js';
import {SavedRule, type SavedText} from './saved-rule.js';
import {finish, type Sliced} from '../sliced.js';

/**
 * `iptables-save -c` and `ip6tables-save -c` (iptables 1.8.x, nf_tables and legacy):
 *
 *     *nat
 *     :KUBE-SERVICES - [0:0]
 *     [6:360] -A KUBE-SERVICES -d 10.96.0.1/32 … -j KUBE-SVC-…
 *     COMMIT
 *
 * Read once over the bytes, which are kept: a rule's words are taken out of them when somebody looks (`SavedRule`), and its
 * matches when somebody asks (`parseXtRule`).
 */
export type SavedChain = {readonly name: string; readonly policy: string | null; readonly rules: readonly Rule[]};

export type SavedTable = {readonly name: string; readonly chains: NamedList<SavedChain>};

export type Saved = {
	/** Which kernel interface the tool speaks; null when the header does not say (nothing saved). */
	readonly backend: 'nf_tables' | 'legacy' | null;
	readonly tables: readonly SavedTable[];
	/** Tables left out because rules in them are not xtables': only nft can show them. */
	readonly incompatible: readonly string[];
	/** Legacy tables exist beside these. */
	readonly legacyToo: boolean;
	/** The same object as long as only counters changed. */
	readonly structure: object;
	/** Some rule asks an ipset. */
	readonly asksSets: boolean;
	/** What its counters can be read again from; null: each time all of it is read. */
	readonly source: SavedSource | null;
};

/** The bytes that were read, with the rules in their order. */
export type SavedSource = {
	readonly bytes: Buffer;
	readonly rules: readonly SavedRule[];
	/** Each chain's rules stand together: where they begin. */
	readonly runs: readonly Run[];
	/** Numbers of the rules whose counters are not those of the bytes any more, ascending. */
	readonly differing: readonly number[];
};

export type Run = {readonly table: number; readonly chain: string; readonly first: number};

/** Lines read between two chances to let keys through: well below 10 ms. */
const linesPerSlice = 2000;

export function readIptablesSave(outcome: Outcome): Reading<Saved> {
	return finish(saveReading(outcome));
}

/** The same in slices: the caller decides when to go on. The bytes of the outcome are kept. */
export function* saveReading(outcome: Outcome): Sliced<Reading<Saved>> {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', outcome.argv[0] ?? '');
	const bytes = bytesOf(outcome);
	const parsed = yield* parse(bytes);
	if ('open' in parsed) return unknown('cut', `*${parsed.open} without COMMIT`);
	if (parsed.strange === parsed.lines && parsed.lines > 0) {
		return unknown('unreadable', firstLine(textOf(bytes, 0, 2000)).slice(0, 200));
	}

	const legacyToo = /\bip6?tables-legacy tables present/.test(outcome.stderr);
	const notes = [...parsed.notes];
	if (legacyToo) notes.push({line: firstLine(outcome.stderr), reason: 'legacy-tables'});
	return known({...parsed.saved, legacyToo}, notes);
}

type Parsed = {saved: Saved; notes: Note[]; strange: number; lines: number} | {open: string};

function* parse(bytes: Buffer): Sliced<Parsed> {
	const tables: SavedTable[] = [];
	const incompatible: string[] = [];
	const notes: Note[] = [];
	let backend: Saved['backend'] = null;
	let chains = new Map<string, Building>();
	let names = namesOf(chains);
	let text: SavedText | undefined;
	let open: string | undefined;
	let last: Building | undefined;
	/** Where the name of `last` stands. */
	let lastFrom = 0;
	let lastTo = 0;
	const rules: SavedRule[] = [];
	const runs: Run[] = [];
	let together = true;
	const counters: Counters = {packets: null, bytes: null};
	let lines = 0;
	let strange = 0;
	const odd = (from: number, to: number) => {
		strange++;
		if (notes.length < 20) notes.push({line: textOf(bytes, from, to).slice(0, 200), reason: 'not-understood'});
	};

	for (let at = 0; at < bytes.length;) {
		let end = bytes.indexOf(newline, at);
		if (end === -1) end = bytes.length;
		const from = at;
		at = end + 1;
		if (from === end) continue;
		if (++lines % linesPerSlice === 0) yield;
		const code = bytes[from];
		if (code === bracket || code === dash) {
			const length = code === bracket ? readCounters(bytes, from, counters) : clear(counters);
			const start = from + Math.max(0, length);
			if (length === -1 || !isAppend(bytes, start) || text === undefined) {
				odd(start, end);
				continue;
			}

			let chain = last;
			if (!chain || !isSame(bytes, lastFrom, lastTo, start + 3)) {
				lastFrom = start + 3;
				lastTo = endOfWord(bytes, lastFrom, end);
				chain = chainAt(bytes, lastFrom, lastTo, names);
			}

			if (!chain) {
				chain = buildingOf({name: textOf(bytes, lastFrom, lastTo), policy: null});
				chains.set(chain.name, chain);
				odd(start, end);
			}

			if (chain !== last) {
				if (chain.rules.length > 0) together = false;
				runs.push({table: tables.length, chain: chain.name, first: rules.length});
				last = chain;
			}

			const jump = jumpOf(bytes, start, end, names);
			const rule = new SavedRule(text, {index: chain.rules.length, start, end}, jump, counters.packets, counters.bytes);
			chain.rules.push(rule);
			rules.push(rule);
		} else if (code === colon) {
			const head = chainHead(textOf(bytes, from + 1, end));
			if (head && open !== undefined) chains.set(head.name, buildingOf(head));
			else odd(from, end);
		} else if (code === star) {
			if (open !== undefined) return {open};
			open = textOf(bytes, from + 1, end).trim();
			const here = new Map<string, Building>();
			chains = here;
			names = namesOf(here);
			text = {bytes, verdict: createVerdictReader(name => here.has(name))};
			last = undefined;
		} else if (code === hash) {
			const line = textOf(bytes, from, end);
			const refused = /^# Table [`'‘]([^'’]+)['’] is incompatible/.exec(line)?.[1];
			if (refused !== undefined) {
				incompatible.push(refused);
				notes.push({line, reason: 'incompatible-table'});
			} else if (line.startsWith('# Generated by')) {
				backend = line.includes('(nf_tables)') ? 'nf_tables' : 'legacy';
			}
		} else if (open !== undefined && textOf(bytes, from, from + 6) === 'COMMIT') {
			// Arrays that grew have room for more: 40,000 times.
			for (const chain of chains.values()) chain.rules = chain.rules.slice();
			yield;
			tables.push({name: open, chains: NamedList.of<SavedChain>(chains)});
			yield;
			open = undefined;
			text = undefined;
		} else {
			odd(from, end);
		}
	}

	if (open !== undefined) return {open};
	const source = together && strange === 0 ? {bytes, rules, runs, differing: []} : null;
	const asksSets = yield* holds(bytes, ' --match-set ');
	const saved: Saved = {backend, tables, incompatible, legacyToo: false, structure: {}, asksSets, source};
	return {saved, notes, strange, lines};
}

const newline = 0x0a;
const blank = 0x20;
const bracket = 0x5b;
const dash = 0x2d;
const colon = 0x3a;
const star = 0x2a;
const hash = 0x23;

const isAppend = (bytes: Buffer, at: number): boolean =>
	bytes[at] === dash && bytes[at + 1] === 0x41 && bytes[at + 2] === blank;

/** Bytes looked through between two chances to let keys through. */
const bytesPerSlice = 2 ** 21;

function* holds(bytes: Buffer, words: string): Sliced<boolean> {
	for (let at = 0; at < bytes.length; at += bytesPerSlice) {
		if (bytes.subarray(at, at + bytesPerSlice + words.length).includes(words)) return true;
		yield;
	}

	return false;
}

/** `NAME POLICY [packets:bytes]`; policy `-` is a user's chain. */
function chainHead(line: string): {name: string; policy: string | null} | undefined {
	const last = line.lastIndexOf(' ');
	const counted = line.charCodeAt(last + 1) === bracket && line.endsWith(']');
	const end = counted ? last : line.length;
	const middle = line.lastIndexOf(' ', end - 1);
	const policy = line.slice(middle + 1, end);
	if (middle <= 0 || policy === '' || (counted && !isCounters(line, last + 1))) return undefined;
	return {name: line.slice(0, middle), policy: policy === '-' ? null : policy.toLowerCase()};
}

const isCounters = (line: string, from: number): boolean =>
	line.startsWith('[0:0]', from) || /^\[\d+:\d+\]$/.test(line.slice(from));
