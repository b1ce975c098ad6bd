import {describe, expect, onTestFinished, test} from 'vitest';
import type {Command} from '../../../source/command/command.js';
import {createRunner} from '../../../source/host/runner.js';
import {Layers} from '../../../source/keys/layers.js';
import type {Services} from '../../../source/screens/services.js';
import {StatusView} from '../../../source/screens/status/view.js';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import {createPacer} from '../../../source/store/pacer.js';
import {createSources} from '../../../source/store/sources.js';
import {catalogue} from '../../../source/text/text.js';
import {draw} from '../../support/draw.js';
import {sample} from '../../support/samples.js';
import {sessionsWith} from '../../support/working.js';
import {quietChecks} from '../../support/quiet-checks.js';

/** Status on the simulated host; k0s's log is one of a real k0s whose API port was taken. */
function show(journal: string, width = 200, height = 30, kind: Services['kind'] = 'simulated', ends = false) {
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000}));
	const pacer = createPacer({interval: 60_000, coalesce: 5});
	const saved: Array<readonly [string, string]> = [];
	const followed: string[] = [];
	const services = {
		...{
			text: catalogue('en'),
			kind,
			readOnly: false,
			pacer,
			sources: {...createSources({runner, pacer}), checks: quietChecks},
		},
		async ask(command: Command, signal?: AbortSignal) {
			const outcome = await runner.run(command, signal ? {signal} : {});
			return command.argv[0] === 'journalctl' ? {...outcome, stdout: journal} : outcome;
		},
		async follow(command: Command, onLine: (line: string) => void, signal: AbortSignal) {
			followed.push(command.argv.join(' '));
			for (const line of journal.split('\n')) onLine(line);
			if (ends) return {kind: 'failed', stderr: ''};
			return new Promise(resolve => {
				signal.addEventListener('abort', () => {
					followed.pop();
					resolve({kind: 'aborted'});
				});
			});
		},
		async save(name: string, text: string) {
			saved.push([name, text]);
			return `saved as ${name}`;
		},
		...{notify: () => undefined, go: () => undefined, copy: () => undefined, offer: () => undefined},
		sessions: sessionsWith({}),
	} as unknown as Services;
	const screen = draw(() => <StatusView services={services} width={width} height={height} />, {
		layers: new Layers(),
		close: () => pacer.close(),
	});
	onTestFinished(async () => runner.close());
	return {...screen, saved, followed};
}

const once = sample('real-k0s/journals/port-6443-taken.txt');
/** It says the same again at each try. */
const taken = `${once}${once}`;

describe('L: the log of k0s', () => {
	test('by component, with the severity inside the line, repeats folded; esc goes back and nothing runs on', async () => {
		const screen = show(taken);
		await screen.sees('Pods');
		await screen.press('L');
		await screen.sees('Log of k0s (k0scontroller.service)');
		await screen.sees('address already in use');
		expect(screen.frame()).toMatch(/\d\d:\d\d:\d\d {2}error +kube-apiserver +.*bind: address already in use/);
		expect(screen.frame()).toMatch(/×\d+ /);
		expect(screen.followed).toEqual(['journalctl -u k0scontroller.service -n 2000 -f --no-pager -o short-iso']);
		await screen.press('!', '!');
		await screen.sees('all components, errors');
		expect(screen.frame()).not.toMatch(/\d {2}info/);
		await screen.press('escape');
		await screen.sees('Pods');
		expect(screen.followed).toEqual([]);
	});

	test('a log that ended says how long ago: what is shown is as old as that', async () => {
		const screen = show(taken, 200, 30, 'simulated', true);
		await screen.sees('Pods');
		await screen.press('L');
		await screen.until(() => /\(the log ended \d+s ago\)/.test(screen.frame()));
	});

	test('c goes through the components, a unfolds, / searches, E saves what is shown', async () => {
		const screen = show(taken);
		await screen.sees('Pods');
		await screen.press('L');
		await screen.sees('address already in use');
		await screen.press('c');
		expect(screen.frame()).toMatch(/─ kube-apiserver, everything ─/);
		await screen.press('a');
		expect(screen.frame()).toMatch(/kube-apiserver, everything, each repeat ─/);
		expect(screen.frame()).not.toMatch(/×\d+ /);
		await screen.press('E');
		expect(screen.saved[0]?.[0]).toBe('k0scontroller.service.log');
		expect(screen.saved[0]?.[1].split('\n').length).toBeGreaterThan(2);
	});

	test('who may not read it is told so; nothing logged is not the same', async () => {
		const screen = show('-- No entries --\n');
		await screen.sees('Pods');
		await screen.press('L');
		await screen.sees('Nothing was logged.');
	});

	test('control characters of a line are never raw', async () => {
		const screen = show('2026-11-30T01:04:55+0000 host k0s[7]: \u001B[31mred\u0007 alert\n');
		await screen.sees('Pods');
		await screen.press('L');
		await screen.sees('alert');
		expect(screen.frame()).not.toContain('\u0007');
		expect(screen.frame()).not.toContain('\u001B[31mred');
	});
});
