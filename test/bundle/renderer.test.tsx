import {readFileSync} from 'node:fs';
import {build, type Plugin} from 'esbuild';
import fc from 'fast-check';
import {Box, Text, renderToString as shippedToString} from 'ink';
import type {ReactElement} from 'react';
import {describe, expect, test} from 'vitest';
import {createRowParser} from '../../source/terminal/cells.js';
import {createStyleTable} from '../../source/terminal/styles.js';
import {shippedInk} from '../support/shipped-renderer.js';

type Matches = (text: string, pattern: RegExp, times?: number) => RegExpExecArray[];
const path = '../../scripts/bundle/renderer.mjs';
const {matchesIn, shippedRenderer} = (await import(path)) as {
	matchesIn(path: string): Matches;
	shippedRenderer: Plugin;
};

/** Ink as it is installed. Its elements are names, so that both draw the same tree. */
const inkPath = '../../node_modules/ink/build/index.js';
const {renderToString} = (await import(inkPath)) as {renderToString: typeof shippedToString};

const words = fc.string({
	unit: fc.constantFrom(
		...'ab 9│─…↔▶日が한',
		'カ\u3099',
		'e\u0301',
		'👩',
		'\u200D',
		'\u0007',
		'\u001B[1m',
		'\u001B[0m',
		'\u001B[31;44m',
		'\n',
	),
	maxLength: 16,
});

const {tree} = fc.letrec<{tree: ReactElement; text: ReactElement; box: ReactElement}>(tie => ({
	tree: fc.oneof({depthSize: 'small'}, tie('text'), tie('box')),
	text: fc
		.record({
			content: words,
			wrap: fc.constantFrom('wrap' as const, 'truncate' as const, 'truncate-middle' as const),
			bold: fc.boolean(),
			color: fc.constantFrom(undefined, 'red', 'cyan'),
		})
		.map(({content, color, ...given}) => (
			<Text {...given} {...(color ? {color} : {})}>
				{content}
			</Text>
		)),
	box: fc
		.record({
			children: fc.array(tie('tree'), {maxLength: 4}),
			flexDirection: fc.constantFrom('row' as const, 'column' as const),
			width: fc.option(fc.integer({min: 1, max: 30}), {nil: undefined}),
			height: fc.option(fc.integer({min: 1, max: 5}), {nil: undefined}),
			overflow: fc.constantFrom('visible' as const, 'hidden' as const),
			marginLeft: fc.constantFrom(0, 2, -1),
			border: fc.boolean(),
		})
		.map(({children, border, width, height, ...given}) => (
			<Box
				{...given}
				{...(width === undefined ? {} : {width})}
				{...(height === undefined ? {} : {height})}
				{...(border ? {borderStyle: 'single' as const} : {})}
			>
				{...children}
			</Box>
		)),
}));

/** One table of styles: equal looks have equal numbers in both. */
const parse = createRowParser(60, createStyleTable({color: true}));

/** A frame as it comes to the terminal: its cells, whatever sequences stand for their styles. */
function cellsOf(frame: string): unknown {
	return frame.split('\n').map(row => {
		const {glyphs, styles, end} = parse(row);
		return [glyphs.slice(0, end), styles.slice(0, end)];
	});
}

describe('the renderer that is shipped', () => {
	test('is the one that the component tests draw with', () => {
		const bundled = readFileSync(shippedInk, 'utf8');
		for (const name of ['output.js', 'sanitize-ansi.js', 'string-width.js', 'lazy-segmenter.js']) {
			expect(bundled).toContain(`// scripts/bundle/${name}`);
		}
	});

	test('draws every tree as Ink itself does', () => {
		fc.assert(
			fc.property(tree, drawn => {
				const element = <Box>{drawn}</Box>;
				expect(cellsOf(shippedToString(element, {columns: 40}))).toEqual(
					cellsOf(renderToString(element, {columns: 40})),
				);
			}),
			{numRuns: 300, endOnFailure: true},
		);
	});
});

describe('a package that has changed stops the build', () => {
	test('a text that is gone, or stands there twice', () => {
		const matches = matchesIn('x.js');
		expect(matches('one two', /two/g)).toHaveLength(1);
		expect(() => matches('one', /two/g)).toThrow('x.js: /two/g stands there 0 times, not 1: look again');
		expect(() => matches('two two', /two/g)).toThrow('stands there 2 times, not 1');
	});

	test('a module that nobody asks for any more', async () => {
		const other: Plugin = {
			name: 'ink-of-tomorrow',
			setup({onLoad}) {
				onLoad({filter: /ink[\\/]build[\\/]renderer\.js$/}, () => ({contents: 'export default () => ({});'}));
			},
		};
		const built = build({
			entryPoints: ['ink'],
			write: false,
			bundle: true,
			platform: 'node',
			format: 'esm',
			external: ['react', 'react-devtools-core'],
			plugins: [other, shippedRenderer],
			logLevel: 'silent',
		});
		await expect(built).rejects.toThrow('nothing asks for ./output.js any more: look again at output.js');
	});
});
