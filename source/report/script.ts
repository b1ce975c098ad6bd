import {visible} from '../terminal/sanitise.js';
import {textColumns} from '../terminal/text-columns.js';
import type {Text} from '../text/text.js';
import type {Block, RanCommand, Report} from './document.js';
import {outcomeWords, printedBy} from './outcome-words.js';

/** Stands in the second line of what we wrote: such a file may be written anew. */
export const scriptMark = '# k0s-tui report';

/** Where a command stands. `untrusted`: the journal that tells of it cannot be trusted. */
type Place = {readonly chapter: string; readonly untrusted: boolean};

type Words = Text['report']['script'];

/**
 * A script for POSIX shells in which only what changed the host, and is still in force, is not a comment. It refuses to
 * run until its reader says that he has read it. Every word is quoted; what cannot be written as one word stays a comment.
 */
export function script(report: Report, text: Text): string {
	const words = text.report.script;
	const {title, facts, notes, chapters, untrusted = false} = report;
	const runs = chapters.some(({id, blocks}) =>
		blocks.some(
			block =>
				block.kind === 'ran' && block.rans.some(ran => whyNot(ran, {chapter: id, untrusted}, words) === undefined),
		),
	);
	return `${[
		'#!/bin/sh',
		scriptMark,
		...comment(title),
		'#',
		...words.header.flatMap(comment),
		'#',
		...notes.flatMap(comment),
		'#',
		...facts.flatMap(([name, value]) => comment(`${name}: ${value}`)),
		'',
		'set -eu',
		`if [ "\${${words.variable}:-}" != yes ]; then`,
		`\tprintf '%s: %s\\n' "$0" ${quoted(words.refuses)} >&2`,
		'\texit 1',
		'fi',
		...(runs ? [] : ['', ...comment(words.nothing)]),
		...chapters.flatMap(({id, title: chapter, blocks}) => [
			'',
			`# ${'='.repeat(76)}`,
			...comment(chapter),
			`# ${'='.repeat(76)}`,
			...blocks.flatMap(block => blockLines(block, {chapter: id, untrusted}, text)),
		]),
	].join('\n')}\n`;
}

function blockLines(block: Block, place: Place, text: Text): readonly string[] {
	switch (block.kind) {
		case 'heading': {
			return ['', `# ${'-'.repeat(76)}`, ...comment(block.text)];
		}

		case 'text':
		case 'unknown': {
			return ['', ...comment(block.text)];
		}

		case 'facts': {
			return ['', ...block.rows.flatMap(([name, value]) => comment(`${name}: ${value}`))];
		}

		case 'table': {
			return ['', ...textColumns(block.titles, block.rows).flatMap(comment)];
		}

		case 'drawing': {
			return ['', ...block.lines.flatMap(comment)];
		}

		case 'typed': {
			const why = block.changes ? `  (${text.report.script.reasons.undo})` : '';
			return ['', ...block.commands.flatMap(argv => comment(`$ ${oneLine(argv)}${why}`))];
		}

		case 'ran': {
			return ranLines(block, place, text);
		}
	}
}

function ranLines({why, rans}: Extract<Block, {kind: 'ran'}>, place: Place, text: Text): readonly string[] {
	const words = text.report.script;
	return [
		'',
		...(why === '' ? [] : comment(why)),
		...rans.flatMap(ran => {
			const not = whyNot(ran, place, words);
			if (not === undefined) return [typed(ran.argv)];
			return [...comment(`$ ${oneLine(ran.argv)}  (${not})`), ...sameSum(ran, words)];
		}),
		...comment(outcomeWords(rans, text).join(', ')),
		...(printedBy(rans) ?? []).flatMap(printed => comment(`  ${printed}`)),
	];
}

/** Why a command stays a comment; undefined: it is one that set this host up. */
function whyNot(ran: RanCommand, {chapter, untrusted}: Place, {reasons}: Words): string | undefined {
	if (untrusted) return reasons.untrusted;
	if (ran.changes === false) return reasons.reads;
	if (ran.state === 'failed') return reasons.failed;
	if (ran.state === 'unfinished') return reasons.unfinished;
	if (ran.undone) return reasons.undone;
	if (ran.own) return reasons.own;
	if (chapter === 'demo') return reasons.demo;
	if (ran.secret) return reasons.secret;
	if (ran.input !== null) return reasons.input;
	return ran.argv.some(word => visible(word) !== word) ? reasons.odd : undefined;
}

/** A checksum that was looked at there must be the same here: nothing that is not it is put in place. */
function sameSum({argv, state, printed, undone}: RanCommand, {compares}: Words): readonly string[] {
	const [tool, separator, file = ''] = argv;
	const sum = /^([\da-f]{64})  /.exec(printed ?? '')?.[1];
	if (tool !== 'sha256sum' || separator !== '--' || argv.length !== 3 || state !== 'ok' || undone) return [];
	if (sum === undefined || visible(file) !== file || /[\\\n]/.test(file)) return [];
	return [...comment(compares), `printf '%s\\n' ${quoted(`${sum}  ${file}`)} | sha256sum -c -`];
}

const bare = /^[\w@%+=:,./-]+$/;

/** One word for a POSIX shell, whatever it holds. */
const quoted = (word: string): string => (bare.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`);

/** The first word must not be taken for an assignment. */
const typed = ([tool = '', ...rest]: readonly string[]): string =>
	[tool.includes('=') ? `'${tool}'` : quoted(tool), ...rest.map(quoted)].join(' ');

const oneLine = (argv: readonly string[]): string => visible(typed(argv));

/** A comment: a line of ours for each line of the text, in which no character could end it. */
const comment = (words: string): readonly string[] => words.split('\n').map(line => `# ${visible(line)}`.trimEnd());
