import {spawnSync} from 'node:child_process';
import {createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {connect, createServer as createNetServer, type Server as NetServer} from 'node:net';
import {join} from 'node:path';

/** As an OCI archive has it in index.json: https://github.com/opencontainers/image-spec/blob/main/image-layout.md */
type Entry = {
	readonly mediaType?: string;
	readonly digest: string;
	readonly annotations?: Readonly<Record<string, string>>;
};

/** As containerd asks for it: `httpd` is docker.io/library/httpd:latest. Undefined: the archive has a tag at most. */
function nameOf({annotations = {}}: Entry): string | undefined {
	const given = annotations['io.containerd.image.name'] ?? annotations['org.opencontainers.image.ref.name'] ?? '';
	const [first = '', ...rest] = given.split('/');
	if (given === '' || (rest.length === 0 && !first.includes(':'))) return undefined;
	const host = rest.length > 0 && /[.:]|^localhost$/.test(first);
	const path = host ? given : `docker.io/${rest.length === 0 ? 'library/' : ''}${given}`;
	return /:[^/]+$/.test(path) ? path : `${path}:latest`;
}

/**
 * Unpacks every OCI archive (`*.tar`) of the folders into `store`; the digest by full name (`docker.io/library/httpd:latest`).
 * An archive that names no image is told: nobody could pull it.
 */
function unpack(folders: readonly string[], store: string): ReadonlyMap<string, string> {
	const names = new Map<string, string>();
	for (const folder of folders) {
		for (const file of readdirSync(folder).filter(name => /\.(?:tar|tar\.gz|tgz)$/.test(name))) {
			mkdirSync(store, {recursive: true});
			rmSync(join(store, 'index.json'), {force: true});
			const {status, stderr} = spawnSync('tar', ['-xf', join(folder, file), '-C', store], {encoding: 'utf8'});
			if (status !== 0) throw new Error(`${file}: ${stderr.trim()}`);
			if (!existsSync(join(store, 'index.json'))) throw new Error(`${file}: no OCI archive: it has no index.json`);
			const index = JSON.parse(readFileSync(join(store, 'index.json'), 'utf8')) as {manifests: readonly Entry[]};
			const named = index.manifests.flatMap(entry => [[nameOf(entry), entry.digest] as const]);
			for (const [name, digest] of named) if (name !== undefined) names.set(name, digest);
			if (named.every(([name]) => name === undefined))
				console.error(`${file}: no image of it can be pulled: index.json gives none a name (io.containerd.image.name)`);
		}
	}

	return names;
}

const blob = (store: string, digest: string): string => join(store, 'blobs', ...digest.split(':'));

function answer(
	names: ReadonlyMap<string, string>,
	store: string,
	request: IncomingMessage,
	response: ServerResponse,
): void {
	const url = new URL(request.url ?? '/', 'http://registry');
	const [, repository = '', kind = '', reference = ''] =
		/^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(url.pathname) ?? [];
	if (url.pathname === '/v2/') {
		response.writeHead(200).end('{}');
		return;
	}

	const space = url.searchParams.get('ns');
	const full = [...names.keys()].find(name =>
		space === null ? name.endsWith(`/${repository}:${reference}`) : name === `${space}/${repository}:${reference}`,
	);
	const digest = reference.startsWith('sha256:') ? reference : names.get(full ?? '');
	if (digest === undefined || !existsSync(blob(store, digest))) {
		response
			.writeHead(404, {'content-type': 'application/json'})
			.end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
		return;
	}

	const file = blob(store, digest);
	const type =
		kind === 'manifests'
			? ((JSON.parse(readFileSync(file, 'utf8')) as {mediaType?: string}).mediaType ??
				'application/vnd.oci.image.manifest.v1+json')
			: 'application/octet-stream';
	response.writeHead(200, {
		'content-type': type,
		'content-length': statSync(file).size,
		'docker-content-digest': digest,
	});
	if (request.method === 'HEAD') response.end();
	else createReadStream(file).pipe(response);
}

/** Answers pulls on a Unix socket: from archives, or by handing on to a registry at `HOST:PORT`. */
export async function startRegistry(
	from: {readonly folders: readonly string[]; readonly store: string} | {readonly address: string},
	socket: string,
): Promise<Server | NetServer> {
	let server: Server | NetServer;
	if ('address' in from) {
		const [, host = '', port = '5000'] = /^(?:https?:\/\/)?(.*?)(?::(\d+))?\/?$/.exec(from.address) ?? [];
		server = createNetServer(client => {
			const upstream = connect(Number(port), host);
			client.on('error', () => upstream.destroy());
			upstream.on('error', () => client.destroy());
			client.pipe(upstream).pipe(client);
		});
	} else {
		const names = unpack(from.folders, from.store);
		server = createServer((request, response) => {
			answer(names, from.store, request, response);
		});
	}

	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(socket, resolve);
	});
	return server;
}
