import {describe, expect, test} from 'vitest';
import type {JournalRecord} from '../../source/engine/journal.js';
import {foldAll, type StepRun} from '../../source/engine/run-state.js';
import {sentence, verbatim} from '../../source/text/ids.js';
import {catalogue} from '../../source/text/text.js';

type Given = Partial<Pick<JournalRecord, 'ev' | 'step' | 'argv' | 'after' | 'exit' | 'sig' | 'ms' | 'run'>>;

/** Records a second apart. */
const records = (...given: readonly Given[]): JournalRecord[] =>
	given.map(
		(each, index) =>
			({
				run: 'install-1',
				step: 'start',
				argv: null,
				after: null,
				exit: null,
				sig: null,
				...each,
				t_mono: 1000 * index,
			}) as JournalRecord,
	);
const step = (...given: readonly Given[]): StepRun => {
	const found = foldAll(records(...given)).steps.get('start');
	if (!found) throw new Error('no such step');
	return found;
};
const begin: Given = {ev: 'begin', argv: ['k0s', 'start']};

describe('a run, told by its records', () => {
	test('a command that nobody saw end still runs', () => {
		expect(step({ev: 'plan'}, begin)).toMatchObject({
			state: 'running',
			commands: [{argv: ['k0s', 'start'], state: 'running', exit: null, ms: null}],
		});
	});

	test.each<[Given, string]>([
		[{exit: 0}, 'ok'],
		[{exit: 1}, 'failed'],
		[{exit: null, sig: 'SIGKILL'}, 'failed'],
		[{exit: 0, sig: 'SIGTERM'}, 'failed'],
	])('a command that ended with %j: %s', (end, state) => {
		const run = step({ev: 'plan'}, begin, {ev: 'end', exit: 0, ms: 5}, begin, {ev: 'end', ms: 7, ...end});
		expect(run.commands).toMatchObject([
			{state: 'ok', ms: 5},
			{state, ms: 7},
		]);
		expect(run.exit).toBe(end.exit);
	});

	test('what was found at the end, with what to do', () => {
		const after = {state: 'failed', found: verbatim('no'), hint: verbatim('look'), stages: [], values: {stall: 'cni'}};
		const run = step({ev: 'plan'}, {ev: 'verify', after} as unknown as Given);
		expect(run).toMatchObject({state: 'failed', values: {stall: 'cni'}, ms: 1000});
		expect(sentence(run.found, catalogue('en'))).toBe('no');
		expect(run.hint && sentence(run.hint, catalogue('en'))).toBe('look');
	});

	test('what it says while it waits ends nothing', () => {
		const after = {state: 'done', found: verbatim('2 of 5')} as unknown as Given['after'];
		expect(step({ev: 'plan'}, {ev: 'out', after: after ?? null}).state).toBe('running');
		expect(step({ev: 'plan'}, {ev: 'verify', after: after ?? null}).state).toBe('done');
	});

	test('one that was ended is aborted, whatever it says of itself', () => {
		const after = {state: 'done', found: verbatim('x')} as unknown as Given['after'];
		expect(step({ev: 'plan'}, {ev: 'aborted', after: after ?? null}).state).toBe('aborted');
	});

	test('an end without a state has failed', () => {
		expect(step({ev: 'plan'}, {ev: 'verify'})).toMatchObject({state: 'failed', hint: null, stages: [], values: {}});
	});

	test('when a stage came true; one that no longer holds comes true anew', () => {
		const out = (...done: readonly boolean[]): Given =>
			({
				ev: 'out',
				after: {stages: done.map((is, index) => ({id: `s${index}`, title: '', done: is, found: ''}))},
			}) as unknown as Given;
		expect(step({ev: 'plan'}, out(true, false), out(true, true)).reached).toEqual({s0: 1000, s1: 2000});
		expect(step({ev: 'plan'}, out(true), out(false), out(true)).reached).toEqual({s0: 3000});
	});

	test('a new plan and an undo begin the step anew', () => {
		const run = step({ev: 'plan'}, begin, {ev: 'undo-begin'}, {ev: 'undo-end'});
		expect(run.commands).toEqual([]);
		expect(run.since).toBe(2000);
		expect(run.ms).toBe(1000);
	});

	test('a record of another run begins that run', () => {
		const {run, steps} = foldAll(records({ev: 'plan'}, {ev: 'plan', run: 'install-2', step: 'other'}));
		expect(run).toBe('install-2');
		expect([...steps.keys()]).toEqual(['other']);
	});

	test('a record of no step says only which run it is', () => {
		expect(foldAll(records({ev: 'archived', step: null}))).toEqual({run: 'install-1', steps: new Map()});
	});
});
