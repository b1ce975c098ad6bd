import type {Command} from '../command/command.js';
import type {FirewallDifference} from '../model/firewall-plan.js';
import type {JournalFault} from './journal-fault.js';
import type {Output} from './output.js';
import type {Progress} from './progress.js';
import type {StepRun, StepRunState} from './run-state.js';
import type {Said} from '../text/ids.js';
import type {Stage} from './step.js';

export type StepState = 'unread' | 'todo' | StepRunState;

export type CommandView = {
	readonly command: Command;
	readonly state: 'todo' | 'running' | 'ok' | 'failed';
	readonly exit: number | null;
	readonly ms: number | null;
};

/** What is shown of a stage. */
/** In the reader's language, like all of a view. */
export type StageView = Readonly<Record<'id' | 'title' | 'found', string>> & Pick<Stage, 'done' | 'unknown'>;
export type OutlineView = {readonly does: string; readonly warns: readonly string[]};

/** A run of a step in words. */
export type RanView = Omit<StepRun, 'found' | 'hint' | 'stages' | 'failedWith'> & {
	readonly failedWith?: {readonly found: string; readonly hint: string | null};
	readonly found: string;
	readonly hint: string | null;
	readonly stages: readonly StageView[];
};

/** A step as it stands now: what the probe found, what the run did. */
export type StepView = {
	readonly id: string;
	readonly title: string;
	readonly why: string;
	readonly guide: readonly string[];
	readonly state: StepState;
	readonly found: string;
	readonly hint: string | null;
	/** The same before it became sentences: what code looks at. */
	readonly said: {readonly found: Said; readonly hint: Said | null};
	/** What would run now; while it runs and after, what was run. */
	readonly commands: readonly CommandView[];
	/** What a run would execute now, whatever ran before: what a person is asked about, and agrees to. Empty: nothing. */
	readonly plan: readonly Command[];
	/** What the plan changes, in one sentence, and what to mind. */
	readonly outline: OutlineView;
	/** What stays for good unless a person chooses otherwise now, in one sentence; undefined: nothing of that kind. */
	readonly choice: string | undefined;
	readonly notes: readonly string[];
	/** Of a firewall: the table of now and then. */
	readonly differences: readonly FirewallDifference[];
	readonly verify: readonly Command[];
	/** What would undo it if it ran now. */
	readonly undoPlanned: readonly Command[];
	/** What undoes all that runs did in it, newest first; empty: they did nothing, or it was undone. */
	readonly undoRecorded: readonly Command[];
	readonly stages: readonly StageView[];
	/** When each stage that holds came true in its last run, by id: milliseconds after the step began. */
	readonly reached: StepRun['reached'];
	readonly exit: number | null;
	/** Of its last run; null when it never ran. */
	readonly ms: number | null;
	/** How its last run of this process ended, whatever a probe found since. */
	readonly ran: RanView | undefined;
};

export type SessionView = {
	readonly steps: readonly StepView[];
	/** A probe is under way. */
	readonly reading: boolean;
	readonly running: string | undefined;
	/** What is under way. */
	readonly doing: 'run' | 'undo' | undefined;
	/** Where the last run was stopped or cut off, when nothing runs; the journal says so before anything was probed. */
	readonly cut: string | undefined;
	/** It was asked to stop, and will before the next command. */
	readonly stopping: boolean;
	readonly progress: Progress | undefined;
	readonly run: string;
	/** Why nothing can run at all (the journal cannot be written, another run works), or no more. */
	readonly fault: string | undefined;
	/** `fault`: why the journal is not acted on. `archive`: where the one lies that was archived before this one began. */
	readonly journal: {readonly fault: JournalFault | undefined; readonly archive: string | undefined};
};

export type Refusal = 'read-only';

/** Exact commands by step, as they were shown and agreed to. */
export type Approved = ReadonlyMap<string, ReadonlyArray<readonly string[]>>;

/** A run that somebody else began. `who`: for people. */
export type JoinedRun<A> = {
	readonly kind: 'run' | 'undo';
	readonly answers: A;
	readonly who: string;
	readonly end: Promise<StepRunState>;
	/** Looks on no longer: nothing of it keeps this process, and the run goes on. */
	readonly leave: () => void;
};

/** A list of steps on one host, with its run: lives outside the screens and goes on when they are left. */
export interface StepSession<A> {
	/** Why its steps can be looked at but not run; undefined: they can. */
	readonly refuses: Refusal | undefined;
	/** The same reference while nothing changed. */
	get(): SessionView;
	subscribe(listener: () => void): () => void;
	readonly output: Output;
	readonly answers: A;
	/** Not while it runs. */
	setAnswers(answers: A): void;
	/** Probes every step. The first time a run that is under way already is joined. */
	refresh(): Promise<void>;
	/** Runs these steps in order until one does not end well. Resolves with the state of the last one. */
	run(ids: readonly string[], approved?: Approved): Promise<StepRunState>;
	/** Undoes these steps, newest first, until one cannot be. */
	undo(ids: readonly string[], approved?: Approved): Promise<StepRunState>;
	/** The run that somebody else began and that goes on now: it is joined before anything is probed. Undefined: none. */
	join(): Promise<JoinedRun<A> | undefined>;
	/** Before the next command; a download and a wait end at once. */
	stop(reason?: unknown): void;
	busy(): boolean;
	/** Something of it runs or ran, as far as the journal was read: else `get` tells of no work, and need not be made for that. */
	hasRun(): boolean;
}

/** A session that tells what its probes read last, whatever was chosen since: for whoever offers choices. */
export type SeeingSession<F, A> = StepSession<A> & {readonly seen: () => Partial<F>};
