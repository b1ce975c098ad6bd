import {describe, expect, test} from 'vitest';
import type {Travel} from '../../../source/model/packet-walk/facts.js';
import {nftRuling} from '../../../source/model/packet-walk/nft.js';
import {createRouting} from '../../../source/model/packet-walk/route.js';
import {travelling} from '../../support/travel.js';

// What rules of nft ask of devices and frames, by the kinds that `ip -d link` tells.

const link = (name: string, kind: string, master: string | null = null) => ({name, kind, addresses: [], master});
const links = [
	...[
		link('lo', 'loopback'),
		link('eth0', 'ether'),
		link('br0', 'bridge'),
		link('veth1', 'veth', 'br0'),
		link('veth2', 'veth', 'br0'),
	],
	...[link('wg0', 'wireguard'), link('tun0', 'tun')],
];
const routing = createRouting({policies: [], routes: [], links});
const ask = (left: unknown, right: unknown, travel: Partial<Travel>, family = 'ip', hook = 'forward') =>
	nftRuling([{match: {op: '==', left, right}}, {accept: null}], travelling(travel), {
		...{routing, hook, table: 't', set: () => undefined},
		family: family as 'ip',
	}).answer;
const meta = (key: string): unknown => ({meta: {key}});
const type = {payload: {protocol: 'ether', field: 'type'}};

describe('devices', () => {
	test.each<[string, unknown, Partial<Travel>, string]>([
		['iifkind', 'bridge', {input: 'br0'}, 'yes'],
		['iifkind', 'bridge', {input: 'veth1'}, 'no'],
		// What is no kind of its own has none to compare, and neither has what is made here.
		['iifkind', 'ether', {input: 'eth0'}, 'no'],
		['iifkind', 'bridge', {input: null}, 'no'],
		['iifkind', 'bridge', {input: 'gone0'}, 'unread'],
		['oifkind', 'veth', {output: 'veth1'}, 'yes'],
		['oifkind', 'veth', {output: null}, 'no'],
		['iiftype', 'ether', {input: 'eth0'}, 'yes'],
		['iiftype', 'ether', {input: 'veth1'}, 'yes'],
		['iiftype', 'ether', {input: 'lo'}, 'no'],
		['iiftype', 'loopback', {input: 'lo'}, 'yes'],
		// A tun may be a tap, which is Ethernet.
		['iiftype', 'ether', {input: 'tun0'}, 'unread'],
		['oiftype', 'ether', {output: 'br0'}, 'yes'],
	])('meta %s %s of %j: %s', (key, right, travel, answer) => {
		expect(ask(meta(key), right, travel)).toBe(answer);
	});

	test('a chain of the family bridge sees ports, which the packet does not tell', () => {
		const by = {input: 'br0', output: 'br0'};
		expect(ask(meta('oifname'), 'veth1', by, 'bridge')).toBe('unread');
		// Whichever port it is.
		expect(ask(meta('iifname'), 'br0', by, 'bridge')).toBe('no');
		expect(ask(meta('iifname'), 'veth*', by, 'bridge')).toBe('yes');
		expect(ask(meta('iifname'), {set: ['eth0', 'veth9']}, by, 'bridge')).toBe('no');
		// What this host sends comes by none.
		expect(ask(meta('iifname'), 'veth*', by, 'bridge', 'output')).toBe('no');
		expect(ask(meta('iiftype'), 'ether', by, 'bridge', 'postrouting')).toBe('no');
		expect(ask(meta('iifkind'), 'veth', by, 'bridge')).toBe('unread');
		expect(ask(meta('iiftype'), 'ether', by, 'bridge')).toBe('yes');
		expect(ask(meta('pkttype'), 'host', by, 'bridge')).toBe('unread');
		expect(ask({ct: {key: 'mark'}}, 0, by, 'bridge')).toBe('unread');
		expect(ask(meta('ibrname'), 'br0', by)).toBe('unread');
	});
});

describe('ether type', () => {
	test.each<[string, Partial<Travel>, string, string, string]>([
		['ip', {input: 'eth0'}, 'ip', 'forward', 'yes'],
		['arp', {input: 'eth0'}, 'netdev', 'ingress', 'no'],
		['8021q', {input: 'br0', output: 'br0'}, 'bridge', 'forward', 'no'],
		['ip6', {input: 'br0', output: 'br0'}, 'bridge', 'forward', 'no'],
		// Without an Ethernet device the rule does not apply, whatever it asks.
		['ip', {input: null}, 'ip', 'output', 'no'],
		['ip', {input: 'lo'}, 'ip', 'input', 'no'],
		['ip', {input: 'tun0'}, 'ip', 'input', 'unread'],
		['ip', {input: 'eth0'}, 'ip', 'postrouting', 'unread'],
	])('%s of %j in %s %s: %s', (right, travel, family, hook, answer) => {
		expect(ask(type, right, travel, family, hook)).toBe(answer);
	});
});
