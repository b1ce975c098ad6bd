import {expect, test} from 'vitest';
import {createClock} from '../../source/engine/clock.js';
import {createMemoryJournal} from '../../source/engine/journal.js';
import {defaultAnswers} from '../../source/install/answers.js';
import {createInstallSession} from '../../source/install/session.js';
import {catalogue} from '../../source/text/text.js';
import {unitOf} from '../checks/case.js';
import {fakeRunner} from '../support/fake-runner.js';
import {answering, controller, failing, goodHost, type Given} from '../support/good-host.js';

const text = catalogue('en');

/** The step on a host of these names: the kernel's (k0s goes by it) and the one that a reboot brings. */
async function hostname(kernel: string, later: string | null, wanted?: string, given: Given = {}) {
	const names = {
		'uname -n': `${kernel}\n`,
		'hostnamectl --static': later === null ? failing('Failed to connect to bus\n') : `${later}\n`,
	};
	const session = createInstallSession({
		...{runner: fakeRunner(answering({...goodHost, ...names, ...given})), journal: createMemoryJournal(), text},
		...{clock: createClock(), answers: {...defaultAnswers, hostname: wanted}},
	});
	await session.refresh();
	const step = session.get().steps.find(({id}) => id === 'hostname');
	return {
		state: step?.state,
		found: step?.found,
		hint: step?.hint,
		runs: step?.commands.map(({command}) => command.argv),
	};
}

const sets = [['hostnamectl', 'set-hostname', 'node-1.example']];

test('the kernel’s name is what the node gets: it is judged, not the static one', async () => {
	expect(await hostname('Bad_Name', 'node-1.example')).toMatchObject({state: 'blocked'});
	expect(await hostname('node-1.example', 'Bad_Name')).toMatchObject({state: 'done', found: 'kept: node-1.example'});
});

test('a name that a reboot changes is said', async () => {
	const {hint} = await hostname('node-1.example', 'node-2.example');
	expect(hint).toBe('is node-1.example now, but node-2.example after a reboot');
	expect((await hostname('node-1.example', 'node-1.example')).hint).toBeNull();
});

test('the wanted name is done only when a reboot keeps it', async () => {
	expect(await hostname('node-1.example', 'node-1.example', 'node-1.example')).toMatchObject({state: 'done', runs: []});
	expect(await hostname('node-1.example', 'old.example', 'node-1.example')).toMatchObject({state: 'todo', runs: sets});
	expect(await hostname('old.example', 'node-1.example', 'node-1.example')).toMatchObject({state: 'todo', runs: sets});
});

test('without hostnamed the kernel’s name counts alone', async () => {
	expect(await hostname('node-1.example', null, 'node-1.example')).toMatchObject({state: 'done', runs: []});
	expect((await hostname('node-1.example', null)).hint).toBeNull();
});

test('k0s is installed: the node keeps its name, and the name may be made lasting', async () => {
	const installed = {[unitOf]: controller('inactive', 'dead')};
	expect(await hostname('old.example', 'old.example', 'node-1.example', installed)).toMatchObject({state: 'blocked'});
	expect(await hostname('node-1.example', 'old.example', 'node-1.example', installed)).toMatchObject({state: 'todo'});
});
