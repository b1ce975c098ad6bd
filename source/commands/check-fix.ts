import process from 'node:process';
import type {CheckId} from '../checks/check.js';
import type {CheckOptions} from '../checks/options.js';
import {createRemedySession, type RemedyPlan} from '../checks/remedy-session.js';
import {typed} from '../command/command.js';
import {createClock} from '../engine/clock.js';
import {openJournal, speedOf} from '../engine/open-journal.js';
import type {StepView} from '../engine/session-view.js';
import {visible} from '../terminal/sanitise.js';
import {idText, says} from '../text/ids.js';
import type {Text} from '../text/text.js';
import {cannotRun, type Answer, type Invocation} from './headless.js';
import {heeding} from './heed.js';
import {narrate} from './narrate.js';
import {whoForbids} from './read-only.js';

/** What became of remedies: `good`, when each did what it should or had nothing to do. */
export type Fixed = {
	readonly ran: true;
	readonly good: boolean;
	readonly run: string | null;
	readonly fixes: ReadonlyArray<{
		readonly id: string;
		readonly state: string;
		readonly found: string;
		readonly hint: string | null;
		readonly commands: ReadonlyArray<readonly string[]>;
	}>;
};

export type NotFixed = {readonly ran: false; readonly answer: Answer};

/** `check --fix ID,… --yes`: applies the remedies of these checks. Without --yes the plan is printed, and nothing runs. */
export async function fixChecks(
	{runner, text, settings, signal, say}: Invocation,
	ids: readonly CheckId[],
	options: CheckOptions,
): Promise<Fixed | NotFixed> {
	const words = text.checks.remedies;
	if (runner.readOnly)
		return {ran: false, answer: cannotRun('read-only', text.cli.readOnly('check --fix', whoForbids(settings, text)))};
	const session = createRemedySession({
		...{runner, text, options, force: settings.force},
		journal: openJournal(runner.kind, process.env),
		clock: createClock(speedOf(runner.kind, process.env)),
	});
	const {plan = []} = await session.prepare(ids);
	const before = stepsOf(session.session()?.get().steps);
	const root = before.find(({state, said}) => state === 'blocked' && says(said.hint, idText.checks.remedies.asRoot));
	if (root) return {ran: false, answer: cannotRun('needs-root', words.asRoot)};
	if (!settings.yes && plan.length > 0) {
		const message = text.cli.needsYes('check --fix');
		return {
			ran: false,
			answer: {
				exit: 2,
				json: {plan: plan.map(planJson)},
				lines: planLines(plan, text),
				error: {code: 'needs-yes', message},
			},
		};
	}

	const fixing = session.session();
	const finish = fixing ? narrate(fixing, text, say) : () => undefined;
	for (const step of before.filter(({id}) => !plan.some(each => each.step.id === id)))
		say(words.nothing(step.title, step.state === 'blocked' ? (step.hint ?? step.found) : step.found));
	await heeding(signal, session, async () => session.run());
	finish();
	const steps = stepsOf(fixing?.get().steps);
	const fault = fixing?.get().fault;
	if (fault !== undefined) return {ran: false, answer: cannotRun('fault', fault)};
	return {
		ran: true,
		run: plan.length > 0 ? (fixing?.get().run ?? null) : null,
		good: steps.every(({state}) => state === 'done' || state === 'skipped'),
		fixes: steps.map(({id, state, found, hint}) => ({
			...{id, state, found, hint},
			commands: (plan.find(({step}) => step.id === id)?.commands ?? []).map(({argv}) => argv),
		})),
	};
}

const stepsOf = (steps: readonly StepView[] | undefined): readonly StepView[] => steps ?? [];

const planJson = ({step: {id, notes, undoPlanned: undo}, commands}: RemedyPlan) => ({
	id,
	commands: commands.map(({argv}) => argv),
	inputs: commands.map(({input}) => input ?? null),
	undo: undo.map(({argv}) => argv),
	notes,
});

/** What would run, command by command. */
const planLines = (plan: readonly RemedyPlan[], text: Text): readonly string[] =>
	plan
		.flatMap(({step, commands}) => [
			text.checks.remedies.plan(step.title),
			...commands.flatMap(command =>
				typed(command)
					.split('\n')
					.map((line, index) => `  ${index === 0 ? '# ' : ''}${line}`),
			),
			...step.notes.map(note => `  ${note}`),
			...step.undoPlanned.map(command => `  ${text.checks.remedies.undo}: ${typed(command)}`),
		])
		.map(line => visible(line));
