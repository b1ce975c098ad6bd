/**
 * In the bundle, takes the place of Ink's Output, which takes every text of every frame apart into cells and puts them
 * together again: two thirds of the cost of a frame. Our rows are whole lines that lie side by side, so they only have to
 * be joined. As soon as something overlaps, has to be cut or is not simple text, Ink's own Output draws the frame.
 */
import InkOutput from '../../node_modules/ink/build/output.js';
import {simpleTextWidth} from '../../source/terminal/simple-width.ts';

/** Blanks at the end of a row after a code that begins a style, and none that ends one. */
const styledBlanks = /\u001B\[(?!(?:0|2[2-9]|39|49)?m)[\d;]*m[^\u001B]*\s$/;

export default class Output {
	#width;
	#height;
	#operations = [];

	constructor({width, height}) {
		this.#width = width;
		this.#height = height;
	}

	write(x, y, text, {transformers}) {
		if (text !== '') this.#operations.push({x, y, text, transformers});
	}

	clip(clip) {
		this.#operations.push({clip});
	}

	unclip() {
		this.#operations.push({unclip: true});
	}

	get() {
		const rows = this.#join();
		if (rows) return {output: rows.join('\n'), height: this.#height};
		const output = new InkOutput({width: this.#width, height: this.#height});
		for (const {x, y, text, transformers, clip, unclip} of this.#operations) {
			if (clip) output.clip(clip);
			else if (unclip) output.unclip();
			else output.write(x, y, text, {transformers});
		}

		return output.get();
	}

	/** The rows of the frame, or undefined when it is not that simple. */
	#join() {
		const rows = Array.from({length: this.#height}, () => ({text: '', end: 0, styled: false}));
		const clips = [];
		for (const operation of this.#operations) {
			if (operation.clip) clips.push(narrowed(clips.at(-1), operation.clip));
			else if (operation.unclip) clips.pop();
			else if (!this.#append(rows, operation, clips.at(-1))) return undefined;
		}

		// As Ink does: no blanks at the end of a row, but for those that still bear a style.
		if (rows.some(({text}) => text !== text.trimEnd() && styledBlanks.test(text))) return undefined;
		return rows.map(({text}) => text.trimEnd());
	}

	/** False: this text cannot be simply appended. */
	#append(rows, {x, y, text, transformers}, clip) {
		if (!Number.isInteger(x) || !Number.isInteger(y)) return false;
		const lines = text.split('\n');
		// A style may reach over the end of a line.
		if (lines.length > 1 && text.includes('\u001B')) return false;
		// Ink cuts in a direction only where both its bounds are known.
		const [top, bottom] = bounds(clip?.y1, clip?.y2, rows.length);
		const [left, right] = bounds(clip?.x1, clip?.x2, this.#width);
		for (const [index, line] of lines.entries()) {
			const row = rows[y + index];
			if (line === '' || !row || y + index < top || y + index >= bottom) continue;
			let content = line;
			for (const transformer of transformers) content = transformer(content, index);
			const columns = simpleTextWidth(content);
			const fits = columns >= 0 && x >= left && x + columns <= right;
			// Left of what is there already: it would overlap, or come in the wrong order.
			if (!fits || x < row.end) return false;
			if (row.styled) row.text += '\u001B[0m';
			row.text += ' '.repeat(x - row.end) + content;
			row.styled = content.includes('\u001B');
			row.end = x + columns;
		}

		return true;
	}
}

const bounds = (low, high, size) =>
	low === undefined || high === undefined ? [0, size] : [Math.max(0, low), Math.min(high, size)];

/** Nested clips intersect. */
function narrowed(outer, inner) {
	const bound = (one, other, tighter) => (one === undefined ? other : other === undefined ? one : tighter(one, other));
	return {
		x1: bound(outer?.x1, inner.x1, Math.max),
		x2: bound(outer?.x2, inner.x2, Math.min),
		y1: bound(outer?.y1, inner.y1, Math.max),
		y2: bound(outer?.y2, inner.y2, Math.min),
	};
}
