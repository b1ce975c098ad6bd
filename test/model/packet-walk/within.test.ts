import {expect, test} from 'vitest';
import type {Namespace, Topology} from '../../../source/facts/network.js';
import {informed} from '../../../source/model/packet-walk/informed.js';
import type {Packet} from '../../../source/model/packet-walk/facts.js';
import {createWalker} from '../../../source/model/packet-walk/packet-walk.js';
import {usualPolicies} from '../../../source/model/packet-walk/policy.js';
import {intoNamespaces} from '../../../source/model/packet-walk/within.js';
import {assemble, emptyParts} from '../../../source/model/ruleset.js';
import {finish} from '../../../source/read/sliced.js';
import {usualKernel} from '../../support/kernel-settings.js';

/** As Calico's plugin and ptp make it: no bridge, one route to each pod's veth. */
const pod = '10.244.0.7';
const route = {type: 'unicast', via: null, source: null, table: 'main', protocol: null, scope: 'link', metric: null};
const links = [
	{name: 'lo', kind: 'loopback', addresses: ['127.0.0.1'], up: true},
	{name: 'eth0', kind: 'ether', addresses: ['192.0.2.2'], up: true},
	{name: 'cali12', kind: 'veth', addresses: [], up: true},
];
const walker = createWalker(finish(assemble(emptyParts)).ruleset, {
	...usualKernel(links),
	...{links, ipsets: [], policies: [...usualPolicies(4), ...usualPolicies(6)]},
	routes: [
		{...route, to: pod, dev: 'cali12'},
		{...route, to: '10.244.0.8', dev: 'cali12'},
		{...route, to: 'default', via: '192.0.2.1', dev: 'eth0', scope: null},
	],
});

const namespaceAt = (address: string, device: string) =>
	({
		links: [{addresses: [{local: address}], peer: {namespace: '', index: 5, name: device, verified: true}}],
	}) as unknown as Namespace;
const topology = (...namespaces: Namespace[]) => ({namespaces}) as unknown as Topology;
const to = (destination: string): Packet => ({
	...{source: '192.0.2.2', destination, protocol: 'tcp', sourcePort: 40_000, destinationPort: 80, input: null},
});
const end = (destination: string, known: Topology | undefined) =>
	intoNamespaces(walker.walk(to(destination)), known).main.verdict;

test('a veth into the namespace that has the address: the packet arrives there', () => {
	expect(end(pod, topology(namespaceAt(pod, 'cali12')))).toBe('arrives');
	const walk = intoNamespaces(walker.walk(to(pod)), topology(namespaceAt(pod, 'cali12')));
	const heard = [{protocol: 'tcp' as const, address: '*', port: 80}];
	expect(informed(walk, {host: [], namespaces: new Map([[pod, heard]])}).main.verdict).toBe('delivered');
	expect(informed(walk, {host: [], namespaces: new Map([[pod, []]])}).main.verdict).toBe('unheard');
});

test.each([
	['another namespace has the address', pod, topology(namespaceAt(pod, 'cali34'))],
	['that namespace has another address', '10.244.0.8', topology(namespaceAt(pod, 'cali12'))],
	['the packet leaves by another device', '198.51.100.1', topology(namespaceAt('198.51.100.1', 'cali12'))],
	['no namespace is known', pod, topology()],
	['the network was not read', pod, undefined],
])('%s: it leaves, and nothing more is said', (_, destination, known) => {
	expect(end(destination, known)).toBe('leaves');
});
