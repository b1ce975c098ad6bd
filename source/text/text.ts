import {en} from './en/index.js';

/** The shape that every language fills; English gives it. */
export type Text = typeof en;

export type Language = 'en' | 'ja';

/** The catalogue of a language. Japanese follows; until then it is English. */
export function catalogue(_language: Language): Text {
	return en;
}
