import {visible} from '../terminal/sanitise.js';
import {cut, displayWidth} from './width.js';
import type {Line, Style} from './line.js';
import {asciiOf, type Look} from './look.js';
import {defaultTheme} from './theme.js';

/**
 * One line as one string of exactly `width` columns: the choke point for everything that reaches the terminal. Text from
 * outside is made visible here, styles are ours alone (those of the theme), what is too long ends in `…`.
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
			text = look.ascii ? dotted(text, left) : cut(more ? `${text}x` : text, left);
			columns = displayWidth(text);
		}

		left -= columns;
		out += styled(text, part.style, look);
	}

	if (left <= 0) return out;
	// A selected line is marked over its whole width.
	const last = content.at(-1)?.style;
	const fill = ' '.repeat(left);
	return out + (last?.bar ? styled(fill, {inverse: true}, look) : fill);
}

/** ASCII that is cut ends in three dots, in fewer only where there is no room for three. */
function dotted(text: string, width: number): string {
	const dots = '.'.repeat(Math.min(3, width));
	const letters = [...text];
	while (displayWidth(letters.join('')) > width - dots.length) letters.pop();
	return letters.join('') + dots;
}

function styled(text: string, style: Style | undefined, look: Look): string {
	if (!style) return text;
	const theme = look.theme ?? defaultTheme;
	const badge = style.background !== undefined;
	const codes: string[] = [];
	if (style.bold) codes.push('1');
	// A theme's dim may be a colour of its own, which gives way to one that says something.
	if (style.dim) codes.push(look.color ? (style.color ? '' : theme.dim) : '2');
	if (style.underline) codes.push('4');
	if (style.inverse || (badge && !look.color)) codes.push('7');
	if (look.color) {
		if (badge) codes.push(theme.badge);
		else if (style.color) codes.push(theme.fore[style.color]);
	}

	const code = codes.filter(Boolean).join(';');
	return code === '' ? text : `\u001B[${code}m${text}\u001B[0m`;
}
