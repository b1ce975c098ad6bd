import {describe, expect, test} from 'vitest';
import {readFound} from '../../source/read/find.js';
import {outcomeOf} from '../support/samples.js';

const absent = (path: string): string => `find: ‘${path}’: No such file or directory\n`;

/** `find FOLDER… -printf '%y%p\0'` of findutils 4.9. */
describe('what find found', () => {
	test('the kind and the path of each, with blanks and line ends in its name', () => {
		const stdout = 'd/etc/k0s\0f/etc/k0s/a b.yaml\0f/etc/k0s/two\nlines\0l/etc/k0s/link\0s/run/k0s/status.sock\0';
		expect(readFound(outcomeOf({stdout}))).toMatchObject({
			known: true,
			value: [
				{kind: 'd', path: '/etc/k0s'},
				{kind: 'f', path: '/etc/k0s/a b.yaml'},
				{kind: 'f', path: '/etc/k0s/two\nlines'},
				{kind: 'l', path: '/etc/k0s/link'},
				{kind: 's', path: '/run/k0s/status.sock'},
			],
		});
	});

	test('folders that are not there are left out, and nothing is a list', () => {
		const one = {kind: 'failed', exit: 1, stdout: 'd/etc/k0s\0', stderr: absent('/run/k0s')} as const;
		expect(readFound(outcomeOf(one))).toMatchObject({known: true, value: [{path: '/etc/k0s'}]});
		const none = {kind: 'failed', exit: 1, stderr: absent('/a') + absent('/b')} as const;
		expect(readFound(outcomeOf(none))).toMatchObject({known: true, value: []});
	});

	test.each([
		['a folder that may not be read', {kind: 'failed', exit: 1, stderr: 'find: ‘/x’: Permission denied\n'}],
		[
			'the same beside one that is not there',
			{kind: 'failed', exit: 1, stderr: `${absent('/a')}find: ‘/x’: Permission denied\n`},
		],
		['no answer in time', {kind: 'timed-out', exit: null}],
		['a list that was cut', {stdout: 'd/etc/k0s\0', stdoutCut: 10}],
	] as const)('%s: it is not known what is there', (_, outcome) => {
		expect(readFound(outcomeOf(outcome))).toMatchObject({known: false});
	});
});
