import {packets as english} from './en/packets.js';
import {labelsOf} from './origin.js';
import type {Language, Text} from './text.js';
import {translated, type Widened} from './translation.js';

/** The sentences of `packets`, `conntrack` and of `t` on the screens: a catalogue of their own, loaded when somebody asks. */
export type PacketsText = Widened<typeof english>;

/** `text`: the screens' catalogue, whose keys the sentences name. */
export async function packetsText(language: Language, text?: Text): Promise<PacketsText> {
	const usual = language === 'ja' ? translated(english, (await import('./ja/packets.js')).packets) : english;
	const label = labelsOf(text);
	return label ? (await import('./said-keys.js')).lateWithOwnKeys('packets', usual, label) : usual;
}
