/** A line of the menu that `C` opens: what it is, and what is copied. Text from outside. */
export type CopyItem = {readonly name: string; readonly value: string};

/** The lines of a menu, without those that have nothing to copy and without a value twice. */
export function copyItems(
	...pairs: ReadonlyArray<readonly [name: string, value: string | null | undefined]>
): readonly CopyItem[] {
	const seen = new Set<string>();
	return pairs.flatMap(([name, value]) => {
		if (value === null || value === undefined || value === '' || seen.has(value)) return [];
		seen.add(value);
		return [{name, value}];
	});
}
