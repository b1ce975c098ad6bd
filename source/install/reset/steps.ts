import {ownDataFolder} from '../../model/data-folder.js';
import {defaultDataDir, k0sRunFolder, unitPath, workerUnitPath} from '../../command/k0s-paths.js';
import * as k0s from '../../command/k0s.js';
import {endProcesses} from '../../command/processes.js';
import * as systemd from '../../command/systemd.js';
import {refusesOpenRc} from '../openrc.js';
import type {K0sProcess} from '../../facts/host.js';
import {isSystemFolder} from '../../model/system-folder.js';
import {isDown, unitCase} from '../../model/unit-states.js';
import type {Coded, IdText} from '../../text/ids.js';
import {because} from '../stages.js';
import type {Action, Judgement, Step} from '../../engine/step.js';
import {type ResetAnswers, type ResetFacts} from './facts.js';
import {isKubelets} from './kubelet-left.js';
import {some, type Leftover} from './left.js';
import {foreignIn} from './ownership.js';
import {leftOn, leftoversOf} from './leftovers.js';
import {unreadOf} from './unread.js';

type ResetStep = Step<ResetFacts, ResetAnswers>;

const none = (): readonly [] => [];
const head = (id: string, {title, why, does}: {readonly title: Coded; readonly why: Coded; readonly does?: Coded}) => ({
	id,
	title,
	why,
	guide: [],
	undo: none,
	// What each of them loses is one thing, told once above them all.
	...(does === undefined ? {} : {outline: () => ({does, warns: []})}),
});

const root = (text: IdText): ResetStep => ({
	...head('privilege', text.install.steps.privilege),
	needs: ['uid'],
	judge({uid}): Judgement {
		const words = text.install.steps.privilege;
		if (!uid.known) return {state: 'blocked', found: because(uid, text)};
		return uid.value === 0
			? {state: 'so', found: words.root}
			: {state: 'blocked', found: words.notRoot, hint: words.becomeRoot};
	},
	plan: none,
});

/** k0s refuses to reset while it runs, and neither starts nor stops a unit that failed. */
const stop = (text: IdText): ResetStep => {
	const words = text.install.reset.stop;
	return {
		...head('stop', words),
		needs: ['openrc', 'controllerUnit', 'k0sVersion'],
		judge({openrc, controllerUnit: unit}, {foreignUnits = []}): Judgement {
			const refusal = refusesOpenRc(openrc, 'reset', text);
			if (refusal) return refusal;
			if (!unit.known) return {state: 'blocked', found: because(unit, text)};
			const foreign = foreignUnits.find(({path}) => path.endsWith(`/${unit.value.id}`));
			if (foreign) return {state: 'blocked', found: words.foreign(foreign.path, foreign.line), hint: words.foreignHint};
			const {loadState, activeState, subState, result} = unit.value;
			switch (unitCase(unit.value).stop) {
				case 'none': {
					return {state: 'so', found: loadState === 'not-found' ? words.absent : words.stopped};
				}

				case 'reset-failed': {
					return {state: 'open', found: words.failed(result)};
				}

				default: {
					return {state: 'open', found: words.runs(activeState, subState)};
				}
			}
		},
		// What counts is that it is down after them: a stop that took too long ends in a failed unit.
		plan({controllerUnit: unit, k0sVersion}) {
			if (!unit.known) return [];
			const move = unitCase(unit.value).stop;
			const stops = move === 'k0s-stop' && k0sVersion.known ? k0s.stop() : systemd.stopUnit(unit.value.id);
			return [
				...(move === 'reset-failed' ? [] : [{command: stops, optional: true}]),
				{command: systemd.resetFailed(unit.value.id), optional: true},
			];
		},
	};
};

/** A k0s that was killed leaves its children: they hold their ports, and the accounts that they run as. */
const processes = (text: IdText): ResetStep => {
	const words = text.install.reset.processes;
	return {
		...head('processes', words),
		needs: ['controllerUnit', 'k0sProcesses'],
		judge({controllerUnit: unit, k0sProcesses: all}): Judgement {
			if (!all.known) return {state: 'blocked', found: because(all, text)};
			const plane = all.value.filter(({kind}) => kind === 'control-plane');
			if (plane.length === 0) return {state: 'so', found: words.none};
			return unit.known && isDown(unit.value)
				? {state: 'open', found: words.left(named(plane))}
				: {state: 'open', found: words.later};
		},
		plan: (_facts, {dataDir}) => [{command: endProcesses(ownDataFolder(dataDir), 'control-plane'), optional: true}],
	};
};

export const named = (processes: readonly K0sProcess[]): string =>
	processes.map(({name, pid}) => `${name} ${pid}`).join(', ');

/** Its failure ends nothing: what it leaves is looked for next, by name. */
const reset = (text: IdText): ResetStep => {
	const words = text.install.reset.reset;
	return {
		...head('reset', words),
		needs: ['k0sVersion', 'paths', 'data'],
		judge({k0sVersion, paths, data}, {dataDir}): Judgement {
			if (!paths.known) return {state: 'blocked', found: because(paths, text)};
			if (dataDir !== undefined && isSystemFolder(dataDir)) {
				return {state: 'blocked', found: text.install.steps.preflight.systemFolder(dataDir)};
			}

			// k0s deletes the whole folder, whatever else somebody keeps in it.
			const folder = data.known ? data.value.find(({path}) => path === dataDir && path !== defaultDataDir) : undefined;
			const foreign = foreignIn(folder?.entries ?? []);
			if (foreign.length > 0) {
				return {state: 'blocked', found: words.foreign(dataDir ?? '', some(foreign)), hint: words.foreignHint};
			}

			const left = [unitPath, workerUnitPath, dataDir ?? defaultDataDir, k0sRunFolder].filter(path =>
				paths.value.includes(path),
			);
			if (left.length === 0) return {state: 'so', found: words.nothing};
			return k0sVersion.known
				? {state: 'open', found: words.there(left.join(', '))}
				: {state: 'skipped', found: words.noBinary};
		},
		plan(facts, answers) {
			const root = isKubelets(facts, answers) ? answers.kubeletRoot : null;
			return [{command: k0s.reset(answers.dataDir, root ?? undefined), optional: true}];
		},
		notes: () => [text.install.reset.dataLoss],
		leavesRest: true,
	};
};

/** k0s's own reset ends its pods, but not those whose containerd it does not find any more. */
const pods = (text: IdText): ResetStep => {
	const words = text.install.reset.pods;
	return {
		...head('pods', words),
		needs: ['controllerUnit', 'k0sProcesses', 'paths'],
		judge({k0sProcesses: all}): Judgement {
			if (!all.known) return {state: 'blocked', found: because(all, text)};
			if (all.value.length === 0) return {state: 'so', found: words.none};
			return {state: 'open', found: words.run(all.value.length), hint: text.install.reset.leftovers.reboot};
		},
		plan: (_facts, {dataDir}) => [{command: endProcesses(ownDataFolder(dataDir), 'all'), optional: true}],
	};
};

/** All places where something of k0s may be left. */
const looks: ReadonlyArray<keyof ResetFacts> = [
	...([
		'controllerUnit',
		'workerUnit',
		'k0sProcesses',
		'paths',
		'data',
		'contents',
		'births',
		'beside',
		'managed',
		'shims',
		'mounts',
		'accounts',
		'links',
	] as const),
	...(['rules', 'tables', 'sets', 'modules', 'legacyTables', 'ipRules', 'routes'] as const),
	...(['groups', 'settings', 'firewall'] as const),
];

const leftovers = (text: IdText): ResetStep => {
	const words = text.install.reset.leftovers;
	return {
		...head('leftovers', words),
		follows: true,
		notes: ({paths}) =>
			paths.known && [unitPath, workerUnitPath].some(path => paths.value.includes(path)) ? [words.follows] : [],
		needs: looks,
		judge(facts, answers): Judgement {
			if (!facts.paths.known) return {state: 'blocked', found: because(facts.paths, text)};
			const {leftovers: left, kept} = leftOn(facts, answers);
			if (left.length > 0) return {state: 'open', found: words.some(left.length), hint: words.reboot};
			const unread = unreadOf(facts, text);
			if (unread.length > 0) return {state: 'so', found: text.install.reset.noneSeen(unread.join(', '))};
			const staying = kept.filter(({kind}) => kind !== 'setting').length;
			return {state: 'so', found: staying === 0 ? words.none : text.install.reset.keptAlone(staying)};
		},
		plan(facts, answers) {
			const left = distinct(leftoversOf(facts, answers));
			return left.map(each => ({command: each.command, optional: true, ...afterMounts(each, left)}));
		},
	};
};

/**
 * What is still mounted below a folder may lie on the same file system, where no option of rm or find holds it back: the
 * folder goes only when all of that is unmounted.
 */
function afterMounts({kind, name}: Leftover, left: readonly Leftover[]): Pick<Action, 'afterSuccessOf'> {
	const below = kind === 'folder' ? left.filter(each => each.kind === 'mount' && each.name.startsWith(`${name}/`)) : [];
	return below.length === 0 ? {} : {afterSuccessOf: below.map(({command}) => command)};
}

/** Several things may go by one command: processes that are ended together. What is mounted twice is unmounted twice. */
const distinct = (left: readonly Leftover[]): readonly Leftover[] =>
	left.filter(
		({command, kind}, index) =>
			kind === 'mount' || left.findIndex(other => other.command.argv.join('\0') === command.argv.join('\0')) === index,
	);

/** Stop, what outlives it, reset, and what a reset leaves. The ids are part of what scripts see. */
export const resetSteps = (text: IdText): readonly ResetStep[] => [
	root(text),
	stop(text),
	processes(text),
	reset(text),
	pods(text),
	leftovers(text),
];
