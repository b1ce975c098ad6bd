import {expect, test} from 'vitest';
import type {Report} from '../../source/checks/check.js';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions} from '../../source/checks/options.js';
import {runChecks} from '../../source/checks/run.js';
import {idText, readably} from '../../source/text/ids.js';
import {catalogue, type Text} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {answering, goodHost} from '../support/good-host.js';
import {firewallCases} from './cases-firewall.js';
import {installCases} from './cases-install.js';
import {networkCases} from './cases-network.js';
import {outsideCases} from './cases-outside.js';
import {systemCases} from './cases-system.js';
import type {Case} from './case.js';

const text = catalogue('en');
const cases = [...systemCases, ...networkCases, ...firewallCases, ...installCases, ...outsideCases];

/** A remedy is a step: what its check finds goes into the journal as ids. Sentence by sentence, in English again. */
const told = (report: Report) =>
	[report.found, report.wanted, report.remedy?.note ?? ''].map(words => readably(words, text));

async function judged(given: Case[1], options: Case[4], words: Text): Promise<readonly Report[]> {
	const runner = fakeRunner(answering({...goodHost, ...given}));
	return runChecks(allChecks, {
		ask: command => runner.run(command),
		options: {...defaultOptions, ...options},
		text: words,
	});
}

test.each(cases.map(([what, given, , , options]) => ({what, given, options})))(
	'what the checks find as ids is what they find in words: $what',
	async ({given, options}) => {
		const english = await judged(given, options, text);
		const coded = await judged(given, options, idText);
		expect(coded.map(({id, result}) => [id, result])).toEqual(english.map(({id, result}) => [id, result]));
		expect(coded.map(told)).toEqual(english.map(told));
	},
);
