import {shown, typed, type Command} from '../../command/command.js';
import {rule, wrap} from '../../components/blocks.js';
import {blank, bold, colored, dim, line, span, type Line} from '../../components/line.js';
import {marked, sign, type Mark} from '../../components/marks.js';
import {chopped, displayWidth, fit, pad} from '../../components/width.js';
import type {OutputLine} from '../../engine/output.js';
import type {CommandView, StepState, StepView} from '../../engine/session-view.js';
import type {Text} from '../../text/text.js';
import {differenceLines} from './differences.js';

/** Lines of a list of steps: what the Install and the Demo screen have in common. Pure. */

const marks: Readonly<Record<StepState, Mark>> = {
	unread: 'todo',
	todo: 'todo',
	running: 'running',
	done: 'pass',
	skipped: 'skip',
	blocked: 'blocked',
	failed: 'fail',
	aborted: 'warn',
	undone: 'todo',
};

/** One step of the list: sign, title, word. */
export function stepRow(step: StepView, width: number, text: Text): Line {
	const asks = step.choice !== undefined;
	const word = text.install.states[asks ? 'choice' : step.state];
	const title = fit(step.title, Math.max(1, width - 4 - displayWidth(word)));
	return [
		sign(asks ? 'warn' : marks[step.state]),
		span(` ${title} `),
		span(word, (step.state === 'done' && !asks) || step.state === 'todo' ? {dim: true} : {}),
		span(' '),
	];
}

/** Milliseconds for people: `0.4 s`, `12 s`, `3:05`. */
export function duration(ms: number): string {
	if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
	const seconds = Math.round(ms / 1000);
	if (seconds < 100) return `${seconds} s`;
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A command as a person would type it, wrapped with a hanging indent: nothing of it is left out. */
export function commandLines(command: Command, width: number, head: Line = [dim('$ ')]): Line[] {
	const whole = command.data ? typed(command) : shown(command.argv);
	return whole
		.split('\n')
		.flatMap(each => wrapExactly(each, Math.max(8, width - 4)))
		.map((part, index) => (index === 0 ? [...head, span(part)] : line('    ', part)));
}

/** Wraps at words; a word that is longer than the line is broken. */
function wrapExactly(content: string, width: number): string[] {
	return wrap(content, width).flatMap(part => chopped(part, width));
}

/** `before`: the command above; what both are for is said once. */
function commandRow(
	{command, state, exit, ms}: CommandView,
	before: CommandView | undefined,
	width: number,
	text: Text,
): Line[] {
	const heads: Readonly<Record<CommandView['state'], Line>> = {
		todo: [dim('$ ')],
		running: [sign('running'), span(' ')],
		ok: [sign('pass'), span(' ')],
		failed: [sign('fail'), span(' ')],
	};
	const why = before?.command.why === command.why ? '' : text.why[command.why];
	const ended = state === 'failed' ? `exit ${exit ?? '?'}` : ms === null || ms < 100 ? '' : duration(ms);
	const tail = [why, ended].filter(Boolean).join(' · ');
	return [
		...commandLines(command, width, heads[state]),
		...(tail === '' ? [] : wrap(tail, Math.max(8, width - 4)).map(part => line('    ', dim(part)))),
	];
}

/**
 * All that is to be said of one step: why, what was found, what would be other after it, the commands, the stages of a
 * wait, notes, the guide's way. `told`: what was found stands elsewhere on the screen.
 */
export function detailLines(step: StepView, width: number, text: Text, told = false): Line[] {
	const words = text.install.detail;
	const section = (content: readonly Line[]): Line[] => (content.length === 0 ? [] : [blank, ...content]);
	const asks = step.choice !== undefined;
	const word = text.install.states[asks ? 'choice' : step.state];
	const head: Line = [bold(step.title), span('  '), marked(asks ? 'warn' : marks[step.state], word)];
	const time = step.ms !== null && step.ms >= 100 && step.state !== 'todo' ? [dim(`  ${duration(step.ms)}`)] : [];
	const why = paragraph(step.why, width, part => line(dim(part)));
	const found = told ? [] : foundLines(step, width);
	const stages = stageLines(step, width);
	const differences = differenceLines(step.differences, width, text);
	const notes = step.notes.flatMap(note => noteLines(note, width));
	const commands = step.commands.flatMap((command, index) =>
		commandRow(command, step.commands[index - 1], width, text),
	);
	const next = nextLines(step, width, text);
	const looks =
		step.commands.length === 0
			? [line(dim(words.looks)), ...step.verify.map(({argv}) => line(dim(`  ${shown(argv)}`)))]
			: [];
	const guide = [
		line(dim(words.guide)),
		...step.guide.flatMap(command => wrap(command, Math.max(8, width - 2)).map(part => line(dim(`  ${part}`)))),
	];
	// What a plan changes stands before its commands, with what guards it; else the commands come first.
	const plan = differences.length > 0 ? [differences, notes, commands] : [commands, notes];
	// Before a step runs its reason matters most, from then on what happens.
	const [first = [], ...parts] =
		step.state === 'todo' || step.state === 'unread'
			? [[...why, ...section(found)], stages, ...plan, looks]
			: [found, stages, ...plan, next, why, looks];
	return [[...head, ...time], ...first, ...parts.flatMap(section), ...section(step.guide.length === 0 ? [] : guide)];
}

/** After a run that did not end well: what another would run, where that is not the same. */
function nextLines({state, commands, plan}: StepView, width: number, text: Text): Line[] {
	if (state !== 'failed' && state !== 'aborted') return [];
	const ran = commands.map(({command}) => shown(command.argv));
	const now = plan.map(({argv}) => shown(argv));
	if (now.length === 0 || now.join('\n') === ran.join('\n')) return [];
	return [line(dim(text.install.detail.next)), ...plan.flatMap(command => commandLines(command, width))];
}

const paragraph = (content: string, width: number, style?: (part: string) => Line): Line[] =>
	wrap(content, width).map(part => style?.(part) ?? line(part));

function foundLines({state, found, hint}: StepView, width: number): Line[] {
	const bad = state === 'failed' || state === 'blocked' || state === 'aborted';
	const style = bad ? (part: string) => line(colored(part, state === 'failed' ? 'red' : 'yellow')) : undefined;
	return [
		...(found === '' ? [] : paragraph(found, width, style)),
		...(hint === null ? [] : paragraph(hint, width, part => line(bold(part)))),
	];
}

/** What was so at once needs no time told. */
const sinceBegin = (ms: number | undefined): string => (ms === undefined || ms < 100 ? '' : duration(ms));

/** A wait's stages: what holds since when, what is waited for and how long by now. */
function stageLines({stages, reached, state, ms}: StepView, width: number): Line[] {
	const next = stages.findIndex(({done}) => !done);
	const since = Math.max(0, ...Object.values(reached));
	const titleWidth = Math.min(Math.max(0, ...stages.map(({title}) => displayWidth(title))), Math.max(8, width - 24));
	return stages.map(({id, title, done, found}, index) => {
		const runs = state === 'running' && index === next;
		const time = done ? sinceBegin(reached[id]) : runs && ms !== null ? duration(ms - since) : '';
		return line(
			sign(done ? 'pass' : runs ? 'running' : 'todo'),
			` ${fit(title, titleWidth)} `,
			done ? dim(pad(time, 6, 'right')) : span(pad(time, 6, 'right')),
			'  ',
			dim(found),
		);
	});
}

function noteLines(note: string, width: number): Line[] {
	return wrap(note, Math.max(8, width - 2)).map((part, index) =>
		index === 0 ? line(sign('warn'), ' ', part) : line('  ', part),
	);
}

/** What commands printed; ours in front of theirs. */
export function outputRow({kind, text}: OutputLine): Line {
	if (kind === 'command') return [dim('$ '), bold(text)];
	if (kind === 'note') return line(colored(`· ${text}`, 'cyan'));
	return line(span(text, kind === 'stderr' ? {dim: true} : {}));
}

/** The last lines of the output under a rule with its title. */
export function outputPane(output: readonly OutputLine[], width: number, height: number, text: Text): Line[] {
	const rows = Math.max(0, height - 1);
	return [
		rule(text.install.detail.output, width, text.install.detail.outputKey),
		...(output.length === 0
			? [line(dim(text.install.detail.noOutput))]
			: output.slice(-rows).map(each => outputRow(each))),
	];
}

/** What will run, in full, before it is agreed to. */
export function confirmLines(steps: readonly StepView[], width: number, text: Text): Line[] {
	const words = text.install.detail;
	return steps.flatMap((step, index) => [
		...(index === 0 ? [] : [blank]),
		line(bold(step.title)),
		...differenceLines(step.differences, width, text),
		...(step.differences.length === 0 ? [] : [blank]),
		...(step.plan.length === 0
			? [line('    ', dim(words.waits))]
			: step.plan.flatMap(command => commandLines(command, width))),
		...(step.notes.length === 0 ? [] : [blank, ...step.notes.flatMap(note => noteLines(note, width))]),
	]);
}
