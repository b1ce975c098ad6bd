import {describe, expect, test} from 'vitest';
import {change} from '../../source/command/command.js';
import type {JournalRecord} from '../../source/engine/journal.js';
import {recordedUndo} from '../../source/engine/recorded-undo.js';
import {fromOutside, sentence, verbatim} from '../../source/text/ids.js';
import {catalogue} from '../../source/text/text.js';
import {lamp, put, setup} from '../support/lamps.js';

const text = catalogue('en');
const off = put('first', 'off');
const remove = change(['rm', '-f', '--', '/etc/lamp'], 'remove-file');
/** What the runner is asked to find out whether /etc/lamp is there. */
const asksForLamp = (words: string): boolean => words.includes('/etc/lamp') && !words.startsWith('rm ');
const hintOf = (host: ReturnType<typeof setup>): string =>
	sentence(host.state().steps.get('first')?.hint ?? verbatim(), text);

describe('an undo', () => {
	test('without commands changes nothing, and says so', async () => {
		const host = setup();
		expect(await host.undo(lamp('first'), [])).toBe('skipped');
		expect(host.found('first')).toBe(text.install.engine.nothingToUndo);
	});

	test('runs its commands one after the other, and counts them', async () => {
		const host = setup();
		host.lamps['first'] = 'on';
		host.lamps['second'] = 'on';
		expect(await host.undo(lamp('first'), [off, put('second', 'off')])).toBe('undone');
		expect(host.lamps).toEqual({first: 'off', second: 'off'});
		expect(host.found('first')).toBe(text.install.engine.undone(2));
	});

	test('runs nothing where one of them was not shown', async () => {
		const host = setup();
		host.lamps['first'] = 'on';
		expect(await host.undo(lamp('first'), [off, put('second', 'off')], {approved: [off.argv]})).toBe('failed');
		expect(host.lamps['first']).toBe('on');
		expect(host.found('first')).toBe(text.install.engine.planChanged('set-lamp second off'));
		// A part of a command is another command.
		expect(await host.undo(lamp('first'), [off], {approved: [off.argv.slice(0, 2)]})).toBe('failed');
		expect(host.lamps['first']).toBe('on');
	});

	test('runs what was shown', async () => {
		const host = setup();
		host.lamps['first'] = 'on';
		expect(await host.undo(lamp('first'), [off], {approved: [['other'], off.argv]})).toBe('undone');
		expect(host.lamps['first']).toBe('off');
	});

	test('ends with the first that fails, in the tool’s own words', async () => {
		const host = setup({broken: 'set-lamp first off'});
		host.lamps['second'] = 'on';
		expect(await host.undo(lamp('first'), [off, put('second', 'off')])).toBe('failed');
		expect(host.found('first')).toContain('lamp: the bulb is gone');
		expect(host.lamps['second']).toBe('on');
	});

	describe('of a start, where the service is ending by itself', () => {
		const stop = change(['systemctl', 'stop', 'x.service'], 'stop-service');
		const unit = (active: string): string =>
			`Id=x.service\nLoadState=loaded\nActiveState=${active}\nSubState=${active}\n`;
		/** The service says each of these in turn, and the last of them from then on. */
		const service = (...says: readonly string[]) => {
			const asked: string[] = [];
			const host = setup({
				answers(words) {
					if (!words.includes('x.service')) return undefined;
					asked.push(words);
					if (words === 'systemctl stop x.service') return '';
					return unit(says[Math.min(asked.length, says.length) - 1] ?? '');
				},
			});
			return {host, stops: () => asked.filter(words => words === 'systemctl stop x.service').length};
		};

		test('waits for it, and runs nothing', async () => {
			const {host, stops} = service('deactivating', 'deactivating', 'inactive');
			expect(await host.undo(lamp('first'), [stop])).not.toBe('failed');
			expect(stops()).toBe(0);
			expect(host.clock.mono()).toBeGreaterThanOrEqual(2000);
		});

		test('waits no longer than two minutes, then stops it', async () => {
			const {host, stops} = service('deactivating');
			expect(await host.undo(lamp('first'), [stop])).toBe('undone');
			expect(stops()).toBe(1);
			expect(host.clock.mono()).toBeGreaterThanOrEqual(120_000);
			expect(host.clock.mono()).toBeLessThan(130_000);
		});

		test('does not wait for one that runs', async () => {
			const {host, stops} = service('active');
			expect(await host.undo(lamp('first'), [stop])).toBe('undone');
			expect([stops(), host.clock.mono()]).toEqual([1, 0]);
		});
	});

	test('between two commands it can be stopped', async () => {
		const control = new AbortController();
		const host = setup({
			answers(words) {
				if (words === 'set-lamp first off') control.abort();
				return undefined;
			},
		});
		host.lamps['second'] = 'on';
		expect(await host.undo(lamp('first'), [off, put('second', 'off')], {signal: control.signal})).toBe('aborted');
		expect(host.lamps['second']).toBe('on');
	});

	test('what is gone already is not removed again', async () => {
		const host = setup({answers: words => (asksForLamp(words) ? '' : undefined)});
		expect(await host.undo(lamp('first'), [remove])).toBe('undone');
		expect(host.order).not.toContain('rm -f -- /etc/lamp');
		expect(host.found('first')).toBe(text.install.engine.undoneBefore);
	});

	test('a command that fails is no fault where somebody else brought it about meanwhile', async () => {
		let there = true;
		const host = setup({
			answers(words) {
				if (asksForLamp(words)) return there ? '/etc/lamp\n' : '';
				if (!words.startsWith('rm ')) return undefined;
				there = false;
				return {kind: 'failed', exit: 1, stderr: 'rm: cannot remove\n'};
			},
		});
		expect(await host.undo(lamp('first'), [remove])).toBe('undone');
		there = true;
		const stays = setup({
			answers: words =>
				asksForLamp(words)
					? '/etc/lamp\n'
					: words.startsWith('rm ')
						? {kind: 'failed', exit: 1, stderr: 'rm: cannot remove\n'}
						: undefined,
		});
		expect(await stays.undo(lamp('first'), [remove])).toBe('failed');
	});
});

describe('a command that fails', () => {
	const fails = {kind: 'failed' as const, exit: 7, stderr: 'lamp: try later\n'};
	const again = {when: ({exit}: {exit: number | null}) => exit === 7, times: 2, after: 1000};

	test('goes on where it ended, as often as it may', async () => {
		let tries = 0;
		const host = setup({
			answers: words => (words.startsWith('set-lamp') ? (++tries < 3 ? fails : undefined) : undefined),
		});
		const step = lamp('first', {plan: () => [{command: put('first', 'on'), again}]});
		expect(await host.run(step)).toBe('done');
		expect(tries).toBe(3);
		expect(host.clock.mono()).toBe(2000);
	});

	test('and no oftener', async () => {
		let tries = 0;
		const host = setup({answers: words => (words.startsWith('set-lamp') ? (tries++, fails) : undefined)});
		expect(await host.run(lamp('first', {plan: () => [{command: put('first', 'on'), again}]}))).toBe('failed');
		expect(tries).toBe(3);
	});

	test('is not run again after another end', async () => {
		let tries = 0;
		const host = setup({
			answers: words => (words.startsWith('set-lamp') ? (tries++, {...fails, exit: 1}) : undefined),
		});
		expect(await host.run(lamp('first', {plan: () => [{command: put('first', 'on'), again}]}))).toBe('failed');
		expect(tries).toBe(1);
	});

	test('takes back what it left, and says that it did', async () => {
		const host = setup({broken: 'set-lamp first on'});
		const undoOnFailure = {actions: [{command: put('second', 'off')}], done: fromOutside('taken back')};
		host.lamps['second'] = 'on';
		const step = lamp('first', {
			plan: () => [{command: put('first', 'on'), undoOnFailure, hint: fromOutside('by hand')}],
		});
		expect(await host.run(step)).toBe('failed');
		expect(host.lamps['second']).toBe('off');
		expect(hintOf(host)).toBe('taken back');
	});

	test('says what to do by hand where that fails too', async () => {
		const host = setup({
			answers: words => (words.startsWith('set-lamp') ? fails : undefined),
		});
		const undoOnFailure = {
			actions: [{command: put('second', 'off')}, {command: put('second', 'dim')}],
			done: fromOutside('taken back'),
		};
		const step = lamp('first', {
			plan: () => [{command: put('first', 'on'), undoOnFailure, hint: fromOutside('by hand')}],
		});
		expect(await host.run(step)).toBe('failed');
		expect(host.runner.asked).not.toContain('set-lamp second dim');
		expect(hintOf(host)).toBe('by hand');
	});

	test('does not end the step where it is optional', async () => {
		const host = setup({broken: 'set-lamp second on'});
		const step = lamp('first', {
			plan: () => [{command: put('second', 'on'), optional: true}, {command: put('first', 'on')}],
		});
		expect(await host.run(step)).toBe('done');
	});
});

describe('a plan', () => {
	test('is made for what is so already, where the step always runs', async () => {
		const host = setup();
		host.lamps['first'] = 'on';
		expect(await host.run(lamp('first', {always: true}))).toBe('done');
		expect(host.order).toContain('set-lamp first on');
	});

	test('may change, where the step follows what others leave', async () => {
		const host = setup();
		expect(await host.run(lamp('first', {follows: true}), {approved: []})).toBe('done');
		expect(await setup().run(lamp('first'), {approved: []})).toBe('failed');
	});

	test('is kept with the commands that undo it, before anything runs', async () => {
		const host = setup();
		await host.run(lamp('first', {undo: () => [off]}));
		const plan = host.records.find(({ev}) => ev === 'plan');
		expect(plan?.before).toMatchObject({state: 'open', undo: [off.argv]});
		expect(plan?.after).toEqual([put('first', 'on').argv, ['check-lamp', 'first']]);
		expect(recordedUndo(host.records, 'first').map(({argv}) => argv)).toEqual([off.argv]);
		expect(recordedUndo(host.records, 'second')).toEqual([]);
	});

	test('what an undo took back is not there to be undone, what one did not is', async () => {
		const host = setup();
		await host.run(lamp('first', {undo: () => [off]}));
		await host.undo(lamp('first'), [off], {approved: []});
		expect(recordedUndo(host.records, 'first').map(({argv}) => argv)).toEqual([off.argv]);
		await host.undo(lamp('first'), [off]);
		expect(recordedUndo(host.records, 'first')).toEqual([]);
	});

	test('a step of which no command ever began has nothing to undo', async () => {
		const host = setup();
		await host.run(lamp('first', {undo: () => [off]}), {approved: []});
		expect(recordedUndo(host.records, 'first')).toEqual([]);
	});

	/** What a run of an earlier version wrote: the plan of its undo, and that a command began. */
	const recordOf = (...undo: ReadonlyArray<readonly string[]>): readonly JournalRecord[] =>
		(['plan', 'begin'] as const).map(
			ev =>
				({
					run: 'install-1',
					step: 'start',
					ev,
					before: ev === 'plan' ? {undo} : null,
					after: null,
				}) as unknown as JournalRecord,
		);
	const argvs = (...undo: ReadonlyArray<readonly string[]>) =>
		recordedUndo(recordOf(...undo), 'start').map(({argv}) => argv.join(' '));

	test('of an earlier version: k0s’s own reset, with the data folder that it names and what outlives it', () => {
		const plain = argvs(['k0s', 'reset']);
		expect(plain).toContain('k0s reset');
		expect(plain.length).toBeGreaterThan(1);
		expect(argvs(['k0s', 'reset', '--data-dir', '/srv/k0s']).filter(argv => argv.startsWith('k0s reset'))).toEqual([
			'k0s reset --data-dir /srv/k0s',
		]);
		// What stands behind another option is no data folder.
		expect(argvs(['k0s', 'reset', '--config', '/srv/k0s']).filter(argv => argv.includes('/srv/k0s'))).toEqual([]);
	});

	test('of an earlier version: k0s’s own stop, with what clears a failed unit', () => {
		const stop = argvs(['k0s', 'stop']);
		expect(stop).toContain('k0s stop');
		expect(stop.some(argv => argv.startsWith('systemctl reset-failed'))).toBe(true);
	});

	test('other commands, and several of one step, stand as they were written', () => {
		expect(argvs(['k0s', 'start'])).toEqual(['k0s start']);
		expect(argvs(['rm', '-f', '--', '/etc/x'])).toEqual(['rm -f -- /etc/x']);
		expect(argvs(['k0s', 'stop'], ['rm', '-f', '--', '/etc/x'])).toEqual(['k0s stop', 'rm -f -- /etc/x']);
	});
});
