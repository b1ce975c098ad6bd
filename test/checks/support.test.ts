import {describe, expect, test} from 'vitest';
import type {Report} from '../../source/checks/check.js';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions} from '../../source/checks/options.js';
import {runChecks} from '../../source/checks/run.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {answering, failing, goodHost, type Given} from '../support/good-host.js';

const own = allChecks.filter(({id}) => id === 'support');

async function judge(given: Given): Promise<Report | undefined> {
	const runner = fakeRunner(answering({...goodHost, ...given}));
	const ask = async (command: Parameters<typeof runner.run>[0]) => runner.run(command);
	const [report] = await runChecks(own, {ask, options: defaultOptions, text: catalogue('en')});
	return report;
}

const on = (version: string, day: string): Given => ({
	'k0s version': `${version}\n`,
	'date +%s': `${Date.parse(day) / 1000}\n`,
});

describe('support of the release', () => {
	test.each([
		['v1.35.7+k0s.0', '2026-11-30T12:00:00Z', 'pass', 'v1.35 gets fixes until 2027-02-28'],
		['v1.35.7+k0s.0', '2027-01-15T12:00:00Z', 'warn', 'v1.35 gets fixes only until 2027-02-28'],
		['v1.35.7+k0s.0', '2027-02-28T23:00:00Z', 'warn', 'v1.35 gets fixes only until 2027-02-28'],
		['v1.35.7+k0s.0', '2027-03-01T00:00:00Z', 'warn', 'v1.35 gets no fixes since 2027-02-28'],
		['v1.34.1+k0s.0', '2026-11-30T12:00:00Z', 'warn', 'v1.34 gets no fixes since 2026-10-27'],
		['v1.40.0+k0s.0', '2026-11-30T12:00:00Z', 'unknown', 'not known here how long v1.40.0+k0s.0 gets fixes'],
		['v1.20.4+k0s.0', '2026-11-30T12:00:00Z', 'unknown', 'not known here how long v1.20.4+k0s.0 gets fixes'],
	])('%s on %s: %s', async (version, day, result, found) => {
		expect(await judge(on(version, day))).toMatchObject({result, found: expect.stringContaining(found)});
	});

	test('the remedy is the upgrade, which a person starts: nothing runs by `check --fix`', async () => {
		const report = await judge(on('v1.34.1+k0s.0', '2026-11-30T12:00:00Z'));
		expect(report?.remedy).toMatchObject({commands: [], note: expect.stringContaining('k0s-tui upgrade')});
		expect(report?.remedy?.fix).toBeUndefined();
	});

	test('without k0s it is left out; a version or a clock that cannot be read is unknown', async () => {
		expect(await judge({})).toMatchObject({result: 'skip'});
		expect(await judge({'k0s version': failing('Segmentation fault\n', 139)})).toMatchObject({result: 'unknown'});
		const given = {...on('v1.35.7+k0s.0', '2026-11-30T12:00:00Z'), 'date +%s': failing('date: no\n', 1)};
		expect(await judge(given)).toMatchObject({result: 'unknown'});
	});
});
