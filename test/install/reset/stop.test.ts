import {describe, expect, test} from 'vitest';
import {known, unknown} from '../../../source/facts/reading.js';
import type {ResetAnswers, ResetFacts} from '../../../source/install/reset/facts.js';
import {resetSteps} from '../../../source/install/reset/steps.js';
import {plainIds} from '../../support/plain-ids.js';

const stop = resetSteps(plainIds).find(({id}) => id === 'stop')!;
const version = known('v1.34.1+k0s.0');

/** The unit as `systemctl show` says it, and what is run to bring it down. */
function planned(unit: readonly [load: string, active: string, sub: string], k0sVersion: unknown = version, more = {}) {
	const [loadState, activeState, subState] = unit;
	const shown = {id: 'k0scontroller.service', loadState, activeState, subState, result: 'exit-code', ...more};
	const facts = {controllerUnit: known(shown), k0sVersion};
	const plan = stop.plan(facts as unknown as ResetFacts, {} as ResetAnswers);
	return {
		state: stop.judge(facts as unknown as ResetFacts, {} as ResetAnswers).state,
		commands: plan.map(planned => ('command' in planned ? planned.command : planned).argv.join(' ')),
		optional: plan.every(planned => 'optional' in planned && planned.optional),
	};
}

const forget = 'systemctl reset-failed k0scontroller.service';
const bySystemd = 'systemctl stop k0scontroller.service';

describe('what brings k0s down before a reset', () => {
	test('k0s itself, where its service runs', () => {
		const {state, commands} = planned(['loaded', 'active', 'running']);
		expect(state).toBe('open');
		expect(commands).toEqual([expect.stringMatching(/^\S*k0s stop$/), forget]);
	});

	test('systemd, where the program of k0s is gone or does not answer', () => {
		expect(planned(['loaded', 'active', 'running'], unknown('tool-missing')).commands).toEqual([bySystemd, forget]);
	});

	test('a worker’s own unit, where that is what is here', () => {
		const {commands} = planned(['loaded', 'activating', 'start'], version, {id: 'k0sworker.service'});
		expect(commands).toEqual(['systemctl stop k0sworker.service', 'systemctl reset-failed k0sworker.service']);
	});

	test.each([
		['loaded', 'activating', 'auto-restart'],
		['loaded', 'activating', 'start'],
		['loaded', 'deactivating', 'stop-sigterm'],
		['loaded', 'reloading', 'reload'],
		['loaded', 'failed', 'failed-before-auto-restart'],
	] as const)('systemd, where k0s refuses to: %s %s %s', (...unit) => {
		expect(planned(unit)).toMatchObject({state: 'open', commands: [bySystemd, forget]});
	});

	test.each([
		['loaded', 'failed', 'failed'],
		['not-found', 'failed', 'failed'],
		['masked', 'failed', 'failed'],
	] as const)('nothing runs where it failed, only the failure is forgotten: %s %s', (...unit) => {
		expect(planned(unit)).toMatchObject({state: 'open', commands: [forget]});
	});

	test.each([
		['loaded', 'inactive', 'dead'],
		['not-found', 'inactive', 'dead'],
		['masked', 'inactive', 'dead'],
	] as const)('it is down: %s %s', (...unit) => {
		expect(planned(unit).state).toBe('so');
	});

	test('what was not read is not stopped', () => {
		const facts = {controllerUnit: unknown('timed-out'), k0sVersion: version} as unknown as ResetFacts;
		expect(stop.judge(facts, {} as ResetAnswers).state).toBe('blocked');
		expect(stop.plan(facts, {} as ResetAnswers)).toEqual([]);
	});

	test('a stop that took too long may end badly: what counts is that it is down', () => {
		expect(planned(['loaded', 'active', 'running']).optional).toBe(true);
	});
});
