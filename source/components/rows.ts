import {blank, type Line} from './line.js';

/** Lines that are made only where they are seen: a host has thousands of processes. */
export type Rows = {readonly length: number; readonly at: (row: number) => Line};

export const rowsOf = (lines: readonly Line[]): Rows => ({length: lines.length, at: row => lines[row] ?? blank});

export const noRows: Rows = rowsOf([]);

/** Blocks that stand one under the other. */
export function stacked(blocks: readonly Rows[]): Rows {
	const starts: number[] = [];
	let length = 0;
	for (const block of blocks) {
		starts.push(length);
		length += block.length;
	}

	return {
		length,
		at(row) {
			const index = starts.findLastIndex((start, block) => start <= row && row < start + (blocks[block]?.length ?? 0));
			return index === -1 ? blank : (blocks[index]?.at(row - (starts[index] ?? 0)) ?? blank);
		},
	};
}

/** The lines `from` up to `to`, fewer at the end. */
export function between({length, at}: Rows, from: number, to: number): Line[] {
	const lines: Line[] = [];
	for (let row = Math.max(0, from); row < Math.min(length, to); row++) lines.push(at(row));
	return lines;
}
