import {describe, expect, test} from 'vitest';
import {known, unknown} from '../../../source/facts/reading.js';
import type {Service} from '../../../source/facts/cluster.js';
import type {LinkWithPeer, Namespace, Topology} from '../../../source/facts/network.js';
import {labelChains} from '../../../source/model/chain-labels.js';
import {addressesIn} from '../../../source/model/layers/centre.js';
import type {LayerFacts, Row} from '../../../source/model/layers/facts.js';
import {layersOf} from '../../../source/model/layers/layers.js';
import type {LayerSubject} from '../../../source/model/layers/subject.js';
import {servicePorts} from '../../../source/model/service-ports.js';
import {finish} from '../../../source/store/slices.js';
import {podFacts} from '../../support/pod.js';
import {nativeRuleset, rulesetOf} from '../../support/packet-filter.js';

const link = (index: number, name: string, address: string, more: Partial<LinkWithPeer> = {}): LinkWithPeer => ({
	...{index, name, kind: 'veth', mac: null, mtu: 1500, state: 'UP', flags: [], qdisc: null, altnames: [], master: null},
	...{linkIndex: null, linkNetnsid: null, linkNetns: null, bridgePort: null, rx: null, tx: null, peer: null},
	addresses:
		address === ''
			? []
			: [{family: 'inet', local: address, prefixlen: 24, scope: 'global', broadcast: null, dynamic: false}],
	...more,
});

const namespace: Namespace = {
	...{name: 'cni-1', id: 0, inode: 7, state: 'live', routes: [], neighbours: null, unread: null},
	links: [link(2, 'eth0', '10.244.0.3')],
	processes: [{pid: 41, command: '/coredns', container: 'c'.repeat(64), podUid: null}],
	pod: {namespace: 'shop', name: 'web', source: 'containerd'},
	containers: [],
	peer: {name: 'veth1', index: 5, bridge: 'kube-bridge'},
};

const topology: Topology = {
	...{routes: [], neighbours: null, rules: null, inode: 1, processes: [], unread: []},
	links: [link(1, 'kube-bridge', '10.244.0.1', {kind: 'bridge'}), link(5, 'veth1', '', {master: 'kube-bridge'})],
	namespaces: [namespace],
};

const pod = podFacts({namespace: 'shop', name: 'web', ips: ['10.244.0.3'], labels: {app: 'web'}, node: 'here'});
const service: Service = {
	...{namespace: 'shop', name: 'web', type: 'ClusterIP', clusterIp: '10.96.9.9', externalIps: [], ports: []},
	...{selector: {app: 'web'}, createdAt: null},
};

const filter = (ruleset: ReturnType<typeof rulesetOf>, whole = true): Pick<LayerFacts, 'filter' | 'ports'> => {
	const labels = finish(labelChains(ruleset));
	return {
		filter: known({ruleset, labels, ipsets: null, whole}),
		ports: finish(servicePorts(ruleset, labels)),
	};
};

const none = {source: {rules: '', chains: ''}, tables: []};

const all: LayerFacts = {
	pods: known([pod]),
	services: known([service]),
	workloads: known([]),
	containers: known([]),
	topology: known(topology),
	...filter(none),
	node: 'here',
};

const shop = {namespace: 'shop', name: 'web'};
const asPod: LayerSubject = {kind: 'pod', ...shop};

/** `layer: what` of each row: the gap's kind, or that there is something. */
const told = (rows: readonly Row[]): readonly string[] =>
	rows.map(({layer, gap, thing}) => `${layer}: ${gap ? gap.kind : thing.layer === 'drop' ? 'there' : 'there'}`);

describe('a layer that was not read', () => {
	const failed = unknown('failed', 'x');
	const cases = [
		['topology', ['netns']],
		['containers', ['container']],
		['filter', ['path', 'rules', 'drop']],
	] as const;
	test.each(cases)('%s: is said as unknown, never as none', (part, layers) => {
		const rows = layersOf(asPod, {...all, [part]: failed});
		for (const layer of layers) {
			expect(rows.filter(row => row.layer === layer).map(({gap}) => gap?.kind)).toContain('unknown');
		}

		const waiting = layersOf(asPod, {...all, [part]: undefined});
		for (const layer of layers) {
			expect(waiting.filter(row => row.layer === layer).map(({gap}) => gap?.kind)).toContain('reading');
		}
	});

	test('services that are not known are unknown also where no rule names one', () => {
		expect(told(layersOf(asPod, {...all, services: failed}))).toContain('service: unknown');
	});

	test('a part of the rules is not all of them', () => {
		const rows = told(layersOf(asPod, {...all, ...filter(none, false)}));
		expect(rows).toContain('path: partly');
		expect(rows).toContain('drop: partly');
	});

	test('processes that only root sees are unknown', () => {
		const closed = {...topology, namespaces: [{...namespace, processes: null}]};
		expect(told(layersOf(asPod, {...all, topology: known(closed)}))).toContain('process: unknown');
	});

	test('a running pod whose namespace was not found is not said to have none', () => {
		const rows = told(layersOf(asPod, {...all, topology: known({...topology, namespaces: []})}));
		expect(rows).toContain('netns: not-found');
	});

	test('an address that is in no namespace that was read may be in one that was not', () => {
		const unread = {...namespace, name: 'cni-2', links: [], pod: null, unread: {reason: 'failed', detail: ''} as const};
		const facts = {...all, topology: known({...topology, namespaces: [namespace, unread]})};
		expect(told(layersOf({kind: 'address', address: '10.244.0.9'}, facts))).toContain('address: not-found');
		expect(told(layersOf({kind: 'address', address: '10.244.0.9'}, all))).toContain('address: none');
	});
});

test('a pod: its namespace, process, veth on the host, service; nothing else is claimed', () => {
	expect(told(layersOf(asPod, all))).toEqual([
		'container: none',
		'process: there',
		'netns: there',
		'veth: there',
		'service: there',
		'path: none',
		'drop: there',
	]);
});

test('a pod on another node has its processes there', () => {
	const away = {...all, pods: known([{...pod, node: 'there'}]), topology: known({...topology, namespaces: []})};
	const gap = layersOf(asPod, away).find(({layer}) => layer === 'netns')?.gap;
	expect(gap).toEqual({kind: 'elsewhere', node: 'there'});
});

test('a pod in the host’s namespace has only the processes of its own containers', () => {
	const own = {pid: 7, command: 'kube-proxy', container: 'a'.repeat(64), podUid: 'u1'};
	const other = {pid: 8, command: 'sshd', container: null, podUid: null};
	const hosted = {...pod, hostNetwork: true, uid: 'u1', ips: ['192.168.0.2']};
	const facts = {
		...all,
		pods: known([hosted]),
		topology: known({...topology, namespaces: [], processes: [own, other]}),
	};
	const rows = layersOf(asPod, facts);
	const pids = rows.flatMap(({thing}) => (thing?.layer === 'process' ? thing.process.pid : []));
	expect(pids).toEqual([7]);
});

describe('the way back', () => {
	const podOf = (subject: LayerSubject): readonly string[] =>
		layersOf(subject, all).flatMap(({thing}) => (thing?.layer === 'pod' ? thing.name : []));
	test.each<LayerSubject>([
		{kind: 'netns', space: 'cni-1'},
		{kind: 'link', space: '/host', name: 'veth1'},
		{kind: 'link', space: '/host', name: 'kube-bridge'},
		{kind: 'container', id: 'c'.repeat(64), name: 'coredns', pod: null},
		{kind: 'address', address: '10.244.0.3'},
		{kind: 'service', ...shop},
		{kind: 'rule', text: '-A X -s 10.244.0.3/32 -j DROP', pods: [], services: []},
	])('$kind leads to the pod', subject => {
		expect(podOf(subject)).toEqual(['shop/web']);
	});
});

test.each([
	['iptables', rulesetOf('full')],
	['nftables', nativeRuleset('kube-proxy')],
])('%s: an endpoint’s address leads to its service, and the service to its endpoints', (_, ruleset) => {
	const facts = {...all, ...filter(ruleset)};
	const port = facts.ports?.ports.find(({service: name, endpoints}) => name !== null && endpoints > 0);
	const [space = '', name = ''] = (port?.service ?? '').split(':')[0]?.split('/') ?? [];
	expect(name).not.toBe('');
	const rows = layersOf({kind: 'service', namespace: space, name}, facts);
	const endpoints = rows.flatMap(({thing}) => (thing?.layer === 'endpoint' ? thing.address : []));
	expect(endpoints.length).toBeGreaterThan(0);
	const address = (endpoints[0] ?? '').replace(/:\d+$/, '');
	const back = layersOf({kind: 'address', address}, facts);
	expect(back.flatMap(({thing}) => (thing?.layer === 'service' ? thing.name : []))).toContain(`${space}/${name}`);
});

test.each([
	['-A X -d 10.96.0.10/32 -p udp -m udp --dport 53 -j Y', ['10.96.0.10']],
	['-A X -s 10.244.0.0/16 -j Y', []],
	['ip daddr . meta l4proto . th dport vmap { 10.96.0.1 . tcp . 443 : goto z }', ['10.96.0.1']],
	['-A X -d fd00::a/128 -j Y', ['fd00::a']],
	['-A X -d ::ab/128 -j Y', ['::ab']],
	// Every address, the loopback's own, and a network: nothing to go to.
	['-A X -d ::/0 -s 0.0.0.0 -j Y', []],
	['ip6 daddr ::1 accept', []],
	['ip saddr 10.0.0.0/8 ip daddr 10.1.2.3 accept', ['10.1.2.3']],
	['-A X -d 10.96.0.10/32 -s 10.96.0.10/32 -j Y', ['10.96.0.10']],
	['-A X -m comment --comment "a::b" --to-destination 10.244.0.3:53', ['10.244.0.3']],
])('the addresses that %s names', (text, wanted) => {
	expect(addressesIn(text)).toEqual(wanted);
});
