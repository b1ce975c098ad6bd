/** One step of the walk, as it came out. */
export type Row = {
	readonly step: string;
	readonly exit: number | null;
	readonly seconds: number;
	/** The verdict or what was found, without what differs from run to run (times, addresses, counts that grow). */
	readonly finding: string;
	/** Whether it came out as it should on any k0s. */
	readonly right: boolean;
};

const columns = ['', 'STEP', 'EXIT', 'SECONDS', 'FINDING'] as const;

export function table(rows: readonly Row[]): string {
	const cells = [
		columns,
		...rows.map(({step, exit, seconds, finding, right}) => [
			right ? ' ' : '!',
			step,
			String(exit ?? 'killed'),
			seconds.toFixed(1),
			finding,
		]),
	];
	const widths = columns.map((_, index) => Math.max(...cells.map(row => (row[index] ?? '').length)));
	return cells
		.map(row =>
			row
				.map((cell, index) => cell.padEnd(widths[index] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

/** What two tables do not agree on: exit code and finding, not the time. */
export function compare(ours: readonly Row[], theirs: readonly Row[]): readonly string[] {
	const out: string[] = [];
	for (const step of new Set([...ours, ...theirs].map(row => row.step))) {
		const [a, b] = [ours, theirs].map(rows => rows.find(row => row.step === step));
		if (!a || !b) out.push(`${step}: only in ${a ? 'this run' : 'the other'}`);
		else if (a.exit !== b.exit || a.finding !== b.finding)
			out.push(`${step}:\n  this run   exit ${a.exit}  ${a.finding}\n  the other  exit ${b.exit}  ${b.finding}`);
	}

	return out;
}
