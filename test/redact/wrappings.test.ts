import {describe, expect, test} from 'vitest';
import {redact, redactArgv} from '../../source/redact/redact.js';

/** Each form beside what must not stay of it. All of these stayed once. */
const forms: ReadonlyArray<readonly [string, string]> = [
	['X | chpasswd', 'root:swordfish | chpasswd'],
	['cryptsetup --key', 'cryptsetup luksOpen --key swordfish /dev/x y'],
	['k0s token create X json', '["k0s","token","create","Xq7Geheim9Zr4Kennung"]'],
	['split arg list', 'args:\n- --password\n\n- swordfish'],
	['split arg list with comment', 'args:\n- --password # the db\n- swordfish'],
	['split arg go', 'args=[--password swordfish]'],
	['describe Liveness exec', '    Liveness:  exec [redis-cli -a swordfish ping] delay=0s'],
	['env one line value first', 'env: [{value: swordfish, name: A}]'],
	['yaml one line mapping', '{apiVersion: v1, kind: Secret, data: {a: swordfish, b: Xq7Geheim9Zr4Kennung}}'],
	['yaml one line stringData', 'stringData: {a: swordfish}'],
	['yaml anchor', 'x: &password swordfish\ny:\n  password: *password'],
	['ps argv', 'root  12  0.0  /usr/sbin/pppd user me password swordfish'],
	['auditd execve', 'type=EXECVE msg=audit(1:2): argc=4 a0="mysql" a1="--password" a2="swordfish" a3="x"'],
	['php var_dump', 'array(1) {\n  ["password"]=>\n  string(9) "swordfish"\n}'],
	['hcl', 'variable "db_password" {\n  default = "swordfish"\n}'],
	['containerd hosts.toml header inline', '[host."https://r"]\n  header = { "X-Auth" = ["swordfish"] }'],
	['cloud-init write_files', 'write_files:\n- path: /etc/k0s/token\n  content: Xq7Geheim9Zr4Kennung\n'],
	[
		'cloud-init write_files block',
		"write_files:\n- path: /etc/k0s/token\n  permissions: '0600'\n  content: |\n    Xq7Geheim9Zr4Kennung\n",
	],
	['nm wep', 'wep-key0=swordfish'],
	['pgpass ipv6 esc', '\\:\\:1:5432:db:me:swordfish'],
	['subversion', 'K 8\npassword\nV 9\nswordfish\nEND'],
	[
		'jwt split by lines',
		'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlXq7\nGeheim9Zr4KennungXq7Geheim9Zr4Kennung.c2\nlnXq7Geheim9Zr4KennungXq7Geheim9Zr4Kennu\nng',
	],
	[
		'jwt split with indent',
		'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlXq7Geheim9Zr4KennungXq7\n    Geheim9Zr4Kennung.c2lnXq7Geheim9Zr4KennungXq7Geheim9Zr4Kennu\n    ng',
	],
	[
		'jwt split with backslash',
		'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlXq7Geheim9Zr4KennungXq7\\\nGeheim9Zr4Kennung.c2lnXq7Geheim9Zr4KennungXq7Geheim9Zr4Kennu\\\nng',
	],
	[
		'jwt split escaped n',
		'"eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlXq7Geheim9Zr4KennungXq7\\nGeheim9Zr4Kennung.c2lnXq7Geheim9Zr4KennungXq7Geheim9Zr4Kennu\\nng"',
	],
	[
		'pem tail only w/o END',
		'bmctWHE3R2VoZWltOVpyNEtlbm51bmctWHE3R2VoZWltOVpyNEtlbm51bmctWHE3\nR2VoZWltOVpyNEtlbm51bmctWHE3R2VoZWltOVpyNEtlbm51bmctWHE3R2VoZWlt\nXq7Geheim9Zr==',
	],
	['base64 -d pipe', 'echo cGFzc3dvcmQ9c3dvcmRmaXNo | base64 -d'],
	[
		'dmsetup',
		'0 1 crypt aes-xts-plain64 ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12 0 8:1 4096',
	],
	['sysctl', 'net.ipv4.tcp_fastopen_key = ab12ab12-swordfish'],
	['header X-JFrog', 'X-JFrog-Art-Api: swordfish'],
	['sbt', 'Credentials("r","h","u","swordfish")'],
	['xml entity', '&lt;password&gt;swordfish&lt;/password&gt;'],
	['html form', '<input type="password" name="p" value="swordfish">'],
	['make', 'DB_PASSWORD := swordfish\nDB_PASSWORD ?= swordfish'],
	[
		'describe continued',
		'    Environment:\n      CERT:  line1\n             swordfish\n             Xq7Geheim9Zr4Kennung\n      X:     1\n    Mounts:\n',
	],
	[
		'table border token',
		'┌──────┬─────────┐\n│ NAME │ TOKEN   │\n├──────┼─────────┤\n│ a    │ swordfish │\n└──────┴─────────┘',
	],
	['box rows', '│ password │ swordfish │'],
	['kv arrow unicode', 'password ⇒ swordfish'],
	['etcdctl put', 'etcdctl put /app/db/password swordfish'],
	['redis set', 'SET app:token Xq7Geheim9Zr4Kennung'],
	['redis hset', 'HSET user:1 password swordfish'],
	['wpa_cli', 'wpa_cli set_network 0 psk \'"swordfish"\''],
	['keytab', 'ktutil: addent -password -p me -w swordfish'],
	['ldappasswd -s', 'ldappasswd -s swordfish uid=x'],
	['kadmin', 'kadmin -w swordfish -q x'],
	['cvs', ':pserver:me:swordfish@h:/x'],
	['doctl', 'doctl auth init -t Xq7Geheim9Zr4Kennung'],
	['flyctl', 'fly secrets set FOO=swordfish BAR=swordfish'],
	['heroku', 'heroku config:set FOO=swordfish'],
	['kubeseal', 'kubeseal --from-literal=x=swordfish'],
	['kubectl exec env', 'kubectl exec x -- env FOO=swordfish sh'],
	['k0s etcd', 'k0s install controller --env FOO=swordfish'],
	['cri-o', '[crio.image]\nglobal_auth_file = "/x"\n[crio.runtime]\ndefault_env = ["FOO=swordfish"]'],
	['json name/val', '{"name":"password","val":"swordfish"}'],
	['json key/val', '{"key":"api_token","content":"swordfish"}'],
	['yaml value-name', '- value: swordfish\n  name: FOO'],
	['toml array', 'tokens = [\n  "swordfish",\n  "Xq7Geheim9Zr4Kennung"\n]'],
	['ini array', 'password[] = swordfish'],
	['nginx map', 'set $token "swordfish";'],
	['openssl passwd', 'openssl passwd -6 swordfish'],
	['mkpasswd', 'mkpasswd -m sha-512 swordfish'],
	['caddy hash', 'caddy hash-password --plaintext swordfish'],
	['argon', 'echo -n swordfish | argon2 salt'],
];
const traces = ['Geheim9', 'Kennung', 'swordfish', 'ab12ab12ab12', 'cGFzc3dvcmQ9', 'VoZWltOVpy'];

describe('how tools wrap a secret', () => {
	test.each(forms)('%s', (_, text) => {
		for (const whole of [text, `before\n${text}\nafter`, JSON.stringify({MESSAGE: text})]) {
			const clean = redact(whole);
			expect(
				traces.filter(trace => clean.includes(trace)),
				clean,
			).toEqual([]);
			expect(redact(clean), 'idempotent').toBe(clean);
		}
	});

	test('a word that `k0s token create` never takes', () => {
		expect(redactArgv(['k0s', 'token', 'create', 'Xq7Geheim9Zr4Kennung']).join(' ')).not.toContain('Geheim9');
	});

	test('a list of headers stays JSON', () => {
		const clean = redact('before\n{"headers":{"Authorization":["Bearer swordfish"]}}\nafter');
		expect(JSON.parse(clean.split('\n')[1] ?? '')).toEqual({headers: {Authorization: ['[redacted]']}});
	});
});

/** Hidden once, though they hold no secret. */
const shown: readonly string[] = [
	'SELECT user, password FROM users',
	'SELECT password AS p FROM t',
	'UPDATE users SET password = NULL',
	'ALTER TABLE users ADD COLUMN password varchar(255)',
	'CREATE TABLE users (\n  id int,\n  password varchar(255) NOT NULL,\n  api_key text\n);',
	'PASSWORD AGE\nadmin 3d',
	'NAME   PASSWORD AGE\nadmin  3d',
	'PASSWORD AGE    USER\n3d              admin\n12d             bob',
	'USER    PASSWORD STATUS\nbob     locked\n',
	'USER    PASSWORD EXPIRES\nbob     2026-11-30\n',
	'passwd: password updated successfully',
	'passwd: files systemd',
	'chpasswd: (user bob) pam_chauthtok() failed',
	'before\ntokens: 5\nafter',
	'secrets: []',
	'imagePullSecrets: [{name: a}]',
	'    Environment:\n      NODE_NAME:   (v1:spec.nodeName)\n      X:  <set to the key x in secret y>  Optional: false',
	'net.ipv4.tcp_syncookies = 1',
	'Token: not set',
	'session=12',
	'SessionId=5',
	'PASS: 12',
	'failed to load join token: open /etc/k0s/token: no such file',
	'--kubelet-client-key=/var/lib/k0s/pki/apiserver-kubelet-client.key',
	'helm install x --set replicas=3',
	'kubectl exec x -- env LANG=C sh',
	'k0s token create failed: exit status 1',
	'cryptsetup luksOpen --key /etc/x.key /dev/y z',
	'getent passwd | chpasswd',
	'exec [redis-cli ping]',
	'write_files: []',
];

describe('what is no secret', () => {
	test.each(shown)('%j', text => {
		expect(redact(text)).toBe(text);
	});
});
