import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {request} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {startRegistry} from '../k0s/registry.js';

const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-registry-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** An OCI archive with a manifest that holds its name, and nothing else. */
function archive(file: string, annotations: Readonly<Record<string, string>>): void {
	const layout = join(folder, `${file}.d`);
	const manifest = JSON.stringify({schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', file});
	const digest = createHash('sha256').update(manifest).digest('hex');
	mkdirSync(join(layout, 'blobs/sha256'), {recursive: true});
	writeFileSync(join(layout, 'blobs/sha256', digest), manifest);
	writeFileSync(
		join(layout, 'index.json'),
		JSON.stringify({schemaVersion: 2, manifests: [{digest: `sha256:${digest}`, annotations}]}),
	);
	spawnSync('tar', ['-cf', join(folder, file), '-C', layout, '.']);
}

const get = (socketPath: string, path: string): Promise<string> =>
	new Promise((resolve, reject) => {
		request({socketPath, path}, response => {
			let body = '';
			response.on('data', (data: Buffer) => (body += data.toString()));
			response.on('end', () => resolve(`${response.statusCode} ${body}`));
		})
			.on('error', reject)
			.end();
	});

test('images of a folder are served by the names that containerd asks for', async () => {
	archive('a.tar', {'io.containerd.image.name': 'quay.io/k0sproject/pause:3.10.1'});
	archive('b.tar', {'io.containerd.image.name': 'httpd:latest'});
	archive('c.tar', {'org.opencontainers.image.ref.name': 'latest'});
	const socket = join(folder, 'registry.sock');
	const server = await startRegistry({folders: [folder], store: join(folder, 'store')}, socket);
	try {
		expect(await get(socket, '/v2/k0sproject/pause/manifests/3.10.1?ns=quay.io')).toMatch(/^200 .*a\.tar/);
		expect(await get(socket, '/v2/library/httpd/manifests/latest?ns=docker.io')).toMatch(/^200 .*b\.tar/);
		expect(await get(socket, '/v2/k0sproject/pause/manifests/3.10.1?ns=docker.io')).toMatch(/^404 .*MANIFEST_UNKNOWN/);
		expect(await get(socket, '/v2/library/latest/manifests/latest?ns=docker.io')).toMatch(/^404 /);
	} finally {
		server.close();
	}
});
