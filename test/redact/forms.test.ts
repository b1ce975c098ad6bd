import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {redact, redactArgv, redactPrinted} from '../../source/redact/redact.js';
import {Tally} from '../../source/redact/tally.js';
import {readable} from './readable.js';

/** Parts of every planted secret: none of them may be left, in whatever form the secret stands. */
const secret = 'Xq7Geheim9Zr4Kennung';
const traces = ['Geheim9', 'Zr4Kennung'];
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const body = base64(`${secret}-`.repeat(30));
const bodyLines = body.match(/.{64}/g)!;

function leaves(text: string): string[] {
	const clear = [text, decodeURIComponentSafe(text), text.replaceAll('\\', '')];
	return [...traces, ...bodyLines.map(line => line.slice(8, 28))].filter(trace =>
		clear.some(each => each.includes(trace)),
	);
}

function decodeURIComponentSafe(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

const json = (value: unknown): string => JSON.stringify(value);

/** One for each form in which secrets were seen in what tools print. */
const forms: ReadonlyArray<readonly [string, string]> = [
	// Options and words of command lines.
	['an option with =', `k0s worker --token=${secret} --debug`],
	['an option and its word', `kubectl --password ${secret} get pods`],
	['a quoted word with blanks', `tool --password "${secret} and ${secret}" --other`],
	['a quoted word with escapes', String.raw`tool --password "a\"${secret} \\ ${secret}" --other`],
	['single quotes', `tool --api-key '${secret} x ${secret}'`],
	['an escaped blank', String.raw`tool --password ${secret}\ ${secret} --other`],
	['a glued -p', `mysql -uroot -p${secret} db`],
	['a glued -p of an unknown tool', `backup -p${secret} db`],
	['sshpass', `sshpass -p ${secret} ssh root@host`],
	['docker login', `docker login -u me -p ${secret} registry.example`],
	['redis-cli', `redis-cli -h db -a ${secret} ping`],
	['curl -u', `curl -u me:${secret} https://host/`],
	['curl -H', `curl -H "Authorization: token ${secret}" https://host/`],
	['curl --cookie', `curl --cookie "sid=${secret}" https://host/`],
	['ctr -u', `ctr image pull -u me:${secret} registry.example/x:1`],
	['openssl', `openssl rsa -in key.pem -passin pass:${secret}`],
	['ldapsearch', `ldapsearch -x -D cn=admin -w ${secret}`],
	['smbclient', `smbclient //h/s -U me%${secret}`],
	['mount options', `mount -t cifs -o username=me,password=${secret},vers=3 //h/s /mnt`],
	['an option of docker run', `docker run -e DB_URL=${secret} -e PLAIN_${1}=${secret} image`],
	['a continued line', `tool --password \\\n  ${secret} \\\n  --other`],
	['a Tailscale key', `tailscale up --authkey tskey-auth-${secret}`],
	// NAME=VALUE.
	['MYSQL_PWD', `MYSQL_PWD=${secret} mysqldump db`],
	['PGPASSWORD', `PGPASSWORD=${secret}`],
	['REDISCLI_AUTH', `export REDISCLI_AUTH="${secret} x"`],
	['a key of a cloud', `AWS_SECRET_ACCESS_KEY=${secret}`],
	['an encryption key', `APP_ENCRYPTION_KEY='${secret}'`],
	['a numbered name', `DB_PASSWORD_2=${secret}`],
	['an old password', `OLD_PASSWORD_V1=${secret}`],
	['camel case', `dbPassword=${secret} other=1`],
	['an INI file', `[client]\nuser = me\npassword = ${secret}\n`],
	['an INI file with quotes', `aws_secret_access_key = "${secret} ${secret}"\n`],
	[
		'TOML of containerd',
		`[plugins."io.containerd.grpc.v1.cri".registry.configs."r".auth]\n  auth = "${base64(`me:${secret}`)}"\n`,
	],
	['a value with a comma', `password=${secret},${secret}`],
	['a value with quotes inside', `password=a"${secret} ${secret}"b rest`],
	['quotes over two lines', `password="${secret}\n${secret}" next=1`],
	['a connection string', `Server=db;User Id=me;Password=${secret};Encrypt=true`],
	['an account key', `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${base64(secret)};EndpointSuffix=core`],
	['a signature of a URL', `https://x.blob.core.windows.net/c?sv=2020&sig=${secret}%3D&se=2030`],
	['a query', `GET /api?access_token=${secret}&x=1 HTTP/1.1`],
	['percent escapes', `GET /api?q=%22password%22%3A%22${secret}%22 HTTP/1.1`],
	// Words about them.
	['a generated password', `Generated password: ${secret}`],
	['a password that is', `the root password is ${secret} now`],
	['SQL', `CREATE USER me IDENTIFIED BY '${secret} x';`],
	['netrc', `machine registry.example login me password ${secret}`],
	['XML', `<config><password>${secret} x</password></config>`],
	['a Python dictionary', `{'user': 'me', 'password': '${secret} x'}`],
	['Go structs', `env:[{Name:PLAIN Value:${secret} ${secret} ValueFrom:nil} {Name:B Value:x ValueFrom:nil}]`],
	["Go's headers", `headers=map[Authorization:[Bearer ${secret}] Cookie:[a=${secret}; b=${secret}]]`],
	// URLs and headers.
	['a URL', `pull https://me:${secret}@registry.example/v2/: 401`],
	['a password with a slash and an @', `https://me:a/${secret}@b@registry.example/v2/`],
	['a database URL', `DATABASE_URL=postgres://me:${secret}@db:5432/app?sslmode=disable`],
	['a DSN without a scheme', `dsn: me:${secret}@tcp(db:3306)/app`],
	['a proxy without a scheme', `https_proxy=me:${secret}@proxy:3128`],
	['a webhook', `https://hooks.slack.com/services/T0/B0/${secret}`],
	['Authorization', `> Authorization: Bearer ${secret}`],
	['Basic', `> Authorization: Basic ${base64(`me:${secret}`)}`],
	['Digest', `authorization: Digest username="me", response="${secret}"`],
	['a cookie', `< Set-Cookie: sid=${secret}; Path=/; HttpOnly`],
	['cookies', `Cookie: a=1; sid="${secret} x"; b=${secret}`],
	['a header of an API', `X-Api-Key: ${secret}`],
	['Vault', `X-Vault-Token: hvs.${secret}${secret}`],
	// Tokens with a form of their own.
	['GitHub', `remote: ghp_${secret}${secret}`],
	['GitHub, fine-grained', `using github_pat_11${secret}_${secret}`],
	['GitLab', `clone with glpat-${secret}`],
	['Slack', `post as xoxb-1234-${secret}`],
	['Amazon', `key AKIA${'Q7Z4'.repeat(4)} of ${secret}`.replace(` of ${secret}`, '')],
	['Google', `maps AIza${secret}${secret}`],
	['npm', `//registry.npmjs.org/:_authToken=npm_${secret}${secret}`],
	['Docker', `dckr_pat_${secret}`],
	['Stripe', `sk_live_${secret}`],
	['a JSON web token', `eyJhbGciOiJSUzI1NiJ9.eyJpc3M${secret}.c2ln${secret}`],
	['one that was cut', `eyJhbGciOiJSUzI1NiJ9.eyJpc3M${secret}`],
	['a join token', `H4sIAAAAAAAC/${body}`],
	['a hash of a password', `root:$6$salt$${secret}${secret}:19000:0:99999:7:::`],
	['long Base64 behind no name', `blob ${body.slice(0, 120)}`],
	// Keys.
	['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${bodyLines.join('\n')}\n-----END RSA PRIVATE KEY-----\n`],
	[
		'an encrypted key',
		`-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AB\n\n${bodyLines.join('\n')}\n-----END EC PRIVATE KEY-----\n`,
	],
	['a key without its end', `-----BEGIN PRIVATE KEY-----\n${bodyLines.join('\n')}\n${secret}`],
	['a key without its beginning', `${bodyLines.join('\n')}\n${secret}\n-----END PRIVATE KEY-----\nafter`],
	['the middle of a key', bodyLines.slice(2, 5).join('\n')],
	['a key in a log', bodyLines.map(line => `Nov 30 06:00:00 host app[1]: ${line}`).join('\n')],
	[
		'a key with its line breaks escaped',
		String.raw`key="-----BEGIN PRIVATE KEY-----\n${bodyLines.join(String.raw`\n`)}\n-----END PRIVATE KEY-----\n"`,
	],
	// JSON.
	['any variable of a container', json({env: [{name: 'PLAIN', value: `${secret} x`}]})],
	['value before name', json({env: [{value: secret, name: 'A'}]})],
	['a map of variables', json({env: {PLAIN: secret, N: 1}})],
	['variables as words', json({process: {env: ['PATH=/bin', `PLAIN=${secret} ${secret}`]}})],
	[
		'an annotation',
		json({metadata: {annotations: {'example.com/token': secret, 'example.com/x': `{"a":"${secret}"}`}}}),
	],
	[
		'a Secret',
		json({apiVersion: 'v1', data: {'tls.key': base64(secret), n: secret}, kind: 'Secret', stringData: {a: secret}}),
	],
	['docker auths', json({auths: {r: {auth: base64(`me:${secret}`), identitytoken: secret, password: secret}}})],
	['arguments', json({args: ['--user', 'me', '--password', secret, `--token=${secret}`, `-p${secret}`]})],
	['a command for a shell', json({command: ['sh', '-c', `mysql -p${secret} -e "x"`]})],
	['headers of a probe', json({httpGet: {httpHeaders: [{name: 'X-Any', value: secret}]}})],
	['a list of passwords', json({passwords: [secret, secret]})],
	['escapes in the name', String.raw`{"pass\u0077ord":"${secret}"}`],
	['escapes in the value', String.raw`{"password":"a\"${secret}\\\" ${secret}"}`],
	[
		'a service account of Google',
		json({
			type: 'service_account',
			private_key_id: secret,
			private_key: `-----BEGIN PRIVATE KEY-----\n${bodyLines.join('\n')}\n`,
		}),
	],
	['JSON in a log line', `2026-11-30T06:00:00Z host k0s[1]: level=info msg="x" body=${json(json({password: secret}))}`],
	['JSON that is cut in a value', json({env: [{name: 'A', value: secret}]}).slice(0, -6)],
	['JSON that begins in the middle', json({env: [{name: 'DB_PASSWORD', value: secret}]}).slice(3)],
	// YAML and units.
	['YAML', `user:\n  token: ${secret} x\n`],
	['a block of YAML', `password: |\n  ${secret}\n  ${secret}\nnext: 1\n`],
	['variables in YAML', `env:\n- name: PLAIN\n  value: ${secret} x\n- name: B\n  value: "1"\n`],
	['a Secret in YAML', `apiVersion: v1\ndata:\n  plain: ${base64(secret)}\n  n: ${secret}\nkind: Secret\n`],
	[
		'annotations in YAML',
		`metadata:\n  annotations:\n    example.com/x: ${secret}\n    y: |\n      {"a":"${secret}"}\n  name: x\n`,
	],
	['kubectl describe', `    Environment:\n      PLAIN:  ${secret} x\n    Mounts:\n`],
	[
		'the environment of a unit',
		`Environment=PLAIN=${secret} "OTHER=${secret} ${secret}" HTTPS_PROXY=http://me:${secret}@proxy:3128 NO_PROXY=10.0.0.0/8\n`,
	],
	[
		'a unit file',
		`[Service]\nEnvironment=A=${secret} \\\n  "B=${secret} x"\nEnvironment='C=${secret} x'\nExecStart=/bin/x --token ${secret}\n`,
	],
	['a credential of a unit', `SetCredential=db:${secret} x\n`],
	['arguments of a unit', `ExecStart={ path=/bin/x ; argv[]=/bin/x --password ${secret} ; ignore_errors=no }`],
	// What the kernel shows of processes.
	['NUL between words', `mysqld\u0000--password\u0000${secret}\u0000--port\u00003306\u0000`],
	['an environment with NUL', `HOME=/root\u0000DB_PASSWORD=${secret} x\u0000A=1\u0000`],
];

/** Ways in which one text stands in another. */
const wrappers: ReadonlyArray<readonly [string, (text: string) => string]> = [
	['as it is', text => text],
	['in a JSON string', text => json({message: text})],
	['in JSON in JSON', text => json({items: [{log: json({msg: text})}]})],
	['in JSON in JSON in JSON', text => json([json({a: json({b: text})})])],
	[
		'in a log line',
		text =>
			`2026-11-30T06:00:00+0000 host k0s[1]: time="x" level=error msg=${json(`failed: ${text}`)} component=kubelet`,
	],
	['between lines', text => `before\n${text}\nafter`],
	['with Windows line ends', text => text.replaceAll('\n', '\r\n')],
];

describe('no planted secret is left', () => {
	for (const [how, wrap] of wrappers) {
		test.each(forms)(`%s, ${how}`, (_, text) => {
			const clean = redact(wrap(text));
			expect(leaves(clean), clean).toEqual([]);
			expect(redact(clean), 'idempotent').toBe(clean);
			expect(clean).toContain('[redacted]');
		});
	}
});

describe('argv', () => {
	test.each([
		[['mysql', '-uroot', `-p${secret}`, 'db']],
		[['sshpass', '-p', secret, 'ssh', 'host']],
		[['tool', '--password', `${secret} ${secret}`]],
		[['tool', '--password', `-${secret}`]],
		[['tool', `--db-password=${secret},${secret}`]],
		[['env', `MYSQL_PWD=${secret}`, 'mysqldump']],
		[['curl', '-H', `Authorization: Bearer ${secret}`, 'https://host/']],
		[['curl', '-b', `sid=${secret}`, 'https://host/']],
		[['docker', 'run', '-e', `PLAIN=${secret}`, 'image']],
		[['kubectl', 'create', 'secret', 'generic', 'x', `--from-literal=password=${secret}`]],
		[['kubectl', 'create', 'secret', 'generic', 'x', '--from-literal', `plain=${secret}`]],
		[['sh', '-c', `mysql -p"${secret} x" -e 'select 1'`]],
		[['tool', 'Authorization:', 'Bearer', secret]],
		[['tool', 'TOKEN=', secret]],
		[['k0s', 'worker', `H4sIAAAAAAAC/${body}`]],
	])('%j', argv => {
		const tally = new Tally();
		const clean = redactArgv(argv, tally);
		expect(leaves(clean.join('\n'))).toEqual([]);
		expect(tally.total).toBeGreaterThan(0);
		expect(redactArgv(clean)).toBe(clean);
	});
});

describe('what a replay needs stays', () => {
	test.each([
		[
			'flags that name a file',
			'k0s controller --token-file=/etc/token --tls-private-key-file=/var/lib/k0s/pki/server.key',
		],
		['switches', 'kube-apiserver --enable-bootstrap-token-auth=true --authorization-mode=Node,RBAC'],
		['ports and paths after -p', 'docker run -p 8080:80 x; mkdir -p /a/b; ps -p 1,2; nginx -prefix=/x'],
		['what kubelets say', 'secret "db" not found; couldn\'t find key password in Secret default/db'],
		['why the API refuses', 'Unauthorized: invalid bearer token, service account token has expired'],
		['proxies without a login', 'Environment=HTTPS_PROXY=http://proxy:3128 NO_PROXY=10.0.0.0/8,localhost'],
		['a certificate', `-----BEGIN CERTIFICATE-----\n${bodyLines.join('\n')}\n-----END CERTIFICATE-----\n`],
		['kernel options', 'CONFIG_KEYS=y\nCONFIG_ENCRYPTED_KEYS=m\nCONFIG_SYSTEM_TRUSTED_KEYRING=y'],
		['digests', `sha256:${'3a685ca5adb65420'.repeat(4)} quay.io/k0sproject/coredns:1.12@sha256:${'0f'.repeat(32)}`],
		['a taint', json({taints: [{effect: 'NoSchedule', key: 'node-role.kubernetes.io/x', value: 'true'}]})],
		['the generation of a DaemonSet', json({annotations: {'deployment.kubernetes.io/revision': '3'}})],
		['what containerd says of a pod', json({spec: {annotations: {'io.kubernetes.cri.sandbox-name': 'web-1'}}})],
	])('%s', (_, text) => {
		expect(redact(text)).toBe(text);
	});
});

describe('by chance', () => {
	const planted = fc.constantFrom(...forms.map(([, text]) => text));
	const wrapped = fc.constantFrom(...wrappers.map(([, wrap]) => wrap));
	const harmless = fc.constantFrom(
		'',
		'level=info msg=ok',
		'{"a":1}',
		'key: value',
		'"quoted"',
		"it's so",
		'[1] x',
		'a=b',
	);

	test('two texts in each other, beside others: nothing is left', () => {
		fc.assert(
			fc.property(planted, planted, wrapped, wrapped, harmless, (first, second, inner, outer, beside) => {
				const text = outer(`${beside}\n${inner(first)}\n${beside}\n${second}`);
				const clean = redact(text);
				expect(leaves(clean), `${text}\n=>\n${clean}`).toEqual([]);
			}),
			{numRuns: 600, seed: 1},
		);
	});

	test('JSON stays JSON, in its shape', () => {
		const shape = (value: unknown): unknown =>
			Array.isArray(value)
				? value.map(shape)
				: typeof value === 'object' && value !== null
					? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shape(each)]))
					: null;
		const name = fc.constantFrom(
			'env',
			'name',
			'value',
			'annotations',
			'data',
			'password',
			'args',
			'items',
			'message',
			'x',
		);
		const {tree} = fc.letrec<{tree: unknown}>(tie => ({
			tree: fc.oneof(
				{depthSize: 'medium', withCrossShrink: true},
				fc.oneof(fc.constant(secret), fc.constant('plain'), fc.integer(), fc.boolean(), fc.constant(null)),
				fc.array(tie('tree'), {maxLength: 4}),
				fc.dictionary(name, tie('tree'), {maxKeys: 4}),
			),
		}));
		fc.assert(
			fc.property(fc.array(tree), fc.constantFrom(0, 4), (value, indent) => {
				const clean = redact(JSON.stringify(value, undefined, indent));
				expect(shape(JSON.parse(clean))).toEqual(shape(value));
			}),
			{numRuns: 1000, seed: 1},
		);
	});

	test('output whose middle is missing: no half of a secret is left', () => {
		const document = json({
			items: Array.from({length: 6}, (_, index) => ({
				metadata: {name: `p${index}`, annotations: {note: `${secret} ${index}`}},
				spec: {containers: [{args: ['--password', secret], env: [{name: 'A', value: `x ${secret}`}]}]},
			})),
		});
		const pretty = JSON.stringify(JSON.parse(document), undefined, 4);
		fc.assert(
			fc.property(fc.constantFrom(document, pretty), fc.nat(), fc.nat(), (text, one, other) => {
				const [from, to] = [one % text.length, other % text.length].sort((a, b) => a - b) as [number, number];
				const kept = text.slice(0, from) + text.slice(to);
				const tally = new Tally();
				const clean = redactPrinted(kept, to - from, tally);
				// The head of an output is always kept.
				if (from > 0 && to > from) expect(clean).toBe('[redacted]');
				else if (to === from) expect(leaves(clean)).toEqual([]);
			}),
		);
	});

	/** What their end alone tells apart from harmless words. */
	const toldByEnd = ['a DSN without a scheme', 'a key without its beginning'];

	test.each(forms.filter(([name]) => !toldByEnd.includes(name)))('a text that ends anywhere: %s', (_, text) => {
		for (const wrap of [wrappers[0], wrappers[1]]) {
			const whole = wrap?.[1](text) ?? '';
			for (let length = 1; length < whole.length; length += 3) {
				const cut = whole.slice(0, length);
				const clean = redact(cut);
				expect(leaves(clean).includes('Zr4Kennung'), `${cut}\n=>\n${clean}`).toBe(false);
			}
		}
	});
});

test('counts what it hides, by kind, each once', () => {
	const tally = new Tally();
	const text = json({
		metadata: {annotations: {x: secret}},
		spec: {containers: [{env: [{name: 'A', value: secret}], args: ['--token', secret]}]},
		status: {message: `pull https://me:${secret}@host/: 401`},
	});
	redact(redact(text, tally), tally);
	expect(tally.hidden).toEqual({annotation: 1, environment: 1, argument: 1, url: 1});
});

test('what a reader still sees of each, and what is counted', async () => {
	await expect(readable(forms)).toMatchFileSnapshot('readable/forms.txt');
});
