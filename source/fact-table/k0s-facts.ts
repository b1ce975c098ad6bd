import type {Command} from '../command/command.js';
import {binaryFolder} from '../command/download.js';
import * as files from '../command/files.js';
import * as k0s from '../command/k0s.js';
import {unitName, unitPath, workerUnitName} from '../command/k0s-paths.js';
import * as openrc from '../command/openrc.js';
import {listProcesses} from '../command/processes.js';
import * as systemd from '../command/systemd.js';
import type {Unit} from '../facts/cluster.js';
import type {Disk, K0sProcess} from '../facts/host.js';
import {known, mapReading, unknown, type Reading} from '../facts/reading.js';
import {ancestors} from '../model/ancestors.js';
import {dataFolder, ownDataFolder} from '../model/data-folder.js';
import {dataPath} from '../model/unit-file.js';
import {readDisk} from '../read/df.js';
import {readExisting, readText} from '../read/file.js';
import {readK0sProcesses} from '../read/k0s/processes.js';
import {readK0sVersion} from '../read/k0s/version.js';
import {readOpenRc} from '../read/openrc.js';
import {readUnit} from '../read/systemctl-show.js';
import type {Fact, FactTable} from './fact.js';
import {first, firstThere, notAsked, one} from './one-fact.js';

/** Facts about the k0s of this host, and where it keeps its data or would keep it. */
export type K0sFacts = {
	/** The version that the k0s on this host says. */
	readonly k0sVersion: Reading<string>;
	/** OpenRC, not systemd, started this system and its services. */
	readonly openrc: Reading<boolean>;
	/** k0s's unit on this host: the controller's, else the worker's where that is there (`id` tells); k0s's own order. */
	readonly controllerUnit: Reading<Unit>;
	/** The text of that unit's file, wherever systemd found it; null: no unit. */
	readonly unitFile: Reading<string | null>;
	/** The nearest folder above the data folder that is there. */
	readonly dataAncestor: Reading<string>;
	/** The file system of the data folder. */
	readonly disk: Reading<Disk>;
	/** The file system that k0s itself is on, or is put on; null: there is no such folder. */
	readonly programDisk: Reading<Disk | null>;
	/** Of k0s and its pods, whether its service runs or not. */
	readonly k0sProcesses: Reading<readonly K0sProcess[]>;
};

/** `dataDir`: the data folder that a person chose; undefined: k0s's own. */
export type DataChoice = {readonly dataDir: string | undefined};
type F = K0sFacts;

/** Where the installed k0s keeps its data, else where one would. */
export const dataFolderOf = ({dataDir}: DataChoice, {unitFile}: Partial<F>): string =>
	(unitFile?.known ? dataPath(unitFile.value) : undefined) ?? dataFolder(dataDir);

const toData = (answers: DataChoice, facts: Partial<F>): readonly string[] => ancestors(dataFolderOf(answers, facts));

export const askProcesses = (answers: DataChoice, facts: Partial<F>): readonly Command[] => [
	listProcesses(ownDataFolder(dataFolderOf(answers, facts))),
];

/** A worker's unit counts only where there is none of a controller. */
function ofBoth(controller: Reading<Unit> | undefined, worker: Reading<Unit> | undefined): Reading<Unit> {
	if (!controller?.known) return controller ?? notAsked;
	return controller.value.loadState === 'not-found' && worker?.known && worker.value.loadState !== 'not-found'
		? worker
		: controller;
}

const scripts = ['k0scontroller', 'k0sworker'] as const;

/** OpenRC is asked where it runs this system. */
const ownUnit: Fact<Reading<Unit>, Pick<F, 'openrc'>, unknown> = {
	after: ['openrc'],
	commands: (_, {openrc: runs}) =>
		runs?.known && runs.value
			? scripts.flatMap(name => [openrc.serviceState(name), openrc.supervised(name)])
			: [systemd.showUnit(unitName), systemd.showUnit(workerUnitName)],
	read(outcomes, _, {openrc: runs}) {
		if (!runs?.known || !runs.value) {
			const [controller, worker] = outcomes.map(outcome => readUnit(outcome));
			return ofBoth(controller, worker);
		}

		const [controller, notes, worker, notesOfWorker] = outcomes;
		return ofBoth(
			controller && notes && readOpenRc(scripts[0], controller, notes),
			worker && notesOfWorker && readOpenRc(scripts[1], worker, notesOfWorker),
		);
	},
};

export const k0sFacts = {
	k0sVersion: one(k0s.version(), readK0sVersion),
	openrc: {
		commands: () => [files.existing(['/run/openrc/softlevel'])],
		read: outcomes => mapReading(first(outcomes, readExisting), there => there.length > 0),
	},
	controllerUnit: ownUnit,
	unitFile: {
		after: ['controllerUnit'],
		commands(_, {controllerUnit: unit}) {
			const path = unit?.known ? unit.value.path : unitPath;
			return path === null ? [] : [files.readFile(path, 'read-unit')];
		},
		read(outcomes, _, {controllerUnit: unit}) {
			if (outcomes.length === 0) return known(null);
			const text = first(outcomes, readText);
			// Without systemd's word a file in the usual place tells what it says, and none there tells nothing.
			return unit?.known === false && text.known && text.value === null ? unit : text;
		},
	},
	dataAncestor: {
		after: ['unitFile'],
		commands: (answers, facts) => [files.existing(toData(answers, facts))],
		read: (outcomes, answers, facts) => firstThere(outcomes, toData(answers, facts)),
	},
	disk: {
		after: ['dataAncestor'],
		commands: (_, {dataAncestor: folder}) => (folder?.known ? [files.diskSpace(folder.value)] : []),
		read(outcomes, _, {dataAncestor: folder}) {
			if (folder?.known === false) return folder;
			const disk = first(outcomes, readDisk);
			// The folder was there a moment ago.
			return disk.known ? (disk.value === null ? unknown('not-installed', 'df') : known(disk.value)) : disk;
		},
	},
	programDisk: one(files.diskSpace(binaryFolder), readDisk),
	k0sProcesses: {
		after: ['unitFile'],
		commands: askProcesses,
		read: outcomes => first(outcomes, readK0sProcesses),
	},
} satisfies FactTable<K0sFacts, DataChoice>;
