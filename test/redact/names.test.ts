import {describe, expect, test} from 'vitest';
import {
	isDirective,
	isKeyFile,
	isPlace,
	isSecretName,
	isShownAnnotation,
	isShownVariable,
	isSwitch,
	namesSecrets,
} from '../../source/redact/names.js';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

describe('a name whose value is a secret', () => {
	test.each(
		words(`
		password passwd passphrase passcode passwort kennwort pass pwd pw secret token cookie credential creds cred auth
		authorization psk jwt otp pin bearer dsn sig signature salt pepper sid session sessionid authkey oauth assertion
		verifier regcode passwords tokens secrets cookies credentials
		DB_PASSWORD dbPassword db-password DB_PASSWORD_2 PGPASSWORD MYSQL_PWD mysqlPwd dbpwd userpwd rootpw bindpw userpw dbpw
		masterauth requirepass sshpass clientSecret client-secret AWS_SECRET_ACCESS_KEY accesskey secretkey privatekey apikey
		encryptionkey signingkey sharedkey accountkey masterkey activationkey registrationkey setupkey authtok AuthTok authident
		pass_phrase passWord API_KEY apiKey api-keys access-key private_key private_key_id client-key-data encryption_key
		crypt.key decryption_key signing-key sign_key ssh_key account_key shared_key license_key licence_key master_key
		auth_key certificate-key deploy_key host_key session_key service_key storage_key root_key rsa_key hmac_key aes_key
		wireguard_key preshared_key pre_key psk_key stripe_key app_key APP_KEY webhook_key routing_key integration_key
		registration_key activation_key setup_key enrollment_key join_key ingest_key ingestion_key instrumentation_key
		subscription_key openapi_key recovery_key provisioning_key unseal_key wep_key fastopen_key
		MY_KEY A.B_KEY tokenId token_v2 token_old token_new token_prev token_previous token_current token_next token_base64
		token_b64 token_enc token_encoded token_encrypted token_plain token_raw token_value token_string token_str token_data
		token_text token_hash token_hex token_sha256 token_md5 password_bcrypt token_env secret_key_base
		passwordIn password_out node.session.auth.password_in OP_SESSION_my 2fa_pin`),
	)('%s', name => {
		expect(isSecretName(name)).toBe(true);
	});
});

describe('a name whose value is none', () => {
	test.each([
		...words(`PWD OLDPWD SESSION_ID XDG_SESSION_ID ID DESKTOP_SESSION imagePullSecrets
		x name user key keys monkey sort_key primary-key foreign.key keyboard KEYS_TYPE compass bypass trespass surpass multipass
		compression passive author authority tokenizer secretary data value hash id in out base64 turnout container_id
		timeout check-in session-count tokens-per-second cookbook signal pinned salted bearing`),
		'',
		'p',
		`${'x'.repeat(200)}_password`,
	])('%s', name => {
		expect(isSecretName(name)).toBe(false);
	});
});

test.each([
	['passwords', true],
	['Passwds', true],
	['passphrases', true],
	['db_secrets', true],
	['tokens', true],
	['credentials', true],
	['creds', true],
	['api_keys', true],
	['oauth', true],
	['password', false],
	['keys', false],
	['tokens_file', false],
	['imagePullSecrets', false],
])('%s names several secrets: %j', (name, several) => {
	expect(namesSecrets(name)).toBe(several);
});

test.each([
	...words(`name namespace secretName kind apiVersion key path items mode defaultMode optional type uid url server host user
	username file resourceVersion creationTimestamp secretRef secretKeyRef value-ref`).map(key => [key, true] as const),
	...words('value password names keyed data content mypath').map(key => [key, false] as const),
])('%s says where a secret lies, and is none: %j', (key, place) => {
	expect(isPlace(key)).toBe(place);
});

test.each([
	...words(
		'password passphrase passwd requirepass sentinelauth_pass masterauth rootpw bindpw auth_pass auth-pass clientSecret smtp.password',
	).map(name => [name, true] as const),
	...words('secret token auth pass session pin user 1password pass: -password AUTH').map(
		name => [name, false] as const,
	),
])('%s in a configuration has its secret behind a blank: %j', (name, directive) => {
	expect(isDirective(name)).toBe(directive);
});

test.each([
	...words(`PATH HOME LANG LANGUAGE LC_ALL TERM SHELL USER LOGNAME HOSTNAME PWD TZ TMPDIR INVOCATION_ID JOURNAL_STREAM
	NOTIFY_SOCKET SYSTEMD_EXEC_PID GODEBUG GOMAXPROCS GOMEMLIMIT GOGC ETCD_UNSUPPORTED_ARCH http_proxy https_proxy all_proxy
	ftp_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY FTP_PROXY NO_PROXY`).map(name => [name, true] as const),
	...words('MYPATH PATHS LC_ Http_Proxy PROXY GOGCX MY_HOME USERS').map(name => [name, false] as const),
])('the environment variable %s is shown: %j', (name, isShown) => {
	expect(isShownVariable(name)).toBe(isShown);
});

test.each([
	['deployment.kubernetes.io/revision', true],
	['deprecated.daemonset.template.generation', true],
	['node.alpha.kubernetes.io/ttl', true],
	['volumes.kubernetes.io/controller-managed-attach-detach', true],
	['kubernetes.io/config.hash', true],
	['kubernetes.io/config.seen', true],
	['prometheus.io/port', true],
	['prometheus.io/scrape', true],
	['k0s.k0sproject.io/stack-checksum', true],
	['k0s.k0sproject.io/config-version', true],
	['io.kubernetes.cri.container-type', true],
	['io.kubernetes.container.terminationMessagePath', true],
	['kubectl.kubernetes.io/last-applied-configuration', false],
	['kubectl.kubernetes.io/restartedAt', false],
	['prometheus.io/password', false],
	['my.deployment.kubernetes.io/revision', false],
	['kubernetes.io/config.hash2', false],
	['deprecated-daemonset.template.generation', false],
	['k0s.k0sproject.io/last-applied', false],
])('the annotation %s is shown: %j', (key, isShown) => {
	expect(isShownAnnotation(key)).toBe(isShown);
});

test.each([
	...words('/etc /var /run /usr /home /root /opt /tmp /srv /mnt /media /lib /data').map(
		folder => ['kubelet-client-key', `${folder}/k0s/pki/a.b-c_d@1%2.x`, true] as const,
	),
	['tls-private-keys', '/var/lib/k0s/a', true],
	['key', 'server.key', true],
	['key', '/server.pem', true],
	['key', 'ca.crt', true],
	['key', 'server.txt', false],
	['key', 'a b.key', false],
	['key', '/proc/self/x', false],
	['key', '/var', false],
	['key', '/var/lib with', false],
	['key', 'x/var/lib/a', false],
	['password', '/var/lib/a', false],
	['key-id', '/var/lib/a', false],
] as const)('%s=%s names the file of a key: %j', (name, value, isFile) => {
	expect(isKeyFile(name, value)).toBe(isFile);
});

test.each([
	...[
		'',
		'1',
		'42',
		'[]',
		'{}',
		'true',
		'FALSE',
		'yes',
		'no',
		'on',
		'off',
		'y',
		'n',
		'm',
		'set',
		'not set',
		'unset',
	].map(value => [value, true] as const),
	...['null', 'None', 'nil', '<nil>', 'undefined', 'enabled', 'disabled', '*', '****', 'redacted', '<redacted>'].map(
		value => [value, true] as const,
	),
	...['\u{E000}', '\u{E000}\u{E000}', '\u{E000},next=1', '\u{E000}&a_b="x"', '\u{E000};x:\ny'].map(
		value => [value, true] as const,
	),
	...['123', 'truest', 'x', 'not', 'nothing', '[1]', '\u{E000}x', '\u{E000},x', 'a\u{E000}', '*x', 'redacted!'].map(
		value => [value, false] as const,
	),
])('%j can be no secret: %j', (value, isNone) => {
	expect(isSwitch(value)).toBe(isNone);
});
