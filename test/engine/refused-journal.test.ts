import {describe, expect, test} from 'vitest';
import type {Clock} from '../../source/engine/clock.js';
import type {Order} from '../../source/engine/executor.js';
import {createMemoryJournal, type Journal} from '../../source/engine/journal.js';
import {createHereExecutor} from '../../source/engine/run-here.js';
import {fakeRunner} from '../support/fake-runner.js';
import {catalogue} from '../../source/text/text.js';
import {readably} from '../../source/text/ids.js';
import {lamp, lampTable, type Lamps, type Wanted} from '../support/lamps.js';

const clock: Clock = {mono: () => 0, wall: () => 1_000_000, sleep: async () => undefined};

/** Orders `kind` over a journal of which this is known, and says what became of it and what was asked of the host. */
async function ordered(kind: Order<Wanted>['kind'], fault: object, force = false) {
	const memory = createMemoryJournal();
	const journal: Journal = {
		append: async entry => memory.append(entry),
		read: async () => ({...(await memory.read()), ...fault}),
	};
	const runner = fakeRunner(words => (words === 'lamp first' ? 'on' : ''));
	const executor = createHereExecutor<Lamps, Wanted>({
		steps: [lamp('first')],
		table: lampTable,
		runner,
		journal,
		clock,
	});
	const notes: string[] = [];
	const order = {kind, run: 'test-1', steps: ['first'], answers: {light: 'on'}, approved: undefined, force};
	const end = await executor.execute(
		order as Order<Wanted>,
		{
			...{step: () => undefined, record: () => undefined, plan: () => undefined, progress: () => undefined},
			line: ({kind: which, text}: {kind: string; text: string}) => void (which === 'note' && notes.push(text)),
		} as never,
		new AbortController().signal,
	);
	return {end, notes, asked: runner.asked};
}

const newer = {newer: {seq: 2, version: 9}};
const broken = {brokenAt: 3};

describe('a journal that cannot be trusted', () => {
	test.each([
		['run', newer, 'Record 2 of the journal'],
		['undo', newer, 'Record 2 of the journal'],
		['undo', broken, 'record 3'],
	] as const)('%s over %j is refused before anything is asked of the host', async (kind, fault, words) => {
		const {end, asked} = await ordered(kind, fault);
		expect(end.state).toBe('failed');
		expect(readably(end.fault ?? '', catalogue('en'))).toContain(words);
		expect(asked).toEqual([]);
	});

	test('a run goes on over a broken one, since it reads the host, and says so', async () => {
		const {end, notes} = await ordered('run', broken);
		expect(end.state).toBe('done');
		expect(notes).toHaveLength(1);
		expect(readably(notes[0] ?? '', catalogue('en'))).toContain('3');
	});

	test.each([
		['run', newer],
		['undo', newer],
		['undo', broken],
	] as const)('%s over %j with force: it is done, and said', async (kind, fault) => {
		const {end, notes} = await ordered(kind, fault, true);
		expect(end.fault).toBeUndefined();
		expect(end.state).not.toBe('failed');
		expect(notes).toHaveLength(1);
	});

	test.each(['run', 'undo'] as const)('%s over one that holds: nothing is said of it', async kind => {
		const {end, notes} = await ordered(kind, {});
		expect(end.fault).toBeUndefined();
		expect(notes).toEqual([]);
	});
});
