import type {Image} from '../facts/cluster.js';

/** One image with all its names: containerd lists each name on a row of its own (by tag, by digest, by its config). */
export type NamedImage = Image & {
	/** Every name, the one that people use first. */
	readonly refs: readonly string[];
};

/** A tag says most to people, then a name with a digest, then a digest alone. */
const rankOf = (ref: string): number => (ref.startsWith('sha256:') ? 2 : ref.includes('@') ? 1 : 0);

/** By digest, in the order of their names. */
export function namedImages(images: readonly Image[]): readonly NamedImage[] {
	const groups = new Map<string, Image[]>();
	for (const image of images) groups.set(image.digest, [...(groups.get(image.digest) ?? []), image]);
	return [...groups.values()]
		.flatMap(group => {
			const sorted = group.toSorted((a, b) => rankOf(a.ref) - rankOf(b.ref) || a.ref.localeCompare(b.ref));
			const [first] = sorted;
			return first ? [{...first, refs: sorted.map(({ref}) => ref)}] : [];
		})
		.sort((a, b) => rankOf(a.ref) - rankOf(b.ref) || a.ref.localeCompare(b.ref));
}
