import {expect, test} from 'vitest';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions} from '../../source/checks/options.js';
import {createRemedySession} from '../../source/checks/remedy-session.js';
import {runChecks} from '../../source/checks/run.js';
import * as k0s from '../../source/command/k0s.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {createClock} from '../../source/engine/clock.js';
import {createMemoryJournal} from '../../source/engine/journal.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');

test('what outlived k0s is named, and its remedy ends exactly that', async () => {
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 100, faults: {stop: 'times-out'}}), {});
	await runner.run(k0s.stop());
	const ports = allChecks.filter(({id}) => id === 'ports-control-plane');
	const look = async () => runChecks(ports, {ask: command => runner.run(command), options: defaultOptions, text});
	const [before] = await look();
	expect(before).toMatchObject({result: 'fail'});
	expect(before?.found).toContain('left over from k0s (its service is stopped)');
	const argv = before?.remedy?.commands.map(command => command.argv.join(' '));
	expect(argv?.[0]).toMatch(/^sh -s -- k0s-processes end control-plane \/var\/lib\/k0s 15( \d+:\d+){3}$/);
	expect(argv?.slice(1)).toEqual(['systemctl reset-failed k0scontroller.service']);

	const parts = {runner, text, journal: createMemoryJournal(), clock: createClock(100), options: defaultOptions};
	const session = createRemedySession(parts);
	await session.prepare(['ports-control-plane']);
	expect(await session.run()).toBe(true);
	const [after] = await look();
	expect(after).toMatchObject({result: 'pass'});
});

test('a service that ended as it should leaves pods, which are nobody’s fault', async () => {
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 100}), {});
	await runner.run(k0s.stop());
	const ports = allChecks.filter(({group}) => group === 'ports');
	const reports = await runChecks(ports, {ask: command => runner.run(command), options: defaultOptions, text});
	expect(reports.map(({id, result}) => [id, result])).toEqual(ports.map(({id}) => [id, 'pass']));
	expect(reports.find(({id}) => id === 'ports-node')?.found).toMatch(
		/in use by pods that keep running while k0s is stopped: 10249 by kube-proxy/,
	);
});
