import {describe, expect, test} from 'vitest';
import {nftRuling} from '../../../source/model/packet-walk/nft.js';
import {indexOf} from '../../../source/model/packet-walk/sets.js';
import type {Travel} from '../../../source/model/packet-walk/facts.js';
import {travelling, travelling6} from '../../support/travel.js';
import {icmp, on, port, routing, said, say, table, udp} from './nft-ruling.js';

type Row = {readonly fits?: ReadonlyArray<Partial<Travel>>; readonly not?: ReadonlyArray<Partial<Travel>>};

/** Per rule: changes of the packet with which it applies, and with which it does not. `{}`: the packet as it is. */
const accepts: Readonly<Record<string, Row>> = {
	'ip saddr 10.0.0.0/8 accept': {
		fits: [{}, {source: '10.255.255.255'}],
		not: [{source: '11.0.0.0'}, {source: '9.255.255.255'}, travelling6],
	},
	'ip saddr != { 10.0.0.0/8, 192.168.0.1 } accept': {
		fits: [{source: '192.168.0.2'}],
		not: [{}, {source: '192.168.0.1'}, travelling6],
	},
	'ip saddr 10.0.0.1-10.0.0.9 accept': {
		fits: [{source: '10.0.0.1'}, {source: '10.0.0.9'}, {source: '10.0.0.5'}],
		not: [{source: '10.0.0.0'}, {source: '10.0.0.10'}, travelling6],
	},
	'ip saddr @nets accept': {
		fits: [{}, {source: '192.168.1.5'}, {source: '192.168.1.9'}],
		not: [{source: '192.168.1.4'}, {source: '192.168.1.10'}, {source: '192.168.1.50'}, travelling6],
	},
	'ip daddr . tcp dport @ports accept': {
		fits: [
			{destination: '10.0.0.1', destinationPort: 80},
			{destination: '10.0.0.2', destinationPort: 443},
		],
		not: [
			{destination: '10.0.0.1', destinationPort: 443},
			{destination: '10.0.0.2', destinationPort: 80},
			{destination: '10.0.0.1', destinationPort: 80, ...udp},
		],
	},
	'ip daddr . tcp dport { 10.0.0.1 . 80, 10.0.0.3 . 81 } accept': {
		fits: [{destination: '10.0.0.1'}, {destination: '10.0.0.3', destinationPort: 81}],
		not: [{destination: '10.0.0.1', destinationPort: 81}, {destination: '10.0.0.3'}, {destination: '10.0.0.1', ...udp}],
	},
	'tcp dport 80-90 accept': {
		fits: [{destinationPort: 80}, {destinationPort: 90}],
		not: [{destinationPort: 79}, {destinationPort: 91}, {destinationPort: 8}, {...udp}, icmp],
	},
	'tcp dport >= 1024 accept': {
		fits: [{destinationPort: 1024}, {destinationPort: 65_535}],
		not: [{destinationPort: 1023}, {destinationPort: 2000, ...udp}],
	},
	'th dport { 53, 8000-8999 } accept': {
		fits: [{destinationPort: 53}, {destinationPort: 8000, ...udp}, {destinationPort: 8999, protocol: 'sctp'}],
		not: [{destinationPort: 54}, {destinationPort: 7999}, {destinationPort: 9000}],
	},
	'ct state { established, related } accept': {not: [{}, {tracking: 'untracked'}]},
	'ct state new accept': {fits: [{}], not: [{tracking: 'untracked'}]},
	'ct status dnat accept': {fits: [{dnat: true}, {dnat: true, snat: true}], not: [{}, {snat: true}]},
	'ct original ip daddr 10.96.0.1 accept': {
		fits: [{}],
		not: [{original: travelling(), destination: '10.96.0.1'}],
	},
	'ct direction original accept': {fits: [{}]},
	'fib daddr type local accept': {
		fits: [{destination: '192.168.1.2'}, {destination: '127.0.0.1'}],
		not: [{}, {destination: '192.168.1.255'}, {source: '192.168.1.2'}],
	},
	'fib daddr type { local, broadcast } accept': {
		fits: [{destination: '192.168.1.255'}, {destination: '255.255.255.255'}, {destination: '10.244.0.1'}],
		not: [{}, {destination: '224.0.0.1'}, {destination: '198.51.100.7'}],
	},
	'fib saddr oif exists accept': {fits: [{}], not: [{source: '198.51.100.7'}]},
	'meta mark & 0x00004000 == 0x00004000 accept': {
		fits: [{mark: 0x40_00}, {mark: 0xc0_00}],
		not: [{}, {mark: 0x80_00}],
	},
	'meta mark & 0x00004000 != 0x00000000 accept': {
		fits: [{mark: 0x40_00}, {mark: 0xc0_00}],
		not: [{}, {mark: 0x80_00}],
	},
	'meta l4proto { tcp, udp } accept': {fits: [{}, udp], not: [icmp]},
	'meta l4proto ipv6-icmp accept': {fits: [{...travelling6, protocol: 'icmpv6'}], not: [{}, icmp]},
	'ip protocol tcp accept': {fits: [{}], not: [udp, travelling6]},
	'meta nfproto ipv4 accept': {fits: [{}], not: [travelling6]},
	'iifname "cni*" accept': {fits: [{}, {input: 'cni'}], not: [{input: 'eth0'}, {input: 'acni0'}, {input: null}]},
	'iifname { "lo", "eth0" } accept': {fits: [{input: 'lo'}, {input: 'eth0'}], not: [{}, {input: 'eth01'}]},
	'icmp type echo-request accept': {fits: [icmp], not: [{}, {...travelling6, protocol: 'icmpv6'}]},
	'icmp type { destination-unreachable, echo-request } accept': {fits: [icmp], not: [udp]},
	'limit rate 5/second burst 5 packets accept': {fits: [{}]},
};

/** Rules on the flags of tcp: the first packet of a connection has SYN alone. */
const drops: Readonly<Record<string, Row>> = {
	// `tcp flags & (fin | syn) == (fin | syn)`: both of them.
	'tcp flags & { fin, syn } == { fin, syn } drop': {not: [{}]},
	'tcp flags & { fin, syn, rst, ack } == syn drop': {fits: [{}], not: [udp]},
	'tcp flags & { syn, ack } == syn drop': {fits: [{}], not: [udp]},
	'tcp flags syn drop': {fits: [{}], not: [udp]},
	'tcp flags { syn, ack } drop': {fits: [{}], not: [udp]},
	'tcp flags != syn drop': {not: [{}, udp]},
	// `tcp flags & (fin | syn | …) == 0`: none of them.
	'tcp flags ! { fin, syn, rst, psh, ack, urg } drop': {not: [{}, udp]},
	// What comes by lo came from here, also from an address of another device (seen with fd77::161 on Linux 6.18).
	'fib saddr . iif oif missing drop': {fits: [{input: 'eth0'}], not: [{}, {input: 'lo', source: '192.168.1.2'}]},
	'fib saddr . mark . iif oif missing drop': {fits: [{input: 'eth0'}], not: [{}, {input: 'lo', source: '10.244.0.1'}]},
	'limit rate over 5/second burst 5 packets drop': {not: [{}]},
};

describe.each([
	['accept', accepts],
	['drop', drops],
])('rules that %s', (verdict, rows) => {
	const cases = Object.entries(rows).flatMap(([text, {fits = [], not = []}]) => [
		...fits.map(change => [text, change, `yes ${verdict}`] as const),
		...not.map(change => [text, change, 'no'] as const),
	]);
	test.each(cases)('%s, with %j: %s', (text, change, wanted) => {
		expect(said(text, change)).toBe(wanted);
	});
});

describe('conditions that other hosts have', () => {
	test.each([
		['<', 80, 'no'],
		['<', 81, 'yes'],
		['>', 80, 'no'],
		['>', 79, 'yes'],
		['<=', 80, 'yes'],
		['<=', 79, 'no'],
		['>=', 81, 'no'],
		['!=', 80, 'no'],
		['!=', 81, 'yes'],
		['==', 'http', 'yes'],
		['==', 'https', 'no'],
		['==', 'kerberos', 'unread'],
		['<', 'https', 'unread'],
		['near', 80, 'unread'],
	])('tcp dport %s %s: %s', (op, right, wanted) => {
		expect(say(on(port, right, op), {}).answer).toBe(wanted);
	});

	test.each([
		[{meta: {key: 'oifname'}}, 'eth0', {}, 'yes'],
		[{meta: {key: 'oif'}}, 'eth1', {}, 'no'],
		[{meta: {key: 'iif'}}, 'cni0', {}, 'yes'],
		[{meta: {key: 'protocol'}}, 'ip', {}, 'yes'],
		[{meta: {key: 'protocol'}}, 'ip6', {}, 'no'],
		[{meta: {key: 'nfproto'}}, 'ipv6', travelling6, 'yes'],
		[{meta: {key: 'l4proto'}}, 6, {}, 'yes'],
		[{meta: {key: 'l4proto'}}, 58, {...travelling6, protocol: 'icmpv6'}, 'yes'],
		[{meta: {key: 'l4proto'}}, 58, travelling6, 'no'],
		[{meta: {key: 'l4proto'}}, 136, {protocol: 'udplite'}, 'unread'],
		// An interface that is gone is listed by its number.
		[{meta: {key: 'oif'}}, 12, {}, 'unread'],
		[{meta: {key: 'skuid'}}, 0, {input: null}, 'unread'],
		// A packet from elsewhere has no socket here.
		[{meta: {key: 'skuid'}}, 0, {}, 'no'],
		[{payload: {protocol: 'ip', field: 'version'}}, 4, {}, 'yes'],
		[{ct: {key: 'state'}}, ['untracked'], {tracking: 'untracked'}, 'yes'],
		[{ct: {key: 'status'}}, ['snat'], {snat: true}, 'yes'],
		[{ct: {key: 'l3proto'}}, 'ipv4', {}, 'yes'],
		[{ct: {key: 'l3proto'}}, 'ipv6', travelling6, 'yes'],
		[{ct: {key: 'protocol'}}, 'tcp', {}, 'yes'],
		[{ct: {key: 'ip saddr', dir: 'original'}}, '10.244.0.7', {source: '192.168.1.2'}, 'yes'],
		[{ct: {key: 'saddr', dir: 'original'}}, '10.244.0.7', {source: '192.168.1.2'}, 'yes'],
		[{ct: {key: 'daddr', dir: 'original'}}, '10.96.0.1', {}, 'yes'],
		[{ct: {key: 'proto-dst', dir: 'original'}}, 443, {}, 'yes'],
		[{ct: {key: 'proto-dst', dir: 'original'}}, 80, {}, 'no'],
		[{ct: {key: 'ip saddr', dir: 'reply'}}, '10.244.0.7', {destination: '10.244.0.7', tracking: 'new'}, 'yes'],
		[{ct: {key: 'ip daddr', dir: 'reply'}}, '10.96.0.1', {source: '10.244.0.9', tracking: 'new'}, 'no'],
		[{ct: {key: 'ip saddr', dir: 'reply'}}, '10.244.0.7', {tracking: 'reply'}, 'unread'],
		[{meta: {key: 'pkttype'}}, 'host', {}, 'yes'],
		[{meta: {key: 'pkttype'}}, 'host', {destination: '192.168.1.255'}, 'unread'],
		[{meta: {key: 'cgroup'}}, 7, {tracking: 'new'}, 'no'],
		[{meta: {key: 'cgroup'}}, 7, {input: null}, 'unread'],
		[{meta: {key: 'cgroup'}}, 7, {tracking: 'established'}, 'unread'],
		[{'&': [{payload: {protocol: 'ip', field: 'frag-off'}}, 0x1f_ff]}, 0, {}, 'yes'],
		[{'&': [{payload: {protocol: 'ip', field: 'frag-off'}}, 0x40_00]}, 0, {}, 'unread'],
		[{ct: {key: 'proto-dst', dir: 'reply'}}, 443, {}, 'unread'],
		[{ct: {key: 'zone'}}, 1, {}, 'no'],
		[{ct: {key: 'zone'}}, 0, {}, 'yes'],
		[{ct: {key: 'label'}}, 3, {}, 'unread'],
		[{payload: {protocol: 'ip6', field: 'saddr'}}, 'fd00::7', travelling6, 'yes'],
		[{payload: {protocol: 'ip6', field: 'nexthdr'}}, 'tcp', travelling6, 'yes'],
		[{payload: {protocol: 'ip', field: 'ttl'}}, 64, {}, 'unread'],
		[{payload: {protocol: 'tcp', field: 'sport'}}, 40_000, {}, 'yes'],
		[{payload: {protocol: 'tcp', field: 'sport'}}, 40_000, {sourcePort: null}, 'unread'],
		// Where ports would be, ICMP has its type and code, then its checksum.
		[{payload: {protocol: 'th', field: 'sport'}}, 2048, icmp, 'yes'],
		[{payload: {protocol: 'th', field: 'sport'}}, 0, icmp, 'no'],
		[{payload: {protocol: 'th', field: 'dport'}}, 80, icmp, 'unread'],
		[{payload: {protocol: 'tcp', field: 'window'}}, 1, {}, 'unread'],
		[{payload: {protocol: 'udp', field: 'flags'}}, 2, {protocol: 'udp'}, 'unread'],
		[{payload: {protocol: 'icmpv6', field: 'type'}}, 'echo-request', {...travelling6, protocol: 'icmpv6'}, 'yes'],
		[{payload: {protocol: 'icmp', field: 'code'}}, 0, icmp, 'unread'],
		[{payload: {protocol: 'ether', field: 'saddr'}}, '00:00:00:00:00:01', {}, 'unread'],
		[{meta: {key: 'mark'}}, 1, {mark: null}, 'unread'],
		[{'^': [{meta: {key: 'mark'}}, 3]}, 2, {mark: 1}, 'yes'],
		[{'<<': [{meta: {key: 'mark'}}, 4]}, 16, {mark: 1}, 'yes'],
		[{'>>': [{meta: {key: 'mark'}}, 4]}, 1, {mark: 16}, 'yes'],
		[{'>>': [{meta: {key: 'mark'}}, 4]}, 0x0f_ff_ff_ff, {mark: 0xff_ff_ff_ff}, 'yes'],
		[{'&': [port, 0xf]}, 0, {protocol: 'udp'}, 'no'],
		[{'&': [{meta: {key: 'skuid'}}, 1]}, 1, {input: null}, 'unread'],
		[{rt: {key: 'nexthop'}}, '192.168.1.1', {}, 'unread'],
		[{fib: {result: 'type', flags: ['saddr']}}, 'local', {source: '192.168.1.2'}, 'yes'],
		[{fib: {result: 'type', flags: ['saddr']}}, 'local', {destination: '192.168.1.2'}, 'no'],
		[{fib: {result: 'type', flags: ['mark']}}, 'local', {}, 'unread'],
		[{fib: {result: 'oifname', flags: ['saddr', 'oif']}}, true, {output: 'cni0'}, 'yes'],
		[{fib: {result: 'check', flags: ['saddr', 'oif']}}, true, {}, 'no'],
		[{fib: {result: 'check', flags: ['saddr', 'iif']}}, true, {input: 'lo', source: '192.168.1.2'}, 'yes'],
		[{fib: {result: 'table', flags: ['saddr']}}, true, {}, 'unread'],
	])('%j is %j, with %j: %s', (left, right, change, wanted) => {
		expect(say(on(left, right), change as Partial<Travel>).answer).toBe(wanted);
	});

	test('a set that was not read makes the condition unread, and one without elements holds nobody', () => {
		expect(say(on({payload: {protocol: 'ip', field: 'saddr'}}, '@elsewhere'), {}).answer).toBe('unread');
		const empty = nftRuling(
			on({payload: {protocol: 'ip', field: 'saddr'}}, '@empty'),
			travelling({source: '10.0.0.1'}),
			{
				routing,
				table: table.name,
				family: 'inet',
				set: () => ({set: {...table.sets[0]!, elements: []}, index: indexOf([])}),
			},
		);
		expect(empty.answer).toBe('no');
	});

	test('one part of a pair that is not known makes the pair unread where the other part is there', () => {
		const asked = (destination: string) =>
			said('ip daddr . tcp dport @ports accept', {destination, destinationPort: null});
		expect(asked('10.0.0.1')).toBe('unread accept');
		expect(asked('10.0.0.9')).toBe('no');
	});

	test('a pair and a value of another length: unread', () => {
		const pair = {concat: [{payload: {protocol: 'ip', field: 'daddr'}}, port]};
		expect(say(on(pair, {concat: ['192.168.1.5', 80, 1]}), {}).answer).toBe('unread');
		expect(say(on(pair, {concat: ['192.168.1.5', 80]}), {}).answer).toBe('yes');
		expect(say(on(pair, {concat: ['192.168.1.5', 81]}), {}).answer).toBe('no');
	});

	test('elements with a comment or a time-out are elements', () => {
		const element = (val: unknown) => ({set: [{elem: {val, comment: 'web'}}]});
		expect(say(on(port, element({range: [79, 81]})), {}).answer).toBe('yes');
		expect(say(on(port, element(80)), {}).answer).toBe('yes');
		expect(say(on(port, element({range: [81, 82]})), {}).answer).toBe('no');
	});
});

describe('flags of tcp by name', () => {
	const flags = {payload: {protocol: 'tcp', field: 'flags'}};
	// The packet has SYN alone.
	test.each([
		['==', ['syn'], 'yes'],
		['==', ['syn', 'ack'], 'no'],
		['!=', ['syn', 'ack'], 'yes'],
		['!=', ['syn'], 'no'],
		['in', ['syn', 'ack'], 'yes'],
		['in', ['fin', 'ack'], 'no'],
		['!', ['syn', 'ack'], 'no'],
		['!', ['fin', 'ack'], 'yes'],
		['!', 'syn', 'no'],
		['<', 'syn', 'unread'],
		['==', ['syn', 'new flag'], 'unread'],
	])('tcp flags %s %j: %s', (op, right, wanted) => {
		expect(say(on(flags, right, op), {}).answer).toBe(wanted);
	});

	test('states of a connection: `!` asks for none of them', () => {
		const state = {ct: {key: 'state'}};
		expect(say(on(state, ['established', 'related'], '!'), {}).answer).toBe('yes');
		expect(say(on(state, ['new', 'related'], '!'), {}).answer).toBe('no');
	});
});
