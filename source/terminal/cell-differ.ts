import {createRowParser, type Row} from './cells.js';
import {findScroll, scrolled, scrollSequence} from './scroll.js';
import {createStyleTable, plainStyle, type StyleTable} from './styles.js';

export type CellDiffer = {
	/** The bytes that turn the screen as it stands into this frame: '' when nothing changed. */
	paint(frame: string): string;
	/** Forgets what stands on the screen: the next frame is painted whole. */
	forget(): void;
};

/**
 * Takes whole frames (lines of text with SGR) and gives only the cells that changed, with a scroll region where a block
 * of lines moved. Moves are absolute or within a line, so a glyph that a terminal draws wider than string-width says
 * cannot shift what stands right of it.
 */
export function createCellDiffer(options: {
	readonly columns: number;
	readonly rows: number;
	/** False: colours are dropped, weight, underline and inverse stay. */
	readonly color?: boolean;
}): CellDiffer {
	const {columns, rows, color = true} = options;
	const styles = createStyleTable({color});
	const parse = createRowParser(columns, styles);
	const blank = parse('');
	let shown: readonly Row[] | undefined;

	return {
		paint(frame) {
			const lines = frame.split('\n');
			const before = shown;
			const known = new Map(before?.map(row => [row.source, row]));
			const next: Row[] = [];
			for (let y = 0; y < rows; y++) {
				const line = lines[y] ?? '';
				next.push(known.get(line) ?? parse(line));
			}

			shown = next;
			if (!before) {
				const pen = new Pen(styles);
				for (const [y, row] of next.entries()) pen.row(y, undefined, row);
				return pen.finish();
			}

			const inPlace = paintRows(styles, before, next);
			const scroll = inPlace === '' ? undefined : findScroll(before, next);
			if (!scroll) return inPlace;
			const moved = scrollSequence(scroll) + paintRows(styles, scrolled(before, scroll, blank), next);
			return moved.length < inPlace.length ? moved : inPlace;
		},
		forget() {
			shown = undefined;
		},
	};
}

function paintRows(styles: StyleTable, before: readonly Row[], next: readonly Row[]): string {
	const pen = new Pen(styles);
	for (const [y, row] of next.entries()) {
		const old = before[y];
		if (old !== row && old?.source !== row.source) pen.row(y, old, row);
	}

	return pen.finish();
}

/** Writes cells and knows where the cursor stands and which style is on. A pen starts and ends in the default style. */
class Pen {
	#out = '';
	#style = plainStyle;
	#x = -1;
	#y = -1;
	readonly #styles: StyleTable;

	constructor(styles: StyleTable) {
		this.#styles = styles;
	}

	/** Turns line `y` from `old` (undefined: nobody knows what stands there) into `row`. */
	row(y: number, old: Row | undefined, row: Row): void {
		let all = old === undefined;
		for (let x = 0; x < row.end; x++) {
			const glyph = row.glyphs[x] ?? ' ';
			if (glyph === '' || (!all && sameCell(old, row, x))) continue;
			const blanks = glyph === ' ' ? plainBlanks(row, x) : 0;
			if (blanks >= fewestErased) {
				this.#move(x, y, row);
				this.#erase(`\u001B[${blanks}X`);
				x += blanks - 1;
				continue;
			}

			const wide = row.glyphs[x + 1] === '';
			if (row.unsure.has(x)) {
				// Whatever width the terminal gives it: its cells are blank before, and all that stands right of it comes after.
				this.#move(x, y, row);
				this.#put(wide ? '  ' : ' ', row.styles[x] ?? plainStyle, wide ? 2 : 1);
				this.#move(x, y, row);
				this.#put(glyph, row.styles[x] ?? plainStyle, 1);
				this.#x = -1;
				all = true;
			} else {
				this.#move(x, y, row);
				this.#put(glyph, row.styles[x] ?? plainStyle, wide ? 2 : 1);
			}
		}

		const oldEnd = all ? row.glyphs.length : (old?.end ?? row.glyphs.length);
		if (oldEnd > row.end) {
			this.#move(row.end, y, row);
			this.#erase('\u001B[K');
		}
	}

	finish(): string {
		this.#set(plainStyle);
		return this.#out;
	}

	/** Written now, would this glyph look as it should? A blank looks the same in many styles. */
	#isOn(glyph: string, style: number): boolean {
		return (glyph === ' ' ? this.#styles.blank(this.#style) : this.#style) === style;
	}

	#set(style: number): void {
		this.#out += this.#styles.change(this.#style, style);
		this.#style = style;
	}

	/** Erased cells take the background that is on. */
	#erase(sequence: string): void {
		if (this.#styles.blank(this.#style) !== plainStyle) this.#set(plainStyle);
		this.#out += sequence;
	}

	#put(glyph: string, style: number, width: number): void {
		if (!this.#isOn(glyph, style)) this.#set(style);
		this.#out += glyph;
		this.#x += width;
	}

	#move(x: number, y: number, row: Row): void {
		if (this.#y === y && this.#x === x) return;
		const absolute = x === 0 ? `\u001B[${y + 1}H` : `\u001B[${y + 1};${x + 1}H`;
		this.#out += (this.#y === y && this.#x >= 0 && this.#x < x && this.#forward(x, row)) || absolute;
		this.#x = x;
		this.#y = y;
	}

	/** Over a short gap it is cheaper to write the cells again than to jump. */
	#forward(x: number, row: Row): string {
		const gap = x - this.#x;
		const jump = gap === 1 ? '\u001B[C' : `\u001B[${gap}C`;
		if (gap >= jump.length) return jump;
		let again = '';
		for (let column = this.#x; column < x; column++) {
			const glyph = row.glyphs[column] ?? '';
			if (glyph.length !== 1 || glyph > '~' || !this.#isOn(glyph, row.styles[column] ?? plainStyle)) return jump;
			again += glyph;
		}

		return again;
	}
}

function sameCell(old: Row | undefined, row: Row, x: number): boolean {
	return old !== undefined && old.glyphs[x] === row.glyphs[x] && old.styles[x] === row.styles[x];
}

/** Erasing this many blanks and jumping over them is shorter than writing them. */
const fewestErased = 11;

/** How many plain blanks follow one another from column `x` on. */
function plainBlanks(row: Row, x: number): number {
	let end = x;
	while (end < row.end && row.glyphs[end] === ' ' && row.styles[end] === plainStyle) end++;
	return end - x;
}
