/** In the bundle, what Ink and its helpers measure text with: simple text is measured by its code units. */
import stringWidth from '../../node_modules/string-width/index.js';
import {simpleTextWidth} from '../../source/terminal/simple-width.ts';

export default function measured(input, options) {
	if (options === undefined && typeof input === 'string') {
		const columns = simpleTextWidth(input);
		if (columns >= 0) return columns;
	}

	return stringWidth(input, options);
}
