/**
 * The word that was meant: one that begins with what was typed, else one that a slip or two makes of it. Undefined: none is
 * near, or several are as near. Own code: the libraries for this do not count two swapped letters (`stauts`) as one slip.
 */
export function nearest(typed: string, words: readonly string[]): string | undefined {
	const word = typed.toLowerCase();
	if (word.length === 0 || word.length > 40) return undefined;
	const begun = words.filter(each => each.startsWith(word));
	if (begun.length === 1) return begun[0];
	const most = Math.min(2, Math.floor((word.length + 1) / 3));
	const near = words
		// `uninstall` is no slip of `install`: with a word before it, it means another thing.
		.filter(each => !(word.endsWith(each) && word.length > each.length + 1))
		.map(each => ({each, slips: slipsBetween(word, each)}))
		.filter(({slips}) => slips <= most)
		.toSorted((one, other) => one.slips - other.slips);
	return near[0]?.slips === near[1]?.slips ? undefined : near[0]?.each;
}

/** Letters that are left out, added, changed, or swapped with their neighbour (optimal string alignment). */
function slipsBetween(from: string, to: string): number {
	const rows: number[][] = [Array.from({length: to.length + 1}, (_, index) => index)];
	for (let i = 1; i <= from.length; i++) {
		const above = rows[i - 1] ?? [];
		const row = [i];
		for (let j = 1; j <= to.length; j++) {
			const same = from[i - 1] === to[j - 1];
			const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
			row.push(
				Math.min(
					at(above, j) + 1,
					at(row, j - 1) + 1,
					at(above, j - 1) + (same ? 0 : 1),
					swapped ? at(rows[i - 2], j - 2) + 1 : Infinity,
				),
			);
		}

		rows.push(row);
	}

	return at(rows[from.length], to.length);
}

const at = (row: readonly number[] | undefined, index: number): number => row?.[index] ?? Infinity;

/** Names that hold what was typed, or the one that a slip or two makes of it: what to offer where there is none of that name. */
export function namesNear(typed: string, names: readonly string[]): readonly string[] {
	const holding = names.filter(name => name.includes(typed));
	const near = nearest(typed, names);
	return holding.length > 0 ? holding : near === undefined ? [] : [near];
}
