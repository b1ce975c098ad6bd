import {describe, expect, onTestFinished, test} from 'vitest';
import type {Command} from '../../../source/command/command.js';
import {cordon} from '../../../source/command/kubectl-change.js';
import type {Outcome} from '../../../source/command/outcome.js';
import {useUi} from '../../../source/components/context.js';
import {createRunner} from '../../../source/host/runner.js';
import {kindNamed, usualKinds} from '../../../source/model/api-kinds.js';
import type {Services} from '../../../source/screens/services.js';
import {refusedBy} from '../../../source/screens/status/act/changes.js';
import {rolloutEnd} from '../../../source/screens/status/act/rollout.js';
import {browseState, kindPlace, levelAt} from '../../../source/screens/status/browse/state.js';
import {StatusView} from '../../../source/screens/status/view.js';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import {createPacer} from '../../../source/store/pacer.js';
import {createSources} from '../../../source/store/sources.js';
import {catalogue} from '../../../source/text/text.js';
import {draw} from '../../support/draw.js';
import {outcomeOf} from '../../support/samples.js';
import {sessionsWith} from '../../support/working.js';
import {quietChecks} from '../../support/quiet-checks.js';

/** A list of the simulated host (none: Status itself), and what it was told to change. */
function show(
	kind: string | undefined,
	{
		readOnly = false,
		answer,
		speed = 20,
		width = 100,
		height = 30,
	}: {
		readonly readOnly?: boolean;
		/** In place of kubectl. */
		readonly answer?: Partial<Outcome>;
		/** How many times as fast the host's time runs. */
		readonly speed?: number;
		readonly width?: number;
		readonly height?: number;
	} = {},
) {
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed}), {readOnly});
	const pacer = createPacer({interval: 60_000, coalesce: 5});
	const sources = {...createSources({runner, pacer}), checks: quietChecks};
	const said: string[] = [];
	const changed: string[] = [];
	const services = {
		...{text: catalogue('en'), kind: 'simulated', readOnly, pacer, sources},
		ask: async (command: Command) => runner.run(command),
		follow: async (command: Command, onLine: (line: string) => void, signal: AbortSignal) =>
			runner.run(command, {signal, onLine}),
		async change(command: Command) {
			changed.push(command.argv.slice(2).join(' '));
			return answer ? outcomeOf(answer) : runner.run(command);
		},
		notify: (message: string) => said.push(message),
		...{go: () => undefined, copy: () => undefined, offer: () => undefined, save: async () => ''},
		sessions: sessionsWith({}),
	} as unknown as Services;
	const first = {trail: kind === undefined ? [] : [levelAt(kindPlace(kindNamed(kind, usualKinds)!))]};
	function Frame() {
		const {states} = useUi();
		if (!states.has(browseState)) states.set(browseState, first);
		return <StatusView services={services} width={width} height={height} />;
	}

	const screen = draw(() => <Frame />, {close: () => pacer.close()});
	onTestFinished(async () => runner.close());
	return {...screen, said, changed, runner};
}

describe('what can be done with an object', () => {
	test('a deployment is scaled: asked with the command, focus on Cancel, and followed until the watch shows it', async () => {
		const screen = show('deploy');
		await screen.sees('coredns');
		await screen.press('x');
		await screen.sees('Restart');
		expect(screen.frame()).not.toMatch(/Cordon|Evict/);
		await screen.press('j', 'enter');
		await screen.sees('How many pods?');
		await screen.press('backspace', '3', 'enter');
		await screen.sees('Scale Deployment kube-system/coredns to 3?');
		const words = screen.frame().replaceAll(/\s+/g, ' ');
		expect(words).toContain('$ k0s kubectl scale deployments.apps coredns --replicas=3 -n kube-system');
		expect(screen.changed).toEqual([]);
		await screen.press('enter');
		await screen.sees('deployments (all namespaces)');
		expect(screen.changed).toEqual([]);
		await screen.press('x', 'j', 'enter', 'backspace', '3', 'enter', 'tab', 'enter');
		await screen.until(() => screen.said.length > 0);
		expect(screen.changed).toEqual(['scale deployments.apps coredns --replicas=3 -n kube-system']);
		expect(screen.said).toEqual(['Deployment kube-system/coredns has 3 pods.']);
		await screen.sees('3/3');
		expect(screen.runner.log.get().some(({argv, changes}) => changes && argv.includes('--replicas=3'))).toBe(true);
	});

	test('a deployment is restarted, and done when all of its pods are new', async () => {
		// Slow enough for the watch to see that they are not, for a while.
		const screen = show('deploy', {speed: 0.5});
		await screen.sees('coredns');
		await screen.press('x', 'enter', 'y');
		await screen.until(() => screen.said.length > 0);
		expect(screen.changed).toEqual(['rollout restart deployments.apps/coredns -n kube-system']);
		expect(screen.said).toEqual(['Deployment kube-system/coredns was restarted: all of its pods are new.']);
	});

	test('a daemon set is restarted, and followed by what kubectl says of it until all of its pods are new', async () => {
		const screen = show('ds', {speed: 0.5});
		await screen.sees('kube-proxy');
		await screen.press('/', ...'kube-proxy', 'enter', 'x', 'enter', 'y');
		await screen.sees('Waiting for daemon set "kube-proxy" rollout to finish: 0 of 1 updated pods are available...');
		await screen.sees('esc stops waiting; the restart goes on.');
		await screen.until(() => screen.said.length > 0);
		expect(screen.said).toEqual(['DaemonSet kube-system/kube-proxy was restarted: all of its pods are new.']);
	});

	test('a pod is deleted by D, after a question, and is gone when the watch says so', async () => {
		const screen = show('pods');
		await screen.sees('kube-proxy');
		await screen.press('/', ...'kube-proxy', 'enter', 'D');
		await screen.sees('Delete Pod kube-system/kube-proxy-');
		await screen.press('y');
		await screen.until(() => screen.said.length > 0);
		expect(screen.changed).toEqual([expect.stringMatching(/^delete pods kube-proxy-\w+ --wait=false -n kube-system$/)]);
		expect(screen.said).toEqual([expect.stringMatching(/^Pod kube-system\/kube-proxy-\w+ is gone\.$/)]);
	});

	test('a node is cordoned and uncordoned', async () => {
		const screen = show('nodes');
		await screen.sees('Ready');
		await screen.press('x', 'enter', 'y');
		await screen.until(() => screen.said.length > 0);
		await screen.sees('Ready,SchedulingDisabled');
		await screen.press('x', 'j', 'enter', 'y');
		await screen.until(() => screen.said.length > 1);
		expect(screen.said).toEqual([
			'Node centos10.home.local takes no new pods.',
			'Node centos10.home.local takes new pods.',
		]);
	});

	test('a node is drained: the words tell what is lost, and what kubectl did stays said when it gave up', async () => {
		const screen = show('nodes');
		await screen.sees('Ready');
		await screen.press('x', 'j', 'j', 'enter');
		await screen.sees('Drain Node centos10.home.local?');
		const words = screen.frame().replaceAll(/\s+/g, ' ');
		expect(words).toContain(
			'$ k0s kubectl drain centos10.home.local --ignore-daemonsets --delete-emptydir-data --timeout=300s',
		);
		expect(words).toContain('Data in emptyDir volumes is lost.');
		await screen.press('enter');
		await screen.sees('Ready');
		expect(screen.changed).toEqual([]);
		await screen.press('x', 'j', 'j', 'enter', 'y');
		await screen.sees('The drain did not finish. The node may take no new pods now');
		expect(screen.frame()).not.toContain('Nothing was changed');
		await screen.press('escape');
		await screen.sees('Ready,SchedulingDisabled');
	});

	test('a node that is drained is told so when the list shows it closed', async () => {
		const screen = show('nodes', {answer: {stdout: 'node/centos10.home.local drained\n'}});
		await screen.sees('Ready');
		await screen.runner.run(cordon({what: 'nodes', kind: 'Node', namespace: null, name: 'centos10.home.local'}));
		await screen.sees('Ready,SchedulingDisabled');
		await screen.press('x', 'j', 'j', 'enter', 'y');
		await screen.until(() => screen.said.length > 0);
		expect(screen.said).toEqual(['Node centos10.home.local is drained: only pods of daemon sets are left.']);
	});

	test('before a node is deleted its own words are told', async () => {
		const screen = show('nodes');
		await screen.sees('Ready');
		await screen.press('D');
		await screen.sees('Delete Node centos10.home.local?');
		expect(screen.frame().replaceAll(/\s+/g, ' ')).toContain('Drain it first.');
	});

	test('a pod whose budget allows no eviction stays, and it is said why', async () => {
		const screen = show('pods');
		await screen.sees('coredns');
		await screen.press('/', ...'coredns', 'enter', 'x', 'enter');
		await screen.sees('Evict Pod');
		expect(screen.frame()).toContain('"kind":"Eviction"');
		await screen.press('y');
		await screen.sees('Its disruption budget does not allow it now (429). Nothing was changed.');
		expect(screen.frame().replaceAll(/\s+/g, ' ')).toContain(
			"Cannot evict pod as it would violate the pod's disruption budget.",
		);
		await screen.press('escape');
		await screen.sees('pods (all namespaces)');
	});

	test('from Status’s own rows too, and esc leads back there', async () => {
		const screen = show(undefined);
		await screen.sees('NAMESPACE');
		await screen.press('j', 'D');
		await screen.sees('Delete Pod kube-system/');
		await screen.press('escape');
		await screen.sees('NAMESPACE');
		expect(screen.changed).toEqual([]);
	});

	test('is nothing where nothing may be changed, in a plain sentence', async () => {
		for (const kind of ['deploy', undefined]) {
			const screen = show(kind, {readOnly: true});
			await screen.sees(kind === undefined ? 'NAMESPACE' : 'coredns');
			await screen.press('j', 'x', 'D');
			expect(screen.said).toEqual([
				'Read-only (--read-only): nothing is changed here.',
				'Read-only (--read-only): nothing is changed here.',
			]);
			expect(screen.changed).toEqual([]);
		}
	});

	test('a number that is none is not taken', async () => {
		const screen = show('deploy');
		await screen.sees('coredns');
		await screen.press('x', 'j', 'enter', 'a', 'enter');
		expect(screen.said).toEqual(['Type a number from 0 to 99999.']);
		expect(screen.changed).toEqual([]);
	});

	test.each([
		['Error from server (Forbidden): pods "x" is forbidden: User "u" cannot delete', '(403)'],
		['Error from server (NotFound): pods "x" not found', 'already gone (404)'],
		['Error from server (Conflict): Operation cannot be fulfilled', '(409)'],
		['The Deployment "web" is invalid: spec.replicas: Invalid value: -1', '(422)'],
		['Error from server (TooManyRequests): the server has received too many requests', '(429)'],
		['error: EOF', 'It is not known whether anything was changed'],
	])('a refusal is told as what it is: %s', async (stderr, words) => {
		const screen = show('pods', {answer: {kind: 'failed', exit: 1, stderr: `${stderr}\u001B[2J${'n'.repeat(9000)}`}});
		await screen.sees('coredns');
		await screen.press('D', 'y');
		await screen.sees(words);
		expect(screen.frame()).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
		screen.fits(100, 30);
	});

	test('at 80 columns everything stays within the window', async () => {
		const screen = show('pods', {width: 80, height: 20});
		await screen.sees('coredns');
		await screen.press('x');
		screen.fits(80, 20);
		await screen.press('enter');
		screen.fits(80, 20);
	});
});

describe('how a restart ended, by what kubectl 1.34.1 said on a real k0s', () => {
	const ended = (stdout: string, stderr = '', kind: 'ok' | 'failed' = stderr === '' ? 'ok' : 'failed') =>
		rolloutEnd({kind, stdout, stderr}, 2);
	test.each([
		['deployment "web" successfully rolled out', 'done'],
		['daemon set "agent" successfully rolled out', 'done'],
		['partitioned roll out complete: 2 new pods have been updated...', 'done'],
	])('%s', (stdout, kind) => expect(ended(stdout)).toEqual({kind}));

	test('a partitioned stateful set has some old pods, and that is said', () => {
		expect(
			ended('Waiting for 1 pods to be ready...\npartitioned roll out complete: 1 new pods have been updated...'),
		).toEqual({
			kind: 'partly',
			updated: 1,
		});
	});

	test.each([
		['error: rollout status is only available for RollingUpdate strategy type', {kind: 'on-delete'}],
		['error: deployment "web" exceeded its progress deadline', {kind: 'deadline'}],
		['Error from server (NotFound): statefulsets.apps "nope" not found', {kind: 'gone'}],
		['error: EOF', {kind: 'unknown', why: 'error: EOF'}],
	])('%s', (stderr, end) => expect(ended('', stderr)).toEqual(end));
});

test('what the time ended is not known', () => {
	expect(refusedBy({kind: 'timed-out', stderr: ''})).toBe('slow');
	// kubectl 1.34 before a node with a pod that nothing made: it cordoned the node, and evicted nothing.
	const unowned =
		'error: unable to drain node "n" due to error: cannot delete cannot delete Pods that declare no controller (use --force to override): kinds/client, continuing command...\n';
	expect(refusedBy({kind: 'failed', stderr: unowned}, 'drain')).toBe('unowned');
	expect(refusedBy({kind: 'not-permitted', stderr: 'refused: read-only'})).toBe('root');
});
