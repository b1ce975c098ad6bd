/** A text of any wording in the place of English's own; functions keep their parameters. */
export type Widened<T> = T extends string
	? string
	: T extends (...given: infer Given) => infer Said
		? (...given: Given) => Widened<Said>
		: T extends ReadonlyArray<infer Each>
			? ReadonlyArray<Widened<Each>>
			: T extends object
				? {readonly [Key in keyof T]: Widened<T[Key]>}
				: T;

/**
 * A part of the catalogue in another language: the same keys and the same functions. What is not there yet is shown in
 * English; a test names it. A string, a function or an array is one leaf.
 */
export type Translation<T> = T extends string | ((...given: never) => unknown) | readonly unknown[]
	? Widened<T>
	: {readonly [Key in keyof T]?: Translation<T[Key]>};

const isBranch = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** English with the leaves of the translation in their places. */
export function translated<T>(english: T, translation: Translation<NoInfer<T>>): Widened<T> {
	return merged(english, translation) as Widened<T>;
}

function merged(english: unknown, translation: unknown): unknown {
	if (!isBranch(english) || !isBranch(translation)) return translation ?? english;
	return Object.fromEntries(Object.entries(english).map(([key, value]) => [key, merged(value, translation[key])]));
}
