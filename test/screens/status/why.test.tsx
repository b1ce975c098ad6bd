import {expect, onTestFinished, test} from 'vitest';
import type {Command} from '../../../source/command/command.js';
import {Layers} from '../../../source/keys/layers.js';
import {createRunner} from '../../../source/host/runner.js';
import type {Services} from '../../../source/screens/services.js';
import {StatusView} from '../../../source/screens/status/view.js';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import type {BrokenId} from '../../../source/simulated/seed/broken.js';
import {createPacer} from '../../../source/store/pacer.js';
import {createSources} from '../../../source/store/sources.js';
import {catalogue} from '../../../source/text/text.js';
import {draw} from '../../support/draw.js';
import {sessionsWith} from '../../support/working.js';
import {quietChecks} from '../../support/quiet-checks.js';

/** Status on the simulated host, with these pods broken. */
function show(broken: readonly BrokenId[], width = 120, height = 40) {
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000, faults: {broken}}));
	const pacer = createPacer({interval: 60_000, coalesce: 5});
	const sources = {...createSources({runner, pacer}), checks: quietChecks};
	const said: string[] = [];
	const saved: Array<readonly [string, string]> = [];
	const services = {
		...{text: catalogue('en'), kind: 'simulated', readOnly: false, pacer, sources},
		ask: async (command: Command, signal?: AbortSignal) => runner.run(command, signal ? {signal} : {}),
		follow: async (command: Command, onLine: (line: string) => void, signal: AbortSignal) =>
			runner.run(command, {signal, onLine}),
		async save(name: string, text: string) {
			saved.push([name, text]);
			return `saved as ${name}`;
		},
		notify: (message: string) => said.push(message),
		...{go: () => undefined, copy: () => undefined, offer: () => undefined},
		sessions: sessionsWith({}),
	} as unknown as Services;
	const screen = draw(() => <StatusView services={services} width={width} height={height} />, {
		layers: new Layers(),
		close: () => pacer.close(),
	});
	onTestFinished(async () => runner.close());
	return {...screen, said, saved};
}

test('] goes to the next in trouble, l, d, y and e show the same pod, esc leads back', async () => {
	const screen = show(['crash', 'secret']);
	await screen.sees('in trouble  ');
	await screen.press('Y');
	await screen.sees('Why broken/crash');
	await screen.press(']');
	await screen.sees('Why broken/secret');
	await screen.press(']', 'l');
	await screen.sees('panic: cannot open database');
	expect(screen.frame()).toContain('Log broken/crash');
	await screen.press('d');
	await screen.sees('container c last ended with exit 1 (Error)');
	await screen.sees('$ k0s kubectl describe pod crash -n broken');
	await screen.press('y');
	await screen.sees('kind: Pod');
	await screen.press('e');
	await screen.sees('$ k0s kubectl get events -n broken');
	await screen.press('escape');
	await screen.sees('crash');
	expect(screen.frame()).toContain('NAMESPACE');
});

test('a log is followed, searched, shown with times, of one container, and saved', async () => {
	const screen = show([]);
	await screen.sees('NAMESPACE');
	await screen.press('j', 'k', 'l');
	await screen.sees('simulated: coredns');
	expect(screen.frame()).toContain('Log kube-system/coredns');
	await screen.press('/', 'l', 'i', 'n', 'e', 'enter');
	expect(screen.frame()).toMatch(/\/line {2}\d+\/\d+/);
	await screen.press('escape', 'T');
	await screen.sees('Z simulated: coredns');
	await screen.press('c');
	await screen.sees(' coredns ');
	await screen.press('P');
	await screen.sees('previous run');
	await screen.sees('previous terminated container');
	await screen.press('P');
	await screen.sees('simulated: coredns');
	await screen.press('E');
	await screen.until(() => screen.said.length > 0);
	expect(screen.said).toEqual([expect.stringMatching(/^saved as coredns-.*\.log$/)]);
	expect(screen.saved[0]?.[1]).toMatch(/simulated: coredns/);
});

test('a row that is no pod and no workload says of whom why is asked, one that is no object what to select', async () => {
	const screen = show([]);
	await screen.sees('NAMESPACE');
	await screen.press('tab', 'j', 'Y');
	await screen.until(() => screen.said.length > 0);
	expect(screen.said).toEqual(['Why is asked of pods and workloads.']);
	await screen.press('tab', 'tab', 'j', 'Y');
	await screen.until(() => screen.said.length > 1);
	expect(screen.said[1]).toBe('Select a pod, a workload or a service first.');
});
