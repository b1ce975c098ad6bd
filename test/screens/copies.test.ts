import {beforeAll, describe, expect, test} from 'vitest';
import {createRunner} from '../../source/host/runner.js';
import type {ClusterFacts} from '../../source/model/cluster.js';
import {spaceCopies} from '../../source/screens/network/copies.js';
import {spacesOf} from '../../source/screens/network/spaces.js';
import {rowCopies} from '../../source/screens/nftables/copies.js';
import {rawCopies} from '../../source/screens/raw/copies.js';
import {statusCopies} from '../../source/screens/status/copies.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {createPacer} from '../../source/store/pacer.js';
import {createSources, type Sources} from '../../source/store/sources.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');
const values = (items: ReadonlyArray<{readonly name: string; readonly value: string}>) =>
	items.map(({name, value}) => `${name}: ${value}`);

describe('what C offers on the simulated host', () => {
	let sources: Sources;
	let facts: ClusterFacts;
	beforeAll(async () => {
		const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000}));
		sources = createSources({runner, pacer: createPacer()});
		const {cluster, network, packetFilter} = sources;
		await Promise.all([cluster.refresh(), network.refresh(), packetFilter.refresh()]);
		facts = cluster.get().value!;
	});

	test('of a pod', () => {
		const pod = facts.pods.known ? facts.pods.value.find(({name}) => name.startsWith('coredns'))! : undefined!;
		expect(values(statusCopies(facts, 'pods', `kube-system/${pod.name}`, text))).toEqual([
			`name: ${pod.name}`,
			`namespace/name: kube-system/${pod.name}`,
			'address: 10.244.0.3',
			`command: k0s kubectl get pod ${pod.name} -n kube-system -o wide`,
			`command: k0s kubectl describe pod ${pod.name} -n kube-system`,
			expect.stringMatching(/^image: \S+coredns/),
			`id: ${pod.uid}`,
		]);
	});

	test('of every row of the other lists', () => {
		const of = (section: Parameters<typeof statusCopies>[1], key: string) =>
			values(statusCopies(facts, section, key, text));
		expect(of('services', 'kube-system/kube-dns')).toContain('address: 10.96.0.10');
		expect(of('workloads', 'Deployment/kube-system/coredns')).toContain(
			'command: k0s kubectl describe deployment coredns -n kube-system',
		);
		const containers = facts.containers.known ? facts.containers.value : [];
		expect(of('containers', containers[0]!.id)[0]).toBe(`id: ${containers[0]!.id}`);
		expect(of('images', 'gone')).toEqual([]);
	});

	test('of network namespaces, with the commands that look into them', () => {
		const topology = sources.network.get().value!.topology;
		const [host, first] = spacesOf(topology);
		expect(values(spaceCopies(host!, text))).toContain('command: ip addr show');
		expect(values(spaceCopies(first!, text))).toEqual(
			expect.arrayContaining([
				`name: ${first!.key}`,
				`command: ip netns exec ${first!.key} ip addr show`,
				expect.stringMatching(/^address: 10\.244\./),
			]),
		);
	});

	test('of rules and chains, with the command by the tool that made them', () => {
		const {ruleset, labels} = sources.packetFilter.get().value!;
		const table = ruleset.tables.find(({family, name}) => family === 'ip' && name === 'nat')!;
		const chain = table.chains.find(({name}) => name === 'KUBE-SERVICES')!;
		expect(values(rowCopies({kind: 'chain', table, chain}, labels, text))).toEqual([
			'chain: KUBE-SERVICES',
			'command: iptables -t nat -S KUBE-SERVICES -v',
		]);
		const [rule] = chain.rules;
		expect(values(rowCopies({kind: 'rule', table, chain, rule: rule!}, labels, text))[0]).toBe(`rule: ${rule!.text}`);
	});

	test('of raw output: each command, and all that they printed', () => {
		const output = {title: 'ip link', printed: ['1: lo', '2: eth0'], notes: ['(exit 1)']};
		expect(values(rawCopies([output, {...output, ours: true}], text))).toEqual([
			'command: ip link',
			'output: $ ip link\n1: lo\n2: eth0',
		]);
	});
});
