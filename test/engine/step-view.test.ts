import {expect, test} from 'vitest';
import type {Judgement, Step} from '../../source/engine/step.js';
import type {StepRun} from '../../source/engine/run-state.js';
import {stepView} from '../../source/engine/step-view.js';
import {fromOutside, verbatim} from '../../source/text/ids.js';
import {catalogue} from '../../source/text/text.js';

type Facts = {readonly up: boolean};

const step = (wait: Step<Facts, object>['wait']): Step<Facts, object> => ({
	...{
		id: 'healthy',
		title: fromOutside(''),
		why: fromOutside(''),
		guide: [],
		needs: [],
		plan: () => [],
		undo: () => [],
	},
	judge: () => judged,
	...(wait === undefined ? {} : {wait}),
});
const wait = {every: 1000, limit: 1000, times: 1};
const judged: Judgement = {state: 'open', found: fromOutside('waits for DNS'), hint: fromOutside('look at coredns')};
const ran = {
	...{
		state: 'failed',
		found: verbatim('The service crashes'),
		hint: verbatim('journalctl'),
		stages: [],
		values: {},
		commands: [],
	},
	...{exit: null, ms: 1, since: 0, reached: {}},
} as unknown as StepRun;

const shown = (given: {wait?: typeof wait; isOwn: boolean}) => {
	const {state, found, hint} = stepView(
		step(given.wait),
		{up: {commands: () => [], read: () => true}},
		{},
		{
			...{look: {judged, facts: {up: true}}, ran, isOwn: given.isOwn, running: false, newer: false, early: false},
			...{begun: undefined, undoRecorded: [], now: 0},
		},
		catalogue('en'),
	);
	return {state, found, hint};
};

test('what an earlier process waited for in vain gives way to what is there now; that it failed stays', () => {
	expect(shown({wait, isOwn: false})).toEqual({state: 'failed', found: 'waits for DNS', hint: 'look at coredns'});
});

test('why a command failed, and why our own wait did, is told until a probe finds the step done', () => {
	const why = {state: 'failed', found: 'The service crashes', hint: 'journalctl'};
	expect(shown({isOwn: false})).toEqual(why);
	expect(shown({wait, isOwn: true})).toEqual(why);
});
