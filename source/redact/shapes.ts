import {isSecretName, isShownVariable, isSwitch} from './names.js';
import {mark, type HiddenKind, type Tally} from './tally.js';

/**
 * Values that stand behind a name in a shape of its own. The groups: `before` (kept), `name` (tells whether the value is a
 * secret; without it the shape alone does), `value`. Each pattern is linear.
 */
type Shape = {
	readonly kind: HiddenKind;
	readonly pattern: RegExp;
	/** Which names do not count. */
	readonly shown?: (name: string) => boolean;
};

const text = String.raw`(?:"(?:[^"\\\n]|\\[^\n]){0,4000}"?|'[^'\n]{0,4000}'?`;
const isPlain = (name: string): boolean => !isSecretName(name);

/** Those that go on over lines: before a text is taken apart. */
const long: readonly Shape[] = [
	// A here-document of a shell or of Terraform, up to its word or the end.
	{
		kind: 'named',
		pattern:
			/(?<before>(?<![\w.-])(?<name>[A-Za-z_][\w.-]{0,100})\s{0,20}[=:]\s{0,3}<<[-~]?["']?(?<word>\w{1,40})["']?[ \t]*\r?\n)(?<value>[^]{1,20000}?)(?=\n[ \t]*\k<word>[ \t]*(?:\r?\n|$)|$(?![^]))/g,
		shown: isPlain,
	},
	// YAML whose name is a line of its own.
	{
		kind: 'named',
		pattern: /(?<before>^[ \t-]{0,40}\? ["']?(?<name>[\w.-]{1,100})["']?[ \t]*\r?\n[ \t]*: +)(?<value>[^\r\n]+)/gm,
		shown: isPlain,
	},
	// INI whose value is on the next line; a property list of Apple's.
	{
		kind: 'named',
		pattern: /(?<before>^[ \t]*(?<name>[A-Za-z][\w.-]{1,100})[ \t]*=[ \t]*\r?\n[ \t]+)(?<value>[^\s\uE000][^\r\n]*)/gm,
		shown: isPlain,
	},
	{
		kind: 'named',
		pattern: /(?<before><key>(?<name>[^<\n]{1,100})<\/key>\s{0,20}<string>)(?<value>[^<]+)/g,
		shown: isPlain,
	},
	// What a program that asks for a password reads from a here-document.
	{
		kind: 'argument',
		pattern:
			/(?<before>\b(?:smbpasswd|passwd|chpasswd|kinit|cryptsetup|su|sudo\s[^\n]{0,60}-S)\b[^\n]{0,200}<<[-~]?\s?["']?(?<word>\w{1,40})["']?[ \t]*\r?\n)(?<value>[^]{1,4000}?)(?=\n[ \t]*\k<word>[ \t]*(?:\r?\n|$)|$(?![^]))/g,
	},
	// A variable of a container in YAML whose value comes first; a list of TOML over lines.
	{
		kind: 'environment',
		pattern: /(?<before>^[ \t]*- +value:[ \t]+)(?<value>[^\s{[|>][^\r\n]*)(?=\r?\n[ \t]+name:[ \t])/gm,
	},
	{
		kind: 'named',
		pattern:
			/(?<before>^[ \t]*(?<name>[A-Za-z][\w.-]{0,100})[ \t]*=[ \t]*\[[ \t]*\r?\n)(?<value>[^\][{}]{1,4000})(?=\r?\n[ \t]*\])/gm,
		shown: isPlain,
	},
	// The default of a variable of Terraform; what PHP dumps; a file of Subversion's.
	{
		kind: 'named',
		pattern: /(?<before>\bvariable\s"(?<name>[\w-]{1,100})"\s\{[^{}]{0,400}?\bdefault\s{0,20}=\s?")(?<value>[^"\n]+)/g,
		shown: isPlain,
	},
	{
		kind: 'named',
		pattern: /(?<before>\["(?<name>[\w-]{1,100})"(?::\w{1,60}){0,3}\]=>\s{1,40}string\(\d{1,6}\)\s")(?<value>[^"\n]+)/g,
		shown: isPlain,
	},
	{
		kind: 'named',
		pattern: /(?<before>^K \d{1,3}\r?\n(?<name>[\w-]{1,100})\r?\nV \d{1,5}\r?\n)(?<value>[^\r\n]+)/gm,
		shown: isPlain,
	},
	// Variables of containers.conf.
	{
		kind: 'environment',
		pattern: /(?<before>^[ \t]*(?:default_)?env(?:ironment)?[ \t]*=[ \t]*)(?<value>\[[^\]\n]{1,4000}\])/gm,
	},
	// The headers that containerd sends to a registry, the secrets of a connection: whole sections of TOML and INI.
	{
		kind: 'header',
		pattern:
			/(?<before>(?:^|\s)\[[^\]\n]{0,200}(?:\.header|-secrets|\.credentials)\][ \t]*\r?\n\s*[\w."'-]{1,100}\s*=\s*)(?<value>[^\n\r]+(?:\r?\n(?!\s*\[)[^\n\r]+)*)/gm,
	},
];

/** Those within a line. */
const short: readonly Shape[] = [
	// What a program is given on its standard input.
	{
		kind: 'argument',
		pattern: new RegExp(String.raw`(?<before><<<\s*)(?!\s|"?\$)(?<value>${text}|[^\s"'<>|;&]+))`, 'g'),
	},
	// `password: &anchor value`, `password: !vault value`.
	{
		kind: 'named',
		pattern:
			/(?<before>(?<![\w.-])(?<name>[\w.-]{1,100})["']?:[ \t]+(?:[&!][\w!/.:-]*[ \t]+){1,3})(?<value>[^\s|>"'][^\s"'\\]*)/g,
		shown: isPlain,
	},
	// A value with blanks and no quotes, as INI files have it: up to the next name or the end of the line.
	{
		kind: 'named',
		pattern:
			/(?<before>^[ \t]*(?<name>[a-z][\w.-]{1,100})[ \t]*=[ \t]*)(?<value>[^\s"'`[{(\\\uE000][^\s"'\\\uE000]*[ \t][^\n"'\\]*?)(?=\s+[\w.-]+\s?=|[ \t]*\r?$)/gm,
		shown: isPlain,
	},
	// A variable of a container, on one line of YAML.
	{
		kind: 'environment',
		pattern: new RegExp(
			String.raw`(?<before>\{\s*name:\s*(?<name>[\w.-]{1,100}),\s*value:\s*)(?<value>${text}|[^\s,{}"'][^,{}\n]*))`,
			'g',
		),
		shown: isShownVariable,
	},
	{
		kind: 'environment',
		pattern: new RegExp(
			String.raw`(?<before>\{\s*value:\s*)(?<value>${text}|[^\s,{}"'][^,{}\n]*))(?=,\s*name:\s*(?<name>[\w.-]{1,100}))`,
			'g',
		),
		shown: isShownVariable,
	},
	// The content of a Secret on one line of YAML, or as Go prints it.
	{
		kind: 'data',
		pattern:
			/(?<before>(?<![\w"'])(?:[sS]tringData|[dD]ata|[bB]inaryData):\s{0,3}(?:map\[string\][\w[\]]{1,10})?)(?<value>\{[^{}\n]+\})/g,
	},
	// A list of secrets on one line.
	{
		kind: 'named',
		pattern: /(?<before>(?<![\w.-])(?<name>[A-Za-z][\w.-]{0,100})\s?[=:]\s?\[)(?<value>[^\][{}"'\n]+)(?=\])/g,
		shown: isPlain,
	},
	{
		kind: 'named',
		pattern: /(?<before>(?<![\w.-])(?<name>[A-Za-z][\w.-]{0,100})\[\w{0,40}\]\s?=\s?)(?<value>[^\s"'[{;,]+)/g,
		shown: isPlain,
	},
	{kind: 'named', pattern: /(?<before>\bset\s\$(?<name>\w{1,100})\s+"?)(?<value>[^\s"';]+)/g, shown: isPlain},
	// A value that an anchor names.
	{
		kind: 'named',
		pattern: /(?<before>:[ \t]+&(?<name>[\w.-]{1,100})[ \t]+)(?<value>[^\s"'{[|>][^\s"'\\]*)/g,
		shown: isPlain,
	},
	{kind: 'header', pattern: /(?<before>(?<![\w.-])headers?\s?=\s?)(?<value>\{[^{}\n]+\})/g},
	// XML whose signs are written as entities; a field of a form.
	{
		kind: 'named',
		pattern: /(?<before>&lt;(?<name>[\w:.-]{2,80})&gt;)(?<value>[^&<\n]+)(?=&lt;|$)/g,
		shown: isPlain,
	},
	{
		kind: 'named',
		pattern: /(?<before><input\s[^<>\n]{0,200}type="password"[^<>\n]{0,200}\svalue=")(?<value>[^"\n]+)/gi,
	},
	{kind: 'environment', pattern: /(?<before>\b(?:environment|env|envs|envVars)\s?:\s?)(?<value>\{[^{}\n"][^{}\n]*\})/g},
	// Elements and attributes of XML: <add key="Password" value="x" />, in either order.
	{
		kind: 'named',
		pattern: /(?<before><(?<name>[\w:.-]{2,80})(?:\s[^<>]{0,500})?>)(?<value><!\[CDATA\[[^\]\n]*\]\]>|[^<\n]+)(?=<|$)/g,
		shown: isPlain,
	},
	{
		kind: 'named',
		pattern:
			/(?<before>\b(?:key|name|id)\s?=\s?\\*["'](?<name>[\w:.-]{2,100})\\*["']\s{1,10}(?:value|content)\s?=\s?\\*["'])(?<value>[^"'\\<>\n]+)/gi,
		shown: isPlain,
	},
	{
		kind: 'named',
		pattern:
			/(?<before>\bvalue\s?=\s?\\*["'])(?<value>[^"'\\<>\n]+)(?=\\*["']\s{1,10}(?:key|name|id)\s?=\s?\\*["'](?<name>[\w:.-]{2,100})\\*["'])/gi,
		shown: isPlain,
	},
	// Names of several words.
	{
		kind: 'named',
		pattern:
			/(?<before>\b(?:(?:seed|recovery|mnemonic|secret|pass)[ -]phrase|(?:recovery|backup|verification|one-time|2fa|mfa)[ -]codes?|(?:private|secret|access|api|signing|encryption|shared|unseal|license)[ -]keys?(?: \d+)?|(?:access|refresh|session|bearer|api|join|root) token(?!\s{0,10}[:=]\s{0,20}[a-z]+\s[a-z/]))\s{0,10}[:=]\s{0,20})(?!\s|not\b|missing|expired|none|invalid|unknown|null|[a-z ]{1,20}:|[./])(?<value>[^\n"'\\]+)/gi,
	},
	{
		kind: 'named',
		pattern: /(?<before>\bmot de passe\s{0,3}[:=]\s{0,3})(?<value>[^\s"'\\]+)/gi,
	},
	// `docker run -eNAME=VALUE`.
	{
		kind: 'environment',
		pattern: new RegExp(
			String.raw`(?<before>\b(?:docker|podman|nerdctl)\s[^\n]{0,500}?\s-e(?<name>[A-Za-z_]\w{0,100})=)(?<value>${text}|[^\s"']+))`,
			'g',
		),
		shown: isShownVariable,
	},
];

/** A name that is not written in ASCII, or has letters that nobody sees. */
const foreign =
	/(?<![\p{L}\p{N}_])(?=[\w.-]{0,60}[^\u0000-\u007f])([\p{L}\p{M}\p{N}\p{Cf}_.-]{2,60})(["'\\]{0,4}\s{0,3}[=:＝：]\s{0,20})("(?:[^"\\\n]|\\[^\n]){0,1000}"?|'[^'\n]{0,1000}'?|[^\s"'\\,;]+)/gu;

function redactShapes(whole: string, shapes: readonly Shape[], tally: Tally): string {
	let clean = whole;
	for (const {kind, pattern, shown} of shapes) {
		clean = clean.replaceAll(pattern, (...found: unknown[]) => {
			const all = String(found[0]);
			const {before = '', name = '', value = ''} = found.at(-1) as Readonly<Record<string, string | undefined>>;
			if (isSwitch(value.trim()) || value === mark || (shown?.(name) ?? false)) return all;
			return `${before}${tally.hide(kind, value)}${all.slice(before.length + value.length)}`;
		});
	}

	return clean;
}

export const redactLongShapes = (whole: string, tally: Tally): string => redactShapes(whole, long, tally);

export function redactShortShapes(whole: string, tally: Tally): string {
	const clean = /[<=:&$]|\s-e\w/.test(whole) ? redactShapes(whole, short, tally) : whole;

	if (/^[\u0000-\u007f\uE000]*$/.test(clean)) return clean;
	return clean.replaceAll(foreign, (all: string, name: string, sign: string, value: string) => {
		return isSecretName(name) && !isSwitch(value) && value !== mark
			? `${name}${sign}${tally.hide('named', value)}`
			: all;
	});
}
