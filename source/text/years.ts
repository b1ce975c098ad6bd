import {years as english} from './en/years.js';
import {lateIds, withLate, type Ids} from './ids.js';
import {catalogue, type Text} from './text.js';
import {translated, type Widened} from './translation.js';

/**
 * The sentences of the years after the install (backup, restore, upgrade, token): a catalogue of their own, since nothing
 * at the start shows them. Their steps find ids of it; whoever shows those has called `yearsText` before.
 */
export type YearsText = Widened<typeof english>;

/** The ids of these sentences: what the steps are made with. */
export const yearsIds = lateIds('years', english) as Ids<YearsText>;

const loaded = new WeakMap<Text, YearsText>();

/** In the language of a catalogue, which is from then on able to tell what these steps find. */
export async function yearsText(text: Text): Promise<YearsText> {
	const known = loaded.get(text);
	if (known !== undefined) return known;
	const isEnglish = text === catalogue('en');
	const words: YearsText = isEnglish ? english : translated(english, (await import('./ja/years.js')).years);
	loaded.set(text, words);
	withLate(text, 'years', words);
	return words;
}
