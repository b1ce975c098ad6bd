import {journalFault, unreadJournal} from '../engine/journal-fault.js';
import type {StepView} from '../engine/session-view.js';
import {defaultAnswers} from '../install/answers.js';
import {defaultBackupFolder} from '../install/backup/folder.js';
import {newestUpgrade} from '../install/upgrade/going-back.js';
import {createUpgradeSession, type UpgradeSession} from '../install/upgrade/session.js';
import {undoSteps} from '../install/undo-view.js';
import {upkeepText} from '../text/upkeep.js';
import {cannotRun, faulted, type Answer, type Invocation} from './headless.js';
import {looked, unseen} from './heed.js';
import {partsOf, stepsJson, withoutRoot} from './steps-run.js';
import {stepsPlan} from './steps-plan.js';
import {runUndo, withoutJournal} from './undo-run.js';

type Found = {readonly session: UpgradeSession; readonly from: string; readonly to: string};

/** The newest upgrade that the journal holds. An answer: it holds none, or it cannot be trusted. */
async function find(invocation: Invocation): Promise<Found | Answer> {
	const parts = partsOf(invocation);
	const read = await parts.journal.read().then(
		({records, ...rest}) => ({records, fault: journalFault(rest)}),
		(error: unknown) => ({records: [], fault: unreadJournal(error)}),
	);
	const refused = withoutJournal(read.fault, invocation);
	if (refused) return refused;
	const newest = newestUpgrade(read.records);
	if (newest === undefined) {
		const {upgrade: words} = await upkeepText(invocation.text);
		return {exit: 0, json: {verdict: 'undone', steps: []}, lines: [words.undo.none]};
	}

	const session = await createUpgradeSession({
		...parts,
		folder: defaultBackupFolder(),
		answers: {...defaultAnswers, version: newest.to},
	});
	return {session, ...newest};
}

const recorded = (session: UpgradeSession): readonly StepView[] =>
	session.get().steps.filter(({undoRecorded}) => undoRecorded.length > 0);

/** What `upgrade --undo` would run, newest first. */
export async function undoPlan(invocation: Invocation): Promise<Answer> {
	const {text} = invocation;
	const {upgrade: words} = await upkeepText(text);
	const found = await find(invocation);
	if ('exit' in found) return found;
	const {session, from, to} = found;
	await session.refresh();
	const steps = recorded(session);
	const root = withoutRoot(session.get().steps, 'upgrade --undo --yes', text);
	if (root) return root;
	if (steps.length === 0) return {exit: 0, json: {verdict: 'undone', from, to, steps: []}, lines: [words.undo.none]};
	const plan = stepsPlan(undoSteps(steps, text), [words.undo.title(to, from), words.undo.loses], text);
	return {...plan, json: {...plan.json, verdict: 'planned', from, to}};
}

/**
 * `upgrade --undo --yes`: takes the newest upgrade back by what its journal recorded: the old program, and the backup's data where
 * the new one has run. Exit 1: a step could not be undone.
 */
export async function undoUpgrade(invocation: Invocation): Promise<Answer> {
	const {text, signal} = invocation;
	const {upgrade: words} = await upkeepText(text);
	const found = await find(invocation);
	if ('exit' in found) return found;
	const {session, from, to} = found;
	const joined = await session.join();
	if (joined !== undefined) {
		joined.leave();
		return cannotRun('locked', text.install.worker.held(joined.who));
	}

	if (!(await looked(signal, session.refresh()))) return unseen;
	const root = withoutRoot(session.get().steps, 'upgrade --undo --yes', text);
	if (root) return root;
	const steps = recorded(session);
	const about = {run: session.get().run, from, to};
	if (steps.length === 0) return {exit: 0, json: {...about, verdict: 'undone', steps: []}, lines: [words.undo.none]};
	const {end, steps: ran} = await runUndo(session, steps, invocation);
	const {fault} = session.get();
	const bad = ran.find(({state}) => state !== 'undone');
	const json = {...about, verdict: bad ? 'failed' : 'undone', steps: stepsJson(ran)};
	if (fault !== undefined) return {...faulted(end, fault), json};
	if (bad === undefined) return {exit: 0, json, lines: [words.undo.done(to, from)]};
	const message = text.install.headless.blocked(bad.id, bad.found);
	return {exit: 1, json, lines: [text.install.headless.failed(bad.id)], error: {code: bad.state, message}};
}
