import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import https from 'node:https';
import type http from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import type {TLSSocket} from 'node:tls';
import {sample} from './samples.js';

type Config = {readonly cert?: boolean; readonly ca?: string; readonly more?: string};

/** A small API server of a test: certificates as k0s makes them for itself, in a folder that the test takes away. */
export function apiServer(folder: string) {
	const file = (name: string): string => path.join(folder, name);
	const kubeconfig = file('pki/admin.conf');
	const base64 = (name: string): string => fs.readFileSync(file(name)).toString('base64');
	let server: http.Server | undefined;
	const openssl = (...args: string[]): void => {
		const {status, stderr} = spawnSync('openssl', args, {cwd: folder, encoding: 'utf8'});
		if (status !== 0) throw new Error(stderr);
	};

	/** admin.conf in the form that k0s 1.34.1 writes it. */
	const config = (address: string, {cert = true, ca = 'ca.crt', more = ''}: Config = {}): void => {
		const own = cert
			? `\n    client-certificate-data: ${base64('admin.crt')}\n    client-key-data: ${base64('admin.key')}`
			: ' {}';
		fs.writeFileSync(
			kubeconfig,
			`apiVersion: v1\nclusters:\n- cluster:\n    certificate-authority-data: ${base64(ca)}\n    server: ${address}\n  name: local\ncontexts:\n- context:\n    cluster: local\n    namespace: default\n    user: user\n  name: Default\ncurrent-context: Default\nkind: Config\npreferences: {}\nusers:\n- name: user\n  user:${own}\n${more}`,
		);
	};

	/** Closes it when the test is over. */
	const listen = async (own: http.Server, scheme: 'http' | 'https'): Promise<void> => {
		server = own;
		await new Promise<void>(resolve => own.listen(0, '127.0.0.1', resolve));
		config(`${scheme}://localhost:${(own.address() as AddressInfo).port}`);
	};

	return {
		file,
		kubeconfig,
		config,
		listen,
		address: (): string => `https://localhost:${(server?.address() as AddressInfo).port}`,
		/** A CA, a server's certificate for localhost, one that is not valid yet, and an administrator's. */
		makeCertificates(): void {
			fs.mkdirSync(file('pki'));
			const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
			openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=kubernetes-ca');
			for (const [name, subject, extension] of [
				['server', '/CN=localhost', 'subjectAltName=DNS:localhost'],
				['early', '/CN=localhost', 'subjectAltName=DNS:localhost'],
				['admin', '/O=system:masters/CN=kubernetes-admin', 'extendedKeyUsage=clientAuth'],
			] as const) {
				fs.writeFileSync(file('ext'), `${extension}\n`);
				openssl('req', '-new', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject);
				if (name === 'early') {
					fs.writeFileSync(file('index'), '');
					fs.writeFileSync(
						file('ca.conf'),
						'[ca]\ndefault_ca=own\n[own]\ndatabase=index\nnew_certs_dir=.\nserial=early.srl\ndefault_md=sha256\npolicy=any\n[any]\ncommonName=supplied\n',
					);
					fs.writeFileSync(file('early.srl'), '01\n');
					const until = ['-startdate', '20700101000000Z', '-enddate', '20710101000000Z'];
					const ca = ['-config', 'ca.conf', '-cert', 'ca.crt', '-keyfile', 'ca.key', '-extfile', 'ext'];
					openssl('ca', '-batch', '-notext', ...ca, ...until, '-in', 'early.csr', '-out', 'early.crt');
				} else {
					const ca = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'ext'];
					openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.crt`, ...ca);
				}
			}
		},
		/** Wants a certificate, as the real one does. Resolves with who asked for what, as it comes. */
		async serve(answer: http.RequestListener, own: 'server' | 'early' = 'server'): Promise<string[]> {
			const asked: string[] = [];
			const tls = {
				key: fs.readFileSync(file(`${own}.key`)),
				cert: fs.readFileSync(file(`${own}.crt`)),
				...{ca: fs.readFileSync(file('ca.crt')), requestCert: true, rejectUnauthorized: false},
			};
			const secure = https.createServer(tls, (request, response) => {
				const {authorized} = request.socket as TLSSocket;
				const name = (request.socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'nobody';
				asked.push(`${String(name)} ${request.url}`);
				if (authorized) answer(request, response);
				else {
					const [head = '', body = ''] = sample('k0s/1.34.1/api-401.txt').split(/\r?\n\r?\n/);
					response.writeHead(Number(/\d{3}/.exec(head)?.[0]), {'content-type': 'application/json'}).end(body);
				}
			});
			await listen(secure, 'https');
			return asked;
		},
		async close(): Promise<void> {
			server?.closeAllConnections();
			await new Promise(resolve => (server ? server.close(resolve) : resolve(undefined)));
			server = undefined;
		},
	};
}
