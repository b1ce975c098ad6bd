import process from 'node:process';
import {createClock} from '../engine/clock.js';
import {openJournal, speedOf} from '../engine/open-journal.js';
import type {StepSession, StepView} from '../engine/session-view.js';
import type {SessionParts} from '../install/session.js';
import type {Text} from '../text/text.js';
import {cannotRun, faulted, type Answer, type Invocation} from './headless.js';
import {heeding, looked, unseen} from './heed.js';
import {narrate} from './narrate.js';

/** What the sessions of lists of steps have in common on this host. */
export const partsOf = ({runner, text, settings}: Invocation): SessionParts => ({
	...{runner, text, force: settings.force},
	journal: openJournal(runner.kind, process.env),
	clock: createClock(speedOf(runner.kind, process.env)),
});

export const isGood = (state: StepView['state']): boolean => state === 'done' || state === 'skipped';

/** How its run ended: a probe after it may come too late, or in vain on a host that is busy with what was started. */
export const asItRan = (step: StepView): StepView =>
	step.ran === undefined || step.ran.state === 'running' ? step : {...step, ...step.ran, commands: step.commands};

export const stepsJson = (steps: readonly StepView[]) =>
	steps.map(({id, title, state, exit, ms, found}) => ({id, title, state, exit, ms, found}));

/** Nothing can be done without root: where to become it. Undefined: there is root. */
export function withoutRoot(steps: readonly StepView[], command: string, text: Text): Answer | undefined {
	const root = steps.find(({id, state}) => id === 'privilege' && state === 'blocked');
	return root && cannotRun('needs-root', root.found, text.install.steps.privilege.becomeRootFor(command));
}

/** The first step that cannot be done, before anything changes. */
export const blockedStep = (steps: readonly StepView[]): StepView | undefined =>
	steps.find(({state}) => state === 'blocked');

/**
 * Runs all steps of a list to its end and tells it; joins a run of it that is under way. `answer`: why nothing ran, or why it
 * could not go on. `steps`: as they ended.
 */
export async function runSteps(
	session: StepSession<unknown>,
	{text, signal, say}: Invocation,
	command: string,
): Promise<
	| {readonly answer: Answer; readonly blocked?: StepView}
	| {readonly answer?: undefined; readonly steps: readonly StepView[]; readonly run: string}
> {
	const finish = narrate(session, text, say);
	const joined = await session.join();
	let end: string | undefined;
	if (joined === undefined) {
		if (!(await looked(signal, session.refresh()))) return {answer: unseen};
		const {steps} = session.get();
		const root = withoutRoot(steps, command, text);
		if (root) return {answer: root};
		const bad = blockedStep(steps);
		if (bad !== undefined) return {answer: failed(session, bad, text), blocked: bad};
		if (steps.some(({state}) => !isGood(state))) {
			end = await heeding(signal, session, async () => session.run(steps.map(({id}) => id)));
		}
	} else end = await heeding(signal, session, async () => joined.end);

	finish();
	if (end === 'running') say(text.install.worker.goesOn);
	const {fault, run} = session.get();
	const steps = session.get().steps.map(asItRan);
	if (fault !== undefined) {
		return {answer: {...faulted(end, fault), json: {run, verdict: 'failed', steps: stepsJson(steps)}}};
	}

	return {steps, run};
}

/** A step failed or cannot be done: exit 1, with its sentence. */
export const failed = (session: StepSession<unknown>, {id, state, found, hint}: StepView, text: Text): Answer => ({
	exit: 1,
	json: {run: session.get().run, verdict: 'failed', steps: stepsJson(session.get().steps.map(asItRan))},
	lines: [text.install.headless.failed(id)],
	error: {code: state, message: text.install.headless.blocked(id, found), ...(hint === null ? {} : {hint})},
});
