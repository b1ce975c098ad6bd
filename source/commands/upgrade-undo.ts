import type {StepView} from '../engine/session-view.js';
import {defaultAnswers} from '../install/answers.js';
import {defaultBackupFolder} from '../install/backup/folder.js';
import {newestUpgrade} from '../install/upgrade/going-back.js';
import {createUpgradeSession, type UpgradeSession} from '../install/upgrade/session.js';
import {undoSteps} from '../install/undo-view.js';
import {upkeepText} from '../text/upkeep.js';
import {cannotRun, faulted, type Answer, type Invocation} from './headless.js';
import {heeding, looked, unseen} from './heed.js';
import {narrate} from './narrate.js';
import {partsOf, stepsJson, withoutRoot} from './steps-run.js';
import {stepsPlan} from './steps-plan.js';

type Found = {readonly session: UpgradeSession; readonly from: string; readonly to: string};

/** The newest upgrade that the journal holds; undefined: none. */
async function find(invocation: Invocation): Promise<Found | undefined> {
	const parts = partsOf(invocation);
	const {records} = await parts.journal.read();
	const newest = newestUpgrade(records);
	if (newest === undefined) return undefined;
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
	if (found === undefined) return {exit: 0, json: {verdict: 'undone', steps: []}, lines: [words.undo.none]};
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
	const {text, signal, say} = invocation;
	const {upgrade: words} = await upkeepText(text);
	const found = await find(invocation);
	if (found === undefined) return {exit: 0, json: {verdict: 'undone', steps: []}, lines: [words.undo.none]};
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
	const finish = narrate(session, text, say);
	const end = await heeding(signal, session, async () =>
		session.undo(
			steps.map(({id}) => id),
			new Map(steps.map(({id, undoRecorded}) => [id, undoRecorded.map(({argv}) => argv)])),
		),
	);
	finish();
	if (end === 'running') say(text.install.worker.goesOn);
	const {fault} = session.get();
	const ran = session
		.get()
		.steps.filter(({id}) => steps.some(each => each.id === id))
		.toReversed()
		.map(step => ({...step, state: step.ran?.state ?? step.state, found: step.ran?.found ?? step.found}));
	const bad = ran.find(({state}) => state !== 'undone');
	const json = {...about, verdict: bad ? 'failed' : 'undone', steps: stepsJson(ran)};
	if (fault !== undefined) return {...faulted(end, fault), json};
	if (bad === undefined) return {exit: 0, json, lines: [words.undo.done(to, from)]};
	const message = text.install.headless.blocked(bad.id, bad.found);
	return {exit: 1, json, lines: [text.install.headless.failed(bad.id)], error: {code: bad.state, message}};
}
