import {createListeners} from '../listeners.js';
import {randomUUID} from 'node:crypto';
import type {Command} from '../command/command.js';
import {readably} from '../text/ids.js';
import type {Joined, Order, RunEnd, RunEvents} from './executor.js';
import {cutAt} from './cut.js';
import {gather} from '../fact-table/gather.js';
import {journalFault, unreadJournal, type JournalFault} from './journal-fault.js';
import type {JournalRecord} from './journal.js';
import {createOutput} from './output.js';
import type {Progress} from './progress.js';
import {createHereExecutor} from './run-here.js';
import {fold, foldAll, noRun, type RunState, type StepRunState} from './run-state.js';
import type {StepSessionParts} from './session-parts.js';
import type {Step} from './step.js';
import {stepView, type Look} from './step-view.js';
import {archiveOf} from './journal-archive.js';
import {recordedUndo} from './recorded-undo.js';
import type {Approved, JoinedRun, SeeingSession, StepView, SessionView} from './session-view.js';

export function createStepSession<F extends object, A>(parts: StepSessionParts<F, A>): SeeingSession<F, A> {
	const {name, table, runner, journal, clock, text} = parts;
	const executor = parts.executor ?? createHereExecutor<F, A>(parts);
	const listeners = createListeners();
	const output = createOutput();
	const looks = new Map<string, Look<F> & {readonly at: number}>();
	/** The plan of a step when it began to run: after it there is nothing left to plan. */
	const begun = new Map<string, readonly Command[]>();
	/** Counts probes and runs, to tell which of both is the newer. */
	let turn = 0;
	const ranAt = new Map<string, number>();
	/** Steps that ran while this process looked on. */
	const own = new Set<string>();
	let answers = parts.answers;
	let seen: Partial<F> = {};
	/** Of all runs on this host: what another list took away is not there to be undone. */
	let records: readonly JournalRecord[] = [];
	let journalSays: JournalFault | undefined;
	/** By step, as long as no record comes. */
	const undoRecorded = new Map<string, readonly Command[]>();
	let state: RunState = noRun;
	/** Named when somebody needs it. */
	let run: string | undefined;
	let loaded: Promise<void> | undefined;
	let reading = 0;
	let running: string | undefined;
	let doing: Order<A>['kind'] | undefined;
	let progress: Progress | undefined;
	let fault: string | undefined;
	let control: AbortController | undefined;
	let beginning: AbortController | undefined;
	let joined: JoinedRun<A> | undefined;
	let view: SessionView | undefined;

	const runNow = (): string => {
		run ??= `${name}-${randomUUID()}`;
		return run;
	};

	const changed = (): void => {
		view = undefined;
		listeners.tell();
	};

	/** What an earlier process did: its run goes on if it did not reach its end. One that still works is joined. */
	const load = async (): Promise<void> => {
		try {
			const read = await journal.read();
			({records} = read);
			journalSays = journalFault(read);
			undoRecorded.clear();
			parts.onRead?.(records);
		} catch (error) {
			// Not readable: the probe alone decides what is shown.
			journalSays = unreadJournal(error);
		}

		const last = records.findLast(record => record.run.startsWith(`${name}-`));
		if (last !== undefined) {
			state = foldAll(records.filter(record => record.run === last.run));
			if (isOpen(state)) run = last.run;
			for (const id of state.steps.keys()) ranAt.set(id, turn);
		}

		const other = parts.refuses === undefined ? await executor.join() : undefined;
		if (other !== undefined) {
			output.add({step: '', kind: 'note', text: parts.text.install.worker.joined(other.who)});
			follow(other);
		} else if (last !== undefined) {
			for (const line of await executor.printed(last.run)) print({...line, earlier: true});
		}
	};

	const isOpen = ({steps: ran}: RunState): boolean => {
		const end = ran.get(parts.last)?.state;
		return end !== 'done' && ![...ran.values()].some(({state: each}) => each === 'undone');
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
				seen = {...seen, ...facts};
				looks.set(step.id, {judged: step.judge(facts, now), facts: {...facts}, at: ++turn});
				changed();
			}),
		);
		reading--;
		changed();
	};

	/** Notes are made with ids: they become sentences here. */
	const print: RunEvents['line'] = line => {
		output.add(line.kind === 'note' ? {...line, text: readably(line.text, text)} : line);
	};

	const events: RunEvents = {
		record(record) {
			if (record.seq <= (records.at(-1)?.seq ?? 0)) return;
			records = [...records, record];
			undoRecorded.clear();
			({run} = record);
			state = fold(state, record);
			if (record.step !== null) {
				ranAt.set(record.step, ++turn);
				own.add(record.step);
			}

			changed();
		},
		line: print,
		plan(step, commands) {
			begun.set(step, commands);
			changed();
		},
		step(id) {
			running = id;
			begun.delete(id);
			changed();
		},
		progress(next) {
			progress = next;
			changed();
		},
	};

	/** While somebody works for this list: nothing else may, and its time goes on. */
	const occupied = async (
		kind: Order<A>['kind'],
		work: (signal: AbortSignal) => Promise<RunEnd>,
	): Promise<StepRunState> => {
		control = new AbortController();
		doing = kind;
		fault = undefined;
		const beat = setInterval(changed, 1000);
		try {
			const end = await work(control.signal);
			fault = end.fault === undefined ? undefined : readably(end.fault, text);
			return end.state;
		} finally {
			clearInterval(beat);
			running = undefined;
			doing = undefined;
			progress = undefined;
			control = undefined;
			changed();
		}
	};

	function follow(other: Joined<A>): void {
		({answers} = other.order);
		({run} = other.order);
		const away = new AbortController();
		const work = async (): Promise<StepRunState> => {
			const end = await occupied(other.order.kind, async signal => other.follow(events, signal, away.signal));
			joined = undefined;
			if (away.signal.aborted) return end;
			// Its own words are told already; what stands on the host is read for whoever stays to look.
			void probe(parts.steps);
			return end;
		};
		// All that was done in it counts as seen, from its beginning on.
		if (state.run === run) for (const id of state.steps.keys()) own.add(id);
		const {who, order} = other;
		joined = {kind: order.kind, answers, who, end: work(), leave: () => away.abort()};
	}

	const execute = async (kind: Order<A>['kind'], ids: readonly string[], approved: Approved | undefined) => {
		// Who stops it before it has begun is heard, too.
		const mine = new AbortController();
		beginning = mine;
		loaded ??= load();
		await loaded;
		if (control !== undefined || parts.refuses !== undefined) return 'blocked';
		if (mine.signal.aborted) return 'aborted';
		const end = await occupied(kind, async signal => {
			if (kind === 'run' && state.run === run && !isOpen(state)) run = undefined;
			const order: Order<A> = {kind, run: runNow(), steps: ids, approved, answers, ...(parts.force && {force: true})};
			return executor.execute(order, events, signal);
		});
		await probe(parts.steps);
		return end;
	};

	const undoRecordedOf = (step: string): readonly Command[] => {
		const known = undoRecorded.get(step) ?? recordedUndo(parts.undoes?.(records) ?? records, step);
		undoRecorded.set(step, known);
		return known;
	};

	const viewOf = (step: Step<F, A>): StepView => {
		const look = looks.get(step.id);
		const ran = state.steps.get(step.id);
		const isOwn = ran !== undefined && own.has(step.id);
		const newer = ran !== undefined && (ranAt.get(step.id) ?? 0) > (look?.at ?? 0);
		return stepView(
			step,
			table,
			answers,
			{
				look,
				ran,
				isOwn,
				running: running === step.id,
				newer: newer || (parts.shows === 'run' && isOwn),
				early: parts.shows === 'run' && step.id === parts.last && !isOwn,
				begun: begun.get(step.id),
				undoRecorded: undoRecordedOf(step.id),
				now: clock.mono(),
			},
			text,
		);
	};

	const viewNow = (): SessionView => {
		const {after} = parts;
		const shown = [...parts.steps, ...(after !== undefined && state.steps.has(after.id) ? [after] : [])].map(viewOf);
		return {
			steps: shown,
			reading: reading > 0,
			running,
			doing,
			cut: control === undefined ? cutAt(shown, state, looks.size > 0) : undefined,
			stopping: running !== undefined && control?.signal.aborted === true,
			progress,
			run: runNow(),
			fault,
			journal: {fault: journalSays, archive: archiveOf(records)},
		};
	};

	return {
		refuses: parts.refuses,
		output,
		seen: () => seen,
		get answers() {
			return answers;
		},
		get() {
			view ??= viewNow();
			return view;
		},
		subscribe: listeners.add,
		setAnswers(next) {
			if (control !== undefined) return;
			answers = next;
			looks.clear();
			changed();
		},
		async refresh() {
			await probe(parts.steps);
		},
		run: async (ids, approved) => execute('run', ids, approved),
		undo: async (ids, approved) => execute('undo', ids, approved),
		async join() {
			loaded ??= load();
			await loaded;
			return joined;
		},
		stop(reason) {
			(control ?? beginning)?.abort(reason);
			changed();
		},
		busy: () => control !== undefined,
		hasRun: () => control !== undefined || state.steps.size > 0,
	};
}
