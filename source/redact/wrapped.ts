import {mark, type Tally} from './tally.js';

/** A line that ends with what was hidden, with the sign that it goes on. */
const hiddenEnd = /\uE000["']?[ \t]*\\?\r?$/;
/** What editors, logs and differences write before each line. */
const lead = /^(?:[A-Z][a-z]{2} [ \d]\d [\d:]{8} \S{1,64} [^\s:]{1,100}: |\d{1,5}[:|] ?)?[ \t>+"']{0,40}/;
/** A line that is one word of Base64, of either alphabet, or a part of a token; no name has digits and both cases. */
const encoded =
	/^(?:(?=\S*\d)(?=\S*[a-z])(?=\S*[A-Z])[\w+/.-]{8,}={0,2}|[\w+/.-]{8,}\uE000[\w+/.=-]*)(?=["']?[ \t]*\\?\r?$)/;

/** What goes on below a line whose end was hidden: a token or a key that a terminal, an editor or `base64` has wrapped. */
export function redactWrapped(text: string, tally: Tally): string {
	if (!text.includes(`${mark}\n`) && !/\uE000["']?[ \t]*\\?\r?\n/.test(text)) return text;
	let hides = false;
	return text
		.split('\n')
		.map(line => {
			const before = hides ? (lead.exec(line)?.[0] ?? '') : '';
			const word = hides ? (encoded.exec(line.slice(before.length))?.[0] ?? '') : '';
			const clean =
				word === '' ? line : `${before}${tally.hide('encoded', word)}${line.slice(before.length + word.length)}`;
			hides = hiddenEnd.test(clean);
			return clean;
		})
		.join('\n');
}

/** `tokens: A B C`: the further words of a list, where they look like the first. */
export const redactFurther = (text: string, tally: Tally): string =>
	text.replaceAll(
		/((?:tokens|passwords|passphrases|secrets|credentials)["']?\s?[:=]\s?\uE000)((?:[ \t,]+(?=[^\s,"'\\]*\d)[^\s,"'\\\uE000]{6,})+)/gi,
		(_, before: string, words: string) => `${before} ${tally.hide('named', words)}`,
	);
