import fc from 'fast-check';
import {expect, test} from 'vitest';

type Segmenter = new () => {segment(text: string): Iterable<{segment: string; index: number}>};

const path = '../../scripts/bundle/lazy-segmenter.js';
const {LazySegmenter} = (await import(path)) as {LazySegmenter: Segmenter};

const parts = (segments: Iterable<{segment: string; index: number}>) =>
	[...segments].map(({segment, index}) => ({segment, index}));

test('the bundle splits text exactly as the real segmenter does', () => {
	const unit = fc.oneof(
		fc.constantFrom(...'abc 09\n\r\u001B', '│', '─', '…', '↔', '▶', '◽'),
		fc.constantFrom('日', 'が', 'か\u3099', 'カ', '한', '\u200D', '\uFE0F', 'e\u0301', '👩', '👧', '🇯', '🇵'),
	);
	fc.assert(
		fc.property(fc.string({unit, maxLength: 12}), text => {
			expect(parts(new LazySegmenter().segment(text))).toEqual(parts(new Intl.Segmenter().segment(text)));
		}),
		{numRuns: 500},
	);
});
