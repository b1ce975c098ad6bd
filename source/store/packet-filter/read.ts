import {shown} from '../../command/command.js';
import * as iptables from '../../command/iptables.js';
import * as nft from '../../command/nft.js';
import type {Runner} from '../../host/runner.js';
import {labelChains, noLabels, type Labels} from '../../model/chain-labels.js';
import {indexJumps, noJumps, type Jumps} from '../../model/chain-use.js';
import type {NamedSet, Ruleset} from '../../facts/packet-filter.js';
import {kubeRules, lossAfter, type KubeLoss, type KubeRules} from '../../model/kube-wiped.js';
import {noRates, ruleRates, type Rates} from '../../model/rule-rates.js';
import {assemble, emptyParts, type Assembled, type RulesetParts} from '../../model/ruleset.js';
import type {Saved} from '../../read/iptables/save.js';
import {bytesOf} from '../../read/bytes.js';
import {chainsReading, type TableHeads} from '../../read/nft/chains.js';
import {readNftText} from '../../read/nft/text.js';
import type {NativeTable} from '../../read/nft/table.js';
import {known, unknown, type Note, type Reading} from '../../facts/reading.js';
import {createIpsetReader, createNativeReader, usesSets, type NativeRead} from './natives.js';
import {rawLimit} from './raw-limit.js';
import {createSaveReader, type SaveRead} from './saves.js';
import {lacksNames, readKnownObjects} from '../known-objects.js';
import {createOutputMemory} from '../output-memory.js';
import {inSlices} from '../slices.js';

export type PacketFilter = {
	readonly ruleset: Ruleset;
	readonly labels: Labels;
	/** Which rules lead into which chain. */
	readonly jumps: Jumps;
	/** What moved since the read before. */
	readonly rates: Rates;
	/** Rules of Kubernetes were there and are gone, all or a part: somebody flushed them. Null: none is missed. */
	readonly loss: KubeLoss | null;
	/** Members of the sets that rules name; null: not known. */
	readonly ipsets: readonly NamedSet[] | null;
	/** What is missing or odd: legacy tables, tables that only one tool can show, reads that failed. */
	readonly notes: readonly Note[];
	/** False: a part of it could not be read (the notes say which). */
	readonly whole: boolean;
};

/** A write between two reads shows as chains that only one of them has; reading again mends it. */
const tries = 3;

type Signal = AbortSignal | undefined;

type Early = ((contents: PacketFilter) => void) | undefined;

type Gathered = {
	readonly heads: Reading<readonly TableHeads[]>;
	readonly saved: SaveRead;
	readonly saved6: SaveRead | undefined;
	readonly legacy: SaveRead | undefined;
	readonly legacy6: SaveRead | undefined;
	readonly natives: NativeRead;
	readonly text: readonly NativeTable[] | null;
};

type Memory = {
	readonly parts: RulesetParts;
	readonly assembled: Assembled;
	readonly natives: NativeRead['structure'];
	readonly filter: PacketFilter;
	/** When it was read, on the clock of `performance.now()`. */
	readonly at: number;
	readonly kube: {readonly rules: KubeRules | null; readonly loss: KubeLoss | null};
};

/**
 * Reads the packet filter: `nft -j list chains` for what there is, `iptables-save -c` for the rules of xtables, `nft -j
 * list table` for the other tables. Remembers what it read: a later read costs what changed, and gives the same object
 * when nothing did. Parsing happens in slices. `calm`: nobody told of a change, so that only counters are read anew.
 */
export function createPacketFilterReader(
	runner: Pick<Runner, 'run'>,
	calm: () => boolean = () => false,
): (signal?: AbortSignal, early?: (contents: PacketFilter) => void) => Promise<Reading<PacketFilter>> {
	const heads = createHeadsReader(runner);
	const save = createSaveReader(runner, iptables.saves());
	const save6 = createSaveReader(runner, iptables.saves6());
	const saveLegacy = createSaveReader(runner, [iptables.legacySave()]);
	const saveLegacy6 = createSaveReader(runner, [iptables.legacySave6()]);
	const native = createNativeReader(runner);
	const ipsets = createIpsetReader(runner);
	let memory: Memory | undefined;

	const gather = async (signal: Signal, early: Early, still: boolean): Promise<Gathered> => {
		const listing = heads(signal, still);
		const sets = listing.then(async reading =>
			reading.known && usesSets(reading.value) ? ipsets(signal, still) : null,
		);
		const shows = early && !memory ? listing.then(async reading => showContents(reading, early, signal)) : undefined;
		const [listed, saved] = await Promise.all([listing, save(signal), shows, sets]);
		const tables = listed.known ? listed.value : [];
		const wants6 = listed.known ? tables.some(({family}) => family === 'ip6') : saved.reading.known;
		const [asked6, legacy] = await Promise.all([
			// Where legacy tables are in use, only ip6tables-save tells of those of IPv6: nft need not have a table of it.
			wants6 || hasLegacy(saved) ? save6(signal) : undefined,
			hasLegacy(saved) ? saveLegacy(signal) : undefined,
		]);
		const saved6 = wants6 || hasLegacy(asked6) ? asked6 : undefined;
		const legacy6 = hasLegacy(saved6) ? await saveLegacy6(signal) : undefined;
		const other = tables.filter(head => !isXtables(head, saved, saved6));
		const few = tables.reduce((sum, {chains}) => sum + chains.length, 0) <= rawLimit;
		const wantsText = few && lacksTool(saved.reading);
		const [natives, text] = await Promise.all([
			native(other, signal, still),
			wantsText && !needsRoot(listed) ? readText(runner, signal) : null,
		]);
		return {heads: listed, saved, saved6, legacy, legacy6, natives, text};
	};

	return async (signal, early) => {
		for (let attempt = 1; ; attempt++) {
			// Rules that do not fit what was known of them have changed unheard.
			const still = attempt === 1 && calm();
			const gathered = await gather(signal, early, still);
			const at = performance.now();
			if (signal?.aborted) return unknown('aborted');
			const {heads: listed, saved, text} = gathered;
			if (!listed.known && !saved.reading.known && !text) return needsRoot(saved.reading) ? saved.reading : listed;
			const parts = partsOf(gathered);
			const asking = asksSets(parts) ? ipsets(signal, still) : null;
			const assembled = await inSlices(assemble(parts, memory), signal);
			if (!assembled) return unknown('aborted');
			if (assembled.torn.length > 0 && attempt < tries) continue;
			const kept = memory && sameStructure(memory.parts, parts) ? memory : undefined;
			const labels = kept?.filter.labels ?? (await namesOf(runner, assembled.ruleset, signal));
			if (!labels) return unknown('aborted');
			const jumps =
				kept?.natives === gathered.natives.structure
					? kept.filter.jumps
					: await inSlices(indexJumps(assembled.ruleset), signal);
			if (!jumps) return unknown('aborted');
			const named = await asking;
			const {ruleset} = assembled;
			const rates = memory
				? await inSlices(
						ruleRates(memory.filter, {ruleset, labels}, (at - memory.at) / 1000, ({family, name}) =>
							gathered.natives.apart.get(`${family} ${name}`),
						),
						signal,
					)
				: noRates;
			if (!rates) return unknown('aborted');
			const kube = kept ? kept.kube : kubeNow(kubeRules(ruleset), memory?.kube);
			const ipsetsNow = named?.known ? named.value : null;
			const derived = {labels, jumps, ipsets: ipsetsNow, rates, loss: kube.loss};
			const filter = filterOf(gathered, assembled, derived, named, memory?.filter);
			memory = {parts, assembled, natives: gathered.natives.structure, filter, at, kube};
			return known(filter);
		}
	};
}

/** From the comments in the rules; where they are missing, with what the API knows. */
async function namesOf(runner: Pick<Runner, 'run'>, ruleset: Ruleset, signal: Signal): Promise<Labels | undefined> {
	const labels = await inSlices(labelChains(ruleset), signal);
	if (!labels || !lacksNames(ruleset, labels)) return labels;
	return inSlices(labelChains(ruleset, await readKnownObjects(runner, signal)), signal);
}

/** From so many chains on the rules come seconds after the chains: then tables and chains are shown first. */
const manyChains = 2000;

/** `early` is told of the chains, with their rules not read. */
async function showContents(
	heads: Reading<readonly TableHeads[]>,
	early: (contents: PacketFilter) => void,
	signal: Signal,
): Promise<void> {
	if (!heads.known) return;
	if (heads.value.reduce((sum, {chains}) => sum + chains.length, 0) < manyChains) return;
	const source = {rules: '', chains: shown(nft.chains().argv)};
	const assembled = await inSlices(assemble({...emptyParts, heads: heads.value, source}), signal);
	if (!assembled) return;
	early({
		ruleset: assembled.ruleset,
		labels: noLabels,
		jumps: noJumps,
		ipsets: null,
		rates: noRates,
		loss: null,
		notes: [{line: '', reason: 'rules-follow'}],
		whole: false,
	});
}

const nothingBefore: Memory['kube'] = {rules: null, loss: null};

function kubeNow(rules: KubeRules | null, last: Memory['kube'] = nothingBefore): Memory['kube'] {
	return {rules: rules ?? last.rules, loss: lossAfter(last, rules)};
}

const needsRoot = (reading: Reading<unknown>): boolean => !reading.known && reading.unknown.reason === 'needs-root';

/** No tool that can save is there (or none that works): nft's text is better than nothing. */
const lacksTool = (reading: Reading<unknown>): boolean =>
	!reading.known && (reading.unknown.reason === 'tool-missing' || reading.unknown.reason === 'failed');

/** The chain listing; the same listing gives the same object. */
function createHeadsReader(
	runner: Pick<Runner, 'run'>,
): (signal: Signal, still: boolean) => Promise<Reading<readonly TableHeads[]>> {
	let last: {readonly listing: Buffer; readonly reading: Reading<readonly TableHeads[]>} | undefined;
	const memory = createOutputMemory();
	return async (signal, still) => {
		if (still && last?.reading.known) return last.reading;
		const outcome = await runner.run(nft.chains(), {room: memory.room, ...(signal && {signal})});
		const listing = bytesOf(outcome);
		if (last?.reading.known && outcome.kind === 'ok' && listing.equals(last.listing)) return last.reading;
		const reading = (await inSlices(chainsReading(outcome), signal)) ?? unknown('aborted');
		last = {listing, reading};
		memory.keep();
		return reading;
	};
}

async function readText(runner: Pick<Runner, 'run'>, signal: Signal): Promise<readonly NativeTable[] | null> {
	const reading = readNftText(await runner.run(nft.rawRuleset(), signal ? {signal} : {}));
	return reading.known ? reading.value : null;
}

/** True for a table whose rules iptables-save prints. */
function isXtables(head: TableHeads, saved: SaveRead, saved6: SaveRead | undefined): boolean {
	const reading = head.family === 'ip' ? saved.reading : head.family === 'ip6' ? saved6?.reading : undefined;
	if (!reading) return false;
	// Without its tool nft's JSON would show such rules without addresses and states: worse than nothing.
	if (!reading.known) return /^(?:raw|mangle|nat|filter|security)$/.test(head.name);
	return reading.value.backend !== 'legacy' && reading.value.tables.some(({name}) => name === head.name);
}

const valueOf = (read: SaveRead | undefined): Saved | null => (read?.reading.known ? read.reading.value : null);

const hasLegacy = (read: SaveRead | undefined): boolean => read?.reading.known === true && read.reading.value.legacyToo;

function partsOf({heads, saved, saved6, legacy, legacy6, natives, text}: Gathered): RulesetParts {
	const used = [saved, saved6, legacy, legacy6].map(read => (read?.reading.known ? read.used : ''));
	const rules = [...used, text ? shown(nft.rawRuleset().argv) : '', ...natives.used];
	return {
		heads: heads.known ? heads.value : null,
		saved: valueOf(saved),
		saved6: valueOf(saved6),
		legacy: valueOf(legacy),
		legacy6: valueOf(legacy6),
		natives: natives.tables,
		text,
		source: {
			rules: rules.filter(Boolean).join('; '),
			chains: heads.known ? shown(nft.chains().argv) : '',
		},
	};
}

/** Labels come from xtables' rules, whatever their counters. */
const sameStructure = (before: RulesetParts, after: RulesetParts): boolean =>
	before.heads === after.heads &&
	before.saved?.structure === after.saved?.structure &&
	before.saved6?.structure === after.saved6?.structure &&
	before.legacy?.structure === after.legacy?.structure &&
	before.legacy6?.structure === after.legacy6?.structure &&
	before.text === after.text;

const asksSets = ({saved, saved6}: RulesetParts): boolean => (saved?.asksSets ?? false) || (saved6?.asksSets ?? false);

function filterOf(
	{heads, saved, saved6, legacy, legacy6, natives}: Gathered,
	{ruleset, torn}: Assembled,
	{labels, jumps, ipsets, rates, loss}: Pick<PacketFilter, 'labels' | 'jumps' | 'ipsets' | 'rates' | 'loss'>,
	/** Sets that rules ask; null: none does. */
	sets: Reading<unknown> | null,
	before: PacketFilter | undefined,
): PacketFilter {
	const readings = [heads, saved.reading, saved6?.reading, legacy?.reading, legacy6?.reading, sets ?? undefined].filter(
		reading => reading !== undefined,
	);
	const notes: Note[] = readings.flatMap(reading =>
		reading.known ? reading.notes : [{line: reading.unknown.detail, reason: `part-${reading.unknown.reason}`}],
	);
	notes.push(...natives.notes, ...torn.slice(0, 20).map(line => ({line, reason: 'torn'})));
	const whole = readings.every(({known: good}) => good) && natives.notes.length === 0 && torn.length === 0;
	const same =
		before !== undefined &&
		before.ruleset === ruleset &&
		before.labels === labels &&
		before.jumps === jumps &&
		before.ipsets === ipsets &&
		before.rates.moved.size === 0 &&
		rates.moved.size === 0 &&
		before.loss === loss &&
		before.whole === whole &&
		JSON.stringify(before.notes) === JSON.stringify(notes);
	return same ? before : {ruleset, labels, jumps, ipsets, rates, loss, notes, whole};
}
