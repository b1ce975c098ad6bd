import {bold, dim, line, span, type Line, type Style} from '../../../components/line.js';
import {rowsOf, stacked, type Rows} from '../../../components/rows.js';
import {cutMiddle, displayWidth, pad} from '../../../components/width.js';
import type {JournalLine} from '../../../facts/cluster.js';
import {foldedLog, isAtLeast, speakerOf, type FoldedLine} from '../../../model/folded-log.js';
import type {Text} from '../../../text/text.js';
import type {K0sLogState} from './state.js';

/** A component's name takes no more columns than this, on a narrow window and on others. */
const widestSpeaker = (width: number): number => (width < 100 ? 14 : 24);

const styles: Readonly<Record<JournalLine['severity'], Style>> = {
	debug: {dim: true},
	info: {dim: true},
	warning: {color: 'yellow'},
	error: {color: 'red'},
	fatal: {color: 'red', bold: true},
};

/** `01:04:55` of `2026-11-30T01:04:55+0000`, and of the short form. */
export const clockOf = (time: string): string => /\d\d:\d\d:\d\d/.exec(time)?.[0] ?? time;

/** What is shown of the lines: by component and severity, repeats folded. */
export function chosen(lines: readonly JournalLine[], {component, least, folds}: K0sLogState): readonly FoldedLine[] {
	const own = lines.filter(each => (component === null || speakerOf(each) === component) && isAtLeast(each, least));
	return folds ? foldedLog(own) : own.map(each => ({...each, count: 1, since: each.time}));
}

/** `01:04:55  error    kubelet   ×12  message  since 01:02:03`, a line each. */
export function k0sLogRows(shown: readonly FoldedLine[], text: Text, width: number): Rows {
	const {severities, since} = text.status.k0sLog;
	const widest = Math.min(widestSpeaker(width), Math.max(0, ...shown.map(each => displayWidth(speakerOf(each)))));
	const word = Math.max(...Object.values(severities).map(each => displayWidth(each)));
	const rowOf = (each: FoldedLine): Line =>
		line(
			dim(`${clockOf(each.time)}  `),
			span(pad(severities[each.severity], word), styles[each.severity]),
			span(`  ${pad(cutMiddle(speakerOf(each), widest), widest)}  `),
			...(each.count > 1 ? [bold(`×${each.count} `)] : []),
			span(each.message),
			...(each.count > 1 ? [dim(`  ${since(clockOf(each.since))}`)] : []),
		);
	return {length: shown.length, at: row => rowOf(shown[row] as FoldedLine)};
}

/** The rows with what stands before them (what fell out) and after them (that it ended, or why it cannot be read). */
export const framed = (rows: Rows, before: readonly Line[], after: readonly Line[]): Rows =>
	stacked([rowsOf(before), rows, rowsOf(after)]);
