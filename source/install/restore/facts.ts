import * as archive from '../../command/archive.js';
import * as files from '../../command/files.js';
import type {Outcome} from '../../command/outcome.js';
import {defaultDataDir} from '../../command/k0s-paths.js';
import {known, mapReading, type Reading} from '../../facts/reading.js';
import type {Fact, FactTable} from '../../fact-table/fact.js';
import {unasked} from '../../fact-table/one-fact.js';
import {readExisting, readFolder, readText} from '../../read/file.js';
import {readArchive, type ArchiveEntry} from '../../read/k0s/archive.js';
import type {InstallAnswers} from '../answers.js';
import {installFacts, type InstallFacts} from '../facts.js';

/** `resumed`: what the data folder holds was restored by the run before, of this very archive, and that run did not reach its end. */
export type RestoreAnswers = InstallAnswers & {readonly file: string; readonly resumed: boolean};

type OwnFacts = {
	/** The archive's entries; null: there is no such file. */
	readonly archive: Reading<readonly ArchiveEntry[] | null>;
	/** The text of the k0s.yaml in it; null: none. */
	readonly archivedConfig: Reading<string | null>;
	/** What is in the data folder of what a restore writes or would write over; the folders that hold nothing are left out. */
	readonly occupied: Reading<readonly string[]>;
	/** k0s.yaml where k0s looks for it. */
	readonly hasConfig: Reading<boolean>;
};

export type RestoreFacts = InstallFacts & OwnFacts;

export const configTarget = '/etc/k0s/k0s.yaml';
const stateFolders = ['pki', 'etcd', 'db'] as const;

const dataDir = ({dataDir: chosen}: RestoreAnswers): string => chosen ?? defaultDataDir;

const isMissing = (outcome: Outcome): boolean =>
	outcome.kind === 'failed' && /No such file or directory/.test(outcome.stderr);

const own: {readonly [K in keyof OwnFacts]: Fact<OwnFacts[K], RestoreFacts, RestoreAnswers>} = {
	archive: {
		commands: ({file}) => [archive.list(file)],
		read: ([outcome = unasked]) => (isMissing(outcome) ? known(null) : readArchive(outcome)),
	},
	archivedConfig: {
		after: ['archive'],
		commands: ({file}, facts) =>
			facts.archive?.known && facts.archive.value?.some(({path}) => path === 'k0s.yaml') ? [archive.config(file)] : [],
		read: ([outcome]) => (outcome === undefined ? known(null) : readText(outcome)),
	},
	occupied: {
		commands: answers => stateFolders.map(name => files.listFolder(`${dataDir(answers)}/${name}`)),
		read(outcomes) {
			const full: string[] = [];
			for (const [index, outcome] of outcomes.entries()) {
				const names = readFolder(outcome);
				if (!names.known) return names;
				if ((names.value ?? []).length > 0) full.push(stateFolders[index] ?? '');
			}

			return known(full);
		},
	},
	hasConfig: {
		commands: () => [files.existing([configTarget])],
		read: ([outcome]) => mapReading(readExisting(outcome ?? unasked), there => there.length > 0),
	},
};

export const restoreFacts: FactTable<RestoreFacts, RestoreAnswers> = {...installFacts, ...own};
