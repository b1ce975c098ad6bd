import {on as english} from './en/on.js';
import type {Language} from './text.js';
import {translated, type Widened} from './translation.js';

/** The sentences of `on`: a catalogue of their own, since nothing at the start shows them. */
export type OnText = Widened<typeof english>;

export async function onText(language: Language): Promise<OnText> {
	if (language !== 'ja') return english;
	const {on} = await import('./ja/on.js');
	return translated(english, on);
}
