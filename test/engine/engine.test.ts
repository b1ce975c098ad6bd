import {expect, describe, test} from 'vitest';
import {command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import {fromOutside, verbatim} from '../../source/text/ids.js';
import {catalogue} from '../../source/text/text.js';
import {lamp, put, setup} from '../support/lamps.js';

const text = catalogue('en');

describe('the engine', () => {
	test('what is already so runs nothing', async () => {
		const host = setup();
		host.lamps['first'] = 'on';
		expect(await host.run(lamp('first'))).toBe('done');
		expect(host.runner.asked).toEqual(['lamp first']);
		expect(host.records.map(({ev}) => ev)).toEqual(['plan', 'verify']);
	});

	test('the journal knows of a command before it runs, and of its end before the next', async () => {
		const host = setup();
		expect(await host.run(lamp('first'))).toBe('done');
		expect(host.order).toEqual([
			'lamp first',
			'plan',
			'begin set-lamp first on',
			'set-lamp first on',
			'end set-lamp first on',
			'begin check-lamp first',
			'check-lamp first',
			'end check-lamp first',
			'lamp first',
			'verify',
		]);
		expect(host.state().steps.get('first')).toMatchObject({
			state: 'done',
			exit: 0,
			commands: [
				{argv: ['set-lamp', 'first', 'on'], state: 'ok'},
				{argv: ['check-lamp', 'first'], state: 'ok'},
			],
		});
	});

	test('when the journal cannot be written nothing runs', async () => {
		const host = setup();
		host.journal.append = async entry => {
			if (entry.ev === 'begin') throw new Error('No space left on device');
			return {...entry, v: 1, seq: 1, prevSha: ''};
		};
		await expect(host.run(lamp('first'))).rejects.toThrow('No space left');
		expect(host.runner.asked).toEqual(['lamp first']);
		expect(host.lamps['first']).toBe('off');
	});

	test('what would do harm after a failure does not run, and says so; the rest of the step goes on', async () => {
		const host = setup({broken: 'set-lamp first on'});
		const first = put('first', 'on');
		const careful = put('second', 'on');
		const other = put('third', 'on');
		const step = {
			...lamp('first'),
			plan: () => [
				{command: first, optional: true},
				{command: careful, optional: true, afterSuccessOf: [put('first', 'on')]},
				{command: other, optional: true, afterSuccessOf: [put('fourth', 'on')]},
			],
		};
		await host.run(step);
		expect(host.runner.asked.filter(words => words.startsWith('set-lamp'))).toEqual([
			'set-lamp first on',
			'set-lamp third on',
		]);
	});

	test('a command that fails ends the step with the tool’s own words', async () => {
		const host = setup({broken: 'set-lamp first on'});
		expect(await host.run(lamp('first'))).toBe('failed');
		expect(host.runner.asked).toEqual(['lamp first', 'set-lamp first on']);
		const step = host.state().steps.get('first');
		expect(step).toMatchObject({state: 'failed', exit: 7, commands: [{state: 'failed', exit: 7}]});
		expect(host.found('first')).toContain('the bulb is gone');
	});

	test('commands that end well are not enough: it must be so', async () => {
		const host = setup({answers: words => (words.startsWith('set-lamp') ? '' : undefined)});
		expect(await host.run(lamp('first'))).toBe('failed');
		expect(host.found('first')).toBe(text.install.engine.notAsWanted('off'));
	});

	test('an answer that is not as expected fails, though its exit code is 0', async () => {
		const host = setup();
		const step = lamp('first', {
			plan: () => [
				{
					command: command(['check-lamp', 'first'], 'read-file'),
					expect: () => fromOutside('too dark'),
					hint: fromOutside('a new bulb'),
				},
				{command: put('first', 'on')},
			],
		});
		expect(await host.run(step)).toBe('failed');
		expect(host.state().steps.get('first')).toMatchObject({found: verbatim('too dark'), hint: verbatim('a new bulb')});
		expect(host.lamps['first']).toBe('off');
	});

	test('no change runs that was not shown', async () => {
		const host = setup();
		expect(await host.run(lamp('first'), {approved: [['set-lamp', 'first', 'dim']]})).toBe('failed');
		expect(host.lamps['first']).toBe('off');
		expect(host.found('first')).toBe(text.install.engine.planChanged('set-lamp first on'));
		expect(await host.run(lamp('first'), {approved: [['set-lamp', 'first', 'on']]})).toBe('done');
	});

	test('stops between commands, never within one that changes the host', async () => {
		const control = new AbortController();
		const host = setup({
			answers(words) {
				if (words === 'set-lamp first on') control.abort();
				return undefined;
			},
		});
		expect(await host.run(lamp('first'), {signal: control.signal})).toBe('aborted');
		expect(host.lamps['first']).toBe('on');
		expect(host.runner.asked).not.toContain('check-lamp first');
		expect(host.records.map(({ev}) => ev)).toEqual(['plan', 'begin', 'end', 'aborted']);
	});

	test('a blocked step, and one that is not ready, run nothing', async () => {
		const host = setup();
		expect(await host.run(lamp('first', {judge: () => ({state: 'blocked', found: fromOutside('no socket')})}))).toBe(
			'blocked',
		);
		expect(await host.run(lamp('second', {ready: () => fromOutside('first the first')}))).toBe('blocked');
		expect(host.lamps).toEqual({first: 'off', second: 'off'});
		expect(host.found('second')).toBe('first the first');
	});

	test('waits until it is so as often as asked, and tells what is missing once', async () => {
		const seen = ['off', 'off', 'on', 'off', 'on', 'on'];
		const host = setup({answers: words => (words === 'lamp first' ? (seen.shift() ?? 'on') : undefined)});
		const step = lamp('first', {plan: () => [], wait: {every: 1000, limit: 60_000, times: 2}});
		expect(await host.run(step)).toBe('done');
		expect(seen).toEqual([]);
		expect(host.clock.mono()).toBe(4000);
		expect(
			host.output
				.get()
				.filter(({kind}) => kind === 'note')
				.map(({text: note}) => note),
		).toEqual(['off', 'on', 'off', 'on']);
	});

	test('what to do is told once of what stands in the way for longer than is usual', async () => {
		const host = setup();
		const stalls = ['cni', 'cni', undefined, ...Array.from({length: 80}, () => 'image-pull')];
		const step = lamp('first', {
			plan: () => [],
			wait: {every: 1000, limit: 80_000, times: 1},
			judge() {
				const stall = stalls.shift();
				const values = stall === undefined ? {} : {values: {stall}, hint: fromOutside(`about ${stall}`)};
				return {state: stall === undefined && stalls.length < 3 ? 'so' : 'open', found: fromOutside('off'), ...values};
			},
		});
		await host.run(step);
		const notes = host.output.get().flatMap(({kind, text: line}) => (kind === 'note' ? [line] : []));
		expect(notes).toEqual(['off', 'about image-pull']);
	});

	test('a wait ends at its limit, when nothing can help, and when nobody wants it', async () => {
		const wait = {every: 1000, limit: 5000, times: 1};
		const host = setup();
		expect(await host.run(lamp('first', {plan: () => [], wait}))).toBe('failed');
		expect(host.clock.mono()).toBe(6000);
		expect(host.found('first')).toBe(text.install.engine.waitedTooLong('off'));
		const hopeless = lamp('first', {
			plan: () => [],
			wait,
			judge: () => ({state: 'open', found: fromOutside('burnt'), hopeless: true}),
		});
		expect(await host.run(hopeless)).toBe('failed');
		const control = new AbortController();
		const watched = setup({
			answers(words) {
				if (words === 'lamp second') control.abort();
				return undefined;
			},
		});
		expect(await watched.run(lamp('second', {plan: () => [], wait}), {signal: control.signal})).toBe('aborted');
	});

	test('a late answer is asked for again, and only its last words are shown', async () => {
		const answers: Array<Partial<Outcome> | string> = [
			{kind: 'failed', exit: 7, stderr: 'refused\n'},
			'not yet\n',
			'bright\n',
		];
		const host = setup({answers: words => (words === 'ask-lamp' ? answers.shift() : undefined)});
		const step = lamp('first', {
			judge: facts => ({state: facts.first === 'on' ? 'so' : 'open', found: fromOutside(facts.first)}),
			plan: () => [
				{command: put('first', 'on')},
				{
					command: command(['ask-lamp'], 'read-file'),
					until: {every: 1000, limit: 10_000},
					expect: ({stdout}) => (stdout.includes('bright') ? undefined : fromOutside('dark')),
				},
			],
		});
		expect(await host.run(step)).toBe('done');
		expect(host.clock.mono()).toBe(2000);
		expect(host.output.get().map(({text: line}) => line)).toEqual(['set-lamp first on', 'ask-lamp', 'bright']);
		expect(host.records.filter(({ev}) => ev === 'begin')).toHaveLength(2);
	});
});
