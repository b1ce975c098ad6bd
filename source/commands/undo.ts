import {idText} from '../text/ids.js';
import process from 'node:process';
import {createClock} from '../engine/clock.js';
import {journalWords} from '../engine/journal-fault.js';
import {openJournal, speedOf} from '../engine/open-journal.js';
import {createInstallSession, type InstallSession} from '../install/session.js';
import {installSteps} from '../install/steps.js';
import {undoSteps} from '../install/undo-view.js';
import type {StepView} from '../engine/session-view.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';
import {cannotRun, faulted, type Answer, type HeadlessCommand, type Invocation} from './headless.js';
import {string, type Values} from './option.js';
import {leftAfterUndo} from './left-after-undo.js';
import {heeding, looked, unseen} from './heed.js';
import {narrate} from './narrate.js';
import {stepsPlan} from './steps-plan.js';

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
		const refused = withoutRoot(session, text) ?? withoutJournal(session, invocation);
		if (refused) return refused;
		const before = steps.length === 0 ? nothingLeft(session, text) : [text.install.plan.undoes(steps.length)];
		return stepsPlan(undoSteps(steps, text), before, text);
	},
	async run(invocation, values): Promise<Answer> {
		const {text, signal, say} = invocation;
		const words = text.install.headless;
		const session = sessionFor(invocation);
		const joined = await session.join();
		if (joined !== undefined) {
			joined.leave();
			return cannotRun('locked', text.install.worker.held(joined.who));
		}

		if (!(await looked(signal, session.refresh()))) return unseen;
		const refused = withoutRoot(session, text) ?? withoutJournal(session, invocation);
		if (refused) return refused;
		const steps = asked(session, values);
		if (steps.length === 0) {
			const json = {run: session.get().run, verdict: 'undone', steps: []};
			return {exit: 0, json, lines: nothingLeft(session, text)};
		}

		const finish = narrate(session, text, say);
		const end = await heeding(signal, session, async () =>
			session.undo(
				steps.map(({id}) => id),
				new Map(steps.map(({id, undoRecorded}) => [id, undoRecorded.map(({argv}) => argv)])),
			),
		);
		finish();
		if (end === 'running') say(text.install.worker.goesOn);
		const {fault, run} = session.get();
		const ran = session
			.get()
			.steps.filter(({id}) => steps.some(each => each.id === id))
			.toReversed();
		const bad = ran.find(step => stateOf(step) !== 'undone');
		const json = {run, verdict: bad ? 'failed' : 'undone', steps: ran.map(stepJson)};
		if (fault !== undefined) return {...faulted(end, fault), json};
		const left = steps.some(({id}) => id === 'install') ? await leftAfterUndo(invocation) : undefined;
		const rest = {left: left?.things ?? [], settings: left?.settings ?? []};
		if (!bad) return {exit: 0, json: {...json, ...rest}, lines: [words.undone(ran.length), ...(left?.lines ?? [])]};
		const message = words.blocked(bad.id, bad.ran?.found ?? bad.found);
		return {exit: 1, json, lines: [words.failed(bad.id)], error: {code: stateOf(bad), message}};
	},
};

/** As its undo ended, not as a probe sees the step since. */
const stateOf = ({ran, state}: StepView): string => ran?.state ?? state;

const stepJson = (step: StepView) => ({
	id: step.id,
	title: step.title,
	state: stateOf(step),
	exit: step.exit,
	ms: step.ms,
	found: step.ran?.found ?? step.found,
});

const sessionFor = ({runner, text, settings}: Invocation): InstallSession =>
	createInstallSession({
		...{runner, text, force: settings.force},
		journal: openJournal(runner.kind, process.env),
		clock: createClock(speedOf(runner.kind, process.env)),
	});

/** Down to the one that was named, those in which something is left to undo. */
function asked(session: InstallSession, values: Values): readonly StepView[] {
	const {steps} = session.get();
	const last = steps.findIndex(({id}) => id === (string(values, 'to') ?? steps[0]?.id));
	return steps.slice(last).filter(({undoRecorded}) => undoRecorded.length > 0);
}

function withoutRoot(session: InstallSession, text: Text): Answer | undefined {
	const root = session.get().steps.find(({id, state}) => id === 'privilege' && state === 'blocked');
	return root && cannotRun('needs-root', root.found, text.install.steps.privilege.becomeRootFor('undo --yes'));
}

/** What a damaged or newer journal records is not run, and that it records nothing is not said either. */
function withoutJournal(session: InstallSession, {text, settings}: Invocation): Answer | undefined {
	const {fault} = session.get().journal;
	if (fault === undefined || (settings.force && fault.reason !== 'unread')) return undefined;
	const {message, hint} = journalWords(fault, text);
	return cannotRun('journal', message, hint);
}

function nothingLeft(session: InstallSession, text: Text): readonly string[] {
	const {archive} = session.get().journal;
	return [
		text.install.headless.nothingToUndo,
		...(archive === undefined ? [] : [visible(text.journal.archived(archive))]),
	];
}
