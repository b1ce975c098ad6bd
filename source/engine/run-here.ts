import process from 'node:process';
import * as files from '../command/files.js';
import type {Runner} from '../host/runner.js';
import {idText} from '../text/ids.js';
import type {Clock} from './clock.js';
import type {Actor, Engine} from './engine.js';
import type {Executor, Order, RunEnd, RunEvents} from './executor.js';
import {journalFault, journalWords} from './journal-fault.js';
import type {Journal, JournalRecord} from './journal.js';
import type {StepRunState} from './run-state.js';
import type {Step} from './step.js';
import type {FactTable} from '../fact-table/fact.js';
import {recordedUndo} from './recorded-undo.js';

/**
 * What a failed run undoes by itself, newest first: a server must not be left half way. `steps`: those that are undone, in their
 * order; `since`: of the journal what belongs to this run and to those that it goes on with; `then`: the step that waits for what
 * was there before.
 */
export type GoesBack<F extends object, A> = {
	readonly steps: readonly string[];
	readonly since: (records: readonly JournalRecord[]) => readonly JournalRecord[];
	readonly then: Step<F, A>;
	/** Told when it begins. */
	readonly says: string;
};

export type HereParts<F extends object, A> = {
	readonly steps: ReadonlyArray<Step<F, A>>;
	readonly table: FactTable<F, A>;
	readonly runner: Runner;
	readonly journal: Journal;
	readonly clock: Clock;
	/** A failure undoes what was done. */
	readonly goesBack?: GoesBack<F, A>;
	/** The part of the journal that an undo takes back; default: all of it. */
	readonly undoes?: (records: readonly JournalRecord[]) => readonly JournalRecord[];
	/** Who asked for it, for the journal; default: the user of this process. */
	readonly asker?: Asker;
};

export type Asker = Omit<Actor, 'bootId'>;

export const ownAsker = (): Asker => ({
	uid: process.getuid?.() ?? null,
	sudoUser: process.env['SUDO_USER'] ?? null,
	tty: process.env['SSH_TTY'] ?? null,
});

/**
 * An undo runs what the journal records, so the journal must hold. A run reads the host, and goes on from any last line;
 * but nobody writes after a newer version, whose rules he does not know.
 */
const refusedBy: Readonly<Record<'newer' | 'broken' | 'unread', ReadonlyArray<Order<unknown>['kind']>>> = {
	newer: ['run', 'undo'],
	broken: ['undo'],
	unread: ['run', 'undo'],
};

const goesOn: readonly StepRunState[] = ['done', 'skipped', 'undone'];

/** Works within this process. What it began ends with it: the simulated host, and the worker itself. */
export function createHereExecutor<F extends object, A>(parts: HereParts<F, A>): Executor<A> {
	const {table, runner, journal, clock} = parts;

	const bootId = async (): Promise<string | null> => {
		const outcome = await runner.run(files.readFile('/proc/sys/kernel/random/boot_id'));
		return outcome.kind === 'ok' ? outcome.stdout.trim() : null;
	};

	const work = async (
		order: Order<A>,
		records: readonly JournalRecord[],
		events: RunEvents,
		signal: AbortSignal,
	): Promise<StepRunState> => {
		// Loaded when something runs: a start of the screen does without.
		const {createEngine} = await import('./engine.js');
		const engine = createEngine<F, A>({
			...{runner, journal, clock, table},
			run: order.run,
			actor: {bootId: await bootId(), ...(parts.asker ?? ownAsker())},
			output: {add: events.line},
			onRecord: events.record,
			onPlan: events.plan,
			onProgress: events.progress,
		});
		const chosen = parts.steps.filter(({id}) => order.steps.includes(id));
		let state: StepRunState = order.kind === 'undo' ? 'undone' : 'done';
		for (const step of order.kind === 'undo' ? chosen.toReversed() : chosen) {
			const approved = order.approved === undefined ? undefined : (order.approved.get(step.id) ?? []);
			const given = {step, answers: order.answers, approved, signal};
			events.step(step.id);
			state =
				order.kind === 'undo'
					? await engine.undo({...given, commands: recordedUndo(parts.undoes?.(records) ?? records, step.id)})
					: await engine.step(given);
			if (goesOn.includes(state)) continue;
			if (order.kind === 'run' && parts.goesBack !== undefined) {
				await goBack(engine, {...order, failed: step.id, state}, parts.goesBack, events);
			}

			break;
		}

		return state;
	};

	/** A wait that somebody ended changes nothing; and where nothing was begun, nothing is undone. */
	const goBack = async (
		engine: Engine<F, A>,
		{failed, state, answers}: Order<A> & {readonly failed: string; readonly state: StepRunState},
		{steps: ids, since, then, says}: GoesBack<F, A>,
		events: RunEvents,
	): Promise<void> => {
		if (state === 'aborted' && !ids.includes(failed)) return;
		const {records} = await journal.read();
		const mine = since(records);
		const {signal} = new AbortController();
		const given = {answers, approved: undefined, signal};
		let undone = 0;
		for (const step of parts.steps.filter(({id}) => ids.includes(id)).toReversed()) {
			const commands = recordedUndo(mine, step.id);
			if (commands.length === 0) continue;
			if (undone++ === 0) events.line({step: failed, kind: 'note', text: says});
			events.step(step.id);
			if ((await engine.undo({...given, step, commands})) !== 'undone') return;
		}

		if (undone === 0) return;
		events.step(then.id);
		await engine.step({...given, step: then});
	};

	return {
		async execute(order, events, signal): Promise<RunEnd> {
			try {
				const reading = await journal.read();
				const fault = journalFault(reading);
				if (fault !== undefined) {
					const {message, hint} = journalWords(fault, idText);
					if (!order.force && refusedBy[fault.reason].includes(order.kind)) {
						return {state: 'failed', fault: `${message} ${hint}`};
					}

					events.line({step: '', kind: 'note', text: `${message} ${idText.journal.goesOn}`});
				}

				return {state: await work(order, reading.records, events, signal)};
			} catch (error) {
				const why = error instanceof Error ? error.message : String(error);
				return {state: 'failed', fault: idText.install.engine.journalFailed(why)};
			}
		},
		join: async () => undefined,
		printed: async () => [],
	};
}
