import {change, command, type Command} from '../../source/command/command.js';
import type {Runner} from '../../source/host/runner.js';
import type {Clock} from '../../source/engine/clock.js';
import {createEngine} from '../../source/engine/engine.js';
import {createMemoryJournal, type Journal, type JournalRecord} from '../../source/engine/journal.js';
import {createOutput} from '../../source/engine/output.js';
import {foldAll} from '../../source/engine/run-state.js';
import type {Step} from '../../source/engine/step.js';
import type {FactTable} from '../../source/fact-table/fact.js';
import {fromOutside, sentence, verbatim} from '../../source/text/ids.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner, type Answers} from './fake-runner.js';

/** A host of two lamps, as small as an install can be. */
export type Lamps = {readonly first: string; readonly second: string};
export type Wanted = {readonly light: string};

const text = catalogue('en');
const look = (name: string) => command(['lamp', name], 'read-file');
export const put = (name: string, light: string) => change(['set-lamp', name, light], 'remove-file');

export const lampTable: FactTable<Lamps, Wanted> = {
	first: {commands: () => [look('first')], read: ([outcome]) => outcome?.stdout ?? ''},
	second: {commands: () => [look('second')], read: ([outcome]) => outcome?.stdout ?? ''},
};

export const lamp = (name: 'first' | 'second', more: Partial<Step<Lamps, Wanted>> = {}): Step<Lamps, Wanted> => ({
	id: name,
	title: fromOutside(name),
	why: fromOutside(''),
	guide: [],
	needs: [name],
	judge: (facts, {light}) => ({state: facts[name] === light ? 'so' : 'open', found: fromOutside(facts[name])}),
	plan: (_facts, {light}) => [{command: put(name, light)}, {command: command(['check-lamp', name], 'read-file')}],
	undo: () => [],
	...more,
});

export const setup = (given: {readonly broken?: string; readonly answers?: Answers} = {}) => {
	const lamps: Record<string, string> = {first: 'off', second: 'off'};
	const order: string[] = [];
	const runner: Runner & {asked: string[]} = fakeRunner(words => {
		const answer = given.answers?.(words);
		if (answer !== undefined) return answer;
		const [tool, name = '', light = ''] = words.split(' ');
		order.push(words);
		if (tool === 'lamp') return lamps[name];
		if (words === given.broken) return {kind: 'failed', exit: 7, stderr: 'lamp: the bulb is gone\n'};
		if (tool === 'set-lamp') lamps[name] = light;
		return '';
	});
	const memory = createMemoryJournal();
	const journal: Journal = {
		async append(entry) {
			order.push([entry.ev, ...(entry.argv ?? [])].join(' '));
			return memory.append(entry);
		},
		read: async () => memory.read(),
	};
	let time = 0;
	const clock: Clock = {
		mono: () => time,
		wall: () => 1_000_000 + time,
		async sleep(ms) {
			time += ms;
		},
	};
	const output = createOutput();
	const records: JournalRecord[] = [];
	const engine = createEngine<Lamps, Wanted>({
		...{runner, journal, clock, output, table: lampTable, run: 'test-1'},
		actor: {bootId: 'boot', uid: 0, sudoUser: null, tty: null},
		onRecord: record => records.push(record),
	});
	const run = async (
		step: Step<Lamps, Wanted>,
		more: {approved?: ReadonlyArray<readonly string[]>; signal?: AbortSignal} = {},
	) =>
		engine.step({
			step,
			answers: {light: 'on'},
			approved: more.approved,
			signal: more.signal ?? new AbortController().signal,
		});
	const undo = async (
		step: Step<Lamps, Wanted>,
		commands: readonly Command[],
		more: {approved?: ReadonlyArray<readonly string[]>; signal?: AbortSignal} = {},
	) =>
		engine.undo({
			step,
			answers: {light: 'off'},
			commands,
			approved: more.approved,
			signal: more.signal ?? new AbortController().signal,
		});
	const state = () => foldAll(records);
	const found = (step: string): string => sentence(state().steps.get(step)?.found ?? verbatim(), text);
	return {lamps, order, runner, journal, clock, output, records, run, undo, state, found};
};
