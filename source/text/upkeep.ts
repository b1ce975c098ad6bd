import {upkeep as english} from './en/upkeep.js';
import {lateIds, withLate, type Ids} from './ids.js';
import {labelsOf, originalOf} from './origin.js';
import {catalogue, type Text} from './text.js';
import {translated, type Widened} from './translation.js';

/**
 * The sentences of the upkeep of a cluster (backup, restore, upgrade, token): a catalogue of their own, since nothing
 * at the start shows them. Their steps find ids of it; whoever shows those has called `upkeepText` before.
 */
export type UpkeepText = Widened<typeof english>;

/** The ids of these sentences: what the steps are made with. */
export const upkeepIds = lateIds('upkeep', english) as Ids<UpkeepText>;

const loaded = new WeakMap<Text, UpkeepText>();

/** In the language of a catalogue, which is from then on able to tell what these steps find. */
export async function upkeepText(text: Text): Promise<UpkeepText> {
	const known = loaded.get(text);
	if (known !== undefined) return known;
	const isEnglish = originalOf(text) === catalogue('en');
	const usual: UpkeepText = isEnglish ? english : translated(english, (await import('./ja/upkeep.js')).upkeep);
	const label = labelsOf(text);
	const words = label ? (await import('./said-keys.js')).lateWithOwnKeys('upkeep', usual, label) : usual;
	loaded.set(text, words);
	withLate(text, 'upkeep', words);
	return words;
}
