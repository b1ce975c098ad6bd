import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import * as k0s from '../../source/command/k0s.js';
import * as kubectl from '../../source/command/kubectl.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
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
		await runner.run(kubectl.createDeployment({namespace: 'default', name: 'demo', image: 'httpd', port: 80}, {}));
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

	test('the network: no collector while nothing changes, counters go on, a new pod is there within a second', async () => {
		const {runner, pacer, sources, words} = open();
		const leave = sources.network.subscribe(() => undefined);
		await until(() => (sources.network.get().value?.topology.namespaces.length ?? 0) >= 3);
		await sleep(2500);
		const before = words().length;
		const packets = () => sources.network.get().value?.topology.links.find(({name}) => name === 'enp1s0')?.rx?.bytes;
		const then = packets();
		await sleep(1500);
		pacer.wake();
		await sleep(500);
		expect(
			words()
				.slice(before)
				.filter(line => line.startsWith('sh ')),
		).toEqual([]);
		expect(words().slice(before)).toContain('cat -- /proc/net/dev');
		expect(packets()).toBeGreaterThan(then ?? Infinity);
		const {length} = sources.network.get().value?.topology.namespaces ?? [];
		await runner.run(kubectl.createDeployment({namespace: 'default', name: 'demo', image: 'httpd', port: 80}, {}));
		await until(() =>
			words()
				.slice(before)
				.some(line => line.startsWith('sh ')),
		);
		await until(() => (sources.network.get().value?.topology.namespaces.length ?? 0) > length);
		expect(sources.network.get().value?.topology.namespaces).toHaveLength(length + 1);
		leave();
		await runner.close();
	});

	test('the packet filter: counters alone while nothing changes, a new service is there soon', async () => {
		const {runner, pacer, sources, words} = open();
		const leave = sources.packetFilter.subscribe(() => undefined);
		await until(() => sources.packetFilter.get().value !== undefined);
		await sleep(2000);
		const before = words().length;
		pacer.wake();
		await sleep(1000);
		const asked = words().slice(before);
		expect(asked.filter(line => line.startsWith('nft'))).toEqual([]);
		expect(asked.filter(line => line.startsWith('iptables-nft-save')).length).toBeGreaterThan(0);
		const rules = () =>
			sources.packetFilter.get().value?.ruleset.tables.reduce((sum, table) => sum + table.chains.length, 0) ?? 0;
		const then = rules();
		await runner.run(kubectl.createDeployment({namespace: 'default', name: 'demo', image: 'httpd', port: 80}, {}));
		await runner.run(kubectl.exposeDeployment('default', 'demo', {}));
		// Its chains are written when its pod answers.
		await until(() => rules() > then, 20_000);
		expect(rules()).toBeGreaterThan(then);
		leave();
		await runner.close();
	}, 40_000);

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
