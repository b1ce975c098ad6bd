import {expect, test} from 'vitest';
import {tokenPath} from '../../../source/install/kept-token.js';
import {resetFacts} from '../../../source/install/reset/fact-table.js';
import {known} from '../../../source/facts/reading.js';
import {outcomeOf} from '../../support/samples.js';
import {answers, leftWith} from './reset-facts.js';

const replaced = '/usr/local/bin/.k0s-v1.34.1+k0s.0.previous';

test('a join token that k0s-tui kept goes, and programs that upgrades replaced; what a person brought stays', () => {
	const {commands, kept} = leftWith({paths: known([replaced, tokenPath(), '/root/worker.token'])});
	expect(commands).toEqual([`rm -f -- ${replaced}`, `rm -f -- ${tokenPath()}`]);
	expect(kept).toEqual([]);
});

test('they are found by the names in the folder of the program', () => {
	const listing = outcomeOf({stdout: 'kubectl\n.k0s-v1.34.1+k0s.0.previous\n.k0s-mine.previous\nk9s\n'});
	const read = resetFacts.paths.read([outcomeOf({stdout: ''}), listing], answers(), {});
	expect(read).toEqual(known([replaced]));
});

test('a folder that cannot be listed is not an empty one', () => {
	const refused = outcomeOf({
		kind: 'failed',
		exit: 2,
		stderr: "ls: cannot open directory '/usr/local/bin': Permission denied",
	});
	expect(resetFacts.paths.read([outcomeOf({stdout: ''}), refused], answers(), {})).toMatchObject({known: false});
});
