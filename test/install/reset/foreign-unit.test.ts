import {describe, expect, test} from 'vitest';
import {known} from '../../../source/facts/reading.js';
import type {ResetAnswers, ResetFacts} from '../../../source/install/reset/facts.js';
import {leftOn} from '../../../source/install/reset/leftovers.js';
import {createResetSession} from '../../../source/install/reset/session.js';
import {resetSteps} from '../../../source/install/reset/steps.js';
import {startsK0s} from '../../../source/model/unit-file.js';
import {plainIds} from '../../support/plain-ids.js';
import {catalogue} from '../../../source/text/text.js';
import {createClock} from '../../../source/engine/clock.js';
import {createMemoryJournal} from '../../../source/engine/journal.js';
import {createRunner, type Runner} from '../../../source/host/runner.js';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import {outcomeOf} from '../../support/samples.js';
import {answers, clean} from './reset-facts.js';

test.each([
	['/usr/local/bin/k0s controller --enable-worker=true', true],
	['/opt/bin/k0s-v1.34.1 worker --token-file /etc/token', true],
	['-/usr/local/bin/k0s controller', true],
	['/usr/bin/env HTTPS_PROXY=http://p:1 /usr/local/bin/k0s controller', true],
	['/bin/sh -c "exec k0s --debug controller"', true],
	['/opt/start-k0s.sh', true],
	['/bin/sleep 100000', false],
	['/usr/local/bin/k3s server', false],
	['/opt/k0smotron/bin/manager', false],
	['/usr/bin/rsync -a /var/lib/k0s /backup', false],
	['/usr/bin/dd if=/var/lib/k0s/k0s.img of=/dev/null', false],
])('%s starts a k0s: %s', (line, is) => {
	expect(startsK0s(line)).toBe(is);
});

const path = '/etc/systemd/system/k0scontroller.service';
const foreign: Pick<ResetAnswers, 'foreignUnits'> = {foreignUnits: [{path, line: '/bin/sleep 1000'}]};

describe('a unit of k0s’s name that somebody else wrote', () => {
	const stop = resetSteps(plainIds).find(({id}) => id === 'stop')!;
	const unitOf = (id: string) =>
		({
			controllerUnit: known({id, loadState: 'loaded', activeState: 'active', subState: 'running'}),
		}) as unknown as ResetFacts;

	test('is not stopped, nor is anything after it done', () => {
		const judged = stop.judge(unitOf('k0scontroller.service'), {...answers(), ...foreign});
		expect(judged.state).toBe('blocked');
		expect(JSON.stringify(judged)).toContain('/bin/sleep 1000');
	});

	test('keeps its processes: no command that ends them is named', () => {
		const process = {kind: 'k0s', name: 'sleep', pid: 632, executable: '/bin/sleep'};
		const facts = {...clean, k0sProcesses: known([process])} as unknown as ResetFacts;
		expect(leftOn(facts, {...answers(), ...foreign}).leftovers).toEqual([]);
		expect(leftOn(facts, answers()).leftovers.map(({name}) => name)).toEqual(['sleep 632']);
	});

	test('beside the unit that is k0s’s stays, and is named', () => {
		const judged = stop.judge(unitOf('k0sworker.service'), {...answers(), ...foreign});
		expect(judged.state).toBe('open');
		const facts = {...clean, paths: known([path, '/etc/systemd/system/k0sworker.service'])};
		const {leftovers, kept} = leftOn(facts, {...answers(), ...foreign});
		expect(leftovers.map(({name}) => name)).toContain('/etc/systemd/system/k0sworker.service');
		expect(leftovers.map(({name}) => name)).not.toContain(path);
		expect(kept).toContainEqual(expect.objectContaining({name: path, why: 'person'}));
	});
});

test('the reset of a host on which it runs changes nothing', async () => {
	const simulated = createRunner(createSimulatedHost({scenario: 'ready', speed: 100}), {});
	const runner: Runner = {
		...simulated,
		run: async (command, options) =>
			command.argv.includes(path) && command.argv[0] === 'cat'
				? outcomeOf({argv: command.argv, stdout: '[Service]\nExecStart=/bin/sleep 1000\n'})
				: simulated.run(command, options),
	};
	const parts = {runner, journal: createMemoryJournal(), clock: createClock(100), text: catalogue('en')};
	const session = await createResetSession({...parts, dataDir: undefined});
	await session.refresh();
	expect(await session.run(session.get().steps.map(({id}) => id))).not.toBe('done');
	expect(session.get().steps.find(({id}) => id === 'stop')).toMatchObject({state: 'blocked'});
	expect(simulated.log.get().filter(({changes}) => changes)).toEqual([]);
	await simulated.close();
});
