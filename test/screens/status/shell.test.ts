import {describe, expect, test} from 'vitest';
import type {Command} from '../../../source/command/command.js';
import type {Outcome} from '../../../source/command/outcome.js';
import {known} from '../../../source/facts/reading.js';
import {kindNamed, usualKinds} from '../../../source/model/api-kinds.js';
import type {ClusterFacts} from '../../../source/model/cluster.js';
import {openK9s, openShell} from '../../../source/screens/status/object/shell.js';
import type {Services} from '../../../source/screens/services.js';
import {catalogue} from '../../../source/text/text.js';
import {outcomeOf} from '../../support/samples.js';

const object = {what: 'pods', kind: 'Pod', namespace: 'default', name: 'web'};

/** Facts with one pod whose containers are in these states. */
const factsWith = (...states: ReadonlyArray<'running' | 'waiting' | 'terminated'>): ClusterFacts =>
	({
		pods: known([
			{
				namespace: 'default',
				name: 'web',
				containers: states.map((state, at) => ({name: `c${at}`, state, init: false})),
			},
		]),
		k0s: known({dataDir: '/data/k0s'}),
	}) as unknown as ClusterFacts;

/** Services that remember what was asked, what the terminal was given to, and what was said. */
function fake(given: Partial<Services> = {}, probe: Partial<Outcome> = {}, ended: Partial<Outcome> = {}) {
	const asked: string[] = [];
	const handed: Command[] = [];
	const said: string[] = [];
	const services = {
		...{text: catalogue('en'), kind: 'local', readOnly: false, notify: (words: string) => said.push(words)},
		async ask(command: Command) {
			asked.push(command.argv.join(' '));
			return outcomeOf(probe);
		},
		async handOver(command: Command) {
			handed.push(command);
			return outcomeOf(ended);
		},
		...given,
	} as unknown as Services;
	return {services, asked, handed, said};
}

describe('a shell', () => {
	test('opens in the one container that runs, after it was asked for one', async () => {
		const {services, asked, handed, said} = fake();
		await openShell(services, object, factsWith('terminated', 'running'));
		expect(asked).toEqual(['k0s kubectl exec web -n default -c c1 -- sh -c exit 0']);
		expect(handed.map(({argv}) => argv.slice(0, 9).join(' '))).toEqual(['k0s kubectl exec -it web -n default -c c1']);
		expect(handed[0]?.changes).toBe(true);
		expect(said).toEqual([]);
	});

	test('of several containers asks which, and opens in the one that is named', async () => {
		const {services, handed, said} = fake();
		expect(await openShell(services, object, factsWith('running', 'running'))).toBe('choose');
		expect(said).toEqual(['It has several containers: select one and press s again.']);
		expect(handed).toEqual([]);
		await openShell(services, object, factsWith('running', 'running'), 'c1');
		expect(handed[0]?.argv).toContain('c1');
	});

	test.each([
		['exit 127', {kind: 'failed', exit: 127, stderr: 'command terminated with exit code 127'}, 'has no shell'],
		[
			'the runtime’s words',
			{
				kind: 'failed',
				exit: 1,
				stderr:
					'error: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "1f": OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in $PATH: unknown',
			},
			'Container c0 has no shell: sh is not in its image.',
		],
		[
			'forbidden',
			{kind: 'failed', exit: 1, stderr: 'Error from server (Forbidden): pods "web" is forbidden'},
			'No shell: Error from server (Forbidden): pods "web" is forbidden',
		],
		[
			'gone meanwhile',
			{kind: 'failed', exit: 1, stderr: 'Error from server (NotFound): pods "web" not found'},
			'No shell: Error from server (NotFound): pods "web" not found',
		],
	] as const)('that cannot be had (%s) is said without losing the screen', async (_, probe, words) => {
		const {services, handed, said} = fake({}, probe);
		await openShell(services, object, factsWith('running'));
		expect(handed).toEqual([]);
		expect(said).toEqual([expect.stringContaining(words)]);
	});

	test.each([
		['simulated', {kind: 'simulated'}, factsWith('running'), 'The simulated host runs no containers'],
		['recorded', {kind: 'recorded'}, factsWith('running'), 'A recording runs nothing'],
		['read-only', {readOnly: true}, factsWith('running'), 'Read-only (--read-only): nothing is changed here.'],
		['nothing read yet', {}, undefined, 'not known yet'],
		['none runs', {}, factsWith('waiting'), 'No container of this pod is running.'],
	] as const)('is not tried where it cannot be: %s', async (_, given, facts, words) => {
		const {services, asked, handed, said} = fake(given);
		await openShell(services, object, facts);
		expect([asked, handed]).toEqual([[], []]);
		expect(said).toEqual([expect.stringContaining(words)]);
	});

	test('is one of pods', async () => {
		const {services, said} = fake();
		await openShell(services, {...object, kind: 'Service', what: 'services'}, factsWith('running'));
		expect(said).toEqual(['A shell opens in a container: select a pod.']);
	});
});

describe('k9s', () => {
	const pods = kindNamed('pods', usualKinds);
	const replicasets = kindNamed('rs', usualKinds);

	test('opens on the same object, with this cluster’s kubeconfig', async () => {
		const {services, handed} = fake();
		await openK9s(services, pods, {...object, name: 'web.x'}, factsWith('running'));
		await openK9s(services, replicasets, object, undefined);
		expect(handed.map(({argv}) => argv)).toEqual([
			['k9s', '--kubeconfig', '/data/k0s/pki/admin.conf', '-n', 'default', '-c', 'pods /(^|\\s)web\\.x(\\s|$)'],
			[
				'k9s',
				'--kubeconfig',
				'/var/lib/k0s/pki/admin.conf',
				'-n',
				'default',
				'-c',
				'apps/v1/replicasets /(^|\\s)web(\\s|$)',
			],
		]);
	});

	test('may not change anything either where nothing may be changed', async () => {
		const {services, handed} = fake({readOnly: true});
		await openK9s(services, pods, object, undefined);
		expect(handed[0]?.argv).toContain('--readonly');
		expect(handed[0]?.changes).toBe(false);
	});

	test('that is not installed, or has no object, is said', async () => {
		const {services, said} = fake({}, {}, {kind: 'not-found', exit: null, stderr: 'k9s: command not found'});
		await openK9s(services, pods, object, undefined);
		await openK9s(services, undefined, undefined, undefined);
		expect(said).toEqual([
			expect.stringContaining('k9s is not installed'),
			'k9s opens on an object of the API: select one.',
		]);
	});
});
