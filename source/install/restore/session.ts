import {idText} from '../../text/ids.js';
import type {JournalRecord} from '../../engine/journal.js';
import type {SeeingSession} from '../../engine/session-view.js';
import {createStepSession} from '../../engine/session.js';
import type {InstallAnswers} from '../answers.js';
import {executorFor, type SessionParts} from '../session.js';
import {restoreFacts, type RestoreAnswers, type RestoreFacts} from './facts.js';
import {restoreSteps} from './steps.js';

export type RestoreSession = SeeingSession<RestoreFacts, RestoreAnswers>;

/**
 * Whether this archive was restored by the last run of this list, which did not reach its end, and nothing was reset since: then
 * what the data folder holds is no other cluster.
 */
export function isResumed(records: readonly JournalRecord[], file: string): boolean {
	const stateOf = ({after}: JournalRecord): unknown => (after as {state?: unknown} | null)?.state;
	let resumed = false;
	let isOf = false;
	for (const record of records) {
		if (record.run.startsWith('reset-') && record.ev === 'begin') resumed = false;
		if (!record.run.startsWith('restore-')) continue;
		const {argv} = record;
		if (record.step === 'restore' && record.ev === 'begin' && argv?.[1] === 'restore') isOf = argv.at(-1) === file;
		if (record.step === 'restore' && record.ev === 'begin' && argv?.[1] === 'reset') isOf = false;
		if (record.step === 'restore' && record.ev === 'verify') resumed = isOf && stateOf(record) === 'done';
		if (record.ev === 'undo-end') resumed = false;
		if (record.step === 'healthy' && record.ev === 'verify' && stateOf(record) === 'done') resumed = false;
	}

	return resumed;
}

export async function createRestoreSession(
	parts: SessionParts & {readonly file: string; readonly answers: InstallAnswers},
): Promise<RestoreSession> {
	const {runner, journal, clock, text, force = false, file} = parts;
	// A journal that cannot be read tells of no run: then what is there is taken for a cluster.
	const records = await journal.read().then(
		reading => reading.records,
		() => [],
	);
	const answers: RestoreAnswers = {...parts.answers, file, resumed: isResumed(records, file)};
	return createStepSession({
		name: 'restore',
		steps: restoreSteps(idText),
		table: restoreFacts,
		last: 'healthy',
		refuses: runner.readOnly ? 'read-only' : undefined,
		...executorFor<RestoreAnswers>('restore', parts),
		...{runner, journal, clock, text, answers, force},
	});
}
