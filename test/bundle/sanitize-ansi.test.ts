import fc from 'fast-check';
import {expect, test} from 'vitest';

type Sanitize = (text: string) => string;
const path = '../../scripts/bundle/sanitize-ansi.js';
const {default: ours} = (await import(path)) as {default: Sanitize};
const inkPath = '../../node_modules/ink/build/sanitize-ansi.js';
const {default: inks} = (await import(inkPath)) as {default: Sanitize};

test('a text is cleaned exactly as Ink cleans it', () => {
	const unit = fc.oneof(
		fc.constantFrom(
			...'ab 9│─…↔▶日が한',
			'カ\u3099',
			'e\u0301',
			'👩',
			'\uFE0F',
			'\u200D',
			'\uD83D',
			'\u20D7',
			'\uA802',
			'\u302A',
			'\u2028',
		),
		fc.constantFrom('\t', '\n', '\r', '\u0000', '\u0007', '\u007F', '\u0085', '\u009B', '\u009D', '\u001B', '\u001B\\'),
		fc.constantFrom(
			'\u001B[1m',
			'\u001B[0;31m',
			'\u001B[m',
			'\u001B[4:3m',
			'\u001B[38:5:9m',
			'\u001B[2J',
			'\u001B[?25h',
		),
		fc.constantFrom('\u001B]8;;http://a\u0007', '\u001B[', '31', 'm', ';'),
	);
	fc.assert(
		fc.property(fc.string({unit, maxLength: 12}), text => {
			expect(ours(text)).toBe(inks(text));
		}),
		{numRuns: 5000},
	);
});
