import type {Outcome} from '../command/outcome.js';
import {commentOf, createVerdictReader} from './iptables-verdict.js';
import type {Rule, Verdict} from '../model/packet-filter.js';
import {firstLine, known, notOk, unknown, type Note, type Reading} from './reading.js';
import {finish, type Sliced} from './sliced.js';

/**
 * `iptables-save -c` and `ip6tables-save -c` (iptables 1.8.x, nf_tables and legacy):
 *
 *     *nat
 *     :KUBE-SERVICES - [0:0]
 *     [6:360] -A KUBE-SERVICES -d 10.96.0.1/32 … -j KUBE-SVC-…
 *     COMMIT
 *
 * Read once over the text; a rule's matches stay text until somebody asks (`parseXtRule`).
 */
export type SavedChain = {readonly name: string; readonly policy: string | null; readonly rules: readonly Rule[]};

export type SavedTable = {
	readonly name: string;
	readonly chains: ReadonlyMap<string, SavedChain>;
	/** Chains that have rules, in the order in which the rules stand in the text. */
	readonly order: readonly string[];
};

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
	/** Each chain's rules stand together: counters can be read again without taking rules apart. */
	readonly together: boolean;
};

/** Lines read between two chances to let keys through: well below 10 ms. */
export const linesPerSlice = 1500;

export function readIptablesSave(outcome: Outcome): Reading<Saved> {
	return finish(saveReading(outcome));
}

/** The same in slices: the caller decides when to go on. */
export function* saveReading(outcome: Outcome): Sliced<Reading<Saved>> {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', outcome.argv[0] ?? '');
	const parsed = yield* parse(outcome.stdout);
	if ('open' in parsed) return unknown('cut', `*${parsed.open} without COMMIT`);
	if (parsed.strange === parsed.lines && parsed.lines > 0) {
		return unknown('unreadable', firstLine(outcome.stdout).slice(0, 200));
	}

	const legacyToo = /iptables-legacy tables present/.test(outcome.stderr);
	const notes = [...parsed.notes];
	if (legacyToo) notes.push({line: firstLine(outcome.stderr), reason: 'legacy-tables'});
	return known({...parsed.saved, legacyToo}, notes);
}

type Parsed = {saved: Saved; notes: Note[]; strange: number; lines: number} | {open: string};

type Building = {name: string; policy: string | null; rules: Rule[]};

function* parse(text: string): Sliced<Parsed> {
	const tables: SavedTable[] = [];
	const incompatible: string[] = [];
	const notes: Note[] = [];
	let backend: Saved['backend'] = null;
	let chains = new Map<string, Building>();
	let verdict: (line: string) => Verdict = () => ({kind: 'none'});
	let open: string | undefined;
	let last: Building | undefined;
	let order: string[] = [];
	let together = true;
	const counters: Counters = {packets: null, bytes: null};
	let lines = 0;
	let strange = 0;
	const odd = (line: string) => {
		strange++;
		if (notes.length < 20) notes.push({line: line.slice(0, 200), reason: 'not-understood'});
	};

	for (let at = 0; at < text.length;) {
		let end = text.indexOf('\n', at);
		if (end === -1) end = text.length;
		const from = at;
		at = end + 1;
		if (from === end) continue;
		if (++lines % linesPerSlice === 0) yield;
		const code = text.charCodeAt(from);
		if (code === bracket || code === dash) {
			counters.packets = null;
			counters.bytes = null;
			const length = code === bracket ? readCounters(text, from, counters) : 0;
			const line = text.slice(from + Math.max(0, length), end);
			const chainEnd = line.indexOf(' ', 3);
			const name = line.slice(3, chainEnd === -1 ? undefined : chainEnd);
			if (length === -1 || !line.startsWith('-A ') || open === undefined) {
				odd(line);
				continue;
			}

			let chain = last?.name === name ? last : chains.get(name);
			if (!chain) {
				chain = {name, policy: null, rules: []};
				chains.set(name, chain);
				odd(line);
			}

			if (chain !== last) {
				if (chain.rules.length > 0) together = false;
				order.push(name);
				last = chain;
			}

			chain.rules.push({
				index: chain.rules.length,
				handle: null,
				text: line,
				comment: commentOf(line),
				verdict: verdict(line),
				packets: counters.packets,
				bytes: counters.bytes,
			});
		} else if (code === colon) {
			const head = chainHead(text.slice(from + 1, end));
			if (head && open !== undefined) chains.set(head.name, {...head, rules: []});
			else odd(text.slice(from, end));
		} else if (code === star) {
			if (open !== undefined) return {open};
			open = text.slice(from + 1, end).trim();
			const here = new Map<string, Building>();
			chains = here;
			verdict = createVerdictReader(name => here.has(name));
			last = undefined;
			order = [];
		} else if (code === hash) {
			const line = text.slice(from, end);
			const refused = /^# Table [`'‘]([^'’]+)['’] is incompatible/.exec(line)?.[1];
			if (refused !== undefined) {
				incompatible.push(refused);
				notes.push({line, reason: 'incompatible-table'});
			} else if (line.startsWith('# Generated by')) {
				backend = line.includes('(nf_tables)') ? 'nf_tables' : 'legacy';
			}
		} else if (open !== undefined && text.startsWith('COMMIT', from)) {
			tables.push({name: open, chains, order});
			open = undefined;
		} else {
			odd(text.slice(from, end));
		}
	}

	if (open !== undefined) return {open};
	return {saved: {backend, tables, incompatible, legacyToo: false, structure: {}, together}, notes, strange, lines};
}

const bracket = 0x5b;
const dash = 0x2d;
const colon = 0x3a;
const star = 0x2a;
const hash = 0x23;

export type Counters = {packets: number | null; bytes: number | null};

/** Reads `[6:360] ` at `from` into `counters`; how long it is, or -1 when it is something else. */
export function readCounters(text: string, from: number, counters: Counters): number {
	let at = from + 1;
	let packets = 0;
	let bytes = 0;
	let code = text.charCodeAt(at);
	while (code >= 0x30 && code <= 0x39) {
		packets = packets * 10 + code - 0x30;
		code = text.charCodeAt(++at);
	}

	if (code !== colon || at === from + 1) return -1;
	code = text.charCodeAt(++at);
	while (code >= 0x30 && code <= 0x39) {
		bytes = bytes * 10 + code - 0x30;
		code = text.charCodeAt(++at);
	}

	if (code !== 0x5d || text.charCodeAt(at + 1) !== 0x20) return -1;
	counters.packets = packets;
	counters.bytes = bytes;
	return at + 2 - from;
}

/** `NAME POLICY [packets:bytes]`; policy `-` is a user's chain. */
function chainHead(line: string): {name: string; policy: string | null} | undefined {
	const match = /^(.+) (\S+) \[\d+:\d+\]$/.exec(line) ?? /^(.+) (\S+)$/.exec(line);
	const [, name, policy] = match ?? [];
	if (name === undefined || policy === undefined) return undefined;
	return {name, policy: policy === '-' ? null : policy.toLowerCase()};
}
