import type {JournalRecord} from './journal.js';
import {isSaid, verbatim, type Said} from '../text/ids.js';
import type {Finding, StageFinding, StepRunState} from './finding.js';

/** One command of a step, as the journal tells it. `ms` and `exit` are null while it runs, or when it never ended. */
export type CommandRun = {
	readonly argv: readonly string[];
	readonly state: 'running' | 'ok' | 'failed';
	readonly exit: number | null;
	readonly ms: number | null;
};

export type {Finding, StepRunState};

export type StepRun = {
	readonly state: StepRunState;
	readonly found: Said;
	readonly hint: Said | null;
	/** Of the last command that ended. */
	readonly exit: number | null;
	/** From the step's first record to its last. */
	readonly ms: number;
	/** `t_mono` of its first record. */
	readonly since: number;
	readonly commands: readonly CommandRun[];
	readonly stages: readonly StageFinding[];
	/** When each stage that holds came true, by id: milliseconds after the step's first record. */
	readonly reached: Readonly<Record<string, number>>;
	readonly values: Readonly<Record<string, string>>;
	/** How it failed before it was undone in the same run. */
	readonly failedWith?: Pick<Finding, 'found' | 'hint'>;
};

/** A run is nothing but the fold of its records. */
export type RunState = {
	readonly run: string | null;
	readonly steps: ReadonlyMap<string, StepRun>;
};

export const noRun: RunState = {run: null, steps: new Map()};

const fresh = (since: number): StepRun => ({
	state: 'running',
	found: verbatim(''),
	hint: null,
	exit: null,
	ms: 0,
	since,
	commands: [],
	stages: [],
	reached: {},
	values: {},
});

/** Adds one record. A record of another run begins that run. */
export function fold(state: RunState, record: JournalRecord): RunState {
	const base = state.run === record.run ? state : {run: record.run, steps: new Map<string, StepRun>()};
	if (record.step === null) return base;
	const begins = record.ev === 'plan' || record.ev === 'undo-begin';
	const last = base.steps.get(record.step);
	const before = begins ? {...fresh(record.t_mono), ...failureOf(record, last)} : (last ?? fresh(record.t_mono));
	const step = changed(before, record);
	const ms = Math.max(0, Math.round(record.t_mono - before.since));
	const reached = reachedBy(step, ms);
	return {run: base.run, steps: new Map(base.steps).set(record.step, {...step, ms, reached})};
}

const failureOf = ({ev}: JournalRecord, last: StepRun | undefined): Pick<StepRun, 'failedWith'> =>
	ev === 'undo-begin' && last !== undefined && ['failed', 'blocked', 'aborted'].includes(last.state)
		? {failedWith: {found: last.found, hint: last.hint}}
		: {};

/** A stage that no longer holds comes true anew. */
const reachedBy = ({stages, reached}: StepRun, ms: number): StepRun['reached'] =>
	Object.fromEntries(stages.filter(({done}) => done).map(({id}) => [id, reached[id] ?? ms]));

export const foldAll = (records: readonly JournalRecord[]): RunState => records.reduce(fold, noRun);

function changed(step: StepRun, record: JournalRecord): StepRun {
	switch (record.ev) {
		case 'begin': {
			const command: CommandRun = {argv: record.argv ?? [], state: 'running', exit: null, ms: null};
			return {...step, commands: [...step.commands, command]};
		}

		case 'end': {
			const ok = record.exit === 0 && record.sig === null;
			const commands = step.commands.map((command, index): CommandRun =>
				index === step.commands.length - 1
					? {...command, state: ok ? 'ok' : 'failed', exit: record.exit, ms: record.ms}
					: command,
			);
			return {...step, commands, exit: record.exit};
		}

		case 'out': {
			return {...step, ...verdictOf(record), state: 'running'};
		}

		case 'verify':
		case 'undo-end': {
			return {...step, ...verdictOf(record)};
		}

		case 'aborted': {
			return {...step, ...verdictOf(record), state: 'aborted'};
		}

		default: {
			return step;
		}
	}
}

function verdictOf(record: JournalRecord): Finding {
	const after = record.after as Partial<Record<keyof Finding, unknown>> | null;
	const hint = after?.hint ?? null;
	return {
		state: (after?.state as StepRunState | undefined) ?? 'failed',
		found: keptSaid(after?.found),
		hint: hint === null ? null : keptSaid(hint),
		stages: ((after?.stages ?? []) as ReadonlyArray<Record<keyof StageFinding, unknown>>).map(
			({id, title, done, found}): StageFinding => ({
				id: String(id),
				title: keptSaid(title),
				done: done === true,
				found: keptSaid(found),
			}),
		),
		values: (after?.values as Finding['values'] | undefined) ?? {},
	};
}

/** Records of version 1 kept the sentence, in the language of whoever ran it. */
export const keptSaid = (kept: unknown): Said => (isSaid(kept) ? kept : verbatim(typeof kept === 'string' ? kept : ''));
