import {describe, expect, test} from 'vitest';
import type {Namespace, Topology} from '../../../source/facts/network.js';
import {known} from '../../../source/facts/reading.js';
import {createWalker} from '../../../source/model/packet-walk/packet-walk.js';
import type {ReachWorld, Sender} from '../../../source/model/reach/facts.js';
import type {Place} from '../../../source/model/reach/place.js';
import {isFailure} from '../../../source/model/reach/resolve.js';
import {flowsOf} from '../../../source/model/reach/targets.js';
import type {Entry} from '../../../source/model/service-entry.js';
import {serviceOf} from '../../../source/read/kubectl/object.js';

// A cluster of two families (k0s v1.34.1 with network.dualStack): whoever asks a name takes either address.

const space = (name: string, ...addresses: string[]): Namespace =>
	({
		name: `cni-${name}`,
		pod: {namespace: 'shop', name},
		links: [{name: 'eth0', addresses: addresses.map(local => ({local, scope: 'global'}))}],
		routes: [],
		processes: null,
		unread: null,
	}) as unknown as Namespace;

const service = (name: string, clusterIPs: readonly string[], more: object = {}) => ({
	metadata: {namespace: 'shop', name},
	spec: {clusterIP: clusterIPs[0], clusterIPs, ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}], ...more},
});

const entry = (family: 'ip' | 'ip6', port: number): Entry =>
	({
		kind: 'node-port',
		family,
		address: null,
		port,
		protocol: 'tcp',
		service: port === 30_080 ? 'shop/both' : 'shop/other',
		hops: [],
	}) as unknown as Entry;

const links = [{name: 'enp1s0', kind: '', addresses: ['192.168.122.161', 'fd77::161']}];
const topology = {
	namespaces: [space('both', '10.244.0.7', 'fd00::7'), space('four', '10.244.0.8')],
	links: links.map(({name, addresses}) => ({
		name,
		kind: 'ether',
		addresses: addresses.map(local => ({local, scope: 'global'})),
	})),
} as unknown as Topology;
const socket = (address: string, port: number) => ({protocol: 'tcp', address, port});

const world = {
	walker: createWalker({tables: []} as never, {routes: [], links, policies: []} as never),
	ruleset: {tables: []},
	topology: known(topology),
	pods: known([]),
	services: known(
		[
			service('both', ['10.96.0.7', 'fd01::7']),
			service('six', ['fd01::6'], {ports: [{port: 80, protocol: 'TCP'}]}),
			service('four', ['10.96.0.4'], {ports: [{port: 80, protocol: 'TCP'}]}),
		].flatMap(object => serviceOf(object) ?? []),
	),
	slices: known([]),
	entries: [entry('ip', 30_080), entry('ip6', 30_080), entry('ip', 30_081), entry('ip6', 30_082)],
	listeners: {host: null, namespaces: new Map([['10.244.0.7', [socket('*', 8080), socket('0.0.0.0', 9000)]]])},
	names: new Map(),
} as unknown as ReachWorld;

const sender = (...addresses: string[]): Sender => ({
	...{label: 'shop/sender', kind: 'pod', addresses, file: undefined, canSend: false, routes: null, conditions: []},
});
const both = sender('10.244.0.9', 'fd00::9');
const four = sender('10.244.0.9');

const asked = (from: Sender, to: Place): readonly string[] => {
	const flows = flowsOf(world, from, to, {port: null, protocol: null});
	return isFailure(flows) ? [flows.kind] : flows.flows.map(({label}) => label);
};

const toService = (name: string): Place => ({kind: 'service', namespace: 'shop', name, port: null});
const toPod = (name: string, port: string | null): Place => ({kind: 'pod', namespace: 'shop', name, port});

describe('a cluster of two families', () => {
	test.each([
		['a service of both', both, toService('both'), ['10.96.0.7:80/tcp', '[fd01::7]:80/tcp']],
		['from a pod of IPv4 alone', four, toService('both'), ['10.96.0.7:80/tcp']],
		[
			'from the host',
			{...sender(), kind: 'host'} as Sender,
			toService('both'),
			['10.96.0.7:80/tcp', '[fd01::7]:80/tcp'],
		],
		['a service of IPv6', both, toService('six'), ['[fd01::6]:80/tcp']],
		['a service of IPv4', both, toService('four'), ['10.96.0.4:80/tcp']],
		['a service of IPv6, from IPv4: no family fits', four, toService('six'), ['[fd01::6]:80/tcp']],
		[
			'from outside, by its node port',
			{...both, kind: 'outside'} as Sender,
			toService('both'),
			['192.168.122.161:30080/tcp', '[fd77::161]:30080/tcp'],
		],
		[
			'a node port of both',
			both,
			{kind: 'node-port', port: 30_080, protocol: null} as Place,
			['192.168.122.161:30080/tcp', '[fd77::161]:30080/tcp'],
		],
		['one of IPv4', both, {kind: 'node-port', port: 30_081, protocol: null} as Place, ['192.168.122.161:30081/tcp']],
		['one of IPv6', both, {kind: 'node-port', port: 30_082, protocol: null} as Place, ['[fd77::161]:30082/tcp']],
		[
			'one that no rule has',
			both,
			{kind: 'node-port', port: 30_099, protocol: null} as Place,
			['192.168.122.161:30099/tcp'],
		],
		['a pod and a port', both, toPod('both', '8080'), ['10.244.0.7:8080/tcp', '[fd00::7]:8080/tcp']],
		[
			'a pod: what listens, of each family',
			both,
			toPod('both', null),
			['10.244.0.7:8080/tcp', '[fd00::7]:8080/tcp', '10.244.0.7:9000/tcp'],
		],
		['a pod of IPv4', both, toPod('four', '8080'), ['10.244.0.8:8080/tcp']],
	])('%s', (_, from, to, labels) => {
		expect(asked(from, to)).toEqual(labels);
	});
});
