import process from 'node:process';
import type {Runner} from '../host/runner.js';
import {idText} from '../text/ids.js';
import type {Text} from '../text/text.js';
import {defaultAnswers, type InstallAnswers} from './answers.js';
import type {Clock} from '../engine/clock.js';
import type {Executor} from '../engine/executor.js';
import {installFacts, type InstallFacts} from './facts.js';
import type {Journal, JournalRecord} from '../engine/journal.js';
import {installSteps} from './steps.js';
import type {SeeingSession} from '../engine/session-view.js';
import {createStepSession} from '../engine/session.js';
import {createRemoteExecutor} from '../engine/worker/remote.js';
import {ownProgram} from '../engine/worker/start.js';

/** The guided install of one host: made once, outside the screens. */
export type InstallSession = SeeingSession<InstallFacts, InstallAnswers>;

export type SessionParts = {
	readonly runner: Runner;
	readonly journal: Journal;
	readonly clock: Clock;
	readonly text: Text;
	/** A journal that cannot be trusted is used all the same. */
	readonly force?: boolean;
};

/** On a real host a worker does it, which outlives this process; the simulated host lives in this process alone. */
export const executorFor = <A>(list: string, parts: SessionParts): {readonly executor?: Executor<A>} =>
	parts.runner.kind === 'local' && !parts.runner.readOnly
		? {
				executor: createRemoteExecutor<A>({
					list,
					runner: parts.runner,
					text: parts.text,
					env: process.env,
					program: ownProgram(),
				}),
			}
		: {};

export function createInstallSession(
	parts: SessionParts & {
		readonly answers?: InstallAnswers;
		/** Told what the journal holds when it was read. */
		readonly onRead?: (records: readonly JournalRecord[]) => void;
	},
): InstallSession {
	const {runner, journal, clock, text, answers = defaultAnswers, force = false, onRead} = parts;
	let steps: ReturnType<typeof installSteps> | undefined;
	return createStepSession({
		name: 'install',
		get steps() {
			steps ??= installSteps(idText);
			return steps;
		},
		table: installFacts,
		last: 'healthy',
		refuses: runner.readOnly ? 'read-only' : undefined,
		...executorFor<InstallAnswers>('install', parts),
		...(onRead === undefined ? {} : {onRead}),
		...{runner, journal, clock, text, answers, force},
	});
}
