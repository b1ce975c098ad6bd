import type {Runner} from '../../source/host/runner.js';
import {defaultAnswers, type InstallAnswers} from '../../source/install/answers.js';
import {createClock} from '../../source/engine/clock.js';
import type {RunEvents} from '../../source/engine/executor.js';
import {installFacts, type InstallFacts} from '../../source/install/facts.js';
import {createMemoryJournal, type Journal, type JournalRecord} from '../../source/engine/journal.js';
import type {OutputLine} from '../../source/engine/output.js';
import type {Progress} from '../../source/engine/progress.js';
import {createHereExecutor} from '../../source/engine/run-here.js';
import type {StepRunState} from '../../source/engine/run-state.js';
import {downloadStep} from '../../source/install/steps/download.js';
import {place} from '../../source/install/steps/place.js';
import {keptSaid} from '../../source/engine/run-state.js';
import {sentence} from '../../source/text/ids.js';
import {plainIds} from './plain-ids.js';

export const text = plainIds;
const steps = [downloadStep(text), place(text)];

/** How the last step of a run ended, and all that was told meanwhile. */
export type Ended = {
	readonly state: StepRunState;
	readonly step: string;
	readonly found: string;
	readonly hint: string | null;
	readonly progress: readonly Progress[];
	readonly lines: ReadonlyArray<Omit<OutputLine, 'at'>>;
	readonly records: readonly JournalRecord[];
};

export type Given = {
	readonly answers?: Partial<InstallAnswers>;
	readonly ids?: readonly string[];
	readonly signal?: AbortSignal;
	readonly journal?: Journal;
};

/** Download and place, by the product's own engine on any runner. */
export async function fetchAndPlace(runner: Runner, given: Given = {}): Promise<Ended> {
	const {answers, ids = ['download', 'place'], signal, journal = createMemoryJournal()} = given;
	const executor = createHereExecutor<InstallFacts, InstallAnswers>({
		...{steps, table: installFacts, runner, journal, clock: createClock(50)},
		asker: {uid: 0, sudoUser: null, tty: null},
	});
	const progress: Progress[] = [];
	const lines: Array<Omit<OutputLine, 'at'>> = [];
	const records: JournalRecord[] = [];
	const events: RunEvents = {
		record: record => records.push(record),
		line: line => lines.push(line),
		plan() {},
		step() {},
		progress(seen) {
			if (seen) progress.push(seen);
		},
	};
	const order = {
		...{kind: 'run' as const, run: 'install-test', steps: ids, approved: undefined},
		answers: {...defaultAnswers, version: 'v1.34.1+k0s.0', ...answers},
	};
	const {state} = await executor.execute(order, events, signal ?? new AbortController().signal);
	const last = records.findLast(({ev}) => ev === 'verify' || ev === 'aborted');
	const after = last?.after as {found?: unknown; hint?: unknown} | null | undefined;
	const told = (kept: unknown): string => sentence(keptSaid(kept), text);
	return {
		...{state, progress, lines, records},
		step: last?.step ?? '',
		found: told(after?.found),
		hint: typeof after?.hint === 'object' && after.hint !== null ? told(after.hint) : null,
	};
}
