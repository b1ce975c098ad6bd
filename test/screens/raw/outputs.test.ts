import {expect, test} from 'vitest';
import {plain} from '../../../source/components/line.js';
import {between} from '../../../source/components/rows.js';
import {answered, pending, rawRows} from '../../../source/screens/raw/outputs.js';
import type {Outcome} from '../../../source/command/outcome.js';
import {rawRuleset} from '../../../source/command/nft.js';
import {catalogue} from '../../../source/text/text.js';
import {outcomeOf} from '../../support/samples.js';

const text = catalogue('en');
const asked = {command: rawRuleset()};
const shown = (outcome: Partial<Outcome>, silent?: string): string[] => {
	const output = answered({...asked, ...(silent !== undefined && {silent})}, outcomeOf(outcome), text);
	const rows = rawRows([output], 80);
	return between(rows, 0, rows.length).map(row => plain(row));
};

const head = `$ ${asked.command.argv.join(' ')}`;

test.each<readonly [string, Partial<Outcome>, readonly string[]]>([
	['all that was printed', {stdout: 'a\n\n b\n'}, ['a', '', ' b']],
	['both streams, and how it ended', {kind: 'failed', exit: 3, stdout: 'a\n', stderr: 'b\n'}, ['a', 'b', '(exit 3)']],
	['that nothing was printed', {}, ['(it printed nothing)']],
	['a missing tool with its package', {kind: 'not-found', exit: null}, ['(nft is not installed. Package: nftables.)']],
	['that it needs root', {kind: 'not-permitted', stderr: 'no\n', exit: 1}, ['no', '(needs root)']],
	['that root was refused too', {kind: 'not-permitted', stderr: 'no\n', exit: 1, asRoot: true}, ['no', '(not run)']],
	[
		'what we refused ourselves, without a word of root',
		{kind: 'not-permitted', stderr: 'refused: x\n'},
		['refused: x', '(not run)'],
	],
	['a deadline', {kind: 'timed-out', exit: null, stdout: 'a\n'}, ['a', '(timed out)']],
	['a signal', {kind: 'killed', exit: null, signal: 'SIGKILL'}, ['(ended by SIGKILL)']],
	['what was left out of the middle', {stdout: 'a\n', stdoutCut: 12}, ['a', '(12 bytes in the middle are left out)']],
	['tabs as a terminal has them', {stdout: 'ab\tc\n\td\n'}, ['ab      c', '        d']],
])('the raw pane says %s', (_title, outcome, rows) => {
	expect(shown(outcome)).toEqual([head, ...rows]);
});

test('what silence means may be said by who asks', () => {
	expect(shown({}, 'no process, or not root')).toContain('(no process, or not root)');
});

test('a command without its answer yet says so', () => {
	expect(between(rawRows([pending(asked, text)], 80), 0, 2).map(row => plain(row))).toEqual([head, 'Reading …']);
});
