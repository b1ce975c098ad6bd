import type {JournalLine} from '../facts/cluster.js';

/** A line that was said `count` times, first at `since`; it stands where it was said last. */
export type FoldedLine = JournalLine & {readonly count: number; readonly since: string};

/** Who said it, for people: k0s's component, else the program. */
export const speakerOf = ({component, identifier}: JournalLine): string => component ?? identifier;

/** Times, durations and addresses in memory differ each time that the same thing is said; other figures tell it apart. */
const passing =
	/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?|\b\d+(?:\.\d+)?(?:ns|µs|us|ms|s|m|h)\b|\b0x[\da-f]+\b/gi;

/** Repeats become one line with how often and since when; the rest stays in its order. */
export function foldedLog(lines: readonly JournalLine[]): readonly FoldedLine[] {
	const folded = new Map<string, FoldedLine>();
	for (const line of lines) {
		const key = `${line.severity} ${speakerOf(line)} ${line.message.replaceAll(passing, '#')}`;
		const before = folded.get(key);
		folded.delete(key);
		folded.set(key, {...line, count: (before?.count ?? 0) + 1, since: before?.since ?? line.time});
	}

	return [...folded.values()];
}

/** The severities, the least first. */
export const severities = ['debug', 'info', 'warning', 'error', 'fatal'] as const satisfies ReadonlyArray<
	JournalLine['severity']
>;

export const isAtLeast = ({severity}: JournalLine, least: JournalLine['severity']): boolean =>
	severities.indexOf(severity) >= severities.indexOf(least);

/** Who speaks here, those with the most first. */
export function speakersOf(lines: readonly JournalLine[]): readonly string[] {
	const counts = new Map<string, number>();
	for (const line of lines) counts.set(speakerOf(line), (counts.get(speakerOf(line)) ?? 0) + 1);
	return [...counts].toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1)).map(([name]) => name);
}
