import {describe, expect, test} from 'vitest';
import {redact, redactArgv} from '../../source/redact/redact.js';
import {readable} from './readable.js';

/** Each form beside what must not stay of it. All of these stayed once. */
const secret = 'Xq7Geheim9Zr4Kennung';
const hex = 'ab12'.repeat(10);
const json = (value: unknown): string => JSON.stringify(value);

const forms: ReadonlyArray<readonly [string, string]> = [
	// A user and a secret in one word, after whatever option names them.
	['httpie', `http -a me:${secret} GET host`],
	['etcdctl', `etcdctl --user root:${secret} get x`],
	['--user=', `tool --user=me:${secret} https://host/`],
	["HAProxy's statistics", `stats auth me:${secret}`],
	["Squid's peers", `cache_peer x parent 3128 0 login=me:${secret}`],
	['sqlplus', `sqlplus scott/${secret}@db`],
	['JDBC of Oracle', `jdbc:oracle:thin:scott/${secret}@//db:1521/x`],
	// Options of one letter.
	['sqlcmd', `sqlcmd -S db -U sa -P ${secret}`],
	['mosquitto', `mosquitto_pub -u me -P ${secret} -t x`],
	['cqlsh', `cqlsh -u me -p ${secret}`],
	['ipmitool', `ipmitool -I lanplus -U me -P ${secret}`],
	['useradd', `useradd -p ${secret} me`],
	['lftp', `lftp -u me,${secret} ftp.example`],
	['FreeRDP', `xfreerdp /u:me /p:${secret} /v:h`],
	['oathtool', `oathtool --totp -b ${secret}`],
	['the last word of htpasswd', `htpasswd -b file me ${secret}`],
	['the last word of mc', `mc alias set m http://h ID ${secret}`],
	['a key that is no file', `rbd map x --key ${secret}`],
	['a literal of kubectl', `kubectl create secret generic a --from-literal=user=me --from-literal=x=${secret}`],
	['a certificate key of kubeadm', `kubeadm init --certificate-key ${hex}`],
	// A name and its value with a blank between them.
	['requirepass', `requirepass ${secret}`],
	['an option of redis-server', `redis-server --requirepass ${secret}`],
	['masterauth', 'masterauth swordfish'],
	['keepalived', `authentication {\n auth_type PASS\n auth_pass swordfish\n}`],
	['HAProxy', `user me insecure-password ${secret}`],
	['WireGuard', `wg set wg0 peer x preshared-key ${secret}`],
	['nmcli', `nmcli dev wifi connect x password ${secret}`],
	['aws configure', `aws configure set aws_secret_access_key ${secret}`],
	['kickstart', `rootpw --plaintext ${secret}`],
	['netrc without a machine', `default login me password ${secret}`],
	['an access list of Redis', `user default on >${secret} ~* +@all`],
	['SMTP', `AUTH PLAIN ${Buffer.from(`\0me\0${secret}`).toString('base64')}`],
	// Files of passwords.
	['.pgpass', `db:5432:app:me:${secret}`],
	['htpasswd with SHA', `me:{SHA}${secret}=`],
	["GRUB's", `password_pbkdf2 root grub.pbkdf2.sha512.10000.${hex}.${hex}`],
	['ipsec.secrets', `192.0.2.1 : PSK "${secret}"`],
	['pap-secrets', `"me" * "${secret}" *`],
	['OpenVPN, a login', `<auth-user-pass>\nme\n${secret}\n</auth-user-pass>`],
	['OpenVPN, a static key', `-----BEGIN OpenVPN Static key V1-----\n${hex}\n-----END OpenVPN Static key V1-----`],
	['PuTTY', `Private-Lines: 2\n${secret}${secret}\n${secret}\nPrivate-MAC: x`],
	['a key of IPsec', `\tauth hmac(sha1) 0x${hex} 96`],
	['a key of MACsec', `ip macsec add m tx sa 0 pn 1 on key 01 ${hex.slice(0, 32)}`],
	// What is piped into a program that reads a password.
	['sudo -S', `echo ${secret} | sudo -S id`],
	['chpasswd', `echo me:${secret} | chpasswd`],
	['cryptsetup', `echo -n ${secret} | cryptsetup luksOpen /dev/x y`],
	['docker login', `printf ${secret} | docker login -u me --password-stdin`],
	// Words of languages.
	['a constant of PHP', `define('AUTH_KEY', '${secret}');`],
	['an array of PHP', `'password' => '${secret}',`],
	['bytes of Python', `{'password': b'${secret}'}`],
	['a symbol of Ruby', `{password: "${secret}"}`],
	['a base of Rails', `SECRET_KEY_BASE=${secret}`],
	['three quotes of TOML', `password = """\n${secret}\n"""`],
	['quotes within quotes of a shell', `sh -c 'mysql -p"${secret}"'`],
	['ODBC', `Driver={ODBC};Server=db;UID=me;PWD=${secret};`],
	['the code of a login', `https://host/cb?code=${secret}&state=1`],
	// Lists and maps of secrets.
	['a list in YAML', `tokens:\n  - ${secret}\n`],
	['a map in YAML', `passwords:\n  db: ${secret}\n`],
	['a map in JSON', json({passwords: {db: secret}})],
	['a plain value of YAML over two lines', `password: one\n  ${secret}\nuser: x`],
	['one line of YAML', `users: [{name: a, user: {token: ${secret}}}]`],
	['arguments in YAML', `args:\n- --password\n- ${secret}\n- --x`],
	['arguments that kubectl describes', `    Args:\n      --password\n      ${secret}\n    State:`],
	['annotations that kubectl describes', `Annotations:  a/b: ${secret}\n              c/d: ${secret}\nStatus: x`],
	['cloud-init', `chpasswd:\n  list: |\n    root:${secret}\n`],
	['a private web key', json({kty: 'RSA', n: 'x', d: secret})],
	['a symmetric web key', json({keys: [{k: secret, kty: 'oct'}]})],
	// Tokens.
	['age in lower case', `age-secret-key-1${'q7z4'.repeat(12)}`],
	['a seed of NATS', `SU${'AIBDPBAUTWCWBKIO6XHQNINK5FWJW4OHLXC3HQ2KFE4PEJUA44CNHTC4'.slice(0, 56)}`],
	["GitLab's runners", `GR1348941${secret}`],
	['Rancher', `token-abcde:${'swordfish'.repeat(5)}`],
	['Airtable', `patAbCdEfGhIjKlMn.${hex}`],
	['LaunchDarkly', 'sdk-12345678-1234-1234-1234-123456789abc'],
	['SonarQube', `squ_${hex}`],
	['Braintree', `access_token$production$abc$${hex.slice(0, 32)}`],
	['X', `${'A'.repeat(22)}${secret}%3D${secret}`],
];
const traces = [
	...['Geheim9', 'Zr4Kennung', hex.slice(0, 20), 'swordfish', 'q7z4q7z4', 'AIBDPBAUTWCW', '123456789abc'],
	Buffer.from(`\0me\0${secret}`).toString('base64').slice(4, 20),
];
const left = (text: string): readonly string[] => traces.filter(trace => text.includes(trace));

describe('a kind of secret', () => {
	test.each(forms)('%s', (_, text) => {
		for (const whole of [text, `before\n${text}\nafter`, json({MESSAGE: text}), json([json({a: text})])]) {
			const clean = redact(whole);
			expect(left(clean), clean).toEqual([]);
			expect(redact(clean), 'idempotent').toBe(clean);
		}
	});

	test.each([
		['a block', `password: |\n  one ${secret}\n  ${secret}\nuser: x`],
		['a folded block', `config:\n  token: >-\n    ${secret}\n  x: 1`],
		['a variable', `env:\n- name: A\n  value: |\n    ${secret}\n`],
		['a Secret', `kind: Secret\nstringData:\n  a.conf: |\n    x=${secret}\n`],
	])('YAML in a journal: %s', (_, text) => {
		for (const head of ['Nov 30 12:00:00 host app[12]: ', '2026-11-30T01:29:58+00:00 host k0s[1]: ']) {
			const clean = redact(text.replaceAll(/^/gm, head));
			expect(left(clean), clean).toEqual([]);
		}
	});
});

describe('words of a command line', () => {
	test.each([
		[['useradd', '-p', secret, 'me']],
		[['htpasswd', '-b', 'file', 'me', secret]],
		[['etcdctl', '--user', `root:${secret}`, 'get', 'x']],
		[['tool', `--user=me:${secret}`]],
		[['nmcli', 'dev', 'wifi', 'connect', 'x', 'password', secret]],
		[['kubectl', 'create', 'secret', 'generic', 'a', `--from-literal=x=${secret}`]],
	])('%j', argv => {
		expect(left(redactArgv(argv).join(' '))).toEqual([]);
	});
});

describe('no secret', () => {
	test.each([
		['a list of names', json({names: ['memfd_secret', 'mincore', 'mkdir']})],
		['what programs say of passwords', 'Permission denied: password authentication failed for root'],
		['where a secret lies', json({secrets: [{name: 'a', key: 'b', namespace: 'c'}]})],
		['a volume', `volumes:\n- secret:\n    secretName: a\n    defaultMode: 420\n  name: b`],
		['the secrets of an account', `secrets:\n- name: a\nimagePullSecrets:\n- name: b`],
		['a user and a group', 'docker run --user 1000:1000 x; podman run -u www-data:www-data y'],
		['an address of a network card', 'link/ether 52:54:00:12:34:56 brd ff:ff:ff:ff:ff:ff'],
		['accounts', 'etcd:x:997:995::/var/lib/k0s/etcd:/sbin/nologin\ndocker:x:999:me'],
		['files after a name', 'tls --key /etc/x.key; wg set wg0 private-key /etc/wg.key'],
		['a public web key', json({kty: 'RSA', n: 'abcdefgh', e: 'AQAB'})],
		['a pipe', 'getent passwd | tail -6; echo hello | grep h'],
	])('%s', (_, text) => {
		expect(redact(text)).toBe(text);
	});
});

test('what a reader still sees of each, and what is counted', async () => {
	await expect(readable(forms)).toMatchFileSnapshot('readable/kinds.txt');
});
