import type {Outcome} from '../command/outcome.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import {fitting, isPattern, readVariables} from '../read/environment-file.js';
import {readFolder} from '../read/file.js';
import {readEnvironment} from '../read/units.js';
import {notAsked} from '../fact-table/one-fact.js';
import type {Facts} from './facts.js';

/** What a service gets as its environment: systemd's own, the unit's, then its files, each over what came before. */

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/** Folders of patterns; one whose folder is a pattern itself is not looked for. */
export const patternFolders = (files: Facts['environmentFiles'] | undefined): readonly string[] =>
	files?.known
		? [
				...new Set(
					files.value.files.flatMap(({path}) =>
						isPattern(path) && !isPattern(folderOf(path)) ? [folderOf(path)] : [],
					),
				),
			]
		: [];

export function pathsOf(
	outcomes: readonly Outcome[],
	files: Facts['environmentFiles'] | undefined,
): Facts['environmentPaths'] {
	if (!files?.known) return files ?? notAsked;
	const folders = patternFolders(files);
	const paths: string[] = [];
	for (const {path} of files.value.files) {
		const folder = folderOf(path);
		if (!isPattern(path)) paths.push(path);
		else if (isPattern(folder)) return unknown('unreadable', path);
		else {
			const outcome = outcomes[folders.indexOf(folder)];
			const names = outcome ? readFolder(outcome) : notAsked;
			if (!names.known) return names;
			paths.push(...fitting(path, names.value ?? []).map(name => `${folder === '/' ? '' : folder}/${name}`));
		}
	}

	return known(paths);
}

/** Unknown only where a file was named and could not be read, or the unit itself: then nobody knows what is set. */
export function joinedEnvironment(
	[ofUnit, ofManager, ofFiles]: readonly Outcome[],
	_: unknown,
	{environmentFiles, environmentPaths}: Partial<Facts>,
): Reading<ReadonlyMap<string, string>> {
	const own = ofUnit ? readEnvironment(ofUnit) : notAsked;
	if (!own.known) return own;
	const manager = ofManager ? readEnvironment(ofManager) : notAsked;
	const all = new Map([...(manager.known ? manager.value : []), ...own.value]);
	if (environmentPaths?.known === false && environmentFiles?.known === true) return environmentPaths;
	const variables = ofFiles ? readVariables(ofFiles) : known(new Map<string, ReadonlyMap<string, string>>());
	if (!variables.known) return variables;
	for (const path of environmentPaths?.known ? environmentPaths.value : []) {
		for (const [name, value] of variables.value.get(path) ?? []) all.set(name, value);
	}

	for (const word of environmentFiles?.known ? environmentFiles.value.unset : []) {
		const [name = ''] = word.split('=', 1);
		if (!word.includes('=') || all.get(name) === word.slice(name.length + 1)) all.delete(name);
	}

	return known(all);
}
