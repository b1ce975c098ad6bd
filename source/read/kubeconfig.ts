/** Who and where a kubeconfig asks. Certificates and keys as PEM, what the file holds none of as undefined. */
export type Kubeconfig = {
	/** `https://localhost:6443`. */
	readonly server: string;
	readonly ca: string | undefined;
	readonly cert: string | undefined;
	readonly key: string | undefined;
};

/**
 * /var/lib/k0s/pki/admin.conf as k0s (1.34) writes it: one cluster, one user with a certificate within the file. Undefined
 * for anything else (two clusters, a token, a program that is to be asked, files elsewhere): then kubectl is asked, which
 * understands them all.
 */
export function readKubeconfig(text: string): Kubeconfig | undefined {
	const server = only(text, 'server');
	if (server === undefined || !/^https?:\/\/[^\s/@]+\/?$/.test(server)) return undefined;
	const others =
		/^\s*(?:- )?(?:token|tokenFile|exec|auth-provider|username|tls-server-name|proxy-url|insecure-skip-tls-verify|(?:certificate-authority|client-certificate|client-key)):/m;
	if (others.test(text)) return undefined;
	const names = ['certificate-authority-data', 'client-certificate-data', 'client-key-data'] as const;
	if (names.some(name => count(text, name) > 1)) return undefined;
	const [ca, cert, key] = names.map(name => pem(only(text, name)));
	if ((cert === undefined) !== (key === undefined)) return undefined;
	return {server: server.replace(/\/$/, ''), ca, cert, key};
}

const lines = (text: string, name: string): RegExpMatchArray[] => [
	...text.matchAll(new RegExp(String.raw`^\s*(?:- )?${name}:[ \t]*"?([^\s"]+)"?[ \t]*$`, 'gm')),
];

const count = (text: string, name: string): number => lines(text, name).length;

const only = (text: string, name: string): string | undefined => {
	const found = lines(text, name);
	return found.length === 1 ? found[0]?.[1] : undefined;
};

const pem = (base64: string | undefined): string | undefined =>
	base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString();
