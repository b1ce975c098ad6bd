import {shown} from '../command/command.js';
import {rule, wrap} from '../components/blocks.js';
import {blank, bold, colored, dim, line, restyled, span, type Line} from '../components/line.js';
import {marked, sign, type Mark} from '../components/marks.js';
import {displayWidth, fit} from '../components/width.js';
import type {OutputLine} from '../install/output.js';
import type {CommandView, StepState, StepView} from '../install/walk-view.js';
import type {Text} from '../text/text.js';

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
export function stepRow(step: StepView, selected: boolean, focused: boolean, width: number, text: Text): Line {
	const word = text.install.states[step.state];
	const title = fit(step.title, Math.max(1, width - 4 - displayWidth(word)));
	const row: Line = [
		sign(marks[step.state]),
		span(` ${title} `),
		span(word, step.state === 'done' || step.state === 'todo' ? {dim: true} : {}),
		span(' '),
	];
	return selected ? restyled(row, focused ? {inverse: true} : {bold: true, underline: true}) : row;
}

/** Milliseconds for people: `0.4 s`, `12 s`, `3:05`. */
export function duration(ms: number): string {
	if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
	const seconds = Math.round(ms / 1000);
	if (seconds < 100) return `${seconds} s`;
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A command as a person would type it, wrapped with a hanging indent: nothing of it is left out. */
export function commandLines(argv: readonly string[], width: number, head: Line = [dim('$ ')]): Line[] {
	return wrapExactly(shown(argv), Math.max(8, width - 4)).map((part, index) =>
		index === 0 ? [...head, span(part)] : line('    ', part),
	);
}

/** Wraps at words; a word that is longer than the line is broken. */
function wrapExactly(content: string, width: number): string[] {
	return wrap(content, width).flatMap(part => {
		const pieces: string[] = [];
		for (let from = 0; from < part.length || from === 0; from += width) pieces.push(part.slice(from, from + width));
		return pieces;
	});
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
		...commandLines(command.argv, width, heads[state]),
		...(tail === '' ? [] : wrap(tail, Math.max(8, width - 4)).map(part => line('    ', dim(part)))),
	];
}

/** All that is to be said of one step: why, what was found, the commands, the stages of a wait, notes, the guide's way. */
export function detailLines(step: StepView, width: number, text: Text): Line[] {
	const words = text.install.detail;
	const paragraph = (content: string, style?: (part: string) => Line): Line[] =>
		wrap(content, width).map(part => style?.(part) ?? line(part));
	const section = (content: readonly Line[]): Line[] => (content.length === 0 ? [] : [blank, ...content]);
	const head: Line = [bold(step.title), span('  '), marked(marks[step.state], text.install.states[step.state])];
	const time = step.ms !== null && step.ms >= 100 && step.state !== 'todo' ? [dim(`  ${duration(step.ms)}`)] : [];
	const bad = step.state === 'failed' || step.state === 'blocked' || step.state === 'aborted';
	const why = paragraph(step.why, part => line(dim(part)));
	const found = [
		...(step.found === ''
			? []
			: paragraph(step.found, part =>
					bad ? line(colored(part, step.state === 'failed' ? 'red' : 'yellow')) : line(part),
				)),
		...(step.hint === null ? [] : paragraph(step.hint, part => line(bold(part)))),
	];
	const stages = step.stages.map(stage =>
		line(sign(stage.done ? 'pass' : 'todo'), ` ${fit(stage.title, 16)} `, dim(stage.found)),
	);
	const commands = step.commands.flatMap((command, index) =>
		commandRow(command, step.commands[index - 1], width, text),
	);
	const looks =
		step.commands.length === 0
			? [line(dim(words.looks)), ...step.verify.map(({argv}) => line(dim(`  ${shown(argv)}`)))]
			: [];
	const guide = [
		line(dim(words.guide)),
		...step.guide.flatMap(command => wrap(command, Math.max(8, width - 2)).map(part => line(dim(`  ${part}`)))),
	];
	// Before a step runs its reason matters most, from then on what happens.
	const parts =
		step.state === 'todo' || step.state === 'unread'
			? [why, found, stages, commands, looks]
			: [found, stages, commands, why, looks];
	return [
		[...head, ...time],
		...(parts[0] ?? []),
		...parts.slice(1).flatMap(section),
		...section(step.notes.flatMap(note => noteLines(note, width))),
		...section(step.guide.length === 0 ? [] : guide),
	];
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
		...(step.commands.length === 0
			? [line('    ', dim(words.waits))]
			: step.commands.flatMap(({command}) => commandLines(command.argv, width))),
		...step.notes.flatMap(note => noteLines(note, width)),
	]);
}
