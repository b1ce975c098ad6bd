import {shown} from '../command/command.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';
import type {Block, Chapter, Report} from './document.js';
import {outcomeWords, printedBy} from './outcome-words.js';

/** Stands in the head of what we wrote: such a file may be written anew. */
export const htmlMark = '<meta name="generator" content="k0s-tui report">';

/** One file with all that it needs: no script, nothing fetched, and a policy that says so. */
export function html(report: Report, text: Text): string {
	const {title, facts, notes, chapters} = report;
	return `${[
		'<!doctype html>',
		`<html lang="${text.report.language}">`,
		'<head>',
		'<meta charset="utf-8">',
		htmlMark,
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		`<title>${escaped(title)}</title>`,
		`<style>${style}</style>`,
		'</head>',
		'<body>',
		`<h1>${escaped(title)}</h1>`,
		...notes.map(note => `<p>${escaped(note)}</p>`),
		...pairs(facts),
		`<nav><h2>${escaped(text.report.contents)}</h2><ol>`,
		...chapters.map(chapter => `<li><a href="#${escaped(chapter.id)}">${escaped(chapter.title)}</a></li>`),
		'</ol></nav>',
		...chapters.flatMap(chapter => chapterLines(chapter, text)),
		'</body>',
		'</html>',
	].join('\n')}\n`;
}

const style = [
	':root{color-scheme:light dark}',
	'body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}',
	'pre,table,code{font:14px/1.45 ui-monospace,monospace}',
	'pre,.wide{overflow-x:auto;border:1px solid #8885;border-radius:4px;padding:.5rem .75rem}',
	'pre.sh{background:#8881;font-weight:600}',
	'table{border-collapse:collapse;white-space:nowrap}',
	'th,td{text-align:left;padding:.1rem 1.25rem .1rem 0;vertical-align:top}',
	'th{border-bottom:1px solid #8888}',
	'.outcome{color:#777;margin:-.5rem 0 1rem}',
	'.failed{color:#b00020}',
	'.unknown{border-left:4px solid #c90;padding-left:.75rem}',
	'@media print{pre,.wide{overflow:visible;white-space:pre-wrap}}',
].join('');

const chapterLines = ({id, title, blocks}: Chapter, text: Text): readonly string[] => [
	`<section id="${escaped(id)}">`,
	`<h2>${escaped(title)}</h2>`,
	...blocks.flatMap(block => blockLines(block, text)),
	'</section>',
];

function blockLines(block: Block, text: Text): readonly string[] {
	switch (block.kind) {
		case 'heading': {
			return [`<h3>${escaped(block.text)}</h3>`];
		}

		case 'text': {
			return [`<p>${escaped(block.text)}</p>`];
		}

		case 'unknown': {
			return [`<p class="unknown">${escaped(block.text)}</p>`];
		}

		case 'facts': {
			return pairs(block.rows);
		}

		case 'table': {
			return table(block.titles, block.rows);
		}

		case 'drawing': {
			return [pre('', block.lines)];
		}

		case 'typed': {
			return [
				pre(
					'sh',
					block.commands.map(argv => shown(argv)),
				),
			];
		}

		case 'ran': {
			return ranLines(block, text);
		}
	}
}

function ranLines({why, rans}: Extract<Block, {kind: 'ran'}>, text: Text): readonly string[] {
	const printed = printedBy(rans);
	const good = rans.every(({state}) => state === 'ok');
	return [
		...(why === '' ? [] : [`<p>${escaped(why)}</p>`]),
		pre(
			'sh',
			rans.map(({argv}) => shown(argv)),
		),
		`<p class="outcome${good ? '' : ' failed'}">${escaped(outcomeWords(rans, text).join(' · '))}</p>`,
		...(printed === null
			? [`<p class="outcome">${escaped(text.report.journal.notKept)}</p>`]
			: printed.length === 0
				? []
				: [pre('', printed)]),
	];
}

const pre = (name: string, lines: readonly string[]): string =>
	`<pre${name === '' ? '' : ` class="${name}"`}>${lines.map(escaped).join('\n')}</pre>`;

function table(titles: readonly string[], rows: ReadonlyArray<readonly string[]>): readonly string[] {
	const cells = (row: readonly string[], tag: 'td' | 'th') =>
		`<tr>${row.map(cell => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
	return [
		'<div class="wide"><table>',
		`<thead>${cells(titles, 'th')}</thead>`,
		'<tbody>',
		...rows.map(row => cells(row, 'td')),
		'</tbody></table></div>',
	];
}

const pairs = (rows: Report['facts']): readonly string[] => [
	'<div class="wide"><table>',
	...rows.map(([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`),
	'</table></div>',
];

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** A text on one line without a meaning in HTML. */
const escaped = (words: string): string => visible(words).replaceAll(/[&<>"']/g, sign => entities[sign] ?? '');
