import * as archive from '../../command/archive.js';
import * as files from '../../command/files.js';
import * as k0s from '../../command/k0s.js';
import type {Outcome} from '../../command/outcome.js';
import type {Unit} from '../../facts/cluster.js';
import type {Disk} from '../../facts/host.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import type {FactTable} from '../../fact-table/fact.js';
import {k0sFacts} from '../../fact-table/k0s-facts.js';
import {machineFacts} from '../../fact-table/machine-facts.js';
import {first, one, unasked} from '../../fact-table/one-fact.js';
import {ancestors} from '../../model/ancestors.js';
import {defaultDataDir} from '../../command/k0s-paths.js';
import {readDisk} from '../../read/df.js';
import {isAbsent, readExisting, readFolder} from '../../read/file.js';
import {readArchive, type ArchiveEntry} from '../../read/k0s/archive.js';
import {readStorage, type Storage} from '../../read/k0s/storage.js';
import {notOk} from '../../read/reading.js';

/** `folder`: where the archive goes. `known`: archives that were in it before: what is new is what this run made. */
export type BackupAnswers = {readonly folder: string; readonly known: readonly string[]};

/** The archive that a run made: null, none yet. Sizes in bytes, `mode` in octal. */
export type Saved = {
	readonly path: string;
	readonly bytes: number | null;
	readonly mode: string | null;
	readonly entries: Reading<readonly ArchiveEntry[]>;
};

export type BackupFacts = {
	readonly uid: Reading<number>;
	readonly k0sVersion: Reading<string>;
	readonly openrc: Reading<boolean>;
	readonly controllerUnit: Reading<Unit>;
	readonly storage: Reading<Storage>;
	/** Whether the configuration that k0s was started with is there. */
	readonly startupConfig: Reading<boolean>;
	/** Mode of the folder in octal, `file` where something else has its name; null: not there. */
	readonly folder: Reading<string | null>;
	readonly folderDisk: Reading<Disk>;
	readonly temporaryDisk: Reading<Disk | null>;
	/** Bytes of what is saved, as it lies in the data folder. */
	readonly toSave: Reading<number>;
	readonly archives: Reading<readonly string[]>;
	readonly saved: Saved | null;
};

export const isArchive = (name: string): boolean => /^k0s_backup_[\w.:+-]+\.tar\.gz$/.test(name);

/** Of a folder that may not be there yet: no archive. */
export const archivesIn = (outcome: Outcome): Reading<readonly string[]> => {
	const names = readFolder(outcome);
	return names.known ? known((names.value ?? []).filter(isArchive).toSorted()) : names;
};

const dataDirOf = ({storage}: Partial<BackupFacts>): string =>
	(storage?.known ? storage.value.dataDir : null) ?? defaultDataDir;

/** `du -c`: the last line is the sum. Folders that are not there are none. */
function readTotal(outcome: Outcome): Reading<number> {
	const total = /^(\d+)\s+total$/m.exec(outcome.stdout)?.[1];
	if (total !== undefined && (outcome.kind === 'ok' || isAbsent(outcome))) return known(Number(total));
	return notOk(outcome) ?? unknown('unreadable', outcome.stdout.slice(0, 100));
}

function readMode(outcome: Outcome): Reading<string | null> {
	if (isAbsent(outcome)) return known(null);
	const bad = notOk(outcome);
	if (bad) return bad;
	const [, mode, kind] = /^(\d+) (.+)\n?$/.exec(outcome.stdout) ?? [];
	if (mode === undefined) return unknown('unreadable', outcome.stdout.slice(0, 100));
	return known(kind === 'directory' ? mode : 'file');
}

const newest = (answers: BackupAnswers, {archives}: Partial<BackupFacts>): string | undefined =>
	archives?.known ? archives.value.findLast(name => !answers.known.includes(name)) : undefined;

export const backupFacts: FactTable<BackupFacts, BackupAnswers> = {
	uid: machineFacts.uid,
	k0sVersion: k0sFacts.k0sVersion,
	openrc: k0sFacts.openrc,
	controllerUnit: k0sFacts.controllerUnit,
	storage: one(k0s.status(), readStorage),
	startupConfig: {
		after: ['storage'],
		commands: (_answers, {storage}) =>
			storage?.known && storage.value.configPath !== null ? [files.existing([storage.value.configPath])] : [],
		read(outcomes) {
			const there = first(outcomes, readExisting);
			return there.known ? known(there.value.length > 0) : there;
		},
	},
	folder: {
		commands: ({folder}) => [archive.folderMode(folder)],
		read: outcomes => first(outcomes, readMode),
	},
	folderDisk: {
		commands: ({folder}) => ancestors(folder).map(path => files.diskSpace(path)),
		read(outcomes) {
			const disks = outcomes.map(outcome => readDisk(outcome));
			for (const disk of disks) if (disk.known && disk.value !== null) return known(disk.value);
			return disks[0]?.known === false ? disks[0] : unknown('unreadable', 'df');
		},
	},
	temporaryDisk: one(files.diskSpace('/tmp'), readDisk),
	toSave: {
		after: ['storage'],
		commands: (_answers, facts) => [
			archive.size(
				['pki', 'manifests', 'images', 'helmhome', 'etcd/member/snap/db', 'db/state.db'].map(
					name => `${dataDirOf(facts)}/${name}`,
				),
			),
		],
		read: outcomes => first(outcomes, readTotal),
	},
	archives: {
		commands: ({folder}) => [files.listFolder(folder)],
		read: ([outcome]) => archivesIn(outcome ?? unasked),
	},
	saved: {
		after: ['archives'],
		commands(answers, facts) {
			const name = newest(answers, facts);
			if (name === undefined) return [];
			const path = `${answers.folder}/${name}`;
			return [archive.stat(path), archive.list(path)];
		},
		read([stat, list], answers, facts) {
			const name = newest(answers, facts);
			if (name === undefined || !stat || !list) return null;
			const [, mode, bytes] = /^(\d+) (\d+)\n?$/.exec(stat.kind === 'ok' ? stat.stdout : '') ?? [];
			return {
				path: `${answers.folder}/${name}`,
				bytes: bytes === undefined ? null : Number(bytes),
				mode: mode ?? null,
				entries: readArchive(list),
			};
		},
	},
};
