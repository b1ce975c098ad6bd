import {apiOf} from './registries.js';

/**
 * Where containerd looks for the images of a registry, by its files (containerd 1.7 and 2.1). Read by their lines: tables,
 * dotted keys and tables in one line, as people and tools write them; not all of TOML.
 */

/** Drop-ins and a containerd.toml of one's own. */
export type RegistryConfig = {
	/** `config_path`: folders of hosts.toml files. */
	readonly folders: readonly string[];
	/** The older `[plugins."…".registry.mirrors."quay.io"]` with `endpoint = [...]`. */
	readonly mirrors: ReadonlyMap<string, readonly string[]>;
};

/** Without comments; a list that goes over several lines is one line. */
function linesOf(toml: string): readonly string[] {
	const lines: string[] = [];
	let open = '';
	for (const line of toml.replaceAll(/(^|\s)#.*$/gm, '$1').split('\n')) {
		const whole = `${open}${line}`;
		const goesOn = /=\s*\[[^\]]*$/.test(whole);
		open = goesOn ? `${whole} ` : '';
		if (!goesOn) lines.push(whole);
	}

	return lines;
}

type Setting = {readonly path: string; readonly value: string};

/** `plugins."a.b".registry` as `plugins."a.b".registry`, whatever blanks and quotes it was written with. */
const pathOf = (key: string): string =>
	[...key.matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/g)].map(([, a, b, c]) => JSON.stringify(a ?? b ?? c ?? '')).join('.');

/** Every `key = value` with the path of its table before it. */
function settingsOf(toml: string): readonly Setting[] {
	let table = '';
	const found: Setting[] = [];
	const add = (path: string, value: string): void => {
		found.push({path, value});
		// `"quay.io" = { endpoint = ["https://one.lan"] }`.
		const inner = /^\{(.*)\}$/.exec(value)?.[1];
		for (const [, key = '', each = ''] of inner?.matchAll(assignment) ?? []) add(`${path}.${pathOf(key)}`, each.trim());
	};
	for (const line of linesOf(toml)) {
		const head = /^\s*\[\s*([^[\]]+?)\s*\]\s*$/.exec(line)?.[1];
		const [, key, value = ''] = /^\s*([^=[\]]+?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
		if (head !== undefined) {
			table = pathOf(head);
			add(table, '');
		} else if (key !== undefined) add([table, pathOf(key)].filter(Boolean).join('.'), value);
	}

	return found;
}

/** Within a table in one line. */
const assignment = /([\w."'-]+)\s*=\s*(\{[^{}]*\}|\[[^[\]]*\]|"[^"]*"|'[^']*'|[^,]+)/g;

const quoted = (list: string): readonly string[] =>
	[...list.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, a, b]) => a ?? b ?? '');

/** `files`: the text of each; a later one's mirrors replace an earlier one's. */
export function registryConfig(files: readonly string[]): RegistryConfig {
	const folders: string[] = [];
	const mirrors = new Map<string, readonly string[]>();
	for (const {path, value} of files.flatMap(settingsOf)) {
		if (/^"plugins"\..*"registry"\."config_path"$/.test(path))
			folders.push(...(quoted(value)[0] ?? '').split(':').filter(each => each.startsWith('/')));
		const name = /^"plugins"\..*"registry"\."mirrors"\."([^"]*)"\."endpoint"$/.exec(path)?.[1];
		if (name !== undefined) mirrors.set(name, quoted(value));
	}

	return {folders, mirrors};
}

/** `hosts.toml`: the hosts that images are pulled from, in their order, then `server`; null: the registry itself. */
export type RegistryHosts = {readonly hosts: readonly string[]; readonly server: string | null};

export function registryHosts(toml: string): RegistryHosts {
	const hosts = new Map<string, Map<string, string>>();
	let server: string | null = null;
	for (const {path, value} of settingsOf(toml)) {
		if (path === '"server"') server = apiOf(quoted(value)[0] ?? '');
		const [, host, key] = /^"host"\."([^"]*)"(?:\."([^"]*)")?$/.exec(path) ?? [];
		if (host === undefined) continue;
		const settings = hosts.get(host) ?? new Map<string, string>();
		hosts.set(host, key === undefined ? settings : settings.set(key, value));
	}

	return {
		hosts: [...hosts].flatMap(([host, settings]) => {
			const capabilities = settings.get('capabilities');
			const pulls = capabilities === undefined || quoted(capabilities).includes('pull');
			return pulls ? [apiOf(host, settings.get('override_path') === 'true')] : [];
		}),
		server,
	};
}
