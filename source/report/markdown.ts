import {shown} from '../command/command.js';
import {visible} from '../terminal/sanitise.js';
import {padded, textColumns, widest} from '../terminal/text-columns.js';
import type {Text} from '../text/text.js';
import type {Block, Chapter, Report} from './document.js';
import {outcomeWords, printedBy} from './outcome-words.js';

/** In the first line of what we wrote: such a file may be written anew. */
export const markdownMark = '<!-- k0s-tui report -->';

/** CommonMark that any viewer shows. What comes from outside is escaped, or stands in a fence that it cannot end. */
export function markdown(report: Report, text: Text): string {
	const {title, facts, notes, chapters} = report;
	return `${[
		markdownMark,
		'',
		`# ${escaped(title)}`,
		...notes.flatMap(note => ['', escaped(note)]),
		'',
		...fence('text', pairs(facts)),
		'',
		`## ${escaped(text.report.contents)}`,
		'',
		...chapters.map(chapter => `- [${escaped(chapter.title)}](#${chapter.id})`),
		...chapters.flatMap(chapter => chapterLines(chapter, text)),
	].join('\n')}\n`;
}

/** Viewers make anchors of headings in their own ways: this one is ours. */
const chapterLines = ({id, title, blocks}: Chapter, text: Text): readonly string[] => [
	'',
	`<a id="${id}"></a>`,
	'',
	`## ${escaped(title)}`,
	...blocks.flatMap(block => ['', ...blockLines(block, text)]),
];

function blockLines(block: Block, text: Text): readonly string[] {
	switch (block.kind) {
		case 'heading': {
			return [`### ${escaped(block.text)}`];
		}

		case 'text': {
			return [escaped(block.text)];
		}

		case 'unknown': {
			return [`> ${escaped(block.text)}`];
		}

		case 'facts': {
			return fence('text', pairs(block.rows));
		}

		case 'table': {
			return fence('text', textColumns(block.titles, block.rows));
		}

		case 'drawing': {
			return fence('text', block.lines);
		}

		case 'typed': {
			return fence(
				'sh',
				block.commands.map(argv => shown(argv)),
			);
		}

		case 'ran': {
			return ranLines(block, text);
		}
	}
}

function ranLines({why, rans}: Extract<Block, {kind: 'ran'}>, text: Text): readonly string[] {
	const printed = printedBy(rans);
	return [
		...(why === '' ? [] : [escaped(why), '']),
		...fence(
			'sh',
			rans.map(({argv}) => shown(argv)),
		),
		'',
		escaped(outcomeWords(rans, text).join(' · ')),
		...(printed === null
			? ['', escaped(text.report.journal.notKept)]
			: printed.length === 0
				? []
				: ['', ...fence('text', printed)]),
	];
}

const pairs = (rows: Report['facts']): readonly string[] => {
	const width = widest(rows.map(([name]) => name));
	return rows.map(([name, value]) => `${padded(name, width)}  ${value}`);
};

/** Longer than any run of backticks within: what it holds cannot end it. */
function fence(language: string, lines: readonly string[]): readonly string[] {
	const clean = lines.map(line => visible(line.replaceAll('\t', '    ')));
	const longest = Math.max(2, ...clean.flatMap(line => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
	const ticks = '`'.repeat(longest + 1);
	return [`${ticks}${language}`, ...clean, ticks];
}

/** A text on one line in which nothing means anything to Markdown or HTML. */
const escaped = (words: string): string =>
	visible(words)
		.replaceAll(/[\\`*[\]<~&]|(?<![^\W_])_|_(?![^\W_])/g, String.raw`\$&`)
		.replace(/^(\s*)([-+=#>])/, String.raw`$1\$2`)
		.replace(/^(\s*\d+)([.)])/, String.raw`$1\$2`);
