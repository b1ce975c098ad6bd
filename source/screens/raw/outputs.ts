import {shown, type Command} from '../../command/command.js';
import {refusal, type Outcome} from '../../command/outcome.js';
import {wrap} from '../../components/blocks.js';
import {bold, blank, dim, line, type Line} from '../../components/line.js';
import {rowsOf, stacked, type Rows} from '../../components/rows.js';
import type {Text} from '../../text/text.js';

/** A command that the raw pane asks. */
export type RawCommand = {
	readonly command: Command;
	/** What it means when it prints nothing and says that all went well. */
	readonly silent?: string;
	/** What is said while it runs. */
	readonly reading?: string;
};

/** One block of the pane: what was printed under its command, and what we add to it. */
export type RawOutput = {
	readonly title: string;
	/** Not a command: a heading of ours, over what we put together ourselves. */
	readonly ours?: boolean;
	readonly printed: readonly string[];
	readonly notes: readonly string[];
	/** When it was answered, milliseconds since the epoch; left out: not yet, or it is ours. */
	readonly at?: number;
};

/** When the oldest of them was read, for the title of their pane: it is not read again while it is open. Empty: not yet. */
export function readAt(outputs: readonly RawOutput[], {common}: Text): string {
	const times = outputs.flatMap(({at}) => at ?? []);
	return times.length === 0 ? '' : common.raw.readAt(new Date(Math.min(...times)).toTimeString().slice(0, 8));
}

/** Nothing answered yet. */
export const pending = ({command, reading}: RawCommand, {common}: Text): RawOutput => ({
	title: shown(command.argv),
	printed: [],
	notes: [reading ?? common.reading],
});

/** Both streams as they came, and in our words what they leave open. The same outcome says the same on every screen. */
export function answered({command, silent}: RawCommand, outcome: Outcome, {common}: Text): RawOutput {
	const {kind, exit, signal, stdout, stderr, stdoutCut, stderrCut, asRoot} = outcome;
	const printed = [...rowsOfStream(stdout), ...rowsOfStream(stderr)];
	const words = common.raw;
	const cutOff = stdoutCut + stderrCut;
	const tool = command.argv[0] ?? '';
	const ends: Readonly<Record<Outcome['kind'], string | undefined>> = {
		ok: printed.length === 0 ? (silent ?? words.nothing) : undefined,
		failed: words.exit(String(exit ?? common.unknown)),
		'timed-out': common.reason['timed-out'],
		'not-found': common.toolMissing(tool, common.package[tool] ?? tool),
		// What we refused ourselves says so in its own words, and root would not help.
		'not-permitted': asRoot || stderr.startsWith(refusal) ? words.notRun : common.reason['needs-root'],
		killed: words.killed(signal ?? common.unknown),
		aborted: common.reason['aborted'],
	};
	const end = ends[kind];
	return {
		title: shown(command.argv),
		printed,
		at: outcome.startedAt + outcome.ms,
		notes: [...(cutOff > 0 ? [words.cut(cutOff)] : []), ...(end === undefined ? [] : [`(${end})`])],
	};
}

/** Lines without the empty one after the last newline; tabs as wide as a terminal makes them. */
function rowsOfStream(stream: string): readonly string[] {
	const rows = stream.split('\n');
	if (rows.at(-1) === '') rows.pop();
	return rows.map(row => (row.includes('\t') ? untabbed(row) : row));
}

const tab = 8;

function untabbed(row: string): string {
	let out = '';
	for (const [index, part] of row.split('\t').entries()) {
		if (index > 0) out += ' '.repeat(tab - (out.length % tab));
		out += part;
	}

	return out;
}

/** All rows of the pane, made where they are seen. What was printed stays as it is; what we say is wrapped to `width`. */
export const rawRows = (outputs: readonly RawOutput[], width: number): Rows =>
	stacked(outputs.flatMap((output, at) => [...(at === 0 ? [] : [rowsOf([blank])]), blockOf(output, width)]));

function blockOf({title, ours, printed, notes}: RawOutput, width: number): Rows {
	const said = (words: string): Line[] => wrap(words, width).map(part => line(dim(part)));
	const head: readonly Line[] = ours ? said(title) : [[dim('$ '), bold(title)]];
	return stacked([
		rowsOf(head),
		{length: printed.length, at: row => line(printed[row] ?? '')},
		rowsOf(notes.flatMap(words => said(words))),
	]);
}
