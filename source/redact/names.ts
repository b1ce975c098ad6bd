import {folded, isForeignName} from './foreign-names.js';

/** Names whose value is a secret, however they are spelt: `dbPassword`, `DB_PASSWORD_2`, `client-key-data`, `PGPASSWORD`. */

/** A word that says it by itself. */
const alone = new Set(
	`pass password passwd passphrase passcode passwort kennwort pwd pw secret token cookie credential
	creds cred auth authorization psk jwt otp pin bearer dsn sig signature salt pepper sid session sessionid
	authkey oauth assertion verifier regcode`.split(/\s+/),
);
/** The end of a word that says it: names that are written without a separator. */
const atEnd =
	/(?:password|passwd|passphrase|(?<!by|com|tres|sur|multi)pass|(?:root|bind|user|db)pw|masterauth|secret|secretkey|token|apikey|accesskey|privatekey|encryptionkey|signingkey|sharedkey|accountkey|masterkey|authkey|activationkey|registrationkey|setupkey|credentials?|cookies?|mysqlpwd|dbpwd|userpwd|authtok|authident)$/;
/** Before the last word `key`. */
const ofKey = new Set(
	`api access private secret encryption encrypt crypt decryption signing sign ssh account shared license licence master
	client auth certificate deploy host session service storage root rsa hmac aes wireguard preshared pre psk stripe app webhook
	routing integration registration activation setup enrollment join ingest ingestion instrumentation subscription
	recovery provisioning unseal wep fastopen`.split(/\s+/),
);
/** What follows the word that says it, and tells nothing else. */
const tail =
	/^(?:\d+|v\d+|old|new|prev|previous|current|next|base64|b64|enc|encoded|encrypted|plain|raw|value|string|str|data|text|hash|hex|sha\d*|md5|bcrypt|id|env|base)$/;
/** What follows a password alone: those of iSCSI for either way. */
const ways = new Set(['in', 'out']);

/** Of the host, and no secret, though they end as secrets do. */
const harmless = new Set([
	'PWD',
	'OLDPWD',
	'SESSION_ID',
	'XDG_SESSION_ID',
	'ID',
	'DESKTOP_SESSION',
	'imagePullSecrets',
]);

const wordsOf = (name: string): string[] =>
	folded(name)
		.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
		.replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter(word => word !== '');

/** Whether what such a name is given is hidden. */
export function isSecretName(name: string): boolean {
	if (name.length < 2 || name.length > 200 || harmless.has(name)) return false;
	if (isForeignName(name) || /^OP_SESSION_/.test(name)) return true;
	const words = wordsOf(name);
	while (words.length > 1 && tail.test(words.at(-1) ?? '')) {
		// `client-key-data` and `private_key_id`, but no `container id` and no `data` of a Secret.
		words.pop();
	}

	if (words.length > 1 && ways.has(words.at(-1) ?? '') && /^pass/.test(words.at(-2) ?? '')) words.pop();
	const last = (words.at(-1) ?? '').replace(/\d+$/, '');
	const before = words.at(-2) ?? '';
	const single = last.replace(/s$/, '');
	if (alone.has(last) || alone.has(single) || atEnd.test(last) || atEnd.test(single)) return true;
	// `pass_phrase`, `AuthTok` and `openapi_key`.
	if (before !== '' && atEnd.test(`${before}${last}`)) return true;
	if (last !== 'key' && last !== 'keys') return false;
	return ofKey.has(before) || (before !== '' && /^[A-Z\d_.-]+(?:_Keys?)?$/.test(name));
}

/** Names of several secrets: what stands below them is one each, whatever its own name. */
export const namesSecrets = (name: string): boolean =>
	/(?:passwords|passwds|passphrases|secrets|tokens|credentials|creds|keys|oauth)$/i.test(name) && isSecretName(name);
/** Members that only say where a secret lies or what it is called. */
const places =
	/^(?:name|namespace|secretname|kind|apiversion|key|path|items|mode|defaultmode|optional|type|uid|url|server|host|user|username|file|resourceversion|creationtimestamp|[\w-]*ref)$/i;
export const isPlace = (key: string): boolean => places.test(key);

/** A word of a configuration file or a command after which the secret stands: `requirepass X`, `auth_pass X`. */
export const isDirective = (name: string): boolean =>
	/^[A-Za-z][\w.-]*$/.test(name) &&
	(/[a-z\d][._-][a-z]/i.test(name) ||
		/[a-z][A-Z]/.test(name) ||
		/^(?:password|passphrase|passwd|[a-z]{4,}pass|masterauth|rootpw|bindpw)$/i.test(name)) &&
	isSecretName(name);

/** Names of an environment whose value is needed to understand a host, and holds no secret beside a URL's password. */
const shownVariables =
	/^(?:PATH|HOME|LANG|LANGUAGE|LC_[A-Z]+|TERM|SHELL|USER|LOGNAME|HOSTNAME|PWD|TZ|TMPDIR|INVOCATION_ID|JOURNAL_STREAM|NOTIFY_SOCKET|SYSTEMD_EXEC_PID|GODEBUG|GOMAXPROCS|GOMEMLIMIT|GOGC|ETCD_UNSUPPORTED_ARCH|(?:https?|all|ftp|no)_proxy|(?:HTTPS?|ALL|FTP|NO)_PROXY)$/;
export const isShownVariable = (name: string): boolean => shownVariables.test(name);

/** Keys of annotations whose value the product reads or that k0s, the kubelet and containerd set; the rest is hidden. */
const shownAnnotations =
	/^(?:deployment\.kubernetes\.io\/[a-z-]+|deprecated\.daemonset\.template\.generation|node\.alpha\.kubernetes\.io\/ttl|volumes\.kubernetes\.io\/[a-z-]+|kubernetes\.io\/config\.[a-z]+|prometheus\.io\/(?:port|scrape)|k0s\.k0sproject\.io\/(?:stack-checksum|config-version)|io\.kubernetes\.cri\.[a-z-]+|io\.kubernetes\.container\.[A-Za-z]+)$/;
export const isShownAnnotation = (key: string): boolean => shownAnnotations.test(key);

/** Whether a key is named by the file in which it lies (`--kubelet-client-key=/var/lib/…`). */
export const isKeyFile = (name: string, value: string): boolean =>
	/keys?$/i.test(name) &&
	/^\/(?:etc|var|run|usr|home|root|opt|tmp|srv|mnt|media|lib|data)\/[\w./@%+-]+$|^\/?[\w.-]+\.(?:key|pem|crt)$/.test(
		value,
	);

/** What can be no secret: a switch, a number too short for one, or nothing. */
const switchWord =
	/^(?:|\d{1,2}|\[\]|\{\}|true|false|yes|no|on|off|y|n|m|(?:not )?set|unset|null|none|nil|<nil>|undefined|enabled|disabled|\*+|<?redacted>?|\u{E000}+(?:[,;&?][A-Za-z_][\w.-]{0,40}["\u0027\\]*[=:].*)?)$/isu;
export const isSwitch = (value: string): boolean => switchWord.test(value);
