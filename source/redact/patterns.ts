import type {HiddenKind, Tally} from './tally.js';
import {redactShortShapes} from './shapes.js';
import {mark} from './tally.js';
import {redactWrapped} from './wrapped.js';

/** Secrets that their own form gives away, wherever they stand. Each pattern is linear. */
type Pattern = {readonly kind: HiddenKind; readonly pattern: RegExp; readonly keeps?: number};

/** Tokens that their issuers made easy to find. Who issues them: the prefix as its documentation gives it. */
const tokens: readonly RegExp[] = [
	// JSON web tokens (service accounts); a first part alone is one that was cut.
	/\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g,
	// k0s join tokens: a gzipped kubeconfig in Base64.
	/\bH4sI[\w+/-]{12,}={0,2}/g,
	// Bootstrap tokens of kubeadm and k0s.
	/\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g,
	// k3s and RKE2 node tokens.
	/\bK10[0-9a-f]{16,}(?:::[^\s"'\\]+)?/g,
	// GitHub, GitLab, Bitbucket and Atlassian.
	/\b(?:gh[opsru]_|github_pat_)\w{10,}/g,
	/\bgl(?:pat|rt|dt|ptt|ft|soat|cbt|agent|oas|imt|rtr|ffct)-[\w.-]{10,}/g,
	/\bAT(?:ATT|BB|CTT)[\w=+/-]{10,}/g,
	// Amazon, Google, Azure, DigitalOcean, Heroku, Alibaba, Hetzner's and others' have no prefix.
	/\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA|ANPA|LTAI)[A-Z0-9]{12,}/g,
	/\bAIza[\w-]{20,}/g,
	/\b(?:ya29\.|GOCSPX-|1\/\/0)[\w-]{16,}/g,
	/\bdo[opr]_v1_[a-f0-9]{16,}/g,
	/\bHRKU-[\w-]{16,}/g,
	// Slack, Discord, Telegram, Twilio, SendGrid, Mailgun, Mailchimp.
	/\bxox[a-z]-[\w-]{8,}/g,
	/\bxapp-[\w-]{8,}/g,
	/\b\d{8,10}:AA[\w-]{30,}/g,
	/\bS[KG][.0-9a-f][\w.-]{20,}/g,
	/\bkey-[0-9a-f]{32}\b/g,
	/\b[0-9a-f]{32}-us\d{1,2}\b/g,
	// Stripe, Square, Shopify, OpenAI, Anthropic, Hugging Face, Replicate.
	/\b[prs]k_(?:live|test)_\w{8,}/g,
	/\bwhsec_[\w+/=]{16,}/g,
	/\b(?:sq0[a-z]{3}|EAAA)-?[\w-]{20,}/g,
	/\bshp(?:at|ca|pa|ss)_[\w]{16,}/g,
	/\bsk-[\w-]{16,}/g,
	/\b(?:hf|r8|npg|nvapi|gsk|xai|pplx)[_-]\w{16,}/g,
	// npm, PyPI, RubyGems, Docker, crates.io, Terraform, Vault, Pulumi, Grafana, New Relic, Sentry, Databricks, Linear.
	/\bnpm_\w{16,}/g,
	/\bpypi-[\w-]{16,}/g,
	/\brubygems_\w{16,}/g,
	/\bdckr_[a-z]{3,4}_[\w-]{16,}/g,
	/\bcio\w{32}\b/g,
	/\b\w{14}\.atlasv1\.[\w-]{20,}/g,
	/\b(?:hv[bsr]|s|b)\.[A-Za-z0-9][\w-]{22,}/g,
	/\bpul-[a-f0-9]{20,}/g,
	/\bgl(?:sa|c)_[\w+/=-]{16,}/g,
	/\bNRA[KL]-\w{16,}/g,
	/\bsntry[su]_[\w+/=-]{16,}/g,
	/\bdapi[a-f0-9]{24,}/g,
	/\blin_(?:api|oauth)_\w{16,}/g,
	// Tailscale, age (either case), NATS seeds; WireGuard has none.
	/\btskey-[\w-]{8,}/g,
	/\bAGE-SECRET-KEY-1[A-Z0-9]{16,}/gi,
	/\bS[A-Z2-7]{57}\b/g,
	// GitLab's runners of old, Rancher, LaunchDarkly, Dynatrace, Airtable, Asana, Braintree, X.
	/\bGR1348941[\w-]{10,}/g,
	/\b(?:token-[a-z\d]{5}|kubeconfig-u[\w.-]{2,40}):[a-z\d]{30,}/gi,
	/\b(?:api|sdk|mob)-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g,
	/\bdt0[a-z]\d{2}\.[A-Z\d]{20,}\.[A-Z\d]{40,}/g,
	/\bpat[A-Za-z\d]{14}\.[\da-f]{40,}/g,
	/\b1\/\d{10,20}:[\da-f]{32}\b/g,
	/\baccess_token\$\w+\$\w+\$[\da-f]{20,}/g,
	/\bA{16,}[\w-]{8,}(?:%[\dA-F]{2}[\w-]+)*/g,
	// A short prefix and forty hexadecimal digits: Supabase, SonarQube, Buildkite and others.
	/\b[a-z]{2,6}_[\da-f]{40}\b/g,
	// Hashes of passwords: /etc/shadow, htpasswd.
	/\$(?:1|2[abxy]?|5|6|7|y|gy|sha1|md5|apr1|argon2\w{1,2}|pbkdf2[\w-]*|scrypt)\$[^\s:"'\\]{8,}/g,
	/\{(?:S?SHA\d*|S?MD5|CRYPT|PBKDF2[\w-]*)\}[\w+/=.$]{8,}/g,
	/\bgrub\.pbkdf2\.[\w.]{16,}/g,
];

const patterns: readonly Pattern[] = [
	// Webhooks: who knows the address may write.
	{kind: 'url', pattern: /(https:\/\/hooks\.slack\.com\/)[^\s"'\\<>]+/gi, keeps: 1},
	{kind: 'url', pattern: /(https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/)[^\s"'\\<>]+/gi, keeps: 1},
	{kind: 'url', pattern: /(https:\/\/[\w.-]+\.webhook\.office\.com\/)[^\s"'\\<>]+/gi, keeps: 1},
	{kind: 'url', pattern: /(https?:\/\/[\w.:-]{1,200}(?:\/[\w.-]{1,40}){0,3}\/(?:web)?hooks?\/)[\w/-]{16,}/gi, keeps: 1},
	// User and password in a URL: without a slash, then with one in the password.
	{kind: 'url', pattern: /(:\\?\/\\?\/)[^\s/@'"\\?#<>]{1,1000}(?=@)/g, keeps: 1},
	{
		kind: 'url',
		pattern: /(:\\?\/\\?\/)[^\s/@:'"\\<>[\]]{0,200}:(?!\d{1,5}(?:[/?#]|$))[^\s'"\\<>]{1,500}(?=@)/g,
		keeps: 1,
	},
	// The same, cut before its end; a port is a number, and `docker://sha256:…` names an image.
	{
		kind: 'url',
		pattern: /(:\\?\/\\?\/(?!sha\d)[^\s/@:'"\\<>[\]]{1,200}:)(?!\d{1,5}(?:\D|$))[^\s'"\\<>@]{1,500}/g,
		keeps: 1,
	},
	{
		kind: 'url',
		pattern: /((?<![\w])(?:https?|all|ftp)_proxy\\?["']?\s{0,3}[=:]\s{0,3}\\?["']?)[^\s'"\\<>]{1,500}(?=@)/gi,
		keeps: 1,
	},
	// `user:password@host` without a scheme; an image's digest and a mail address are none.
	{kind: 'url', pattern: /(?<![\w./@:-])[\w.-]{1,64}:(?!\d+\/)[^\s@/:"'\\<>[\]]{3,500}(?=@(?!sha\d)[\w([])/g},
	// "Authorization: Bearer …", "Basic …", wherever it stands.
	{
		kind: 'header',
		pattern: /\b((?:bearer|basic|digest|negotiate|apikey)\s+)(?=[^\s"'\\,;]*[\dA-Z._~+/=-])[\w.~+/=-]{8,}/gi,
		keeps: 1,
	},
	// A container's environment as Go prints it.
	{kind: 'environment', pattern: /(\{Name:[^\s{}]{1,200} Value:)(?! )(?:(?! ValueFrom:)[^\n}])+/g, keeps: 1},
	// JSON whose beginning is missing (a journal cuts lines of 48 KiB): `value` is an environment's, the first word unknown.
	{
		kind: 'environment',
		pattern: /((?<![\w.-])value\\*["']\s*:\s*\\*["'])(?:[^"\\\n]|\\[^"\n])+/g,
		keeps: 1,
	},
	{kind: 'cut', pattern: /((?:^|\]: ))[^\s"'\\{}[\],]{3,}(?=\\*"\s*[,}\]])/gm, keeps: 1},
	// What a program is told in words.
	{
		kind: 'named',
		pattern:
			/(\bidentified\s+(?:with\s+\S+\s+)?by\s+(?:password\s+)?)(?:'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?|[^\s;,"'\\]+)/gi,
		keeps: 1,
	},
	{
		kind: 'named',
		pattern:
			/(\b(?:password|passphrase|passwort|pin)\s+(?:is|was|to|ist|=>|->|:=)\s+)(?![a-z]+(?:[\s.,;]|$))[^\s"'\\]+/gi,
		keeps: 1,
	},
	{kind: 'named', pattern: /(\b(?:password|passphrase|passwd|pwd)\s+)(?:'[^'\n]+'?|"(?:[^"\\\n]|\\.)+"?)/gi, keeps: 1},
	{kind: 'named', pattern: /(\b(?:machine\s+\S+|default)\s+login\s+\S+\s+password\s+)\S+/gi, keeps: 1},
	// A constant of PHP, a password of an ODBC string (PWD alone is a folder), the code of a login's way back.
	{kind: 'named', pattern: /(\bdefine\(\s*["']\w*(?:PASS|KEY|SALT|SECRET|TOKEN)\w*["']\s*,\s*["'])[^"'\n]+/g, keeps: 1},
	{kind: 'named', pattern: /(;\s?PWD=)(?!\/)[^;\s"']+/gi, keeps: 1},
	{kind: 'named', pattern: /([?&#](?:code|key)=)[\w.~/+-]{8,}(?:%[\dA-F]{2}[\w.~/+-]*)*/gi, keeps: 1},
	// `user/password@database` of Oracle's tools.
	{
		kind: 'argument',
		pattern:
			/(\b(?:sqlplus|sqlldr|expdp|impdp|rman)\s(?:-\S+\s){0,5}\w{1,60}\/"?|\bjdbc:oracle:\w+:\w{1,60}\/)[^\s@"']+(?="?@)/gi,
		keeps: 1,
	},
	// What commands of routers, databases and monitors are told after the word.
	{
		kind: 'named',
		pattern:
			/(\b(?:neighbor\s(?=\S*[\d.:])\S{1,60}|machine\s\S{1,200}(?:\s(?:login|account)\s\S{1,100}){0,2}|enable|mysqladmin\s[^\n]{0,200})\spassword\s+)(?!(?:for|authentication|prompts?|is|was)\b)[^\s"'\\]+/gi,
		keeps: 1,
	},
	{
		kind: 'named',
		pattern:
			/(^[ \t]*password[ \t]+)(?!(?:for|is|was|has|to|of|or|and|the|from|not|in|must|will|does|too|with|changed|expired|reset|updated|accepted|required|incorrect|mismatch|check\w*|fail\w*|prompt|policy|hash\w*|authentication|protected|auth|file|manager|rotation|generat\w*|set|sent|prompts?|age|expir\w*|status|ttl|last)\b)[^\s"'\\:=]+(?=[ \t]*$)/gim,
		keeps: 1,
	},
	{kind: 'named', pattern: /(\bPASSWORD\s?\(\s?)(?:'[^'\n]*'?|"[^"\n]*"?)/gi, keeps: 1},
	{
		kind: 'named',
		pattern: /((?:^|> ?)AUTH[ \t]+(?:\S{1,60}[ \t]+)?)(?!PLAIN|LOGIN|XOAUTH2|CRAM)[^\s"'\\]+(?=[ \t]*$)/gm,
		keeps: 1,
	},
	{kind: 'named', pattern: /(\b(?:rocommunity|rwcommunity)6?\s+|\bcom2sec6?\s+\S+\s+\S+\s+)[^\s"'\\]+/g, keeps: 1},
	{
		kind: 'named',
		pattern: /(\bcreateUser\s+\S+\s+\S+\s+)(?:"[^"\n]*"|\S+)(?:\s+(?:AES|DES)\S*\s+(?:"[^"\n]*"|\S+))?/g,
		keeps: 1,
	},
	{kind: 'named', pattern: /(\bConvertTo-SecureString\s+(?:-String\s+)?)(?:'[^'\n]*'|"[^"\n]*"|\S+)/gi, keeps: 1},
	{kind: 'header', pattern: /(\bx-honeycomb-team\s*[:=]\s*)[^\s"'\\,;]+/gi, keeps: 1},
	// `user = "name:secret"` of curl's and wget's files; `user=name%secret` of a mount.
	{
		kind: 'named',
		pattern: /(^[ \t]*(?:proxy-)?user\s*[=:]\s*"?[^\s:"']{1,100}:)(?!\d+["']?[ \t]*$)[^\s"']+/gm,
		keeps: 1,
	},
	{kind: 'named', pattern: /(\buser(?:name)?=[^\s,%"']{1,60}%)(?![\dA-F]{2})[^\s,"'\\]+/g, keeps: 1},
	// Files of accounts: a service's mail relay, the tokens of an API server, what dials in.
	{kind: 'named', pattern: /(^\[[\w.-]{0,100}[a-z][\w.-]{0,100}\](?::\d+)?\s+[^\s:]{1,100}:)\S+$/gm, keeps: 1},
	{kind: 'token', pattern: /(^)[^,\s"'{}[\]]{8,200}(?=,[^,\n]{1,100},[^,\n]{1,100},"[\w:, -]{1,200}"$)/gm, keeps: 1},
	{kind: 'named', pattern: /(^[^\s*#]{1,60}[ \t]+\*[ \t]+)[^\s*"]+(?=[ \t]+\*[ \t]*$)/gm, keeps: 1},
	{kind: 'named', pattern: /(\brabbitmqctl\s(?:-\S+\s){0,5}(?:add_user|change_password)\s\S+\s)\S+/g, keeps: 1},
	{kind: 'named', pattern: /(\betcdctl\s[^\n]{0,200}?user\sadd\s[^\s:]{1,100}:)\S+/g, keeps: 1},
	{kind: 'named', pattern: /(\bdb\.auth\(\s?["'][^"'\n]{1,100}["'],\s?)(?:"[^"\n]*"?|'[^'\n]*'?)/g, keeps: 1},
	{kind: 'named', pattern: /(^password root )[^\s"']+(?=[ \t]*$)/gm, keeps: 1},
	{kind: 'named', pattern: /(^d-i \S{1,100} password )\S+/gm, keeps: 1},
	{kind: 'named', pattern: /(\b(?:tacacs|radius)-server key (?:\d )?)[^\s"']+/g, keeps: 1},
	{kind: 'named', pattern: /(^USER \S{1,100}\r?\n(?:\d[^\n]{0,200}\n)?PASS )\S+/gm, keeps: 1},
	{kind: 'named', pattern: /(^[A-Za-z\d.]{1,10} LOGIN (?:"[^"\n]*"|\S+) )(?:"[^"\n]*"|[^\s"]+)$/gm, keeps: 1},
	{kind: 'named', pattern: /(^"[^"\s]{1,100}" )"[^"\n]+"$/gm, keeps: 1},
	{kind: 'token', pattern: /(\bmicrok8s join [\w.:[\]-]{1,100}\/)[^\s"']+/g, keeps: 1},
	// What the kernel's audit keeps of a command line.
	{kind: 'argument', pattern: /(\ba[1-9]\d?="-p)[^"\n]+/g, keeps: 1},
	{
		kind: 'argument',
		pattern:
			/(\ba\d{1,3}="--?[\w-]{0,40}(?:pass(?:word|wd|phrase)?|token|secret|api-?key)" a\d{1,3}=)(?:"[^"\n]+"|[\dA-F]{4,})/gi,
		keeps: 1,
	},
	{kind: 'argument', pattern: /(\ba[1-9]\d?=)2D70[\dA-F]{4,}/g, keeps: 1},
	{kind: 'argument', pattern: /(\bproctitle=)[\dA-F]{8,}/g, keeps: 1},
	// Files that hold nothing but passwords: .pgpass, ipsec.secrets, pap-secrets, kickstart.
	{
		kind: 'named',
		pattern: /(^[ \t]*(?:[\w.*-]|\\:){1,200}:(?:\d{3,5}|\*):[\w.*-]{1,63}:[A-Za-z_*][\w.-]{0,63}:)[^\s:]+$/gm,
		keeps: 1,
	},
	{kind: 'named', pattern: /(:\s+(?:PSK|EAP|XAUTH|NTLM|PIN)\s+)(?:"[^"\n]+"|[^\s"]+)/g, keeps: 1},
	{kind: 'named', pattern: /(^\s*"?[^\s"]{1,100}"?\s+\*\s+)"[^"\n]+"/gm, keeps: 1},
	{kind: 'named', pattern: /(\brootpw\s(?:--\w+\s){0,3})[^\s-]\S*/g, keeps: 1},
	// An access list of Redis, a login of SMTP, keys of IPsec and MACsec.
	{
		kind: 'named',
		pattern: /(\b(?:set)?user \S{1,60} (?:(?:on|off|reset\w*|all\w+|[~&+-]\S+) ){0,10})[>#<]\S+/gi,
		keeps: 1,
	},
	{kind: 'header', pattern: /(\bAUTH\s(?:PLAIN|LOGIN|XOAUTH2)\s)[\w+/=]{8,}/gi, keeps: 1},
	{kind: 'key', pattern: /(\b(?:auth|auth-trunc|enc|aead)\s\S{1,40}\)\s)0x[\da-f]{16,}/g, keeps: 1},
	{kind: 'key', pattern: /(\bkey\s[\da-f]{1,32}\s)[\da-f]{32,64}\b/g, keeps: 1},
	// What is piped into a program that reads a password there.
	{
		kind: 'argument',
		pattern:
			/(\b(?:echo|printf)\s(?:-\w+\s)?)[^|\n]{1,500}?(?=\s?\|\s?(?:sudo\s[^|\n]{0,60}-S\b|(?:sudo\s)?(?:chpasswd|passwd|cryptsetup|su|smbpasswd|kinit|realm|adcli|openconnect|argon2)\b|[^|\n]{0,200}(?:--password-stdin|--passphrase-fd|--pass-stdin)))/g,
		keeps: 1,
	},
	{kind: 'argument', pattern: /(\b[\w.-]{1,60}:)[^\s|:"'\\]+(?="?\s?\|\s?(?:sudo\s)?chpasswd\b)/g, keeps: 1},
	{kind: 'argument', pattern: /(<<<\s?\\?["'])[^"'\\\n$][^"'\\\n]*/g, keeps: 1},
	{
		kind: 'encoded',
		pattern: /(\b(?:echo|printf)\s(?:-\w\s)?["']?)[\w+/-]{8,}={0,2}(?=["']?\s?\|\s?base64\s)/g,
		keeps: 1,
	},
	{kind: 'argument', pattern: /(\buser\s\S{1,60}\spassword\s)(?!-)[^\s"'\\]+/g, keeps: 1},
	{kind: 'key', pattern: /(\bcrypt\s[\w:-]{3,60}\s)[\da-f]{32,}\b/g, keeps: 1},
	{kind: 'argument', pattern: /(\bCredentials\(\s?(?:"[^"\n]*",\s?){3}")[^"\n]+/g, keeps: 1},
	// What stores keep under a name: etcd, Redis; a network of wpa_cli's, an address of CVS.
	{
		kind: 'argument',
		pattern:
			/(\b(?:etcdctl\s[^\n]{0,200}?\bput|(?:SET|GETSET|SETNX)|HSET\s\S{1,100})\s[\w/:.-]{0,100}(?:password|passwd|token|secret|apikey)\s)(?!=)[^\s"'\\]+/g,
		keeps: 1,
	},
	{kind: 'argument', pattern: /(\bset_network\s\d{1,3}\s(?:psk|password|wep_key\d|sae_password)\s)\S+/g, keeps: 1},
	{kind: 'url', pattern: /(:(?:pserver|ext|kserver):[^\s:@]{1,60}:)[^\s@"']+(?=@)/g, keeps: 1},
	// XML over lines.
	{
		kind: 'named',
		pattern:
			/(<([\w:-]{0,60}(?:password|passwd|passphrase|user-pass|secret|token|apikey|credentials?))(?:\s[^<>]*)?>)[^<]+(?=<|$)/gi,
		keeps: 1,
	},
	// openssl's way to name a password.
	{kind: 'argument', pattern: /(?<![\w-])(pass:)(?!\s)[^\s"'\\]+/g, keeps: 1},
];

/** A text without the secrets that their form gives away. */
export function redactForms(text: string, tally: Tally): string {
	let clean = text;
	for (const pattern of tokens) clean = clean.replace(pattern, secret => tally.hide('token', secret));
	for (const {kind, pattern, keeps} of patterns) {
		clean = clean.replace(pattern, (whole: string, kept: unknown) => {
			const before = keeps === undefined || typeof kept !== 'string' ? '' : kept;
			const secret = whole.slice(before.length);
			return secret === mark ? whole : `${before}${tally.hide(kind, secret)}`;
		});
	}

	const encoded = redactEncoded(redactShortShapes(clean, tally), tally);
	return encoded.includes(mark) ? redactWrapped(encoded, tally) : encoded;
}

/** Long words of Base64, in both alphabets. Hexadecimal digests, names and paths are none. */
function redactEncoded(text: string, tally: Tally): string {
	return text.replace(
		/(?:(?<![\w+/\\-]|SHA256:)|(?<=\\[nrt]))[\w+/-]{40,}={0,2}|(?<![\w+/-])[A-Za-z0-9+/]{22,39}={1,2}(?![\w=])|[A-Za-z0-9+/]{60,}={0,2}/g,
		word => {
			if (/^sha(?:256|384|512)-/.test(word)) return word;
			const upper = word.match(/[A-Z]/g)?.length ?? 0;
			const lower = word.match(/[a-z]/g)?.length ?? 0;
			const digits = word.match(/\d/g)?.length ?? 0;
			const least = Math.floor(word.length / 16);
			const mixed = upper >= Math.max(3, least) && lower >= Math.max(3, least) && digits >= 2;
			// A path or a name has words between its signs.
			const wordy = word.split(/[/_+-]/).filter(part => /^(?:[a-z]{3,}|[A-Z]?[a-z]{3,}|\d+)$/.test(part)).length;
			return mixed && wordy < 3 ? tally.hide('encoded', word) : word;
		},
	);
}
