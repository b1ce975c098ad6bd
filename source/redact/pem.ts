import type {Tally} from './tally.js';

/** What is in a PEM block that everybody may see: certificates, requests and public keys. */
const open =
	/-----BEGIN ((?:TRUSTED |X509 |NEW )?CERTIFICATE(?: REQUEST)?|[A-Z0-9 ]*PUBLIC KEY|X509 CRL)-----[A-Za-z0-9+/=\s\\]*-----END \1-----/g;

/** The text in turns: what may hold secrets, and public blocks, which stay. */
export function aroundPublic(text: string, redactRest: (text: string) => string): string {
	if (!text.includes('-----BEGIN ')) return redactRest(text);
	const parts: string[] = [];
	let at = 0;
	for (const match of text.matchAll(open)) {
		parts.push(redactRest(text.slice(at, match.index)), match[0]);
		at = match.index + match[0].length;
	}

	parts.push(redactRest(text.slice(at)));
	return parts.join('');
}

const name = String.raw`(?:[A-Z0-9 ]{0,30}(?:PRIVATE|SECRET) KEY(?: BLOCK)?|OpenVPN [\w -]{0,30}key(?: V\d)?)`;
const begin = new RegExp(`-----BEGIN ${name}-----`, 'g');
const end = new RegExp(`-----END ${name}-----`, 'g');
/** The private half of a key of PuTTY: so many lines of Base64. */
const putty =
	/(\bPrivate-Lines: \d+(?:\r?\n|\\+[nr]|\s)+)[A-Za-z0-9+/=]{4,}(?:(?:\r?\n|\\+[nr]|\s)+[A-Za-z0-9+/=]{4,}(?![\w-]*:))*/g;
/** Lines of Base64 and the headers of an old key, with line breaks as they are or written as an escape. */
const body = /(?:\s|\\+[nrt]|[A-Za-z][\w-]{2,20}: [^\n\\]{0,200}|[A-Za-z0-9+/=,]+)*/y;
/** A key of 16,384 bits has some 12,700 letters. */
const longest = 20_000;

/** Private keys, whole or cut at either end. */
export function redactKeys(text: string, tally: Tally): string {
	const rest = text.includes('Private-Lines:')
		? text.replaceAll(putty, (whole: string, head: string) => `${head}${tally.hide('key', whole.slice(head.length))}`)
		: text;
	return /(?:PRIVATE|SECRET) KEY|OpenVPN/.test(rest) ? redactBlocks(rest, tally) : rest;
}

function redactBlocks(text: string, tally: Tally): string {
	const parts: string[] = [];
	let at = 0;
	for (const match of text.matchAll(begin)) {
		if (match.index < at) continue;
		parts.push(withoutTail(text.slice(at, match.index), tally));
		const from = match.index + match[0].length;
		const next = text.indexOf('-----BEGIN ', from);
		const stop = end.exec(text.slice(from, Math.min(from + longest, next === -1 ? Infinity : next)));
		end.lastIndex = 0;
		body.lastIndex = from;
		const length = stop ? stop.index + stop[0].length : (body.exec(text)?.[0].trimEnd().length ?? 0);
		const stops = from + length;
		parts.push(tally.hide('key', text.slice(match.index, stops)));
		at = stops;
	}

	parts.push(withoutTail(text.slice(at), tally));
	return parts.join('');
}

/** Without what belongs to a key whose end is here and whose beginning is not. */
function withoutTail(text: string, tally: Tally): string {
	const parts: string[] = [];
	let at = 0;
	for (const match of text.matchAll(end)) {
		const cut = bodyLength(text.slice(Math.max(at, match.index - longest), match.index));
		parts.push(
			text.slice(at, match.index - cut),
			tally.hide('key', text.slice(match.index - cut, match.index + match[0].length)),
		);
		at = match.index + match[0].length;
	}

	parts.push(text.slice(at));
	return parts.join('');
}

/** How much of the end of a text is the body of a key: its last line may be short, the others are not. */
function bodyLength(text: string): number {
	let start = text.length;
	let lines = 0;
	for (const {0: word, index} of [...text.matchAll(/\\+[nrt]?|[^\s\\]+/g)].reverse()) {
		if (!word.startsWith('\\')) {
			if (!/^["']?[A-Za-z0-9+/=]+["']?$/.test(word) || (lines > 0 && word.length < 16)) break;
			lines++;
		}

		start = index;
	}

	return text.length - start;
}
