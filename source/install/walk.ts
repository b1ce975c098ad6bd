import {randomUUID} from 'node:crypto';
import process from 'node:process';
import type {Command} from '../command/command.js';
import * as files from '../command/files.js';
import type {Runner} from '../host/runner.js';
import type {Text} from '../text/text.js';
import type {Clock} from './clock.js';
import {createEngine, type Actor} from './engine.js';
import {gather} from './gather.js';
import type {Journal} from './journal.js';
import {createOutput} from './output.js';
import type {Progress} from './progress.js';
import type {Approved, Refusal, StepView, Walk, WalkView} from './walk-view.js';
import {fold, foldAll, noRun, type RunState, type StepRunState} from './run-state.js';
import type {FactTable, Step} from './step.js';
import {stepView, type Look} from './step-view.js';

export type WalkParts<F extends object, A> = {
	/** Begins the names of its runs in the journal. */
	readonly name: string;
	readonly steps: ReadonlyArray<Step<F, A>>;
	readonly table: FactTable<F, A>;
	readonly answers: A;
	readonly runner: Runner;
	readonly journal: Journal;
	readonly clock: Clock;
	readonly text: Text;
	/** The step that ends a run: after it the next one is a new run. */
	readonly last: string;
	readonly refuses: Refusal | undefined;
	/** `run`: what the run found stays shown, though its last step took all of it away again. Default: the probe decides. */
	readonly shows?: 'run';
};

const goesOn: readonly StepRunState[] = ['done', 'skipped'];

export function createWalk<F extends object, A>(parts: WalkParts<F, A>): Walk<A> {
	const {name, steps, table, runner, journal, clock, text} = parts;
	const listeners = new Set<() => void>();
	const output = createOutput();
	const looks = new Map<string, Look<F> & {readonly at: number}>();
	/** The plan of a step when it began to run: after it there is nothing left to plan. */
	const begun = new Map<string, readonly Command[]>();
	/** Counts probes and runs, to tell which of both is the newer. */
	let turn = 0;
	const ranAt = new Map<string, number>();
	/** Steps that ran in this process. */
	const own = new Set<string>();
	let answers = parts.answers;
	let state: RunState = noRun;
	let run = newRun();
	let loaded: Promise<void> | undefined;
	let reading = 0;
	let running: string | undefined;
	let progress: Progress | undefined;
	let fault: string | undefined;
	let control: AbortController | undefined;
	let view: WalkView | undefined;

	function newRun(): string {
		return `${name}-${randomUUID()}`;
	}

	const changed = (): void => {
		view = undefined;
		for (const listener of [...listeners]) listener();
	};

	/** What an earlier process did: its run goes on if it did not reach its end. */
	const load = async (): Promise<void> => {
		try {
			const {records} = await journal.read();
			const last = records.findLast(record => record.run.startsWith(`${name}-`));
			if (!last) return;
			state = foldAll(records.filter(record => record.run === last.run));
			if (state.steps.get(parts.last)?.state !== 'done') run = last.run;
			for (const id of state.steps.keys()) ranAt.set(id, turn);
		} catch {
			// Not readable for this user: the probe alone decides what is shown.
		}
	};

	const probe = async (only: ReadonlyArray<Step<F, A>>): Promise<void> => {
		loaded ??= load();
		await loaded;
		const now = answers;
		const read = gather(table, now, async command => runner.run(command));
		reading++;
		changed();
		await Promise.all(
			only.map(async step => {
				const facts = (await read.need(step.needs)) as F;
				if (now !== answers) return;
				looks.set(step.id, {judged: step.judge(facts, now), facts: {...facts}, at: ++turn});
				changed();
			}),
		);
		reading--;
		changed();
	};

	const actor = async (): Promise<Actor> => {
		const outcome = await runner.run(files.readFile('/proc/sys/kernel/random/boot_id'));
		return {
			bootId: outcome.kind === 'ok' ? outcome.stdout.trim() : null,
			uid: process.getuid?.() ?? null,
			sudoUser: process.env['SUDO_USER'] ?? null,
			tty: process.env['SSH_TTY'] ?? null,
		};
	};

	const runAll = async (ids: readonly string[], approved: Approved | undefined, signal: AbortSignal) => {
		loaded ??= load();
		await loaded;
		if (state.steps.get(parts.last)?.state === 'done' && state.run === run) run = newRun();
		const engine = createEngine<F, A>({
			...{runner, journal, clock, output, table, text, run},
			actor: await actor(),
			onRecord(record) {
				state = fold(state, record);
				if (record.step !== null) {
					ranAt.set(record.step, ++turn);
					own.add(record.step);
				}

				changed();
			},
			onPlan(step, commands) {
				begun.set(step, commands);
			},
			onProgress(next) {
				progress = next;
				changed();
			},
		});
		let result: StepRunState = 'done';
		for (const step of steps.filter(({id}) => ids.includes(id))) {
			running = step.id;
			begun.delete(step.id);
			changed();
			result = await engine.step({
				step,
				answers,
				approved: approved === undefined ? undefined : (approved.get(step.id) ?? []),
				signal,
			});
			if (!goesOn.includes(result)) break;
		}

		return result;
	};

	const viewOf = (step: Step<F, A>): StepView => {
		const look = looks.get(step.id);
		const ran = state.steps.get(step.id);
		const isOwn = ran !== undefined && own.has(step.id);
		const newer = ran !== undefined && (ranAt.get(step.id) ?? 0) > (look?.at ?? 0);
		return stepView(step, table, answers, {
			look,
			ran,
			isOwn,
			running: running === step.id,
			newer: newer || (parts.shows === 'run' && isOwn),
			early: parts.shows === 'run' && step.id === parts.last && !isOwn,
			begun: begun.get(step.id),
			now: clock.mono(),
		});
	};

	return {
		refuses: parts.refuses,
		output,
		get answers() {
			return answers;
		},
		get() {
			view ??= {
				steps: steps.map(viewOf),
				reading: reading > 0,
				running,
				stopping: running !== undefined && control?.signal.aborted === true,
				progress,
				run,
				fault,
			};
			return view;
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		setAnswers(next) {
			if (running !== undefined) return;
			answers = next;
			looks.clear();
			changed();
		},
		async refresh() {
			await probe(steps);
		},
		async run(ids, approved) {
			if (control !== undefined || parts.refuses !== undefined) return 'blocked';
			control = new AbortController();
			fault = undefined;
			const beat = setInterval(changed, 1000);
			try {
				return await runAll(ids, approved, control.signal);
			} catch (error) {
				fault = text.install.engine.journalFailed(error instanceof Error ? error.message : String(error));
				return 'failed';
			} finally {
				clearInterval(beat);
				running = undefined;
				progress = undefined;
				control = undefined;
				changed();
				await probe(steps);
			}
		},
		stop() {
			control?.abort();
			changed();
		},
		busy: () => control !== undefined,
	};
}
