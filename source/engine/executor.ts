import type {Command} from '../command/command.js';
import type {JournalRecord} from './journal.js';
import type {OutputLine} from './output.js';
import type {Progress} from './progress.js';
import type {StepRunState} from './run-state.js';
import type {Approved} from './session-view.js';

/** What a person agreed to: these steps of a list, in this order, with these answers. */
export type Order<A> = {
	/** `undo`: what earlier runs did in these steps is undone. */
	readonly kind: 'run' | 'undo';
	/** The run's name in the journal: a new one, or that of a run that was cut off. */
	readonly run: string;
	readonly steps: readonly string[];
	/** Exact commands by step, as they were shown. Undefined: all that is planned was agreed to. */
	readonly approved: Approved | undefined;
	readonly answers: A;
	/** A journal that is damaged, or that a newer k0s-tui wrote, is acted on all the same: a person said so. */
	readonly force?: true;
};

/**
 * Why a signal asks to stop: whoever looked on is gone (SIGHUP, a stream that nobody reads), and nobody asked for an end. A
 * worker's run goes on; a run in this process stops before its next command, as for any other reason.
 */
export const nobodyLooks = Symbol('nobody looks on');

/** What a run tells while it works, in the order in which it happens. */
export type RunEvents = {
	/** Safe in the journal. One that was told before may come again: `seq` tells. */
	readonly record: (record: JournalRecord) => void;
	readonly line: (line: Omit<OutputLine, 'at'>) => void;
	readonly progress: (progress: Progress | undefined) => void;
	/** What a step is about to run, before its first command. */
	readonly plan: (step: string, commands: readonly Command[]) => void;
	/** This step works from now on. */
	readonly step: (id: string) => void;
};

/** `fault`: why nothing could run at all, or no more; for people. */
export type RunEnd = {readonly state: StepRunState; readonly fault?: string};

/** A run that somebody else began, and that goes on. */
export type Joined<A> = {
	readonly order: Order<A>;
	/** Who began it, where and when. */
	readonly who: string;
	/** `signal` asks the run to stop; `away` ends only the looking on. */
	follow(events: RunEvents, signal: AbortSignal, away: AbortSignal): Promise<RunEnd>;
};

/** Who does the work of a list of steps: this process, or a worker beside it. */
export interface Executor<A> {
	/** Never rejects. The signal asks to stop before the next command; see `nobodyLooks` for a worker's run. */
	execute(order: Order<A>, events: RunEvents, signal: AbortSignal): Promise<RunEnd>;
	/** The run of this list that is under way by now; undefined: none. */
	join(): Promise<Joined<A> | undefined>;
	/** What a run printed so far, oldest first. */
	printed(run: string): Promise<ReadonlyArray<Omit<OutputLine, 'at'>>>;
}
