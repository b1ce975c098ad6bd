import type {Sliced} from '../../store/slices.js';

/** Something with names, of a kind. */
export type Named = {readonly kind: string; readonly names: readonly [string, ...string[]]};

/** How a name fits what was typed, best first: it is that, it begins with it, it holds it, it has its letters in order. */
export type Rank = 0 | 1 | 2 | 3;

export type Hit<T> = {
	readonly entry: T;
	readonly rank: Rank;
	/** The name that fits, in lower case. */
	readonly name: string;
};

/** What was found of one kind, best first. `more`: there is more than that. */
export type HitGroup<T> = {readonly kind: string; readonly hits: ReadonlyArray<Hit<T>>; readonly more: boolean};

/** All names of one kind in one text, a line each, in lower case; begins and ends with a line feed. */
type Region<T> = {
	readonly kind: string;
	readonly text: string;
	/** Where each name begins, and one more: the end. */
	readonly starts: Uint32Array;
	/** Whose name it is. */
	readonly owners: Uint32Array;
	/** Which letters it has (`lettersOf`). */
	readonly letters: Uint32Array;
	readonly entries: readonly T[];
};

/** Names by kind, in the order in which the kinds first came. */
export type NameIndex<T extends Named> = ReadonlyArray<Region<T>>;

const perSlice = 2000;

/** In slices: made for the chains of 10,000 services. */
export function* nameIndex<T extends Named>(entries: Iterable<T>): Sliced<NameIndex<T>> {
	const kinds = new Map<string, T[]>();
	let count = 0;
	for (const entry of entries) {
		const own = kinds.get(entry.kind);
		if (own) own.push(entry);
		else kinds.set(entry.kind, [entry]);
		if (++count % perSlice === 0) yield;
	}

	const regions: Array<Region<T>> = [];
	for (const [kind, own] of kinds) {
		const lines: string[] = [];
		const starts: number[] = [];
		const owners: number[] = [];
		const letters: number[] = [];
		let at = 1;
		for (const [owner, {names}] of own.entries()) {
			for (const name of names) {
				const low = name.toLowerCase().replaceAll('\n', ' ');
				lines.push(low);
				starts.push(at);
				owners.push(owner);
				letters.push(lettersOf(low));
				at += low.length + 1;
			}

			if (++count % perSlice === 0) yield;
		}

		starts.push(at);
		const text = `\n${lines.join('\n')}\n`;
		regions.push({
			...{kind, text, entries: own},
			starts: Uint32Array.from(starts),
			owners: Uint32Array.from(owners),
			letters: Uint32Array.from(letters),
		});
		yield;
	}

	return regions;
}

/** A bit for each letter and digit of a name; some share one. */
function lettersOf(name: string): number {
	let bits = 0;
	for (let at = 0; at < name.length; at++) bits |= 1 << (name.charCodeAt(at) & 31);
	return bits >>> 0;
}

/** The line in which the letter at `at` stands. */
function lineAt(starts: Uint32Array, at: number): number {
	let [low, high] = [0, starts.length - 2];
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((starts[middle] ?? 0) <= at) low = middle;
		else high = middle - 1;
	}

	return low;
}

/** So many letters are compared one by one for a key: with 100,000 names not all of them. */
const mostLetters = 300_000;

/**
 * What fits all words of `query`, at most `most` of each kind; the longest word decides how well. Kinds by their best hit.
 * Each kind is looked through as one text and no further than to its last hit that is shown, so that a key costs a few
 * milliseconds with 100,000 names. Letters in order are looked for only where nothing else fits. No words: nothing.
 */
export function findNames<T extends Named>(index: NameIndex<T>, query: string, most = 50): ReadonlyArray<HitGroup<T>> {
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	const main = words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
	if (main === '') return [];
	const others = words.filter(word => word !== main);
	const groups = index.map(region => holding(region, main, others, most)).filter(({hits}) => hits.length > 0);
	const budget = {letters: mostLetters};
	const found =
		groups.length > 0 || main.length < 2
			? groups
			: index.map(region => spelling(region, main, others, most, budget)).filter(({hits}) => hits.length > 0);
	return found.toSorted((a, b) => (a.hits[0]?.rank ?? 3) - (b.hits[0]?.rank ?? 3));
}

const nameOf = ({text, starts}: Region<unknown>, line: number): string =>
	text.slice(starts[line] ?? 0, (starts[line + 1] ?? 1) - 1);

const fits = ({names}: Named, others: readonly string[]): boolean =>
	others.every(word => names.some(name => name.toLowerCase().includes(word)));

/** Exactly the word, then those that begin with it, then those that hold it. */
function holding<T extends Named>(
	region: Region<T>,
	word: string,
	others: readonly string[],
	most: number,
): HitGroup<T> {
	const {kind, text, starts, owners, entries} = region;
	const seen = new Set<number>();
	const hits: Array<Hit<T>> = [];
	for (const [rank, needle] of [`\n${word}\n`, `\n${word}`, word].entries()) {
		const into = needle.startsWith('\n') ? 1 : 0;
		for (let at = text.indexOf(needle); at !== -1;) {
			const line = lineAt(starts, at + into);
			const owner = owners[line] ?? 0;
			const entry = entries[owner];
			if (entry && !seen.has(owner) && fits(entry, others)) {
				if (hits.length === most) return {kind, hits, more: true};
				seen.add(owner);
				hits.push({entry, rank: rank as Rank, name: nameOf(region, line)});
			}

			// On with the next name: its line feed belongs to what is looked for.
			at = text.indexOf(needle, (starts[line + 1] ?? text.length) - 1);
		}
	}

	return {kind, hits, more: false};
}

/** Names that have the letters of the word in their order; those that have them closest together come first. */
function spelling<T extends Named>(
	region: Region<T>,
	word: string,
	others: readonly string[],
	most: number,
	budget: {letters: number},
): HitGroup<T> {
	const {kind, text, starts, owners, letters, entries} = region;
	const needed = lettersOf(word);
	const found = new Map<number, {readonly line: number; readonly span: number}>();
	for (let line = 0; line < owners.length && budget.letters > 0; line++) {
		if (((letters[line] ?? 0) & needed) >>> 0 !== needed) continue;
		const end = (starts[line + 1] ?? 1) - 1;
		let [at, next, first] = [starts[line] ?? 0, 0, -1];
		for (; at < end && next < word.length; at++) {
			if (text.charCodeAt(at) !== word.charCodeAt(next)) continue;
			if (first === -1) first = at;
			next++;
		}

		budget.letters -= at - (starts[line] ?? 0);
		const owner = owners[line] ?? 0;
		const entry = entries[owner];
		if (next < word.length || !entry || found.has(owner) || !fits(entry, others)) continue;
		found.set(owner, {line, span: at - first});
		if (found.size > most * 4) break;
	}

	const sorted = [...found].sort(([, a], [, b]) => a.span - b.span);
	const hits = sorted.slice(0, most).flatMap(([owner, {line}]): Array<Hit<T>> => {
		const entry = entries[owner];
		return entry ? [{entry, rank: 3, name: nameOf(region, line)}] : [];
	});
	return {kind, hits, more: sorted.length > most || budget.letters <= 0};
}
