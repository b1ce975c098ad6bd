import process from 'node:process';
import {shown} from '../command/command.js';
import {createClock} from '../engine/clock.js';
import {openJournal} from '../engine/open-journal.js';
import {differenceRows} from '../install/differences.js';
import {createInstallSession} from '../install/session.js';
import type {StepState, StepView} from '../engine/session-view.js';
import {visible} from '../terminal/sanitise.js';
import {padded} from '../terminal/text-columns.js';
import type {Text} from '../text/text.js';
import {usage, type HeadlessCommand} from './headless.js';
import {fromStandardInput} from './role-options.js';
import {answersOf, installOptions, isAnswer} from './install-options.js';
import {textColumns} from './text-columns.js';

/** `k0s-tui plan`: what `install` would run now, command by command. Changes nothing. */
export const plan: HeadlessCommand = {
	name: 'plan',
	options: installOptions,
	positionals: {min: 0, max: 0, name: ''},
	changes: false,
	async run({runner, text}, values) {
		const answers = answersOf(values, text);
		if (isAnswer(answers)) return answers;
		if (answers.tokenFile === fromStandardInput) return usage(text.install.bad.planToken);
		const session = createInstallSession({
			runner,
			journal: openJournal(runner.kind, process.env),
			clock: createClock(),
			text,
			answers,
		});
		await session.refresh();
		const steps = session.get().steps.map(step => onCommandLine(step, text));
		return {
			exit: 0,
			json: {profile: answers.profile, steps: steps.map(stepJson)},
			lines: [text.install.plan.title(answers.profile), ...steps.flatMap(step => stepLines(step, text))],
		};
	},
};

/** A screen's key is no advice on a command line. */
const onCommandLine = (step: StepView, text: Text): StepView =>
	step.id === 'privilege' && step.hint !== null
		? {...step, hint: text.install.steps.privilege.becomeRootFor('plan')}
		: step;

type PlanState = 'done' | 'todo' | 'blocked';

/** What an earlier run left undone is to do again. */
const stateOf = (state: StepState): PlanState => {
	if (state === 'done' || state === 'skipped') return 'done';
	return state === 'blocked' ? 'blocked' : 'todo';
};

const stepJson = ({
	id,
	title,
	why,
	state,
	found,
	hint,
	plan: commands,
	notes,
	differences,
	verify,
	undoPlanned: undo,
}: StepView) => ({
	id,
	title,
	why,
	state: stateOf(state),
	commands: commands.map(({argv, root, changes}) => ({argv, root, changes})),
	verify: verify.map(({argv}) => argv),
	undo: undo.map(({argv}) => argv),
	found,
	hint,
	notes,
	differences,
});

function stepLines({id, state, found, hint, plan: commands, differences}: StepView, text: Text): string[] {
	const word = text.install.plan.states[stateOf(state)];
	return [
		`${padded(word, 9)}${id.padEnd(17)}${visible(found)}`.trimEnd(),
		...tableOf(differences, text).map(line => `${' '.repeat(9)}${line}`),
		...commands.map(({argv}) => `${' '.repeat(9)}$ ${visible(shown(argv))}`),
		...(hint === null ? [] : [`${' '.repeat(9)}${visible(hint)}`]),
	];
}

/** What the firewall's settings are now, and then. */
function tableOf(differences: StepView['differences'], text: Text): readonly string[] {
	if (differences.length === 0) return [];
	const {what, now, then} = text.guard.differences;
	return textColumns(
		[what, now, then],
		differenceRows(differences, text).map(row => [row.what, row.now, row.then]),
	);
}
