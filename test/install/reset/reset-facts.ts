import {type DataFolder, type ResetAnswers, type ResetFacts} from '../../../source/install/reset/facts.js';
import {agedFolders} from '../../../source/install/reset/folders-left.js';
import {leftOn} from '../../../source/install/reset/leftovers.js';
import type {Mount} from '../../../source/facts/host.js';
import type {Entry} from '../../../source/read/find.js';
import {known, unknown} from '../../../source/facts/reading.js';
import {plainIds} from '../../support/plain-ids.js';

export const text = plainIds;
/** k0s was installed then; all that it made is younger. */
export const installed = Date.parse('2026-11-30T01:00:00Z');
export const young = new Map(agedFolders.map(path => [path, installed + 60_000] as const));

export const answers = (dataDir?: string, target: string | null = null): ResetAnswers => ({
	...{dataDir, firewall: [], target, podRanges: ['10.244.0.0/16'], kubeletRoot: null, since: installed},
});

/** A host on which all was looked at and nothing is left. */
export const clean: ResetFacts = {
	...{
		uid: known(0),
		openrc: known(false),
		controllerUnit: unknown('aborted'),
		workerUnit: unknown('aborted'),
		k0sProcesses: known([]),
		k0sVersion: known('v1.34.1+k0s.0'),
		paths: known([]),
		data: known([]),
	},
	...{births: known(young)},
	...{contents: known([]), beside: known([]), managed: known(false), shims: known([]), mounts: known([])},
	...{accounts: known([]), links: known([]), rules: [unknown('tool-missing'), unknown('tool-missing')]},
	...{tables: known([]), sets: known([]), firewall: unknown('not-running'), ipRules: [known([]), known([])]},
	...{routes: known([]), groups: known([]), settings: known(new Map()), modules: known([]), legacyTables: known([])},
};

export const mount = (target: string, type = 'tmpfs'): Mount => ({source: type, target, type, options: []});
export const data = (path: string, parts: Partial<DataFolder> = {}): DataFolder => ({
	...{path, entries: ['bin', 'etcd', 'pki'], inode: 1311, kind: 'directory'},
	...parts,
});
/** `d/etc/k0s`: a folder. */
export const entries = (...lines: readonly string[]): readonly Entry[] =>
	lines.map(line => ({kind: line.slice(0, 1), path: line.slice(1)}));

export const leftWith = (facts: Partial<ResetFacts>, given = answers()) => {
	const {leftovers, kept} = leftOn({...clean, ...facts}, given);
	return {
		commands: leftovers.map(({command}) => command.argv.join(' ')),
		kept: kept.map(({name, why, detail}) => [name, why, detail].filter(Boolean).join(' ')),
	};
};

export const files = (...lines: readonly string[]) => ({contents: known(entries(...lines))});
