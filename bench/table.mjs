/** The benchmark's rows and their two forms: a table for the terminal, Markdown for the documents. */

/**
 * One measured figure. `limit`: the most it may be (undefined: it is told, not judged). `base` says what it is compared
 * with.
 */
export function row(measure, value, {unit = '', base = '', limit, digits = 0} = {}) {
	return {measure, value, unit, base, limit, digits};
}

const figure = (value, digits) => (value === null || value === undefined ? '?' : value.toFixed(digits));

function verdict({value, limit, digits, unit}) {
	if (limit === undefined) return {aim: '', met: ''};
	const aim = `<= ${figure(limit, digits)}${unit}`;
	if (value === null || value === undefined) return {aim, met: 'not measured'};
	return {aim, met: Number(figure(value, digits)) <= limit ? 'met' : 'MISSED'};
}

function cells(entry) {
	const {aim, met} = verdict(entry);
	return [entry.measure, `${figure(entry.value, entry.digits)}${entry.unit}`, entry.base, aim, met];
}

const heads = ['measure', 'k0s-tui', 'beside it', 'aim', ''];

export function plainTable(sections) {
	const lines = [];
	for (const {title, rows} of sections) {
		const table = [heads, ...rows.map(cells)];
		const widths = heads.map((_, column) => Math.max(...table.map(line => line[column].length)));
		lines.push(
			'',
			title,
			...table.map(line =>
				line
					.map((cell, column) => cell.padEnd(widths[column]))
					.join('  ')
					.trimEnd(),
			),
		);
	}

	return lines.join('\n');
}

export function markdownTable(sections) {
	return sections
		.flatMap(({title, note, rows}) => [
			`## ${title}`,
			'',
			...(note ? [note, ''] : []),
			`| ${heads.join(' | ')} |`,
			`|${' --- |'.repeat(heads.length)}`,
			...rows.map(entry => `| ${cells(entry).join(' | ')} |`),
			'',
		])
		.join('\n');
}

export const missed = sections => sections.flatMap(({rows}) => rows).filter(entry => verdict(entry).met === 'MISSED');
