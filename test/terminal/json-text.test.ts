import fc from 'fast-check';
import {expect, test} from 'vitest';
import {jsonText} from '../../source/terminal/json-text.js';
import {visible} from '../../source/terminal/sanitise.js';

test('what a terminal would obey stands escaped, and is the same JSON', () => {
	const hostile = 'A\u009B31m\u009D0;x\u009C\u202EB\u200BC\u0085D\u2066E\uFEFF\u{E0041}F\u00AD';
	const text = jsonText({comment: hostile});
	expect(text).toBe(
		String.raw`{"comment":"A\u009b31m\u009d0;x\u009c\u202eB\u200bC\u0085D\u2066E\ufeff\udb40\udc41F\u00ad"}`,
	);
	expect(JSON.parse(text)).toEqual({comment: hostile});
});

test('letters of any language stay as they are', () => {
	expect(jsonText({名前: 'ノード é 한국어 😀'})).toBe('{"名前":"ノード é 한국어 😀"}');
});

test('nothing that is printed is changed by the choke point, and nothing is lost', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			const printed = jsonText([text]);
			expect(JSON.parse(printed)).toEqual([text]);
			expect(/[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2066-\u2069]/.test(printed)).toBe(false);
			if (!/\p{M}/u.test(text)) expect(visible(printed)).toBe(printed);
		}),
		{numRuns: 2000},
	);
});
