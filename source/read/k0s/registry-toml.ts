import {parse} from 'smol-toml';
import {asList, asObject, asText, asTexts, at, type JsonObject} from '../json-value.js';
import {apiOf} from './registries.js';

/** Where containerd looks for the images of a registry, by its files (containerd 1.7 and 2.1). Loaded where there are any. */

/** Drop-ins and a containerd.toml of one's own. */
export type RegistryConfig = {
	/** `config_path`: folders of hosts.toml files. */
	readonly folders: readonly string[];
	/** The older `[plugins."…".registry.mirrors."quay.io"]` with `endpoint = [...]`, in any form that TOML has for them. */
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
