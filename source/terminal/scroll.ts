import type {Row} from './cells.js';

/**
 * A block of lines that moved: the lines `top`..`bottom` (inclusive, from 0) are to be scrolled by `shift` lines, up when
 * it is positive. Lines that are scrolled in are blank.
 */
export type Scroll = {readonly top: number; readonly bottom: number; readonly shift: number};

const farthest = 12;
const fewest = 3;

/** The block worth trying most: the longest run of lines that stood `shift` lines away before and stand elsewhere now. */
export function findScroll(before: readonly Row[], after: readonly Row[]): Scroll | undefined {
	// Most frames move nothing: then no distance is tried.
	const places = new Set(before.map(({source}) => source));
	const elsewhere = after.filter(({source, end}, y) => end > 0 && source !== before[y]?.source && places.has(source));
	if (elsewhere.length < fewest) return undefined;
	let best: Scroll | undefined;
	let longest = fewest - 1;
	for (let distance = 1; distance <= farthest; distance++) {
		for (const shift of [distance, -distance]) {
			let run = 0;
			for (let y = 0; y <= after.length; y++) {
				if (moved(before, after, y, shift)) {
					run++;
					continue;
				}

				if (run > longest) {
					longest = run;
					const first = y - run;
					best = {top: Math.min(first, first + shift), bottom: Math.max(y - 1, y - 1 + shift), shift};
				}

				run = 0;
			}
		}
	}

	return best;
}

function moved(before: readonly Row[], after: readonly Row[], y: number, shift: number): boolean {
	const now = after[y];
	const origin = before[y + shift];
	if (now === undefined || origin === undefined) return false;
	return now.source === origin.source && now.source !== before[y]?.source && now.end > 0;
}

/** The lines as they stand after the terminal scrolled the block. */
export function scrolled(rows: readonly Row[], {top, bottom, shift}: Scroll, blank: Row): Row[] {
	return rows.map((row, y) => {
		if (y < top || y > bottom) return row;
		const origin = y + shift;
		return origin >= top && origin <= bottom ? (rows[origin] ?? blank) : blank;
	});
}

/** The bytes for it. Index and reverse index work on every terminal since the VT100, and leave the scrollback alone. */
export function scrollSequence({top, bottom, shift}: Scroll): string {
	const region = `\u001B[${top + 1};${bottom + 1}r`;
	const step =
		shift > 0 ? `\u001B[${bottom + 1}H${'\u001BD'.repeat(shift)}` : `\u001B[${top + 1}H${'\u001BM'.repeat(-shift)}`;
	return `${region}${step}\u001B[r`;
}
