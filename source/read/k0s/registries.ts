import type {HttpAnswer} from '../http-status.js';

/** Where containerd looks for the images of a registry, by its files (containerd 1.7 and 2.1). Read by their lines. */

/** Registries of k0s's images and of the demo's. */
export const registries = ['quay.io', 'docker.io'] as const;
export type Registry = (typeof registries)[number];

/** What one place of a registry answered. `mirror`: it is not the registry itself. */
export type PlaceAnswer = HttpAnswer & {readonly url: string; readonly mirror: boolean};

const withoutComments = (toml: string): string => toml.replaceAll(/(^|\s)#.*$/gm, '');

/**
 * Drop-ins and a containerd.toml of one's own: `config_path` (folders of hosts.toml files, by `:`), and the older
 * `[plugins."…".registry.mirrors."quay.io"]` with `endpoint = [...]`.
 */
export type RegistryConfig = {
	readonly folders: readonly string[];
	readonly mirrors: ReadonlyMap<string, readonly string[]>;
};

export function registryConfig(toml: string): RegistryConfig {
	const text = withoutComments(toml);
	const folders = [...text.matchAll(/^\s*config_path\s*=\s*["']([^"']*)["']/gm)].flatMap(([, path = '']) =>
		path.split(':').filter(each => each.startsWith('/')),
	);
	const mirrors = new Map<string, readonly string[]>();
	for (const [, name = '', list = ''] of text.matchAll(
		/^\s*\[[^\]\n]*registry\.mirrors\.["']?([^"'\]\n]+)["']?\]\s*endpoint\s*=\s*\[([^\]]*)\]/gm,
	)) {
		mirrors.set(name, quoted(list));
	}

	return {folders, mirrors};
}

const quoted = (list: string): readonly string[] =>
	[...list.matchAll(/["']([^"']+)["']/g)].map(([, each = '']) => each);

/** `hosts.toml`: the hosts that images are pulled from, in their order, then `server`; null: the registry itself. */
export type RegistryHosts = {readonly hosts: readonly string[]; readonly server: string | null};

export function registryHosts(toml: string): RegistryHosts {
	const text = withoutComments(toml);
	const [head = '', ...sections] = text.split(/^\s*(?=\[)/m);
	const hosts = sections.flatMap(section => {
		const host = /^\[host\.["']([^"']+)["']\]/.exec(section)?.[1];
		const capabilities = /^\s*capabilities\s*=\s*\[([^\]]*)\]/m.exec(section)?.[1];
		const pulls = capabilities === undefined || quoted(capabilities).includes('pull');
		return host === undefined || !pulls ? [] : [apiOf(host, /^\s*override_path\s*=\s*true/m.test(section))];
	});
	const server = /^\s*server\s*=\s*["']([^"']+)["']/m.exec(head)?.[1];
	return {hosts, server: server === undefined ? null : apiOf(server)};
}

/** The address that a registry answers under: `https://HOST/v2/`. */
export function apiOf(host: string, overridden = false): string {
	const url = /^https?:\/\//.test(host) ? host : `https://${host}`;
	return overridden || /\/v2\/?$/.test(url) ? url : `${url.replace(/\/+$/, '')}/v2/`;
}

/** `spec.images.repository` of k0s.yaml (k0s 1.34 to 1.36): the host (and path) that replaces the registry of k0s's images. */
export const imageRepository = (yaml: string): string | null =>
	/(?:^|[\s{,])["']?repository["']?\s*:\s*["']?([^\s"',}]+)/m.exec(withoutComments(yaml))?.[1] ?? null;
