/**
 * Stands in for Intl.Segmenter in the bundle. Packages make one at import, which costs 7 ms; here it is made at first use.
 * And text in which every code unit is a grapheme of its own (ASCII, box drawing, kana, Han), which is nearly every text
 * on the screen, does not need it at all: the real one costs most of a frame.
 */

const alone =
	/^[\n\u001B\u0020-\u007E\u00B7\u2013\u2014\u2018-\u201D\u2026\u2190-\u21FF\u2500-\u25FC\u2713-\u2718\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF]*$/;

export class LazySegmenter {
	#parameters;
	#segmenter;

	constructor(...parameters) {
		this.#parameters = parameters;
	}

	segment(text) {
		const input = String(text);
		if (alone.test(input)) return simpleSegments(input);
		this.#segmenter ??= new globalThis.Intl['Segmenter'](...this.#parameters);
		return this.#segmenter.segment(input);
	}
}

function simpleSegments(input) {
	const segments = new Array(input.length);
	for (let index = 0; index < input.length; index++) segments[index] = {segment: input[index], index, input};
	segments.containing = (index = 0) => segments[index];
	return segments;
}
