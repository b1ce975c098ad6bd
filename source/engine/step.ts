import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import type {Coded} from '../text/ids.js';
import type {JournalEvent} from './journal.js';
import type {FirewallDifference} from '../model/firewall-plan.js';

/**
 * A Step is data: what is read to know whether it is already so, what would be run, how it is undone. The guided
 * install, the demo, later each remedy and the reset are lists of steps for one engine. `F`: all facts that the list
 * may read, `A`: what the person answered. Every function here is pure.
 */
export type Step<F, A> = {
	readonly id: string;
	readonly title: Coded;
	readonly why: Coded;
	/** What the guide has a person type here: shown beside what is run, never run itself. */
	readonly guide: readonly string[];
	/** Read before (is it so?) and again after (did it work?). */
	readonly needs: ReadonlyArray<keyof F>;
	readonly judge: (facts: F, answers: A) => Judgement;
	/** What would run now. The plan shown is the argv executed, byte for byte. */
	readonly plan: (facts: F, answers: A) => readonly Action[];
	/** What would undo it, newest first. */
	readonly undo: (facts: F, answers: A) => readonly Command[];
	/** Asked only when it is about to run: why it cannot yet, though an earlier step is said to be done. */
	readonly ready?: (facts: F, answers: A) => Coded | undefined;
	/** What its plan changes, in one sentence, and what to mind before agreeing to it. Default: what was found. */
	readonly outline?: (facts: F, answers: A) => Outline;
	/** Beside the commands: what a person should know of this very plan. */
	readonly notes?: (facts: F, answers: A) => readonly Coded[];
	/** What would be other after it, row by row: shown before anything runs. */
	readonly differences?: (facts: F, answers: A) => readonly FirewallDifference[];
	/** Its commands only ask, and asking is its point: they run though the probe found it so. */
	readonly always?: true;
	/**
	 * What it runs follows from what the steps before it leave, which nobody can see before: a yes agrees to its rule. What it
	 * would run as things stand is shown all the same, and each command before it runs.
	 */
	readonly follows?: true;
	/** What its commands leave open is the next step's work: it does not fail for it. */
	readonly leavesRest?: true;
	/** After the commands the judgement is asked again and again, until it is so. */
	readonly wait?: Wait | ((answers: A) => Wait);
};

/**
 * - so: already as wanted, nothing to run.
 * - open: to be done.
 * - skipped: does not apply here; says why.
 * - blocked: cannot be done now; says why.
 */
export type Judgement = {
	readonly state: 'so' | 'open' | 'skipped' | 'blocked';
	/**
	 * What was found, a sentence for nobody yet. Holds text from outside: made visible where it is shown.
	 */
	readonly found: Coded;
	/** What to do about it. */
	readonly hint?: Coded;
	/** Of a step that waits, in order. */
	readonly stages?: readonly Stage[];
	/** What was found, for programs: kept in the journal. */
	readonly values?: Readonly<Record<string, string>>;
	/** It is so, and a person should say that it is meant: later it cannot be changed. Says what stays, in one sentence. */
	readonly choice?: Coded;
	/** More waiting cannot help. */
	readonly hopeless?: boolean;
};

/** A step in a question: `warns` holds what a person must know before a yes. Sentences. */
export type Outline = {readonly does: Coded; readonly warns: readonly Coded[]};

export type Stage = {
	readonly id: string;
	readonly title: Coded;
	readonly done: boolean;
	readonly found: Coded;
	/** It is not done because nobody could look. */
	readonly unknown?: true;
};

/** Milliseconds. `times`: so often in a row it must be so. */
export type Wait = {readonly every: number; readonly limit: number; readonly times: number};

export type Action = {
	readonly command: Command;
	/** What is wrong with its answer (the step fails with this sentence), or undefined. Exit codes are looked at before. */
	readonly expect?: (outcome: Outcome) => Coded | undefined;
	/** What to do when it fails. */
	readonly hint?: Coded;
	/** A read-only command that is asked again until it ends well and as expected: what it asks for comes late. */
	readonly until?: Pick<Wait, 'every' | 'limit'> & {
		/** No further answer will be another: it is bad for good. */
		readonly ends?: (outcome: Outcome) => boolean;
	};
	/** Told when it begins to wait: what a person has to do meanwhile. */
	readonly asks?: Coded;
	/** Run at once when it fails: what was begun with it is undone. `done`: the hint when all of that ended well. */
	readonly undoOnFailure?: {readonly actions: readonly Action[]; readonly done: Coded};
	/** What its answer means for the run, told in the journal by a record of its own. */
	readonly marks?: (outcome: Outcome) => JournalEvent | undefined;
	/** Ending it in the middle leaves nothing half-changed: a download. */
	readonly interruptible?: boolean;
	/** Its failure does not end the step: what counts is what is found after all of them. */
	readonly optional?: boolean;
	/** Commands of the same plan without whose success it would do harm: it does not run when one of them failed. */
	readonly afterSuccessOf?: readonly Command[];
	/** Its standard error is curl's progress table. */
	readonly progress?: 'curl';
	/** A command that goes on where it ended: run again after such an end, at most so often, `after` milliseconds each. */
	readonly again?: {readonly when: (outcome: Outcome) => boolean; readonly times: number; readonly after: number};
};
