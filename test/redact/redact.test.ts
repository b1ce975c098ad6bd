import {describe, expect, test} from 'vitest';
import {redact, redactArgv} from '../../source/redact/redact.js';
import {readable} from './readable.js';

const secret = 'GeheimGeheim0123456789';
const base64 = Buffer.from(`${secret}-`.repeat(12)).toString('base64');
const gzip = `H4sIAAAAAAAC/${base64.replaceAll('=', '')}=`;
const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJl${secret}.c2ln${secret}`;
const pem = (kind: string): string => `-----BEGIN ${kind}-----\n${base64}\n${base64}\n-----END ${kind}-----\n`;
const manifest = JSON.stringify({
	env: [
		{name: 'DB_PASSWORD', value: secret},
		{name: 'PLAIN', value: 'hidden too'},
	],
});

/** One for each way in which a secret stands in what tools are given and print. */
const planted: ReadonlyArray<readonly [string, string]> = [
	['an option with =', `k0s worker --token=${secret}`],
	['an option with a space', `kubectl --token ${secret} get pods`],
	['a password option', `mysql --password=${secret} -u root`],
	['an environment variable', `MYSQL_ROOT_PASSWORD=${secret}\nHOME=/root`],
	['an API key', `api_key=${secret}&x=1`],
	['a proxy', `https_proxy=http://user:${secret}@proxy:3128`],
	['a proxy without a scheme', `HTTP_PROXY=user:${secret}@proxy:3128`],
	['a URL', `curl: (6) https://user:${secret}@host/path failed`],
	['a token as the user of a URL', `git clone https://${secret}@host/x`],
	['a bearer header', `authorization: Bearer ${secret}`],
	['a basic header', `Authorization: Basic ${base64}`],
	['a service account token', jwt],
	['a join token', gzip],
	['a key in a kubeconfig', `    client-key-data: ${base64}\n`],
	['a certificate in a kubeconfig', `    client-certificate-data: ${base64}\n`],
	['a key in a kubeconfig as JSON', `{"user":{"client-key-data":"${base64}"}}`],
	['a token in a kubeconfig', `  user:\n    token: ${secret}\n`],
	['a password in a kubeconfig', `    password: "${secret} with spaces"\n`],
	['a private key', pem('RSA PRIVATE KEY')],
	['an elliptic one', pem('EC PRIVATE KEY')],
	['one without a kind', pem('PRIVATE KEY')],
	['an OpenSSH key', pem('OPENSSH PRIVATE KEY')],
	["a container's environment", manifest],
	["a container's environment, indented", JSON.stringify(JSON.parse(manifest), undefined, 4)],
	['a manifest in an annotation', JSON.stringify({annotation: manifest})],
	['a manifest in an annotation of an annotation', JSON.stringify(JSON.stringify({annotation: manifest}))],
	['a password in JSON', `{"password":"${secret}","user":"x"}`],
];

describe('redact', () => {
	test.each(planted)('takes out %s', (_, text) => {
		const clean = redact(text);
		expect(clean).not.toContain(secret);
		expect(clean).not.toContain(base64.slice(0, 40));
		expect(clean).toContain('[redacted]');
		expect(redact(clean)).toBe(clean);
		expect(redact(`before\n${text}\nafter`)).toMatch(/^before\n[\s\S]*\nafter$/);
	});

	test('bootstrap tokens', () => {
		expect(redact('token abcdef.0123456789abcdef')).toBe('token [redacted]');
	});

	test('JSON stays JSON', () => {
		for (const [name, text] of planted) {
			if (!/^[{"]/.test(text)) continue;
			expect(() => JSON.parse(redact(text)) as unknown, name).not.toThrow();
		}

		expect(JSON.parse(redact(manifest))).toEqual({
			env: [
				{name: 'DB_PASSWORD', value: '[redacted]'},
				{name: 'PLAIN', value: '[redacted]'},
			],
		});
	});

	test.each([
		'ip -j -d -s addr show',
		'quay.io/k0sproject/coredns@sha256:3a685ca5adb65420ed8b1cabe848632025ec91f414db634bc7eae0af2787d6d4',
		'cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1 (id: 2)',
		'-A KUBE-SVC-TCOU7JCQXEZGVUNU -m comment --comment "kube-system/kube-dns:dns -> 10.244.0.3:53"',
		'Automatic authentication tokens are kept by the API',
		'https://github.com/k0sproject/k0s/releases/download/v1.34.1+k0s.0/k0s-v1.34.1+k0s.0-amd64',
		'ssh user@host.example',
		'secret/kube-token',
		'[  499.342326] systemd-rc-local-generator[1527]: /etc/rc.d/rc.local is not marked executable, skipping.',
	])('leaves %s', text => {
		expect(redact(text)).toBe(text);
	});
});

describe('redactArgv', () => {
	test('the word after an option whose value is secret', () => {
		expect(redactArgv(['kubectl', '--token', secret, 'get', 'pods'])).toEqual([
			'kubectl',
			'--token',
			'[redacted]',
			'get',
			'pods',
		]);
		expect(redactArgv(['curl', '-u', `me:${secret}`, 'https://h/'])).toEqual([
			'curl',
			'-u',
			'[redacted]',
			'https://h/',
		]);
	});

	test('what only looks like one stays, and the reference with it', () => {
		for (const argv of [
			['journalctl', '-u', 'k0scontroller', '-n', '100'],
			['sysctl', '--user', 'x'],
			['sh', '-s', '--', '0123456789abcdef', '150'],
			['k0s', 'token', 'create'],
		]) {
			expect(redactArgv(argv)).toBe(argv);
		}
	});
});

test('what a reader still sees of each, and what is counted', async () => {
	await expect(readable(planted)).toMatchFileSnapshot('readable/redact.txt');
});
