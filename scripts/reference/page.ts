/** A Markdown table. Cells are escaped: none breaks the row. */
export const table = (titles: readonly string[], rows: ReadonlyArray<readonly string[]>): string[] => [
	row(titles),
	row(titles.map(() => '---')),
	...rows.map(cells => row(cells)),
];

const row = (cells: readonly string[]): string => `| ${cells.map(cell => escaped(cell)).join(' | ')} |`;

const escaped = (cell: string): string =>
	cell
		.replaceAll('|', String.raw`\|`)
		.replaceAll('\n', ' ')
		.trim();

export const code = (text: string): string => `\`${text}\``;

/** A page of the reference: its first lines say where it comes from. */
export const page = (title: string, intro: string, lines: readonly string[]): string =>
	[
		`# ${title}`,
		'',
		`${intro} Made from the code by \`npm run docs\`; a test fails when it differs.`,
		'',
		...lines,
		'',
	].join('\n');
