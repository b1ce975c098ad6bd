import {parse} from 'smol-toml';
import {asList, asObject, asText, asTexts, at, type JsonObject} from '../json-value.js';
import type {HttpAnswer} from '../http-status.js';

/** Where containerd looks for the images of a registry, by its files (containerd 1.7 and 2.1). */

/** Registries of k0s's images and of the demo's. */
export const registries = ['quay.io', 'docker.io'] as const;
export type Registry = (typeof registries)[number];

/** What one place of a registry answered. `mirror`: it is not the registry itself. */
export type PlaceAnswer = HttpAnswer & {readonly url: string; readonly mirror: boolean};

/**
 * Drop-ins and a containerd.toml of one's own: `config_path` (folders of hosts.toml files, by `:`), and the older
 * `[plugins."…".registry.mirrors."quay.io"]` with `endpoint = [...]`, in any form that TOML has for them.
 */
export type RegistryConfig = {
	readonly folders: readonly string[];
	readonly mirrors: ReadonlyMap<string, readonly string[]>;
};

/** Undefined: it is no TOML. */
function tableOf(toml: string): JsonObject | undefined {
	try {
		return parse(toml);
	} catch {
		return undefined;
	}
}

/** `files`: the text of each; a later one's mirrors replace an earlier one's. Undefined: one of them is no TOML. */
export function registryConfig(files: readonly string[]): RegistryConfig | undefined {
	const folders: string[] = [];
	const mirrors = new Map<string, readonly string[]>();
	for (const file of files) {
		const table = tableOf(file);
		if (table === undefined) return undefined;
		for (const plugin of Object.values(asObject(table['plugins']))) {
			const registry = asObject(at(plugin, 'registry'));
			const paths = asText(registry['config_path'])?.split(':') ?? [];
			folders.push(...paths.filter(each => each.startsWith('/')));
			for (const [name, mirror] of Object.entries(asObject(registry['mirrors'])))
				mirrors.set(name, asTexts(at(mirror, 'endpoint')));
		}
	}

	return {folders, mirrors};
}

/** `hosts.toml`: the hosts that images are pulled from, in their order, then `server`; null: the registry itself. */
export type RegistryHosts = {readonly hosts: readonly string[]; readonly server: string | null};

/** Undefined: it is no TOML. */
export function registryHosts(toml: string): RegistryHosts | undefined {
	const table = tableOf(toml);
	if (table === undefined) return undefined;
	const hosts = Object.entries(asObject(table['host'])).flatMap(([host, settings]) => {
		const capabilities = at(settings, 'capabilities');
		const pulls = capabilities === undefined || asList(capabilities).includes('pull');
		return pulls ? [apiOf(host, at(settings, 'override_path') === true)] : [];
	});
	const server = asText(table['server']);
	return {hosts, server: server === null ? null : apiOf(server)};
}

/** The address that a registry answers under: `https://HOST/v2/`. */
export function apiOf(host: string, overridden = false): string {
	const url = /^https?:\/\//.test(host) ? host : `https://${host}`;
	return overridden || /\/v2\/?$/.test(url) ? url : `${url.replace(/\/+$/, '')}/v2/`;
}

/**
 * `spec.images.repository` of k0s.yaml (k0s 1.34 to 1.36), by its lines: the host (and path) that replaces the registry of
 * k0s's images. Of `images` alone: a chart's values have keys of the same name.
 */
export function imageRepository(yaml: string): string | null {
	const text = yaml.replaceAll(/(^|\s)#.*$/gm, '');
	const value = String.raw`["']?repository["']?\s*:\s*["']?([^\s"',}]+)`;
	// `images: {repository: …}`, the whole of it perhaps in braces too.
	const flow = new RegExp(
		String.raw`(?:^|[\s{,])["']?images["']?\s*:\s*\{(?:[^{}]|\{[^{}]*\})*?(?<![\w-])${value}`,
		'm',
	).exec(text);
	if (flow?.[1] !== undefined) return flow[1];
	/** The keys above a line, by how far to the right they stand. */
	const above: Array<{readonly indent: number; readonly key: string}> = [];
	for (const line of text.split('\n')) {
		const [, blanks = '', key = '', said = ''] = /^( *)["']?([\w-]+)["']?\s*:\s*["']?([^\s"']*)/.exec(line) ?? [];
		if (key === '') continue;
		while ((above.at(-1)?.indent ?? -1) >= blanks.length) above.pop();
		above.push({indent: blanks.length, key});
		if (said !== '' && above.map(each => each.key).join('.') === 'spec.images.repository') return said;
	}

	return null;
}
