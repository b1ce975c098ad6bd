import {measureElement, type DOMElement} from 'ink';
import type {Line} from './line.js';
import {displayWidth} from './width.js';

/** Knows which lines stand where, and so what a click on a cell does. Made only when the mouse is on. */
export type Pointer = {
	/** A block of lines as it was drawn last; returns what takes it away. */
	add(box: DOMElement, lines: readonly Line[]): () => void;
	/** The action of the span in this cell; undefined: nothing to press there. */
	at(column: number, row: number): string | undefined;
};

export function createPointer(): Pointer {
	const blocks = new Set<{readonly box: DOMElement; readonly lines: readonly Line[]}>();
	return {
		add(box, lines) {
			const block = {box, lines};
			blocks.add(block);
			return () => void blocks.delete(block);
		},
		at(column, row) {
			for (const {box, lines} of blocks) {
				const {x, y, width} = measureElement(box);
				const line = lines[row - y];
				if (line !== undefined && column >= x && column < x + width) return pressIn(line, column - x);
			}

			return undefined;
		},
	};
}

/** Behind its last span a line is filled: that belongs to the span. */
function pressIn(line: Line, column: number): string | undefined {
	let end = 0;
	for (const {text, press} of line) {
		end += displayWidth(text);
		if (column < end) return press;
	}

	return line.at(-1)?.press;
}
