import {reach as english} from './en/reach.js';
import type {Language} from './text.js';
import {translated, type Widened} from './translation.js';

/** The sentences of `reach`: a catalogue of their own, since nothing at the start shows them. */
export type ReachText = Widened<typeof english>;

export async function reachText(language: Language): Promise<ReachText> {
	if (language !== 'ja') return english;
	const {reach} = await import('./ja/reach.js');
	return translated(english, reach);
}
