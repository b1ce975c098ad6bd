import type {keyHelp as english} from './en/key-help.js';
import type {Language} from './text.js';
import {translated, type Widened} from './translation.js';

/** What the help says of keys. Not in the catalogue: no screen shows it before somebody asks. */
export type KeyHelp = Widened<typeof english>;

export async function keyHelp(language: Language): Promise<KeyHelp> {
	const {keyHelp: en} = await import('./en/key-help.js');
	if (language === 'en') return en;
	const {keyHelp: ja} = await import('./ja/key-help.js');
	return translated(en, ja);
}
