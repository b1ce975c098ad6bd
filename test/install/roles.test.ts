import {describe, expect, test} from 'vitest';
import {shown} from '../../source/command/command.js';
import {createClock} from '../../source/engine/clock.js';
import {createMemoryJournal} from '../../source/engine/journal.js';
import {createRunner} from '../../source/host/runner.js';
import {defaultAnswers, type InstallAnswers} from '../../source/install/answers.js';
import {createInstallSession} from '../../source/install/session.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import type {Faults} from '../../source/simulated/faults.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');
const token = {role: 'worker', tokenFile: '/root/worker.token'} as const;

const on = async (answers: Partial<InstallAnswers>, faults: Faults = {}) => {
	const runner = createRunner(createSimulatedHost({scenario: 'fresh', speed: 200, faults}), {});
	const session = createInstallSession({
		...{runner, journal: createMemoryJournal(), clock: createClock(200), text},
		answers: {...defaultAnswers, ...answers},
	});
	await session.refresh();
	const step = (id: string) => session.get().steps.find(each => each.id === id);
	return {runner, session, step};
};

const installs = async (answers: Partial<InstallAnswers>): Promise<string | undefined> => {
	const {step} = await on(answers);
	return step('install')
		?.commands.map(({command}) => shown(command.argv))
		.find(line => line.startsWith('k0s install'));
};

describe('a role', () => {
	test.each([
		[{}, 'k0s install controller --enable-worker --no-taints'],
		[{role: 'single'}, 'k0s install controller --enable-worker --no-taints'],
		[{role: 'single', single: true}, 'k0s install controller --single'],
		[{role: 'controller+worker'}, 'k0s install controller --enable-worker'],
		[{role: 'controller'}, 'k0s install controller'],
		[token, 'k0s install worker --token-file /root/worker.token'],
		[
			{role: 'controller', tokenFile: '/root/controller.token'},
			'k0s install controller --token-file /root/controller.token',
		],
	] satisfies ReadonlyArray<readonly [Partial<InstallAnswers>, string]>)('%j runs %s', async (answers, wanted) => {
		expect(await installs(answers)).toBe(wanted);
	});
});

describe('a join, before anything changes', () => {
	test('says where it leads, what answers, and what is not known from here', async () => {
		const {step} = await on(token);
		expect(step('preflight')).toMatchObject({state: 'done'});
		expect(step('preflight')?.found).toMatch(
			/joins https:\/\/192\.168\.122\.160:6443 as worker with token simula; ports 8132 answer; clocks differ by 0 s; the API is v1\.34\.1\+k0s; not known from here: whether another node has this host’s name, until when the token is good/,
		);
	});

	test.each([
		['no token', {role: 'worker'}, {}, 'A worker joins with a token.'],
		['no file', {role: 'worker', tokenFile: '/root/none'}, {}, 'There is no token file /root/none.'],
		['a folder', {role: 'worker', tokenFile: '/etc'}, {}, '/etc is no regular file (directory).'],
		['another file', {role: 'worker', tokenFile: '/etc/os-release'}, {}, '/etc/os-release holds no join token of k0s.'],
		[
			'a token of the other role',
			{role: 'worker', tokenFile: '/root/controller.token'},
			{},
			'The token is for a controller; this host is to be a worker.',
		],
		[
			'a token that the API does not know',
			token,
			{join: 'expired'},
			'The API does not know the token simula (any more)',
		],
		[
			'a controller that drops packets',
			token,
			{join: 'closed'},
			'The controller’s 192.168.122.160:6443 does not answer: a firewall may drop it.',
		],
		[
			'a k0s that is newer than the API',
			{...token, version: 'v1.35.7+k0s.0'},
			{},
			'k0s v1.35.7+k0s.0 is newer than the API (v1.34.1+k0s): upgrade the controllers first',
		],
	] satisfies ReadonlyArray<readonly [string, Partial<InstallAnswers>, Faults, string]>)(
		'%s is blocked in words',
		async (_, answers, faults, wanted) => {
			const {step} = await on(answers, faults);
			expect(step('preflight')).toMatchObject({state: 'blocked'});
			expect(step('preflight')?.found).toContain(wanted);
		},
	);

	test('a token that others can read is said, and does not stop it', async () => {
		const {runner, session, step} = await on(token);
		await runner.run({...(await import('../../source/command/download.js')).setMode('755', '/root/worker.token')});
		await session.refresh();
		expect(step('preflight')).toMatchObject({state: 'done'});
		expect(step('preflight')?.hint).toContain('chmod 600 /root/worker.token');
	});
});

describe('a worker on the simulated host', () => {
	test('joins, is healthy by its own unit, is not made a controller, and is taken back', async () => {
		const {runner, session, step} = await on(token);
		await session.run(session.get().steps.map(({id}) => id));
		expect(session.get().steps.map(({id, state}) => `${id} ${state}`)).toEqual(
			session.get().steps.map(({id}) => `${id} done`),
		);
		expect(step('healthy')?.found).toContain('this worker has joined');
		const ran = runner.log.get().map(({argv}) => argv.join(' '));
		expect(ran).toContain('k0s install worker --token-file /root/worker.token');
		expect(ran.join('\n')).not.toContain('ted0000000000000');
		expect(ran).toContain('k0s kubectl --kubeconfig /var/lib/k0s/kubelet.conf get nodes -o json');
		expect(ran).not.toContain('k0s kubectl get nodes -o json');

		session.setAnswers(defaultAnswers);
		await session.refresh();
		expect(step('install')).toMatchObject({state: 'blocked'});
		expect(step('install')?.found).toContain('k0s is here as k0sworker.service; wanted is the role single');

		session.setAnswers({...defaultAnswers, ...token});
		await session.refresh();
		const undo = session.get().steps.filter(({undoRecorded}) => undoRecorded.length > 0);
		await session.undo(undo.map(({id}) => id));
		await session.refresh();
		expect(step('install')).toMatchObject({found: 'no service yet'});
	});
});
