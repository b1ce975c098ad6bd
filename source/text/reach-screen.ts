import {reachScreen as english} from './en/reach-screen.js';
import type {Language} from './text.js';
import {translated, type Widened} from './translation.js';

/** The sentences of `R` on the screens. */
export type ReachScreenText = Widened<typeof english>;

export async function reachScreenText(language: Language): Promise<ReachScreenText> {
	if (language !== 'ja') return english;
	const {reachScreen} = await import('./ja/reach-screen.js');
	return translated(english, reachScreen);
}
