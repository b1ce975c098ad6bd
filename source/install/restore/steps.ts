import * as edit from '../../command/edit.js';
import * as k0s from '../../command/k0s.js';
import {ownDataFolder} from '../../model/data-folder.js';
import {filesIn, hasConfig, missingIn, snapshots, storageIn, unpacked} from '../../model/k0s-archive.js';
import {isDown} from '../../model/unit-states.js';
import {fromOutside, listed, type Coded, type IdText} from '../../text/ids.js';
import {upkeepIds} from '../../text/upkeep.js';
import type {Judgement, Step} from '../../engine/step.js';
import {resetting} from '../../engine/service-end.js';
import {because} from '../stages.js';
import {preflight, privilege} from '../steps/before.js';
import {downloadStep} from '../steps/download.js';
import {place} from '../steps/place.js';
import {healthy, install, start} from '../steps/service.js';
import {hasWanted} from '../facts.js';
import {configTarget, type RestoreAnswers, type RestoreFacts} from './facts.js';

type RestoreStep = Step<RestoreFacts, RestoreAnswers>;

const words = upkeepIds.restore;
const none = (): readonly [] => [];
const blocked = (found: Coded, hint?: Coded): Judgement => ({
	state: 'blocked',
	found,
	...(hint === undefined ? {} : {hint}),
});

/** Read to its end, and whole: k0s itself finds out half way, when its folders are written already. */
const archive = (text: IdText): RestoreStep => {
	const {archive: own} = words;
	return {
		...{id: 'archive', title: own.title, why: own.why, guide: [], plan: none, undo: none},
		needs: ['archive', 'archivedConfig'],
		judge({archive: read, archivedConfig: config}, {file}): Judgement {
			if (!read.known) return blocked(own.unread(file, because(read, text)), own.hint);
			if (read.value === null) return blocked(own.absent(file));
			const missing = [...missingIn(read.value), ...(hasConfig(read.value) ? [] : ['k0s.yaml'])];
			if (missing.length > 0) return blocked(own.incomplete(file, fromOutside(missing.join(', '))), own.hint);
			if (!config.known) return blocked(own.unread(file, because(config, text)), own.hint);
			const storage = storageIn(config.value ?? '');
			const snapshot = storage === undefined ? undefined : snapshots[storage];
			if (storage === undefined || !read.value.some(({path}) => path === snapshot)) {
				return blocked(own.other(storage ?? '?'), own.hint);
			}

			return {state: 'so', found: own.so(filesIn(read.value), unpacked(read.value), storage)};
		},
	};
};

/** Never over a cluster that is there: neither would work after it. */
const vacant = (text: IdText): RestoreStep => {
	const {vacant: own} = words;
	return {
		...{id: 'vacant', title: own.title, why: own.why, guide: [], plan: none, undo: none},
		needs: ['controllerUnit', 'k0sProcesses', 'occupied'],
		judge({controllerUnit: unit, k0sProcesses: processes, occupied}, answers): Judgement {
			if (!unit.known) return blocked(because(unit, text));
			if (!occupied.known) return blocked(because(occupied, text));
			if (answers.resumed && occupied.value.length > 0) return {state: 'so', found: own.ours};
			if (!isDown(unit.value)) return blocked(own.runs, own.resetFirst);
			const folder = ownDataFolder(answers.dataDir);
			if (occupied.value.length > 0) return blocked(own.holds(folder, occupied.value.join(', ')), own.resetFirst);
			const plane = processes.known ? processes.value.filter(({kind}) => kind === 'control-plane') : [];
			if (plane.length > 0) {
				return blocked(own.processes(plane.map(({name, pid}) => `${name} ${pid}`).join(', ')), own.resetFirst);
			}

			return {state: 'so', found: own.so(folder)};
		},
	};
};

const restore = (text: IdText): RestoreStep => {
	const {restore: own} = words;
	return {
		...{id: 'restore', title: own.title, why: own.why, guide: []},
		needs: ['k0sVersion', 'release', 'occupied', 'hasConfig', 'archivedConfig'],
		judge({occupied}, answers): Judgement {
			const folder = ownDataFolder(answers.dataDir);
			if (!occupied.known) return blocked(because(occupied, text));
			if (occupied.value.length === 0) return {state: 'open', found: own.open(folder)};
			const wanted = ['pki', occupied.value.includes('db') ? 'db' : 'etcd'];
			const missing = wanted.filter(name => !occupied.value.includes(name));
			return missing.length === 0
				? {state: 'so', found: own.so(folder)}
				: blocked(own.incomplete(folder, listed(missing.map(fromOutside), ', ')), own.failedHint);
		},
		plan: ({hasConfig: isThere}, answers) => [
			...(isThere.known && isThere.value
				? [{command: edit.backup(configTarget, `${configTarget}.before-restore`)}]
				: [{command: edit.makeConfigFolder()}]),
			{
				command: k0s.restore(answers.file, configTarget, answers.dataDir),
				hint: own.failedHint,
				// Nothing of k0s was in the data folder before: all that is there now came with this command.
				undoOnFailure: {
					actions: resetting(answers.dataDir).map(command => ({command, optional: command.argv[0] !== 'k0s'})),
					done: own.removedAgain,
				},
			},
		],
		outline: ({hasConfig: isThere}, answers) => ({
			does: own.does(answers.file, ownDataFolder(answers.dataDir)),
			warns: [
				...(isThere.known && isThere.value ? [own.keeps(configTarget)] : []),
				...[own.name, own.noUndo, words.volumes],
			],
		}),
		undo: (_facts, answers) => resetting(answers.dataDir),
		ready: (facts, answers) => (hasWanted(facts, answers) ? undefined : own.ready),
	};
};

/** The archive, a host without a cluster, k0s itself, the data, the service. The ids are part of what scripts see. */
export const restoreSteps = (text: IdText): readonly RestoreStep[] => [
	privilege(text),
	archive(text),
	vacant(text),
	preflight(text),
	downloadStep(text),
	place(text),
	restore(text),
	install(text),
	start(text),
	healthy(text),
];
