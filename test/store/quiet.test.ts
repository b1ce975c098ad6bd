import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import * as k0s from '../../source/command/k0s.js';
import * as kubectl from '../../source/command/kubectl.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/host/simulated/host.js';
import {createPacer} from '../../source/store/pacer.js';
import {createSources} from '../../source/store/sources.js';
import {must} from '../support/cluster.js';

/** The simulated host and all live data of it, as the program has them. */
function open(record = false) {
	const host = createSimulatedHost({scenario: 'ready'});
	const recorder = {record() {}, async close() {}};
	const runner = createRunner(host, record ? {record: recorder} : {});
	const pacer = createPacer({interval: 200});
	const sources = createSources({runner, pacer});
	const words = () => runner.log.get().map(({argv}) => argv.join(' '));
	return {runner, pacer, sources, words};
}

const until = async (holds: () => boolean, within = 5000): Promise<number> => {
	const began = performance.now();
	while (!holds() && performance.now() - began < within) await sleep(20);
	return performance.now() - began;
};

describe('a screen at rest', () => {
	test('is told of changes: it asks nothing by the clock, and shows a change within a second', async () => {
		const {runner, sources, words} = open();
		const leave = [sources.cluster.subscribe(() => undefined), sources.verdict.subscribe(() => undefined)];
		await until(() => sources.verdict.get().value?.verdict === 'healthy');
		// What lists and watches begin with.
		await sleep(1500);
		const before = words().length;
		await sleep(2000);
		expect(words().slice(before)).toEqual([]);
		expect(Date.now() - (sources.cluster.get().at ?? 0)).toBeLessThan(500);
		await runner.run(kubectl.createDeployment('default', 'demo', 'httpd', 80));
		const shows = (): boolean => {
			const pods = sources.cluster.get().value?.pods;
			return pods?.known === true && pods.value.some(({name}) => name.startsWith('demo-'));
		};

		expect(await until(shows)).toBeLessThan(1200);
		expect(words().filter(line => /get (all|nodes)/.test(line))).toEqual([]);
		for (const each of leave) each();
		await until(() => runner.log.get().every(({kind}) => kind !== null));
		expect(runner.log.get().filter(({kind}) => kind === null)).toEqual([]);
		await runner.close();
	});

	test('a stop of k0s ends what listened to its API, and is told', async () => {
		const {runner, sources} = open();
		const leave = sources.verdict.subscribe(() => undefined);
		await until(() => sources.verdict.get().value?.verdict === 'healthy');
		await sleep(700);
		await runner.run(k0s.stop());
		expect(await until(() => sources.verdict.get().value?.verdict === 'stopped')).toBeLessThan(1500);
		const going = () => runner.log.get().filter(({kind}) => kind === null);
		await until(() => going().every(({argv}) => argv[0] === 'inotifywait'));
		expect(going().map(({argv}) => argv[0])).toEqual(['inotifywait']);
		leave();
		await runner.close();
	});

	test('what is recorded is asked: a recording holds answers, and nothing is followed', async () => {
		const {runner, sources, words} = open(true);
		const leave = sources.cluster.subscribe(() => undefined);
		await until(() => sources.cluster.get().value !== undefined);
		expect(
			must(sources.cluster.get().value?.pods ?? {known: false, unknown: {reason: 'failed', detail: ''}}),
		).not.toEqual([]);
		expect(words()).toContain('k0s kubectl get all -A -o json');
		expect(words().filter(line => /inotifywait|--raw/.test(line))).toEqual([]);
		leave();
		await runner.close();
	});
});
