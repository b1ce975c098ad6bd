import type {HttpAnswer} from '../http-status.js';

/** Where the images of a registry are looked for. */

/** Registries of k0s's images and of the demo's. */
export const registries = ['quay.io', 'docker.io'] as const;
export type Registry = (typeof registries)[number];

/** What one place of a registry answered. `mirror`: it is not the registry itself. */
export type PlaceAnswer = HttpAnswer & {readonly url: string; readonly mirror: boolean};

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
