import {expect, test} from 'vitest';
import {allChecks} from '../../source/checks/checks.js';
import type {Facts} from '../../source/checks/facts.js';
import {optionsFor} from '../../source/checks/options.js';
import {known, unknown} from '../../source/facts/reading.js';
import {defaultAnswers} from '../../source/install/answers.js';
import type {InstallFacts} from '../../source/install/facts.js';
import {downloadStep} from '../../source/install/steps/download.js';
import {plainIds} from '../support/plain-ids.js';

const mebibyte = 1024 ** 2;
const text = plainIds;
const check = allChecks.find(({id}) => id === 'program-folder');
const step = downloadStep(text);

type Place = {readonly available: number; readonly options: readonly string[]};

const factsOf = ({available, options}: Place) => ({
	k0sVersion: unknown('not-installed', 'k0s'),
	programDisk: known({
		...{source: '/dev/vdb', type: 'ext4', size: 4e9, available, inodes: 1e6, inodesFree: 1e6, target: '/usr/local'},
	}),
	mounts: known([{source: '/dev/vdb', target: '/usr/local', type: 'ext4', options}]),
});

const checked = (place: Place) => check?.judge(factsOf(place) as Partial<Facts>, optionsFor('local', {}), text).result;

const installed = (place: Place, size: number) =>
	step.judge(
		{
			...factsOf(place),
			kernel: known({name: 'Linux', release: '6.12', machine: 'x86_64'}),
			release: known('v1.34.1+k0s.0'),
			asset: known({size, ranges: true}),
			part: {state: 'absent'},
		} as unknown as InstallFacts,
		defaultAnswers,
	).state;

test.each([['rw'], ['rw,nosuid'], ['ro'], ['rw,noexec']])(
	'mounted %s: what Checks passes, the install does not stop at, and the other way round',
	options => {
		for (const free of [0, 200, 266, 315, 316, 400, 2000]) {
			const place = {available: free * mebibyte, options: options.split(',')};
			expect([free, checked(place)]).toEqual([free, installed(place, 300 * mebibyte) === 'blocked' ? 'fail' : 'pass']);
		}
	},
);

test('the k0s of today needs what it has, and the same margin', () => {
	const place = {available: 283 * mebibyte, options: ['rw']};
	expect(installed(place, 267 * mebibyte)).toBe('open');
	expect(installed(place, 267 * mebibyte + 1)).toBe('blocked');
});
