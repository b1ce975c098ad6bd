import {describe, expect, test} from 'vitest';
import {icmp, on, port, ruleOf, ruling, said, say, table, udp} from './nft-ruling.js';

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
		[80, '10.0.0.1'],
		[81, '10.0.0.2'],
	])('to the address that a map has for port %d, and nowhere else', (destinationPort, address) => {
		const data = {
			set: [
				[80, '10.0.0.1'],
				[81, '10.0.0.2'],
			],
		};
		const {answer, ways} = say([{dnat: {family: 'ip', addr: {map: {key: port, data}}}}], {destinationPort});
		expect({answer, ways}).toMatchObject({answer: 'yes', ways: [{share: 1, step: {kind: 'dnat', address}}]});
		expect(ways).toHaveLength(1);
	});

	test('a port that the map does not have: no way', () => {
		const data = {set: [[80, '10.0.0.1']]};
		expect(say([{dnat: {family: 'ip', addr: {map: {key: port, data}}}}], {destinationPort: 82}).ways).toEqual([]);
	});

	test.each([
		['counted', [{counter: {packets: 1, bytes: 60}}], 'yes', []],
		['limited', [{limit: {rate: 10, per: 'second'}}], 'yes', ['limit']],
		['limited the other way round', [{limit: {rate: 10, per: 'second', inv: true}}], 'no', ['limit']],
		['limited by name', [{limit: 'ten'}], 'unread', ['limit']],
		['something new', [{sampled: {}}], 'unread', []],
	])('an element that is put into a set and %s', (_, stmt, wanted, assumed) => {
		const elem = {payload: {protocol: 'ip', field: 'saddr'}};
		const ruled = say([{set: {op: 'update', elem, set: '@seen', stmt}}, {accept: null}], {});
		expect(ruled.answer === 'yes' && ruled.unread.length > 0 ? 'unread' : ruled.answer).toBe(wanted);
		expect(ruled.assumed).toEqual(assumed);
	});

	test.each(['prefix', ['interval', 'prefix']])(
		'another network with the same host in it (%j) is no address',
		type_flags => {
			const network = (addr: string) => ({prefix: {addr, len: 24}});
			const key = {payload: {protocol: 'ip', field: 'daddr'}};
			const addr = {map: {key, data: {set: [[network('10.0.0.0'), network('10.1.0.0')]]}}};
			const {answer, ways} = say([{dnat: {family: 'ip', addr, type_flags}}], {destination: '10.0.0.7'});
			expect(answer).toBe('yes');
			expect(ways).toMatchObject([{step: {kind: 'dnat', address: null, unread: expect.any(String) as string}}]);
		},
	);

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

	test.each<[unknown, unknown]>([
		[null, {kind: 'queue', queues: [0, 0], bypass: false}],
		[
			{num: 3, flags: 'bypass'},
			{kind: 'queue', queues: [3, 3], bypass: true},
		],
		[
			{num: {range: [1, 3]}, flags: ['bypass', 'fanout']},
			{kind: 'queue', queues: [1, 3], bypass: true},
		],
		[{num: {numgen: {mode: 'inc', mod: 2, offset: 0}}}, {kind: 'queue', queues: null, bypass: false}],
	])('queue %j', (queue, step) => {
		expect(say([{queue}], {}).ways).toEqual([{share: 1, step}]);
	});

	test.each(['accept', 'drop', 'return', 'continue'])('%s', kind => {
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
