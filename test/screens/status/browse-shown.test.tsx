import {expect, onTestFinished, test} from 'vitest';
import type {Command} from '../../../source/command/command.js';
import {useUi} from '../../../source/components/context.js';
import {createRunner} from '../../../source/host/runner.js';
import {kindNamed, usualKinds} from '../../../source/model/api-kinds.js';
import type {CopyItem} from '../../../source/screens/copies.js';
import type {Services} from '../../../source/screens/services.js';
import {browseState, kindPlace, levelAt} from '../../../source/screens/status/browse/state.js';
import {StatusView} from '../../../source/screens/status/view.js';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import type {BrokenId} from '../../../source/simulated/seed/broken.js';
import {createPacer} from '../../../source/store/pacer.js';
import {createSources} from '../../../source/store/sources.js';
import {catalogue} from '../../../source/text/text.js';
import {draw} from '../../support/draw.js';
import {sessionsWith} from '../../support/working.js';
import {quietChecks} from '../../support/quiet-checks.js';

/** The list of a kind on the simulated host, as `:` opens it. */
function show(kind: string, broken: readonly BrokenId[] = [], width = 120, height = 40) {
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000, faults: {broken}}));
	const pacer = createPacer({interval: 60_000, coalesce: 5});
	const sources = {...createSources({runner, pacer}), checks: quietChecks};
	const said: string[] = [];
	const offered: string[] = [];
	const services = {
		...{text: catalogue('en'), kind: 'simulated', readOnly: false, pacer, sources},
		ask: async (command: Command, signal?: AbortSignal) => runner.run(command, signal ? {signal} : {}),
		follow: async (command: Command, onLine: (line: string) => void, signal: AbortSignal) =>
			runner.run(command, {signal, onLine}),
		save: async () => '',
		notify: (message: string) => said.push(message),
		...{go: () => undefined, copy: () => undefined},
		offer: async (make: () => readonly CopyItem[] | Promise<readonly CopyItem[]>) => {
			for (const {name, value} of await make()) offered.push(`${name}: ${value}`);
		},
		sessions: sessionsWith({}),
	} as unknown as Services;
	const first = {trail: [levelAt(kindPlace(kindNamed(kind, usualKinds)!))]};
	function Frame() {
		const {states} = useUi();
		if (!states.has(browseState)) states.set(browseState, first);
		return <StatusView services={services} width={width} height={height} />;
	}

	const screen = draw(() => <Frame />, {close: () => pacer.close()});
	onTestFinished(async () => runner.close());
	return {...screen, said, offered};
}

test('enter leads from a daemon set to its pod, its containers and a log, esc all the way back', async () => {
	const screen = show('ds');
	await screen.sees('kube-proxy');
	await screen.press('G', 'enter');
	await screen.sees('pods (DaemonSet');
	await screen.sees('1/1');
	await screen.press('enter');
	await screen.sees('IMAGE');
	await screen.press('enter');
	await screen.sees('simulated: ');
	expect(screen.frame()).toMatch(/Log kube-system\/kube-/);
	expect(screen.rows()[0]).toMatch(/^── .*pods \(DaemonSet .* ▸ kube-/);
	screen.fits(120, 40);
	await screen.press('escape');
	await screen.sees('IMAGE');
	await screen.press('escape', 'escape');
	await screen.sees('daemonsets (all namespaces)');
});

test('a pod of the list tells why, its log, its description, its YAML and its events, with the same pane', async () => {
	const screen = show('pods', ['crash']);
	await screen.sees('crash');
	await screen.press('Y');
	await screen.sees('panic: cannot open database');
	expect(screen.frame()).toContain('Why broken/crash');
	await screen.press('l');
	await screen.sees('Log broken/crash');
	await screen.press('d');
	await screen.sees('container c last ended with exit 1 (Error)');
	await screen.sees('$ k0s kubectl describe pods crash -n broken');
	await screen.press('y');
	await screen.sees('kind: Pod');
	await screen.press('e');
	await screen.sees('involvedObject.kind=Pod,involvedObject.name=crash');
	await screen.press('escape');
	await screen.sees('pods (all namespaces)');
});

test.each([
	['svc', 'kube-dns', 'Service', '-n kube-system'],
	['nodes', 'k0s', 'Node', '-A'],
	['crd', 'plans.autopilot.k0sproject.io', 'CustomResourceDefinition', '-A'],
	['cm', 'kube-root-ca.crt', 'ConfigMap', '-n '],
])('%s: d, y and e tell of it; Y says whom it is asked of', async (kind, name, kindName, within) => {
	const screen = show(kind);
	await screen.sees(name);
	await screen.press('G', 'd');
	await screen.sees(`Describe ${kindName} `);
	expect(screen.frame()).toContain(`get events ${within}`);
	await screen.press('y');
	await screen.sees(`kind: ${kindName}`);
	await screen.press('Y');
	expect(screen.said).toEqual(['Why is asked of pods and workloads.']);
	await screen.press('escape', 'Y');
	expect(screen.said).toHaveLength(2);
});

test('a service’s log is that of the pods behind it, a node has none and says so', async () => {
	const services = show('svc');
	await services.sees('kube-dns');
	await services.press('/', ...'kube-dns', 'enter', 'l');
	await services.sees('simulated: coredns');
	const nodes = show('nodes');
	await nodes.sees('Ready');
	await nodes.press('l');
	expect(nodes.said).toEqual(['Only pods, workloads and services have a log.']);
});

test('the log opened from a list of containers is that container’s, c goes on to the next and to all', async () => {
	const screen = show('pods');
	await screen.sees('kube-router');
	await screen.press('/', ...'kube-router', 'enter', 'enter');
	await screen.sees('IMAGE');
	await screen.press('G', 'l');
	await screen.sees('simulated: kube-router');
	expect(screen.rows()[1]).toMatch(/─ kube-router \d/);
	await screen.press('c');
	await screen.sees('─ all containers ');
});

test('at 80 columns the way and the pane stay within the window', async () => {
	const screen = show('pods', ['crash'], 80, 20);
	await screen.sees('crash');
	for (const key of ['Y', 'l', 'd', 'y', 'e'] as const) {
		await screen.press(key);
		await screen.settled();
		screen.fits(80, 20);
	}
});
