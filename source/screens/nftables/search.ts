import type {FilterState} from '../../components/filter.js';

/**
 * Matches texts against the words of a filter; all must occur, in any case. For 100,000 rules a key: each word is tried as
 * typed, in lower and in upper case, which is ten times cheaper than lowering every rule and differs from it only for
 * words of mixed case that are typed in another mixture.
 */
export function createSearch({text}: FilterState): ((...texts: ReadonlyArray<string | null>) => boolean) | undefined {
	const words = text
		.split(/\s+/)
		.filter(Boolean)
		.map(word => [...new Set([word, word.toLowerCase(), word.toUpperCase()])]);
	if (words.length === 0) return undefined;
	return (...texts) =>
		words.every(variants => texts.some(each => each !== null && variants.some(variant => each.includes(variant))));
}
