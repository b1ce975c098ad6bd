import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {statusLines} from '../../source/commands/status-lines.js';
import {judge} from '../../source/commands/status-wait.js';
import {plain} from '../../source/components/line.js';
import {createRunner} from '../../source/host/runner.js';
import {assess} from '../../source/model/verdict.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {verdictLine} from '../../source/screens/status/summary.js';
import {createPacer} from '../../source/store/pacer.js';
import {createSources} from '../../source/store/sources.js';
import {catalogue} from '../../source/text/text.js';
import {verdictText} from '../../source/text/verdict.js';

test.each(['en', 'ja'] as const)(
	'the header, the Status screen and the command say one verdict in the same words (%s)',
	async language => {
		const text = await catalogue(language);
		const runner = createRunner(createSimulatedHost({scenario: 'ready', faults: {broken: ['crash', 'secret']}}));
		const sources = createSources({runner, pacer: createPacer({interval: 200})});
		// As on any other screen: nothing but the header looks at the cluster.
		const leave = sources.verdict.subscribe(() => undefined);
		for (let look = 0; look < 200 && !sources.verdict.get().value?.but?.pods; look++) await sleep(50);
		const told = sources.verdict.get().value;
		expect(told).toMatchObject({verdict: 'healthy', but: {pods: 2}, mark: 'warn'});
		const word = verdictText(text.status, told!);
		const judged = await judge({
			runner,
			interval: 200,
			wait: undefined,
			signal: new AbortController().signal,
			changed() {},
		});
		const now = Date.now();
		expect(statusLines(judged, text, now)[0]).toBe(`${word}:`);
		expect(plain(verdictLine(assess(judged.facts, now), judged.facts, {text, now}))).toContain(word);
		leave();
		await runner.close();
	},
);

test('pods, workloads without pods and warnings are counted each for itself', () => {
	const {status} = catalogue('en');
	const said = (pods: number, workloads: number, warnings: number) =>
		verdictText(status, {verdict: 'healthy', but: {pods, workloads, warnings}});
	expect(said(1, 0, 0)).toBe('healthy, but 1 pod in trouble');
	expect(said(0, 1, 2)).toBe('healthy, but 1 workload in trouble, 2 warnings');
	expect(said(2, 3, 1)).toBe('healthy, but 2 pods and 3 workloads in trouble, 1 warning');
	expect(verdictText(status, {verdict: 'healthy', but: {pods: 1, workloads: 0, warnings: 0}}, true)).toBe(
		'healthy, but …',
	);
});
