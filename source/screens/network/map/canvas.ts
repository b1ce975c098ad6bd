import {blank, span, type Line, type Span, type Style} from '../../../components/line.js';
import {cut, displayWidth} from '../../../components/width.js';
import {visible} from '../../../terminal/sanitise.js';

/** Which of its four sides a cell's line reaches. Doubled: the vertical part is drawn double. */
const side = {up: 1, down: 2, left: 4, right: 8} as const;

const single = ' │││─┘┐┤─└┌├─┴┬┼';
/** The same with both vertical sides doubled; only those that the picture needs. */
const doubled: Readonly<Record<number, string>> = {
	[side.up]: '║',
	[side.down]: '║',
	[side.up | side.down]: '║',
	[side.up | side.left | side.right]: '╨',
	[side.down | side.left | side.right]: '╥',
};

type Cell = {text: string; style: Style | undefined; sides: number; double: boolean};

export type Rect = {readonly x: number; readonly y: number; readonly width: number; readonly height: number};

/** A picture of boxes, wires and words on a grid of terminal cells. Lines that meet are joined. Nothing outside is drawn. */
export class Canvas {
	readonly #rows: Cell[][];

	constructor(
		readonly width: number,
		readonly height: number,
	) {
		this.#rows = Array.from({length: height}, () =>
			Array.from({length: width}, () => ({text: ' ', style: undefined, sides: 0, double: false})),
		);
	}

	/** A frame with nothing in it. */
	box({x, y, width, height}: Rect): void {
		const [right, bottom] = [x + width - 1, y + height - 1];
		this.#join(x, y, side.right | side.down);
		this.#join(right, y, side.left | side.down);
		this.#join(x, bottom, side.right | side.up);
		this.#join(right, bottom, side.left | side.up);
		for (const row of [y, bottom]) {
			for (let column = x + 1; column < right; column++) this.#join(column, row, side.left | side.right);
		}

		for (let row = y + 1; row < bottom; row++) {
			this.#join(x, row, side.up | side.down);
			this.#join(right, row, side.up | side.down);
		}
	}

	/** From row `from` to row `to`, joined with what stands in both. */
	wire(x: number, from: number, to: number, double = false): void {
		for (let row = from; row <= to; row++) {
			this.#join(x, row, (row > from ? side.up : 0) | (row < to ? side.down : 0), double);
		}
	}

	/** Words in at most `width` columns; what was there is covered. */
	put(x: number, y: number, content: Line, width: number): void {
		let column = x;
		for (const {text, style} of content) {
			for (const glyph of glyphs(cut(visible(text), x + width - column))) {
				const columns = displayWidth(glyph);
				for (let part = 0; part < columns; part++) this.#set(column + part, y, part === 0 ? glyph : '', style);
				column += columns;
			}
		}
	}

	/** Words around a column. */
	center(x: number, y: number, content: Line, width: number): void {
		const used = Math.min(
			width,
			content.reduce((sum, {text}) => sum + displayWidth(visible(text)), 0),
		);
		this.put(x - Math.floor(used / 2), y, content, width);
	}

	lines(): readonly Line[] {
		return this.#rows.map(row => spansOf(row));
	}

	#set(x: number, y: number, text: string, style: Style | undefined): void {
		const cell = this.#rows[y]?.[x];
		if (!cell) return;
		Object.assign(cell, {text, style, sides: 0});
	}

	#join(x: number, y: number, sides: number, double = false): void {
		const cell = this.#rows[y]?.[x];
		if (!cell) return;
		cell.sides |= sides;
		cell.double ||= double;
		cell.text = (cell.double ? doubled[cell.sides] : undefined) ?? single[cell.sides] ?? ' ';
	}
}

const plain = /^[ -~]*$/;
let segmenter: Intl.Segmenter | undefined;

function glyphs(text: string): readonly string[] {
	if (plain.test(text)) return [...text];
	segmenter ??= new Intl.Segmenter();
	return [...segmenter.segment(text)].map(({segment}) => segment);
}

/** Neighbours of one style as one span; blanks at the end go. */
function spansOf(row: readonly Cell[]): Line {
	const last = row.findLastIndex(({text, style}) => text.trim() !== '' || style !== undefined);
	if (last < 0) return blank;
	const spans: Span[] = [];
	let text = '';
	let style: Style | undefined;
	for (const cell of row.slice(0, last + 1)) {
		if (text !== '' && cell.style !== style) {
			spans.push(span(text, style));
			text = '';
		}

		style = cell.style;
		text += cell.text;
	}

	return [...spans, span(text, style)];
}
