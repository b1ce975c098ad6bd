import {isDirective, isKeyFile, isSecretName, isShownVariable, isSwitch} from './names.js';
import {mark, type Tally} from './tally.js';

/** Options of one letter that take a secret, by the tool that has them; `glued` where it stands in the same word. */
const shortOptions: ReadonlyArray<{
	readonly tool: RegExp;
	readonly next?: RegExp;
	readonly glued?: RegExp;
	/** The last word of the line is one, with a sub-command where it is named. */
	readonly last?: true;
	readonly with?: string;
	/** What such a word looks like. */
	readonly word?: RegExp;
}> = [
	{tool: /^(?:mysql\w*|mariadb[\w-]*|percona[\w-]*|7z[ar]?|rar|unrar)$/, glued: /^(-p)(.+)$/},
	{tool: /^(?:sshpass|mongo\w*|rabbitmqctl|ldap\w+|cqlsh)$/, next: /^-[pw]$/, glued: /^(-[pw])(.+)$/},
	{tool: /^(?:login|skopeo|oras|crane)$/, next: /^-p$/, glued: /^(-p)(?![\d.:/]+$)(.+)$/},
	{tool: /^(?:redis-cli|valkey-cli|keydb-cli)$/, next: /^-a$/, glued: /^(-a)(.+)$/},
	{
		tool: /^(?:curl|ctr|crictl)$/,
		next: /^(?:-[a-zA-Z]*[uU]|-[Eb]|--(?:proxy-)?user|--creds|--cert|--cookie|--oauth2-bearer)$/,
		glued: /^(-[uU])(.*:.*)$/,
	},
	{tool: /^(?:smbclient|rpcclient|net|smbget)$/, next: /^-U$/, glued: /^(-U)(.*%.*)$/},
	{tool: /^(?:snmp\w+)$/, next: /^-[cAX]$/},
	{tool: /^(?:ipmitool|zip|unzip|ncat|tsocks|dsconf|sqlcmd|bcp|mosquitto_\w+)$/, next: /^-P$/, glued: /^(-P)(.+)$/},
	{tool: /^(?:openssl)$/, next: /^-(?:k|K|pass|passin|passout|passwd)$/},
	{tool: /^(?:vault|tailscale)$/, next: /^(?:login|--auth-?key)$/},
	{tool: /^(?:useradd|usermod|ncftp\w*|rdesktop)$/, next: /^-p$/},
	{tool: /^ssh-keygen$/, next: /^-[NP]$/},
	{tool: /^(?:https?|lftp|oathtool)$/, next: /^-[aub]$/},
	{tool: /^\w*freerdp\d?$/, glued: /^(\/(?:p|gp):)(.+)$/},
	{tool: /^htpasswd$/, next: /^(?!-)/, last: true},
	{tool: /^(?:pro|ua|ubuntu-advantage|bw)$/, next: /^(?:attach|unlock)$/},
	{tool: /^(?:SUSEConnect|suseconnect)$/, next: /^-r$/},
	{tool: /^gpg-preset-passphrase$/, next: /^-P$/},
	{tool: /^mc$/, next: /^\S+$/, last: true, with: 'alias'},
	{tool: /^(?:kadmin[\w.]*|addent|addprinc)$/, next: /^-p?w$/},
	{tool: /^ldappasswd$/, next: /^-[sa]$/},
	{tool: /^doctl$/, next: /^-t$/},
	{tool: /^caddy$/, next: /^--plaintext$/},
	{tool: /^mkpasswd$/, next: /^[^|>&]/, last: true, word: /^(?![-|>&])/},
	{tool: /^openssl$/, next: /^(?:passwd|-\w+)$/, last: true, with: 'passwd', word: /^(?![-|>&])/},
	{tool: /^cryptsetup$/, next: /^--key$/, word: /^(?!\/)/},
	// No option takes it; one that was put there is a token.
	{tool: /^k0s$/, next: /^create$/, with: 'token', word: /[\dA-Z]/},
];
/** NAME:SECRET after an option that names a user; NAME:NAME and 1000:1000 of container engines name a group. */
const userOption = /^(?:--?(?:user|creds|credentials|auth|basic-auth|login|http-user)|-u|auth|login)$/;
const userAndSecret = /^[^\s:/]{1,100}:(?!\d*$)(?!\/)[^\s]+$/;
/** Names of an account and its group, as useradd takes them. */
const accountAndGroup = /^[a-z_][a-z\d_-]{0,31}:[a-z_][a-z\d_-]{0,31}$/;
const namesGroups = /^(?:docker|podman|nerdctl|runuser|su|start-stop-daemon|systemd-run|setpriv|crun|runc)$/;
/** Whose `-e NAME=VALUE` sets an environment that is not ours to know. */
const environmentOption = /^(?:-e|--env|--set|--set-string|--from-literal|--build-arg|--setenv|-E)$/;
const environmentTool = /^(?:docker|podman|nerdctl|kubectl|kubeseal|oc|helm|k0s|systemd-run|flatpak|bwrap)$/;
/** `-pX` of any tool: a secret where X is neither a number, a port mapping, a path nor a lower-case word. */
const gluedPassword = /^(-p)(?![\d.:,/-]*(?:\/(?:tcp|udp))?$)(?![./~])(?![a-z][a-z-]*(?:=|$))(.+)$/;
const longOption = /^(--?[A-Za-z][\w.-]*?)([=:])([^]*)$/;
const assignment = /^([A-Za-z_][\w.-]*)([=:])([^]*)$/;
const option = /^--?[A-Za-z][\w.-]*$/;
const looksLikeOption = /^(?:-[A-Za-z]|--[a-z][\w-]*(?:=[^]*)?)$/;
/** The word after it is a secret: `Authorization: Bearer X`, split at its blanks. */
const announces = /^(?:bearer|basic|(?:proxy-)?authorization[:=]|(?:set-)?cookie[:=])$/i;

/** A tool's name, in the brackets of a list that Go printed, too. */
const base = (word: string): string => word.slice(word.lastIndexOf('/') + 1).replace(/^\w*=?\[/, '');

/** Prose after a name: `invalid token: signature is invalid`. */
const prose = /^[a-z]{2,}[,.;:]?$/;

type Given = {
	readonly rows: typeof shortOptions;
	readonly setsEnvironment: boolean;
	/** Every `NAME=VALUE` of the line goes into an environment. */
	readonly assigns: boolean;
	/** `--user A:B` names a group. */
	readonly groups: boolean;
	/** More words may follow. */
	readonly open?: boolean;
	readonly tally: Tally;
};

/**
 * An argv without its secrets: `shows` redacts a word that no structure speaks for (URLs, headers, tokens). The same
 * reference when there is none.
 */
export function redactWords(
	words: readonly string[],
	shows: (word: string) => string,
	tally: Tally,
): readonly string[] {
	const given = givenBy(words, tally);
	const clean = words.map((word, index) => wordOf(word, index, words, given) ?? shows(word));
	return clean.some((word, index) => word !== words[index]) ? clean : words;
}

/** The same of the last word only. */
export function redactLast(words: readonly string[], shows: (word: string) => string, tally: Tally): string {
	const last = words.at(-1) ?? '';
	// Items of a list: what comes after it is not known, and a list of names is no command line.
	return wordOf(last, words.length - 1, words, {...givenBy(words, tally), open: true}) ?? shows(last);
}

function givenBy(words: readonly string[], tally: Tally): Given {
	const tools = words.filter(word => !word.startsWith('-')).map(base);
	return {
		rows: shortOptions.filter(
			row => tools.some(word => row.tool.test(word)) && (row.with === undefined || words.includes(row.with)),
		),
		setsEnvironment: tools.some(word => environmentTool.test(word)),
		assigns:
			words.includes('set-environment') ||
			words.includes('config:set') ||
			(words.includes('set') && (words.includes('env') || words.includes('secrets'))),
		groups: tools.some(word => namesGroups.test(word)),
		tally,
	};
}

/** The word without its secret; undefined where its place tells of none. */
function wordOf(
	word: string,
	index: number,
	words: readonly string[],
	{rows, setsEnvironment, assigns, groups, open = false, tally}: Given,
): string | undefined {
	const before = words[index - 1] ?? '';
	if (word === '' || word === mark) return word;
	if (announces.test(before) && !announces.test(word) && /[\dA-Z_~+/=-]|\.\w/.test(word))
		return tally.hide('argument', word);
	const mine = rows.filter(
		row => row.next?.test(before) && (row.word?.test(word) ?? true) && isToolOf(row.tool, words, index - 1),
	);
	if (isAsked(before, word, open ? null : words[index + 1], mine)) return tally.hide('argument', word);
	if (!groups && userOption.test(before) && userAndSecret.test(word)) return tally.hide('argument', word);

	const long = longOption.exec(word) ?? assignment.exec(word);
	const [, name = '', sign = '', value = ''] = long ?? [];
	if (long && sign === '=' && isSecretName(name)) {
		return isSwitch(value) || isKeyFile(name, value) ? undefined : `${name}${sign}${tally.hide('argument', value)}`;
	}

	// A key that is no file and no number.
	if (sign === '=' && /^--?key$/.test(name) && /^[^\s./:,]{8,}$/.test(value))
		return `${name}=${tally.hide('argument', value)}`;
	if (long && sign === '=' && userOption.test(name) && userAndSecret.test(value)) {
		// By itself, without its program, the word would be looked at as a user with a secret.
		if (groups && accountAndGroup.test(value)) return word;
		if (!groups) return `${name}=${tally.hide('argument', value)}`;
	}

	// `--from-literal=NAME=VALUE`.
	const [, inner = '', innerValue = ''] = /^([\w.-]+)=([^]*)$/.exec(value) ?? [];
	if (long && setsEnvironment && environmentOption.test(name) && inner !== '' && !isShownVariable(inner)) {
		return isSwitch(innerValue) ? undefined : `${name}=${inner}=${tally.hide('environment', innerValue)}`;
	}

	if (
		long &&
		sign === '=' &&
		(assigns || (setsEnvironment && environmentOption.test(before)) || isOfEnv(words, index)) &&
		!isShownVariable(name)
	) {
		return isSwitch(value) ? undefined : `${name}=${tally.hide('environment', value)}`;
	}

	for (const glued of [...rows.flatMap(row => row.glued ?? []), gluedPassword]) {
		const [, letter, secret] = glued.exec(word) ?? [];
		if (letter !== undefined && secret !== undefined) return `${letter}${tally.hide('argument', secret)}`;
	}

	return undefined;
}

/** What follows the name of a column, in a statement of SQL and in the head of a table. */
const isColumn = (before: string, word: string): boolean =>
	/^(?:from|as|is|in|not|null|and|or|where|like|asc|desc)[,;)]?$/i.test(word) ||
	/^(?:n?(?:var)?char2?|(?:tiny|medium|long)?(?:text|blob)|(?:var)?binary|bytea|string|jsonb?|(?:big|small)?int(?:eger)?|uuid|date|timestamp|bool(?:ean)?)(?:\(\d*\)?)?[,;)]*$/i.test(
		word,
	) ||
	(/^[A-Z]+$/.test(before) && /^[A-Z]{2,}$/.test(word));

/** Whether `env` sets the variable for the program that it starts. */
function isOfEnv(words: readonly string[], index: number): boolean {
	let at = index - 1;
	while (at > index - 40 && /^[A-Z_][A-Z\d_]*=/.test(words[at] ?? '')) at--;
	return /^(?:\/usr\/bin\/|\/bin\/)?env$/.test(words[at] ?? '') && /^[A-Z_][A-Z\d_]*=/.test(words[index] ?? '');
}

/** No path and no name: letters, digits and both cases of them. */
const isKey = (word: string): boolean =>
	/^[\w+=]{16,}$/.test(word) && /\d/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word);

/** Tools whose `-u` and `-p` name a unit, a process, an account. */
const ownOptions = /^(?:journalctl|systemctl|systemd-\w+|ps|id|chage|lsof|pgrep|pkill|loginctl|sudo|crontab)$/;

/** Whether an option belongs to such a tool: it comes before, in the same command. */
function isToolOf(tool: RegExp, words: readonly string[], option: number): boolean {
	for (let at = option - 1; at >= 0; at--) {
		const word = words[at] ?? '';
		if (tool.test(base(word))) return true;
		if (/^[;|&]+$|;$/.test(word) || ownOptions.test(base(word))) return false;
	}

	return false;
}

/** Whether the word is the value that the word before asks for. `next` undefined: it is the last; null: nobody knows. */
function isAsked(before: string, word: string, next: string | null | undefined, rows: Given['rows']): boolean {
	// A tag of YAML (`!!binary`) comes before the value.
	if (looksLikeOption.test(word) || isSwitch(word) || /^!!?[a-z]+$/.test(word)) return false;
	if (rows.some(row => row.last !== true || (next ?? undefined) === undefined)) return true;
	// An item of a list in one line of YAML has a comma.
	const asks = before.replaceAll(/^(?:\w{1,20}=)?[[{]+|,$/g, '');
	if (option.test(asks)) return isSecretName(asks) || (before === '--key' && isKey(word));
	if (isDirective(before) && !/^(?:[(=:'"`<{[|│┃→⇒/&;-]|[?+]=)/.test(word) && !isColumn(before, word)) {
		// `password authentication failed` is prose; what ends a line after `auth_pass` is none.
		return !prose.test(word) || (next === undefined && !/^pass(?:word|phrase|wd)$/i.test(before));
	}

	// `password:` and `TOKEN=` with their value in a word of its own.
	const name = /^["'({[:]*(\w[\w./-]*)(?:[=:]|::)$/.exec(before)?.[1];
	if (name === undefined || !isSecretName(name)) return false;
	// A program or a database of accounts, and what it says.
	if (/^(?:ch)?passwd$/.test(name) && /^\(?[a-z]{2,}$/.test(word) && (next ?? undefined) !== undefined) return false;
	return /pass|pwd/i.test(name) || !prose.test(word) || (next ?? undefined) === undefined;
}
