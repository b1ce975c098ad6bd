import {build} from 'esbuild';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
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

/** MB of UTF-8 a second over 8 MB of `text`, the best of five; of more where others keep the machine busy. */
function throughput(visible: (text: string) => string, text: string): number {
	const bytes = Buffer.byteLength(text);
	const rounds = Math.ceil(2e6 / bytes);
	let best = 0;
	let length = 0;
	for (let attempt = 0; attempt < 5 || (best < 150 && attempt < 25); attempt++) {
		const began = performance.now();
		for (let round = 0; round < rounds; round++) length += visible(text).length;
		best = Math.max(best, (bytes * rounds) / 1e3 / (performance.now() - began));
	}

	expect(length).toBeGreaterThan(0);
	return Math.round(best);
}

describe('speed of visible', () => {
	// In the form that is shipped: the test runner's own wrapping of modules costs two thirds of the speed.
	const shipped = async (): Promise<(text: string) => string> => {
		const {outputFiles} = await build({
			entryPoints: ['source/terminal/sanitise.ts'],
			bundle: true,
			format: 'esm',
			write: false,
		});
		const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
		const loaded = (await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)) as {
			visible: (text: string) => string;
		};
		return loaded.visible;
	};

	const lines = {
		ascii: 'kube-system   pod/coredns-7656c59669-x2x4z   1/1   Running   0   12m ',
		latin: 'café Zürich naïve façade résumé ',
		japanese: 'ネットワーク名前空間内のデバイスを確認する。',
		emoji: 'pod 🚀 ready ✨ 12m ',
		colours: '\u001B[32mINFO\u001B[0m started listener on port 8080 ',
		nul: '\0',
	};
	/** What any look at every character costs: measured beside it, so that a busy machine slows both down. */
	const look = (text: string): string => {
		let sum = 0;
		for (let index = 0; index < text.length; index++) sum += text.charCodeAt(index);
		return sum < 0 ? '' : text;
	};

	test.each(Object.entries(lines))(
		'%s: at most 25 looks at every character, in lines and in one piece',
		async (name, piece) => {
			const shown = await shipped();
			const line = piece.repeat(Math.ceil(120 / piece.length));
			const whole = piece.repeat(Math.ceil(1e6 / piece.length));
			const figures = {line: throughput(shown, line), whole: throughput(shown, whole)};
			if (process.env['SHOW_FIGURES']) console.log(name, figures);
			expect(figures.line).toBeGreaterThan(throughput(look, line) / 25);
			expect(figures.whole).toBeGreaterThan(throughput(look, whole) / 25);
		},
	);
});
