import {redactLast} from './argv.js';
import {isPlace, isSecretName, isShownAnnotation, isShownVariable, isSwitch, namesSecrets} from './names.js';
import {type HiddenKind, type Tally} from './tally.js';

/** What a container (an object or a list) holds, by the key under which it stands. */
type Role = 'environment' | 'annotations' | 'data' | 'named' | 'secrets' | 'jwk' | 'selectors' | 'plain';

type Frame = {
	readonly list: boolean;
	readonly role: Role;
	/** The key whose value comes next; in a list the key of the list. */
	key: string;
	/** The first string of a list and the last three, decoded: the tool, the option before a value. */
	readonly words: string[];
	expectsKey: boolean;
	/** A member before it named a secret: `{"name": "password", "content": …}`. */
	named?: boolean;
};

/** A part of the text: structure and strings that are settled, or text that nothing is known of. */
export type Part = {readonly settled: boolean; readonly text: string};

const roles: Readonly<Record<string, Role>> = {
	env: 'environment',
	environment: 'environment',
	envvars: 'environment',
	httpheaders: 'environment',
	headers: 'environment',
	annotations: 'annotations',
	data: 'data',
	stringdata: 'data',
	binarydata: 'data',
	tolerations: 'selectors',
	taints: 'selectors',
};

const space = /[\s\u0000]*/y;
/** One that is cut ends with its line. */
const stringToken = /"(?:[^"\\\n]|\\[^\n])*(?:"|\\?$|\\?(?=\n))/y;
const literal = /-?\d[\d.eE+-]*|true|false|null/y;
const opens = /[[{]/g;
/** What follows the bracket of a JSON text that holds a string; others (`[::]`, `{path=`, `[1]`) are none. */
const begins = /[[{][\s[{]{0,40}(?:"|\}|$)/y;

/** Whether a text is JSON from its first letter on. */
export const startsJson = (text: string): boolean => /^\s*[[{][\s[{]{0,40}(?:"|\}|\])/.test(text);

/** The JSON at the beginning of a text, and where it ends (or is no JSON any more). */
export const redactFirstJson = (
	text: string,
	inside: (content: string) => string,
	tally: Tally,
): {readonly text: string; readonly end: number} => walk(text, text.search(/\S/), inside, tally);

/**
 * Walks over the JSON in a text (whole documents, lines of JSON, JSON that is cut) and hides strings by where they stand.
 * `inside` redacts the content of a string that the structure does not speak for. Everything else stays byte for byte.
 */
export function redactJson(text: string, inside: (content: string) => string, tally: Tally): readonly Part[] {
	const parts: Part[] = [];
	let at = 0;
	let from = 0;
	for (;;) {
		opens.lastIndex = from;
		const open = opens.exec(text);
		if (!open) break;
		from = open.index + 1;
		begins.lastIndex = open.index;
		if (!begins.test(text)) continue;
		// `config["password"]`: what stands in an index is a name.
		if (text[open.index] === '[' && /\w/.test(text[open.index - 1] ?? '')) continue;

		if (open.index > at) parts.push({settled: false, text: text.slice(at, open.index)});
		const walked = walk(text, open.index, inside, tally);
		parts.push({settled: true, text: walked.text});
		at = walked.end;
		from = at;
	}

	if (at < text.length) parts.push({settled: false, text: text.slice(at)});
	return parts;
}

/** One JSON value from its bracket on, to its end, the end of the text, or what is no JSON. */
function walk(text: string, start: number, inside: (content: string) => string, tally: Tally) {
	const frames: Frame[] = [];
	const keys = text.includes('"kty"');
	const out: string[] = [];
	let at = start;
	/** Where the last key begins, and what came before it. */
	let lastKey = start;
	let keyParts = 0;
	do {
		const gap = matchAt(space, text, at);
		out.push(gap);
		at += gap.length;
		const frame = frames.at(-1);
		const sign = text[at];
		if (sign === undefined) break;
		if (sign === '{' || sign === '[') {
			frames.push(opened(frame, sign === '[', keys && isJwk(text, at)));
		} else if (sign === '}' || sign === ']') {
			frames.pop();
		} else if (sign === ',' || sign === ':') {
			if (frame && !frame.list) frame.expectsKey = sign === ',';
		} else {
			const token = sign === '"' ? matchAt(stringToken, text, at) : matchAt(literal, text, at);
			// No JSON any more: what follows is looked at as text, with the name before it (`{"password" => "x"}`).
			if (token === '' || !frame) {
				if (frame && !frame.list && frame.expectsKey && lastKey > start) {
					return {text: out.slice(0, keyParts).join(''), end: lastKey};
				}

				break;
			}

			if (sign === '"' && frame.expectsKey) [lastKey, keyParts] = [at, out.length];
			at += token.length;
			out.push(sign === '"' ? stringOf(token, frame, inside, tally) : literalOf(token, frame, tally));
			if (sign === '"' && !isClosed(token)) break;
			continue;
		}

		out.push(sign);
		at += 1;
	} while (frames.length > 0 && at < text.length);
	return {text: out.join(''), end: Math.max(at, start + 1)};
}

/** Whether the object that begins here is a JSON Web Key (RFC 7517). */
const isJwk = (text: string, at: number): boolean => /^\{[^{}[\]]{0,2000}"kty"/.test(text.slice(at, at + 2100));
/** Its private members: the exponent and primes of RSA, the scalar of curves, the octets of a symmetric key. */
const privateOfJwk = /^(?:d|k|p|q|dp|dq|qi)$/;

function opened(parent: Frame | undefined, list: boolean, jwk: boolean): Frame {
	const key = parent?.key ?? '';
	const own = roles[key.toLowerCase()];
	// Only what stands directly under the key: the parts of a data object are objects of their own.
	const inherits = parent?.list === true && (parent.role === 'environment' || parent.role === 'selectors');
	const several = namesSecrets(key) || parent?.role === 'secrets';
	const role =
		own ??
		(inherits ? parent.role : jwk ? 'jwk' : several && !list ? 'secrets' : isSecretName(key) ? 'named' : 'plain');
	return {list, role, key: list ? key : '', words: [], expectsKey: !list};
}

function stringOf(token: string, frame: Frame, inside: (content: string) => string, tally: Tally): string {
	const content = decoded(token);
	if (frame.expectsKey) {
		frame.key = content;
		// A key can hold a token, too; short ones are names.
		return content.length < 16 ? token : encoded(token, content, inside(content));
	}

	if (frame.list) {
		const clean = frame.role === 'named' ? hiddenValue('named', content, tally) : itemOf(content, frame, inside, tally);
		// The tool, and what stands right before the value.
		if (frame.words.length > 3) frame.words.splice(1, 1);
		frame.words.push(content);
		return encoded(token, content, clean);
	}

	const kind = kindOf(frame, content);
	if (/^(?:name|key|id)$/i.test(frame.key) && isSecretName(content)) frame.named = true;
	return encoded(token, content, kind === undefined ? inside(content) : tally.hide(kind, content));
}

/** Why a member of an object is hidden; undefined: its own text decides. */
function kindOf({role, key, named}: Frame, content: string): HiddenKind | undefined {
	const name = key.toLowerCase();
	if (role === 'annotations') return isShownAnnotation(key) ? undefined : 'annotation';
	if (role === 'data') return 'data';
	if (role === 'environment' && name !== 'name' && name !== 'key')
		return isShownVariable(key) ? undefined : 'environment';
	if (role === 'jwk' && privateOfJwk.test(key)) return 'key';
	if (role === 'secrets' && !isPlace(key)) return isSwitch(content) ? undefined : 'named';
	if (name === 'value' && role !== 'selectors') return 'environment';
	if (named && /^(?:val|content|text|string)$/.test(name) && !isSwitch(content)) return 'named';
	if (isSecretName(key) && !isSwitch(content)) return 'named';
	return undefined;
}

/** An item of a list: a word of a command line, or `NAME=VALUE` of an environment. */
function itemOf(content: string, {role, words, key}: Frame, inside: (content: string) => string, tally: Tally): string {
	const [, name = '', value = ''] = /^([^=\s]+)=([^]*)$/.exec(content) ?? [];
	if (role === 'environment' && name !== '') {
		if (isShownVariable(name)) return inside(content);
		return isSwitch(value) ? content : `${name}=${tally.hide('environment', value)}`;
	}

	// What an image runs is not known: its `-pX` counts as MySQL's.
	const tool = /^(?:args|command|cmd|entrypoint)$/i.test(key) ? ['mysql'] : [];
	return redactLast([...tool, ...words, content], inside, tally);
}

const hiddenValue = (kind: HiddenKind, content: string, tally: Tally): string =>
	isSwitch(content) ? content : tally.hide(kind, content);

/** A number behind a name that says secret; JSON stays JSON. */
function literalOf(token: string, {key, expectsKey, list, role}: Frame, tally: Tally): string {
	const hides = !expectsKey && /^-?\d/.test(token) && !list && (isPassword(key) || role === 'data');
	return hides ? `"${tally.hide('named', token)}"` : token;
}

const isPassword = (key: string): boolean => isSecretName(key) && /pass|pwd|pin|otp|key|secret/i.test(key);

/** The text of a string token; one that was cut, or that no parser takes, as it stands. */
function decoded(token: string): string {
	const closed = isClosed(token)
		? token
		: `${token.slice(0, -5)}${token.slice(-5).replace(/\\(?:u[\da-fA-F]*)?$/, '')}"`;
	try {
		return JSON.parse(closed) as string;
	} catch {
		return token.slice(1).replace(/"$/, '');
	}
}

/** The token of what is left of a string; the token itself where nothing changed. */
function encoded(token: string, content: string, clean: string): string {
	if (clean === content) return token;
	const word = JSON.stringify(clean);
	// A string that was cut stays one.
	return isClosed(token) ? word : word.slice(0, -1);
}

const isClosed = (token: string): boolean => /^"(?:[^"\\]|\\[^])*"$/.test(token);

function matchAt(pattern: RegExp, text: string, at: number): string {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0] ?? '';
}
