import {journalWords, type JournalFault} from '../engine/journal-fault.js';
import type {StepRunState} from '../engine/finding.js';
import type {StepSession, StepView} from '../engine/session-view.js';
import {cannotRun, type Answer, type Invocation} from './headless.js';
import {heeding} from './heed.js';
import {narrate} from './narrate.js';

/** What a damaged or newer journal records is not run, and that it records nothing is not said either. */
export function withoutJournal(fault: JournalFault | undefined, {text, settings}: Invocation): Answer | undefined {
	if (fault === undefined || (settings.force && fault.reason !== 'unread')) return undefined;
	const {message, hint} = journalWords(fault, text);
	return cannotRun('journal', message, hint);
}

/**
 * Undoes these steps by what their runs recorded, and tells it as it goes. `steps`: newest first, as their undo ended, not as a
 * probe sees them since.
 */
export async function runUndo(
	session: StepSession<unknown>,
	steps: readonly StepView[],
	{text, signal, say}: Invocation,
): Promise<{readonly end: StepRunState | undefined; readonly steps: readonly StepView[]}> {
	const finish = narrate(session, text, say);
	const end = await heeding(signal, session, async () =>
		session.undo(
			steps.map(({id}) => id),
			new Map(steps.map(({id, undoRecorded}) => [id, undoRecorded.map(({argv}) => argv)])),
		),
	);
	finish();
	if (end === 'running') say(text.install.worker.goesOn);
	const asked = new Set(steps.map(({id}) => id));
	const ended = session
		.get()
		.steps.filter(({id}) => asked.has(id))
		.toReversed()
		.map(step => ({...step, state: step.ran?.state ?? step.state, found: step.ran?.found ?? step.found}));
	return {end, steps: ended};
}
