import {idText} from '../text/ids.js';
import {createInstallSession, type InstallSession} from '../install/session.js';
import {installSteps} from '../install/steps.js';
import {undoSteps} from '../install/undo-view.js';
import type {StepView} from '../engine/session-view.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';
import {cannotRun, faulted, type Answer, type HeadlessCommand, type Invocation} from './headless.js';
import {string, type Values} from './option.js';
import {leftAfterUndo} from './left-after-undo.js';
import {looked, unseen} from './heed.js';
import {partsOf, stepsJson, withoutRoot} from './steps-run.js';
import {stepsPlan} from './steps-plan.js';
import {runUndo, withoutJournal} from './undo-run.js';

const ids = installSteps(idText).map(({id}) => id);

/**
 * `k0s-tui undo --yes [--to STEP]`: undoes what runs did on this host, newest first, down to that step (it too). What
 * was there before any run stays.
 */
export const undo: HeadlessCommand = {
	name: 'undo',
	options: {to: {value: 'STEP', words: ids, refuse: step => (ids.includes(step) ? undefined : ids.join(', '))}},
	positionals: {min: 0, max: 0, name: ''},
	changes: true,
	async plan(invocation, values) {
		const {text} = invocation;
		const session = sessionFor(invocation);
		await session.refresh();
		const steps = asked(session, values);
		const refused =
			withoutRoot(session.get().steps, 'undo --yes', text) ?? withoutJournal(session.get().journal.fault, invocation);
		if (refused) return refused;
		const before = steps.length === 0 ? nothingLeft(session, text) : [text.install.plan.undoes(steps.length)];
		return stepsPlan(undoSteps(steps, text), before, text);
	},
	async run(invocation, values): Promise<Answer> {
		const {text, signal} = invocation;
		const words = text.install.headless;
		const session = sessionFor(invocation);
		const joined = await session.join();
		if (joined !== undefined) {
			joined.leave();
			return cannotRun('locked', text.install.worker.held(joined.who));
		}

		if (!(await looked(signal, session.refresh()))) return unseen;
		const refused =
			withoutRoot(session.get().steps, 'undo --yes', text) ?? withoutJournal(session.get().journal.fault, invocation);
		if (refused) return refused;
		const steps = asked(session, values);
		if (steps.length === 0) {
			const json = {run: session.get().run, verdict: 'undone', steps: []};
			return {exit: 0, json, lines: nothingLeft(session, text)};
		}

		const {end, steps: ran} = await runUndo(session, steps, invocation);
		const {fault, run} = session.get();
		const bad = ran.find(({state}) => state !== 'undone');
		const json = {run, verdict: bad ? 'failed' : 'undone', steps: stepsJson(ran)};
		if (fault !== undefined) return {...faulted(end, fault), json};
		const left = steps.some(({id}) => id === 'install') ? await leftAfterUndo(invocation) : undefined;
		const rest = {left: left?.things ?? [], settings: left?.settings ?? []};
		if (!bad) return {exit: 0, json: {...json, ...rest}, lines: [words.undone(ran.length), ...(left?.lines ?? [])]};
		const message = words.blocked(bad.id, bad.found);
		return {exit: 1, json, lines: [words.failed(bad.id)], error: {code: bad.state, message}};
	},
};

const sessionFor = (invocation: Invocation): InstallSession => createInstallSession(partsOf(invocation));

/** Down to the one that was named, those in which something is left to undo. */
function asked(session: InstallSession, values: Values): readonly StepView[] {
	const {steps} = session.get();
	const last = steps.findIndex(({id}) => id === (string(values, 'to') ?? steps[0]?.id));
	return steps.slice(last).filter(({undoRecorded}) => undoRecorded.length > 0);
}

function nothingLeft(session: InstallSession, text: Text): readonly string[] {
	const {archive} = session.get().journal;
	return [
		text.install.headless.nothingToUndo,
		...(archive === undefined ? [] : [visible(text.journal.archived(archive))]),
	];
}
