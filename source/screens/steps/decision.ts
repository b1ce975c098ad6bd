import {wrap} from '../../components/blocks.js';
import {blank, bold, dim, line, span, type Line} from '../../components/line.js';
import {sign} from '../../components/marks.js';
import {displayWidth, pad} from '../../components/width.js';
import type {StepView} from '../../engine/session-view.js';

/** What a question is about, before its commands: what to mind, what changes in a sentence each, how it is undone. */
export type Decision = {
	/** First of all: what a yes leaves as it is, for good. */
	readonly choices?: readonly string[];
	readonly steps: readonly StepView[];
	/** Of all of it: sentences. */
	readonly warns?: readonly string[];
	/** Sentences. */
	readonly undo: readonly string[];
};

/** Short enough for a dialog at 80x24. Every sentence is there in full. */
export function decisionLines({choices = [], steps, warns = [], undo}: Decision, width: number): Line[] {
	const titleWidth = Math.max(0, ...steps.map(({title}) => displayWidth(title)));
	const first = [...choices, ...warns].flatMap(each => warning(each, width, true));
	return [
		...first,
		...(first.length === 0 ? [] : [blank]),
		...steps.flatMap(({title, outline}) =>
			wrap(outline.does, Math.max(8, width - titleWidth - 4)).map((part, index): Line =>
				index === 0
					? line(dim('· '), bold(pad(title, titleWidth)), `  ${part}`)
					: line(' '.repeat(titleWidth + 4), part),
			),
		),
		...[...new Set(steps.flatMap(step => step.outline.warns))].flatMap(each => warning(each, width)),
		blank,
		...undo.flatMap(each => wrap(each, width)).map(part => line(dim(part))),
	];
}

const warning = (sentence: string, width: number, strong = false): Line[] =>
	wrap(sentence, Math.max(8, width - 2)).map((part, index) =>
		line(...(index === 0 ? [sign('warn'), span(' ')] : [span('  ')]), strong ? bold(part) : span(part)),
	);
