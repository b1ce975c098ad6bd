import {createListeners} from '../listeners.js';
import type {Command} from '../command/command.js';
import type {Runner} from '../host/runner.js';
import type {Clock} from '../engine/clock.js';
import type {Journal} from '../engine/journal.js';
import type {OutputLine} from '../engine/output.js';
import type {StepRunState} from '../engine/run-state.js';
import type {Approved, StepView, StepSession, SessionView} from '../engine/session-view.js';
import {createStepSession} from '../engine/session.js';
import {idText} from '../text/ids.js';
import type {Text} from '../text/text.js';
import {type Check, type CheckId, type Report} from './check.js';
import {allChecks} from './checks.js';
import {factTable} from './fact-table.js';
import type {CheckOptions} from './options.js';
import {remedyStep} from './remedy-step.js';

/** What is to be done with the remedies of some checks. */
export type RemedyKind = 'apply' | 'undo';

export type RemedyView = {
	readonly kind: RemedyKind;
	/** Those that were asked for last; empty: none yet. */
	readonly ids: readonly CheckId[];
	/** As the session over these remedies shows it. */
	readonly session: SessionView | undefined;
	/** Those that have something to run, with exactly what. Undefined: still looking. */
	readonly plan: readonly RemedyPlan[] | undefined;
	readonly busy: boolean;
};

export type RemedyPlan = {readonly step: StepView; readonly commands: readonly Command[]};

/** Remedies on one host: made once, outside the screens, so that one that runs goes on when its screen is left. */
export interface RemedySession {
	/** Why nothing can be run; undefined: it can. */
	readonly refuses: 'read-only' | undefined;
	/** The same reference while nothing changed. */
	get(): RemedyView;
	subscribe(listener: () => void): () => void;
	readonly output: {
		get(): readonly OutputLine[];
		subscribe(listener: () => void): () => void;
	};
	/** Looks at these checks and plans their remedies, or what undoes them. Not while one runs. */
	prepare(ids: readonly CheckId[], kind?: RemedyKind): Promise<RemedyView>;
	/** Runs what was planned and shown, one check after the other; one that fails does not keep the next from it. */
	run(): Promise<boolean>;
	stop(): void;
	/** The session itself, to tell it as it goes; undefined before the first plan. */
	session(): StepSession<CheckOptions> | undefined;
}

export type RemedySessionParts = {
	readonly runner: Runner;
	readonly journal: Journal;
	readonly clock: Clock;
	readonly text: Text;
	/** As they are when a remedy is planned. */
	readonly options: CheckOptions | (() => CheckOptions);
	/** A journal that cannot be trusted is used all the same. */
	readonly force?: boolean;
	readonly checks?: readonly Check[];
	/** Called when remedies ran, whatever became of them: checks are asked again. */
	readonly onRan?: () => void;
};

const nothing: RemedyView = {kind: 'apply', ids: [], session: undefined, plan: undefined, busy: false};
const good: readonly StepRunState[] = ['done', 'skipped', 'undone'];

export function createRemedySession(parts: RemedySessionParts): RemedySession {
	const {runner, journal, clock, text, options, checks = allChecks, onRan, force = false} = parts;
	const refuses = runner.readOnly ? 'read-only' : undefined;
	const listeners = createListeners();
	const lineListeners = createListeners();
	let session: StepSession<CheckOptions> | undefined;
	let leave = (): void => undefined;
	let stopped = false;
	let [kind, ids, ready, busy]: [RemedyKind, readonly CheckId[], boolean, boolean] = ['apply', [], false, false];
	let view: RemedyView | undefined = nothing;

	const changed = (): void => {
		view = undefined;
		listeners.tell();
	};

	const planOf = (step: StepView): readonly Command[] => (kind === 'undo' ? step.undoRecorded : step.plan);

	const begin = (chosen: readonly Check[]): StepSession<CheckOptions> => {
		leave();
		const next = createStepSession({
			name: 'remedy',
			steps: chosen.map(check => remedyStep(check, idText)),
			table: factTable,
			answers: typeof options === 'function' ? options() : options,
			last: chosen.at(-1)?.id ?? '',
			...{refuses, runner, journal, clock, text, force},
		});
		const stops = [
			next.subscribe(changed),
			next.output.subscribe(() => {
				lineListeners.tell();
			}),
		];
		leave = () => {
			for (const stop of stops) stop();
		};
		session = next;
		return next;
	};

	return {
		refuses,
		output: {
			get: () => session?.output.get() ?? noLines,
			subscribe: lineListeners.add,
		},
		get() {
			const now = session?.get();
			const plan =
				now && ready
					? now.steps.map(step => ({step, commands: planOf(step)})).filter(({commands}) => commands.length > 0)
					: undefined;
			view ??= {kind, ids, session: now, plan, busy};
			return view;
		},
		subscribe: listeners.add,
		async prepare(wanted, what = 'apply') {
			if (busy) return this.get();
			const chosen = checks.filter(({id}) => wanted.includes(id));
			[kind, ids, ready] = [what, chosen.map(({id}) => id), false];
			const mine = begin(chosen);
			changed();
			await mine.refresh();
			// Something else may have been asked for meanwhile.
			if (session === mine) ready = true;
			changed();
			return this.get();
		},
		async run() {
			const {plan} = this.get();
			if (busy || !session || plan === undefined) return false;
			const mine = session;
			busy = true;
			stopped = false;
			changed();
			let allGood = true;
			for (const {step, commands} of plan) {
				// Between two of them nothing works that could be told to stop.
				if (stopped) {
					allGood = false;
					break;
				}

				const approved: Approved = new Map([[step.id, commands.map(({argv}) => argv)]]);
				const end = await (kind === 'undo' ? mine.undo([step.id], approved) : mine.run([step.id], approved));
				allGood &&= good.includes(end);
				if (end === 'aborted' || mine.get().fault !== undefined) break;
			}

			busy = false;
			changed();
			onRan?.();
			return allGood;
		},
		stop() {
			stopped = true;
			session?.stop();
		},
		session: () => session,
	};
}

const noLines: readonly OutputLine[] = [];

/** Remedies that may be applied all together, without a look at each. */
export const isSafe = ({result, remedy}: Report): boolean =>
	(result === 'fail' || result === 'warn') && remedy?.fix?.safe === true;
