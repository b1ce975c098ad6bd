import {layers as english} from './en/layers.js';
import type {Language} from './text.js';
import {translated, type Widened} from './translation.js';

/** The sentences of `i`. */
export type LayersText = Widened<typeof english>;

export async function layersText(language: Language): Promise<LayersText> {
	if (language !== 'ja') return english;
	const {layers} = await import('./ja/layers.js');
	return translated(english, layers);
}
