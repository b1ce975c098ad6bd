import {describe, expect, test} from 'vitest';
import type {Pod} from '../../../source/facts/cluster.js';
import type {Link, Route} from '../../../source/facts/network.js';
import {nodeAt, otherNodes, waysOf, wayWords, type Around} from '../../../source/model/topology/nodes.js';
import {podFacts} from '../../support/pod.js';

const pod = (node: string | null, name: string, ip: string, hostNetwork = false): Pod =>
	podFacts({namespace: 't', name, node, ips: [ip], hostNetwork});
const link = (name: string, kind: string, local?: string): Link =>
	({name, kind, addresses: local === undefined ? [] : [{local, family: 'inet'}]}) as unknown as Link;
const route = (to: string, more: Partial<Route> = {}): Route => ({
	...{
		to,
		type: 'unicast',
		via: null,
		dev: null,
		source: null,
		table: 'main',
		protocol: null,
		scope: null,
		metric: null,
	},
	...more,
});

const links = [link('enp1s0', 'ether', '192.0.2.1'), link('tun-1', 'ipip'), link('vxlan.calico', 'vxlan')];
const [main, far, web, db] = [
	pod('one', 'proxy-1', '192.0.2.1', true),
	pod('two', 'proxy-2', '192.0.2.2', true),
	pod('two', 'web', '10.244.1.7'),
	pod('two', 'db', '10.244.1.8'),
];
const uplink = route('default', {via: '192.0.2.254', dev: 'enp1s0'});
const around = (more: Partial<Around> = {}): Around => ({
	...{pods: [main, far, web, db], links, rules: [], namespaces: []},
	routes: [uplink, route('10.244.1.0/24', {via: '192.0.2.2', dev: 'enp1s0', protocol: 'bird'})],
	...more,
});

const told = (given: Around): readonly string[] =>
	(otherNodes(given) ?? []).flatMap(node =>
		node.ways === null
			? [`${node.name}: ?`]
			: node.ways.map(way => `${node.name}: ${wayWords(way)} (${way.kind}) ${way.rule ?? ''}[${way.pods.join(' ')}]`),
	);

describe('the other nodes', () => {
	test('with one node there is none; without the API’s pods it is not known', () => {
		expect(otherNodes(around({pods: [main]}))).toEqual([]);
		expect(otherNodes(around({pods: undefined}))).toBeNull();
	});

	test('each with its pods, and one way for all that leave alike', () => {
		expect(otherNodes(around())).toMatchObject([
			{name: 'two', address: '192.0.2.2', pods: [{pod: 't/db', ips: ['10.244.1.8']}, {pod: 't/web'}]},
		]);
		expect(told(around())).toEqual(['two: 10.244.1.0/24 via 192.0.2.2 dev enp1s0 proto bird (ether) [t/db t/web]']);
	});

	test.each([
		[
			'a tunnel',
			[route('10.244.1.0/24', {dev: 'tun-1', protocol: '17'})],
			'two: 10.244.1.0/24 dev tun-1 proto 17 (ipip)',
		],
		[
			'an overlay with a block for some pods',
			[uplink, route('10.244.1.8/32', {via: '10.244.1.0', dev: 'vxlan.calico'})],
			'two: 10.244.1.8/32 via 10.244.1.0 dev vxlan.calico (vxlan) [t/db]',
		],
		['the default route alone', [uplink], 'two: default via 192.0.2.254 dev enp1s0 (ether)'],
		['no route', [], 'two: none 10.244.1.8 (null)'],
		['a refusing route', [route('10.244.1.0/24', {type: 'unreachable'})], 'two: unreachable 10.244.1.0/24 (null)'],
	])('%s', (_, routes, first) => {
		expect(told(around({routes}))[0]).toContain(first);
	});

	test('a rule of policy routing that may choose another route is a way of its own', () => {
		const rules = [{family: 4, priority: 32_765, rule: 'from 10.244.0.0/24 lookup 77'} as const];
		const routes = [...around().routes!, route('10.244.1.0/24', {dev: 'tun-1', table: '77'})];
		expect(told(around({routes, rules}))).toEqual([
			'two: 10.244.1.0/24 dev tun-1 (ipip) from 10.244.0.0/24 lookup 77[t/db t/web]',
			'two: 10.244.1.0/24 via 192.0.2.2 dev enp1s0 proto bird (ether) [t/db t/web]',
		]);
		expect(told(around({rules}))).toHaveLength(1);
	});

	test('routes that were not read are no “no route”', () => {
		expect(told(around({routes: undefined}))).toEqual(['two: ?']);
	});

	test('a controller alone is no node: all of them are other ones, by their own addresses', () => {
		const nodes = otherNodes(around({pods: [far, web]}));
		expect(nodes?.map(({name}) => name)).toEqual(['two']);
	});

	test('a node of which nothing tells whether it is this host is not called another one', () => {
		expect(otherNodes(around({pods: [web]}))).toBeNull();
		const namespaces = [{pod: {namespace: 't', name: 'web', source: 'containerd'}}] as const;
		expect(otherNodes(around({pods: [web], namespaces}))).toEqual([]);
	});

	test('an address tells its node, and the ways for it alone', () => {
		const nodes = otherNodes(around({routes: [uplink, route('10.244.1.8/32', {dev: 'tun-1'})]})) ?? [];
		expect(nodeAt(nodes, '10.244.1.8')?.name).toBe('two');
		expect(nodeAt(nodes, '192.0.2.2')?.name).toBe('two');
		expect(nodeAt(nodes, '10.244.0.1')).toBeUndefined();
		expect(waysOf(nodes[0]!, '10.244.1.8').map(({dev}) => dev)).toEqual(['tun-1']);
		expect(waysOf(nodes[0]!).map(({dev}) => dev)).toEqual(['tun-1', 'enp1s0']);
	});
});
