import {isSecretName, isSwitch} from './names.js';
import {mark, type HiddenKind, type Tally} from './tally.js';

/** Secrets that stand in words of their own: statements of SQL, scripts of expect, protocols, sentences. Each is linear. */
type Told = {readonly kind: HiddenKind; readonly pattern: RegExp};

const quoted = String.raw`(?:N?'(?:[^'\\\n]|\\.)*'?|"(?:[^"\\\n]|\\.)*"?)`;
/** One word that is no word of a sentence: with a digit, a sign or a capital inside. */
const strange = String.raw`(?=[^\s"']*(?:\d|[^\w\s.,;:!?'"()-]|\w[A-Z]))[^\s"'\\]+`;

const all: readonly Told[] = [
	// SQL: the statement tells, whatever function or word stands before the value.
	{
		kind: 'named',
		pattern: new RegExp(String.raw`(\bset\s+password\s+(?:for\s+[^\s=]{1,100}\s*)?=\s*(?:\w+\(\s*)?)${quoted}`, 'gi'),
	},
	{kind: 'named', pattern: new RegExp(String.raw`(\bpassword\s*=\s*(?:\w+\(\s*)?)${quoted}`, 'gi')},
	{
		kind: 'named',
		pattern: new RegExp(
			String.raw`(\bidentified\s+(?:by\s+values|(?:via|with)\s+\S{1,60}\s+(?:using|as|by))\s+)${quoted}`,
			'gi',
		),
	},
	{
		kind: 'key',
		pattern: new RegExp(
			String.raw`(\bpragma\s+(?:hex)?(?:re)?key\s*=\s*|\battach\b[^\n;]{0,200}?\bkey\s+)${quoted}`,
			'gi',
		),
	},
	{kind: 'named', pattern: new RegExp(String.raw`(\bsp_(?:addlogin|password)\s+${quoted}\s*,\s*)${quoted}`, 'gi')},
	// What a script of expect sends when it is asked.
	{kind: 'named', pattern: /(assw(?:or)?d[^\n"]{0,20}"[\s{}]{0,20}send\s+(?:--?\w*\s+)*")(?:[^"\\\n]|\\.)+/gi},
	// FTP, POP3, IRC, Redis: one's own words with the mark of who says them, or a line of their own that is a password by its form.
	{kind: 'named', pattern: /((?:^|\s)(?:-{1,2}>|[<>]|C:|(?:FTP|POP3?):)\s?PASS )[^\s"'\\]+/gm},
	{kind: 'named', pattern: /(^PASS )(?=\S*\d)(?=\S*[a-z])(?=\S*[A-Z])[^\s"'\\/.:]{6,}(?=[ \t]*$)/gm},
	{kind: 'named', pattern: /(\bftp> user \S{1,60} )[^\s"'\\]+(?=[ \t]*$)/gm},
	{kind: 'named', pattern: /(\bnickserv\s+identify\s+(?:\S{1,60}\s+(?=\S))?|^OPER \S{1,60} )[^\s"'\\]+/gim},
	{kind: 'named', pattern: /(\b(?:AUTH\s+default|auth-pass\s+\S{1,60})\s+)[^\s"'\\]+/g},
	// Sentences.
	{
		kind: 'named',
		pattern: new RegExp(
			String.raw`(\b[Pp]ass(?:word|phrase)(?:\s(?:for|of)\s[^\n:"']{1,60}(?::|\sis|\swas)|\s(?:is|was):|\s(?:is|was|has\sbeen)\s(?:generated|set|created)\sfor\s[^\s:]{1,100}:|\s?\([^()\n]{1,30}\)\s?[:=])\s+)${strange}`,
			'g',
		),
	},
	{kind: 'named', pattern: new RegExp(String.raw`(\b[Cc]redentials?:\s+\S{1,60}\s\/\s)${strange}`, 'g')},
	{
		kind: 'named',
		pattern:
			/(^[ \t|│┃]*[\w.-]{0,60}(?:password|passwd|passphrase)[ \t]*(?:[→⇒➜]|=>|\.{3,}|[|│┃])[ \t]*)[^\s"'\\|│┃]+(?=[ \t|│┃]*$)/gim,
	},
	{kind: 'named', pattern: /(^[ \t]*(?:password|passphrase)[ \t]*\r?\n[ \t]+)[^\s"'\\:=]+(?=[ \t]*$)/gim},
	{
		kind: 'token',
		pattern:
			/(^[ \t]*(?:access_|refresh_|client_|root_)?(?:token|secret_id)[ \t]{2,})(?=\S*[\dA-Z])[^\s"'\\]{6,}(?=[ \t]*$)/gm,
	},
	// Arguments over lines: of a list in YAML.
	{
		kind: 'argument',
		pattern:
			/(^[ \t]*- ["']?--?[\w-]*(?:password|passwd|passphrase|token|secret|api-?key)["']?[ \t]*\r?\n[ \t]*- ["']?)(?!-)[^\s"']+/gim,
	},
	// Routers, radios, and Windows.
	{
		kind: 'named',
		pattern: new RegExp(String.raw`(\benable\ssecret\s(?:\d\s)?|\bsecret\s\d\s)${strange}`, 'g'),
	},
	{kind: 'named', pattern: /(\bsnmp-server\scommunity\s|\bwpa_passphrase\s\S{1,60}\s)[^\s"'\\]+/g},
	{kind: 'key', pattern: /(\biwconfig\s[^\n]{0,100}\bkey\s(?:s:)?)(?!off\b|on\b|open\b)[^\s"'\\]+/g},
	{
		kind: 'argument',
		pattern: /(\bnet\suser\s\S{1,60}\s)(?![/*])\S+|(\bnet\suse\s[^\n]{1,200}\/user:\S{1,60}\s)(?!\/)\S+/gi,
	},
	{kind: 'argument', pattern: /(--pass(?:word)?-command[ =]["']?(?:echo|printf)\s)[^\s"']+/g},
	{kind: 'argument', pattern: /(\badd-(?:generic|internet)-password\s[^\n]{0,200}?-w\s)[^\s"'-][^\s"']*/g},
];

/** Texts without any of these words hold none of it: what tells is not even looked at. */
export function redactTold(text: string, tally: Tally): string {
	let clean = text;
	for (const {kind, pattern} of all) {
		clean = clean.replace(pattern, (whole: string, ...groups: unknown[]) => {
			const before = groups.slice(0, 2).find(each => typeof each === 'string' && each !== '');
			const kept = typeof before === 'string' ? before : '';
			const secret = whole.slice(kept.length);
			return secret === mark || isSwitch(secret) ? whole : `${kept}${tally.hide(kind, secret)}`;
		});
	}

	return redactInserts(clean, tally);
}

/** Values by the names of their columns: `INSERT INTO users (name, password) VALUES ('a', '…'), (…)`. */
function redactInserts(text: string, tally: Tally): string {
	return text.replaceAll(
		/(\binsert\s+into\s[^()\n]{1,200}\()([^()]{1,1000})(\)\s*values\s*)((?:\((?:[^()'"]|'[^']*'|"[^"]*")*\)\s*,?\s*)+)/gi,
		(whole: string, into: string, names: string, values: string, rows: string) => {
			const secret = names.split(',').map(each => isSecretName(each.replaceAll(/[\s"'`[\]]/g, '')));
			if (!secret.includes(true)) return whole;
			const clean = rows.replaceAll(/\(((?:[^()'"]|'[^']*'|"[^"]*")*)\)/g, (_, row: string) => {
				const cells = row.match(/(?:[^,'"]|'[^']*'|"[^"]*")+/g) ?? [];
				const hidden = cells.map((cell, index) => {
					const value = cell.trim();
					if (secret[index] !== true || value.includes(mark) || isSwitch(value)) return cell;
					return cell.replace(value, () => tally.hide('named', value));
				});
				return `(${hidden.join(',')})`;
			});
			return `${into}${names}${values}${clean}`;
		},
	);
}
