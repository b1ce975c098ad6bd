/**
 * In the bundle, what Ink and its helpers measure text with: simple text is measured by its code units. string-width itself,
 * with its patterns over all of Unicode, is made at the first text that is not simple.
 */
import {simpleTextWidth} from '../../source/terminal/simple-width.ts';

let whole;

export default function measured(input, options) {
	if (options === undefined && typeof input === 'string') {
		const columns = simpleTextWidth(input);
		if (columns >= 0) return columns;
	}

	// esbuild bundles it; an import would make it at the start.
	// eslint-disable-next-line @typescript-eslint/no-require-imports
	whole ??= require('../../node_modules/string-width/index.js').default;
	return whole(input, options);
}
