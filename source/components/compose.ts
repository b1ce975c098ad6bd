import {visible} from '../terminal/sanitise.js';
import {cut, displayWidth} from './width.js';
import type {Color, Line, Style} from './line.js';
import {asciiOf, type Look} from './look.js';

const colorCode: Readonly<Record<Color, number>> = {
	black: 30,
	red: 31,
	green: 32,
	yellow: 33,
	blue: 34,
	magenta: 35,
	cyan: 36,
	white: 37,
	gray: 90,
};

/**
 * One line as one string of exactly `width` columns: the choke point for everything that reaches the terminal. Text from
 * outside is made visible here, styles are ours alone (16 ANSI colours), what is too long ends in `…`.
 */
export function compose(content: Line, width: number, look: Look): string {
	let out = '';
	let left = width;
	for (let index = 0; index < content.length && left > 0; index++) {
		const part = content[index];
		if (!part || part.text === '') continue;
		let text = visible(part.text);
		if (look.ascii) text = asciiOf(text, displayWidth, look.letters);
		let columns = displayWidth(text);
		const more = columns === left && content.slice(index + 1).some(({text: rest}) => rest !== '');
		if (columns > left || more) {
			text = cut(more ? `${text}x` : text, left);
			// The dots of ASCII may need more room than there is: fewer of them say the same.
			if (look.ascii) text = asciiOf(text, displayWidth, look.letters);
			while (displayWidth(text) > left) text = text.slice(0, -1);
			columns = displayWidth(text);
		}

		left -= columns;
		out += styled(text, part.style, look);
	}

	if (left <= 0) return out;
	// A selected line is marked over its whole width.
	const last = content.at(-1)?.style;
	const fill = ' '.repeat(left);
	return out + (last?.inverse ? styled(fill, {inverse: true}, look) : fill);
}

function styled(text: string, style: Style | undefined, look: Look): string {
	if (!style) return text;
	const codes: number[] = [];
	if (style.bold) codes.push(1);
	if (style.dim) codes.push(2);
	if (style.underline) codes.push(4);
	const badge = style.background !== undefined;
	if (style.inverse || (badge && !look.color)) codes.push(7);
	if (style.color && look.color) {
		// Yellow on a light background cannot be read: a brown of the 256 colours can.
		codes.push(...(look.light && style.color === 'yellow' ? [38, 5, 130] : [colorCode[style.color]]));
	}

	if (style.background && look.color) codes.push(colorCode[style.background] + 10);
	return codes.length === 0 ? text : `\u001B[${codes.join(';')}m${text}\u001B[0m`;
}
