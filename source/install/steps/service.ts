import {ownDataFolder} from '../../model/data-folder.js';
import * as files from '../../command/files.js';
import * as k0s from '../../command/k0s.js';
import {endProcesses} from '../../command/processes.js';
import * as systemd from '../../command/systemd.js';
import {dataFolderOf} from '../../fact-table/k0s-facts.js';
import type {K0sProcess} from '../../facts/host.js';
import {survivors} from '../../model/leftover-processes.js';
import {keepsFailure, unitCase} from '../../model/unit-states.js';
import {saying, type Coded, type IdText} from '../../text/ids.js';
import type {InstallAnswers} from '../answers.js';
import {refusedConfig} from '../chosen-facts.js';
import {hasWanted, type InstallFacts} from '../facts.js';
import {head} from '../guide.js';
import {
	installCommand,
	installFlags,
	isWorkerRole,
	otherUnit,
	presentUnit,
	roleOf,
	shortUnitOf,
	unitOf,
	unitPathOf,
} from '../role.js';
import {because, stages} from '../stages.js';
import {stallOf} from '../stall.js';
import type {Judgement, Step} from '../../engine/step.js';
import {differingFlags, execStart} from '../../model/unit-file.js';
import {resetting, stopping} from '../../engine/service-end.js';

type InstallStep = Step<InstallFacts, InstallAnswers>;

/** Writes the unit and enables it. An existing unit with other flags is shown, never overwritten. */
export const install = (text: IdText): InstallStep => {
	const words = text.install.steps.install;
	return {
		...head('install', words),
		needs: ['k0sVersion', 'controllerUnit', 'unitFile', 'config'],
		judge({unitFile, controllerUnit: unit, config}, answers) {
			if (!unitFile.known) return {state: 'blocked', found: because(unitFile, text)};
			const other = otherUnit(unit, answers);
			if (other !== undefined) {
				return {state: 'blocked', found: words.otherRole(other, roleOf(answers)), hint: words.otherRoleHint};
			}

			// Before it was placed no k0s could say so.
			const refused = refusedConfig({config, controllerUnit: unit}, answers);
			if (refused !== undefined) {
				return {state: 'blocked', found: text.install.steps.preflight.badConfig(refused.path, refused.said)};
			}

			if (unitFile.value === null) return {state: 'open', found: words.absent};
			const line = execStart(unitFile.value);
			if (line === undefined) return {state: 'blocked', found: words.noExecStart(unitPathOf(answers))};
			const differing = differingFlags(line, installFlags(answers));
			if (differing.length === 0 && isDisabled(unit)) return {state: 'open', found: words.disabled};
			return differing.length === 0
				? {state: 'so', found: words.here(line)}
				: {state: 'blocked', found: words.differs(line, differing.join(' ')), hint: words.differsHint};
		},
		plan: ({unitFile, controllerUnit: unit, config}, answers) =>
			unitFile.known && unitFile.value !== null && isDisabled(unit)
				? [{command: systemd.enableUnit(unitOf(answers))}]
				: [
						// Only a k0s can say whether it takes the file; before it was placed there was none.
						...(isWorkerRole(answers) ? [] : validating('path' in config ? config.path : answers.config)),
						{command: installCommand(answers)},
						{command: files.readFile(unitPathOf(answers), 'read-unit')},
					],
		outline: (_facts, answers) => ({does: words.does(shortUnitOf(answers)), warns: []}),
		undo: ({unitFile, controllerUnit: unit}, answers) =>
			unitFile.known && unitFile.value !== null && isDisabled(unit)
				? [systemd.disableUnit(unitOf(answers))]
				: resetting(answers.dataDir, unitOf(answers)),
		ready: (facts, answers) => (hasWanted(facts, answers) ? undefined : words.noBinary),
	};
};

const validating = (path: string | undefined) => (path === undefined ? [] : [{command: k0s.validateConfig(path)}]);

/** k0s writes the unit first and enables it then: where that failed, the file alone is there. */
const isDisabled = (unit: InstallFacts['controllerUnit']): boolean => unit.known && unit.value.fileState === 'disabled';

/**
 * `k0s start` returns as soon as systemd took the job: that the service stays up is seen after it. What an earlier run left
 * goes first: its processes hold the ports, and a unit that failed is not started.
 */
export const start = (text: IdText): InstallStep => {
	const words = text.install.steps.start;
	return {
		...head('start', words),
		needs: ['controllerUnit', 'unitFile', 'k0sProcesses', 'cluster'],
		judge(facts): Judgement {
			const {controllerUnit: unit} = facts;
			if (!unit.known) return {state: 'blocked', found: because(unit, text)};
			const {activeState, subState, restarts, result, pid, loadState} = unit.value;
			const {id, start: move} = unitCase(unit.value);
			const left = leftOf(facts);
			const open = (found: Coded): Judgement => ({
				state: 'open',
				found: left.length === 0 ? found : saying`${found}. ${words.survivors(named(left))}`,
			});
			switch (move) {
				case 'none': {
					return {state: 'so', found: words.active(pid)};
				}

				case 'blocked': {
					return id.endsWith('masked')
						? {state: 'blocked', found: words.masked(unit.value.id), hint: words.maskedHint(short(unit.value.id))}
						: {
								state: 'blocked',
								found: words.unreadable(unit.value.id, loadState, activeState),
								hint: words.unreadableHint(unit.value.id),
							};
				}

				case 'install': {
					return open(id === 'not-found' ? words.stopped : words.failed(result));
				}

				case 'start': {
					if (id === 'no-program') {
						return {...open(words.conditionFailed), hopeless: true, values: {stall: 'not-executable'}};
					}

					return open(words.stopped);
				}

				case 'stop-first': {
					return open(words.stopping);
				}

				default: {
					const stall = stallOf(facts, text);
					const state =
						move === 'reset-failed' ? words.failed(result) : words.notActive(activeState, subState, restarts);
					return {
						...open(stall === undefined ? state : saying`${state} ${stall.reason}`),
						hint: stall?.fix ?? words.crashHint(short(unit.value.id)),
						...(stall === undefined ? {} : {values: {stall: stall.id}, hopeless: stall.hopeless}),
					};
				}
			}
		},
		plan(facts, answers) {
			const {controllerUnit: unit} = facts;
			if (!unit.known) return [];
			const {start: move} = unitCase(unit.value);
			// While systemd is between two restarts `k0s start` refuses ("already running"): then there is only the wait.
			if (move === 'wait' || move === 'none' || move === 'blocked') return [];
			// By the folder in which they were seen: the installed unit may name another one than the answers.
			const folder = ownDataFolder(dataFolderOf(answers, facts));
			const ends = leftOf(facts).length > 0 ? [{command: endProcesses(folder, 'control-plane')}] : [];
			const {id} = unit.value;
			const forgets = [{command: systemd.resetFailed(id)}];
			return [
				...(move === 'stop-first' ? [{command: systemd.stopUnit(id)}] : []),
				...ends,
				...(move === 'stop-first' || keepsFailure(unit.value) ? forgets : []),
				{command: k0s.start()},
			];
		},
		outline(facts) {
			const left = leftOf(facts);
			return {does: words.does, warns: left.length === 0 ? [] : [words.survivors(named(left))]};
		},
		undo: ({controllerUnit: unit}, answers) => stopping(answers.dataDir, presentUnit(unit, answers)),
		ready: ({controllerUnit: unit}) =>
			unit.known && unit.value.loadState === 'loaded' ? undefined : words.notInstalled,
		wait: {every: 1000, limit: 30_000, times: 2},
	};
};

/** Of the control plane, from a run that failed or was killed. */
const leftOf = ({controllerUnit: unit, k0sProcesses}: InstallFacts): readonly K0sProcess[] =>
	unit.known && k0sProcesses.known ? survivors(k0sProcesses.value, unit.value) : [];

const short = (unit: string): string => unit.replace('.service', '');

const named = (processes: readonly K0sProcess[]): string => processes.map(({name, pid}) => `${name} ${pid}`).join(', ');

const soBy = (answers: InstallAnswers): 'so' | 'soWorker' | 'soController' => {
	const role = roleOf(answers);
	return role === 'worker' ? 'soWorker' : role === 'controller' ? 'soController' : 'so';
};

/** Runs nothing: waits until the five conditions hold, twice in a row, and says what is missing meanwhile. */
export const healthy = (text: IdText): InstallStep => {
	const words = text.install.steps.healthy;
	return {
		...head('healthy', words),
		needs: ['k0sVersion', 'hostname', 'controllerUnit', 'cluster', 'troubles'],
		judge(facts, answers) {
			const seen = stages(facts, text);
			const next = seen.find(({done}) => !done);
			if (!next) return {state: 'so', found: words[soBy(answers)], stages: seen};
			const stall = stallOf(facts, text);
			// Somebody stopped it meanwhile: nobody starts it again.
			const gone =
				facts.controllerUnit.known && ['inactive', 'failed'].includes(facts.controllerUnit.value.activeState);
			const waits = {
				state: 'open',
				found: words.waitsFor(next.title, next.found),
				stages: seen,
				hopeless: gone,
			} as const;
			if (stall === undefined) return waits;
			const named = {...waits, values: {stall: stall.id}};
			return stall.hopeless
				? {...named, found: stall.reason, hint: stall.fix, hopeless: true}
				: {...named, hint: saying`${stall.reason} ${stall.fix}`};
		},
		plan: () => [],
		outline: () => ({does: words.does, warns: []}),
		undo: () => [],
		ready: ({controllerUnit: unit}) =>
			unit.known && ['active', 'activating'].includes(unit.value.activeState) ? undefined : words.notStarted,
		wait: ({wait}) => ({every: 2000, limit: wait * 1000, times: 2}),
	};
};
