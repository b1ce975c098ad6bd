import {packets as english} from './en/packets.js';
import type {Language} from './text.js';
import {translated, type Widened} from './translation.js';

/** The sentences of `packets`, `conntrack` and of `t` on the screens: a catalogue of their own, loaded when somebody asks. */
export type PacketsText = Widened<typeof english>;

export async function packetsText(language: Language): Promise<PacketsText> {
	if (language !== 'ja') return english;
	const {packets} = await import('./ja/packets.js');
	return translated(english, packets);
}
