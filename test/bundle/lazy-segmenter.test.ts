import fc from 'fast-check';
import {expect, test} from 'vitest';

type Segment = {segment: string; index: number};
type Segments = Iterable<Segment> & {containing(index?: number): Segment | undefined};
type Segmenter = new () => {segment(text: string): Segments};

const path = '../../scripts/bundle/lazy-segmenter.js';
const {LazySegmenter} = (await import(path)) as {LazySegmenter: Segmenter};

const part = ({segment, index}: Segment) => ({segment, index});
/** Everything that packages ask of segments: one after the other, and the one at a place. */
const parts = (segments: Segments, length: number) => [
	[...segments].map(each => part(each)),
	Array.from({length: length + 1}, (_, index) => {
		const found = segments.containing(index);
		return found && part(found);
	}),
];

test('the bundle splits text exactly as the real segmenter does', () => {
	const unit = fc.oneof(
		fc.constantFrom(...'abc 09\n\r\u001B', '│', '─', '…', '↔', '▶', '◽'),
		fc.constantFrom('日', 'が', 'か\u3099', 'カ', '한', '\u200D', '\uFE0F', 'e\u0301', '👩', '👧', '🇯', '🇵'),
	);
	fc.assert(
		fc.property(fc.string({unit, maxLength: 12}), text => {
			expect(parts(new LazySegmenter().segment(text), text.length)).toEqual(
				parts(new Intl.Segmenter().segment(text), text.length),
			);
		}),
		{numRuns: 500},
	);
});
