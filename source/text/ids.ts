import {randomUUID} from 'node:crypto';
import {en} from './en/index.js';
import type {Text} from './text.js';

/**
 * A sentence before anybody reads it: the place of its words in the catalogue (`install.steps.place.here`), and what they
 * are given. It is kept in the journal and handed from process to process; whoever reads it makes the sentence, in his
 * language. `verbatim` is no place: its values are put one after the other, words from outside as they are.
 */
export type Said = {readonly reason: string; readonly values: readonly SaidValue[]};

export type SaidValue =
	null | boolean | number | string | Said | readonly SaidValue[] | {readonly [key: string]: SaidValue};

declare const idOnly: unique symbol;

/**
 * A sentence as its id: a string of `idText`, of `saying` or of `fromOutside`. A sentence in somebody's language is a plain string
 * and does not go where an id is wanted.
 */
export type Coded = string & {readonly [idOnly]: true};

/** A catalogue whose sentences are ids. It may stand where a `Text` is wanted. */
export type Ids<T> = T extends string
	? Coded
	: T extends (...given: infer A) => infer R
		? (...given: A) => Ids<R>
		: {readonly [K in keyof T]: Ids<T[K]>};
export type IdText = Ids<Text>;

/**
 * Around the code of a sentence within a string. The middle is new in each process: no word from outside can forge one.
 * It is made with the first code, and before that no string holds one.
 */
let begin: string | undefined;
const end = '\u0003';

/** Words as they are: a tool's, or a sentence of a journal that kept sentences. */
export const verbatim = (...values: readonly SaidValue[]): Said => ({reason: 'verbatim', values});

const isBranch = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

function code(said: Said): string {
	begin ??= `\u0002${randomUUID()}`;
	return `${begin}${JSON.stringify(said)}${end}`;
}

const holdsCode = (words: string): boolean => begin !== undefined && words.includes(begin);

/** Leaves of what a function of the catalogue gave: a sentence, or several by name. */
function coded(reason: string, given: unknown, values: readonly SaidValue[]): unknown {
	if (typeof given === 'string') return code({reason, values});
	if (!isBranch(given)) return given;
	const leaves = Object.entries(given).map(([key, leaf]) => [key, coded(`${reason}.${key}`, leaf, values)] as const);
	return Array.isArray(given) ? leaves.map(([, leaf]) => leaf) : Object.fromEntries(leaves);
}

const known = new WeakMap<object, unknown>();

function branch(path: string, words: object): unknown {
	const made = known.get(words);
	if (made !== undefined) return made;
	const proxy: unknown = new Proxy(words, {
		get(target, key, receiver) {
			const value: unknown = Reflect.get(target, key, receiver);
			if (typeof key !== 'string' || !Object.hasOwn(target, key)) return value;
			const place = path === '' ? key : `${path}.${key}`;
			if (typeof value === 'string') return code({reason: place, values: []});
			if (typeof value === 'function') {
				return (...given: readonly unknown[]) =>
					coded(place, (value as (...given: readonly unknown[]) => unknown)(...given), given.map(valueOf));
			}

			return isBranch(value) ? branch(place, value) : value;
		},
	});
	known.set(words, proxy);
	return proxy;
}

/**
 * The catalogue whose sentences are ids: what is made with it is no sentence yet, but the code of one, which may stand
 * within other words. `saidOf` takes it out. Steps and the engine are made with it, so nothing that they find, keep or
 * compare is in anybody's language.
 */
export const idText = branch('', en) as IdText;

/** The same of a catalogue that is loaded late (`text/upkeep.ts`): its sentences stand under a name of their own. */
export const lateIds = <T extends object>(name: string, words: T): Ids<T> => branch(name, words) as Ids<T>;

const late = new WeakMap<Text, Record<string, object>>();

/** Whoever reads with this catalogue finds the sentences of a late one too, in the same language. */
export function withLate(text: Text, name: string, words: object): void {
	late.set(text, {...late.get(text), [name]: words});
}

/** Words of a tool or a file: the same in every language. */
export const fromOutside = (words: string): Coded => words as Coded;

/** Ids and words from outside, one after the other: `saying\`${here}; ${words.bundle(file)}\``. */
export const saying = (pieces: TemplateStringsArray, ...ids: readonly Coded[]): Coded =>
	String.raw({raw: pieces}, ...ids) as Coded;

/** Several, with such a separator between them. */
export const listed = (ids: readonly Coded[], between: string): Coded => ids.join(between) as Coded;

/** What a string says: made with `idText`, or in words. */
export function saidOf(words: string): Said {
	const parts = partsOf(words);
	const [first] = parts;
	return parts.length === 1 && isSaid(first) ? first : verbatim(...parts);
}

function partsOf(words: string): readonly SaidValue[] {
	const parts: SaidValue[] = [];
	let at = 0;
	for (;;) {
		const from = begin === undefined ? -1 : words.indexOf(begin, at);
		const to = from < 0 ? -1 : words.indexOf(end, from);
		if (begin === undefined || to < 0) break;
		if (from > at) parts.push(words.slice(at, from));
		parts.push(JSON.parse(words.slice(from + begin.length, to)) as Said);
		at = to + end.length;
	}

	if (at < words.length || parts.length === 0) parts.push(words.slice(at));
	return parts;
}

/** What a function of the catalogue was given, for the journal. */
function valueOf(given: unknown): SaidValue {
	if (typeof given === 'string') return holdsCode(given) ? saidOf(given) : given;
	if (Array.isArray(given)) return given.map(valueOf);
	if (isBranch(given)) return Object.fromEntries(Object.entries(given).map(([key, each]) => [key, valueOf(each)]));
	return typeof given === 'number' || typeof given === 'boolean' ? given : null;
}

export const isSaid = (value: unknown): value is Said =>
	isBranch(value) && typeof value['reason'] === 'string' && Array.isArray(value['values']);

/** The sentence, in the language of a catalogue. One whose place is not there (an older journal) is told by its id. */
export function sentence(said: Said, text: Text): string {
	const values = said.values.map(value => readable(value, text));
	if (said.reason === 'verbatim') return values.map(plain).join('');
	const path = said.reason.split('.');
	const told = leafOf(path, values, text) ?? leafOf(path, values, late.get(text));
	return told ?? [said.reason, ...values.map(plain)].join(' ');
}

/** Keys may hold dots themselves. */
function leafOf(path: readonly string[], values: readonly unknown[], text: unknown): string | undefined {
	const at = typeof text === 'function' ? called(text, values) : text;
	if (path.length === 0) return typeof at === 'string' ? at : undefined;
	if (!isBranch(at)) return undefined;
	for (let words = 1; words <= path.length; words++) {
		const key = path.slice(0, words).join('.');
		const found = Object.hasOwn(at, key) ? leafOf(path.slice(words), values, at[key]) : undefined;
		if (found !== undefined) return found;
	}

	return undefined;
}

/** Values of another version may be others than the words want. */
function called(words: unknown, values: readonly unknown[]): unknown {
	try {
		return (words as (...given: readonly unknown[]) => unknown)(...values);
	} catch {
		return undefined;
	}
}

function readable(value: SaidValue, text: Text): unknown {
	if (isSaid(value)) return sentence(value, text);
	if (Array.isArray(value)) return value.map((each: SaidValue) => readable(each, text));
	if (!isBranch(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, readable(each as SaidValue, text)]));
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A string that may hold codes, as a sentence. */
export const readably = (words: string, text: Text): string =>
	holdsCode(words) ? sentence(saidOf(words), text) : words;

/** Is it this sentence? `words`: of `idText`, without values. */
export const says = (said: Said | null, words: string): boolean =>
	said !== null && said.reason === saidOf(words).reason;
