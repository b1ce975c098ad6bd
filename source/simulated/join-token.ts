import {gzipSync} from 'node:zlib';

/** Another host of the simulated network, where a controller runs that this one may join. Nothing of it is real. */
export const elsewhere = '192.168.122.160';

type Parts = {
	readonly role: 'worker' | 'controller';
	readonly address: string;
	/** Both halves: `abcdef.0123456789abcdef`. */
	readonly secret: string;
};

/** A join token as k0s 1.34 makes it (pkg/token), with a certificate that is none. */
export function joinToken({role, address, secret}: Parts): string {
	const user = role === 'worker' ? 'kubelet-bootstrap' : 'controller-bootstrap';
	const config = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: c2ltdWxhdGVk
    server: https://${address}:${role === 'worker' ? 6443 : 9443}
  name: k0s
contexts:
- context:
    cluster: k0s
    user: ${user}
  name: k0s
current-context: k0s
kind: Config
preferences: {}
users:
- name: ${user}
  user:
    token: ${secret}
`;
	return gzipSync(config, {level: 9}).toString('base64');
}

/** What lies on the fresh server, as if somebody had brought it: one token a role. */
export const broughtTokens = (): ReadonlyArray<readonly [path: string, text: string]> =>
	(['worker', 'controller'] as const).map(role => [
		`/root/${role}.token`,
		`${joinToken({role, address: elsewhere, secret: 'simula.ted0000000000000'})}\n`,
	]);
