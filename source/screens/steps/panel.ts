import {exactly, wrap} from '../../components/blocks.js';
import {bold, dim, line, span, type Line} from '../../components/line.js';
import {marked, type Mark} from '../../components/marks.js';
import {displayWidth} from '../../components/width.js';

/** What needs a person now, across the whole width below the steps: why, and what to do. */
export type Panel = {
	/** The step whose own words stand here, so that they are not told twice. */
	readonly step: string | undefined;
	readonly mark: Mark;
	readonly title: string;
	/** At the right end of the title: a time that runs out. */
	readonly right?: string;
	readonly lines: readonly Line[];
};

/** Title and lines, cut to `height`: the last line (the keys) is kept. */
export function panelLines({mark, title, right = '', lines}: Panel, width: number, height: number): Line[] {
	const used = displayWidth(title) + 6 + (right === '' ? 0 : displayWidth(right) + 4);
	const head: Line = [
		dim('── '),
		marked(mark, title),
		dim(` ${'─'.repeat(Math.max(0, width - used))}`),
		...(right === '' ? [] : [span(' '), bold(right), dim(' ──')]),
	];
	const rows = Math.max(0, height - 1);
	const last = lines.at(-1);
	const kept = lines.length > rows && last !== undefined ? [...lines.slice(0, rows - 1), last] : lines;
	return exactly([head, ...kept], height);
}

export const sentence = (content: string, width: number, style?: (part: string) => Line): Line[] =>
	content === '' ? [] : wrap(content, width).map(part => style?.(part) ?? line(part));
