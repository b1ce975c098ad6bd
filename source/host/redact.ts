/** Stands where a secret stood. */
export const redacted = '[redacted]';

type Rule = {readonly pattern: RegExp; readonly with: string};

const secretName = String.raw`(?:pass(?:word|wd|phrase)|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)`;

/**
 * What is taken out of the command log and of recordings. Each pattern is linear and keeps JSON and YAML readable;
 * quotes may be escaped, since Kubernetes carries whole manifests in annotations.
 */
const rules: readonly Rule[] = [
	{
		// PEM private keys.
		pattern: /-----BEGIN ([A-Z ]{0,30}PRIVATE KEY)-----[^-]{0,20000}-----END \1-----/g,
		with: redacted,
	},
	{
		// User and password in a URL or a proxy variable without a scheme.
		pattern: /(:\/\/|\b(?:https?|all|ftp)_proxy=)[^\s/@'"\\?#]+@/gi,
		with: `$1${redacted}@`,
	},
	{
		// "Authorization: Bearer …", "Basic …".
		pattern: /\b(bearer|basic)(\s+)[\w.~+/=-]{8,}/gi,
		with: `$1$2${redacted}`,
	},
	{
		// JSON web tokens (service accounts).
		pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
		with: redacted,
	},
	{
		// k0s join tokens: a gzipped kubeconfig in base64.
		pattern: /\bH4sI[\w+/]{60,}={0,2}/g,
		with: redacted,
	},
	{
		// kubeconfig: keys, certificates, tokens, passwords, in YAML and JSON.
		pattern: /((?:client-key-data|client-certificate-data|certificate-authority-data)\\*"?\s*:\s*\\*"?)[\w+/=]{8,}/g,
		with: `$1${redacted}`,
	},
	{
		pattern: /^(\s*(?:- )?(?:token|password|secret)\s*:\s+)(?!\[redacted\])\S[^\n]*/gim,
		with: `$1${redacted}`,
	},
	{
		// kubeadm and k0s bootstrap tokens.
		pattern: /\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g,
		with: redacted,
	},
	{
		// A container's environment: {"name": "DB_PASSWORD", "value": "…"}.
		pattern: new RegExp(
			String.raw`(\\*"name\\*"\s*:\s*\\*"[\w.-]{0,200}${secretName}[\w.-]{0,200}\\*"\s*,\s*\\*"value\\*"\s*:\s*\\*")(?:[^"\\]|\\[^"])*`,
			'gi',
		),
		with: `$1${redacted}`,
	},
	{
		// {"password": "…"}
		pattern: new RegExp(
			String.raw`(\\*"[\w.-]{0,200}(?:password|passwd|passphrase|client_secret|api[_-]?key)\\*"\s*:\s*\\*")(?:[^"\\]|\\[^"])+`,
			'gi',
		),
		with: `$1${redacted}`,
	},
	{
		// NAME_PASSWORD=…, --token=…
		pattern: new RegExp(String.raw`((?:^|[\s"'&?;])(?:--)?[\w-]{0,100}${secretName}=)[^\s"'&;\\]+`, 'gi'),
		with: `$1${redacted}`,
	},
	{
		// --token …, in the command line of a process.
		pattern: new RegExp(String.raw`((?:^|[\s"'])--[\w-]{0,100}${secretName}[ \t]+)[^\s"'\\[-][^\s"'\\]*`, 'gi'),
		with: `$1${redacted}`,
	},
];

/** A text without its secrets. Idempotent. */
export function redact(text: string): string {
	let clean = text;
	for (const rule of rules) clean = clean.replace(rule.pattern, rule.with);
	return clean;
}

/** Options whose next word is a secret. */
const secretOption = new RegExp(String.raw`^--?[\w-]{0,100}${secretName}$`, 'i');
/** curl's user and password; elsewhere `-u` is a unit or a user. */
const curlOption = /^(?:-[uU]|--(?:proxy-)?user)$/;

/** An argv without its secrets: what stands in the log and in recordings. The same reference when there are none. */
export function redactArgv(argv: readonly string[]): readonly string[] {
	const clean = argv.map((word, index) => {
		const option = argv[index - 1] ?? '';
		const isSecret = secretOption.test(option) || (argv[0] === 'curl' && curlOption.test(option));
		return isSecret ? redacted : redact(word);
	});
	return clean.some((word, index) => word !== argv[index]) ? clean : argv;
}
