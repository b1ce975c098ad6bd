import {describe, expect, test} from 'vitest';
import {redact} from '../../source/redact/redact.js';

/** So many signs, as chance would give them: digits and letters of both cases. Made up, no token of anybody's. */
const signs = (count: number, among = 'Kd7mQz2XfP9wRb4TnVc6'): string =>
	Array.from({length: count}, (_, index) => among[(index * 7) % among.length]).join('');
const lower = (count: number): string => signs(count, 'kd7mqz2xfp9wrb4tnvc6');
const upper = (count: number): string => signs(count, 'KD7MQZ2XFP9WRB4TNVC6');
const hex = (count: number): string => signs(count, 'a7d02f9be4c1');
const digits = (count: number): string => signs(count, '7301946258');

/** A token of each issuer in the form of its documentation. */
const tokens: ReadonlyArray<readonly [issuer: string, token: string]> = [
	['JSON web token', `eyJ${signs(20)}.eyJ${signs(30)}.${signs(43)}`],
	['JSON web token, cut', `eyJ${signs(20)}`],
	['k0s join token', `H4sI${signs(60)}==`],
	['bootstrap token', `${lower(6)}.${lower(16)}`],
	['k3s node token', `K10${hex(64)}::server:${hex(32)}`],
	...['ghp', 'gho', 'ghs', 'ghr', 'ghu'].map(each => [`GitHub ${each}`, `${each}_${signs(36)}`] as const),
	['GitHub, fine-grained', `github_pat_${signs(22)}_${signs(59)}`],
	...'pat rt dt ptt ft soat cbt agent oas imt rtr ffct'
		.split(' ')
		.map(each => [`GitLab ${each}`, `gl${each}-${signs(20)}`] as const),
	['Atlassian', `ATATT3xFfGF0${signs(40)}=${hex(8)}`],
	['Bitbucket', `ATBB${signs(28)}`],
	['Bitbucket, of a repository', `ATCTT3xFfGN0${signs(40)}`],
	...'A3TX AKIA ASIA ABIA ACCA AGPA AIDA AROA ANPA LTAI'.split(' ').map(each => [each, `${each}${upper(16)}`] as const),
	['Google API key', `AIza${signs(35)}`],
	['Google access', `ya29.${signs(40)}`],
	['Google client secret', `GOCSPX-${signs(28)}`],
	['Google refresh', `1//0${signs(40)}`],
	['DigitalOcean', `dop_v1_${hex(64)}`],
	['DigitalOcean refresh', `dor_v1_${hex(64)}`],
	['Heroku', `HRKU-${signs(36)}`],
	['Slack bot', `xoxb-${digits(12)}-${signs(24)}`],
	['Slack app', `xapp-1-${upper(11)}-${digits(13)}-${hex(64)}`],
	['Telegram bot', `${digits(10)}:AA${signs(33)}`],
	['Twilio', `SK${hex(32)}`],
	['SendGrid', `SG.${signs(22)}.${signs(43)}`],
	['Mailgun', `key-${hex(32)}`],
	['Mailchimp', `${hex(32)}-us12`],
	...['sk_live', 'sk_test', 'rk_live', 'pk_test'].map(each => [`Stripe ${each}`, `${each}_${signs(24)}`] as const),
	['Stripe webhook', `whsec_${signs(32)}`],
	['Square', `sq0atp-${signs(22)}`],
	['Square access', `EAAA${signs(60)}`],
	...['at', 'ca', 'pa', 'ss'].map(each => [`Shopify ${each}`, `shp${each}_${hex(32)}`] as const),
	['OpenAI', `sk-proj-${signs(40)}`],
	...['hf_', 'r8_', 'npg_', 'nvapi-', 'gsk_', 'xai-', 'pplx-'].map(each => [each, `${each}${signs(36)}`] as const),
	['npm', `npm_${signs(36)}`],
	['PyPI', `pypi-${signs(80)}`],
	['RubyGems', `rubygems_${hex(48)}`],
	['Docker', `dckr_pat_${signs(27)}`],
	['Docker organization', `dckr_oat_${signs(32)}`],
	['crates.io', `cio${signs(32)}`],
	['Terraform', `${signs(14)}.atlasv1.${signs(60)}`],
	...['hvs', 'hvb', 'hvr', 's', 'b'].map(each => [`Vault ${each}`, `${each}.${signs(24)}`] as const),
	['Pulumi', `pul-${hex(40)}`],
	['Grafana', `glsa_${signs(32)}_${hex(8)}`],
	['Grafana Cloud', `glc_${signs(60)}=`],
	['New Relic', `NRAK-${upper(27)}`],
	['Sentry', `sntrys_${signs(60)}=`],
	['Databricks', `dapi${hex(32)}`],
	['Linear', `lin_api_${signs(40)}`],
	['Tailscale', `tskey-auth-${signs(12)}-${signs(32)}`],
	['age', `AGE-SECRET-KEY-1${upper(58)}`],
	['age, lower case', `age-secret-key-1${lower(58)}`],
	['NATS seed', `SU${signs(56, 'KDMQZXFPWRBTNVC234567')}`],
	['GitLab runner of old', `GR1348941${signs(20)}`],
	['Rancher', `token-${lower(5)}:${lower(54)}`],
	['Rancher kubeconfig', `kubeconfig-u-${lower(10)}:${lower(54)}`],
	['LaunchDarkly', `sdk-${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`],
	['Dynatrace', `dt0c01.${upper(24)}.${upper(64)}`],
	['Airtable', `pat${signs(14)}.${hex(64)}`],
	['Asana', `1/${digits(16)}:${hex(32)}`],
	['Braintree', `access_token$production$${lower(16)}$${hex(32)}`],
	['X', `${'A'.repeat(22)}${signs(40)}%3D${signs(20)}`],
	['Supabase', `sbp_${hex(40)}`],
	...['1', '2y', '5', '6', 'y', 'apr1'].map(
		each => [`a hash, $${each}$`, `$${each}$${signs(8)}$${signs(43)}`] as const,
	),
	['a hash of argon2', `$argon2id$v=19$m=65536,t=3,p=4$${signs(22)}$${signs(43)}`],
	['a hash of LDAP', `{SSHA}${signs(32)}`],
	['a hash of GRUB', `grub.pbkdf2.sha512.10000.${upper(64)}.${upper(64)}`],
];

describe('a token that its form gives away', () => {
	test.each(tokens)('%s: the token goes, the sentence stays', (_, token) => {
		expect(redact(`the job printed ${token} and went on`)).toBe('the job printed [redacted] and went on');
		expect(redact(`"${token}"`)).toBe('"[redacted]"');
	});
});

describe('no token', () => {
	test.each([
		['a commit', `built from ${hex(40)} on main`],
		['an image by its digest', `quay.io/k0sproject/pause@sha256:${hex(64)}`],
		['a container by its id', `containerd://${hex(64)}`],
		['an identifier', `uid ${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`],
		['a machine by its id', `machine ${hex(32)}`],
		['a pod by its name', 'kube-proxy-x7k2p of kube-system'],
		['a deployment by its hash', 'coredns-6c77c7d548-mdsb9'],
		['a resource version', 'resourceVersion 1234567890'],
		['a version of k0s', 'v1.34.1+k0s.0'],
		['an address of IPv6', 'fd00:10:244:1::3'],
		['a link by its address', '52:54:00:ab:cd:ef'],
		['a chain of kube-proxy', 'KUBE-SVC-NPX46M4PTMTKRN6Y'],
		['a name of DNS', 'registry-1.docker.io'],
		['a short word after a prefix', 'sk-12 hf_3 npm_run key-of'],
		['a fraction', '1/2 of 10 (1/12)'],
	])('%s stays as it is', (_, text) => {
		expect(redact(text)).toBe(text);
	});
});
