import type {FactTable} from '../fact-table/fact.js';
import type {Runner} from '../host/runner.js';
import type {Text} from '../text/text.js';
import type {Clock} from './clock.js';
import type {Executor} from './executor.js';
import type {Journal, JournalRecord} from './journal.js';
import type {GoesBack} from './run-here.js';
import type {Refusal} from './session-view.js';
import type {Step} from './step.js';

/** What a session of steps is made of. */
export type StepSessionParts<F extends object, A> = {
	/** Begins the names of its runs in the journal. */
	readonly name: string;
	/** Read when they are needed: a getter may make them then, of a catalogue that a start does without. */
	readonly steps: ReadonlyArray<Step<F, A>>;
	readonly table: FactTable<F, A>;
	readonly answers: A;
	readonly runner: Runner;
	readonly journal: Journal;
	readonly clock: Clock;
	/** Of whoever reads what the steps find: they themselves are made with `idText`. */
	readonly text: Text;
	/** The step that ends a run: after it the next one is a new run. */
	readonly last: string;
	readonly refuses: Refusal | undefined;
	/** Runs only after a failure, when what was done is undone (`GoesBack`): shown from then on. */
	readonly after?: Step<F, A>;
	readonly goesBack?: GoesBack<F, A>;
	/** The part of the journal that an undo takes back; default: all of it. */
	readonly undoes?: (records: readonly JournalRecord[]) => readonly JournalRecord[];
	/** Told what the journal holds when it was read. */
	readonly onRead?: (records: readonly JournalRecord[]) => void;
	/** `run`: what the run found stays shown, though its last step took all of it away again. Default: the probe decides. */
	readonly shows?: 'run';
	/** A damaged or newer journal is acted on all the same. */
	readonly force?: boolean;
	/** Who does the work; default: this process. */
	readonly executor?: Executor<A>;
};
