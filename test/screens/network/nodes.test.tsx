import {describe, expect, test} from 'vitest';
import type {Topology} from '../../../source/facts/network.js';
import {createRunner} from '../../../source/host/runner.js';
import {homesOf} from '../../../source/model/endpoint-homes.js';
import {hostKey} from '../../../source/model/network-keys.js';
import {labelChains} from '../../../source/model/chain-labels.js';
import {indexJumps} from '../../../source/model/chain-use.js';
import {servicePicture} from '../../../source/model/service-picture.js';
import {servicePorts} from '../../../source/model/service-ports.js';
import {plain} from '../../../source/components/line.js';
import {finish} from '../../../source/read/sliced.js';
import {spaceCopies} from '../../../source/screens/network/copies.js';
import {NetworkView} from '../../../source/screens/network/view.js';
import {filtered, spacesOf, watchedOf} from '../../../source/screens/network/spaces.js';
import {pictureLines} from '../../../source/screens/nftables/picture.js';
import type {Services} from '../../../source/screens/services.js';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import type {SecondNode} from '../../../source/simulated/faults.js';
import {createPacketFilterReader} from '../../../source/store/packet-filter/read.js';
import {readTopology} from '../../../source/store/topology-read.js';
import {catalogue} from '../../../source/text/text.js';
import {Layers} from '../../../source/keys/layers.js';
import {draw} from '../../support/draw.js';
import {emptyFilter} from '../../../source/components/filter.js';

const text = catalogue('en');
const signal = new AbortController().signal;

const runnerWith = (secondNode: SecondNode | undefined) =>
	createRunner(createSimulatedHost({scenario: 'ready', speed: 1000, faults: secondNode ? {secondNode} : {}}));

async function topologyWith(way: SecondNode | undefined): Promise<Topology> {
	const runner = runnerWith(way);
	const {topology} = await readTopology(runner, 1000, signal);
	await runner.close();
	if (!topology.known) throw new Error(topology.unknown.detail);
	return topology.value;
}

/** Screen 4 of it, as a person sees it. */
async function shown(topology: Topology, width: number, height: number, ...keys: string[]) {
	const whole = {value: {topology, rates: new Map()}, unknown: undefined, at: 0, reading: false};
	const source = {
		get: () => whole,
		subscribe: () => () => undefined,
		refresh: async () => whole,
		look: () => undefined,
	};
	const [said, watched]: [string[], unknown[]] = [[], []];
	const services = {
		...{text, sources: {network: source}, notify: (words: string) => said.push(words)},
		packets: (place: unknown) => watched.push(place),
	} as unknown as Services;
	const layers = new Layers();
	const {frame, settled} = draw(() => <NetworkView services={services} width={width} height={height} />, {
		look: {color: false, ascii: false},
		layers,
	});
	await settled();
	for (const key of keys) {
		layers.dispatch(key);
		await settled();
	}

	return {frame: frame(), said, watched};
}

const unseen = 'node2 cannot be seen from here. Look there: k0s-tui on 192.168.122.162 network';
const oneLine = (frame: string): string => frame.replaceAll(/\s*\n\s*/g, ' ');

describe('screen 4 of a cluster of two nodes', () => {
	test('a row for the node, by which link packets leave, and below it the route and what cannot be seen', async () => {
		const {frame} = await shown(await topologyWith('ipip'), 80, 20, 'G');
		expect(frame).toMatch(/^node2 +- +2 pods there +192\.168\.122\.162 +tun-1921681222 +\?$/m);
		expect(frame).toMatch(/^── node node2 ─+ 192\.168\.122\.162 ──$/m);
		expect(frame).toContain('LEAVES BY  10.244.1.0/24 dev tun-1921681222 proto 17, in an IPIP tunnel');
		expect(oneLine(frame)).toContain(unseen);
		expect(frame).toMatch(/PODS +kube-system\/coredns-7656c59669-q2vlz +10\.244\.1\.2/);
	});

	test.each([
		['bird', 'LEAVES BY  10.244.1.0/24 via 192.168.122.162 dev enp1s0 proto bird'],
		['none', 'LEAVES BY  no route of their own, so the default route: default via 192.168.122.1 dev enp1s0'],
	] as const)('%s', async (way, told) => {
		expect((await shown(await topologyWith(way), 120, 30, 'G')).frame).toContain(told);
	});

	test('with one node nothing of it is on the screen', async () => {
		const topology = await topologyWith(undefined);
		expect(topology.nodes).toEqual([]);
		for (const keys of [[], ['m']]) {
			const {frame} = await shown(topology, 80, 20, ...keys);
			expect(frame).not.toMatch(/node2|other node|LEAVES|pods there/);
		}
	});

	test('keys on it: o and i say where to look, t shows the link that leads there, C has the line', async () => {
		const topology = await topologyWith('ipip');
		const {said, watched} = await shown(topology, 80, 20, 'G', 'o', 'i', 't');
		expect(said).toEqual([unseen, unseen]);
		expect(watched).toEqual([{name: 'host', link: 'tun-1921681222'}]);
		const space = spacesOf(topology).at(-1)!;
		expect(watchedOf(space)).toEqual({name: 'host', link: 'tun-1921681222'});
		expect(spaceCopies(space, text).map(({value}) => value)).toEqual(
			expect.arrayContaining(['node2', '192.168.122.162', 'k0s-tui on 192.168.122.162 network']),
		);
	});

	test('a filter finds the node by its pods, their addresses and its link', async () => {
		const spaces = spacesOf(await topologyWith('ipip'));
		for (const words of ['q2vlz', '10.244.1.2', 'tun-19', 'node2']) {
			const left = filtered(spaces, {...emptyFilter, text: words}).filter(({key}) => key !== hostKey);
			expect(left.map(({node}) => node?.name)).toEqual(['node2']);
		}
	});

	test('the map names it at the end of the link that leads there, the link’s details the route', async () => {
		const tunnel = await shown(await topologyWith('ipip'), 80, 22, 'm', 'G');
		expect(tunnel.frame).toMatch(/tun-1921681222 ══ +ipip to node2/);
		expect(tunnel.frame).toMatch(/NODE +node2 +10\.244\.1\.0\/24 dev tun-1921681222 proto 17, in an IPIP tunnel/);
		const bird = await shown(await topologyWith('bird'), 80, 22, 'm', 'g');
		expect(bird.frame).toContain('192.168.122.1 outside · node2');
	});
});

describe('a service with an endpoint on another node', () => {
	test('screen 5 names its node, the route by which packets leave, and what cannot be seen', async () => {
		const runner = runnerWith('ipip');
		const reading = await createPacketFilterReader(runner)(signal);
		await runner.close();
		if (!reading.known) throw new Error(reading.unknown.detail);
		const {ruleset} = reading.value;
		const labels = finish(labelChains(ruleset));
		const port = finish(servicePorts(ruleset, labels)).ports.find(({service}) => service?.endsWith('kube-dns:dns'))!;
		const picture = servicePicture(ruleset, {labels, jumps: finish(indexJumps(ruleset))}, port);
		const print = (topology: Topology): string =>
			pictureLines(picture, 80, text, homesOf(topology))
				.map(({line}) => plain(line).trimEnd())
				.join('\n');
		const two = print(await topologyWith('ipip'));
		expect(two.replaceAll(/\s*\n\s*/g, ' ')).toContain(
			'on node2: leaves by 10.244.1.0/24 dev tun-1921681222 proto 17, in an IPIP tunnel',
		);
		expect(two).toMatch(/10\.244\.1\.2:53 +kube-system\/core/);
		expect(oneLine(two)).toContain(unseen);
		expect(print(await topologyWith(undefined))).not.toMatch(/node2|leaves by/);
	});
});
