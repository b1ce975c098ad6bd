import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Link, Namespace, Topology, NetworkFacts} from '../../../source/facts/network.js';
import {topologyOf} from '../../../source/model/topology/topology.js';
import {joinPeers, joinPeersInPieces, type PeerMemo} from '../../../source/model/topology/peers.js';
import {finish} from '../../../source/read/sliced.js';
import type {PodFacts} from '../../../source/model/topology/pods.js';
import {readCollected} from '../../../source/read/collector/collector.js';
import {known, unknown} from '../../../source/facts/reading.js';
import type {LabMeta} from '../../support/lab.js';
import {mutated} from '../../support/mutate.js';
import {podFacts as pod} from '../../support/pod.js';
import {outcomeOf, sample} from '../../support/samples.js';

const argv = ['sh', '-s', '--', 'TOKEN', '50'];
const factsOf = (name: string): NetworkFacts => {
	const reading = readCollected(outcomeOf({argv, stdout: sample(`collector/iproute2-6.1.0/${name}.txt`)}));
	if (!reading.known) throw new Error(reading.unknown.detail);
	return reading.value;
};

const topology = (name: string, podFacts: PodFacts = {}, change: Partial<NetworkFacts> = {}): Topology => {
	const reading = topologyOf({...factsOf(name), ...change}, podFacts);
	if (!reading.known) throw new Error(reading.unknown.detail);
	return reading.value;
};

const named = ({namespaces}: Topology, name: string): Namespace => {
	const found = namespaces.find(namespace => namespace.name === name);
	if (!found) throw new Error(`no ${name}`);
	return found;
};

const {pods: meta} = JSON.parse(sample('collector/iproute2-6.1.0/four-pods.meta.json')) as LabMeta;

describe('a lab of four pods', () => {
	test('each namespace: id, veth pair from both ends, bridge, processes, containers', () => {
		const {namespaces, links, inode, processes, unread} = topology('four-pods');
		expect(unread).toEqual([]);
		expect(inode).toBeGreaterThan(0);
		expect(processes?.length).toBe(2);
		for (const {netns, veth, ip, sandbox, container} of meta) {
			const namespace = namespaces.find(({name}) => name === netns);
			expect(namespace).toMatchObject({state: 'live', unread: null, peer: {name: veth, bridge: 'kube-bridge'}});
			expect(namespace?.containers.map(({id}) => id)).toEqual([sandbox, container]);
			const eth0 = namespace?.links.find(({name}) => name === 'eth0');
			expect(eth0?.addresses[0]?.local).toBe(ip);
			expect(eth0?.peer).toEqual({namespace: '', index: namespace?.peer?.index, name: veth, verified: true});
			expect(links.find(({name}) => name === veth)?.peer).toEqual({
				namespace: netns,
				index: 2,
				name: 'eth0',
				verified: true,
			});
		}
	});

	test('a namespace that only an open socket holds (lsns 2.41 lists it) has nothing to be entered through', () => {
		const facts = factsOf('four-pods');
		const ids = known([...(facts.ids.known ? facts.ids.value : []), {inode: 4_026_531_833, id: null}]);
		const {namespaces} = topology('four-pods', {}, {ids});
		expect(namespaces.find(({inode}) => inode === 4_026_531_833)).toMatchObject({
			...{state: 'unnamed', processes: [], unread: {reason: 'no-handle'}},
		});
	});

	test('the namespace without a name is the one its process holds, by id', () => {
		const {namespaces, links} = topology('four-pods');
		expect(namespaces.filter(({name}) => name === null)).toMatchObject([
			{state: 'unnamed', id: 0, unread: null, peer: {name: 'enp1s0', bridge: null}, processes: [{command: 'sleep'}]},
		]);
		expect(links.find(({name}) => name === 'enp1s0')?.peer).toMatchObject({
			namespace: null,
			name: 'eth0',
			verified: true,
		});
	});

	test('without lsns the nameless peer is found by its crossing indexes', () => {
		const {namespaces, links} = topology('four-pods', {}, {ids: unknown('tool-missing', 'lsns')});
		expect(namespaces.filter(({name}) => name === null)).toMatchObject([{id: null, peer: {name: 'enp1s0'}}]);
		expect(links.find(({name}) => name === 'enp1s0')?.peer).toMatchObject({name: 'eth0', verified: true});
	});

	test('as an ordinary user: names, ids and veths; the rest says why not', () => {
		const {namespaces, processes, unread} = topology('four-pods-as-nobody');
		expect(processes).toBeNull();
		expect(unread).toMatchObject([{part: 'processes', reason: 'needs-root'}]);
		for (const {netns, veth} of meta) {
			expect(namespaces.find(({name}) => name === netns)).toMatchObject({
				state: 'unread',
				processes: null,
				pod: null,
				peer: {name: veth},
				unread: {reason: 'needs-root'},
			});
		}

		// Where the uplink leads is known to exist, and no more than that.
		expect(namespaces.filter(({name}) => name === null)).toMatchObject([
			{id: 0, inode: null, unread: {reason: 'no-handle'}},
		]);
	});
});

describe('states', () => {
	test('empty, leftover, attached, without files', () => {
		const all = topology('empty-stale-attached');
		expect(named(all, 'empty')).toMatchObject({state: 'empty', processes: [], unread: null});
		expect(named(all, 'with space')).toMatchObject({state: 'empty', links: [{name: 'lo'}]});
		expect(named(all, 'stale')).toMatchObject({state: 'stale', inode: null, unread: null, processes: []});
		expect(named(all, 'router')).toMatchObject({state: 'live', id: 0, peer: {name: 'enp1s0'}});
		expect(all.namespaces.filter(({name}) => name === null)).toEqual([]);
		const blind = topology('empty-stale-attached', {}, {files: unknown('tool-missing', 'stat')});
		expect(named(blind, 'stale').state).toBe('stale');
	});

	test('what is hidden may run anywhere: a namespace without a visible process is not called empty', () => {
		const {processes} = factsOf('empty-stale-attached');
		if (!processes.known) throw new Error('unknown');
		const line = "stat: cannot statx '/proc/1/ns/net': Permission denied";
		const all = topology('empty-stale-attached', {}, {processes: {...processes, notes: [{line, reason: 'denied'}]}});
		expect(all.unread).toEqual([{part: 'processes', reason: 'partly', detail: line}]);
		expect(named(all, 'empty')).toMatchObject({state: 'live', processes: null});
		expect(named(all, meta[0]?.netns ?? '').processes).toHaveLength(2);
	});

	test('not entered is not empty', () => {
		const all = topology('over-limit');
		expect(named(all, 'empty').state).toBe('empty');
		expect(named(all, meta[0]?.netns ?? '')).toMatchObject({
			state: 'unread',
			unread: {reason: 'not-asked'},
			processes: [{command: '/pause'}, {command: 'busybox'}],
			peer: {name: 'vethafa19b66'},
		});
	});

	test('both ends of a veth on the host', () => {
		const {links} = topology('empty-stale-attached');
		const va = links.find(({name}) => name === 'va');
		const vb = links.find(({name}) => name === 'vb');
		expect(va?.peer).toEqual({namespace: '', index: vb?.index, name: 'vb', verified: true});
		expect(vb?.peer).toEqual({namespace: '', index: va?.index, name: 'va', verified: true});
	});

	test('nothing is known without the links', () => {
		expect(topologyOf({...factsOf('four-pods'), links: unknown('tool-missing', 'ip')})).toEqual({
			known: false,
			unknown: {reason: 'tool-missing', detail: 'ip'},
		});
	});
});

describe('which pod a namespace is, by the most exact source that names one', () => {
	const [coredns] = meta;
	const netns = coredns?.netns ?? '';
	const ref = (podFacts: PodFacts): unknown => named(topology('four-pods', podFacts), netns).pod;

	test('no source, no pod', () => {
		expect(ref({})).toBeNull();
	});

	test('each source', () => {
		const rules = [{ip: coredns?.ip ?? '', namespace: 'r', name: 'rule'}];
		const byIp = pod({name: 'ip', ips: [coredns?.ip ?? '']});
		const byUid = pod({name: 'uid', uid: coredns?.uid ?? ''});
		const cni = [{netns, namespace: 'c', name: 'cni'}];
		const containers = [
			{
				id: coredns?.container ?? '',
				image: '',
				runtime: '',
				pid: null,
				status: null,
				pod: {namespace: 'd', name: 'ctr'},
				name: 'dns',
				kind: 'container' as const,
			},
		];
		expect(ref({rules})).toEqual({namespace: 'r', name: 'rule', source: 'rule-comment'});
		expect(ref({rules, pods: [byIp]})).toEqual({namespace: 'default', name: 'ip', source: 'pod-ip'});
		expect(ref({rules, pods: [byIp, byUid]})).toEqual({namespace: 'default', name: 'uid', source: 'pod-uid'});
		expect(ref({rules, pods: [byIp, byUid], cni})).toEqual({namespace: 'c', name: 'cni', source: 'cni-cache'});
		expect(ref({rules, pods: [byIp, byUid], cni, containers})).toEqual({
			namespace: 'd',
			name: 'ctr',
			source: 'containerd',
		});
		const names = named(topology('four-pods', {containers}), netns).containers.map(({name}) => name);
		expect(names).toEqual([null, 'dns']);
	});

	test('pods on the node network and pods that ended do not count; two at one address are not told apart', () => {
		const ips = [coredns?.ip ?? ''];
		expect(ref({pods: [pod({name: 'host', ips, hostNetwork: true})]})).toBeNull();
		expect(ref({pods: [pod({name: 'old', ips, phase: 'Completed'}), pod({name: 'new', ips})]})).toMatchObject({
			name: 'new',
		});
		expect(ref({pods: [pod({name: 'a', ips}), pod({name: 'b', ips})]})).toBeNull();
	});

	test('where only pids are known, containerd tells the container of each', () => {
		const facts = factsOf('four-pods');
		const only: NetworkFacts = {
			...facts,
			processes: unknown('needs-root', '/proc'),
			pids: new Map([[netns, {known: true, value: [2665, 9], notes: []}]]),
		};
		const containers = [
			{id: 'e7a4', image: '', runtime: '', pid: 2665, status: 'RUNNING', pod: null, name: null, kind: null},
		];
		const reading = topologyOf(only, {containers});
		expect(reading.known && named(reading.value, netns)).toMatchObject({
			state: 'live',
			processes: [
				{pid: 2665, container: 'e7a4'},
				{pid: 9, container: null},
			],
			containers: [{id: 'e7a4', pid: 2665}],
		});
	});
});

describe('veth pairs', () => {
	const veth = (parts: Partial<Link>): Link => ({
		index: 2,
		name: 'eth0',
		kind: 'veth',
		mac: null,
		mtu: 1500,
		state: 'UP',
		flags: [],
		qdisc: null,
		altnames: [],
		master: null,
		linkIndex: null,
		linkNetnsid: null,
		linkNetns: null,
		bridgePort: null,
		addresses: [],
		rx: null,
		tx: null,
		...parts,
	});

	test('every eth0 is 2: the id decides, and an end that does not point back is not named', () => {
		const host = [
			veth({index: 6, name: 'v6', linkIndex: 2, linkNetnsid: 1}),
			veth({index: 7, name: 'v7', linkIndex: 2, linkNetnsid: 2}),
		];
		const spaces = [
			{name: 'a', id: 1, links: [veth({linkIndex: 6, linkNetnsid: 0})]},
			{name: 'b', id: 2, links: [veth({linkIndex: 99, linkNetnsid: 0})]},
		];
		const joined = joinPeers(host, spaces);
		expect(joined.host.map(({peer}) => peer)).toEqual([
			{namespace: 'a', index: 2, name: 'eth0', verified: true},
			{namespace: 'b', index: 2, name: null, verified: false},
		]);
		expect(joined.spaces[1]?.[0]?.peer).toEqual({namespace: null, index: 99, name: null, verified: false});
	});

	test('between two namespaces, and two candidates are none', () => {
		const left = {name: 'l', id: 1, links: [veth({index: 4, name: 'to-r', linkIndex: 5, linkNetnsid: 0})]};
		const right = {name: 'r', id: 2, links: [veth({index: 5, name: 'to-l', linkIndex: 4, linkNetnsid: 0})]};
		expect(joinPeers([], [left, right]).spaces[0]?.[0]?.peer).toEqual({
			namespace: 'r',
			index: 5,
			name: 'to-l',
			verified: false,
		});
		const twin = {...right, name: 'twin', id: 3};
		expect(joinPeers([], [left, right, twin]).spaces[0]?.[0]?.peer).toMatchObject({namespace: null, name: null});
	});

	test.each([
		['nothing', {}, true],
		['its name', {name: 'renamed'}, false],
		['its index', {index: 3}, false],
	])('of two looks in which the other end changed %s', (_, change, same) => {
		const memo: PeerMemo = new WeakMap();
		const host = [veth({index: 6, name: 'v6', linkIndex: 2, linkNetnsid: 1})];
		const inside = veth({linkIndex: 6, linkNetnsid: 0});
		const look = (link: Link) => finish(joinPeersInPieces(host, [{name: 'a', id: 1, links: [link]}], memo)).host[0];
		const first = look(inside);
		const second = look({...inside, ...change});
		expect(first?.peer).toMatchObject({name: 'eth0', index: 2, verified: true});
		expect(second === first).toBe(same);
		if ('name' in change) expect(second?.peer).toMatchObject(change);
		if ('index' in change) expect(second?.peer).toMatchObject({verified: false});
	});

	test('a device above another (vlan, macvlan) has no peer', () => {
		const [, above] = joinPeers([veth({}), veth({index: 3, name: 'mv', kind: 'macvlan', linkIndex: 2})], []).host;
		expect(above?.peer).toBeNull();
	});
});

test('whatever was printed, the join stands', () => {
	const texts = ['four-pods', 'empty-stale-attached', 'over-limit'].map(name =>
		sample(`collector/iproute2-6.1.0/${name}.txt`),
	);
	fc.assert(
		fc.property(mutated(texts), stdout => {
			const facts = readCollected(outcomeOf({argv, stdout}));
			if (!facts.known) return;
			const reading = topologyOf(facts.value, {rules: [{ip: '10.244.0.3', namespace: 'n', name: 'p'}]});
			if (!reading.known) return;
			for (const {unread, links, state, processes} of reading.value.namespaces) {
				if (unread) expect(links).toEqual([]);
				if (state === 'empty') expect(processes).toEqual([]);
			}
		}),
		{numRuns: 150},
	);
});
