import * as files from '../command/files.js';
import type {Outcome} from '../command/outcome.js';
import * as system from '../command/system.js';
import {first, notAsked} from '../fact-table/one-fact.js';
import {known, mapReading, unknown, type Reading} from '../facts/reading.js';
import {isAbsent, readText} from '../read/file.js';
import {readHttpAnswer} from '../read/http-status.js';
import {apiOf, imageRepository, registries, type PlaceAnswer, type Registry} from '../read/k0s/registries.js';
import {registryConfig, registryHosts, type RegistryConfig} from '../read/k0s/registry-toml.js';
import {reachable} from './asked.js';
import {only, type Table} from './fact-asks.js';
import type {Facts} from './facts.js';
import type {CheckOptions} from './options.js';

/** Where the images of a registry are pulled from, in the order in which containerd asks. */
const dropIns = '/etc/k0s/containerd.d';
const own: Readonly<Record<Registry, string>> = {'quay.io': reachable.quay, 'docker.io': reachable.docker};

/** Lines of `grep -r -H`: `/etc/k0s/containerd.d/registry.toml:LINE`, as one text a file. No folder, nothing in it: nothing said. */
function readDropIns(outcome: Outcome | undefined): Reading<readonly string[]> {
	if (outcome === undefined) return notAsked;
	if (outcome.kind === 'failed' && outcome.exit === 1 && outcome.stderr === '') return known([]);
	return mapReading(readText(outcome), text => {
		const files = new Map<string, string>();
		for (const line of (text ?? '').split('\n')) {
			const [, path = '', words = ''] = /^(\/etc\/k0s\/containerd\.d\/[^:\n]*\.toml):(.*)$/.exec(line) ?? [];
			if (path !== '') files.set(path, `${files.get(path) ?? ''}${words}\n`);
		}

		return [...files].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
	});
}

function readConfig([snippets, whole]: readonly Outcome[]): Reading<RegistryConfig> {
	const parts = readDropIns(snippets);
	if (!parts.known) return parts;
	const text = whole ? readText(whole) : notAsked;
	if (!text.known) return text;
	const written = [text.value ?? '', ...parts.value].filter(each => each.trim() !== '');
	if (written.length === 0) return known({folders: [], mirrors: new Map()});
	const config = registryConfig(written);
	return config ? known(config) : unknown('unreadable', 'containerd.toml');
}

const hostsFiles = ({registryConfig: config}: Partial<Facts>): ReadonlyArray<readonly [Registry, string]> =>
	registries.flatMap(registry =>
		(config?.known ? config.value.folders : []).flatMap(folder =>
			[registry, '_default'].map(name => [registry, `${folder}/${name}/hosts.toml`] as const),
		),
	);

/** The first hosts.toml that is there counts: the registry's own, else that for all. */
function readPlaces(outcomes: readonly Outcome[], facts: Partial<Facts>): Facts['registryPlaces'] {
	const config = facts.registryConfig;
	if (!config?.known) return config ?? notAsked;
	const places = new Map<Registry, readonly string[]>();
	for (const registry of registries) {
		const mirrors = (config.value.mirrors.get(registry) ?? config.value.mirrors.get('*') ?? []).map(each =>
			apiOf(each),
		);
		places.set(registry, [...mirrors, own[registry]]);
	}

	const found = new Set<Registry>();
	for (const [index, [registry]] of hostsFiles(facts).entries()) {
		const outcome = outcomes[index];
		if (outcome === undefined || isAbsent(outcome) || found.has(registry)) continue;
		const text = readText(outcome);
		if (!text.known) return text;
		const read = registryHosts(text.value ?? '');
		if (!read) return unknown('unreadable', hostsFiles(facts)[index]?.[1] ?? 'hosts.toml');
		const {hosts, server} = read;
		places.set(registry, [...hosts, server ?? own[registry]]);
		found.add(registry);
	}

	return known(places);
}

/** All places of a registry are asked; k0s.yaml may name another for k0s's own images. Where unread: the registry itself. */
function placesOf(
	registry: Registry,
	{registryPlaces, imageRepository: repository}: Partial<Facts>,
): readonly string[] {
	const replaced = registry === 'quay.io' && repository?.known ? repository.value : null;
	if (replaced !== null) return [apiOf(replaced.replace(/^(https?:\/\/)?([^/]+).*$/, '$1$2'))];
	return (registryPlaces?.known ? registryPlaces.value.get(registry) : undefined) ?? [own[registry]];
}

const answers = (registry: Registry) => ({
	after: ['registryPlaces', 'imageRepository'] as const,
	commands: ({airgapBundle}: CheckOptions, facts: Partial<Facts>) =>
		airgapBundle === null ? placesOf(registry, facts).map(url => system.httpStatus(url)) : [],
	read(outcomes: readonly Outcome[], _: CheckOptions, facts: Partial<Facts>): Reading<readonly PlaceAnswer[]> {
		const all: PlaceAnswer[] = [];
		for (const [index, outcome] of outcomes.entries()) {
			const answer = readHttpAnswer(outcome);
			if (!answer.known) return answer;
			const url = placesOf(registry, facts)[index] ?? '';
			all.push({...answer.value, url, mirror: url !== own[registry]});
		}

		return all.length === 0 ? notAsked : known(all);
	},
});

export const registryFacts = {
	registryConfig: {
		commands: () => [files.contents(dropIns), files.readFile('/etc/k0s/containerd.toml')],
		read: readConfig,
	},
	registryPlaces: {
		after: ['registryConfig'],
		commands: (_, facts) => hostsFiles(facts).map(([, path]) => files.readFile(path)),
		read: (outcomes, _, facts) => readPlaces(outcomes, facts),
	},
	imageRepository: {
		after: ['configFile'],
		commands: (_, {configFile: file}) => (file?.known && file.value !== null ? only(files.readFile(file.value)) : []),
		read(outcomes, _, {configFile: file}) {
			if (file?.known && file.value === null) return known(null);
			return mapReading(first(outcomes, readText, file?.known === false ? file : notAsked), text =>
				imageRepository(text ?? ''),
			);
		},
	},
	quayAnswer: answers('quay.io'),
	dockerAnswer: answers('docker.io'),
} satisfies Partial<Table>;
