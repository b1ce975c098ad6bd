import {readFileSync, writeFileSync} from 'node:fs';
import process from 'node:process';
import {format, resolveConfig} from 'prettier';
import {describe, expect, test} from 'vitest';
import type {InstallFacts} from '../../source/install/facts.js';
import {defaultAnswers} from '../../source/install/answers.js';
import type {ResetFacts} from '../../source/install/reset/facts.js';
import {resetSteps} from '../../source/install/reset/steps.js';
import {installSteps} from '../../source/install/steps.js';
import {effectOf} from '../../source/engine/undo-effects.js';
import type {Unit} from '../../source/facts/cluster.js';
import {keepsFailure, loadStates, results, subStates, unitCase, unitCases} from '../../source/model/unit-states.js';
import {known, unknown} from '../../source/facts/reading.js';
import {plainIds} from '../support/plain-ids.js';
import {unitStatesDoc} from '../support/unit-states-doc.js';

const text = plainIds;
const file = new URL('../../docs/SYSTEMD-STATES.md', import.meta.url);

const unitOf = (loadState: string, activeState: string, subState: string, result: string, met: boolean): Unit => ({
	...{id: 'k0scontroller.service', loadState, activeState, subState, result, restarts: 0, pid: null, exitStatus: 0},
	...{
		conditionMet: met,
		fileState: 'enabled',
		path: '/etc/systemd/system/k0scontroller.service',
		activeSince: null,
		activeSinceMono: null,
	},
});

/** Every state that systemd 252 to 257 can tell, with each reason of the last end. */
const all = loadStates.flatMap(load =>
	Object.entries(subStates).flatMap(([active, subs]) =>
		subs.flatMap(sub => results.flatMap(result => [true, false].map(met => unitOf(load, active, sub, result, met)))),
	),
);

const step = <T extends {readonly id: string}>(steps: readonly T[], id: string): T => {
	const found = steps.find(each => each.id === id);
	if (!found) throw new Error(id);
	return found;
};

const start = step(installSteps(text), 'start');
const stop = step(resetSteps(text), 'stop');
const down = unknown('not-running', 'k0s');

const startFacts = (unit: Unit): InstallFacts =>
	({
		controllerUnit: known(unit),
		k0sProcesses: known([]),
		cluster: {k0s: down, nodes: down, all: down, journal: known([])},
	}) as unknown as InstallFacts;

const startsBy = (unit: Unit): readonly string[] =>
	start.plan(startFacts(unit), defaultAnswers).map(({command}) => command.argv.join(' '));
const stopsBy = (unit: Unit): readonly string[] =>
	stop
		.plan({controllerUnit: known(unit), k0sVersion: known('v1.34.1+k0s.0')} as unknown as ResetFacts, {} as never)
		.map(({command}) => command.argv.join(' '));

test('docs/SYSTEMD-STATES.md is this table (UPDATE_DOCS=1 writes it)', async () => {
	const options = await resolveConfig(file);
	const wanted = await format(unitStatesDoc(), {...options, parser: 'markdown'});
	if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, wanted);
	expect(readFileSync(file, 'utf8')).toBe(wanted);
});

describe(`each of ${all.length} states`, () => {
	test('is decided for start, stop, undo and check', () => {
		for (const unit of all) {
			const decided = unitCase(unit);
			expect(unitCases).toContain(decided);
			const judged = start.judge(startFacts(unit), defaultAnswers);
			expect(judged.found, JSON.stringify(unit)).not.toBe('');
			if (decided.start === 'blocked') expect(judged.state).toBe('blocked');
			if (decided.start === 'blocked') expect(judged.hint ?? '').not.toBe('');
		}
	});

	test('never calls k0s where k0s refuses, and forgets a failure before a start', () => {
		for (const unit of all) {
			const decided = unitCase(unit);
			const words = JSON.stringify(unit);
			const starting = startsBy(unit);
			const at = starting.indexOf('k0s start');
			const forgets = starting.indexOf('systemctl reset-failed k0scontroller.service');
			if (at >= 0 && decided.k0sStart !== 'ok' && decided.start !== 'install') {
				expect(['no-program', 'failed', 'stopping', 'cleaning'], words).toContain(decided.id);
			}

			if (at >= 0 && unit.activeState === 'failed') expect(forgets, words).toBe(at - 1);
			const stopping = stopsBy(unit);
			if (stopping.includes('k0s stop')) expect(decided.k0sStop, words).toBe('ok');
			// Nothing is called stopped that systemd still keeps as failed.
			const judged = stop.judge(
				{controllerUnit: known(unit), k0sVersion: known('')} as unknown as ResetFacts,
				{} as never,
			);
			if (unit.activeState === 'failed') expect(judged.state, words).toBe('open');
			if (unit.activeState === 'failed')
				expect(stopping, words).toContain('systemctl reset-failed k0scontroller.service');
			if (judged.state === 'so') expect(unit.activeState, words).toBe('inactive');
		}
	});

	test('the undo of a start runs k0s stop only where something runs, and forgets only what systemd keeps', () => {
		for (const unit of all) {
			const shown = `Id=${unit.id}\nLoadState=${unit.loadState}\nActiveState=${unit.activeState}\nSubState=${unit.subState}\nResult=${unit.result}\n`;
			const outcome = {
				...{kind: 'ok' as const, argv: [], exit: 0, signal: null, stdout: shown, stderr: '', stdoutCut: 0},
				...{stderrCut: 0, startedAt: 0, ms: 0},
			};
			const effect = (argv: readonly string[]) => effectOf(argv)?.judge([outcome]);
			const stopped = effect(['k0s', 'stop']);
			if (stopped === 'there') expect(['inactive', 'failed']).toContain(unit.activeState);
			if (['deactivating', 'maintenance'].includes(unit.activeState)) expect(stopped).toBe('comes');
			if (unit.activeState === 'active') expect(stopped).toBe('not');
			const forgotten = effect(['systemctl', 'reset-failed', 'k0scontroller.service']);
			expect(forgotten).toBe(keepsFailure(unit) ? 'not' : 'there');
		}
	});
});
