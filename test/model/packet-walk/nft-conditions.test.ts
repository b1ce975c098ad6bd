import {describe, expect, test} from 'vitest';
import {nftRuling} from '../../../source/model/packet-walk/nft.js';
import {createRouting} from '../../../source/model/packet-walk/route.js';
import {indexOf} from '../../../source/model/packet-walk/sets.js';
import type {Ruling, Travel} from '../../../source/model/packet-walk/facts.js';
import type {Route} from '../../../source/facts/network.js';
import {nativeRuleset} from '../../support/packet-filter.js';
import {travelling, travelling6} from '../../support/travel.js';

/**
 * What one rule of `nft -j` says to one packet. The rules are those of test/samples/nft/conditions.json: loaded into a
 * kernel and listed by nft 1.0.6 itself. What they must say is what the kernel does.
 */
const {tables} = nativeRuleset('conditions');
const table = tables[0]!;
const ruleOf = (text: string) => {
	const rule = table.chains.flatMap(({rules}) => rules).find(each => each.text === text);
	if (!rule) throw new Error(`no such rule: ${text}`);
	return rule;
};

const route = (to: string, more: Partial<Route>): Route =>
	({to, via: null, dev: 'eth0', source: null, metric: null, table: 'main', type: 'unicast', ...more}) as Route;
const routing = createRouting({
	policies: [],
	routes: [
		route('default', {via: '192.168.1.1'}),
		route('192.168.1.0/24', {}),
		route('10.244.0.0/24', {dev: 'cni0'}),
		route('192.168.1.255', {table: 'local', type: 'broadcast'}),
		route('198.51.100.0/24', {type: 'unreachable'}),
	],
	links: [
		{name: 'eth0', kind: '', addresses: ['192.168.1.2']},
		{name: 'cni0', kind: 'bridge', addresses: ['10.244.0.1']},
	],
});

const say = (statements: readonly unknown[], more: Partial<Travel>): Ruling =>
	nftRuling(statements, travelling(more), {
		routing,
		table: table.name,
		family: 'inet',
		set(name) {
			const set = table.sets.find(each => each.name === name);
			return set && {set, index: indexOf(set.elements)};
		},
	});
const ruling = (text: string, more: Partial<Travel> = {}): Ruling => say(ruleOf(text).statements ?? [], more);
/** The rule's answer, and where it leads. */
const said = (text: string, more: Partial<Travel> = {}): string => {
	const {answer, ways} = ruling(text, more);
	return answer === 'no' ? 'no' : [answer, ...ways.map(({step}) => step.kind)].join(' ');
};

const udp = {protocol: 'udp'};
const icmp = {protocol: 'icmp', sourcePort: null, destinationPort: null};
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
		not: [{destinationPort: 54}, {destinationPort: 7999}, {destinationPort: 9000}, icmp],
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
	'fib saddr . iif oif missing drop': {fits: [{input: 'eth0'}], not: [{}]},
	'fib saddr . mark . iif oif missing drop': {fits: [{input: 'eth0'}], not: [{}]},
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

const on = (left: unknown, right: unknown, op = '==') => [{match: {op, left, right}}, {accept: null}];
const port = {payload: {protocol: 'tcp', field: 'dport'}};

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
		[{ct: {key: 'ip saddr', dir: 'reply'}}, '10.244.0.7', {}, 'unread'],
		[{ct: {key: 'ip daddr', dir: 'reply'}}, '10.96.0.1', {}, 'unread'],
		[{ct: {key: 'proto-dst', dir: 'reply'}}, 443, {}, 'unread'],
		[{ct: {key: 'zone'}}, 1, {}, 'unread'],
		[{payload: {protocol: 'ip6', field: 'saddr'}}, 'fd00::7', travelling6, 'yes'],
		[{payload: {protocol: 'ip6', field: 'nexthdr'}}, 'tcp', travelling6, 'yes'],
		[{payload: {protocol: 'ip', field: 'ttl'}}, 64, {}, 'unread'],
		[{payload: {protocol: 'tcp', field: 'sport'}}, 40_000, {}, 'yes'],
		[{payload: {protocol: 'tcp', field: 'sport'}}, 40_000, {sourcePort: null}, 'unread'],
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

	test('one part of a pair that is not known makes the pair unread', () => {
		expect(said('ip daddr . tcp dport @ports accept', {destinationPort: null})).toBe('unread accept');
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

describe('where a rule leads', () => {
	test.each([
		['masquerade', {}, [{share: 1, step: {kind: 'masquerade'}}]],
		['snat ip to 10.0.0.7', {}, [{share: 1, step: {kind: 'snat', address: '10.0.0.7', port: null}}]],
		[
			'meta l4proto tcp dnat ip to 10.0.0.5:8080',
			{},
			[{share: 1, step: {kind: 'dnat', address: '10.0.0.5', port: 8080}}],
		],
		['meta l4proto tcp redirect to :8080', {}, [{share: 1, step: {kind: 'redirect', port: 8080}}]],
		['reject with icmpx admin-prohibited', {}, [{share: 1, step: {kind: 'reject', with: 'icmpx admin-prohibited'}}]],
		['meta l4proto tcp reject with tcp reset', {}, [{share: 1, step: {kind: 'reject', with: 'tcp reset'}}]],
		['tcp dport vmap { 80 : jump other, 443-500 : accept }', {}, [{share: 1, step: {kind: 'jump', chain: 'other'}}]],
		[
			'tcp dport vmap { 80 : jump other, 443-500 : accept }',
			{destinationPort: 500},
			[{share: 1, step: {kind: 'accept'}}],
		],
		[
			'numgen random mod 3 vmap { 0 : jump other, 1-2 : goto other }',
			{},
			[
				{share: 1 / 3, step: {kind: 'jump', chain: 'other'}},
				{share: 2 / 3, step: {kind: 'goto', chain: 'other'}},
			],
		],
		[
			'ip daddr . meta l4proto . th dport vmap @m',
			{destination: '10.96.0.1', destinationPort: 443},
			[{share: 1, step: {kind: 'goto', chain: 'other'}}],
		],
		['ct state vmap { invalid : drop, established : accept, new : drop }', {}, [{share: 1, step: {kind: 'drop'}}]],
	])('%s, with %j', (text, change, ways) => {
		expect(ruling(text, change)).toMatchObject({answer: 'yes', ways, unread: []});
	});

	test.each([
		['tcp dport vmap { 80 : jump other, 443-500 : accept }', {destinationPort: 81}],
		['tcp dport vmap { 80 : jump other, 443-500 : accept }', udp],
		['ip daddr . meta l4proto . th dport vmap @m', {destination: '10.96.0.1', destinationPort: 444}],
		['ip daddr . meta l4proto . th dport vmap @m', icmp],
		['ct state vmap { invalid : drop, established : accept, new : drop }', {tracking: 'untracked' as const}],
	])('%s has nothing for %j', (text, change) => {
		expect(said(text, change)).toBe('no');
	});

	test('of a range of addresses to deliver to, nobody knows which', () => {
		expect(ruling('dnat ip to 10.0.0.5-10.0.0.9')).toMatchObject({
			answer: 'yes',
			ways: [{step: {kind: 'dnat', address: null, port: null, unread: '10.0.0.5-10.0.0.9'}}],
		});
		expect(say([{redirect: {port: {range: [8080, 8090]}}}], {})).toMatchObject({
			ways: [{step: {kind: 'redirect', port: null, unread: '8080-8090'}}],
		});
	});

	test('of a range to come from, the first is taken, and it is said', () => {
		expect(say([{snat: {family: 'ip', addr: {range: ['10.0.0.5', '10.0.0.9']}}}], {})).toMatchObject({
			answer: 'yes',
			ways: [{step: {kind: 'snat', address: '10.0.0.5', port: null}}],
			assumed: ['one-of-range'],
		});
		expect(ruling('snat ip to 10.0.0.7').assumed).toEqual([]);
	});

	test('where a map chooses the address by chance, each with its share', () => {
		const {ways} = say(table.chains.find(({name}) => name === 'pre')?.rules[0]?.statements ?? [], {});
		expect(ways).toEqual([
			{share: 0.5, step: {kind: 'dnat', address: '10.0.0.1', port: null}},
			{share: 0.5, step: {kind: 'dnat', address: '10.0.0.2', port: null}},
		]);
	});

	test('a limit is taken as not yet reached, and it is said', () => {
		expect(ruling('limit rate 5/second burst 5 packets accept').assumed).toEqual(['limit']);
	});

	test('notrack: the connection is not tracked from there on', () => {
		expect(ruling('notrack')).toMatchObject({answer: 'yes', untracked: true, ways: [{step: {kind: 'continue'}}]});
	});

	test.each([
		['meta mark set meta mark | 0x00008000', 0x40_00, 0xc0_00],
		['meta mark set meta mark & 0xffff7fff', 0xc0_00, 0x40_00],
		['meta mark set meta mark ^ 0x00004000', 0x40_00, 0],
		['meta mark set meta mark | 0x00008000', null, null],
	])('%s, from %s', (text, mark, wanted) => {
		expect(ruling(text, {mark})).toMatchObject({answer: 'yes', mark: wanted, ways: [{step: {kind: 'continue'}}]});
	});

	test('conditions behind it see the mark that a rule sets', () => {
		const statements = [
			...(ruleOf('meta mark set meta mark | 0x00008000').statements ?? []),
			...on({meta: {key: 'mark'}}, 0x80_00),
		];
		expect(say(statements, {})).toMatchObject({answer: 'yes', ways: [{step: {kind: 'accept'}}]});
	});

	test.each<[unknown, string]>([
		[{ct: {key: 'mark'}}, 'another mark is set'],
		[{payload: {protocol: 'ip', field: 'dscp'}}, 'a field is set'],
	])('%j: the packet keeps its mark when %s', (key: unknown) => {
		const {mark, answer} = say([{mangle: {key, value: 1}}], {mark: 5});
		expect([answer, mark]).toEqual(['yes', undefined]);
	});

	test.each(['accept', 'drop', 'return', 'continue', 'queue'])('%s', kind => {
		expect(say([{[kind]: null}], {}).ways).toEqual([{share: 1, step: {kind}}]);
	});

	test.each(['jump', 'goto'])('%s', kind => {
		expect(say([{[kind]: {target: 'other'}}], {}).ways).toEqual([{share: 1, step: {kind, chain: 'other'}}]);
	});

	test.each(['counter', 'log', 'set', 'dup', 'flow', 'meter', 'secmark', 'ct helper', 'ct timeout', 'comment'])(
		'%s changes nothing',
		name => {
			expect(say([{[name]: {}}, {drop: null}], {})).toMatchObject({
				answer: 'yes',
				ways: [{step: {kind: 'drop'}}],
				unread: [],
			});
		},
	);

	test.each(['synproxy', 'tproxy', 'fwd'])('after %s nothing is known', name => {
		expect(say([{[name]: {}}], {}).ways).toEqual([{share: 1, step: {kind: 'unknown', name}}]);
	});

	test('a target of xtables ends what is known, a match of it is unread', () => {
		const target = say([{xt: {type: 'target', name: 'TPROXY'}}], {});
		expect(target).toMatchObject({answer: 'yes', ways: [{step: {kind: 'unknown', name: 'TPROXY'}}]});
		const match = say([{xt: {type: 'match', name: 'bpf'}}, {drop: null}], {});
		expect(match).toMatchObject({answer: 'unread', ways: [{step: {kind: 'drop'}}]});
		expect(match.unread).toHaveLength(1);
	});

	test('a statement that nobody knows makes the rule unread', () => {
		expect(say([{'new thing': {}}, {drop: null}], {}).answer).toBe('unread');
	});

	test('a map that was not read ends what is known, and is named', () => {
		const key = {payload: {protocol: 'ip', field: 'daddr'}};
		expect(say([{vmap: {key, data: '@elsewhere'}}], {})).toMatchObject({
			answer: 'unread',
			ways: [{share: 1, step: {kind: 'unknown', name: '@elsewhere'}}],
		});
		expect(say([{vmap: {key: {meta: {key: 'skuid'}}, data: {set: []}}}], {input: null})).toMatchObject({
			answer: 'unread',
			ways: [{step: {kind: 'unknown', name: 'meta skuid'}}],
		});
		expect(say([{vmap: {key: port, data: {set: [['kerberos', {drop: null}]]}}}], {})).toMatchObject({
			answer: 'unread',
			ways: [{step: {kind: 'unknown', name: 'kerberos'}}],
		});
	});

	test('a choice by the address of the client is a choice by chance', () => {
		const key = {jhash: {mod: 4, expr: {payload: {protocol: 'ip', field: 'saddr'}}}};
		const pairs = [
			[0, {goto: {target: 'a'}}],
			[{range: [1, 3]}, {goto: {target: 'b'}}],
		];
		expect(say([{vmap: {key, data: {set: pairs}}}], {}).ways.map(({share}) => share)).toEqual([0.25, 0.75]);
		expect(say([{vmap: {key, data: '@m'}}], {})).toMatchObject({answer: 'unread'});
	});
});
