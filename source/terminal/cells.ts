import stringWidth from 'string-width';
import {simpleWidth} from './simple-width.js';
import {plainStyle, type StyleTable} from './styles.js';

/**
 * One line of a frame as terminal cells. A wide glyph stands in its first cell, the second holds ''.
 * `unsure` are the columns of glyphs whose width terminals disagree on (emoji, joined marks): what stands right of one has
 * to be placed by an absolute move. `end` is the column after the last cell that is not a plain blank.
 */
export type Row = {
	readonly source: string;
	readonly glyphs: readonly string[];
	readonly styles: readonly number[];
	readonly unsure: ReadonlySet<number>;
	readonly end: number;
};

export type RowParser = (line: string) => Row;

const sgr = /\u001B\[([\d;:]*)m/y;
/** Control sequences and strings without a cell of their own. A frame has none; should one come, it is not passed on. */
const otherEscape =
	/\u001B(?:\[[\u0020-\u003F]*[\u0040-\u007E]|[\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\)|[\u0020-\u002F]*[\u0030-\u007E])?/y;

/**
 * Lines of frames (text with SGR) to rows of exactly `columns` cells. Widths are those of string-width, which Ink lays
 * out with; what does not fit is cut, a wide glyph that would stick out becomes a blank.
 */
export function createRowParser(columns: number, styles: StyleTable): RowParser {
	// Made when the first text needs it: that costs 7 ms.
	let segmenter: Intl.Segmenter | undefined;
	const widths = new Map<string, number>();
	const widthOf = (cluster: string): number => {
		let width = widths.get(cluster);
		if (width === undefined) {
			width = Math.min(2, stringWidth(cluster));
			if (widths.size > 4096) widths.clear();
			widths.set(cluster, width);
		}

		return width;
	};

	return line => {
		const glyphs: string[] = [];
		const cellStyles: number[] = [];
		const unsure = new Set<number>();
		let style = plainStyle;
		let end = 0;
		const put = (glyph: string, width: number): void => {
			if (glyphs.length + width > columns) {
				glyph = ' ';
				width = 1;
			}

			const look = glyph === ' ' ? styles.blank(style) : style;
			glyphs.push(glyph);
			cellStyles.push(look);
			if (width === 2) {
				glyphs.push('');
				cellStyles.push(look);
			}

			if (glyph !== ' ' || look !== plainStyle) end = glyphs.length;
		};

		for (let index = 0; index < line.length && glyphs.length < columns;) {
			const code = line.charCodeAt(index);
			if (code === 0x1b) {
				sgr.lastIndex = index;
				const found = sgr.exec(line);
				if (found) {
					style = styles.fold(style, found[1] ?? '');
					index = sgr.lastIndex;
					continue;
				}

				otherEscape.lastIndex = index;
				otherEscape.exec(line);
				index = Math.max(otherEscape.lastIndex, index + 1);
				continue;
			}

			const width = simpleWidth(code);
			const next = index + 1 < line.length ? line.charCodeAt(index + 1) : 0x20;
			if (width > 0 && (next < 0x300 || simpleWidth(next) > 0)) {
				put(line.charAt(index), width);
				index++;
				continue;
			}

			if (code < 0x20 || (code >= 0x7f && code < 0xa0)) {
				put(' ', 1);
				index++;
				continue;
			}

			segmenter ??= new Intl.Segmenter();
			const cluster = firstCluster(segmenter, line, index);
			const clusterWidth = widthOf(cluster);
			index += cluster.length;
			// Alone, a mark without width has no cell; sent as it is, it would change the glyph left of it.
			if (clusterWidth === 0) continue;
			if ((cluster.length > 1 || clusterWidth === 2) && glyphs.length + clusterWidth <= columns)
				unsure.add(glyphs.length);
			put(cluster, clusterWidth);
		}

		while (glyphs.length < columns) {
			glyphs.push(' ');
			cellStyles.push(plainStyle);
		}

		return {source: line, glyphs, styles: cellStyles, unsure, end};
	};
}

function firstCluster(segmenter: Intl.Segmenter, line: string, start: number): string {
	// 64 code units hold every real cluster; a longer one (stacked marks) is cut, so that no line costs more than linear time.
	for (const {segment} of segmenter.segment(line.slice(start, start + 64))) return segment;
	return line.charAt(start);
}
