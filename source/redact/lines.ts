import {redactWords} from './argv.js';
import {latin} from './foreign-names.js';
import {isKeyFile, isSecretName, isShownVariable, isSwitch} from './names.js';
import {redactLongShapes} from './shapes.js';
import {mark, type Tally} from './tally.js';

/** Shell words, as journals, unit files, `ps` and log lines have them, and how what is in their quotes is redacted. */
type Inside = (content: string) => string;

/** A word with its quotes. An apostrophe inside a word opens none; what is not closed goes on to the end of the line. */
const word =
	/\\\r\n|(?:"(?:[^"\\]|\\[^])*(?:"|$)|(?<!\w|(?<=\s)-\w\w)'[^']*'|(?<=(?:^|\s)-\w)'[^']*'|\\[^]|[^\s\u0000"\\])+/g;
const quoted = /"((?:[^"\\]|\\[^])*)("|$)/g;

/** Lines without any of it hold no secret that a name or a place gives away. */
const hint = new RegExp(
	String.raw`${latin}|pass|pwd|\bpw|pw\b|[^\u0000-\u007f]|verif|assert|regcode|attach|unlock|secret|token|key|auth|cred|cook|psk|jwt|otp|pin|dsn|sig|salt|pepper|si?d\b|session|kennwort|bearer|basic|\s-[a-zA-Z]\S|["\\]|%[0-9A-F]{2}|login|redis|valkey|openssl|snmp|ldap|curl|ctr|sshpass|mongo|smb|zip|--user|--creds|freerdp|alias|oathtool|https?\s|\s-[pPwabu]\s(?!tcp|udp|icmp)|\s-e\s|--set|--env|--from-literal|--build-arg|suseconnect|set-environment|\b(?:set\s)?env\s|config:set|secrets\sset|ssh-keygen|\sopen\s`,
	'i',
);

/** A quoted value that goes on over further lines. Characters that it may have. */
const quotedLines =
	/(?<![\w.-])(-{0,2}[A-Za-z_][\w.-]{0,100}\s{0,3}[=:]\s{0,3})("{3}[^]{0,4000}?"{3}|'{3}[^]{0,4000}?'{3}|"(?:[^"\\]|\\[^]){0,4000}"|'[^']{0,4000}')/g;
/** What a shell is given in single quotes: a command line of its own. */
const commandInQuotes = /(?<![\w])'([^'"\n]*\s[^'\n]*)'/g;
/** JSON as the value of a secret's name is a secret as a whole. */
const jsonValue = /(?<![\w.-])(-{0,2}[A-Za-z_][\w.-]{0,100}=)([{[][^\r\n]*)/g;

/** Values that go on behind what looks like an end: before lines and JSON are taken apart. */
export function redactLong(text: string, tally: Tally): string {
	const named = (whole: string, name: string, value: string): string =>
		isSecretName(name.replace(/\s*[=:]\s*$/, '')) ? `${name}${tally.hide('named', value)}` : whole;
	const shaped = redactLongShapes(text, tally);
	const long = shaped.includes('\n')
		? shaped.replaceAll(quotedLines, (whole: string, name: string, value: string) =>
				value.includes('\n') ? named(whole, name, value) : whole,
			)
		: shaped;
	return /=[{[]/.test(long) ? long.replaceAll(jsonValue, named) : long;
}

export function redactLines(text: string, inside: Inside, tally: Tally): string {
	return text
		.split(/(?<!\\\r?)(?=\n)/)
		.map(line => (hint.test(line) ? redactLine(line, inside, tally) : line))
		.join('');
}

function redactLine(line: string, inside: Inside, tally: Tally): string {
	const found = [...line.matchAll(word)]
		.map(match => ({raw: match[0], at: match.index}))
		.filter(({raw}) => !/^\\[\r\n]+$/.test(raw));
	const plain = found.map(({raw}) => unquoted(raw));
	const clean = redactWords(plain, each => each, tally);
	const parts: string[] = [];
	let at = 0;
	for (const [index, {raw, at: start}] of found.entries()) {
		parts.push(line.slice(at, start));
		at = start + raw.length;
		const next = clean[index] ?? mark;
		parts.push(next === plain[index] ? withoutNamed(raw, inside, tally) : requoted(raw, next));
	}

	parts.push(line.slice(at));
	return afterNames(parts.join(''), tally);
}

/** What a shell makes of the word. */
const unquoted = (raw: string): string =>
	raw.replaceAll(
		/"((?:[^"\\]|\\[^])*)(?:"|$)|(?<![\w])'([^']*)'|\\([^])/g,
		(_, double?: string, single?: string, one?: string) =>
			double === undefined ? (single ?? one ?? '') : double.replaceAll(/\\(["\\$`])/g, '$1'),
	);

/** A hidden word keeps the quotes around it, and what closes a bracket after it. */
function requoted(raw: string, clean: string): string {
	const quote = /^["']/.exec(raw)?.[0] ?? '';
	const end = closingOf(raw).replaceAll(/["'\\]/g, '');
	return `${quote}${clean}${quote}${clean.endsWith(end) ? '' : end}`;
}

const named = /(?<![\w.-])(-{0,2}\w[\w.-]{0,100})(["'\\\]]{0,20}(?::=|::|=>|[=:])["'\\]{0,20})/g;
/** Where the next member begins: options of a mount, parameters of a URL, a connection string. */
const member = /[,;&?](?=[A-Za-z_][\w.-]{0,40}["'\\]*[=:])/;

/** A word whose inside names a secret (`user=a,password=b`), and the content of its quotes. */
function withoutNamed(raw: string, inside: Inside, tally: Tally): string {
	const isInText = quotedSpans(raw);
	const parts: string[] = [];
	let at = 0;
	for (const match of raw.matchAll(named)) {
		const [whole, name = '', sign = ''] = match;
		const start = match.index + whole.length;
		// A quoted text is looked at by itself, when its escapes are undone.
		if (match.index < at || isInText(match.index, start) || !isSecretName(name)) continue;
		const rest = raw.slice(start);
		if (rest === '' || (sign.includes(':') && rest.startsWith('/'))) continue;
		const value = rest.slice(0, member.exec(rest)?.index ?? rest.length);
		const closing = closingOf(value);
		const secret = value.slice(0, value.length - closing.length);
		if (isSwitch(secret) || isKeyFile(name, secret)) continue;
		parts.push(inQuotes(raw.slice(at, start), inside), tally.hide('named', secret), closing);
		at = start + value.length;
	}

	parts.push(inQuotes(decodedUrl(raw.slice(at), inside, tally), inside));
	return parts.join('');
}

/** Whether a part of the word lies within one of its quoted texts; asked from left to right. */
function quotedSpans(raw: string): (from: number, to: number) => boolean {
	const spans = [...raw.matchAll(quoted)].map(({0: text, 2: end, index}) => ({
		from: index,
		to: index + text.length - (end === '"' ? 1 : 0),
	}));
	let next = 0;
	return (from, to) => {
		while ((spans[next]?.to ?? Infinity) < from) next++;
		const span = spans[next];
		return span !== undefined && from > span.from && to <= span.to;
	};
}

/** Quotes and brackets after a value. */
function closingOf(value: string): string {
	let start = value.length;
	while (start > 0 && '"\'\)]},;'.includes(value.charAt(start - 1))) start--;
	return value.slice(start);
}

/** What is in double quotes is a text of its own, its escapes undone. */
const inQuotes = (raw: string, inside: Inside): string =>
	raw
		.replaceAll(quoted, (whole: string, content: string, end: string) => {
			const text = unescaped(content);
			const clean = inside(text);
			if (clean === text) return whole;
			const again = JSON.stringify(clean);
			return end === '"' ? again : again.slice(0, -1);
		})
		.replaceAll(commandInQuotes, (_, content: string) => `'${inside(content)}'`);

/** Escapes of JSON, of Go's %q and of shells. */
function unescaped(content: string): string {
	if (!content.includes('\\')) return content;
	try {
		return JSON.parse(`"${content}"`) as string;
	} catch {
		return content.replaceAll(
			/\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|([^]))/g,
			(_, unicode?: string, byte?: string, one = '') =>
				unicode !== undefined || byte !== undefined
					? String.fromCharCode(Number.parseInt(unicode ?? byte ?? '0', 16))
					: ({n: '\n', r: '\r', t: '\t'}[one as string] ?? String(one)),
		);
	}
}

/** A word with percent escapes whose decoded text holds a secret is hidden whole. */
function decodedUrl(raw: string, inside: Inside, tally: Tally): string {
	if (!/%[\da-fA-F]{2}/.test(raw)) return raw;
	try {
		const text = decodeURIComponent(raw.replace(/%[\da-fA-F]?$/, ''));
		return text === raw || inside(text) === text ? raw : tally.hide('named', raw);
	} catch {
		return raw;
	}
}

/** `password = X`, `"token" : "X"`: name, sign and value in words of their own. */
function afterNames(line: string, tally: Tally): string {
	return line.replaceAll(
		/(?<![\w.-])(["'\\]{0,8})([A-Za-z_][\w.-]{0,100})(["'\\\]]{0,8}[ \t]+(?:[:?+]=|::|=>|=|:)[ \t]*|["'\\]{1,8}[=:][ \t]+|=[ \t]+)((?:[bru]{0,2}|\w{1,40}\()"(?:[^"\\]|\\.)*"?|\[\[[^\]\n]*\]\]|[bru]{0,2}'[^']*'?|[^\s"',;]+)/g,
		(whole: string, before: string, name: string, sign: string, value: string) => {
			const quote = /^(?:[bru]{0,2}|\w{1,40}\()["']/.exec(value)?.[0] ?? '';
			const content = quote === '' ? value : value.slice(quote.length).replace(/["']$/, '');
			if (!isSecretName(name) || isSwitch(content) || /^--?[a-z]|^\uE000+\\+[nrt]/.test(content)) return whole;
			return `${before}${name}${sign}${quote}${tally.hide('named', content)}${quote.slice(-1)}`;
		},
	);
}

const assignment =
	/(?<![\w-])((?:Environment|SetCredential|SetCredentialEncrypted|DefaultEnvironment|ManagerEnvironment)=)((?:[^\r\n\\]|\\\r?[^])*)/g;

const isQuoted = (text: string, at: number): boolean =>
	(text.slice(text.lastIndexOf('\n', at - 1) + 1, at).match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1;

/** Properties of units (`systemctl show`) and lines of unit files: every value of an environment but the known ones. */
export function redactUnits(text: string, inside: Inside, tally: Tally): string {
	if (!/(?:Environment|SetCredential)/.test(text)) return text;
	return text.replaceAll(assignment, (whole: string, name: string, value: string, at: number) => {
		// Inside quotes whose content is looked at by itself.
		if (isQuoted(text, at)) return whole;
		const items = value.replaceAll(/\$?(?:"(?:[^"\\]|\\[^])*(?:"|$)|'[^']*(?:'|$)|\\[^\n]|[^\s"'\\])+/g, item => {
			const plain = unquoted(item.replace(/^\$/, ''));
			const [, variable = '', content = ''] = /^([^=:\s]+)[=:]([^]*)$/.exec(plain) ?? [];
			if (variable === '') return item;
			const shown = isShownVariable(variable)
				? inside(content)
				: isSwitch(content)
					? content
					: tally.hide('environment', content);
			if (shown === content) return item;
			const sign = plain[variable.length] ?? '=';
			const quote = /^\$?(["'])/.exec(item)?.[1] ?? '';
			return `${quote}${variable}${sign}${shown}${quote}`;
		});
		return `${name}${items}`;
	});
}

const header =
	/(?<![\w-])((?:proxy-)?authorization|(?:set-)?cookie2?|x-[\w-]{0,40}(?:token|key|secret|auth|signature|password)|x-jfrog-art-api|api-?key|www-authenticate)(["'\\]*\s*[:=]\s*\\*["']?)(?=\S)/gi;

const stops: Readonly<Record<string, RegExp>> = {'"': /\\*"|\r?\n|$/, "'": /\\*'|\r?\n|$/};

/** Headers that carry a secret: to the end of the line, of the quotes or of Go's list around them. */
export function redactHeaders(text: string, tally: Tally): string {
	const parts: string[] = [];
	let at = 0;
	for (const match of text.matchAll(header)) {
		if (match.index < at) continue;
		const start = match.index + match[0].length;
		const rest = text.slice(start, start + 20_000);
		// A list of values, each in quotes.
		const list = /^\[\s{0,3}(\\*["'])[^\]\n]{0,4000}?\1\s{0,3}\]/.exec(rest);
		if (list) {
			const quoted = list[1] ?? '"';
			const secret = list[0].slice(1, -1).trim().slice(quoted.length, -quoted.length);
			parts.push(text.slice(at, start), `[${quoted}${tally.hide('header', secret)}${quoted}]`);
			at = start + list[0].length;
			continue;
		}

		const quote = /["']$/.exec(match[0])?.[0] ?? /["']/.exec(text[match.index - 1] ?? '')?.[0];
		const stop = quote === undefined ? (rest.startsWith('[') ? /\]|\r?\n|$/ : /\r?\n|$/) : stops[quote];
		const length = stop?.exec(rest)?.index ?? rest.length;
		parts.push(text.slice(at, start), tally.hide('header', rest.slice(0, length).trimEnd()));
		at = start + length;
	}

	parts.push(text.slice(at));
	return parts.join('');
}
