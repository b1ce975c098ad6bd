/** Stands in for Intl.Segmenter in the bundle: packages make one at import, which costs 7 ms; here it is made at first use. */
export class LazySegmenter {
	#parameters;
	#segmenter;

	constructor(...parameters) {
		this.#parameters = parameters;
	}

	segment(text) {
		this.#segmenter ??= new globalThis.Intl['Segmenter'](...this.#parameters);
		return this.#segmenter.segment(text);
	}
}
