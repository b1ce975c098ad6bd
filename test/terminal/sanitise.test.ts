import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test, vi} from 'vitest';
import {classes, isHiddenBeyond, unit} from '../../source/terminal/hidden.js';
import {mark, visible, visibleAscii} from '../../source/terminal/sanitise.js';

const forbidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\uFFFD]/u;

/** Pieces that hostile names, labels and logs are made of. */
const pieces = [
	'\u001B[31m',
	'\u001B[2J',
	'\u001B]52;c;cm0gLXJm\u0007',
	'\u001B]0;title\u001B\\',
	'\u001B]8;;https://example.test\u0007link\u001B]8;;\u0007',
	'\u009B31m',
	'\u009D0;x\u009C',
	'\u001B[8m',
	'\u001B',
	'\u001BP1$r\u001B\\',
	'\r',
	'\b\b\b',
	'\n',
	'\t',
	'\0',
	'\u007F',
	'\u202E',
	'\u2066',
	'\u200B',
	'\u200D',
	'\uFE0F',
	'\uFEFF',
	'\u00AD',
	'\u{E0041}',
	'\u{E0101}',
	'\u3164',
	'\uD83D',
	'\uDE80',
	'\uFFFD',
	'\u0301',
	'\u0E31',
	'e\u0301',
	'🚀',
	'👩‍💻',
	'名前空間',
	'pod-1',
	' ',
	'[',
	'm',
	'▯',
];
const hostile = fc.oneof(
	fc.array(fc.constantFrom(...pieces), {maxLength: 12}).map(parts => parts.join('')),
	fc.string({unit: 'binary', maxLength: 40}),
	fc.array(fc.integer({min: 0, max: 0xff_ff}), {maxLength: 40}).map(units => String.fromCharCode(...units)),
);

describe('visible', () => {
	test('100,000 hostile strings: nothing but printed characters comes out, and it comes out the same again', () => {
		fc.assert(
			fc.property(hostile, text => {
				const shown = visible(text);
				expect(forbidden.test(shown)).toBe(false);
				expect(/^\p{M}/u.test(shown)).toBe(false);
				expect(visible(shown)).toBe(shown);
				expect(shown.length).toBeLessThanOrEqual(text.length);
				expect(/^[\u0020-\u007E]*$/.test(visibleAscii(text))).toBe(true);
			}),
			{numRuns: 100_000},
		);
	}, 120_000);

	test('what is harmless comes out as it went in', () => {
		for (const text of [
			'',
			'kube-system/coredns-7656c59669',
			'café ÅÄÖ ¿',
			'ネットワーク名前空間内のデバイス',
			'か\u3099',
			'🚀 ready',
			'Ελλάδα привет שלום',
			'▯',
		]) {
			expect(visible(text)).toBe(text);
		}
	});

	test.each([
		['a colour is one mark', 'a \u001B[1;31mred\u001B[0m b', 'a ▯red▯ b'],
		['an 8-bit CSI is one mark', '\u009B31mred', '▯red'],
		['the text of an OSC stays to be read', '\u001B]52;c;cm0=\u0007', '▯]52;c;cm0=▯'],
		['a cut sequence marks only the ESC', 'x\u001B[31', 'x▯[31'],
		['ESC inside a sequence', '\u001B[3\u001B[m', '▯[3▯'],
		['overwriting with backspaces', 'Running\b\b\b', 'Running▯▯▯'],
		['carriage return and newline', 'a\r\nb', 'a▯▯b'],
		['a tab is a space', 'a\tb', 'a b'],
		['a bidi override', 'gpj.\u202Eexe', 'gpj.▯exe'],
		['zero width', 'kube\u200B-system', 'kube▯-system'],
		['tags', 'a\u{E0041}b', 'a▯b'],
		['a joined emoji falls apart', '👩\u200D💻', '👩▯💻'],
		['lone surrogates', '\uD83Dx\uDE80', '▯x▯'],
		['invalid UTF-8 of a tool', 'x\uFFFDy', 'x▯y'],
		['a combining mark at the start would change the cell before', '\u0301a', '▯a'],
		['a pile of combining marks', `a${'\u0301'.repeat(6)}b`, `a${'\u0301'.repeat(4)}▯▯b`],
		['C1 after Latin text', 'é\u0085', 'é▯'],
	])('%s', (_, text, shown) => {
		expect(visible(text)).toBe(shown);
	});

	test('the mark is one column wide, also where ambiguous characters are two', () => {
		expect(stringWidth(mark)).toBe(1);
		expect(stringWidth(mark, {ambiguousIsNarrow: false})).toBe(1);
	});

	test('the ranges are those of the Unicode tables of this engine', () => {
		const wrong: string[] = [];
		for (let point = 0; point <= 0x10_ff_ff; point++) {
			const kind = classes[point];
			const ours = point > 0xff_ff ? isHiddenBeyond(point) : kind !== unit.plain && kind !== unit.combining;
			if (ours !== forbidden.test(String.fromCodePoint(point))) wrong.push(point.toString(16));
		}

		expect(wrong).toEqual([]);
	});

	test('all classes "combining" are combining', () => {
		const wrong: string[] = [];
		for (let point = 0; point <= 0xff_ff; point++) {
			const character = String.fromCodePoint(point);
			if (classes[point] === unit.combining && !/\p{M}|\p{Cn}/u.test(character)) wrong.push(point.toString(16));
		}

		expect(wrong).toEqual([]);
	});
});

/** How often one character of the text was looked at, on average. */
function looks(text: string): number {
	let count = 0;
	const own = String.prototype.charCodeAt;
	const spied = vi.spyOn(String.prototype, 'charCodeAt').mockImplementation(function (this: string, index: number) {
		count++;
		return own.call(this, index);
	});
	try {
		visible(text);
	} finally {
		spied.mockRestore();
	}

	return count / text.length;
}

describe('work of visible', () => {
	test('a look at each character is counted', () => {
		expect(looks('ネットワーク')).toBe(1);
	});

	test.each([
		['ascii', 'kube-system   pod/coredns-7656c59669-x2x4z   1/1   Running   0   12m ', 0],
		['latin', 'café Zürich naïve façade résumé ', 0],
		['japanese', 'ネットワーク名前空間内のデバイスを確認する。', 1],
		['emoji', 'pod 🚀 ready ✨ 12m ', 2],
		['colours', '\u001B[32mINFO\u001B[0m started listener on port 8080 ', 2],
		['nul', '\0', 2],
		['combining', 'e\u0301\u0301\u0301\u0301\u0301', 3],
		['lone surrogates', '\uD83D', 5],
		['sequences that never end', '\u001B[', 40],
	] as const)('%s: so many looks at a character, in a line as in one piece', (_, piece, most) => {
		const line = piece.repeat(Math.ceil(120 / piece.length));
		const whole = piece.repeat(Math.ceil(1e5 / piece.length));
		expect(looks(line)).toBeLessThanOrEqual(most);
		expect(looks(whole)).toBeLessThanOrEqual(most);
	});
});
