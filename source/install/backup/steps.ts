import * as download from '../../command/download.js';
import * as edit from '../../command/edit.js';
import * as files from '../../command/files.js';
import * as k0s from '../../command/k0s.js';
import type {Command} from '../../command/command.js';
import {filesIn, missingIn, unpacked} from '../../model/k0s-archive.js';
import {unitCase} from '../../model/unit-states.js';
import {fromOutside, listed, type Coded, type IdText} from '../../text/ids.js';
import {upkeepIds} from '../../text/upkeep.js';
import {because} from '../stages.js';
import type {Action, Judgement, Step} from '../../engine/step.js';
import {minimalConfig} from './minimal-config.js';
import type {BackupAnswers, BackupFacts, Saved} from './facts.js';

type BackupStep = Step<BackupFacts, BackupAnswers>;

const words = upkeepIds.backup;
const none = (): readonly Command[] => [];
const blocked = (found: Coded, hint?: Coded): Judgement => ({
	state: 'blocked',
	found,
	...(hint === undefined ? {} : {hint}),
});

/** Nothing here can be done without root. */
const root = (text: IdText): BackupStep => {
	const {title, why, root: isRoot, notRoot, becomeRoot} = text.install.steps.privilege;
	return {
		...{id: 'privilege', title, why, guide: [], needs: ['uid'], plan: () => [], undo: none},
		judge({uid}) {
			if (!uid.known) return blocked(because(uid, text));
			return uid.value === 0 ? {state: 'so', found: isRoot} : blocked(notRoot, becomeRoot);
		},
	};
};

/** k0s makes a backup of what it keeps itself, from a control plane that answers. */
const controller = (text: IdText): BackupStep => {
	const {controller: own} = words;
	return {
		...{id: 'controller', title: own.title, why: own.why, guide: [], plan: () => [], undo: none},
		needs: ['k0sVersion', 'controllerUnit', 'storage'],
		judge({k0sVersion, controllerUnit: unit, storage}): Judgement {
			if (!k0sVersion.known && k0sVersion.unknown.reason === 'not-installed') return blocked(own.notInstalled);
			const isDown = unit.known && unitCase(unit.value).id !== 'running';
			if (!storage.known) {
				return storage.unknown.reason === 'not-running' || isDown
					? blocked(own.notRunning, own.startIt)
					: blocked(because(storage, text));
			}

			const {role, type, external, source} = storage.value;
			if (!role.includes('controller')) return blocked(own.worker(role));
			if (external) return blocked(own.external, own.externalHint);
			if (type === null) return blocked(own.storageUnknown);
			if (type === 'kine' && source !== null && !source.startsWith('sqlite')) {
				return blocked(own.database(source.split('://')[0] ?? source), own.databaseHint);
			}

			return {state: 'so', found: own.so(role, type)};
		},
	};
};

/** The archive is built in /tmp first; that it packs well is not counted on. */
const noRoom = ({folderDisk, temporaryDisk, toSave}: BackupFacts): Judgement | undefined => {
	if (!toSave.known) return undefined;
	for (const disk of [folderDisk, temporaryDisk]) {
		if (!disk.known || disk.value === null || disk.value.available >= toSave.value) continue;
		return blocked(words.folder.noRoom(disk.value.available, toSave.value, disk.value.target), words.folder.free);
	}

	return undefined;
};

const isOpenTo = (mode: string): boolean => /[1-7]/.test(mode.slice(-2));

const folder = (text: IdText): BackupStep => {
	const {folder: own} = words;
	return {
		...{id: 'folder', title: own.title, why: own.why, guide: []},
		needs: ['folder', 'folderDisk', 'temporaryDisk', 'storage', 'toSave'],
		judge(facts, {folder: path}): Judgement {
			const {folder: mode, folderDisk: disk} = facts;
			if (!mode.known) return blocked(because(mode, text));
			if (mode.value === 'file') return blocked(own.noFolder(path));
			const full = noRoom(facts);
			if (full !== undefined) return full;
			if (mode.value === null) return {state: 'open', found: own.absent(path)};
			return disk.known
				? {state: 'so', found: own.so(path, disk.value.available)}
				: {state: 'so', found: because(disk, text)};
		},
		plan: (_facts, {folder: path}) => [{command: edit.makeFolder(path)}],
		outline: (_facts, {folder: path}) => ({does: own.does(path), warns: []}),
		undo: none,
	};
};

const configOf = ({storage}: BackupFacts): string =>
	(storage.known ? storage.value.configPath : null) ?? '/etc/k0s/k0s.yaml';

/** k0s packs its configuration whether there is one or not (pkg/backup/config_unix.go of 1.34 to 1.36). */
const needsConfig = ({startupConfig: config}: BackupFacts): boolean => config.known && !config.value;

const backup = (text: IdText): BackupStep => {
	const {backup: own} = words;
	return {
		...{id: 'backup', title: own.title, why: own.why, guide: []},
		needs: ['storage', 'startupConfig', 'folder', 'archives', 'saved'],
		judge({archives, saved}, answers): Judgement {
			if (!archives.known) return blocked(because(archives, text));
			if (saved === null) return {state: 'open', found: own.open(answers.folder)};
			return {state: 'so', found: own.so(saved.path, saved.bytes ?? 0), values: {file: saved.path}};
		},
		plan(facts, answers): readonly Action[] {
			const path = configOf(facts);
			const made: readonly Action[] = needsConfig(facts) ? [{command: edit.writeFile(path, minimalConfig(facts))}] : [];
			const gone: readonly Action[] = needsConfig(facts) ? [{command: files.remove(path)}] : [];
			return [
				...made,
				{
					command: k0s.backup(answers.folder),
					hint: own.failedHint,
					...(gone.length === 0 ? {} : {undoOnFailure: {actions: gone, done: own.failedHint}}),
				},
				...gone,
			];
		},
		outline: (_facts, answers) => ({does: own.does(answers.folder), warns: []}),
		notes: (facts, answers) => notesOf(facts, answers),
		undo: facts => (needsConfig(facts) ? [files.remove(configOf(facts))] : []),
	};

	function notesOf(facts: BackupFacts, answers: BackupAnswers): readonly Coded[] {
		const path = configOf(facts);
		const {folder: mode} = facts;
		return [
			...(needsConfig(facts) ? [own.noConfig(path)] : []),
			...(path.endsWith('/k0s.yaml') ? [] : [own.otherName(path)]),
			...(mode.known && mode.value !== null && isOpenTo(mode.value)
				? [words.folder.open(answers.folder, mode.value)]
				: []),
		];
	}
};

/** Why an archive is not to be counted on; undefined: it was read to its end and is whole. */
export function archiveFault({path, entries}: Saved, text: IdText): Coded | undefined {
	const {seal: own} = words;
	if (!entries.known) return own.unread(path, because(entries, text));
	const missing = missingIn(entries.value);
	return missing.length === 0 ? undefined : own.incomplete(path, listed(missing.map(fromOutside), ', '));
}

const seal = (text: IdText): BackupStep => {
	const {seal: own} = words;
	return {
		...{id: 'seal', title: own.title, why: own.why, guide: [], follows: true as const},
		needs: ['archives', 'saved'],
		judge({saved}): Judgement {
			if (saved === null) return {state: 'open', found: own.later};
			const fault = archiveFault(saved, text);
			if (fault !== undefined) return blocked(fault, own.incompleteHint);
			if (saved.mode !== '600') return {state: 'open', found: own.open(saved.mode ?? '?')};
			const entries = saved.entries.known ? saved.entries.value : [];
			return {state: 'so', found: own.so(filesIn(entries), unpacked(entries)), values: {file: saved.path}};
		},
		plan: ({saved}) =>
			saved === null ? [] : [{command: download.setMode('600', saved.path)}, {command: download.sync(saved.path)}],
		outline: () => ({does: own.does, warns: []}),
		undo: none,
	};
};

/** Makes one archive and reads it. The ids are part of what scripts see. */
export const backupSteps = (text: IdText): readonly BackupStep[] => [
	root(text),
	controller(text),
	folder(text),
	backup(text),
	seal(text),
];
