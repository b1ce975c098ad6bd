import {unbroken} from './breaks.js';
import {blank, dim, line, plain, span, type Line} from './line.js';
import {cut, displayWidth} from './width.js';

/** Blocks are arrays of lines; these put them together. Pure. */

const widthOf = (content: Line): number => content.reduce((sum, {text}) => sum + displayWidth(text), 0);

/** A line of exactly `width` columns, as spans (for putting something to its right). */
export function filled(content: Line, width: number): Line {
	const used = widthOf(content);
	if (used === width) return content;
	// A selected row is marked over the whole width of its pane.
	const last = content.at(-1);
	const fill = span(' '.repeat(Math.max(0, width - used)), last?.style?.bar ? {inverse: true, bar: true} : undefined);
	if (used < width) return [...content, last?.press === undefined ? fill : {...fill, press: last.press}];
	const kept = [];
	let left = width;
	for (const part of content) {
		const columns = displayWidth(part.text);
		if (columns < left || (columns === left && part === content.at(-1))) {
			kept.push(part);
			left -= columns;
			continue;
		}

		const text = cut(`${part.text}${columns <= left ? 'x' : ''}`, left);
		kept.push({...part, text});
		left -= displayWidth(text);
		break;
	}

	return left > 0 ? [...kept, span(' '.repeat(left))] : kept;
}

/** Two blocks side by side with a thin line between; both cut to `height`. */
export function beside(left: readonly Line[], right: readonly Line[], leftWidth: number, height: number): Line[] {
	return Array.from({length: height}, (_, row) => [
		...filled(left[row] ?? blank, leftWidth),
		dim(' │ '),
		...(right[row] ?? blank),
	]);
}

/** A block cut or filled to exactly `height` lines. */
export function exactly(block: readonly Line[], height: number): Line[] {
	return Array.from({length: Math.max(0, height)}, (_, row) => block[row] ?? blank);
}

/** A quiet rule with a title: `── Title ─────`. */
export function rule(title: string, width: number, right = ''): Line {
	const tail = right === '' ? '' : ` ${right} ──`;
	// What stands on the right is a place or a state, and short: a long title gives way.
	const head = title === '' ? '' : `── ${cut(title, Math.max(8, width - displayWidth(tail) - 5))} `;
	return [dim(head), dim('─'.repeat(Math.max(0, width - displayWidth(head) - displayWidth(tail)))), dim(tail)];
}

/** `name   value` lines, names in one column. */
export function facts(rows: ReadonlyArray<readonly [string, string | Line]>, indent = 0): Line[] {
	const width = Math.max(0, ...rows.map(([name]) => displayWidth(name))) + 2;
	return rows.map(([name, value]) => [
		dim(`${' '.repeat(indent)}${name}${' '.repeat(width - displayWidth(name))}`),
		...(typeof value === 'string' ? line(value) : value),
	]);
}

/** Wraps to `width` columns: at spaces, and in Japanese between characters, as its typesetting allows (`breaks.ts`). */
export function wrap(text: string, width: number): string[] {
	const lines: string[] = [];
	for (const paragraph of text.split('\n')) {
		let current = '';
		for (const word of paragraph.split(' ')) {
			for (const [index, part] of unbroken(word).entries()) {
				const gap = index === 0 ? ' ' : '';
				if (current !== '' && displayWidth(current) + gap.length + displayWidth(part) > width) {
					lines.push(current);
					current = part;
				} else {
					current = current === '' ? part : `${current}${gap}${part}`;
				}
			}
		}

		lines.push(current);
	}

	return lines;
}

/**
 * A line that is too wide goes on under itself: behind its first span (a name, an indent), that of the value below. A name
 * that takes more than half of the width has a row of its own.
 */
export function continued(content: Line, width: number): Line[] {
	const whole = plain(content);
	if (displayWidth(whole) <= width) return [content];
	const [name, ...rest] = content;
	const style = (rest.length > 1 ? undefined : (rest[0] ?? name))?.style;
	if (rest.length === 0 || !name) return wrap(whole, width).map(row => line(span(row, style)));
	const long = displayWidth(name.text) > width / 2;
	const indent = long ? 2 : displayWidth(name.text);
	const rows = wrap(plain(rest), Math.max(10, width - indent)).map(row => line(' '.repeat(indent), span(row, style)));
	return long ? [line(name), ...rows] : rows.map((row, index) => (index === 0 ? [name, ...row.slice(1)] : row));
}

/** A scrolled window over a long block. */
export function windowOf(block: readonly Line[], offset: number, height: number): Line[] {
	return exactly(block.slice(offset, offset + height), height);
}
