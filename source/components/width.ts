import stringWidth from 'string-width';

const ascii = /^[\u0020-\u007E]*$/;

/** Columns that a visible text takes on the terminal (Japanese and emoji: two). */
export function displayWidth(text: string): number {
	return ascii.test(text) ? text.length : stringWidth(text);
}

let segmenter: Intl.Segmenter | undefined;

/** Cuts to at most `width` columns; what is cut ends in `…`, never behind a blank. Never splits a grapheme. */
export function cut(text: string, width: number): string {
	if (width <= 0) return '';
	if (ascii.test(text)) return text.length <= width ? text : `${text.slice(0, width - 1).trimEnd()}…`;
	if (stringWidth(text) <= width) return text;
	segmenter ??= new Intl.Segmenter();
	let kept = '';
	let used = 0;
	for (const {segment} of segmenter.segment(text)) {
		const columns = stringWidth(segment);
		if (used + columns > width - 1) break;
		kept += segment;
		used += columns;
	}

	return `${kept.trimEnd()}…`;
}

/** All of it, in pieces of at most `width` columns. Never splits a grapheme; of an empty text one empty piece. */
export function chopped(text: string, width: number): readonly string[] {
	const columns = Math.max(2, width);
	if (ascii.test(text)) {
		const count = Math.max(1, Math.ceil(text.length / columns));
		return Array.from({length: count}, (_, at) => text.slice(at * columns, (at + 1) * columns));
	}

	segmenter ??= new Intl.Segmenter();
	const pieces = [''];
	for (const {segment} of segmenter.segment(text)) {
		const last = pieces.at(-1) ?? '';
		if (stringWidth(last) + stringWidth(segment) > columns) pieces.push(segment);
		else pieces[pieces.length - 1] = last + segment;
	}

	return pieces;
}

/** Cuts the middle out of long names: both ends tell more than the start alone (`cni-d954…1c00`). */
export function cutMiddle(text: string, width: number): string {
	if (displayWidth(text) <= width) return text;
	if (!ascii.test(text) || width < 5) return cut(text, width);
	const head = text.slice(0, width - 1 - Math.floor((width - 1) / 3)).trimEnd();
	return `${head}…${text.slice(text.length - (width - 1 - head.length))}`;
}

/** Fills with blanks up to `width` columns. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
	const missing = width - displayWidth(text);
	if (missing <= 0) return text;
	return align === 'left' ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}

/** Exactly `width` columns: cut or filled. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
	return pad(cut(text, width), width, align);
}
