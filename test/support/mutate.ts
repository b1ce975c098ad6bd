import fc from 'fast-check';

/** Real outputs with a few bytes taken out, doubled, swapped or replaced: what a reader must survive. */
export const mutated = (texts: readonly string[]): fc.Arbitrary<string> =>
	fc
		.record({
			text: fc.constantFrom(...texts),
			edits: fc.array(
				fc.record({
					at: fc.double({min: 0, max: 1, noNaN: true}),
					length: fc.integer({min: 0, max: 400}),
					insert: fc.oneof(
						fc.string({maxLength: 12}),
						fc.constantFrom('\n', '\0', '{}', '[', ']', 'null', '"', '\u202E', '-1', '1e999', '@@TOKEN ns/x 0\n'),
					),
				}),
				{minLength: 1, maxLength: 6},
			),
		})
		.map(({text, edits}) => {
			let result = text;
			for (const {at, length, insert} of edits) {
				const position = Math.floor(at * result.length);
				result = result.slice(0, position) + insert + result.slice(position + length);
			}

			return result;
		});
