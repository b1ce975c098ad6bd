import {randomUUID} from 'node:crypto';
import process from 'node:process';
import type {Command} from '../command/command.js';
import * as files from '../command/files.js';
import type {Runner} from '../host/runner.js';
import type {Text} from '../text/text.js';
import type {Clock} from './clock.js';
import {createEngine, type Actor} from './engine.js';
import {asked, gather} from './gather.js';
import type {Journal} from './journal.js';
import {createOutput, type Output} from './output.js';
import type {Progress} from './progress.js';
import {fold, foldAll, noRun, type RunState, type StepRun, type StepRunState} from './run-state.js';
import type {FactTable, Judgement, Stage, Step} from './step.js';

export type StepState = 'unread' | 'todo' | StepRunState;

export type CommandView = {
	readonly command: Command;
	readonly state: 'todo' | 'running' | 'ok' | 'failed';
	readonly exit: number | null;
	readonly ms: number | null;
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
	/** What would run now; while it runs and after, what was run. */
	readonly commands: readonly CommandView[];
	readonly notes: readonly string[];
	readonly verify: readonly Command[];
	readonly undo: readonly Command[];
	readonly stages: readonly Stage[];
	readonly exit: number | null;
	/** Of its last run; null when it never ran. */
	readonly ms: number | null;
	/** How its last run of this process ended, whatever a probe found since. */
	readonly ran: StepRun | undefined;
};

export type WalkView = {
	readonly steps: readonly StepView[];
	/** A probe is under way. */
	readonly reading: boolean;
	readonly running: string | undefined;
	/** It was asked to stop, and will before the next command. */
	readonly stopping: boolean;
	readonly progress: Progress | undefined;
	readonly run: string;
	/** Why nothing can run at all (the journal cannot be written). */
	readonly fault: string | undefined;
};

export type Refusal = 'real-host' | 'read-only';

/** Exact commands by step, as they were shown and agreed to. */
export type Approved = ReadonlyMap<string, ReadonlyArray<readonly string[]>>;

/** A list of steps on one host, with its run: lives outside the screens and goes on when they are left. */
export interface Walk<A> {
	/** Why its steps can be looked at but not run; undefined: they can. */
	readonly refuses: Refusal | undefined;
	/** The same reference while nothing changed. */
	get(): WalkView;
	subscribe(listener: () => void): () => void;
	readonly output: Output;
	readonly answers: A;
	/** Not while it runs. */
	setAnswers(answers: A): void;
	/** Probes every step. */
	refresh(): Promise<void>;
	/** Runs these steps in order until one does not end well. Resolves with the state of the last one. */
	run(ids: readonly string[], approved?: Approved): Promise<StepRunState>;
	/** Before the next command; a download and a wait end at once. */
	stop(): void;
	busy(): boolean;
}

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

type Look<F> = {readonly judged: Judgement; readonly facts: F; readonly at: number};

const goesOn: readonly StepRunState[] = ['done', 'skipped'];

export function createWalk<F extends object, A>(parts: WalkParts<F, A>): Walk<A> {
	const {name, steps, table, runner, journal, clock, text} = parts;
	const listeners = new Set<() => void>();
	const output = createOutput();
	const looks = new Map<string, Look<F>>();
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

	const planOf = (step: Step<F, A>): readonly Command[] => {
		const look = looks.get(step.id);
		return look?.judged.state === 'open' ? step.plan(look.facts, answers).map(({command}) => command) : [];
	};

	const viewOf = (step: Step<F, A>): StepView => {
		const look = looks.get(step.id);
		const ran = state.steps.get(step.id);
		const current = running === step.id;
		const mine = own.has(step.id) ? ran : undefined;
		const newer =
			ran !== undefined &&
			((ranAt.get(step.id) ?? 0) > (look?.at ?? 0) || (parts.shows === 'run' && mine !== undefined));
		const judged = current && ran ? {...ran, state: 'running' as const} : stateOf(look?.judged, ran, newer);
		// Where a run's last step takes all away again there is nothing to take away before the run.
		const early = parts.shows === 'run' && step.id === parts.last && mine === undefined && judged.state === 'done';
		const seen = early ? {...judged, state: 'todo' as const} : judged;
		const facts = look?.facts ?? ({} as F);
		return {
			id: step.id,
			title: step.title,
			why: step.why,
			guide: step.guide,
			state: current ? 'running' : seen.state,
			found: seen.found,
			hint: seen.hint,
			stages: seen.stages.length > 0 ? seen.stages : (look?.judged.stages ?? []),
			commands: commandsOf(step, ran, current, seen.state),
			notes: look === undefined ? [] : (step.notes?.(facts, answers) ?? []),
			verify: asked(table, step.needs, answers, facts),
			undo: look === undefined ? [] : step.undo(facts, answers),
			exit: ran?.exit ?? null,
			ran: mine,
			ms: ran === undefined ? null : current ? Math.max(ran.ms, Math.round(clock.mono() - ran.since)) : ran.ms,
		};
	};

	const commandsOf = (
		step: Step<F, A>,
		ran: StepRun | undefined,
		current: boolean,
		now: StepState,
	): readonly CommandView[] => {
		const planned =
			current || (ran !== undefined && now !== 'todo') ? (begun.get(step.id) ?? planOf(step)) : planOf(step);
		return planned.map((command): CommandView => {
			const done = ran?.commands.findLast(({argv}) => argv.join('\0') === command.argv.join('\0'));
			return done && (current || now !== 'todo')
				? {command, state: done.state, exit: done.exit, ms: done.ms}
				: {command, state: 'todo', exit: null, ms: null};
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

type Seen = Pick<StepRun, 'found' | 'hint' | 'stages'> & {readonly state: StepState};

const unread: Seen = {state: 'unread', found: '', hint: null, stages: []};

/** The probe decides, the run explains: a step that failed says so until a probe finds it done. */
function stateOf(judged: Judgement | undefined, ran: StepRun | undefined, newer: boolean): Seen {
	if (ran && newer) return ran.state === 'running' ? {...ran, state: 'aborted'} : ran;
	if (judged === undefined) return unread;
	const {found, hint = null, stages = []} = judged;
	switch (judged.state) {
		case 'so': {
			return {state: 'done', found, hint, stages};
		}

		case 'open': {
			const again = ran?.state === 'failed' || ran?.state === 'aborted' ? ran : undefined;
			return again ?? {state: 'todo', found, hint, stages};
		}

		default: {
			return {state: judged.state, found, hint, stages};
		}
	}
}
