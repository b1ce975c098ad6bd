import {en} from './en/index.js';
import {translated, type Widened} from './translation.js';

/** The shape that every language fills; English gives it. */
export type Text = Widened<typeof en>;

export type Language = 'en' | 'ja';

/** The catalogue of a language. English is at hand; another one is loaded when it is asked for. */
export function catalogue(language: 'en'): Text;
export function catalogue(language: Language): Text | Promise<Text>;
export function catalogue(language: Language): Text | Promise<Text> {
	return language === 'ja' ? japanese() : en;
}

async function japanese(): Promise<Text> {
	const {ja} = await import('./ja/index.js');
	return translated(en, ja);
}
