import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createRowParser} from '../../source/terminal/cells.js';
import {createStyleTable} from '../../source/terminal/styles.js';

type Clip = {readonly x1?: number; readonly x2?: number; readonly y1?: number; readonly y2?: number};
type Output = {
	write(x: number, y: number, text: string, options: {transformers: Array<(line: string) => string>}): void;
	clip(clip: Clip): void;
	unclip(): void;
	get(): {output: string; height: number};
};
type OutputClass = new (size: {width: number; height: number}) => Output;

const ours = '../../scripts/bundle/output.js';
const inks = '../../node_modules/ink/build/output.js';
const [{default: Ours}, {default: Inks}] = (await Promise.all([import(ours), import(inks)])) as [
	{default: OutputClass},
	{default: OutputClass},
];

const width = 24;
const height = 6;

const text = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.constantFrom(
			'name',
			'a b  c',
			'x'.repeat(24),
			'────',
			'日本語',
			'  ',
			'\u001B[31mred\u001B[39m',
			'\u001B[7mopen',
		),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom('two\nlines', '\u001B[32mtwo\ngreen\u001B[39m', '🙂', 'e\u0301', 'x'.repeat(40)),
	},
);
const transformer = fc.constantFrom(
	(line: string) => line,
	(line: string) => `\u001B[1m${line}\u001B[22m`,
);
const write = fc.record({
	kind: fc.constant('write' as const),
	x: fc.integer({min: -2, max: width}),
	y: fc.integer({min: -1, max: height}),
	text,
	transformers: fc.array(transformer, {maxLength: 1}),
});
const clip = fc.record({
	kind: fc.constant('clip' as const),
	clip: fc.record(
		{x1: fc.nat(4), x2: fc.integer({min: 10, max: width}), y1: fc.nat(2), y2: fc.integer({min: 3, max: height})},
		{requiredKeys: []},
	),
});
const operations = fc.array(
	fc.oneof(
		{weight: 5, arbitrary: write},
		{weight: 1, arbitrary: clip},
		{weight: 1, arbitrary: fc.constant({kind: 'unclip' as const})},
	),
	{maxLength: 6},
);
/** Whole rows one below the other, as our screens draw: these must not need Ink's own Output at all. */
const rows = fc.array(text, {maxLength: height});

function seen(
	Class: OutputClass,
	list: readonly (typeof operations extends fc.Arbitrary<Array<infer T>> ? T : never)[],
) {
	const output = new Class({width, height});
	for (const operation of list) {
		if (operation.kind === 'write') {
			output.write(operation.x, operation.y, operation.text, {transformers: operation.transformers});
		} else if (operation.kind === 'clip') output.clip(operation.clip as Clip);
		else output.unclip();
	}

	const {output: frame, height: reported} = output.get();
	const styles = createStyleTable({color: true});
	const parse = createRowParser(width, styles);
	const lines = frame.split('\n');
	return {
		reported,
		rows: Array.from({length: height}, (_, y) => {
			const {glyphs, styles: numbers} = parse(lines[y] ?? '');
			return glyphs.map((glyph, x) => `${glyph}${styles.change(0, numbers[x] ?? 0)}`);
		}),
	};
}

test('draws what Ink’s own Output draws, whatever is written where', () => {
	fc.assert(
		fc.property(operations, list => {
			expect(seen(Ours, list)).toEqual(seen(Inks, list));
		}),
		{numRuns: 2000},
	);
	fc.assert(
		fc.property(rows, list => {
			const writes = list.map((content, y) => ({kind: 'write' as const, x: 0, y, text: content, transformers: []}));
			expect(seen(Ours, writes)).toEqual(seen(Inks, writes));
		}),
	);
});
