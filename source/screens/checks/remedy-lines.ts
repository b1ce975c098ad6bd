import type {RemedyPlan, RemedyView} from '../../checks/remedy-session.js';
import {typed} from '../../command/command.js';
import {rule, wrap} from '../../components/blocks.js';
import {blank, bold, dim, line, type Line} from '../../components/line.js';
import {marked} from '../../components/marks.js';
import {chopped} from '../../components/width.js';
import type {OutputLine} from '../../engine/output.js';
import type {StepView} from '../../engine/session-view.js';
import type {Text} from '../../text/text.js';
import {decisionLines} from '../steps/decision.js';
import {outputRow} from '../steps/rows.js';

/** What each fix does in a sentence, what to mind, and how it is undone: the question. */
export function remedyDecision(
	plan: readonly RemedyPlan[],
	kind: RemedyView['kind'],
	width: number,
	text: Text,
): Line[] {
	const words = text.checks.remedies;
	const back = kind === 'undo';
	const steps = plan.map(({step, commands}) =>
		back ? {...step, outline: {does: words.undoes(commands.length), warns: []}} : step,
	);
	const kept = plan.some(({step}) => step.undoPlanned.length > 0);
	return decisionLines({steps, undo: back || !kept ? [] : [words.undoneBy]}, width);
}

/** What would run, in full, with what undoes it. */
export function planLines(plan: readonly RemedyPlan[], kind: RemedyView['kind'], width: number, text: Text): Line[] {
	const {remedies: words} = text.checks;
	return plan.flatMap(({step, commands}, index) => [
		...(index === 0 ? [] : [blank]),
		line(bold(step.title)),
		...commands.flatMap(command => commandLines(typed(command), width)),
		...(kind === 'undo'
			? []
			: step.undoPlanned.flatMap(command =>
					wrap(`${words.undo}: ${typed(command)}`, width - 2).map(part => line(dim(`  ${part}`))),
				)),
	]);
}

/** As a person would type it; nothing of it is left out, a here-document keeps its lines. */
const commandLines = (command: string, width: number): Line[] =>
	command
		.split('\n')
		.flatMap((each, index) =>
			pieces(each, Math.max(8, width - 4)).map((part, at) =>
				index === 0 && at === 0 ? line(dim('# '), part) : line(at === 0 ? '  ' : '    ', part),
			),
		);

/** Wrapped at words; a word that is longer than the line is broken. */
const pieces = (text: string, width: number): string[] => wrap(text, width).flatMap(part => chopped(part, width));

/** The remedy that runs now, and the end of what it prints. */
export function runLines(
	{session}: RemedyView,
	output: readonly OutputLine[],
	width: number,
	height: number,
	text: Text,
): readonly Line[] {
	const step = session?.steps.find(({id}) => id === session.running);
	const title = step ? text.checks.remedies.running(step.title) : text.checks.remedies.menu;
	const rows = output.slice(-Math.max(0, height - 1)).map(each => outputRow(each));
	return [rule(title, width, text.install.states.running), ...rows];
}

/** How the last remedy of a check ended, when it did not mend it. */
export function lastLines(step: StepView | undefined, text: Text, width: number): readonly Line[] {
	if (!step?.ran || step.ran.state === 'done' || step.ran.state === 'undone' || step.ran.state === 'running') return [];
	return [
		rule(text.checks.remedies.last, width),
		line(marked('fail', text.install.states[step.ran.state])),
		...wrap(step.ran.found, width).map(part => line(part)),
		...(step.ran.hint === null ? [] : wrap(step.ran.hint, width).map(part => line(bold(part)))),
		blank,
	];
}
