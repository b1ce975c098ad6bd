import {textOf} from '../bytes.js';
import type {Jump, SavedRule} from './saved-rule.js';

/** Names of chains as they stand in the bytes of iptables-save. */

const blank = 0x20;
const quote = 0x22;
const dash = 0x2d;

/** A chain while its table is read. */
export type Building = {
	readonly name: string;
	readonly policy: string | null;
	rules: SavedRule[];
	/** One object for all rules that lead into it. */
	readonly jump: Jump;
};

export const buildingOf = ({name, policy}: {readonly name: string; readonly policy: string | null}): Building => ({
	name,
	policy,
	rules: [],
	jump: {kind: 'jump', chain: name},
});

export function endOfWord(bytes: Buffer, from: number, end: number): number {
	let at = from;
	while (at < end && bytes[at] !== blank) at++;
	return at;
}

/** Whether the word at `at` is the one from `from` to `to`. */
export function isSame(bytes: Buffer, from: number, to: number, at: number): boolean {
	const shift = at - from;
	for (let each = from; each < to; each++) if (bytes[each] !== bytes[each + shift]) return false;
	return bytes[to + shift] === blank;
}

/** A jump to a chain ends its line, since it takes no options: `-j NAME` or `-g NAME`. Undefined: something else. */
export function jumpOf(bytes: Buffer, start: number, end: number, names: Names): Jump | undefined {
	let word = end;
	while (word > start && bytes[word - 1] !== blank) word--;
	// A quoted text may end in such words.
	if (bytes[word - 3] !== dash || bytes[word - 4] !== blank || bytes[end - 1] === quote) return undefined;
	const letter = bytes[word - 2];
	if (letter === 0x6a) return chainAt(bytes, word, end, names)?.jump;
	const chain = letter === 0x67 ? chainAt(bytes, word, end, names) : undefined;
	return chain && {kind: 'goto', chain: chain.name};
}

/** The chains of a table; of each length of a name the one that was met last, and where its name stands. */
export type Names = {
	readonly chains: ReadonlyMap<string, Building>;
	readonly last: Array<Building | undefined>;
	readonly at: Int32Array;
};

const longestName = 64;

export const namesOf = (chains: ReadonlyMap<string, Building>): Names => ({
	chains,
	last: Array.from({length: longestName}),
	at: new Int32Array(longestName),
});

/** The chain whose name stands there. Half of all rules lead to the same one: it is known without making a string. */
export function chainAt(bytes: Buffer, from: number, to: number, {chains, last, at}: Names): Building | undefined {
	const length = to - from;
	const known = last[length];
	if (known && endsAlike(bytes, (at[length] ?? 0) + length, to, length)) return known;
	const chain = chains.get(textOf(bytes, from, to));
	if (chain && length < longestName) {
		last[length] = chain;
		at[length] = from;
	}

	return chain;
}

/** From the end: names of one kind begin alike. */
function endsAlike(bytes: Buffer, one: number, other: number, length: number): boolean {
	for (let back = 1; back <= length; back++) if (bytes[one - back] !== bytes[other - back]) return false;
	return true;
}
