import {shown, type Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import type {Runner} from '../host/runner.js';
import {redactTexts} from '../redact/fields.js';
import {redact} from '../redact/redact.js';
import {idText, saidOf, type Coded} from '../text/ids.js';
import {abridged, type Begun} from './abridged.js';
import type {Clock} from './clock.js';
import {conclusion, findingOf, finished, type Finding, type StepRunState} from './finding.js';
import {gather} from '../fact-table/gather.js';
import {sha256, type Journal, type JournalEntry, type JournalEvent, type JournalRecord, type Json} from './journal.js';
import type {Output} from './output.js';
import {createPerformer} from './perform.js';
import type {Progress} from './progress.js';
import type {Action, Judgement, Step} from './step.js';
import type {FactTable} from '../fact-table/fact.js';
import {outcomeProblem} from './problem.js';
import {effectOf} from './undo-effects.js';
import {waitFor} from './waiting.js';

/** Who runs this, for the journal. */
export type Actor = {
	readonly bootId: string | null;
	readonly uid: number | null;
	readonly sudoUser: string | null;
	readonly tty: string | null;
};

export type EngineParts<F extends object, A> = {
	readonly runner: Runner;
	readonly journal: Journal;
	readonly clock: Clock;
	readonly output: Pick<Output, 'add'>;
	readonly table: FactTable<F, A>;
	readonly actor: Actor;
	/** The run that it belongs to: a new name, or that of a run that was cut off. */
	readonly run: string;
	/** Each record once it is safe. */
	readonly onRecord?: (record: JournalRecord) => void;
	readonly onProgress?: (progress: Progress | undefined) => void;
	/** What a step is about to run, before its first command. */
	readonly onPlan?: (step: string, commands: readonly Command[]) => void;
};

export type StepOrder<F, A> = {
	readonly step: Step<F, A>;
	readonly answers: A;
	/** The commands that a person has seen: none that changes the host is executed beside them. Undefined: all that is planned was agreed to. */
	readonly approved: ReadonlyArray<readonly string[]> | undefined;
	/** Asked between commands, and while a step waits; a command that changes the host is never ended by it. */
	readonly signal: AbortSignal;
};

export interface Engine<F, A> {
	/** Never rejects but when the journal cannot be written: then nothing more is executed. */
	step(order: StepOrder<F, A>): Promise<StepRunState>;
	/** Runs the commands that undo a step, whatever a probe says of it: they were planned when it was begun. */
	undo(order: StepOrder<F, A> & {readonly commands: readonly Command[]}): Promise<StepRunState>;
}

/**
 * Runs steps on a host: probe, plan, `begin` in the journal before each command, verification after. It holds no state
 * of its own: what happened is in the journal, and the probe decides what is left to do. The same engine works inside a
 * screen, a headless command or a detached worker.
 */
export function createEngine<F extends object, A>(parts: EngineParts<F, A>): Engine<F, A> {
	const {runner, journal, clock, output, table, actor} = parts;
	const {run} = parts;
	const words = idText.install.engine;
	const perform = createPerformer(parts);

	const record = async (step: string, ev: JournalEvent, rest: Partial<JournalEntry> = {}): Promise<void> => {
		const written = await journal.append({
			run,
			boot_id: actor.bootId,
			t_mono: clock.mono(),
			t_wall: clock.wall(),
			uid: actor.uid,
			sudo_user: actor.sudoUser,
			tty: actor.tty,
			step,
			ev,
			argv: null,
			cwd: null,
			envKeys: [],
			before: null,
			after: null,
			exit: null,
			sig: null,
			ms: null,
			outSha: null,
			...rest,
		});
		parts.onRecord?.(written);
	};

	const conclude = async (
		step: string,
		ev: 'verify' | 'out' | 'aborted' | 'undo-end',
		finding: Finding,
	): Promise<StepRunState> => {
		await record(step, ev, {after: redactTexts(finding as unknown as Json)});
		return finding.state;
	};

	const look = async ({step, answers, signal}: StepOrder<F, A>): Promise<{facts: F; judged: Judgement}> => {
		const read = gather(table, answers, async command => runner.run(command, {signal}));
		const facts = (await read.need(step.needs)) as F;
		return {facts, judged: step.judge(facts, answers)};
	};

	const execute = async (step: string, action: Action, signal: AbortSignal): Promise<Outcome> => {
		const {command} = action;
		const input = command.input === undefined ? null : Buffer.byteLength(command.input);
		const begun: Begun = {why: command.why, changes: command.changes, input};
		await record(step, 'begin', {argv: command.argv, envKeys: Object.keys(command.env), after: begun});
		output.add({step, kind: 'command', text: shown(command.argv)});
		if (command.data) output.add({step, kind: 'note', text: redact(command.input ?? '')});
		const outcome = await perform(step, action, signal);
		await record(step, 'end', {
			argv: command.argv,
			exit: outcome.exit,
			sig: outcome.signal,
			ms: Math.round(outcome.ms),
			outSha: sha256(`${outcome.stdout}\0${outcome.stderr}`),
			after: {kind: outcome.kind, ...abridged(outcome)},
		});
		const meaning = action.marks?.(outcome);
		if (meaning !== undefined) await record(step, meaning, {argv: command.argv});
		return outcome;
	};

	const attempt = async (step: string, action: Action, signal: AbortSignal): Promise<Outcome> => {
		const {again} = action;
		let outcome = await execute(step, action, signal);
		for (let left = again?.times ?? 0; again?.when(outcome) && left > 0 && !signal.aborted; left--) {
			output.add({step, kind: 'note', text: words.goesOn});
			await clock.sleep(again.after, signal);
			if (!signal.aborted) outcome = await execute(step, action, signal);
		}

		return outcome;
	};

	/** Whether a command of an undo has nothing to do any more. What comes by itself is waited for, in vain at most so long. */
	const isThere = async ({argv}: Command, signal: AbortSignal): Promise<boolean> => {
		const probe = effectOf(argv);
		if (probe === undefined) return false;
		const begun = clock.mono();
		for (;;) {
			const outcomes = await Promise.all(probe.asks.map(async ask => runner.run(ask)));
			const effect = probe.judge(outcomes);
			if (effect !== 'comes' || signal.aborted || clock.mono() - begun > longestStop) return effect === 'there';
			await clock.sleep(1000, signal);
		}
	};

	/** What to do after a failed action: nothing, where its own undo took all of it away. Nobody ends that midway. */
	const undoFailed = async (step: string, {undoOnFailure, hint}: Action): Promise<Coded | undefined> => {
		if (undoOnFailure === undefined) return hint;
		for (const action of undoOnFailure.actions) {
			const outcome = await execute(step, action, new AbortController().signal);
			const problem = outcomeProblem(outcome, idText) ?? action.expect?.(outcome);
			if (problem !== undefined && !action.optional) return hint;
		}

		return undoOnFailure.done;
	};

	return {
		async step(order) {
			const {step, answers, approved, signal} = order;
			const {id} = step;
			const aborted = async (): Promise<StepRunState> =>
				conclude(id, 'aborted', conclusion('aborted', words.aborted, words.abortedHint));
			const failed = async (found: Coded, hint?: Coded): Promise<StepRunState> =>
				conclude(id, 'verify', conclusion('failed', found, hint));

			const {facts, judged} = await look(order);
			if (signal.aborted) {
				await record(id, 'plan');
				return aborted();
			}

			const runs = judged.state === 'open' || (judged.state === 'so' && step.always === true);
			const actions = runs ? step.plan(facts, answers) : [];
			await record(id, 'plan', {
				before: {
					state: judged.state,
					found: redactTexts(saidOf(judged.found)),
					undo: runs ? step.undo(facts, answers).map(({argv}) => argv) : [],
				},
				after: actions.map(action => action.command.argv),
			});
			if (!runs) return conclude(id, 'verify', findingOf(judged));
			const unready = step.ready?.(facts, answers);
			if (unready !== undefined) {
				return conclude(id, 'verify', conclusion('blocked', unready));
			}

			const unseen = actions.find(
				({command}) => command.changes && approved !== undefined && !includes(approved, command),
			);
			if (unseen && !step.follows) return failed(words.planChanged(shown(unseen.command.argv)), words.planChangedHint);

			parts.onPlan?.(
				id,
				actions.map(({command}) => command),
			);
			let passed: Coded | undefined;
			const broken: Command[] = [];
			for (const action of actions) {
				if (signal.aborted) return aborted();
				const lacks = broken.find(command =>
					action.afterSuccessOf?.some(each => each.argv.join('\0') === command.argv.join('\0')),
				);
				if (lacks) {
					output.add({step: id, kind: 'note', text: words.notRun(shown(action.command.argv), shown(lacks.argv))});
					continue;
				}

				const outcome = await attempt(id, action, signal);
				if (outcome.kind === 'aborted' && signal.aborted) return aborted();
				const problem = outcomeProblem(outcome, idText) ?? action.expect?.(outcome);
				if (problem !== undefined && !action.optional) return failed(problem, await undoFailed(id, action));
				if (problem !== undefined) broken.push(action.command);
				passed ??= problem;
			}

			const wait = typeof step.wait === 'function' ? step.wait(answers) : step.wait;
			if (wait === undefined) return verify(order, passed);
			return waitFor({
				...{step: id, wait, clock, output, signal},
				look: async () => (await look(order)).judged,
				conclude: async (ev, finding) => conclude(id, ev, finding),
			});
		},

		async undo({step, commands, approved, signal}) {
			const {id} = step;
			const end = async (state: StepRunState, found: Coded, hint?: Coded): Promise<StepRunState> =>
				conclude(id, 'undo-end', conclusion(state, found, hint));
			await record(id, 'undo-begin', {after: commands.map(({argv}) => argv)});
			if (commands.length === 0) return end('skipped', words.nothingToUndo);
			const unseen = commands.find(command => approved !== undefined && !includes(approved, command));
			if (unseen) return end('failed', words.planChanged(shown(unseen.argv)), words.planChangedHint);
			parts.onPlan?.(id, commands);
			let ran = 0;
			for (const command of commands) {
				if (signal.aborted) return end('aborted', words.aborted, words.abortedHint);
				if (await isThere(command, signal)) {
					output.add({step: id, kind: 'note', text: words.isSo(shown(command.argv))});
					continue;
				}

				if (signal.aborted) return end('aborted', words.aborted, words.abortedHint);
				const problem = outcomeProblem(await execute(id, {command}, signal), idText);
				// What counts is what it was to bring about: somebody else may have done it meanwhile.
				if (problem !== undefined && !(await isThere(command, signal))) return end('failed', problem);
				ran++;
			}

			return end('undone', ran === 0 ? words.undoneBefore : words.undone(ran));
		},
	};

	async function verify(order: StepOrder<F, A>, problem: Coded | undefined): Promise<StepRunState> {
		const {judged} = await look({...order, signal: new AbortController().signal});
		const finding = finished(judged, problem);
		const rest = order.step.leavesRest === true && finding.state === 'failed';
		return conclude(order.step.id, 'verify', rest ? {...findingOf(judged), state: 'done'} : finding);
	}
}

/** systemd's own limit for a stop is 90 s (DefaultTimeoutStopSec), and then it kills; in milliseconds. */
const longestStop = 120_000;

const includes = (approved: ReadonlyArray<readonly string[]>, command: Command): boolean =>
	approved.some(
		argv => argv.length === command.argv.length && argv.every((word, index) => word === command.argv[index]),
	);
